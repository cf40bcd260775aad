/* SPDX-License-Identifier: EUPL-1.2 */
/* A certificate is annulled by four eyes (9.3): one person of the certifier asks for it and says
 * why, another one confirms. Until then the certificate is valid, and is said to be.
 *
 * REQUESTED -> CONFIRMED by another person: who asked is known by who he is, in whatever function
 * and with whatever key he comes. REQUESTED -> REFUSED by anybody of the certifier, who asked
 * included, with the reason. LAPSED is no event: it follows from silence. One request a certificate
 * is open at a time. */
#ifndef ANNULMENT_REQUEST_H
#define ANNULMENT_REQUEST_H

#include "certificate.h"
#include "outcome.h"
#include "policy.h"

enum annulment_request_state {
    ANNULMENT_REQUESTED,
    ANNULMENT_CONFIRMED,
    ANNULMENT_REFUSED,
    ANNULMENT_LAPSED,
    ANNULMENT_REQUEST_STATE_COUNT
};

enum annulment_request_event {
    ANNULMENT_EVENT_CONFIRM,
    ANNULMENT_EVENT_REFUSE,
    ANNULMENT_REQUEST_EVENT_COUNT
};

/* Wire names by value, NULL-terminated. */
extern const char *const annulment_request_state_names[];
extern const char *const annulment_request_event_names[];

/* CERTIFICATE_ANNULLED alone, or ANNULMENT_ALREADY_REQUESTED. open_id: the request that waits;
 * unset = none. */
struct outcome annulment_request_ask(enum certificate_state certificate, struct id open_id);

/* The last day to confirm what was asked for that day. */
struct date annulment_confirm_until(struct date requested_on, const struct policy *policy);

/* A request as it stands, and who comes to answer it. */
struct annulment_answer {
    enum annulment_request_state state;
    struct date confirm_until, today;
    bool is_asker; /* the person who asked, or one whose access comes from the same hands */
    bool has_reason;
};

/* INVALID_STATE alone; CONFIRM: CONFIRMER_IS_ASKER, ANSWER_TOO_LATE; REFUSE: REASON_REQUIRED.
 * *ret_to is written only when accepted. */
struct outcome annulment_request_decide(const struct annulment_answer *answer,
                                        enum annulment_request_event event,
                                        enum annulment_request_state *ret_to);

#endif
