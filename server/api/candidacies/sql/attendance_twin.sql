-- T10: as many hours of the same module on the same day, recorded already (candidacy_event_one_sequence).
select x.item, e.id
from unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::uuid[], $9::int[], $10::date[], $11::text[]) with ordinality
     as x(asker_scope, asker_scope_id, asker_reach, candidacy_id, candidacy_reference, module_id, hours, on_day, time_zone, item)
cross join lateral (select scope_enter(x.asker_scope, x.asker_scope_id, x.asker_reach) as is_entered offset 0) as entered
cross join lateral (select candidacy_named(x.candidacy_id, x.candidacy_reference) as id where entered.is_entered offset 0) as named
cross join lateral (
    select v.id from candidacy_event v
    where v.candidacy_id = named.id and v.event = 'RECORD_ATTENDANCE' and v.occurred_on = coalesce(x.on_day, day_in(x.time_zone))
      and v.data ->> 'module_id' = x.module_id::text and v.data ->> 'hours' = x.hours::text
    order by v.sequence limit 1) e
where scope_writes_candidacy(x.asker_scope, x.asker_scope_id, named.id)
   or scope_trains_candidacy(x.asker_scope, x.asker_scope_id, named.id)
