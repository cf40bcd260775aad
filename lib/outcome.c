/* Collecting refusals. */
#include "outcome.h"

const char *const guard_answer_names[] = { "MET", "UNMET", "NEEDS_DATA", NULL };

bool outcome_has(const struct outcome *outcome, enum reason reason)
{
    for (int i = 0; i < outcome->count; i++)
        if (outcome->unmet[i].reason == reason)
            return true;
    return false;
}

void outcome_add(struct outcome *outcome, enum reason reason, const struct reason_detail *detail)
{
    if (outcome->count >= OUTCOME_MAX_REASONS || outcome_has(outcome, reason))
        return;
    struct unmet *unmet = &outcome->unmet[outcome->count++];
    unmet->reason = reason;
    unmet->detail = detail != NULL ? *detail : (struct reason_detail){ 0 };
}
