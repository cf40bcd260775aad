-- SPDX-License-Identifier: EUPL-1.2
-- Members are told of a session when it is convened, and again when it was moved since: of its day, time and place as they are now.
insert into convocation (session_id, member_id, edition, commission_id, person_id, convened_on, convened_by, held_on, starts_at, time_zone,
                         place, modality)
select x.session_id, m.id, 1 + (select count(*) from convocation v where v.session_id = x.session_id and v.member_id = m.id)::int,
       m.commission_id, m.person_id, x.convened_on, x.person_id, s.held_on, s.starts_at, s.time_zone, s.place, s.modality
from unnest($3::uuid[], $4::uuid[], $5::date[], $6::uuid[]) as x(session_id, member_id, convened_on, person_id)
join session s on s.id = x.session_id
join commission_member m on m.id = x.member_id
where scope_writes_all($1::text) or ($1::text = 'COMMISSION' and m.commission_id = $2::uuid)
