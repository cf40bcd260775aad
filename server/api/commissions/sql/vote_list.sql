-- SPDX-License-Identifier: EUPL-1.2
-- Votes on a file, by college.
select x.item, {{vote}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join vote v on v.agenda_item_id = x.id
join commission_member m on m.id = v.member_id
join session s on s.id = v.session_id
join agenda_item i on i.id = v.agenda_item_id
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and v.commission_id = $2::uuid)
order by x.item, m.college, v.member_id
