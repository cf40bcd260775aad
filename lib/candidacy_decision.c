/* SPDX-License-Identifier: EUPL-1.2 */
/* What a transition that is allowed computes. */
#include "candidacy_decision.h"

#include "act_order.h"

#include <string.h>

_Static_assert(PATH_MAX_MODULES == 64, "a bit for each module of a proposal");

/* What a transition computes from; `validated` and `missing` are as before it. */
struct work {
    const struct candidacy *now;
    const struct candidacy_command *asked;
    const struct policy *policy;
    struct decision *decision;
};

/* T6, T16: what the results given back lead to */
static enum candidacy_state after_restitution(const struct work *work)
{
    const bool is_prior = work->now->state == CANDIDACY_PRIOR_COMPLETED;
    if (candidacy_missing_domains(work->now) == 0)
        return CANDIDACY_JURY_READY;
    return is_prior || !date_is_after(work->asked->deadline_day, work->now->deadline)
               ? CANDIDACY_PARTIAL
               : CANDIDACY_EXPIRED;
}

/* T23: by the date of the session */
static enum candidacy_state after_refusal(const struct work *work)
{
    return date_is_after(work->asked->occurred_on, work->now->deadline) ? CANDIDACY_EXPIRED
                                                                        : CANDIDACY_PARTIAL;
}

/* Decision 12: that the prior evaluation falls, and what rests on it. EVALUATION_NOT_ANNULLABLE has
 * found it. */
static bool annuls_prior(const struct work *work)
{
    const int found = candidacy_find_evaluation(work->now, work->asked->data.evaluation_id);
    return work->now->evaluations[found].kind == EVALUATION_PRIOR;
}

/* Decision 12: where the candidacy stands without the evaluation. One that still awaits its
 * restitution keeps it there; what misses no domain all the same stays ready. */
static enum candidacy_state after_annulment(const struct work *work)
{
    const struct id annulled = work->asked->data.evaluation_id;
    if (annuls_prior(work))
        return CANDIDACY_INFORMED;
    /* A final evaluation is completed behind a prior one that counts: one is always left. */
    const struct evaluation *last = candidacy_completed_evaluation_but(work->now, annulled);
    if (work->now->state == CANDIDACY_FINAL_COMPLETED && !date_is_set(last->restituted_on))
        return CANDIDACY_FINAL_COMPLETED;
    return work->now->state == CANDIDACY_JURY_READY &&
                   candidacy_missing_after_annulment(work->now, annulled) == 0
               ? CANDIDACY_JURY_READY
               : CANDIDACY_PARTIAL;
}

static enum candidacy_state choose_target(const struct work *work,
                                          const struct transition *transition)
{
    switch (transition->event) {
    case EVENT_RECORD_RESTITUTION:
        return after_restitution(work);
    case EVENT_REFUSE:
        return after_refusal(work);
    case EVENT_ANNUL_EVALUATION:
        return after_annulment(work);
    case EVENT_RESUME:
        return work->now->previous_state;
    default:
        return transition->to[0];
    }
}

/* The version in force on the day the prior evaluation first starts; the guard made sure that there
 * is one. */
static void pin_referential(const struct work *work)
{
    if (work->now->referential != NULL) { /* invariant 20: an annulled evaluation pinned it */
        work->decision->referential_version_id = work->now->referential_version_id;
        work->decision->referential = work->now->referential;
        return;
    }
    const struct active_referential *active =
        facts_active_referential(work->asked->facts, work->asked->data.sitting_date);
    work->decision->referential_version_id = active->version_id;
    work->decision->referential = active->referential;
}

static void clear_results(const struct referential *referential, struct decision *decision)
{
    memset(decision->results, RESULT_NONE, (size_t)referential->item_count);
    decision->results[referential->item_count] = '\0';
}

static void start_prior(const struct work *work)
{
    struct decision *decision = work->decision;
    pin_referential(work);
    decision->evaluation_kind = EVALUATION_PRIOR;
    decision->scope = referential_all_subdomains(decision->referential); /* invariant 9 */
    decision->missing_domains = referential_all_domains(decision->referential);
    clear_results(decision->referential, decision);
}

