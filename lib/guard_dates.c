/* SPDX-License-Identifier: EUPL-1.2 */
/* Guards about dates: the present, the order of acts, the deadline. */
#include "act_order.h"
#include "day_order.h"
#include "guard_predicates.h"

/* Whose day CORRECT_DATE puts right; NULL of every other event, and of what the history lacks. */
static const struct act *corrected_act(const struct question *q)
{
    return q->asked->event == EVENT_CORRECT_DATE ? act_find(q->facts, q->data->act_id) : NULL;
}

/* Says of a date that does not hold which one it is. */
static bool is_met_by(bool is_met, enum act_date which, struct reason_detail *detail)
{
    detail->which = is_met ? ACT_DATE_UNSAID : which;
    return is_met;
}

/* 9.5, invariant 25; decision 20: the act itself never lies in the future, a planned sitting may.
 * Decision 38: nor does a day that has begun where the candidacy is held, or where who acts is. */
bool guard_date_in_future(const struct question *q, struct reason_detail *detail)
{
    const struct date latest = date_is_set(q->asked->latest) ? q->asked->latest : q->asked->today;
    return is_met_by(is_by(q->asked->occurred_on, latest, detail), ACT_DATE_OF_ACT, detail) &&
           is_met_by(is_by(q->data->contact_on, latest, detail), ACT_DATE_OF_CONTACT, detail) &&
           is_met_by(is_by(q->data->written_on, latest, detail), ACT_DATE_OF_WRITING, detail) &&
           is_met_by(is_by(q->data->given_on, latest, detail), ACT_DATE_OF_RESTITUTION, detail) &&
           is_met_by(is_by(q->data->happened_on, latest, detail), ACT_DATE_OF_CORRECTION, detail);
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
           is_met_by(is_from(q->data->written_on, contact, detail), ACT_DATE_OF_WRITING, detail) &&
           is_met_by(is_from(q->data->happened_on, contact, detail), ACT_DATE_OF_CORRECTION,
                     detail);
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

/* Invariant 25: information <= prior <= restitution <= path <= final <= submission <= session. T4:
 * sittings in order. The pairs: day_order.def. */
bool guard_date_before_previous_act(const struct question *q, struct reason_detail *detail)
{
    const struct act *act = corrected_act(q);
    if (act != NULL)
        return act_follows(q->facts, act, q->data->happened_on, detail);
    return day_order_holds(GUARD_DATE_BEFORE_PREVIOUS_ACT, q->now, q->asked, detail);
}

/* Of what is not corrected, or was taken back, ACT_NOT_CORRECTED tells. */
bool guard_act_not_corrected(const struct question *q, struct reason_detail *detail)
{
    const struct act *act = corrected_act(q);
    detail->id = q->data->act_id;
    return act != NULL && act_is_dated(act->event) && act_stands(q->facts, act);
}

/* Invariant 16: what the commission has, or has decided upon, is what it was told */
bool guard_act_decided_upon(const struct question *q, struct reason_detail *detail)
{
    const struct act *act = corrected_act(q);
    (void)detail;
    return act == NULL || !act_is_decided_upon(q->facts, act);
}

/* A38: on the day that it was, as on that which it was not */
bool guard_actor_not_affiliated(const struct question *q, struct reason_detail *detail)
{
    const struct act *act = corrected_act(q);
    if (act == NULL)
        return true;
    detail->id = act->person.id;
    detail->date = q->data->happened_on;
    return act_person_was_there(q->facts, act, q->data->happened_on);
}

/* Says whose day it is that the one told does not lie behind. */
static bool is_by_that_of(struct date day, struct date limit, enum candidacy_event event,
                          struct reason_detail *detail)
{
    if (is_by(day, limit, detail))
        return true;
    detail->which = ACT_DATE_OF_SITTING;
    detail->behind = (int)event + 1;
    return false;
}

/* T4, T14: of the sittings that have come, before the next one; and results rest on the first
 * sitting of whoever recorded them, be it this one or another */
static bool sitting_precedes(const struct question *q, const struct sitting *sitting,
                             struct reason_detail *detail)
{
    const struct evaluation *evaluation = candidacy_open_evaluation(q->now);
    const struct date day = q->data->sitting_date;
    struct date first = day;
    for (int i = 0; i < evaluation->sitting_count; i++) {
        const struct sitting *other = &evaluation->sittings[i];
        if (date_is_after(other->date, sitting->date) &&
            !date_is_after(other->date, q->asked->today) &&
            !is_by_that_of(day, other->date, EVENT_ADD_SITTING, detail))
            return false;
        if (other != sitting && person_is_same(other->evaluator, sitting->evaluator) &&
            date_is_before(other->date, first))
            first = other->date;
    }
    for (size_t i = 0; i < q->facts->act_count; i++) {
        const struct act *act = &q->facts->acts[i];
        if (act->event == EVENT_RECORD_RESULTS && id_equals(act->evaluation_id, evaluation->id) &&
            person_is_same(act->person, sitting->evaluator) &&
            !is_by_that_of(first, act->day, EVENT_RECORD_RESULTS, detail))
            return false;
    }
    return true;
}

/* T6: a day that is corrected stays before what was built upon it since: the next path, and the
 * file that was sent; one that was recalled is taken back */
bool guard_date_after_next_act(const struct question *q, struct reason_detail *detail)
{
    const struct act *act = corrected_act(q);
    const struct sitting *sitting = named_sitting(q);
    if (act != NULL)
        return act_precedes(q->facts, act, q->data->happened_on, detail);
    if (sitting != NULL)
        return !date_is_set(q->data->sitting_date) || sitting_precedes(q, sitting, detail);
    const int found = candidacy_find_evaluation(q->now, q->data->evaluation_id);
    if (found < 0 || !date_is_set(q->data->given_on))
        return true; /* EVALUATION_NOT_RESTITUTED says it */
    const struct evaluation *evaluation = &q->now->evaluations[found];
    const struct file *file = q->now->file;
    return is_by(q->data->given_on, evaluation->built_upon_on, detail) &&
           (file == NULL || file->is_recalled ||
            date_is_before(file->submitted_on, evaluation->restituted_on) ||
            is_by(q->data->given_on, file->submitted_on, detail));
}

/* T8 */
bool guard_deadline_passed(const struct question *q, struct reason_detail *detail)
{
    return is_by(q->asked->deadline_day, q->now->deadline, detail);
}

/* T11: the date of closing counts, not the day it is entered */
bool guard_deadline_passed_on_closing(const struct question *q, struct reason_detail *detail)
{
    const struct act *act = corrected_act(q);
    if (act != NULL)
        return act->event != EVENT_CLOSE_PATH ||
               is_by(q->data->happened_on, q->now->deadline, detail);
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
