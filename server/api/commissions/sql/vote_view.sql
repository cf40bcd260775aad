-- SPDX-License-Identifier: EUPL-1.2
-- A vote by its file and its juror (vote_one_per_member).
select x.item, {{vote}}
from unnest($3::uuid[], $4::uuid[]) with ordinality as x(agenda_item_id, member_id, item)
join vote v on v.agenda_item_id = x.agenda_item_id and v.member_id = x.member_id
join commission_member m on m.id = v.member_id
join session s on s.id = v.session_id
join agenda_item i on i.id = v.agenda_item_id
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and v.commission_id = $2::uuid)