static void start_final(const struct work *work)
{
    struct decision *decision = work->decision;
    decision->evaluation_kind = EVALUATION_FINAL;
    decision->scope = referential_retest_scope(work->now->referential, work->policy,
                                               candidacy_validated_subdomains(work->now),
                                               work->asked->data.domains);
    clear_results(work->now->referential, decision);
}

/* Rows that move or fill the evaluation in progress; NULL only if the snapshot has none, which its
 * state forbids. */
static const struct evaluation *point_at_open_evaluation(const struct work *work)
{
    const struct evaluation *evaluation = candidacy_open_evaluation(work->now);
    if (evaluation == NULL)
        return NULL;
    work->decision->evaluation = (int)(evaluation - work->now->evaluations);
    work->decision->evaluation_kind = evaluation->kind;
    return evaluation;
}

static void record_results(const struct work *work)
{
    const struct evaluation *evaluation = point_at_open_evaluation(work);
    const struct event_data *data = &work->asked->data;
    clear_results(work->now->referential, work->decision);
    if (evaluation->results != NULL) /* there is one: its evaluator was asked for */
        memcpy(work->decision->results, evaluation->results,
               (size_t)work->now->referential->item_count);
    for (int i = 0; i < data->result_count; i++)
        work->decision->results[data->results[i].item] = data->results[i].result;
}

/* 2.2: computed here, never sent. What was validated before stays so (invariant 7). */
static void complete_evaluation(const struct work *work)
{
    const struct evaluation *evaluation = point_at_open_evaluation(work);
    const struct referential *referential = work->now->referential;
    struct decision *decision = work->decision;
    char statuses[REFERENTIAL_MAX_SUBDOMAINS + 1];
    referential_score_subdomains(referential, work->policy,
                                 evaluation_scope(evaluation, referential), evaluation->results,
                                 decision->subdomain_statuses);
    candidacy_subdomain_statuses(work->now, statuses);
    for (int s = 0; s < referential->subdomain_count; s++)
        if (statuses[s] != RESULT_VALIDATED && decision->subdomain_statuses[s] != RESULT_NONE)
            statuses[s] = decision->subdomain_statuses[s];
    decision->missing_domains =
        referential_missing_domains(referential, referential_validated(referential, statuses));
    if (evaluation->kind != EVALUATION_PRIOR)
        return;
    decision->cycle_start = evaluation_last_sitting(evaluation); /* A1 */
    decision->deadline = candidacy_deadline(decision->cycle_start, work->policy);
}

static void record_restitution(const struct work *work)
{
    const struct evaluation *evaluation = candidacy_completed_evaluation(work->now);
    if (evaluation == NULL)
        return;
    work->decision->evaluation = (int)(evaluation - work->now->evaluations);
    work->decision->evaluation_kind = evaluation->kind;
}

static void propose_path(const struct work *work)
{
    const struct event_data *data = &work->asked->data;
    struct date end = data->planned_end;
    for (int i = 0; !date_is_set(data->planned_end) && i < data->module_count; i++)
        if (date_is_after(data->modules[i].planned_end, end))
            end = data->modules[i].planned_end;
    work->decision->planned_end = end;
}

/* T23, A25, decision 12: all sub-domains of each named domain */
static void refuse(const struct work *work)
{
    const struct referential *referential = work->now->referential;
    struct decision *decision = work->decision;
    decision->voided = referential_subdomains_of(referential, work->asked->data.domains);
    decision->voided_after = work->now->evaluation_count;
    decision->missing_domains = referential_missing_domains(
        referential, candidacy_validated_subdomains(work->now) & ~decision->voided);
}

