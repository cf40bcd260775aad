-- SPDX-License-Identifier: EUPL-1.2
-- Somebody is named to sign in the place of the chair or vice-chair of the same college; the last one named counts.
insert into session_stand_in (id, session_id, commission_id, member_id, college, edition, reason, named_by, named_on, acting_scope)
select x.id, s.id, s.commission_id, m.id, m.college,
       1 + (select count(*) from session_stand_in t where t.session_id = s.id and t.college = m.college)::int, x.reason, x.named_by, x.named_on, $1::text
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::uuid[], $8::date[]) as x(id, session_id, member_id, reason, named_by, named_on)
join session s on s.id = x.session_id
join commission_member m on m.id = x.member_id
where scope_writes_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
