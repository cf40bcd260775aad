-- Sub-domains voided by refusals, with those of a refusal that is examined again marked (subdomain_voiding_by_candidacy).
select x.item, s.candidacy_id, s.subdomain_mask, s.after_evaluation_ordinal, s.decision_id,
       exists (select from subdomain_voiding_lift l where l.voiding_id = s.id) as is_lifted
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::uuid[],
            $10::uuid[]) with ordinality
     as x(id, reference, evaluation_id, session_id, file_id, due, certificate_id, appeal_id, item)
cross join lateral candidacies_named(x.id, x.reference, x.evaluation_id, x.session_id, x.file_id, x.due::int[],
                                     x.certificate_id, x.appeal_id) as named(id)
join subdomain_voiding s on s.candidacy_id = named.id
where scope_sees_candidacy($1::text, $2::uuid, s.candidacy_id)
order by x.item, s.candidacy_id, s.created_at, s.id
