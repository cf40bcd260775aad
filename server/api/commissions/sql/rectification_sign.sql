-- SPDX-License-Identifier: EUPL-1.2
-- A signature of rectifying minutes, on the digest that was written with them.
insert into rectification_signature (rectification_id, session_id, commission_id, member_id, college, person_id, sha256, signed_on, signed_with)
select r.id, r.session_id, r.commission_id, k.id, k.college, x.person_id, r.sha256, x.signed_on, x.signed_with
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::date[], $7::uuid[]) as x(id, member_id, person_id, signed_on, signed_with)
join rectification r on r.id = x.id
join commission_member k on k.id = x.member_id
where scope_writes_all($1::text) or ($1::text = 'COMMISSION' and r.commission_id = $2::uuid)
