/* A request for a transfer (demande de transfert, decision 16): the organism that meets a candidate
 * whose file another one holds asks for it, with his consent, without learning who that is.
 *
 * PENDING -> DECLINED by the holder, RETRACTED by the organism that asked. ACCEPTED and LAPSED are
 * no events of it: they follow from the file, when it is transferred (T31) to the organism that
 * asked, or ends. */
#ifndef TRANSFER_REQUEST_H
#define TRANSFER_REQUEST_H

#include "candidacy.h"
#include "outcome.h"

enum transfer_request_state {
    TRANSFER_REQUEST_PENDING,
    TRANSFER_REQUEST_ACCEPTED,
    TRANSFER_REQUEST_DECLINED,
    TRANSFER_REQUEST_RETRACTED,
    TRANSFER_REQUEST_LAPSED,
    TRANSFER_REQUEST_STATE_COUNT
};

enum transfer_request_event {
    TRANSFER_REQUEST_EVENT_DECLINE,
    TRANSFER_REQUEST_EVENT_RETRACT,
    TRANSFER_REQUEST_EVENT_COUNT
};

/* On which side of a request somebody stands. */
enum transfer_party { TRANSFER_PARTY_SENT, TRANSFER_PARTY_RECEIVED, TRANSFER_PARTY_COUNT };

/* Wire names by value, NULL-terminated. */
extern const char *const transfer_request_state_names[];
extern const char *const transfer_request_event_names[];
extern const char *const transfer_party_names[];

/* What is known when an organism asks. */
struct transfer_question {
    enum candidacy_state state; /* of its own file with the candidate */
    struct date contact_on;     /* of its own file */
    struct date consent_on, today;
    bool is_pending;   /* it has asked already */
    bool is_elsewhere; /* another organism holds an informed file of the same certification */
    bool is_here;      /* it holds one itself */
};

/* INVALID_STATE alone unless the file is a CONTACT; or DATE_IN_FUTURE, BEFORE_CONTACT,
 * TRANSFER_ALREADY_REQUESTED, CANDIDACY_HELD_HERE, NO_CANDIDACY_ELSEWHERE. */
struct outcome transfer_request_send(const struct transfer_question *asked);

struct transfer_request_transition {
    enum transfer_request_state from;
    enum transfer_request_event event;
    enum transfer_party party; /* whose event it is */
    enum transfer_request_state to;
    bool needs_reason;
};

const struct transfer_request_transition *transfer_request_transitions(size_t *ret_count);
/* NULL = no such transition for that party. */
const struct transfer_request_transition *
transfer_request_transition_find(enum transfer_request_state from, enum transfer_party party,
                                 enum transfer_request_event event);

/* INVALID_STATE alone, or REASON_REQUIRED. *ret_to is written only when accepted. */
struct outcome transfer_request_decide(enum transfer_request_state now, enum transfer_party party,
                                       enum transfer_request_event event, bool has_reason,
                                       enum transfer_request_state *ret_to);

#endif
