/* SPDX-License-Identifier: EUPL-1.2 */
#include "day_order.h"

#include "guard_predicates.h"

static const struct day_order orders[] = {
#define ORDER(event, day, bound, guard)                                                            \
    { EVENT_##event, ORDERED_DAY_##day, DAY_BOUND_##bound, GUARD_##guard, #day, #bound },
#include "day_order.def"
#undef ORDER
};

enum { ORDER_COUNT = sizeof orders / sizeof orders[0] };

const struct day_order *day_orders(size_t *ret_count)
{
    *ret_count = ORDER_COUNT;
    return orders;
}

/* A day, and the act that it is of. */
static struct made_day made_by(struct date day, enum candidacy_event event)
{
    return (struct made_day){ day, event };
}

/* Of the same day the first, which came before. */
static struct made_day later_of(struct made_day a, struct made_day b)
{
    return date_is_after(b.day, a.day) ? b : a;
}

static const struct made_day none = { .day = { 0 } };

/* The last one that has come: what is only planned was not done before anything. Unset = none. */
static struct made_day last_sitting_held(const struct evaluation *evaluation, struct date today)
{
    struct made_day last = none;
    for (int i = 0; evaluation != NULL && i < evaluation->sitting_count; i++)
        if (!date_is_after(evaluation->sittings[i].date, today))
            last = later_of(last, made_by(evaluation->sittings[i].date, EVENT_ADD_SITTING));
    return last;
}

/* Of those that have come, the last before the day that is corrected; the order is that of days. */
static struct made_day sitting_before_named(const struct evaluation *evaluation,
                                            const struct candidacy_command *asked)
{
    const struct sitting *named = evaluation_find_sitting(evaluation, asked->data.sitting_id);
    struct made_day last = none;
    for (int i = 0; named != NULL && i < evaluation->sitting_count; i++) {
        const struct date day = evaluation->sittings[i].date;
        if (date_is_before(day, named->date) && !date_is_after(day, asked->today))
            last = later_of(last, made_by(day, EVENT_ADD_SITTING));
    }
    return last;
}

/* Nobody's sitting is reported by NOT_ASSIGNED_EVALUATOR. */
static struct made_day first_sitting_of(const struct evaluation *evaluation,
                                        struct person evaluator)
{
    struct made_day first = made_by((struct date){ 0 }, EVENT_ADD_SITTING);
    for (int i = 0; evaluation != NULL && i < evaluation->sitting_count; i++) {
        const struct sitting *sitting = &evaluation->sittings[i];
        if (person_is_same(sitting->evaluator, evaluator) &&
            (!date_is_set(first.day) || date_is_before(sitting->date, first.day)))
            first.day = sitting->date;
    }
    return first;
}

static enum candidacy_event completion_of(const struct evaluation *evaluation)
{
    return evaluation->kind == EVALUATION_PRIOR ? EVENT_COMPLETE_PRIOR : EVENT_COMPLETE_FINAL;
}

/* A completed evaluation keeps its sittings (invariant 6): what is put right of one of them is the
 * day on which it was completed, and no later one. */
static struct made_day end_of_evaluation(const struct evaluation *evaluation)
{
    return later_of(made_by(evaluation->completed_on, completion_of(evaluation)),
                    made_by(evaluation_last_sitting(evaluation), EVENT_ADD_SITTING));
}

/* T11: the path closes when its last module has. */
static struct made_day last_module_closing(const struct path *path)
{
    struct made_day last = made_by(path->accepted_on, EVENT_ACCEPT_PATH);
    for (int i = 0; i < path->module_count; i++)
        last = later_of(last, made_by(path->modules[i].closed_on, EVENT_CLOSE_MODULE));
    return last;
}

static struct made_day last_attendance(const struct path *path)
{
    struct made_day last = none;
    for (int i = 0; i < path->module_count; i++)
        last = later_of(last, made_by(path->modules[i].attended_on, EVENT_RECORD_ATTENDANCE));
    return last;
}

static struct made_day end_of_path(const struct path *path)
{
    return made_by(path->ended_on, path->status == PATH_STATUS_DECLINED ? EVENT_DECLINE_PATH
                                   : path->status == PATH_STATUS_CLOSED ? EVENT_CLOSE_PATH
                                                                        : EVENT_INTERRUPT_PATH);
}

/* One that is examined again is taken back. */
static struct made_day last_refusal(const struct candidacy *now)
{
    struct made_day last = none;
    for (int i = 0; i < now->voiding_count; i++)
        if (!now->voidings[i].is_lifted)
            last = later_of(last, made_by(now->voidings[i].decided_on, EVENT_REFUSE));
    return last;
}

/* What the commission decided, and what was answered to it, it has in hand: nobody's to correct. */
static struct made_day move_of_file(const struct file *file)
{
    if (file == NULL)
        return none;
    return made_by(file->moved_on, file->is_recalled ? EVENT_RECALL_FILE
                                   : date_compare(file->moved_on, file->submitted_on) == 0
                                       ? EVENT_SUBMIT_FILE
                                       : EVENT_DEFER);
}

static struct made_day restitution_of(const struct evaluation *evaluation)
{
    return made_by(evaluation->restituted_on, EVENT_RECORD_RESTITUTION);
}

/* A sitting that nothing was recorded of may never have been held. */
static struct made_day last_act_of_evaluation(const struct evaluation *evaluation)
{
    if (evaluation->is_annulled)
        return none;
    if (!date_is_set(evaluation->completed_on))
        return made_by(evaluation->results_on, EVENT_RECORD_RESULTS);
    return later_of(end_of_evaluation(evaluation), restitution_of(evaluation));
}

static struct made_day last_act_of_path(const struct path *path)
{
    const struct made_day answered =
        later_of(made_by(path->proposed_on, EVENT_PROPOSE_PATH), last_module_closing(path));
    return later_of(later_of(answered, last_attendance(path)), end_of_path(path));
}

/* Without a cycle the path fell with the prior evaluation that it rested on. */
static struct made_day last_act(const struct candidacy *now)
{
    struct made_day last = made_by(now->information_on, EVENT_RECORD_INFORMATION);
    for (int i = 0; i < now->evaluation_count; i++)
        last = later_of(last, last_act_of_evaluation(&now->evaluations[i]));
    if (now->path != NULL && date_is_set(now->cycle_start))
        last = later_of(last, last_act_of_path(now->path));
    return later_of(last, move_of_file(now->file));
}

static struct made_day bound_of_path(enum day_bound bound, const struct path *path,
                                     const struct candidacy_command *asked)
{
    const int module = path_find_module(path, asked->data.module_id);
    switch (bound) {
    case DAY_BOUND_PROPOSAL:
        return made_by(path->proposed_on, EVENT_PROPOSE_PATH);
    case DAY_BOUND_ANSWER:
        return made_by(path->accepted_on, EVENT_ACCEPT_PATH);
    case DAY_BOUND_CLOSING_OF_MODULE: /* none is reported by MODULE_NOT_IN_PATH */
        return module < 0 ? none : made_by(path->modules[module].closed_on, EVENT_CLOSE_MODULE);
    case DAY_BOUND_LAST_CLOSING_OF_MODULE:
        return last_module_closing(path);
    case DAY_BOUND_ATTENDANCE_OF_MODULE:
        return module < 0 ? none
                          : made_by(path->modules[module].attended_on, EVENT_RECORD_ATTENDANCE);
    case DAY_BOUND_LAST_ATTENDANCE:
        return last_attendance(path);
    case DAY_BOUND_PATH_CLOSING:
        return made_by(path->closed_on, EVENT_CLOSE_PATH);
    default:
        return end_of_path(path);
    }
}

/* An evaluation of another candidacy is reported by EVALUATION_NOT_ANNULLABLE and
 * EVALUATION_NOT_RESTITUTED, and so is what was not given back. */
static struct made_day bound_of_named(enum day_bound bound, const struct candidacy *now,
                                      struct id evaluation_id)
{
    const int found = candidacy_find_evaluation(now, evaluation_id);
    if (found < 0)
        return none;
    const struct evaluation *evaluation = &now->evaluations[found];
    if (bound == DAY_BOUND_END_OF_NAMED_EVALUATION)
        return end_of_evaluation(evaluation);
    return bound == DAY_BOUND_NAMED_COMPLETION
               ? made_by(evaluation->completed_on, completion_of(evaluation))
               : restitution_of(evaluation);
}

/* Of the evaluation that the candidacy stands at: the open one, or the last completed one. */
static struct made_day bound_of_evaluation(enum day_bound bound, const struct candidacy *now,
                                           const struct candidacy_command *asked)
{
    const struct evaluation *open = candidacy_open_evaluation(now);
    const struct evaluation *completed = candidacy_completed_evaluation(now);
    switch (bound) {
    case DAY_BOUND_LAST_SITTING_HELD:
        return last_sitting_held(open, asked->today);
    case DAY_BOUND_SITTING_BEFORE_NAMED:
        return sitting_before_named(open, asked);
    case DAY_BOUND_SITTING_OF_EVALUATOR:
        return first_sitting_of(open, asked->data.evaluator);
    case DAY_BOUND_RESULTS:
        return open == NULL ? none : made_by(open->results_on, EVENT_RECORD_RESULTS);
    case DAY_BOUND_END_OF_EVALUATION:
        return completed == NULL ? none : end_of_evaluation(completed);
    default:
        return completed == NULL ? none : restitution_of(completed);
    }
}

struct made_day day_bound_of(enum day_bound bound, const struct candidacy *now,
                             const struct candidacy_command *asked)
{
    switch (bound) {
    case DAY_BOUND_INFORMATION:
        return made_by(now->information_on, EVENT_RECORD_INFORMATION);
    case DAY_BOUND_LAST_SITTING_HELD:
    case DAY_BOUND_SITTING_BEFORE_NAMED:
    case DAY_BOUND_SITTING_OF_EVALUATOR:
    case DAY_BOUND_RESULTS:
    case DAY_BOUND_END_OF_EVALUATION:
    case DAY_BOUND_RESTITUTION:
        return bound_of_evaluation(bound, now, asked);
    case DAY_BOUND_END_OF_NAMED_EVALUATION:
    case DAY_BOUND_NAMED_COMPLETION:
    case DAY_BOUND_NAMED_RESTITUTION:
        return bound_of_named(bound, now, asked->data.evaluation_id);
    case DAY_BOUND_REFUSAL:
        return last_refusal(now);
    case DAY_BOUND_MOVE_OF_FILE:
        return move_of_file(now->file);
    case DAY_BOUND_LAST_ACT:
        return last_act(now);
    case DAY_BOUND_ABANDONMENT:
        return made_by(now->abandoned_on, EVENT_ABANDON);
    case DAY_BOUND_COUNT:
        return none;
    default:
        return now->path == NULL ? none : bound_of_path(bound, now->path, asked);
    }
}

/* None is reported by SESSION_LOCKED. */
static struct date session_day(const struct session_facts *session)
{
    struct date day = { 0 };
    if (session != NULL)
        day = session->held_on;
    return day;
}

static struct date day_of(enum ordered_day day, const struct candidacy_command *asked)
{
    const struct session_facts *session = asked->facts->session;
    switch (day) {
    case ORDERED_DAY_SITTING:
        return asked->data.sitting_date;
    case ORDERED_DAY_RESTITUTION:
        return asked->data.given_on;
    case ORDERED_DAY_WRITING:
        return asked->data.written_on;
    case ORDERED_DAY_SESSION:
        return session_day(session);
    default:
        return asked->occurred_on;
    }
}

static const enum act_date names[] = {
    [ORDERED_DAY_ACT] = ACT_DATE_OF_ACT,
    [ORDERED_DAY_SITTING] = ACT_DATE_OF_SITTING,
    [ORDERED_DAY_RESTITUTION] = ACT_DATE_OF_RESTITUTION,
    [ORDERED_DAY_WRITING] = ACT_DATE_OF_WRITING,
    [ORDERED_DAY_SESSION] = ACT_DATE_UNSAID, /* of no member: the session has it */
};

bool day_order_holds(enum guard guard, const struct candidacy *now,
                     const struct candidacy_command *asked, struct reason_detail *detail)
{
    for (size_t i = 0; i < ORDER_COUNT; i++) {
        if (orders[i].event != asked->event || orders[i].guard != guard)
            continue;
        const struct date day = day_of(orders[i].day, asked);
        const struct made_day bound = day_bound_of(orders[i].bound, now, asked);
        if (is_from(day, bound.day, detail))
            continue;
        detail->which = names[orders[i].day];
        detail->behind = (int)bound.made_by + 1;
        return false;
    }
    return true;
}
