-- Sub-domains voided by refusals, with those of a refusal that is examined again marked (subdomain_voiding_by_candidacy).
select x.item, s.candidacy_id, s.subdomain_mask, s.after_evaluation_ordinal, s.decision_id,
       exists (select from subdomain_voiding_lift_seen l where l.voiding_id = s.id) as is_lifted
from unnest($3::text[], $4::uuid[], $5::text[]) with ordinality as x(kind, id, text, item)
cross join lateral candidacies_named(x.kind, x.id, x.text) as named(id)
join subdomain_voiding_seen s on s.candidacy_id = named.id
where scope_sees_candidacy($1::text, $2::uuid, s.candidacy_id)
order by x.item, s.candidacy_id, s.created_at, s.id
