-- SPDX-License-Identifier: EUPL-1.2
-- T6: a restitution, told anew (restitution_pk); what is not told stays, and the history has what was told before. Its day and who gave it
-- stand in the evaluation, too.
with told as (
    update restitution r
    set modality = coalesce(x.modality, r.modality), synthesis = coalesce(x.synthesis, r.synthesis),
        given_on = coalesce(x.given_on, r.given_on), given_by = coalesce(x.person_id, r.given_by)
    from unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::date[], $8::uuid[])
         as x(evaluation_id, candidacy_id, modality, synthesis, given_on, person_id)
    where r.evaluation_id = x.evaluation_id and r.candidacy_id = x.candidacy_id and scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
    returning r.evaluation_id, r.given_on, r.given_by
)
update evaluation e
set restituted_on = t.given_on, restituted_by = t.given_by, version = e.version + 1
from told t
where e.id = t.evaluation_id
