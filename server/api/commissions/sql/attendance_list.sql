-- SPDX-License-Identifier: EUPL-1.2
-- Jurors of the day of a session, with their presence; without a record they are absent.
select x.item, m.id as member_id, m.person_id, p.last_name, p.first_name, m.college, m.is_alternate, coalesce(a.presence, 'ABSENT') as presence,
       exists (select from convocation v where v.session_id = s.id and v.member_id = m.id) as is_convened,
       (select wire_instant(l.left_at) from departure l where l.session_id = s.id and l.member_id = m.id) as left_at
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from session t where t.id = x.id or t.reference = x.reference offset 0) as s
join commission_member m on m.commission_id = s.commission_id
join person p on p.id = m.person_id
left join attendance a on a.session_id = s.id and a.member_id = m.id
where (a.member_id is not null or (m.mandate_from <= s.held_on and (m.mandate_to is null or m.mandate_to >= s.held_on)))
  and (scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid))
order by x.item, m.college, p.last_name, p.first_name, m.id
