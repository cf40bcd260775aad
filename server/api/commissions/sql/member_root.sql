-- The root of a change of a mandate, and whether somebody has to accept the days that it would gain; and the last
-- session in which the member was present (attendance_by_member).
select x.item, m.id, m.version, m.mandate_to, to_jsonb(m) as record,
       m.mandate_to is not null
       and mandate_needs_consent($1::text, $2::uuid, m.commission_id, m.person_id, m.mandate_to + 1) as needs_consent,
       sat.id as sat_session_id, sat.held_on as sat_on
from unnest($3::uuid[]) with ordinality as x(id, item)
join commission_member m on m.id = x.id
left join lateral (
    select s.id, s.held_on from attendance a join session s on s.id = a.session_id
    where a.member_id = m.id and a.presence <> 'ABSENT' and s.state <> 'CANCELLED'
    order by s.held_on desc, s.id limit 1) as sat on true
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and m.commission_id = $2::uuid)
