-- SPDX-License-Identifier: EUPL-1.2
-- Every act of a session takes its row first, at the version that was read: the guards of what hangs on it take a share of
-- the same lock, and two acts that share it would wait for one another.
select x.item
from unnest($3::uuid[], $4::int[]) with ordinality as x(id, version, item)
join session s on s.id = x.id and s.version = x.version
where scope_writes_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
order by x.id
for no key update of s
