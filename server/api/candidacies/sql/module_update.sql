-- T10: hours attended, a closing, another trainer.
update path_module m
set attended_hours = m.attended_hours + x.hours,
    overrun_reason = coalesce(x.overrun_reason, m.overrun_reason),
    status = coalesce(x.status, m.status),
    waive_reason = coalesce(x.waive_reason, m.waive_reason),
    closed_on = coalesce(x.closed_on, m.closed_on),
    closed_by = coalesce(x.closed_by, m.closed_by),
    trainer_id = coalesce(x.trainer_id, m.trainer_id)
from unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::int[], $8::text[], $9::text[], $10::date[], $11::uuid[], $12::uuid[],
            $13::text[])
     as x(asker_scope, asker_scope_id, asker_reach, id, hours, status, waive_reason, closed_on, closed_by, trainer_id, overrun_reason)
cross join lateral (select case when scope_enter(x.asker_scope, x.asker_scope_id, x.asker_reach) then x.id end as id offset 0) as entered
where m.id = entered.id and scope_writes_candidacy(x.asker_scope, x.asker_scope_id, m.candidacy_id)
