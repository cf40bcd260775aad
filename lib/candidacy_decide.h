/* The walk: an event is looked up, every guard is asked, and either all reasons to refuse come back
 * or everything that has to be written. The same walk tells which events are allowed now, and if
 * not, why. */
#ifndef CANDIDACY_DECIDE_H
#define CANDIDACY_DECIDE_H

#include "candidacy_machine.h"

/* What has to be written, for `count` things from `index` on: modules of the proposal or of the
 * path, evaluations (only those that count); otherwise 0 and 1. */
struct candidacy_effect {
    enum candidacy_effect_kind kind;
    int index, count;
};

/* Dates that are unset and texts that are empty are not changed by this transition, except
 * answer_by, see below. */
struct decision {
    const struct transition *transition;
    enum candidacy_state to;
    struct date information_on;            /* T2 */
    struct date cycle_start, deadline;     /* T5 */
    struct date answer_by;                 /* T22, kept by T31; every other transition clears it */
    struct id referential_version_id;      /* T3 */
    const struct referential *referential; /* T3: the one pinned */
    int evaluation; /* position in now->evaluations of the one acted upon; -1 = a new one, or none
                     */
    enum evaluation_kind evaluation_kind;
    uint64_t scope;                          /* T3, T13: of the new evaluation */
    char results[REFERENTIAL_MAX_ITEMS + 1]; /* T3, T13: empty grid; T4, T14: after the save */
    char subdomain_statuses[REFERENTIAL_MAX_SUBDOMAINS +
                            1]; /* T5, T15: of the evaluation completed */
    char domain_statuses[REFERENTIAL_MAX_DOMAINS +
                         1];  /* T5, T15: of the candidacy, with this evaluation */
    uint32_t missing_domains; /* of the candidacy, after this transition */
    uint64_t voided;          /* T23 */
    int voided_after;         /* T23: struct voiding.after_evaluations */
    bool is_direct_route;     /* T17 */
    bool clears_cycle;        /* ANNUL_EVALUATION of the prior one: no cycle, no deadline */
    bool annuls_certificate;  /* ANNUL_CERTIFICATE */
    struct date planned_end;  /* T7 */
    enum candidacy_state
        previous_state;     /* T27: where RESUME will lead; NONE otherwise, also stored */
    struct id owner_org_id; /* T31 */
    int effect_count;
    struct candidacy_effect effects[TRANSITION_MAX_EFFECTS]; /* one a kind of the row */
};

/* The things that an effect is for, one after the other: the first behind `previous` (-1 = the very
 * first); -1 = no more. */
int candidacy_effect_next(const struct candidacy_effect *effect, const struct candidacy *now,
                          int previous);

/* *ret_decision is written only when the outcome is accepted. Refused: INVALID_STATE or a better
 * reason (see transition_missing_reason) alone, ROLE_NOT_ALLOWED alone, or every guard that does
 * not hold. */
struct outcome candidacy_decide(const struct candidacy *now, const struct candidacy_command *asked,
                                const struct policy *policy, struct decision *ret_decision);

struct asked_guard {
    enum guard guard;
    enum guard_answer answer;
    struct reason_detail detail; /* of UNMET */
};

struct allowed_event {
    const struct transition *transition;
    bool is_allowed; /* no guard is unmet; the data may still be refused */
    int guard_count;
    struct asked_guard guards[TRANSITION_MAX_GUARDS];
};

enum { CANDIDACY_MAX_ALLOWED_EVENTS = 12 };

/* The events that have a transition from the present state and that one of the actors may ask for
 * (0 = anybody), each with its guards answered as of today. Of the command that stands for them
 * all, its days, actors and facts count. The number written. */
int candidacy_allowed_events(const struct candidacy *now, const struct candidacy_command *context,
                             const struct policy *policy,
                             struct allowed_event ret_events[CANDIDACY_MAX_ALLOWED_EVENTS]);

#endif
