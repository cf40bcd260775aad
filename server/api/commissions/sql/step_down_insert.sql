-- SPDX-License-Identifier: EUPL-1.2
-- A juror does not vote on a file.
insert into step_down (agenda_item_id, member_id, session_id, commission_id, reason, said_by, is_recusal, is_departure)
select x.agenda_item_id, x.member_id, x.session_id, x.commission_id, x.reason, x.said_by, x.is_recusal, x.is_departure
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::uuid[], $9::boolean[], $10::boolean[])
     as x(agenda_item_id, member_id, session_id, commission_id, reason, said_by, is_recusal, is_departure)
where scope_writes_all($1::text) or ($1::text = 'COMMISSION' and x.commission_id = $2::uuid)
