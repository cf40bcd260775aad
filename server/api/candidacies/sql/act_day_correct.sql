-- SPDX-License-Identifier: EUPL-1.2
-- 9.5: the day of an act, wherever it stands beside the history (evaluation_pk, path_pk, path_module_pk, file_pk); that of the information stands
-- in the candidacy itself. What only the history tells is corrected by what it tells next.
with x as materialized (
    select x.* from unnest($3::uuid[], $4::text[], $5::date[], $6::date[], $7::uuid[], $8::uuid[], $9::uuid[], $10::uuid[])
         as x(candidacy_id, event, happened_on, results_on, evaluation_id, path_id, module_id, file_id)
    where scope_writes_candidacy($1::text, $2::uuid, x.candidacy_id)
), graded as (
    update evaluation e
    set results_on = coalesce(x.results_on, e.results_on),
        completed_on = case when x.event in ('COMPLETE_PRIOR', 'COMPLETE_FINAL') then x.happened_on else e.completed_on end,
        version = e.version + 1
    from x
    where e.id = x.evaluation_id and x.event in ('RECORD_RESULTS', 'COMPLETE_PRIOR', 'COMPLETE_FINAL')
    returning e.id
), walked as (
    update path p
    set proposed_on = case when x.event = 'PROPOSE_PATH' then x.happened_on else p.proposed_on end,
        answered_on = case when x.event in ('ACCEPT_PATH', 'DECLINE_PATH') then x.happened_on else p.answered_on end,
        closed_on = case when x.event = 'CLOSE_PATH' then x.happened_on else p.closed_on end,
        interrupted_on = case when x.event = 'INTERRUPT_PATH' then x.happened_on else p.interrupted_on end
    from x
    where p.id = x.path_id and x.event in ('PROPOSE_PATH', 'ACCEPT_PATH', 'DECLINE_PATH', 'CLOSE_PATH', 'INTERRUPT_PATH')
    returning p.id
), closed as (
    update path_module m set closed_on = x.happened_on
    from x
    where m.id = x.module_id and x.event = 'CLOSE_MODULE'
    returning m.id
), sent as (
    update file f
    set submitted_on = case when x.event = 'SUBMIT_FILE' then x.happened_on else f.submitted_on end,
        answered_on = case when x.event = 'ANSWER_COMPLEMENT' then x.happened_on else f.answered_on end,
        moved_on = x.happened_on
    from x
    where f.id = x.file_id and (x.event in ('SUBMIT_FILE', 'ANSWER_COMPLEMENT') or (x.event = 'RECALL_FILE' and f.status = 'WITHDRAWN'))
    returning f.id
)
select x.candidacy_id from x
where (select count(*) from graded) + (select count(*) from walked) + (select count(*) from closed) + (select count(*) from sent) >= 0
