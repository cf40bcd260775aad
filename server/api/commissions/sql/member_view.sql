-- One member of a commission.
select x.item, m.id, m.commission_id, m.person_id, p.last_name, p.first_name, m.college, m.mandate_from, m.mandate_to,
       m.is_alternate, m.version, wire_instant(m.created_at) as created_at
from unnest($3::uuid[]) with ordinality as x(id, item)
join commission_member m on m.id = x.id
join person p on p.id = m.person_id
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and m.commission_id = $2::uuid)
