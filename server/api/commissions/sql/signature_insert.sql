-- SPDX-License-Identifier: EUPL-1.2
-- A signature of the minutes, on the digest that was written at closing.
insert into minutes_signature (minutes_id, session_id, commission_id, member_id, college, person_id, sha256, signed_on, signed_with)
select m.id, m.session_id, m.commission_id, k.id, k.college, x.person_id, m.sha256, x.signed_on, x.signed_with
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::date[], $7::uuid[]) as x(session_id, member_id, person_id, signed_on, signed_with)
join standing_minutes m on m.session_id = x.session_id
join commission_member k on k.id = x.member_id
where scope_writes_all($1::text) or ($1::text = 'COMMISSION' and m.commission_id = $2::uuid)
