/* SPDX-License-Identifier: EUPL-1.2 */
/* What is known of a guard on the data before there are any: whether some data would do. The day of
 * the question is the latest that an act may have, and today. */
#include "guard_predicates.h"

static bool has_sitting(const struct question *q)
{
    const struct evaluation *evaluation = candidacy_open_evaluation(q->now);
    return evaluation != NULL && evaluation->sitting_count > 0;
}

/* T4: results rest on a sitting that was held */
static bool some_day_after_sitting(const struct question *q, struct reason_detail *detail)
{
    const struct evaluation *evaluation = candidacy_open_evaluation(q->now);
    bool is_after = !has_sitting(q); /* nobody's: NOT_ASSIGNED_EVALUATOR says it */
    for (int i = 0; evaluation != NULL && i < evaluation->sitting_count; i++)
        is_after |= is_from(q->asked->today, evaluation->sittings[i].date, detail);
    return is_after;
}

static bool some_evaluator(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    return has_sitting(q);
}

/* Another evaluator can be named; whoever asks stays who he is. */
static bool is_no_trainer(const struct question *q, struct reason_detail *detail)
{
    (void)detail; /* whoever asks knows who he is */
    return !candidacy_has_trainer(q->now, candidacy_judging_hand(q->asked));
}

static bool some_sitting(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    return has_sitting(q);
}

static bool some_sitting_unused(const struct question *q, struct reason_detail *detail)
{
    const struct evaluation *evaluation = candidacy_open_evaluation(q->now);
    struct event_data data = *q->data;
    struct question named = *q;
    named.data = &data;
    for (int i = 0; evaluation != NULL && i < evaluation->sitting_count; i++) {
        data.sitting_id = evaluation->sittings[i].id;
        if (guard_sitting_in_use(&named, detail))
            return true;
    }
    return !has_sitting(q); /* SITTING_NOT_IN_EVALUATION says it */
}

static bool some_open_module(const struct question *q, struct reason_detail *detail)
{
    const struct path *path = q->now->path;
    (void)detail;
    for (int i = 0; path != NULL && i < path->module_count; i++)
        if (path->modules[i].status == MODULE_OPEN)
            return true;
    return false;
}

static bool some_closed_module(const struct question *q, struct reason_detail *detail)
{
    const struct path *path = q->now->path;
    (void)detail;
    for (int i = 0; path != NULL && i < path->module_count; i++)
        if (path->modules[i].status != MODULE_OPEN)
            return true;
    return false;
}

static bool some_restitution(const struct question *q, struct reason_detail *detail)
{
    struct event_data data = *q->data;
    struct question named = *q;
    named.data = &data;
    for (int i = 0; i < q->now->evaluation_count; i++) {
        data.evaluation_id = q->now->evaluations[i].id;
        if (guard_evaluation_not_restituted(&named, detail))
            return true;
    }
    return false;
}

static bool some_restitution_undecided(const struct question *q, struct reason_detail *detail)
{
    struct event_data data = *q->data;
    struct question named = *q;
    named.data = &data;
    for (int i = 0; i < q->now->evaluation_count; i++) {
        data.evaluation_id = q->now->evaluations[i].id;
        if (guard_evaluation_not_restituted(&named, detail) &&
            guard_restitution_decided_upon(&named, detail))
            return true;
    }
    return !some_restitution(q, detail); /* EVALUATION_NOT_RESTITUTED says it */
}

static bool some_attendance(const struct question *q, struct reason_detail *detail)
{
    const struct path *path = q->now->path;
    (void)detail;
    for (int i = 0; path != NULL && i < path->module_count; i++)
        if (path->modules[i].attended_minutes > 0)
            return true;
    return false;
}

static bool some_evaluation(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    return candidacy_completed_evaluation(q->now) != NULL;
}

static bool some_receiver(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    return q->facts->own.has_receiver;
}

/* Of its own files an organism is told without consent; of those of others, after it. */
static bool is_not_open_here(const struct question *q, struct reason_detail *detail)
{
    detail->id = q->facts->own.live_here_id;
    return !id_is_set(detail->id);
}

static bool is_not_certified_here(const struct question *q, struct reason_detail *detail)
{
    detail->id = q->facts->own.certified_here_id;
    return !id_is_set(detail->id);
}

static bool is_not_fraud_here(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    return !q->facts->own.has_fraud_here || q->now->is_opened_by_certifier;
}

static bool (*const curable[GUARD_COUNT])(const struct question *, struct reason_detail *) = {
    [GUARD_RESULT_BEFORE_SITTING] = some_day_after_sitting,
    [GUARD_NOT_ASSIGNED_EVALUATOR] = some_evaluator,
    [GUARD_EVALUATOR_IS_TRAINER] = is_no_trainer,
    [GUARD_SITTING_NOT_IN_EVALUATION] = some_sitting,
    [GUARD_SITTING_IN_USE] = some_sitting_unused,
    [GUARD_MODULE_CLOSED] = some_open_module,
    [GUARD_MODULE_NOT_CLOSED] = some_closed_module,
    [GUARD_EVALUATION_NOT_RESTITUTED] = some_restitution,
    [GUARD_RESTITUTION_DECIDED_UPON] = some_restitution_undecided,
    [GUARD_ATTENDANCE_NOT_IN_PATH] = some_attendance,
    [GUARD_EVALUATION_NOT_ANNULLABLE] = some_evaluation,
    [GUARD_TRANSFER_NOT_AGREED] = some_receiver,
    [GUARD_CANDIDACY_ALREADY_OPEN] = is_not_open_here,
    [GUARD_ALREADY_CERTIFIED] = is_not_certified_here,
    [GUARD_REENTRY_NEEDS_CERTIFIER] = is_not_fraud_here,
};

bool guard_is_curable(enum guard guard, const struct candidacy *now,
                      const struct candidacy_command *asked, const struct policy *policy,
                      struct reason_detail *ret_detail)
{
    const struct question question = question_of(now, asked, policy);
    *ret_detail = (struct reason_detail){ 0 };
    return curable[guard] == NULL || curable[guard](&question, ret_detail);
}
