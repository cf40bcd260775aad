-- SPDX-License-Identifier: EUPL-1.2
-- The end of the login by which the caller comes, from the version that was read.
select ended.id
from unnest($3::uuid[], $4::int[]) as x(id, version)
cross join lateral login_leave(x.id, x.version) as ended(id)
where $1::text is not null
