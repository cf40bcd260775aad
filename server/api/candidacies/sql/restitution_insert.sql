-- SPDX-License-Identifier: EUPL-1.2
-- T6, T16: results are given back.
with given as (
    insert into restitution (evaluation_id, candidacy_id, given_on, given_by, acting_org_id, modality, synthesis)
    select x.evaluation_id, x.candidacy_id, x.given_on, x.person_id, x.org_id, x.modality, x.synthesis
    from unnest($3::uuid[], $4::uuid[], $5::date[], $6::uuid[], $7::uuid[], $8::text[], $9::text[])
     as x(evaluation_id, candidacy_id, given_on, person_id, org_id, modality, synthesis)
    where scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
    returning evaluation_id, given_on, given_by
)
update evaluation e
set restituted_on = g.given_on, restituted_by = g.given_by, version = e.version + 1
from given g
where e.id = g.evaluation_id
