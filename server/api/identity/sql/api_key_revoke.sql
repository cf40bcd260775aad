-- SPDX-License-Identifier: EUPL-1.2
-- The end of a key; no row when it is no longer as it was read.
select ended.id
from unnest($3::uuid[], $4::int[]) as x(id, version)
cross join lateral api_key_revoke(x.id, x.version) as ended(id)
where $1::text is not null
