-- SPDX-License-Identifier: EUPL-1.2
-- A juror votes on a file after all: who spoke there in person, or declared a recusal, says so in person (vote_one_per_member).
delete from step_down d
using unnest($3::uuid[], $4::uuid[], $5::uuid[]) as x(agenda_item_id, member_id, said_by)
where d.agenda_item_id = x.agenda_item_id and d.member_id = x.member_id
  and (scope_writes_all($1::text) or ($1::text = 'COMMISSION' and d.commission_id = $2::uuid))
  and ((not d.is_recusal and not vote_is_spoken(x.agenda_item_id, x.member_id)) or person_is_juror(x.said_by, x.member_id))
