-- SPDX-License-Identifier: EUPL-1.2
-- The root of a session's snapshot.
select x.item, s.id, s.version, s.state, s.commission_id, s.held_on, s.starts_at is not null as has_start, s.planned_on, s.convened_on, s.time_zone, s.capacity, s.min_per_college, s.chair_member_id,
       s.vice_chair_member_id, k.referential_code, k.status = 'ACTIVE' as is_commission_active, x.agenda_item_id,
       m.id as minutes_id, g.signed_by[1] as signed_by_first, g.signed_by[2] as signed_by_second,
       t.employer_id as employer_stand_in_id, t.employee_id as employee_stand_in_id
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::boolean[]) with ordinality
     as x(id, reference, agenda_item_id, caller_id, brings_mandates, item)
cross join lateral sessions_named(x.id, x.reference, x.agenda_item_id) as named(id)
cross join lateral (select s.* from session s where s.id = named.id offset 0) s
join commission k on k.id = s.commission_id
left join lateral (select m.id from standing_minutes m where m.session_id = s.id offset 0) m on true
left join lateral (select array_agg(n.member_id order by n.signed_at) as signed_by
                   from minutes_signature n where n.minutes_id = m.id) g on true
left join lateral (select min(n.member_id::text) filter (where n.college = 'EMPLOYER')::uuid as employer_id,
                          min(n.member_id::text) filter (where n.college = 'EMPLOYEE')::uuid as employee_id
                   from standing_stand_in n where n.session_id = s.id) t on true
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
