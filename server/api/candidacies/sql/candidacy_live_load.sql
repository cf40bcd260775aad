-- SPDX-License-Identifier: EUPL-1.2
-- What hangs on a candidacy now, as rows of several sorts: evaluations (evaluation_one_ordinal) and sittings
-- (sitting_by_candidacy), paths (path_one_ordinal) and modules (path_module_by_candidacy), sub-domains voided by refusals, with those of a
-- refusal that is examined again marked (subdomain_voiding_by_candidacy), files with the live agenda they are on (file_one_ordinal,
-- agenda_item_one_live_agenda). Oldest first within each sort. The live rows alone: a former owner reads others
-- (candidacy_parts_load), and is told that the file is held elsewhere before anything of it is looked at.
select x.item, c.id as candidacy_id, p.*
from unnest($3::text[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[]) with ordinality
     as x(asker_scope, asker_scope_id, asker_reach, id, reference, item)
{{candidacy_place}}
cross join lateral (select l.id from candidacy l
                    where l.id = named.id and (scope_sees_owned(x.asker_scope, x.asker_scope_id, l.id, l.owner_org_id)
                                            or scope_trains_candidacy(x.asker_scope, x.asker_scope_id, l.id)) offset 0) as c
cross join lateral (
    (select 'EVALUATION' as part, e.id, null::uuid as evaluation_id, null::uuid as path_id, null::uuid as decision_id,
            null::uuid as commission_id, null::uuid as session_id, e.ordinal, e.kind, null::text as status, e.org_id,
            null::uuid as acting_org_id, null::uuid as training_org_id, null::uuid as evaluator_id, null::uuid as evaluator_human_id,
            null::uuid as trainer_id, null::uuid as trainer_human_id, null::text as domain_code, e.scope_mask, e.results, e.subdomain_statuses,
            null::int as planned_minutes, null::int as attended_minutes, null::date as held_on, null::date as proposed_on, null::date as answered_on,
            null::date as planned_end_date, null::date as submitted_on, e.completed_on, e.restituted_on, null::date as closed_on,
            e.annulled_on is not null as is_annulled, null::boolean as is_lifted, null::bigint as starts_at, null::boolean as is_agenda_locked, e.results_on, null::date as ended_on, null::date as decided_on
     from evaluation e where e.candidacy_id = c.id order by e.ordinal)
    union all
    (select 'SITTING', s.id, s.evaluation_id, null, null, null, null, null, null, null, null, s.acting_org_id, null, s.evaluator_id,
            s.evaluator_human_id, null, null, null, null, null, null, null, null, s.held_on, null, null, null, null, null, null, null, null, null,
            (extract(epoch from s.starts_at) * 1000)::bigint, null, null, null, null
     from sitting s where s.candidacy_id = c.id order by s.held_on, s.id)
    union all
    (select 'PATH', p.id, null, null, null, null, null, p.ordinal, null, p.status, null, p.acting_org_id, null, null, null, null, null, null, null, null,
            null, null, null, null, p.proposed_on, p.answered_on, p.planned_end_date, null, null, null, p.closed_on, null, null,
            null, null, null, coalesce(p.interrupted_on, p.closed_on, case when p.status = 'DECLINED' then p.answered_on end), null
     from path p where p.candidacy_id = c.id order by p.ordinal)
    union all
    (select 'MODULE', m.id, null, m.path_id, null, null, null, null, null, m.status, null, null, m.training_org_id, null, null, m.trainer_id,
            m.trainer_human_id, m.domain_code, null, null, null, m.planned_minutes, m.attended_minutes, null, null, null, null, null, null, null,
            m.closed_on, null, null,
            null, null, null, null, null
     from path_module m where m.candidacy_id = c.id order by m.path_id, m.id)
    union all
    (select 'CYCLE_PERSON', k.human_id, null, null, null, null, null, null, k.kind, null, null, null, null, null, null, null, null, null, null, null,
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null
     from cycle_people(c.id) k)
    union all
    (select 'VOIDING', v.id, null, null, v.decision_id, null, null, v.after_evaluation_ordinal, null, null, null, null, null, null, null, null,
            null, null, v.subdomain_mask, null, null, null, null, null, null, null, null, null, null, null, null, null,
            exists (select from subdomain_voiding_lift l where l.voiding_id = v.id),
            null, null, null, null, v.voided_on
     from subdomain_voiding v where v.candidacy_id = c.id order by v.after_evaluation_ordinal, v.created_at, v.id)
    union all
    (select 'FILE', f.id, null, null, null, f.commission_id, (select i.session_id from agenda_item i where i.file_id = f.id and i.is_live),
            f.ordinal, null, f.status, null, case when f.resends_id is null then f.acting_org_id end, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
            f.submitted_on, null, null, null, null, null,
            null, (select session_has_opened(i.session_id) from agenda_item i where i.file_id = f.id and i.is_live), null, f.moved_on, null
     from file f where f.candidacy_id = c.id order by f.ordinal)
    offset 0) as p
