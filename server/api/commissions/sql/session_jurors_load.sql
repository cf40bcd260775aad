-- SPDX-License-Identifier: EUPL-1.2
-- Who may sit: mandates of the day of the session, and whoever was recorded; the caller's own record is marked. Behind them, where they
-- are asked for, members of other days.
select x.item, m.id, m.person_id, p.human_id, m.college, m.is_alternate, a.presence, v.member_id is not null as is_convened, coalesce(v.is_outdated, false) as is_outdated,
       d.is_of_the_day, m.mandate_from, exists (select from departure l where l.session_id = s.id and l.member_id = m.id) as has_left,
       p.human_id = (select q.human_id from person q where q.id = x.caller_id) as is_caller
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::boolean[]) with ordinality
     as x(id, reference, agenda_item_id, caller_id, brings_mandates, item)
cross join lateral sessions_named(x.id, x.reference, x.agenda_item_id) as named(id)
join session s on s.id = named.id
join commission_member m on m.commission_id = s.commission_id
join person p on p.id = m.person_id
left join attendance a on a.session_id = s.id and a.member_id = m.id
cross join lateral (select a.member_id is not null or (m.mandate_from <= s.held_on and (m.mandate_to is null or m.mandate_to >= s.held_on)) as is_of_the_day) as d
left join standing_convocation v on v.session_id = s.id and v.member_id = m.id
where (d.is_of_the_day or x.brings_mandates)
  and (scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid))
order by x.item, not d.is_of_the_day, a.member_id is null, a.presence = 'ABSENT', m.is_alternate, m.id
