/* Guards about dates: the present, the order of acts, the deadline. */
#include "guard_predicates.h"

/* Says of a date that does not hold which one it is. */
static bool is_met_by(bool is_met, enum act_date which, struct reason_detail *detail)
{
    detail->which = is_met ? ACT_DATE_UNSAID : which;
    return is_met;
}

/* 9.5, invariant 25; decision 20: the act itself never lies in the future, a planned sitting may.
 */
bool guard_date_in_future(const struct question *q, struct reason_detail *detail)
{
    const struct date today = q->asked->today;
    return is_met_by(is_by(q->asked->occurred_on, today, detail), ACT_DATE_OF_ACT, detail) &&
           is_met_by(is_by(q->data->contact_on, today, detail), ACT_DATE_OF_CONTACT, detail) &&
           is_met_by(is_by(q->data->written_on, today, detail), ACT_DATE_OF_WRITING, detail);
}

/* T1: nothing was done or agreed to before the contact. */
bool guard_contact_after_act(const struct question *q, struct reason_detail *detail)
{
    const struct date first = q->data->first_act_on;
    return !date_is_set(first) ||
           is_met_by(is_by(q->data->contact_on, first, detail), ACT_DATE_OF_CONTACT, detail);
}

static bool modules_are_from(const struct question *q, struct date contact,
                             struct reason_detail *detail)
{
    for (int i = 0; i < q->data->module_count; i++) {
        if (is_from(q->data->modules[i].planned_start, contact, detail))
            continue;
        detail->modules = module_bit(i);
        return false;
    }
    return true;
}

/* Invariant 19: an act, the sitting and the training it speaks of and what the candidate wrote lie
 * in the cycle, which begins with the contact */
bool guard_before_contact(const struct question *q, struct reason_detail *detail)
{
    const struct date contact = q->now->contact_on;
    return is_met_by(is_from(q->asked->occurred_on, contact, detail), ACT_DATE_OF_ACT, detail) &&
           is_met_by(is_from(q->data->planned_start, contact, detail), ACT_DATE_OF_PATH, detail) &&
           is_met_by(modules_are_from(q, contact, detail), ACT_DATE_OF_MODULE, detail) &&
           is_met_by(is_from(q->data->sitting_date, contact, detail), ACT_DATE_OF_SITTING,
                     detail) &&
           is_met_by(is_from(q->data->written_on, contact, detail), ACT_DATE_OF_WRITING, detail);
}

/* T5, T15: no sitting after the completion. The first that is still to come is named. */
bool guard_sitting_to_come(const struct question *q, struct reason_detail *detail)
{
    const struct evaluation *evaluation = candidacy_open_evaluation(q->now);
    for (int i = 0; evaluation != NULL && i < evaluation->sitting_count; i++) {
        if (is_by(evaluation->sittings[i].date, q->asked->occurred_on, detail))
            continue;
        detail->id = evaluation->sittings[i].id;
        return false;
    }
    return true;
}

/* The last one that has come: what is only planned was not done before anything. Unset = none. */
static struct date last_sitting_held(const struct evaluation *evaluation, struct date today)
{
    struct date last = { 0 };
    for (int i = 0; evaluation != NULL && i < evaluation->sitting_count; i++) {
        const struct date day = evaluation->sittings[i].date;
        if (!date_is_after(day, today) && date_is_after(day, last))
            last = day;
    }
    return last;
}

static bool is_after_restitution(const struct question *q, struct reason_detail *detail)
{
    const struct evaluation *evaluation = candidacy_completed_evaluation(q->now);
    return evaluation == NULL || is_from(q->asked->occurred_on, evaluation->restituted_on, detail);
}

/* T11: the path closes when its last module has. */
static struct date last_module_closing(const struct path *path)
{
    struct date last = path->accepted_on;
    for (int i = 0; i < path->module_count; i++)
        if (date_is_after(path->modules[i].closed_on, last))
            last = path->modules[i].closed_on;
    return last;
}

/* Decision 12. An evaluation of another candidacy is reported by EVALUATION_NOT_ANNULLABLE, not
 * here. */
static bool annulled_after_completion(const struct question *q, struct reason_detail *detail)
{
    const int found = candidacy_find_evaluation(q->now, q->data->evaluation_id);
    return found < 0 ||
           is_from(q->asked->occurred_on, q->now->evaluations[found].completed_on, detail);
}

/* What was not given back is reported by EVALUATION_NOT_RESTITUTED, not here. */
static bool corrected_after_restitution(const struct question *q, struct reason_detail *detail)
{
    const int found = candidacy_find_evaluation(q->now, q->data->evaluation_id);
    return found < 0 ||
           is_from(q->asked->occurred_on, q->now->evaluations[found].restituted_on, detail);
}

