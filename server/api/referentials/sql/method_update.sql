-- SPDX-License-Identifier: EUPL-1.2
-- A method's name or status, from the version that was read: a merge patch.
update evaluation_method m
set (name, status) = (select r.name, r.status from jsonb_populate_record(m, x.body) as r)
from unnest($3::uuid[], $4::int[], $5::jsonb[]) as x(id, version, body)
where m.id = x.id and m.version = x.version
  and (scope_writes_all($1::text) or ($1::text = 'NETWORK' and m.network_id = $2::uuid))
