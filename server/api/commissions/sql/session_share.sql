-- SPDX-License-Identifier: EUPL-1.2
-- Before the vote that it changes: the guard of the vote takes a share of the session's lock, and whoever had the vote first and waited
-- for the session would be waited for by an act of the session that is to take the vote back.
select x.item
from unnest($3::uuid[]) with ordinality as x(id, item)
join session s on s.id = x.id
where scope_writes_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
order by x.id
for share of s
