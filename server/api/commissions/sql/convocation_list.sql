-- SPDX-License-Identifier: EUPL-1.2
-- Who was told of a session and of what, last (convocation_pk).
select x.item, v.session_id, v.member_id, v.person_id, p.last_name, p.first_name, m.college, m.is_alternate, v.edition, v.convened_on, v.convened_by,
       v.held_on, wire_instant(v.starts_at) as starts_at, v.time_zone, v.place, v.modality, v.is_outdated,
       wire_instant(v.created_at) as created_at
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from session t where t.id = x.id or t.reference = x.reference offset 0) as s
join standing_convocation v on v.session_id = s.id
join commission_member m on m.id = v.member_id
join person p on p.id = v.person_id
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
order by x.item, m.college, p.last_name, p.first_name, v.member_id
