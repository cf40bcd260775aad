-- SPDX-License-Identifier: EUPL-1.2
-- The step-down of a juror from a file that is there already (step_down_pkey).
select x.item, d.reason, d.is_recusal
from unnest($3::uuid[], $4::uuid[]) with ordinality as x(agenda_item_id, member_id, item)
join step_down d on d.agenda_item_id = x.agenda_item_id and d.member_id = x.member_id
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and d.commission_id = $2::uuid)
