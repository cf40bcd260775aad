-- SPDX-License-Identifier: EUPL-1.2
-- The history of a candidacy as acts (candidacy_event_one_sequence): each with its day as it was corrected last, and with the evaluation and
-- the path that it belongs to, which are counted by the acts that begin one (evaluation_one_ordinal, path_one_ordinal).
select x.item, a.id, a.event, a.day, a.sitting_day, a.rests_on, a.module_id, a.evaluation_id, a.path_id, a.person_id, a.human_id,
       a.acting_org_id, a.is_fallen
from unnest($3::uuid[], $4::text[]) with ordinality as x(id, reference, item)
cross join lateral (select candidacy_named(x.id, x.reference) as id offset 0) as named
cross join lateral (
    with told as (
        select e.id, e.event, e.sequence, e.occurred_on, e.data, e.person_id, e.acting_org_id,
               count(*) filter (where e.event in ('START_PRIOR', 'START_FINAL')) over (order by e.sequence) as evaluation_ordinal,
               count(*) filter (where e.event = 'PROPOSE_PATH') over (order by e.sequence) as path_ordinal
        from candidacy_event e where e.candidacy_id = named.id
    ), counted as (
        select t.*, max(t.evaluation_ordinal) filter (where t.event = 'START_PRIOR') over (order by t.sequence) as prior_ordinal from told t
    )
    select t.id, t.event, t.sequence, t.person_id, p.human_id, t.acting_org_id, v.id as evaluation_id, h.id as path_id,
           (t.data ->> 'module_id')::uuid as module_id,
           case when t.event = 'RECORD_RESTITUTION' then coalesce(v.restituted_on, t.occurred_on)
                else coalesce((select (c.data ->> 'happened_on')::date from told c
                               where c.event = 'CORRECT_DATE' and c.data ->> 'corrects_id' = t.id::text order by c.sequence desc limit 1),
                              t.occurred_on) end as day,
           case when t.event in ('START_PRIOR', 'START_FINAL')
                then (select min(s.held_on) from sitting s where s.evaluation_id = v.id) end as sitting_day,
           case when t.event = 'RECORD_RESULTS'
                then (select min(s.held_on) from sitting s where s.evaluation_id = v.id and s.evaluator_human_id = p.human_id)
                when t.event in ('COMPLETE_PRIOR', 'COMPLETE_FINAL')
                then (select max(s.held_on) from sitting s where s.evaluation_id = v.id) end as rests_on,
           (r.annulled_on is not null and t.event <> 'ANNUL_EVALUATION')
           or (v.annulled_on is not null and t.event in ('START_PRIOR', 'START_FINAL', 'ADD_SITTING', 'RECORD_RESULTS', 'COMPLETE_PRIOR',
                                                         'COMPLETE_FINAL', 'RECORD_RESTITUTION')) as is_fallen
    from counted t
    left join evaluation v on v.candidacy_id = named.id and v.ordinal = t.evaluation_ordinal
    left join evaluation r on r.candidacy_id = named.id and r.ordinal = t.prior_ordinal
    left join path h on h.candidacy_id = named.id and h.ordinal = t.path_ordinal
    left join person p on p.id = t.person_id
    offset 0) as a
where scope_writes_candidacy($1::text, $2::uuid, named.id)
order by x.item, a.sequence
