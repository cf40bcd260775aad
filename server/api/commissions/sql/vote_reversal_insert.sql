-- SPDX-License-Identifier: EUPL-1.2
-- A decision falls, and the minutes that were written of it: its juror takes back a vote that another wrote down. Without a juror the chair
-- takes back that the file was not examined, with a reason.
insert into vote_reversal (decision_id, minutes_id, session_id, commission_id, agenda_item_id, member_id, person_id, reversed_on, reason)
select d.id, m.id, d.session_id, d.commission_id, d.agenda_item_id, x.member_id, x.person_id, x.reversed_on, x.reason
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::date[], $7::text[]) as x(decision_id, member_id, person_id, reversed_on, reason)
join decision d on d.id = x.decision_id
left join standing_minutes m on m.session_id = d.session_id
where scope_writes_all($1::text) or ($1::text = 'COMMISSION' and d.commission_id = $2::uuid)
