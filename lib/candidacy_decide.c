/* The walk over the table, and what a transition computes. */
#include "candidacy_decide.h"

#include <string.h>

_Static_assert((int)TRANSITION_MAX_GUARDS <= (int)OUTCOME_MAX_REASONS,
               "every guard of a row may fail at once");
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
    referential_score_domains(referential, statuses, decision->domain_statuses);
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
    case EVENT_START_PRIOR:
        start_prior(work);
        break;
    case EVENT_START_FINAL:
        start_final(work);
        break;
    case EVENT_ADD_SITTING:
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
        decision->answer_by = work->now->answer_by; /* a deferral goes with the file */
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
        case CANDIDACY_EFFECT_CLOSE_MODULE:
        case CANDIDACY_EFFECT_CHANGE_TRAINER:
            add_effect(work->decision, *kind, path_find_module(work->now->path, data->module_id),
                       1);
            break;
        case CANDIDACY_EFFECT_ANNUL_EVALUATION:
            add_annulments(work);
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

int candidacy_effect_next(const struct candidacy_effect *effect, const struct candidacy *now,
                          int previous)
{
    int i = previous < effect->index ? effect->index : previous + 1;
    while (i < effect->index + effect->count && effect->kind == CANDIDACY_EFFECT_ANNUL_EVALUATION &&
           !evaluation_counts(&now->evaluations[i]))
        i++;
    return i < effect->index + effect->count ? i : -1;
}

/* The contract in ACSL, proved by tests/proof/wp. */
/*@ requires readable: \valid_read(transition);
    assigns \nothing;
    ensures anybody_or_one_of_the_row: \result <==>
      actors == 0 || (transition->actors & actors) != 0; */
static bool actors_may(const struct transition *transition, unsigned actors)
{
    return actors == 0 || (transition->actors & actors) != 0;
}

/*@ requires writable: \valid(outcome) && outcome_is_sound(outcome) &&
      outcome->count < OUTCOME_MAX_REASONS;
    assigns outcome->count, outcome->unmet[0 .. OUTCOME_MAX_REASONS - 1];
    ensures sound: outcome_is_sound(outcome) &&
      \old(outcome->count) <= outcome->count <= \old(outcome->count) + 1;
    ensures nothing_when_met: guard_is_met(guard, now, asked, policy) ==>
      outcome->count == \old(outcome->count);
    ensures its_reason_when_unmet: !guard_is_met(guard, now, asked, policy) ==>
      has_reason_l(outcome, reason_of_guard(guard));
    ensures nothing_else: \forall integer i; \old(outcome->count) <= i < outcome->count ==>
      outcome->unmet[i].reason == reason_of_guard(guard);
    ensures in_order: \forall integer i; 0 <= i < \old(outcome->count) ==>
      outcome->unmet[i].reason == \old(outcome->unmet[i].reason); */
static void ask_guard(enum guard guard, const struct candidacy *now,
                      const struct candidacy_command *asked, const struct policy *policy,
                      struct outcome *outcome)
{
    struct reason_detail detail;
    if (!guard_holds(guard, now, asked, policy, &detail))
        outcome_add(outcome, guard_info(guard)->reason, &detail);
}

/*@ predicate row_ends(struct transition *t, integer end) =
      0 <= end <= TRANSITION_MAX_GUARDS && t->guards[end] == GUARD_NONE &&
      \forall integer i; 0 <= i < end ==> t->guards[i] != GUARD_NONE;
    predicate guard_fails(struct transition *t, integer i, struct candidacy *now,
                          struct candidacy_command *asked, struct policy *policy) =
      !guard_is_met(t->guards[i], now, asked, policy);
    predicate is_reason_to_refuse(integer reason, struct transition *t, integer end,
                                  struct candidacy *now, struct candidacy_command *asked,
                                  struct policy *policy) =
      \exists integer i; 0 <= i < end && guard_fails(t, i, now, asked, policy) &&
        reason == reason_of_guard(t->guards[i]); */
/*@ requires readable: \valid_read(transition);
    requires the_row_ends: \exists integer end; row_ends(transition, end);
    requires writable: \valid(outcome) && outcome->count == 0;
    requires apart: \separated(outcome, transition);
    assigns outcome->count, outcome->unmet[0 .. OUTCOME_MAX_REASONS - 1];
    ensures sound: outcome_is_sound(outcome);
    ensures accepted_when_all_hold: \forall integer end; row_ends(transition, end) ==>
      (outcome->count == 0 <==>
        \forall integer i; 0 <= i < end ==> !guard_fails(transition, i, now, asked, policy));
    ensures every_failing_guard: \forall integer end, i;
      row_ends(transition, end) && 0 <= i < end &&
      guard_fails(transition, i, now, asked, policy) ==>
        has_reason_l(outcome, reason_of_guard(transition->guards[i]));
    ensures only_failing_guards: \forall integer end, k;
      row_ends(transition, end) && 0 <= k < outcome->count ==>
        is_reason_to_refuse(outcome->unmet[k].reason, transition, end, now, asked, policy); */