/* 3.4: what it names instead. The refusal stays where it was among the evaluations. */
static void rectify(const struct work *work)
{
    const struct event_data *data = &work->asked->data;
    struct decision *decision = work->decision;
    if (date_is_set(data->answer_by) && work->now->state == CANDIDACY_DEFERRED)
        decision->answer_by = data->answer_by;
    if (data->domains == 0)
        return;
    decision->voided = referential_subdomains_of(work->now->referential, data->domains);
    decision->voided_after = work->now->evaluation_count;
    decision->missing_domains =
        candidacy_missing_revoided(work->now, data->decision_id, decision->voided);
}

/* The latest day of which results of the same evaluation were recorded, once that one is another.
 */
static struct date latest_results(const struct facts *facts, const struct act *corrected,
                                  struct date day)
{
    struct date latest = day;
    for (size_t i = 0; i < facts->act_count; i++)
        if (&facts->acts[i] != corrected && facts->acts[i].event == EVENT_RECORD_RESULTS &&
            id_equals(facts->acts[i].evaluation_id, corrected->evaluation_id) &&
            date_is_after(facts->acts[i].day, latest))
            latest = facts->acts[i].day;
    return latest;
}

static void correct_date(const struct work *work)
{
    const struct event_data *data = &work->asked->data;
    const struct act *act = act_find(work->asked->facts, data->act_id);
    if (act->event == EVENT_RECORD_INFORMATION) /* ACT_NOT_CORRECTED has found it */
        work->decision->information_on = data->happened_on;
    if (date_compare(act->day, work->now->last_activity_on) == 0) /* no later one made it */
        work->decision->last_activity_on =
            act_last_activity(work->asked->facts, act, data->happened_on);
    if (act->event == EVENT_RECORD_RESULTS)
        work->decision->results_on = latest_results(work->asked->facts, act, data->happened_on);
}

static void annul_evaluation(const struct work *work)
{
    const struct id annulled = work->asked->data.evaluation_id;
    work->decision->evaluation = candidacy_find_evaluation(work->now, annulled);
    work->decision->clears_cycle = annuls_prior(work);
    work->decision->missing_domains = work->decision->clears_cycle
                                          ? referential_all_domains(work->now->referential)
                                          : candidacy_missing_after_annulment(work->now, annulled);
}

static void compute(const struct work *work)
{
    struct decision *decision = work->decision;
    switch (work->asked->event) {
    case EVENT_RECORD_INFORMATION:
        decision->information_on = work->asked->occurred_on;
        break;
    case EVENT_CORRECT_DATE:
        correct_date(work);
        break;
    case EVENT_START_PRIOR:
        start_prior(work);
        break;
    case EVENT_START_FINAL:
        start_final(work);
        break;
    case EVENT_ADD_SITTING:
    case EVENT_CORRECT_SITTING:
    case EVENT_CANCEL_SITTING:
        point_at_open_evaluation(work);
        break;
    case EVENT_RECORD_RESULTS:
        record_results(work);
        break;
    case EVENT_COMPLETE_PRIOR:
    case EVENT_COMPLETE_FINAL:
        complete_evaluation(work);
        break;
    case EVENT_RECORD_RESTITUTION:
        record_restitution(work);
        break;
    case EVENT_CORRECT_RESTITUTION:
        decision->evaluation =
            candidacy_find_evaluation(work->now, work->asked->data.evaluation_id);
        break;
    case EVENT_PROPOSE_PATH:
        propose_path(work);
        break;
    case EVENT_SUBMIT_FILE:
        decision->is_direct_route = candidacy_is_direct_route(work->now);
        break;
    case EVENT_DEFER:
        decision->answer_by = date_add_days(work->asked->occurred_on, work->policy->deferral_days);
        break;
    case EVENT_REFUSE:
        refuse(work);
        break;
    case EVENT_ANNUL_EVALUATION:
        annul_evaluation(work);
        break;
    case EVENT_ANNUL_CERTIFICATE:
        decision->annuls_certificate = true;
        break;
    case EVENT_REEXAMINE:
        decision->missing_domains =
            candidacy_missing_without(work->now, work->asked->data.decision_id);
        break;
    case EVENT_ABANDON:
        decision->previous_state = work->now->state;
        break;
    case EVENT_TRANSFER:
        decision->owner_org_id = work->asked->data.to_org_id;
        break;
    case EVENT_RECTIFY_DECISION:
        rectify(work);
        break;
    default:
        break;
    }
}

