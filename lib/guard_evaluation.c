/* SPDX-License-Identifier: EUPL-1.2 */
/* Guards about evaluations, results and domains. */
#include "act_order.h"
#include "day_order.h"
#include "guard_predicates.h"

/* T3, T4: before the first sitting and, where that was cancelled, before whichever comes first */
bool guard_information_required(const struct question *q, struct reason_detail *detail)
{
    return date_is_set(q->now->information_on) &&
           day_order_holds(GUARD_INFORMATION_REQUIRED, q->now, q->asked, detail);
}

const struct active_referential *facts_active_referential(const struct facts *facts,
                                                          struct date day)
{
    for (size_t i = 0; i < facts->referential_count; i++)
        if (spell_contains(facts->referentials[i].spell, day))
            return &facts->referentials[i];
    return NULL;
}

/* T3: the version of the day the prior evaluation starts */
bool guard_no_active_referential(const struct question *q, struct reason_detail *detail)
{
    if (q->now->referential != NULL)
        return true; /* pinned by an evaluation that was annulled since (invariant 20) */
    detail->date = q->data->sitting_date;
    return facts_active_referential(q->facts, q->data->sitting_date) != NULL;
}

/* T4: no result before the sitting of who records it */
bool guard_result_before_sitting(const struct question *q, struct reason_detail *detail)
{
    return day_order_holds(GUARD_RESULT_BEFORE_SITTING, q->now, q->asked, detail);
}

/* T4 */
bool guard_criterion_not_in_referential(const struct question *q, struct reason_detail *detail)
{
    bool is_known = names_are_empty(q->data->unknown_codes, q->data->unknown_code_count, detail);
    for (int i = 0; i < q->data->result_count; i++)
        if (q->data->results[i].item < 0 ||
            q->data->results[i].item >= q->now->referential->item_count)
            is_known = false;
    return is_known;
}

/* Invariant 8 */
bool guard_criterion_out_of_scope(const struct question *q, struct reason_detail *detail)
{
    const struct evaluation *evaluation = candidacy_open_evaluation(q->now);
    if (evaluation == NULL)
        return true;
    const struct item_set scope = referential_items_of(
        q->now->referential, evaluation_scope(evaluation, q->now->referential));
    for (int i = 0; i < q->data->result_count; i++) {
        const int item = q->data->results[i].item;
        if (item >= 0 && item < q->now->referential->item_count && !item_set_has(&scope, item))
            item_set_add(&detail->items, item);
    }
    return item_set_is_empty(&detail->items);
}

/* T4 */
bool guard_not_assigned_evaluator(const struct question *q, struct reason_detail *detail)
{
    const struct evaluation *evaluation = candidacy_open_evaluation(q->now);
    detail->id = q->data->evaluator.id;
    for (int i = 0; evaluation != NULL && i < evaluation->sitting_count; i++)
        if (person_is_same(evaluation->sittings[i].evaluator, q->data->evaluator))
            return true;
    return false;
}

/* T5, T15, 2.2 rule 1 */
bool guard_grid_incomplete(const struct question *q, struct reason_detail *detail)
{
    const struct evaluation *evaluation = candidacy_open_evaluation(q->now);
    if (evaluation == NULL)
        return false;
    const uint64_t scope = evaluation_scope(evaluation, q->now->referential);
    detail->items = evaluation->results != NULL
                        ? referential_missing_items(q->now->referential, scope, evaluation->results)
                        : referential_items_of(q->now->referential, scope);
    return item_set_is_empty(&detail->items);
}

/* T5: at least one sitting was held */
bool guard_no_sitting(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    const struct evaluation *evaluation = candidacy_open_evaluation(q->now);
    for (int i = 0; evaluation != NULL && i < evaluation->sitting_count; i++)
        if (!date_is_after(evaluation->sittings[i].date, q->asked->today))
            return true;
    return false;
}

/* T4, T14: one evaluator holds one sitting at a time; an hour that nobody told is no other one. Of
 * a correction, one that tells its day anew. */
bool guard_sitting_already_recorded(const struct question *q, struct reason_detail *detail)
{
    const struct evaluation *evaluation = candidacy_open_evaluation(q->now);
    const struct sitting *named = named_sitting(q);
    const struct person evaluator = named != NULL ? named->evaluator : q->data->evaluator;
    for (int i = 0; evaluation != NULL && i < evaluation->sitting_count; i++) {
        const struct sitting *sitting = &evaluation->sittings[i];
        if (sitting == named || date_compare(sitting->date, q->data->sitting_date) != 0 ||
            sitting->starts_at != q->data->starts_at ||
            !person_is_same(sitting->evaluator, evaluator))
            continue;
        detail->id = sitting->id;
        return false;
    }
    return true;
}

/* T4, T14: one of the evaluation in progress; those of a completed one are fixed (invariant 6) */
bool guard_sitting_not_in_evaluation(const struct question *q, struct reason_detail *detail)
{
    detail->id = q->data->sitting_id;
    return named_sitting(q) != NULL;
}

