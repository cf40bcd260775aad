-- Paths of a cycle, oldest first; the last one is the one that counts (path_one_ordinal).
select x.item, p.candidacy_id, p.id, p.status, p.proposed_on, p.answered_on, p.planned_end_date, p.closed_on, p.ordinal
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::uuid[],
            $10::uuid[]) with ordinality
     as x(id, reference, evaluation_id, session_id, file_id, due, certificate_id, appeal_id, item)
cross join lateral candidacies_named(x.id, x.reference, x.evaluation_id, x.session_id, x.file_id, x.due::int[],
                                     x.certificate_id, x.appeal_id) as named(id)
join path p on p.candidacy_id = named.id
where scope_sees_candidacy($1::text, $2::uuid, p.candidacy_id)
order by x.item, p.candidacy_id, p.ordinal
