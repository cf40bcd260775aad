-- SPDX-License-Identifier: EUPL-1.2
-- Whose files a blind pack shows: for the access log, which the answer itself does not tell (agenda_item_by_session).
select x.item, i.candidacy_id, c.candidate_id
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from session t where t.id = x.id or t.reference = x.reference offset 0) as s
join agenda_item i on i.session_id = s.id and i.removed_on is null
cross join lateral (select t.candidate_id from candidacy t where t.id = i.candidacy_id offset 0) as c
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid
      and (current_reach() is null or s.id = any (current_reach()))) -- who was only convened is told of the session, and reads no file
