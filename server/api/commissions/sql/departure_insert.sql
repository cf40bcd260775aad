-- SPDX-License-Identifier: EUPL-1.2
-- A juror leaves a session that is open, now; what the juror voted stays (departure_pk).
insert into departure (session_id, member_id, commission_id, agenda_item_id, left_at, said_by)
select x.session_id, x.member_id, x.commission_id, x.agenda_item_id, act_instant(), x.said_by
from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[]) as x(session_id, member_id, commission_id, agenda_item_id, said_by)
where scope_writes_all($1::text) or ($1::text = 'COMMISSION' and x.commission_id = $2::uuid)
