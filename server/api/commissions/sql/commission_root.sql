-- SPDX-License-Identifier: EUPL-1.2
-- The commission of an act inside it: only its own people, and who sees everything, find it.
select x.item, k.id, k.status, k.time_zone
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from commission t where t.id = x.id or t.reference = x.reference offset 0) as k
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and k.id = $2::uuid)
