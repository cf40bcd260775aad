/* SPDX-License-Identifier: EUPL-1.2 */
/* The certifier's reasoned override of competence (A30). */
#include "competence.h"

static bool waits(const struct competence *now)
{
    return now->state == CANDIDACY_SUBMITTED;
}

bool competence_moves_file(const struct competence *now)
{
    return waits(now) && !now->is_waiting_there;
}

/* What a commission has taken up, or is over, stays where it is. */
static enum reason taken_up(const struct competence *now)
{
    switch (now->state) {
    case CANDIDACY_ON_AGENDA:
        return REASON_FILE_ON_AGENDA;
    case CANDIDACY_DEFERRED:
    case CANDIDACY_CERTIFIED:
        return REASON_FILE_DECIDED;
    default:
        if (candidacy_state_is_terminal(now->state))
            return REASON_INVALID_STATE;
        return now->is_decided && waits(now) ? REASON_FILE_DECIDED : REASON_NONE;
    }
}

struct outcome competence_override(const struct competence *now)
{
    struct outcome outcome = { 0 };
    const enum reason reason = taken_up(now);
    if (reason != REASON_NONE) {
        outcome_add(&outcome, reason, NULL);
        return outcome;
    }
    if (!now->is_commission)
        outcome_add(&outcome, REASON_COMMISSION_NOT_COMPETENT, NULL);
    else if (now->is_there)
        outcome_add(&outcome, REASON_COMMISSION_ALREADY_COMPETENT, NULL);
    return outcome;
}