static bool has_result(const struct question *q, const struct evaluation *evaluation)
{
    for (int i = 0; evaluation->results != NULL && i < q->now->referential->item_count; i++)
        if (evaluation->results[i] != RESULT_NONE)
            return true;
    return false;
}

/* T4, T14: results rest on the first sitting of whoever recorded them, which was held by then; what
 * is still to come carries none */
bool guard_sitting_in_use(const struct question *q, struct reason_detail *detail)
{
    const struct evaluation *evaluation = candidacy_open_evaluation(q->now);
    const struct sitting *sitting = named_sitting(q);
    if (sitting == NULL || date_is_after(sitting->date, q->asked->today) ||
        !has_result(q, evaluation))
        return true; /* SITTING_NOT_IN_EVALUATION says what is none */
    for (int i = 0; i < evaluation->sitting_count; i++) {
        const struct sitting *other = &evaluation->sittings[i];
        if (other != sitting && !date_is_after(other->date, sitting->date) &&
            person_is_same(other->evaluator, sitting->evaluator))
            return true;
    }
    detail->id = sitting->id;
    detail->date = sitting->date;
    return false;
}

/* T4, T14, decision 36 */
bool guard_sittings_too_many(const struct question *q, struct reason_detail *detail)
{
    const struct evaluation *evaluation = candidacy_open_evaluation(q->now);
    detail->bound = EVALUATION_MAX_SITTINGS;
    return evaluation == NULL || evaluation->sitting_count < EVALUATION_MAX_SITTINGS;
}

/* T6, T16 */
bool guard_restitution_before_evaluation(const struct question *q, struct reason_detail *detail)
{
    return day_order_holds(GUARD_RESTITUTION_BEFORE_EVALUATION, q->now, q->asked, detail);
}

/* T13, T14: the deadline day is included (9.4) */
bool guard_evaluation_after_deadline(const struct question *q, struct reason_detail *detail)
{
    return is_by(q->data->sitting_date, q->now->deadline, detail);
}

/* T13, A12, A13 */
bool guard_domain_already_validated(const struct question *q, struct reason_detail *detail)
{
    detail->domains = q->data->domains & ~candidacy_missing_domains(q->now);
    return detail->domains == 0;
}

/* T17, T21, S13 */
bool guard_domains_missing(const struct question *q, struct reason_detail *detail)
{
    detail->domains = candidacy_missing_domains(q->now);
    return detail->domains == 0;
}

/* T31 */
bool guard_evaluation_in_progress(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    return candidacy_open_evaluation(q->now) == NULL;
}

/* Decision 12: a completed evaluation of this candidacy that counts */
bool guard_evaluation_not_annullable(const struct question *q, struct reason_detail *detail)
{
    const int found = candidacy_find_evaluation(q->now, q->data->evaluation_id);
    detail->id = q->data->evaluation_id;
    return found >= 0 && evaluation_counts(&q->now->evaluations[found]);
}

/* 9.3, S13: what goes back before the commission is whole once the refusal no longer counts */
bool guard_domains_missing_without_refusal(const struct question *q, struct reason_detail *detail)
{
    detail->domains = candidacy_missing_without(q->now, q->data->decision_id);
    return detail->domains == 0;
}

static bool is_restituted(const struct evaluation *evaluation)
{
    return date_is_set(evaluation->restituted_on) && !evaluation->is_annulled;
}

/* T6: what is corrected was given back */
bool guard_evaluation_not_restituted(const struct question *q, struct reason_detail *detail)
{
    const int found = candidacy_find_evaluation(q->now, q->data->evaluation_id);
    detail->id = q->data->evaluation_id;
    return found >= 0 && is_restituted(&q->now->evaluations[found]);
}

/* What a correction says stands already: nothing would be another than before */
bool guard_nothing_changed(const struct question *q, struct reason_detail *detail)
{
    const struct module *module = named_module(q);
    const struct act *act = act_find(q->facts, q->data->act_id);
    (void)detail;
    switch (q->asked->event) {
    case EVENT_CHANGE_TRAINER:
        return module == NULL || !id_is_set(module->trainer.id) ||
               !id_equals(module->trainer.id, q->data->trainer.id);
    case EVENT_CORRECT_ATTENDANCE: /* to nothing what is nothing: ATTENDANCE_NOT_IN_PATH says it */
        return q->data->recorded.attended_minutes == 0 ||
               q->data->recorded.attended_minutes != q->data->attended_minutes;
    case EVENT_CORRECT_DATE: /* ACT_NOT_CORRECTED says of what there is not */
        return act == NULL || date_compare(act->day, q->data->happened_on) != 0;
    case EVENT_CORRECT_CONTACT:
        return date_compare(q->data->contact_on, q->now->contact_on) != 0;
    default:
        return !q->data->is_unchanged;
    }
}

/* T6, invariant 16: a refusal was decided upon the evaluations before it as they were told, also
 * where the appeal against it was heard */
bool guard_restitution_decided_upon(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    const int found = candidacy_find_evaluation(q->now, q->data->evaluation_id);
    for (int i = 0; found >= 0 && i < q->now->voiding_count; i++)
        if (q->now->voidings[i].after_evaluations > found)
            return false;
    return true;
}
