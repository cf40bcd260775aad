-- SPDX-License-Identifier: EUPL-1.2
-- What a summary is made of: the candidacy as it is now (candidacy_pk, candidacy_one_reference), what was judged in it
-- (evaluation_one_ordinal) and the sub-domains voided by refusals, with those of a refusal that is examined again marked
-- (subdomain_voiding_by_candidacy), oldest first within each sort. One statement: an executor prepares a few tables, once. The scoring of
-- the version where it is asked for: a loop reads it once (api/shapes.h). Nothing of what a former owner keeps: he is asked for that apart.
select x.item, p.part, c.id as candidacy_id, c.version, c.state, c.candidate_id, c.referential_version_id, s.shape, c.reference, c.deadline_date,
       p.id, p.ordinal, p.kind, p.scope_mask, p.subdomain_statuses, p.completed_on, p.is_annulled, p.decision_id, p.is_lifted,
       null::date as decided_on -- what follows a refusal is not asked here
from unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::boolean[]) with ordinality
     as x(asker_scope, asker_scope_id, asker_reach, id, reference, brings_shape, item)
{{candidacy_place}}
cross join lateral (select l.* from candidacy l where l.id = named.id offset 0) as c
left join lateral (select v.shape from referential_version v where v.id = c.referential_version_id and x.brings_shape offset 0) as s on true
cross join lateral (
    select 'CANDIDACY' as part, null::uuid as id, null::int as ordinal, null::text as kind, null::bigint as scope_mask, null::text as subdomain_statuses,
           null::date as completed_on, null::boolean as is_annulled, null::uuid as decision_id, null::boolean as is_lifted
    union all
    (select 'EVALUATION', e.id, e.ordinal, e.kind, e.scope_mask, e.subdomain_statuses, e.completed_on, e.annulled_on is not null, null, null
     from evaluation e where e.candidacy_id = c.id order by e.ordinal)
    union all
    (select 'VOIDING', v.id, v.after_evaluation_ordinal, null, v.subdomain_mask, null, null, null, v.decision_id,
            exists (select from subdomain_voiding_lift l where l.voiding_id = v.id)
     from subdomain_voiding v where v.candidacy_id = c.id order by v.after_evaluation_ordinal, v.created_at, v.id)
    offset 0) as p
where scope_sees_owned(x.asker_scope, x.asker_scope_id, c.id, c.owner_org_id)
