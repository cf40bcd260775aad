-- An event by id (candidacy_event_pk).
select x.item, e.id, e.candidacy_id, e.sequence, e.event, e.from_state, e.to_state, e.occurred_on,
       wire_instant(e.recorded_at) as recorded_at, e.acting_org_id, e.person_id, e.reason, e.data
from unnest($3::uuid[]) with ordinality as x(id, item)
join candidacy_event e on e.id = x.id
where scope_sees_candidacy($1::text, $2::uuid, e.candidacy_id)
