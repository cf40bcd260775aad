/* SPDX-License-Identifier: EUPL-1.2 */
/* The main route of a candidacy: what each state waits for. The database has the same column
 * (candidacy_state.next_event), which tests/unit compares. */
#include "candidacy_machine.h"

static const struct {
    bool is_waiting;
    enum candidacy_event event;
} next[CANDIDACY_STATE_COUNT] = {
    [CANDIDACY_CONTACT] = { true, EVENT_RECORD_INFORMATION },
    [CANDIDACY_INFORMED] = { true, EVENT_START_PRIOR },
    [CANDIDACY_PRIOR_IN_PROGRESS] = { true, EVENT_COMPLETE_PRIOR },
    [CANDIDACY_PRIOR_COMPLETED] = { true, EVENT_RECORD_RESTITUTION },
    [CANDIDACY_PARTIAL] = { true, EVENT_PROPOSE_PATH },
    [CANDIDACY_PATH_PROPOSED] = { true, EVENT_ACCEPT_PATH },
    [CANDIDACY_IN_TRAINING] = { true, EVENT_CLOSE_PATH },
    [CANDIDACY_FINAL_READY] = { true, EVENT_START_FINAL },
    [CANDIDACY_FINAL_IN_PROGRESS] = { true, EVENT_COMPLETE_FINAL },
    [CANDIDACY_FINAL_COMPLETED] = { true, EVENT_RECORD_RESTITUTION },
    [CANDIDACY_JURY_READY] = { true, EVENT_SUBMIT_FILE },
    [CANDIDACY_SUBMITTED] = { true, EVENT_PUT_ON_AGENDA },
    [CANDIDACY_ON_AGENDA] = { true, EVENT_CERTIFY },
    [CANDIDACY_DEFERRED] = { true, EVENT_ANSWER_COMPLEMENT },
};

const struct transition *transition_next(enum candidacy_state from)
{
    return next[from].is_waiting ? transition_find(from, next[from].event) : NULL;
}
