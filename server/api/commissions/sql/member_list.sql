-- SPDX-License-Identifier: EUPL-1.2
-- Members of a commission with their mandates, by college and name (commission_member_no_overlap).
select x.item, {{member}}
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from commission t where t.id = x.id or t.reference = x.reference offset 0) as k
join commission_member m on m.commission_id = k.id
join person p on p.id = m.person_id
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and k.id = $2::uuid)
order by x.item, m.college, p.last_name, p.first_name, m.mandate_from, m.id
