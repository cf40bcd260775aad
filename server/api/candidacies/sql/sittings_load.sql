-- Sittings of a cycle in the order of their days, behind their evaluations (sitting_by_candidacy).
select x.item, s.candidacy_id, s.evaluation_id, s.id, s.held_on, s.evaluator_id, s.evaluator_human_id, s.acting_org_id
from unnest($3::text[], $4::uuid[], $5::text[]) with ordinality as x(kind, id, text, item)
cross join lateral candidacies_named(x.kind, x.id, x.text) as named(id)
join sitting_seen s on s.candidacy_id = named.id
where scope_sees_candidacy($1::text, $2::uuid, s.candidacy_id)
order by x.item, s.candidacy_id, s.held_on, s.id
