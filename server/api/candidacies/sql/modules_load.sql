-- Modules of every path of a cycle, behind their paths (path_module_by_candidacy).
select x.item, m.candidacy_id, m.path_id, m.id, m.domain_code, m.trainer_id, m.trainer_human_id, m.training_org_id, m.status,
       m.closed_on
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::uuid[],
            $10::uuid[]) with ordinality
     as x(id, reference, evaluation_id, session_id, file_id, due, certificate_id, appeal_id, item)
cross join lateral candidacies_named(x.id, x.reference, x.evaluation_id, x.session_id, x.file_id, x.due::int[],
                                     x.certificate_id, x.appeal_id) as named(id)
join path_module m on m.candidacy_id = named.id
where scope_sees_candidacy($1::text, $2::uuid, m.candidacy_id)
order by x.item, m.candidacy_id, m.path_id, m.id
