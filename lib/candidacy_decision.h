/* SPDX-License-Identifier: EUPL-1.2 */
/* What an accepted transition leads to: the state behind it, what is computed, and what has to be
 * written. */
#ifndef CANDIDACY_DECISION_H
#define CANDIDACY_DECISION_H

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
    struct date information_on;            /* T2; corrected, too */
    struct date results_on;                /* CORRECT_DATE of results: the latest day of any */
    struct date last_activity_on;          /* T27: from now on; unset = as it was */
    struct date cycle_start, deadline;     /* T5 */
    struct date answer_by;                 /* T22; kept by what leaves the candidacy where it is
                                              (T31, 3.4, A30); every other transition clears it */
    struct id referential_version_id;      /* T3 */
    const struct referential *referential; /* T3: the one pinned */
    int evaluation; /* position in now->evaluations of the one acted upon; -1 = a new one, or none
                     */
    enum evaluation_kind evaluation_kind;
    uint64_t scope;                          /* T3, T13: of the new evaluation */
    char results[REFERENTIAL_MAX_ITEMS + 1]; /* T3, T13: empty grid; T4, T14: after the save */
    char subdomain_statuses[REFERENTIAL_MAX_SUBDOMAINS +
                            1]; /* T5, T15: of the evaluation completed */
    uint32_t missing_domains;   /* of the candidacy, after this transition */
    uint64_t voided;            /* T23, RECTIFY_DECISION */
    int voided_after;           /* of these: struct voiding.after_evaluations */
    bool is_direct_route;       /* T17 */
    bool clears_cycle;          /* ANNUL_EVALUATION of the prior one: no cycle, no deadline */
    bool annuls_certificate;    /* ANNUL_CERTIFICATE */
    struct date planned_end;    /* T7 */
    enum candidacy_state previous_state; /* T27: where RESUME will lead; NONE otherwise, also
                                            stored; kept by RECTIFY_DECISION */
    struct id owner_org_id;              /* T31 */
    int effect_count;
    struct candidacy_effect effects[TRANSITION_MAX_EFFECTS]; /* one a kind of the row */
};

/* The things that an effect is for, one after the other: the first behind `previous` (-1 = the very
 * first); -1 = no more. */
int candidacy_effect_next(const struct candidacy_effect *effect, const struct candidacy *now,
                          int previous);

/* Of a transition whose guards all hold. */
void decision_make(const struct transition *transition, const struct candidacy *now,
                   const struct candidacy_command *asked, const struct policy *policy,
                   struct decision *ret_decision);

#endif
