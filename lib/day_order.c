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

static struct date later_of(struct date a, struct date b)
{
    return date_is_after(b, a) ? b : a;
}

/* The last one that has come: what is only planned was not done before anything. Unset = none. */
static struct date last_sitting_held(const struct evaluation *evaluation, struct date today)
{
    struct date last = { 0 };
    for (int i = 0; evaluation != NULL && i < evaluation->sitting_count; i++)
        if (!date_is_after(evaluation->sittings[i].date, today))
            last = later_of(last, evaluation->sittings[i].date);
    return last;
}

/* Nobody's sitting is reported by NOT_ASSIGNED_EVALUATOR. */
static struct date first_sitting_of(const struct evaluation *evaluation, struct person evaluator)
{
    struct date first = { 0 };
    for (int i = 0; evaluation != NULL && i < evaluation->sitting_count; i++) {
        const struct sitting *sitting = &evaluation->sittings[i];
        if (person_is_same(sitting->evaluator, evaluator) &&
            (!date_is_set(first) || date_is_before(sitting->date, first)))
            first = sitting->date;
    }
    return first;
}

static struct date end_of_evaluation(const struct evaluation *evaluation)
{
    return later_of(evaluation_last_sitting(evaluation), evaluation->completed_on);
}

/* T11: the path closes when its last module has. */
static struct date last_module_closing(const struct path *path)
{
    struct date last = path->accepted_on;
    for (int i = 0; i < path->module_count; i++)
        last = later_of(last, path->modules[i].closed_on);
    return last;
}

static struct date last_attendance(const struct path *path)
{
    struct date last = { 0 };
    for (int i = 0; i < path->module_count; i++)
        last = later_of(last, path->modules[i].attended_on);
    return last;
}

/* One that is examined again is taken back. */
static struct date last_refusal(const struct candidacy *now)
{
    struct date last = { 0 };
    for (int i = 0; i < now->voiding_count; i++)
        if (!now->voidings[i].is_lifted)
            last = later_of(last, now->voidings[i].decided_on);
    return last;
}

/* A sitting that nothing was recorded of may never have been held. */
static struct date last_act_of_evaluation(const struct evaluation *evaluation)
{
    if (evaluation->is_annulled)
        return (struct date){ 0 };
    if (!date_is_set(evaluation->completed_on))
        return evaluation->results_on;
    return later_of(end_of_evaluation(evaluation), evaluation->restituted_on);
}

static struct date last_act_of_path(const struct path *path)
{
    const struct date answered = later_of(path->proposed_on, last_module_closing(path));
    return later_of(later_of(answered, last_attendance(path)), path->ended_on);
}

/* Without a cycle the path fell with the prior evaluation that it rested on. */
static struct date last_act(const struct candidacy *now)
{
    struct date last = now->information_on;
    for (int i = 0; i < now->evaluation_count; i++)
        last = later_of(last, last_act_of_evaluation(&now->evaluations[i]));
    if (now->path != NULL && date_is_set(now->cycle_start))
        last = later_of(last, last_act_of_path(now->path));
    return now->file == NULL ? last : later_of(last, now->file->moved_on);
}

static struct date bound_of_path(enum day_bound bound, const struct path *path,
                                 const struct candidacy_command *asked)
{
    const int module = path_find_module(path, asked->data.module_id);
    const struct date none = { 0 };
    switch (bound) {
    case DAY_BOUND_PROPOSAL:
        return path->proposed_on;
    case DAY_BOUND_ANSWER:
        return path->accepted_on;
    case DAY_BOUND_CLOSING_OF_MODULE: /* none is reported by MODULE_NOT_IN_PATH */
        return module < 0 ? none : path->modules[module].closed_on;
    case DAY_BOUND_LAST_CLOSING_OF_MODULE:
        return last_module_closing(path);
    case DAY_BOUND_ATTENDANCE_OF_MODULE:
        return module < 0 ? none : path->modules[module].attended_on;
    case DAY_BOUND_LAST_ATTENDANCE:
        return last_attendance(path);
    case DAY_BOUND_PATH_CLOSING:
        return path->closed_on;
    default:
        return path->ended_on;
    }
}

/* An evaluation of another candidacy is reported by EVALUATION_NOT_ANNULLABLE and
 * EVALUATION_NOT_RESTITUTED, and so is what was not given back. */
static struct date bound_of_named(enum day_bound bound, const struct candidacy *now,
                                  struct id evaluation_id)
{
    const int found = candidacy_find_evaluation(now, evaluation_id);
    if (found < 0)
        return (struct date){ 0 };
    const struct evaluation *evaluation = &now->evaluations[found];
    if (bound == DAY_BOUND_END_OF_NAMED_EVALUATION)
        return end_of_evaluation(evaluation);
    return bound == DAY_BOUND_NAMED_COMPLETION ? evaluation->completed_on
                                               : evaluation->restituted_on;
}

/* Of the evaluation that the candidacy stands at: the open one, or the last completed one. */
static struct date bound_of_evaluation(enum day_bound bound, const struct candidacy *now,
                                       const struct candidacy_command *asked)
{
    const struct evaluation *open = candidacy_open_evaluation(now);
    const struct evaluation *completed = candidacy_completed_evaluation(now);
    const struct date none = { 0 };
    switch (bound) {
    case DAY_BOUND_LAST_SITTING_HELD:
        return last_sitting_held(open, asked->today);
    case DAY_BOUND_SITTING_OF_EVALUATOR:
        return first_sitting_of(open, asked->data.evaluator);
    case DAY_BOUND_RESULTS:
        return open == NULL ? none : open->results_on;
    case DAY_BOUND_END_OF_EVALUATION:
        return completed == NULL ? none : end_of_evaluation(completed);
    default:
        return completed == NULL ? none : completed->restituted_on;
    }
}

struct date day_bound_of(enum day_bound bound, const struct candidacy *now,
                         const struct candidacy_command *asked)
{
    const struct date none = { 0 };
    switch (bound) {
    case DAY_BOUND_INFORMATION:
        return now->information_on;
    case DAY_BOUND_LAST_SITTING_HELD:
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
        return now->file == NULL ? none : now->file->moved_on;
    case DAY_BOUND_LAST_ACT:
        return last_act(now);
    case DAY_BOUND_LAST_ACTIVITY:
        return now->last_activity_on;
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
        const struct date bound = day_bound_of(orders[i].bound, now, asked);
        if (is_from(day, bound, detail))
            continue;
        detail->which = names[orders[i].day];
        return false;
    }
    return true;
}
