-- SPDX-License-Identifier: EUPL-1.2
-- T6: the restitution that is to be corrected, as it stands (restitution_pk), and whether it stands already as the correction says.
select x.item, jsonb_build_object('given_on', v.given_on, 'person_id', v.given_by, 'modality', v.modality)::text as told,
       coalesce(x.modality, v.modality) is not distinct from v.modality and coalesce(x.synthesis, v.synthesis) is not distinct from v.synthesis
       and coalesce(x.given_on, v.given_on) = v.given_on and coalesce(x.person_id, v.given_by) = v.given_by as is_unchanged
from unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::uuid[], $9::text[], $10::text[], $11::date[], $12::uuid[])
     with ordinality as x(asker_scope, asker_scope_id, asker_reach, candidacy_id, candidacy_reference, evaluation_id, modality, synthesis,
                          given_on, person_id, item)
cross join lateral (select scope_enter(x.asker_scope, x.asker_scope_id, x.asker_reach) as is_entered offset 0) as entered
cross join lateral (select candidacy_named(x.candidacy_id, x.candidacy_reference) as id where entered.is_entered offset 0) as named
cross join lateral (
    select r.given_on, r.given_by, r.modality, r.synthesis from restitution r
    where r.evaluation_id = x.evaluation_id and r.candidacy_id = named.id offset 0) v
where scope_writes_candidacy(x.asker_scope, x.asker_scope_id, named.id)
