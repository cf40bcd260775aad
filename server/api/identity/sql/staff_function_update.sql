-- SPDX-License-Identifier: EUPL-1.2
-- The last day of a staff function, from the version that was read.
update staff_function f
set valid_to = (select r.valid_to from jsonb_populate_record(f, x.body) as r)
from unnest($3::uuid[], $4::int[], $5::jsonb[]) as x(id, version, body)
where f.id = x.id and f.version = x.version
  and (scope_writes_all($1::text) or (f.scope = $1::text and f.scope_id = $2::uuid))
