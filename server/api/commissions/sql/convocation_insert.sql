-- Members are told of a session, when it is convened.
insert into convocation (session_id, member_id, commission_id, person_id, convened_on, convened_by)
select x.session_id, m.id, m.commission_id, m.person_id, x.convened_on, x.person_id
from unnest($3::uuid[], $4::uuid[], $5::date[], $6::uuid[]) as x(session_id, member_id, convened_on, person_id)
join commission_member m on m.id = x.member_id
where scope_writes_all($1::text) or ($1::text = 'COMMISSION' and m.commission_id = $2::uuid)
