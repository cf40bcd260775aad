-- SPDX-License-Identifier: EUPL-1.2
-- A session by id or reference.
select x.item, s.id, s.reference, s.commission_id, s.held_on, wire_instant(s.starts_at) as starts_at, s.time_zone, s.place, s.modality,
       s.capacity, s.state, s.min_per_college, s.chair_member_id, s.vice_chair_member_id, s.planned_on, s.convened_on, s.cancelled_on,
       s.cancel_reason, s.file_minutes, s.break_every_count,
       s.break_minutes, n.file_count, session_outdated_convocations(s.id, s.held_on, s.state) as outdated_convocation_count,
       wire_instant(agenda_starts_at(s.starts_at, s.file_minutes, s.break_every_count, s.break_minutes, nullif(n.file_count, 0) - 1)
                    + make_interval(mins => s.file_minutes)) as ends_at,
       s.version, wire_instant(s.created_at) as created_at
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select t.* from session t where t.id = x.id or t.reference = x.reference offset 0) as s
cross join lateral (select count(*) as file_count from agenda_item i where i.session_id = s.id and i.removed_on is null) as n
where scope_sees_all($1::text) or ($1::text = 'COMMISSION' and s.commission_id = $2::uuid)
