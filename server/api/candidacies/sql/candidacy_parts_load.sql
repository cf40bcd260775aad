-- What hangs on a candidacy, as rows of several sorts: evaluations (evaluation_one_ordinal) and sittings (sitting_by_candidacy), paths
-- (path_one_ordinal) and modules (path_module_by_candidacy), sub-domains voided by refusals, with those of a refusal that is examined
-- again marked (subdomain_voiding_by_candidacy), files with the live agenda they are on (file_one_ordinal,
-- agenda_item_one_live_agenda). Oldest first within each sort. offset 0: each is looked up by its candidacy, also by a plan that was
-- made when the table was empty.
with asked as materialized (
    select x.item, named.id
    from unnest($3::text[], $4::uuid[], $5::text[]) with ordinality as x(kind, id, text, item)
    cross join lateral candidacies_named(x.kind, x.id, x.text) as named(id)
    where scope_sees_candidacy($1::text, $2::uuid, named.id)
)
select p.item, p.part, p.candidacy_id, p.id, p.evaluation_id, p.path_id, p.decision_id, p.commission_id, p.session_id, p.ordinal, p.kind,
       p.status, p.org_id, p.acting_org_id, p.training_org_id, p.evaluator_id, p.evaluator_human_id, p.trainer_id, p.trainer_human_id,
       p.domain_code, p.scope_mask, p.results, p.subdomain_statuses, p.hours, p.attended_hours, p.held_on, p.proposed_on, p.answered_on,
       p.planned_end_date, p.submitted_on, p.completed_on, p.restituted_on, p.closed_on, p.is_annulled, p.is_lifted
from (
    select a.item, 'EVALUATION' as part, a.id as candidacy_id, e.id, null::uuid as evaluation_id, null::uuid as path_id,
           null::uuid as decision_id, null::uuid as commission_id, null::uuid as session_id, e.ordinal, e.kind, null as status, e.org_id,
           null::uuid as acting_org_id, null::uuid as training_org_id, null::uuid as evaluator_id, null::uuid as evaluator_human_id,
           null::uuid as trainer_id, null::uuid as trainer_human_id, null as domain_code, e.scope_mask, e.results, e.subdomain_statuses,
           null::int as hours, null::int as attended_hours, null::date as held_on, null::date as proposed_on, null::date as answered_on,
           null::date as planned_end_date, null::date as submitted_on, e.completed_on, e.restituted_on, null::date as closed_on,
           e.annulled_on is not null as is_annulled, null::boolean as is_lifted, null::timestamptz as created_at
    from asked a cross join lateral (select e.* from evaluation_seen e where e.candidacy_id = a.id offset 0) e
    union all
    select a.item, 'SITTING', a.id, s.id, s.evaluation_id, null, null, null, null, null, null, null, null, s.acting_org_id, null,
           s.evaluator_id, s.evaluator_human_id, null, null, null, null, null, null, null, null, s.held_on, null, null, null, null, null,
           null, null, null, null, null
    from asked a cross join lateral (select s.* from sitting_seen s where s.candidacy_id = a.id offset 0) s
    union all
    select a.item, 'PATH', a.id, p.id, null, null, null, null, null, p.ordinal, null, p.status, null, null, null, null, null, null, null,
           null, null, null, null, null, null, null, p.proposed_on, p.answered_on, p.planned_end_date, null, null, null, p.closed_on,
           null, null, null
    from asked a cross join lateral (select p.* from path_seen p where p.candidacy_id = a.id offset 0) p
    union all
    select a.item, 'MODULE', a.id, m.id, null, m.path_id, null, null, null, null, null, m.status, null, null, m.training_org_id, null,
           null, m.trainer_id, m.trainer_human_id, m.domain_code, null, null, null, m.hours, m.attended_hours, null, null, null, null,
           null, null, null, m.closed_on, null, null, null
    from asked a cross join lateral (select m.* from path_module_seen m where m.candidacy_id = a.id offset 0) m
    union all
    select a.item, 'VOIDING', a.id, s.id, null, null, s.decision_id, null, null, s.after_evaluation_ordinal, null, null, null, null, null,
           null, null, null, null, null, s.subdomain_mask, null, null, null, null, null, null, null, null, null, null, null, null, null,
           exists (select from subdomain_voiding_lift_seen l where l.voiding_id = s.id), s.created_at
    from asked a cross join lateral (select s.* from subdomain_voiding_seen s where s.candidacy_id = a.id offset 0) s
    union all
    select a.item, 'FILE', a.id, f.id, null, null, null, f.commission_id,
           (select i.session_id from agenda_item i where i.file_id = f.id and i.is_live), f.ordinal, null, null, null, null, null, null,
           null, null, null, null, null, null, null, null, null, null, null, null, null, f.submitted_on, null, null, null, null, null, null
    from asked a cross join lateral (select f.* from file_seen f where f.candidacy_id = a.id offset 0) f
) p
order by p.item, p.candidacy_id, p.part, p.ordinal, p.held_on, p.created_at, p.path_id, p.id
