/* SPDX-License-Identifier: EUPL-1.2 */
/* A piece of evidence (preuve): a file that is put beside a candidacy, by its organism or by the
 * candidate himself, for the commission that will judge it.
 *
 * PENDING_SCAN -> CLEAN or REFUSED, as the scanner says; without a scanner, and where the operator
 * wants that, -> UNSCANNED, and from there as soon as there is one. Whoever put it there ->
 * REMOVED, with a reason, as long as no file was sent to a commission with it: what was judged
 * stays. Of what is REFUSED or REMOVED the record stays, and no byte. */
#ifndef EVIDENCE_H
#define EVIDENCE_H

#include "candidacy.h"
#include "outcome.h"

enum evidence_state {
    EVIDENCE_PENDING_SCAN,
    EVIDENCE_CLEAN,
    EVIDENCE_UNSCANNED,
    EVIDENCE_REFUSED,
    EVIDENCE_REMOVED,
    EVIDENCE_STATE_COUNT
};

enum evidence_event { EVIDENCE_EVENT_REMOVE, EVIDENCE_EVENT_COUNT };

/* Wire names by value, NULL-terminated. */
extern const char *const evidence_state_names[];
extern const char *const evidence_event_names[];

/* Whether evidence is put beside a candidacy, and taken away, in that state: from the information
 * on, until the file is sent; and while the commission waits for a complement. */
bool evidence_is_open(enum candidacy_state state);

/* A piece of evidence as it stands, and what somebody wants of it. */
struct evidence_act {
    enum evidence_state state;
    enum candidacy_state candidacy_state;
    bool was_sent; /* a file was sent to a commission since */
    bool has_reason;
};

/* INVALID_STATE alone; REMOVE: EVIDENCE_SENT (sent, or the candidacy takes and gives none now),
 * REASON_REQUIRED. */
struct outcome evidence_decide(const struct evidence_act *act, enum evidence_event event);

#endif
