-- SPDX-License-Identifier: EUPL-1.2
-- The end of an open invitation, from the version that was read.
update invitation i
set status = 'REVOKED', settled_at = clock_timestamp()
from unnest($3::uuid[], $4::int[]) as x(id, version)
where i.id = x.id and i.version = x.version and i.status = 'OPEN'
  and (scope_writes_all($1::text) or (i.scope = $1::text and i.scope_id = $2::uuid))
