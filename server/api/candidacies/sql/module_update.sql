-- SPDX-License-Identifier: EUPL-1.2
-- T10: what was attended, or a correction of it, a closing or that it was none, another trainer. Why more was needed than planned is said as long as it was.
update path_module m
set attended_minutes = m.attended_minutes + x.attended_minutes,
    overrun_reason = case when x.attended_minutes >= 0 or m.attended_minutes + x.attended_minutes > m.planned_minutes
                          then coalesce(x.overrun_reason, m.overrun_reason) end,
    status = coalesce(x.status, m.status),
    waive_reason = case when x.status is distinct from 'OPEN' then coalesce(x.waive_reason, m.waive_reason) end,
    closed_on = case when x.status is distinct from 'OPEN' then coalesce(x.closed_on, m.closed_on) end,
    closed_by = case when x.status is distinct from 'OPEN' then coalesce(x.closed_by, m.closed_by) end,
    trainer_id = coalesce(x.trainer_id, m.trainer_id)
from unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::int[], $9::text[], $10::text[], $11::date[], $12::uuid[],
            $13::uuid[], $14::text[])
     as x(asker_scope, asker_scope_id, asker_reach, id, candidacy_id, attended_minutes, status, waive_reason, closed_on, closed_by, trainer_id, overrun_reason)
cross join lateral (select scope_enter(x.asker_scope, x.asker_scope_id, x.asker_reach) as is_entered offset 0) as entered
cross join lateral (select l.id, l.owner_org_id, x.id as module_id from candidacy l where l.id = x.candidacy_id and entered.is_entered offset 0) as c
where m.id = c.module_id and m.candidacy_id = c.id and scope_writes_owned(x.asker_scope, x.asker_scope_id, c.id, c.owner_org_id)
