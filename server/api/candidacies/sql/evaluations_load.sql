-- Evaluations of a cycle, oldest first (evaluation_one_ordinal).
select x.item, e.candidacy_id, e.id, e.kind, e.org_id, e.scope_mask, e.results, e.subdomain_statuses, e.completed_on,
       e.restituted_on, e.annulled_on is not null as is_annulled
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::uuid[],
            $10::uuid[]) with ordinality
     as x(id, reference, evaluation_id, session_id, file_id, due, certificate_id, appeal_id, item)
cross join lateral candidacies_named(x.id, x.reference, x.evaluation_id, x.session_id, x.file_id, x.due::int[],
                                     x.certificate_id, x.appeal_id) as named(id)
join evaluation e on e.candidacy_id = named.id
where scope_sees_candidacy($1::text, $2::uuid, e.candidacy_id)
order by x.item, e.candidacy_id, e.ordinal
