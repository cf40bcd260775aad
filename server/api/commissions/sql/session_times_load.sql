-- SPDX-License-Identifier: EUPL-1.2
-- When a session begins and would end, by its agenda (agenda_item_by_session).
select x.item, wire_instant(s.starts_at) as starts_at,
       wire_instant(agenda_starts_at(s.starts_at, s.file_minutes, s.break_every_count, s.break_minutes, nullif(n.file_count, 0) - 1)
                    + make_interval(mins => s.file_minutes)) as ends_at
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from session t where t.id = x.id or t.reference = x.reference offset 0) as s
cross join lateral (select count(*) as file_count from agenda_item i where i.session_id = s.id and i.removed_on is null) as n
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
