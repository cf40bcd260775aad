-- SPDX-License-Identifier: EUPL-1.2
-- One departure, with the files from which the juror was gone (departure_pk, step_down_by_session).
select x.item, d.session_id, d.member_id, wire_instant(d.left_at) as left_at, d.agenda_item_id, d.said_by,
       (select coalesce(json_agg(t.agenda_item_id order by t.agenda_item_id), '[]') from step_down t
        where t.session_id = d.session_id and t.member_id = d.member_id and t.is_departure) as left_item_ids
from unnest($3::uuid[], $4::uuid[]) with ordinality as x(session_id, member_id, item)
join departure d on d.session_id = x.session_id and d.member_id = x.member_id
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and d.commission_id = $2::uuid)
