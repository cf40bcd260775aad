-- The history of a candidacy in order (candidacy_event_one_sequence).
select x.item, {{event}}
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral candidacies_named('CANDIDACY', x.id, x.reference) as named(id)
join candidacy_event e on e.candidacy_id = named.id
where scope_sees_candidacy($1::text, $2::uuid, e.candidacy_id)
order by x.item, e.sequence
