/* SPDX-License-Identifier: EUPL-1.2 */
/* Evidence: when it may come and go. */
#include "evidence.h"

#include "name.h"

const char *const evidence_state_names[] = {
    [EVIDENCE_PENDING_SCAN] = "PENDING_SCAN", [EVIDENCE_CLEAN] = "CLEAN",
    [EVIDENCE_UNSCANNED] = "UNSCANNED",       [EVIDENCE_REFUSED] = "REFUSED",
    [EVIDENCE_REMOVED] = "REMOVED",           NULL,
};
NAMES_END_WITH(evidence_state_names, EVIDENCE_STATE_COUNT);
const char *const evidence_event_names[] = {
    [EVIDENCE_EVENT_REMOVE] = "REMOVE",
    NULL,
};
NAMES_END_WITH(evidence_event_names, EVIDENCE_EVENT_COUNT);

bool evidence_is_open(enum candidacy_state state)
{
    return (state >= CANDIDACY_INFORMED && state <= CANDIDACY_JURY_READY) ||
           state == CANDIDACY_DEFERRED;
}

struct outcome evidence_decide(const struct evidence_act *act, enum evidence_event event)
{
    struct outcome outcome = { 0 };
    const bool is_there = act->state != EVIDENCE_REFUSED && act->state != EVIDENCE_REMOVED;
    if (event != EVIDENCE_EVENT_REMOVE || !is_there) {
        outcome_add(&outcome, REASON_INVALID_STATE, NULL);
        return outcome;
    }
    if (act->was_sent || !evidence_is_open(act->candidacy_state))
        outcome_add(&outcome, REASON_EVIDENCE_SENT, NULL);
    if (!act->has_reason)
        outcome_add(&outcome, REASON_REASON_REQUIRED, NULL);
    return outcome;
}