/* Invariant 25: information <= prior <= restitution <= path <= final <= submission <= session. T4:
 * sittings in order. */
bool guard_date_before_previous_act(const struct question *q, struct reason_detail *detail)
{
    const struct path *path = q->now->path;
    const struct evaluation *evaluation = candidacy_open_evaluation(q->now);
    const struct date day = q->asked->occurred_on;
    switch (q->asked->event) {
    case EVENT_ADD_SITTING:
        return is_from(q->data->sitting_date, last_sitting_held(evaluation, q->asked->today),
                       detail);
    case EVENT_PROPOSE_PATH:
    case EVENT_SUBMIT_FILE:
        return is_after_restitution(q, detail);
    case EVENT_ANNUL_EVALUATION:
        return annulled_after_completion(q, detail);
    case EVENT_ACCEPT_PATH:
    case EVENT_DECLINE_PATH:
        return path == NULL || is_from(day, path->proposed_on, detail);
    case EVENT_REOPEN_PATH:
    case EVENT_RECORD_ATTENDANCE:
    case EVENT_CORRECT_ATTENDANCE:
    case EVENT_CLOSE_MODULE:
    case EVENT_CHANGE_TRAINER:
        return path == NULL || is_from(day, path->accepted_on, detail);
    case EVENT_REOPEN_MODULE:
        return named_module(q) == NULL || is_from(day, named_module(q)->closed_on, detail);
    case EVENT_CORRECT_RESTITUTION:
        return corrected_after_restitution(q, detail);
    case EVENT_CLOSE_PATH:
    case EVENT_INTERRUPT_PATH:
        return path == NULL || is_from(day, last_module_closing(path), detail);
    case EVENT_CERTIFY:
    case EVENT_DEFER:
    case EVENT_REFUSE:
        return q->now->file == NULL || is_from(day, q->now->file->submitted_on, detail);
    default:
        return true;
    }
}

/* T8 */
bool guard_deadline_passed(const struct question *q, struct reason_detail *detail)
{
    return is_by(q->asked->deadline_day, q->now->deadline, detail);
}

/* T11: the date of closing counts, not the day it is entered */
bool guard_deadline_passed_on_closing(const struct question *q, struct reason_detail *detail)
{
    return is_by(q->asked->occurred_on, q->now->deadline, detail);
}

/* A6: entry of timely sittings goes on for some days after the deadline */
bool guard_deadline_passed_and_grace(const struct question *q, struct reason_detail *detail)
{
    return is_by(q->asked->deadline_day,
                 date_add_days(q->now->deadline, q->policy->entry_grace_days), detail);
}

/* T17, A4: only the direct route must be submitted in time */
bool guard_deadline_passed_on_direct_route(const struct question *q, struct reason_detail *detail)
{
    return !candidacy_is_direct_route(q->now) || guard_deadline_passed(q, detail);
}

/* The opposite of is_by(): true once the limit is behind. */
static bool is_past(struct date date, struct date limit, struct reason_detail *detail)
{
    if (date_is_set(limit) && date_is_after(date, limit))
        return true;
    detail->date = date;
    detail->limit = limit;
    return false;
}

/* T25, 9.4: from 00:00 of the day after; never before the deadline is known */
bool guard_deadline_not_passed(const struct question *q, struct reason_detail *detail)
{
    return is_past(q->asked->deadline_day, q->now->deadline, detail);
}

/* T25, A6: sittings are never after the deadline (T14), so their entry goes on for the grace */
bool guard_grace_not_passed(const struct question *q, struct reason_detail *detail)
{
    const struct date deadline = q->now->deadline;
    return is_past(q->asked->deadline_day,
                   date_is_set(deadline) ? date_add_days(deadline, q->policy->entry_grace_days)
                                         : deadline,
                   detail);
}

/* T25, A4: a timely final evaluation does not expire */
bool guard_direct_route_not_passed(const struct question *q, struct reason_detail *detail)
{
    const bool is_past_it = guard_deadline_not_passed(q, detail);
    return is_past_it && candidacy_is_direct_route(q->now);
}

/* T27: proof shortens an organism's patience; the sweep has none and another patience (decision
 * 16). Proof that is yet to come is refused as such (guard_date_in_future). */
bool guard_too_early(const struct question *q, struct reason_detail *detail)
{
    const bool is_sweep = (q->asked->actors & ACTOR_SYSTEM) != 0;
    if (!is_sweep && date_is_set(q->data->written_on) &&
        (date_is_after(q->data->written_on, q->asked->today) ||
         !date_is_after(q->data->written_on, q->asked->occurred_on)))
        return true;
    return is_past(is_sweep ? q->asked->deadline_day : q->asked->occurred_on,
                   candidacy_patience(q->now, q->policy, is_sweep), detail);
}