/* At most one effect for each of the row, so that they always fit. */
static void add_effect(struct decision *decision, enum candidacy_effect_kind kind, int index,
                       int count)
{
    decision->effects[decision->effect_count++] = (struct candidacy_effect){ kind, index, count };
}

static bool path_is_live(const struct path *path)
{
    return path != NULL &&
           (path->status == PATH_STATUS_PROPOSED || path->status == PATH_STATUS_ACCEPTED);
}

/* Decision 12: the one named; with the prior one every other that counts, for it rests on it. */
static void add_annulments(const struct work *work)
{
    if (work->decision->clears_cycle)
        add_effect(work->decision, CANDIDACY_EFFECT_ANNUL_EVALUATION, 0,
                   work->now->evaluation_count);
    else
        add_effect(work->decision, CANDIDACY_EFFECT_ANNUL_EVALUATION, work->decision->evaluation,
                   1);
}

static void fill_effects(const struct work *work)
{
    const struct event_data *data = &work->asked->data;
    for (const enum candidacy_effect_kind *kind = work->decision->transition->effects;
         *kind != CANDIDACY_EFFECT_NONE; kind++) {
        switch (*kind) {
        case CANDIDACY_EFFECT_CREATE_MODULE:
            add_effect(work->decision, *kind, 0, data->module_count);
            break;
        case CANDIDACY_EFFECT_RECORD_ATTENDANCE:
        case CANDIDACY_EFFECT_CORRECT_ATTENDANCE:
        case CANDIDACY_EFFECT_CLOSE_MODULE:
        case CANDIDACY_EFFECT_REOPEN_MODULE:
        case CANDIDACY_EFFECT_CHANGE_TRAINER:
            add_effect(work->decision, *kind, path_find_module(work->now->path, data->module_id),
                       1);
            break;
        case CANDIDACY_EFFECT_ANNUL_EVALUATION:
            add_annulments(work);
            break;
        case CANDIDACY_EFFECT_REVOID_SUBDOMAINS:
            if (work->decision->voided != 0)
                add_effect(work->decision, *kind, 0, 1);
            break;
        case CANDIDACY_EFFECT_STOP_PATH:
            if (path_is_live(work->now->path))
                add_effect(work->decision, *kind, 0, 1);
            break;
        default:
            add_effect(work->decision, *kind, 0, 1);
            break;
        }
    }
}

void decision_make(const struct transition *transition, const struct candidacy *now,
                   const struct candidacy_command *asked, const struct policy *policy,
                   struct decision *ret_decision)
{
    *ret_decision = (struct decision){
        .transition = transition,
        .evaluation = -1,
        .missing_domains = candidacy_missing_domains(now),
    };
    const struct work work = { now, asked, policy, ret_decision };
    ret_decision->to = choose_target(&work, transition);
    if (ret_decision->to == now->state) { /* a deferral still awaits its answer, what was abandoned
                                             is resumed where it was */
        ret_decision->answer_by = now->answer_by;
        ret_decision->previous_state = now->previous_state;
    }
    if (!act_is_note(asked->event) && !date_is_before(asked->occurred_on, now->last_activity_on))
        ret_decision->last_activity_on = asked->occurred_on;
    compute(&work);
    fill_effects(&work);
}

int candidacy_effect_next(const struct candidacy_effect *effect, const struct candidacy *now,
                          int previous)
{
    int i = previous < effect->index ? effect->index : previous + 1;
    while (i < effect->index + effect->count && effect->kind == CANDIDACY_EFFECT_ANNUL_EVALUATION &&
           !evaluation_counts(&now->evaluations[i]))
        i++;
    return i < effect->index + effect->count ? i : -1;
}
