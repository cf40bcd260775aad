/* SPDX-License-Identifier: EUPL-1.2 */
/* What the domain answers to a wish: nothing to object, or every reason to refuse, each with its
 * details. */
#ifndef OUTCOME_H
#define OUTCOME_H

#include "calendar.h"
#include "id.h"
#include "reason.h"
#include "referential.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Which of the dates of an act is at fault, where it has several. */
enum act_date {
    ACT_DATE_UNSAID,
    ACT_DATE_OF_ACT,
    ACT_DATE_OF_PATH,
    ACT_DATE_OF_MODULE,
    ACT_DATE_OF_SITTING,
    ACT_DATE_OF_WRITING,
    ACT_DATE_OF_CONTACT,
    ACT_DATE_OF_RESTITUTION,
    ACT_DATE_OF_CORRECTION
};

/* Only what the reason has to say is set; zero means unsaid. Pointers borrow from the caller's
 * facts and command. */
struct reason_detail {
    uint32_t domains; /* of the pinned version: DOMAINS_MISSING, PATH_…, DOMAIN_ALREADY_VALIDATED */
    uint64_t modules;         /* bit i = path->modules[i], or the proposed module i */
    struct item_set items;    /* GRID_INCOMPLETE, CRITERION_OUT_OF_SCOPE */
    unsigned pieces;          /* bit = enum piece_kind: FILE_INCOMPLETE */
    const char *const *names; /* missing fields or right to train; unknown codes */
    size_t name_count;
    const char *const *candidate_ids; /* POSSIBLE_DUPLICATE: of those that the asker sees */
    size_t candidate_id_count;
    enum act_date which;
    struct date date;  /* the date at fault */
    struct date limit; /* what it is compared with: deadline, sitting, closing of the path… */
    int behind;      /* whose day the limit is: enum candidacy_event of that act + 1; 0 = unsaid */
    struct id id;    /* the person or organism at fault */
    uint64_t jurors; /* bit i = session->jurors[i] */
    int recused;     /* QUORUM_NOT_MET: of those present, whose vote would be needed */
    int expected, found; /* counts: quorum, capacity, majority */
    unsigned actors;     /* ROLE_NOT_ALLOWED: enum actor of who may */
    bool has_minutes;    /* HOURS_BEYOND_MODULE */
    int limit_minutes, attended_minutes;
    int bound; /* how many there may be, where an act would add one more (decision 36) */
};

static inline int detail_left_minutes(const struct reason_detail *detail)
{
    const int left = detail->limit_minutes - detail->attended_minutes;
    return left > 0 ? left : 0;
}

struct unmet {
    enum reason reason;
    struct reason_detail detail;
};

enum { OUTCOME_MAX_REASONS = 16 };

struct outcome {
    int count;                               /* 0 = accepted */
    struct unmet unmet[OUTCOME_MAX_REASONS]; /* in the order of the rules; each reason once */
};

/* What is known of a guard before the body of an event is. */
enum guard_answer { GUARD_MET, GUARD_UNMET, GUARD_NEEDS_DATA, GUARD_ANSWER_COUNT };
extern const char *const guard_answer_names[]; /* MET UNMET NEEDS_DATA, NULL-terminated */

/*@ requires readable: \valid_read(outcome);
    assigns \nothing;
    ensures nothing_to_object: \result <==> outcome->count == 0; */
static inline bool outcome_is_accepted(const struct outcome *outcome)
{
    return outcome->count == 0;
}

/* The contract in ACSL, proved by tests/proof/wp. */
/*@ predicate outcome_is_sound(struct outcome *o) =
      0 <= o->count <= OUTCOME_MAX_REASONS &&
      \forall integer i, j; 0 <= i < j < o->count ==> o->unmet[i].reason != o->unmet[j].reason;
    predicate has_reason_l{L}(struct outcome *o, integer reason) =
      \exists integer i; 0 <= i < o->count && o->unmet[i].reason == reason; */

/*@ requires readable: \valid_read(outcome) && outcome_is_sound(outcome);
    assigns \nothing;
    ensures there: \result <==> has_reason_l(outcome, reason); */
bool outcome_has(const struct outcome *outcome, enum reason reason);
/* Beyond the bound or when the reason is already there, nothing is added. */
/*@ requires writable: \valid(outcome) && outcome_is_sound(outcome);
    requires detail_readable: detail == \null || \valid_read(detail);
    requires apart: \separated(outcome, detail);
    assigns outcome->count, outcome->unmet[0 .. OUTCOME_MAX_REASONS - 1];
    ensures bounded_and_each_once: outcome_is_sound(outcome);
    ensures added_or_full: has_reason_l(outcome, reason) ||
      \old(outcome->count) == OUTCOME_MAX_REASONS;
    ensures at_most_one_more: \old(outcome->count) <= outcome->count <= \old(outcome->count) + 1;
    ensures nothing_twice: \old(has_reason_l(outcome, reason)) ==>
      outcome->count == \old(outcome->count);
    ensures nothing_else: \forall integer i; \old(outcome->count) <= i < outcome->count ==>
      outcome->unmet[i].reason == reason;
    ensures in_order: \forall integer i; 0 <= i < \old(outcome->count) ==>
      outcome->unmet[i].reason == \old(outcome->unmet[i].reason); */
void outcome_add(struct outcome *outcome, enum reason reason, const struct reason_detail *detail);

#endif
