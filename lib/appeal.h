/* SPDX-License-Identifier: EUPL-1.2 */
/* An appeal (recours) of a candidate to the certifier against a refusal of the commission (3.4,
 * 9.3): FILED -> ADMISSIBLE -> UPHELD, REEXAMINE or REJECTED; WITHDRAWN from either of the first
 * two.
 *
 * UPHELD is said of the commission's decision: it stands after examination, and the appeal fails.
 * REJECTED: the appeal is inadmissible (from FILED) or unfounded (from ADMISSIBLE), with a reason.
 * REEXAMINE: the file is live again, for other jurors, and the refusal no longer counts. WITHDRAWN:
 * the candidate, or whoever filed it for the candidate, wants no answer any more, with a reason;
 * the refusal has been appealed all the same.
 */
#ifndef APPEAL_H
#define APPEAL_H

#include "outcome.h"
#include "policy.h"
#include "session.h"

enum appeal_state {
    APPEAL_FILED,
    APPEAL_ADMISSIBLE,
    APPEAL_UPHELD,
    APPEAL_REEXAMINE,
    APPEAL_REJECTED,
    APPEAL_WITHDRAWN,
    APPEAL_STATE_COUNT
};

enum appeal_event {
    APPEAL_EVENT_DECLARE_ADMISSIBLE,
    APPEAL_EVENT_UPHOLD,
    APPEAL_EVENT_REEXAMINE,
    APPEAL_EVENT_REJECT,
    APPEAL_EVENT_WITHDRAW,
    APPEAL_EVENT_COUNT
};

/* Wire names by value, NULL-terminated. */
extern const char *const appeal_state_names[];
extern const char *const appeal_event_names[];

bool appeal_state_from_name(const char *name, size_t size, enum appeal_state *ret_state);

/* What an appeal that is to be filed is about. */
struct appealed_decision {
    enum verdict verdict;
    struct date effective_on; /* unset = not yet */
    struct date appeal_by;    /* the last day, as the candidate was told; unset = he was not: the
                                 time to appeal does not run yet */
    struct id appeal_id;      /* that was filed already, whatever became of it; unset = none */
};

/* The last day on which a decision can be appealed of which the candidate was told that day. */
struct date appeal_deadline(struct date notified_on, const struct policy *policy);

/* DECISION_NOT_APPEALABLE alone, or APPEAL_EXISTS, DATE_IN_FUTURE, DATE_BEFORE_PREVIOUS_ACT (before
 * the decision took effect), APPEAL_TOO_LATE. Who heard of a refusal before he was told of it may
 * appeal at once. */
struct outcome appeal_file(const struct appealed_decision *decision, struct date filed_on,
                           struct date today);

struct appeal_transition {
    enum appeal_state from;
    enum appeal_event event;
    enum appeal_state to;
    bool needs_reason;
};

const struct appeal_transition *appeal_transitions(size_t *ret_count);
/* NULL = no such transition. */
const struct appeal_transition *appeal_transition_find(enum appeal_state from,
                                                       enum appeal_event event);

struct appeal_command {
    enum appeal_event event;
    struct date occurred_on;
    struct date today;
    bool has_reason;
};

/* previous_on: day of the act before, filing or admission. INVALID_STATE alone, or DATE_IN_FUTURE,
 * DATE_BEFORE_PREVIOUS_ACT, REASON_REQUIRED. *ret_to is written only when accepted. */
struct outcome appeal_decide(enum appeal_state now, struct date previous_on,
                             const struct appeal_command *asked, enum appeal_state *ret_to);

#endif
