-- T10: hours attended, a closing, another trainer.
update path_module m
set attended_hours = m.attended_hours + x.hours,
    overrun_reason = coalesce(x.overrun_reason, m.overrun_reason),
    status = coalesce(x.status, m.status),
    waive_reason = coalesce(x.waive_reason, m.waive_reason),
    closed_on = coalesce(x.closed_on, m.closed_on),
    closed_by = coalesce(x.closed_by, m.closed_by),
    trainer_id = coalesce(x.trainer_id, m.trainer_id)
from unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::int[], $9::text[], $10::text[], $11::date[], $12::uuid[],
            $13::uuid[], $14::text[])
     as x(asker_scope, asker_scope_id, asker_reach, id, candidacy_id, hours, status, waive_reason, closed_on, closed_by, trainer_id, overrun_reason)
cross join lateral (select scope_enter(x.asker_scope, x.asker_scope_id, x.asker_reach) as is_entered offset 0) as entered
cross join lateral (select l.id, l.owner_org_id, x.id as module_id from candidacy l where l.id = x.candidacy_id and entered.is_entered offset 0) as c
where m.id = c.module_id and m.candidacy_id = c.id and scope_writes_owned(x.asker_scope, x.asker_scope_id, c.id, c.owner_org_id)
