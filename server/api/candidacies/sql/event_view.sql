-- An event by id (candidacy_event_pk).
select x.item, {{event}}
from unnest($3::uuid[]) with ordinality as x(id, item)
join candidacy_event e on e.id = x.id
where scope_sees_candidacy($1::text, $2::uuid, e.candidacy_id)
