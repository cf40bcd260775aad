/* SPDX-License-Identifier: EUPL-1.2 */
/* The guards of candidacy transitions: pure predicates, named after the reason they raise when they
 * do not hold. */
#ifndef CANDIDACY_GUARDS_H
#define CANDIDACY_GUARDS_H

#include "candidacy_command.h"
#include "outcome.h"
#include "policy.h"

/* Two guards of one reason differ in what they
 * look at. */
enum guard {
    GUARD_NONE, /* ends a row's list */
#define GUARD(name, predicate, reason, kind, reads) GUARD_##name,
#include "candidacy_guards.def"
#undef GUARD
    GUARD_COUNT
};

enum guard_kind {
    GUARD_STATE,         /* decidable now, from the snapshot and the facts */
    GUARD_DATA,          /* needs the body of the event */
    GUARD_AFTER_CONSENT, /* the same: what happened elsewhere is told after consent (decision 16) */
};

/* Aggregates whose facts a guard reads: the server claims their versions when it saves. */
enum guard_reads {
    READS_CANDIDACY = 1 << 0,
    READS_HABILITATION = 1 << 1,
    READS_AFFILIATION = 1 << 2,
    READS_REFERENTIAL = 1 << 3,
    READS_SESSION = 1 << 4,
    READS_COMMISSION = 1 << 5,
    READS_CANDIDATE = 1 << 6,
};

struct guard_info {
    const char *name; /* "DEADLINE_PASSED_ON_CLOSING" */
    enum reason reason;
    enum guard_kind kind;
    unsigned reads;
};

/* What the proof of the walk (tests/proof/wp) takes as given: a guard answers by its question
 * alone, as nothing of it changes during the walk, and has one reason. Which, the unit tests say.
 */
/*@ axiomatic guards {
      predicate guard_is_met(integer guard, struct candidacy *now, struct candidacy_command *asked,
                             struct policy *policy);
      logic integer reason_of_guard(integer guard);
    } */

/*@ assigns \nothing;
    ensures an_entry: \valid_read(\result);
    ensures its_reason: \result->reason == reason_of_guard(guard); */
const struct guard_info *guard_info(enum guard guard);

/* True when there is nothing to object. *ret_detail is zeroed, then says what is at fault. */
/*@ requires writable: \valid(ret_detail);
    assigns *ret_detail;
    ensures answer: \result <==> guard_is_met(guard, now, asked, policy); */
bool guard_holds(enum guard guard, const struct candidacy *now,
                 const struct candidacy_command *asked, const struct policy *policy,
                 struct reason_detail *ret_detail);

/* Of a guard that needs the body: whether some body would do, as far as the candidacy itself and
 * the facts about it tell. *ret_detail as above. */
bool guard_is_curable(enum guard guard, const struct candidacy *now,
                      const struct candidacy_command *asked, const struct policy *policy,
                      struct reason_detail *ret_detail);

/* Who acts in the function of an evaluator, and in no other that the act is given to: whatever is
 * named, it is his act, too (S6). What a referent may enter for others is none of his own. */
struct person candidacy_evaluating_hand(const struct candidacy_command *asked);

/* Whom the separation is asked of beside whoever is named: the hand that evaluates; and of results
 * that are given back, who gives them, in whatever function: another one opens nothing. */
struct person candidacy_judging_hand(const struct candidacy_command *asked);

#endif
