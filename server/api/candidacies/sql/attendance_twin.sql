-- SPDX-License-Identifier: EUPL-1.2
-- T10: an attendance as long in the same module on the same day, recorded already (candidacy_event_one_sequence), as it was last corrected;
-- what is attended that day already; and, of who trains for another organism, whether the module is one of the path that he is not shown.
-- growth: 3, who may ask is looked up in the relation, which is one page among few files
select x.item, e.id, case when t.trains then module_is_of_others(named.id, x.module_id) else false end as is_of_others,
       attended_minutes_on(named.id, coalesce(x.on_day, day_in(x.time_zone)), null) as day_minutes
from unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::uuid[], $9::boolean[], $10::int[], $11::date[], $12::text[])
     with ordinality as x(asker_scope, asker_scope_id, asker_reach, candidacy_id, candidacy_reference, module_id, is_distinct, attended_minutes,
                          on_day, time_zone, item)
cross join lateral (select scope_enter(x.asker_scope, x.asker_scope_id, x.asker_reach) as is_entered offset 0) as entered
cross join lateral (select candidacy_named(x.candidacy_id, x.candidacy_reference) as id where entered.is_entered offset 0) as named
cross join lateral (select scope_trains_candidacy(x.asker_scope, x.asker_scope_id, named.id) as trains offset 0) as t
left join lateral (
    select v.id from candidacy_event v
    where v.candidacy_id = named.id and v.event = 'RECORD_ATTENDANCE' and v.occurred_on = coalesce(x.on_day, day_in(x.time_zone))
      and v.data ->> 'module_id' = x.module_id::text and not x.is_distinct
      and attended_minutes_of(v.candidacy_id, v.id, v.data) = x.attended_minutes
    order by v.sequence limit 1) e on true
where t.trains or scope_writes_candidacy(x.asker_scope, x.asker_scope_id, named.id)
