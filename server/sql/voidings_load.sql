-- Sub-domains voided by refusals (subdomain_voiding_by_candidacy).
select x.item, s.candidacy_id, s.subdomain_mask, s.after_evaluation_ordinal
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[]) with ordinality
     as x(id, reference, evaluation_id, session_id, file_id, due, item)
cross join lateral candidacies_named(x.id, x.reference, x.evaluation_id, x.session_id, x.file_id, x.due::int[]) as named(id)
join subdomain_voiding s on s.candidacy_id = named.id
where scope_sees_candidacy($1::text, $2::uuid, s.candidacy_id)
order by x.item, s.candidacy_id, s.created_at, s.id
