-- SPDX-License-Identifier: EUPL-1.2
-- A change of a session from the version that was read: a merge patch.
update session s
set version = s.version + 1,
    ({{session_fields}}) = (select {{r.session_fields}} from jsonb_populate_record(s, x.body) as r)
from unnest($3::uuid[], $4::int[], $5::jsonb[]) as x(id, version, body)
where s.id = x.id and s.version = x.version
  and (scope_writes_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid))
