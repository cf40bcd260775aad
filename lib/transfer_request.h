/* SPDX-License-Identifier: EUPL-1.2 */
/* A transfer binds two organisms (T31), and begins with one of them, each time with the consent of
 * the candidate. A request (demande de transfert, decision 16): the organism that meets a candidate
 * whose file another one holds asks for it, without learning who that is. An offer (proposition):
 * the organism that holds a file offers it to another one.
 *
 * PENDING -> DECLINED by who received it, RETRACTED by who sent it. An offer that is accepted, and
 * whatever the certifier grants in place of somebody who is silent, is AGREED: the file may be
 * transferred. ACCEPTED and LAPSED are no events: they follow from the file, when it is transferred
 * to the organism that asked or agreed, or ends; and from silence (decision 34). */
#ifndef TRANSFER_REQUEST_H
#define TRANSFER_REQUEST_H

#include "candidacy.h"
#include "outcome.h"
#include "repetition.h"

enum transfer_request_state {
    TRANSFER_REQUEST_PENDING,
    TRANSFER_REQUEST_AGREED,
    TRANSFER_REQUEST_ACCEPTED,
    TRANSFER_REQUEST_DECLINED,
    TRANSFER_REQUEST_RETRACTED,
    TRANSFER_REQUEST_LAPSED,
    TRANSFER_REQUEST_STATE_COUNT
};

enum transfer_kind { TRANSFER_KIND_REQUEST, TRANSFER_KIND_OFFER, TRANSFER_KIND_COUNT };

enum transfer_request_event {
    TRANSFER_REQUEST_EVENT_ACCEPT,
    TRANSFER_REQUEST_EVENT_DECLINE,
    TRANSFER_REQUEST_EVENT_RETRACT,
    TRANSFER_REQUEST_EVENT_GRANT,
    TRANSFER_REQUEST_EVENT_COUNT
};

/* On which side of it somebody stands; the certifier stands on none. */
enum transfer_party {
    TRANSFER_PARTY_SENT,
    TRANSFER_PARTY_RECEIVED,
    TRANSFER_PARTY_COUNT,
    TRANSFER_PARTY_NONE = TRANSFER_PARTY_COUNT
};

/* Wire names by value, NULL-terminated. */
extern const char *const transfer_request_state_names[];
extern const char *const transfer_request_event_names[];
extern const char *const transfer_party_names[];
extern const char *const transfer_kind_names[];

/* What is known when an organism asks. */
struct transfer_question {
    enum candidacy_state state; /* of its own file with the candidate */
    struct date contact_on;     /* of its own file */
    struct date consent_on, today;
    struct id pending_id; /* the request in which it has asked already; unset = none */
    bool needs_sight;     /* the record of the candidate is of others, and not open to it */
    bool is_elsewhere;    /* another organism holds an informed file of the same certification */
    struct id here_id;    /* the one that it holds itself; unset = none */
    struct repetition repetition;
};

/* INVALID_STATE alone unless the file is a CONTACT; or DATE_IN_FUTURE, BEFORE_CONTACT,
 * TRANSFER_ALREADY_REQUESTED, REQUESTS_TOO_MANY, CANDIDACY_HELD_HERE, NO_CANDIDACY_ELSEWHERE; in
 * the place of the last two SIGHT_NOT_ACCEPTED: where a candidate of others is, is not told before.
 */
struct outcome transfer_request_send(const struct transfer_question *asked);

/* What is known when the organism that holds a file offers it. */
struct transfer_offer {
    enum candidacy_state state;
    struct date contact_on;
    struct date consent_on, today;
    struct id offered_id;         /* the offer to whomever that is still open; unset = none */
    struct repetition repetition; /* to the same organism */
};

/* INVALID_STATE alone where the machine has no TRANSFER; or DATE_IN_FUTURE, BEFORE_CONTACT,
 * TRANSFER_ALREADY_OFFERED, REQUESTS_TOO_MANY. */
struct outcome transfer_request_offer(const struct transfer_offer *asked);

/* A request or an offer as it stands. */
struct transfer_standing {
    enum transfer_kind kind;
    enum transfer_request_state state;
};

struct transfer_request_transition {
    bool is_of[TRANSFER_KIND_COUNT]; /* the kinds that have this row */
    enum transfer_request_state from;
    enum transfer_request_event event;
    enum transfer_party party; /* whose event it is */
    enum transfer_request_state to;
    bool needs_reason;
};

const struct transfer_request_transition *transfer_request_transitions(size_t *ret_count);
/* NULL = no such transition for that party. */
const struct transfer_request_transition *
transfer_request_transition_find(struct transfer_standing now, enum transfer_party party,
                                 enum transfer_request_event event);

/* INVALID_STATE alone, or REASON_REQUIRED. *ret_to is written only when accepted. */
struct outcome transfer_request_decide(struct transfer_standing now, enum transfer_party party,
                                       enum transfer_request_event event, bool has_reason,
                                       enum transfer_request_state *ret_to);

#endif
