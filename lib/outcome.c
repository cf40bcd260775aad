/* SPDX-License-Identifier: EUPL-1.2 */
/* Collecting refusals. */
#include "outcome.h"

#include "name.h"

const char *const guard_answer_names[] = {
    [GUARD_MET] = "MET",
    [GUARD_UNMET] = "UNMET",
    [GUARD_NEEDS_DATA] = "NEEDS_DATA",
    NULL,
};
NAMES_END_WITH(guard_answer_names, GUARD_ANSWER_COUNT);

bool outcome_has(const struct outcome *outcome, enum reason reason)
{
    /*@ loop invariant so_far: 0 <= i <= outcome->count &&
          \forall integer j; 0 <= j < i ==> outcome->unmet[j].reason != reason;
        loop assigns i;
        loop variant outcome->count - i; */
    for (int i = 0; i < outcome->count; i++)
        if (outcome->unmet[i].reason == reason)
            return true;
    return false;
}

/*@ requires writable: \valid(ret_detail);
    requires readable: detail == \null || \valid_read(detail);
    requires apart: \separated(ret_detail, detail);
    assigns *ret_detail; */
static void detail_set(struct reason_detail *ret_detail, const struct reason_detail *detail)
{
    *ret_detail = detail != NULL ? *detail : (struct reason_detail){ 0 };
}

void outcome_add(struct outcome *outcome, enum reason reason, const struct reason_detail *detail)
{
    if (outcome->count >= OUTCOME_MAX_REASONS || outcome_has(outcome, reason))
        return;
    struct unmet *unmet = &outcome->unmet[outcome->count++];
    detail_set(&unmet->detail, detail);
    unmet->reason = reason;
}
