-- Files of a cycle, oldest first, with the live agenda they are on (file_one_ordinal, agenda_item_one_live_agenda).
select x.item, f.candidacy_id, f.id, f.commission_id, f.submitted_on, a.session_id, f.ordinal
from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[], $7::uuid[], $8::text[], $9::uuid[],
            $10::uuid[]) with ordinality
     as x(id, reference, evaluation_id, session_id, file_id, due, certificate_id, appeal_id, item)
cross join lateral candidacies_named(x.id, x.reference, x.evaluation_id, x.session_id, x.file_id, x.due::int[],
                                     x.certificate_id, x.appeal_id) as named(id)
join file f on f.candidacy_id = named.id
left join agenda_item a on a.file_id = f.id and a.is_live
where scope_sees_candidacy($1::text, $2::uuid, f.candidacy_id)
order by x.item, f.candidacy_id, f.ordinal
