-- SPDX-License-Identifier: EUPL-1.2
-- The members of a commission, as chairs of a session that is planned.
select x.item, m.id, m.college, m.mandate_from, m.mandate_to
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from commission t where t.id = x.id or t.reference = x.reference offset 0) as k
join commission_member m on m.commission_id = k.id
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and k.id = $2::uuid)
