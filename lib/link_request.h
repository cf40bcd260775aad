/* SPDX-License-Identifier: EUPL-1.2 */
/* A request for a link (demande de rattachement, decision 34): the membership of an organism in a
 * network, or a function of a person in an organism or a commission. Asked by one side, it is
 * ACCEPTED by the other or GRANTED by the certifier with a reason, and then the link begins, on
 * that day at the earliest; or it is DECLINED by the other side, RETRACTED by who asked, LAPSED
 * when nobody answers in time.
 *
 * What binds nobody but who does it, a function that one gives to people of one's own, is ACCEPTED
 * as soon as it is asked. */
#ifndef LINK_REQUEST_H
#define LINK_REQUEST_H

#include "calendar.h"
#include "outcome.h"
#include "repetition.h"

enum link_kind { LINK_MEMBERSHIP, LINK_FUNCTION, LINK_KIND_COUNT };

enum link_request_state {
    LINK_REQUEST_PENDING,
    LINK_REQUEST_ACCEPTED,
    LINK_REQUEST_GRANTED,
    LINK_REQUEST_DECLINED,
    LINK_REQUEST_RETRACTED,
    LINK_REQUEST_LAPSED,
    LINK_REQUEST_STATE_COUNT
};

enum link_request_event {
    LINK_REQUEST_EVENT_ACCEPT,
    LINK_REQUEST_EVENT_GRANT,
    LINK_REQUEST_EVENT_DECLINE,
    LINK_REQUEST_EVENT_RETRACT,
    LINK_REQUEST_EVENT_LAPSE, /* comes by itself */
    LINK_REQUEST_EVENT_COUNT
};

/* Who has to do with a request; sets are `unsigned` of 1 << value. */
enum link_party {
    LINK_PARTY_ASKED,     /* who asked */
    LINK_PARTY_OTHER,     /* who is asked: the organism, the network, the person */
    LINK_PARTY_CERTIFIER, /* instead of the other side */
    LINK_PARTY_TIME,      /* the sweep */
    LINK_PARTY_COUNT
};

/* Wire names by value, NULL-terminated. */
extern const char *const link_kind_names[];
extern const char *const link_request_state_names[];
extern const char *const link_request_event_names[];

struct link_request_transition {
    enum link_request_state from;
    enum link_request_event event;
    enum link_party party; /* whose event it is */
    enum link_request_state to;
    bool needs_reason;
    bool makes_link;
};

const struct link_request_transition *link_request_transitions(size_t *ret_count);
/* NULL = no such transition. */
const struct link_request_transition *link_request_transition_find(enum link_request_state from,
                                                                   enum link_request_event event);

/* What is known of a link that would begin. */
struct link_question {
    struct date valid_from, valid_to; /* wanted; valid_to unset = open */
    struct date answer_until;         /* unset = nobody is waited for */
    struct date today;                /* where it is answered */
    struct date deadline_day;         /* the day that answer_until is compared with */
    bool needs_consent;               /* another side has to accept it */
    struct id overlapping_id;         /* the same link in that period; unset = none */
    bool is_excluded;                 /* a secretary would be a juror, or a juror a secretary */
    bool meets_session; /* a session in which the person sits would lose its independence (A19) */
    struct repetition repetition; /* of what the other side is asked */
};

/* In which state a request begins: of a link that needs nobody, or of a certifier who gives a
 * reason, it is settled at once. The contract in ACSL is proved by tests/proof/wp. */
/*@ requires readable: \valid_read(asked);
    assigns \nothing;
    ensures needs_nobody: \result == LINK_REQUEST_ACCEPTED <==> !asked->needs_consent;
    ensures granted: \result == LINK_REQUEST_GRANTED <==> asked->needs_consent && is_certifier;
    ensures asked: \result == LINK_REQUEST_PENDING <==> asked->needs_consent && !is_certifier; */
enum link_request_state link_request_first_state(const struct link_question *asked,
                                                 bool is_certifier);
/* The day on which a link begins that is accepted today. */
/*@ requires readable: \valid_read(asked);
    assigns \nothing;
    ensures not_before_today: date_rank(\result) >= date_rank(asked->today);
    ensures not_before_the_wish: date_rank(\result) >= date_rank(asked->valid_from);
    ensures no_later: date_rank(\result) == date_rank(asked->today) ||
      date_rank(\result) == date_rank(asked->valid_from); */
struct date link_begins(const struct link_question *asked);
/* Whether a link may be made by an acceptance or a grant: ANSWER_TOO_LATE, LINK_PERIOD_OVER,
 * PERIOD_OVERLAP, JUROR_IS_SECRETARY, LINK_MEETS_SESSION. */
struct outcome link_request_accept(const struct link_question *asked);
/* Whether a request may begin in the state `first`: LINK_BEFORE_CONSENT (people of one's own alone
 * may be given what began before), PERIOD_OVERLAP, JUROR_IS_SECRETARY, of what is settled at once
 * LINK_MEETS_SESSION (where somebody sits is not told to who only asks), of what the other side is
 * asked REQUESTS_TOO_MANY. */
struct outcome link_request_ask(const struct link_question *asked, enum link_request_state first);

#endif
