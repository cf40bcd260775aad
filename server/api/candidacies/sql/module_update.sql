-- T10: hours attended, a closing, another trainer.
update path_module m
set attended_hours = m.attended_hours + x.hours,
    overrun_reason = coalesce(x.overrun_reason, m.overrun_reason),
    status = coalesce(x.status, m.status),
    waive_reason = coalesce(x.waive_reason, m.waive_reason),
    closed_on = coalesce(x.closed_on, m.closed_on),
    closed_by = coalesce(x.closed_by, m.closed_by),
    trainer_id = coalesce(x.trainer_id, m.trainer_id)
from unnest($3::uuid[], $4::int[], $5::text[], $6::text[], $7::date[], $8::uuid[], $9::uuid[],
            $10::text[])
     as x(id, hours, status, waive_reason, closed_on, closed_by, trainer_id, overrun_reason)
where m.id = x.id and scope_writes_candidacy($1::text, $2::uuid, m.candidacy_id)