static void ask_guards(const struct transition *transition, const struct candidacy *now,
                       const struct candidacy_command *asked, const struct policy *policy,
                       struct outcome *outcome)
{
    /*@ loop invariant in_the_row: 0 <= i <= TRANSITION_MAX_GUARDS &&
          \forall integer j; 0 <= j < i ==> transition->guards[j] != GUARD_NONE;
        loop invariant row_untouched: \forall integer j; 0 <= j <= TRANSITION_MAX_GUARDS ==>
          transition->guards[j] == \at(transition->guards[j], Pre);
        loop invariant sound: outcome_is_sound(outcome) && outcome->count <= i;
        loop invariant every_failing_guard: \forall integer j; 0 <= j < i ==>
          guard_fails(transition, j, now, asked, policy) ==>
            has_reason_l(outcome, reason_of_guard(transition->guards[j]));
        loop invariant only_failing_guards: \forall integer k; 0 <= k < outcome->count ==>
          is_reason_to_refuse(outcome->unmet[k].reason, transition, i, now, asked, policy);
        loop invariant accepted_so_far: outcome->count == 0 <==>
          \forall integer j; 0 <= j < i ==> !guard_fails(transition, j, now, asked, policy);
        loop assigns i, outcome->count, outcome->unmet[0 .. OUTCOME_MAX_REASONS - 1];
        loop variant TRANSITION_MAX_GUARDS - i; */
    for (int i = 0; transition->guards[i] != GUARD_NONE; i++) {
        ask_guard(transition->guards[i], now, asked, policy, outcome);
        /*@ assert row_untouched: \forall integer j; 0 <= j <= TRANSITION_MAX_GUARDS ==>
              transition->guards[j] == \at(transition->guards[j], LoopCurrent); */
        /*@ assert reasons_as_before: \forall integer r;
              \at(is_reason_to_refuse(r, transition, i, now, asked, policy), LoopCurrent) ==>
                is_reason_to_refuse(r, transition, i, now, asked, policy); */
        /*@ assert earlier_reasons: \forall integer k; 0 <= k < \at(outcome->count, LoopCurrent) ==>
              is_reason_to_refuse(outcome->unmet[k].reason, transition, i, now, asked, policy); */
        /*@ assert they_stay: \forall integer r;
              is_reason_to_refuse(r, transition, i, now, asked, policy) ==>
                is_reason_to_refuse(r, transition, i + 1, now, asked, policy); */
        /*@ assert this_one: guard_fails(transition, i, now, asked, policy) ==>
              is_reason_to_refuse(reason_of_guard(transition->guards[i]), transition, i + 1, now,
                                  asked, policy); */
    }
}

/* No transition: the reason, with the details it has without one. */
static void refuse_without_transition(const struct candidacy *now, enum candidacy_event event,
                                      struct outcome *outcome)
{
    struct reason_detail detail = { 0 };
    const enum reason reason = transition_missing_reason(now->state, event);
    if (reason == REASON_DOMAINS_MISSING)
        detail.domains = candidacy_missing_domains(now);
    if (reason == REASON_DEADLINE_PASSED)
        detail.limit = now->deadline;
    outcome_add(outcome, reason, &detail);
}

struct outcome candidacy_decide(const struct candidacy *now, const struct candidacy_command *asked,
                                const struct policy *policy, struct decision *ret_decision)
{
    struct outcome outcome = { 0 };
    const struct transition *transition = transition_find(now->state, asked->event);
    if (transition == NULL) {
        refuse_without_transition(now, asked->event, &outcome);
        return outcome;
    }
    if (!actors_may(transition, asked->actors)) {
        outcome_add(&outcome, REASON_ROLE_NOT_ALLOWED, NULL);
        return outcome;
    }
    ask_guards(transition, now, asked, policy, &outcome);
    if (!outcome_is_accepted(&outcome))
        return outcome;

    *ret_decision = (struct decision){
        .transition = transition,
        .evaluation = -1,
        .missing_domains = candidacy_missing_domains(now),
    };
    const struct work work = { now, asked, policy, ret_decision };
    ret_decision->to = choose_target(&work, transition);
    compute(&work);
    fill_effects(&work);
    return outcome;
}

int candidacy_allowed_events(const struct candidacy *now, const struct candidacy_command *context,
                             const struct policy *policy,
                             struct allowed_event ret_events[CANDIDACY_MAX_ALLOWED_EVENTS])
{
    size_t row_count;
    const struct transition *rows = transitions(&row_count);
    int count = 0;
    for (size_t i = 0; i < row_count; i++) { /* no state has more events than there is room for */
        if (rows[i].from != now->state || !actors_may(&rows[i], context->actors))
            continue;
        struct candidacy_command asked = *context;
        asked.event = rows[i].event;
        asked.occurred_on = context->today;
        struct allowed_event *event = &ret_events[count++];
        *event = (struct allowed_event){ .transition = &rows[i], .is_allowed = true };
        for (const enum guard *guard = rows[i].guards; *guard != GUARD_NONE; guard++) {
            struct asked_guard *answer = &event->guards[event->guard_count++];
            answer->guard = *guard;
            answer->answer = GUARD_NEEDS_DATA;
            if (guard_info(*guard)->kind == GUARD_DATA)
                continue;
            answer->answer =
                guard_holds(*guard, now, &asked, policy, &answer->detail) ? GUARD_MET : GUARD_UNMET;
            if (answer->answer == GUARD_UNMET)
                event->is_allowed = false;
        }
    }
    return count;
}
