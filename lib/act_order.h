/* SPDX-License-Identifier: EUPL-1.2 */
/* The acts of a history beside each other: which of them stand, and what a day that is corrected
 * has to lie between (9.5, invariant 25). */
#ifndef ACT_ORDER_H
#define ACT_ORDER_H

#include "candidacy_command.h"
#include "outcome.h"

/* NULL = none of this history. */
const struct act *act_find(const struct facts *facts, struct id id);
/* Neither fallen nor taken back. */
bool act_stands(const struct facts *facts, const struct act *act);
/* Whether CORRECT_DATE is what puts its day right. */
bool act_is_dated(enum candidacy_event event);
/* What puts its day right; CANDIDACY_EVENT_COUNT = nothing does. */
enum candidacy_event act_corrected_by(enum candidacy_event event);
/* What is no activity of the candidate, on whatever day it is entered (T27). */
bool act_is_note(enum candidacy_event event);
/* The latest day of any activity, once the one that is corrected was on that day. */
struct date act_last_activity(const struct facts *facts, const struct act *corrected_act,
                              struct date day);
/* Whether the commission has had it in hand since: a file was sent that stands, or it decided. */
bool act_is_decided_upon(const struct facts *facts, const struct act *act);
/* Whether who acted held the function that it takes on that day; where it takes none, anybody. */
bool act_person_was_there(const struct facts *facts, const struct act *act, struct date day);
/* Whether on that day the act still follows what it rests on, and precedes what rests on it;
 * *detail says the two days otherwise. */
bool act_follows(const struct facts *facts, const struct act *act, struct date day,
                 struct reason_detail *detail);
bool act_precedes(const struct facts *facts, const struct act *act, struct date day,
                  struct reason_detail *detail);

#endif
