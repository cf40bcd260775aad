/* SPDX-License-Identifier: EUPL-1.2 */
/* The walk over the table: the guards of an event, asked. */
#include "candidacy_decide.h"

_Static_assert((int)TRANSITION_MAX_GUARDS <= (int)OUTCOME_MAX_REASONS,
               "every guard of a row may fail at once");

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
    if (reason == REASON_FILE_ALREADY_ON_AGENDA && now->file != NULL)
        detail.id = now->file->live_session_id;
    outcome_add(outcome, reason, &detail);
}

/* Entered late, and judged by the day on which it was (A6). */
static bool judges_its_own_day(const struct transition *transition)
{
    for (int i = 0; transition->guards[i] != GUARD_NONE; i++)
        if (transition->guards[i] == GUARD_EVALUATION_AFTER_DEADLINE ||
            transition->guards[i] == GUARD_DEADLINE_PASSED_ON_CLOSING)
            return true;
    return false;
}

/* 9.4, T25: what EXPIRE is due for is over from that day on, whether the sweep has come by or not:
 * nothing happens any more but what happens to an expired candidacy. Its rows have one guard. */
static bool is_over(const struct transition *transition, const struct candidacy *now,
                    const struct candidacy_command *asked, const struct policy *policy)
{
    const struct transition *expiry = transition_find(now->state, EVENT_EXPIRE);
    struct reason_detail detail;
    return asked->event != EVENT_EXPIRE && expiry != NULL &&
           transition_find(CANDIDACY_EXPIRED, asked->event) == NULL &&
           !judges_its_own_day(transition) &&
           guard_holds(expiry->guards[0], now, asked, policy, &detail);
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
        outcome_add(&outcome, REASON_ROLE_NOT_ALLOWED,
                    &(struct reason_detail){ .actors = transition->actors });
        return outcome;
    }
    if (is_over(transition, now, asked, policy)) {
        outcome_add(&outcome, REASON_DEADLINE_PASSED,
                    &(struct reason_detail){ .date = asked->deadline_day, .limit = now->deadline });
        return outcome;
    }
    ask_guards(transition, now, asked, policy, &outcome);
    if (outcome_is_accepted(&outcome))
        decision_make(transition, now, asked, policy, ret_decision);
    return outcome;
}

static enum guard_answer ask_before_data(enum guard guard, const struct candidacy *now,
                                         const struct candidacy_command *asked,
                                         const struct policy *policy, struct reason_detail *detail)
{
    if (guard_info(guard)->kind == GUARD_STATE)
        return guard_holds(guard, now, asked, policy, detail) ? GUARD_MET : GUARD_UNMET;
    return guard_is_curable(guard, now, asked, policy, detail) ? GUARD_NEEDS_DATA : GUARD_UNMET;
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
        if (is_over(&rows[i], now, &asked, policy))
            continue;
        struct allowed_event *event = &ret_events[count++];
        *event = (struct allowed_event){ .transition = &rows[i], .is_allowed = true };
        for (const enum guard *guard = rows[i].guards; *guard != GUARD_NONE; guard++) {
            struct asked_guard *answer = &event->guards[event->guard_count++];
            answer->guard = *guard;
            answer->answer = ask_before_data(*guard, now, &asked, policy, &answer->detail);
            if (answer->answer == GUARD_UNMET)
                event->is_allowed = false;
        }
    }
    return count;
}
