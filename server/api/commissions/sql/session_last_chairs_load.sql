-- SPDX-License-Identifier: EUPL-1.2
-- Who chaired the last session of the commission that was opened, before this one (session_by_commission).
select x.item, l.id, l.chair_member_id, l.vice_chair_member_id, m.college
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::boolean[]) with ordinality
     as x(id, reference, agenda_item_id, caller_id, brings_mandates, item)
cross join lateral sessions_named(x.id, x.reference, x.agenda_item_id) as named(id)
cross join lateral (select t.id, t.commission_id, t.held_on from session t where t.id = named.id offset 0) as s
cross join lateral (
    select t.id, t.chair_member_id, t.vice_chair_member_id from session t
    where t.commission_id = s.commission_id and (t.held_on, t.id) < (s.held_on, s.id) and t.state in ('OPEN', 'CLOSED', 'SIGNED')
      and t.chair_member_id is not null
    order by t.held_on desc, t.id desc limit 1) as l
join commission_member m on m.id = l.chair_member_id
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
