-- T6: the words of a restitution, told anew (restitution_pk); what is not told stays, and the history has what was told before.
update restitution r
set modality = coalesce(x.modality, r.modality), synthesis = coalesce(x.synthesis, r.synthesis)
from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[]) as x(evaluation_id, candidacy_id, modality, synthesis)
where r.evaluation_id = x.evaluation_id and r.candidacy_id = x.candidacy_id and scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
