-- Evaluations of a cycle, oldest first (evaluation_one_ordinal).
select x.item, e.candidacy_id, e.id, e.kind, e.org_id, e.scope_mask, e.results, e.subdomain_statuses, e.completed_on,
       e.restituted_on, e.annulled_on is not null as is_annulled
from unnest($3::text[], $4::uuid[], $5::text[]) with ordinality as x(kind, id, text, item)
cross join lateral candidacies_named(x.kind, x.id, x.text) as named(id)
join evaluation_seen e on e.candidacy_id = named.id
where scope_sees_candidacy($1::text, $2::uuid, e.candidacy_id)
order by x.item, e.candidacy_id, e.ordinal
