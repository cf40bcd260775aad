-- SPDX-License-Identifier: EUPL-1.2
-- T10: the attendance that is to be corrected, as it stands, by the event that recorded it (candidacy_event_pk); and whether it is as long
-- already as the correction says; and what else was attended that day.
select x.item, v.id, (v.data ->> 'module_id')::uuid as module_id, v.attended_minutes, v.attended_minutes = x.attended_minutes as is_unchanged,
       attended_minutes_on(named.id, v.occurred_on, v.id) as day_minutes
from unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::uuid[], $9::int[]) with ordinality
     as x(asker_scope, asker_scope_id, asker_reach, candidacy_id, candidacy_reference, attendance_id, attended_minutes, item)
cross join lateral (select scope_enter(x.asker_scope, x.asker_scope_id, x.asker_reach) as is_entered offset 0) as entered
cross join lateral (select candidacy_named(x.candidacy_id, x.candidacy_reference) as id where entered.is_entered offset 0) as named
cross join lateral (
    select e.id, e.data, e.occurred_on, attended_minutes_of(e.candidacy_id, e.id, e.data) as attended_minutes from candidacy_event e
    where e.id = x.attendance_id and e.candidacy_id = named.id and e.event = 'RECORD_ATTENDANCE' offset 0) v
where scope_trains_candidacy(x.asker_scope, x.asker_scope_id, named.id) or scope_writes_candidacy(x.asker_scope, x.asker_scope_id, named.id)
