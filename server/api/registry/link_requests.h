/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests for links (decision 34), for the operations that would make a link and those that answer
 * for the other side. */
#ifndef LINK_REQUESTS_H
#define LINK_REQUESTS_H

#include "api/operation.h"
#include "link_request.h"

/* Who acts for an organism, a network or a commission where it asks or answers. */
#define LINK_AGENTS (ROLE_REFERENT | ROLE_NETWORK_MANAGER | ROLE_SECRETARY)
/* Those, and whoever may be a person who is asked. */
#define LINK_ANSWERERS                                                                             \
    (ROLES_ORGANISM | ROLES_COMMISSION | ROLE_NETWORK_MANAGER | ROLE_ADMINISTRATOR)
#define LINK_READERS (LINK_ANSWERERS | ROLES_READ_ALL)

extern const struct view link_request_view;

/* A link that somebody wants; what does not belong to its kind is unset. */
struct link_wish {
    enum link_kind kind;
    struct id network_id, organism_id, commission_id, funder_id, person_id;
    struct slice role, college;
    bool is_alternate;
    struct date valid_from, valid_to;
    struct slice reason; /* read by the other side; the certifier's own */
};

/* What is known of it: a row of SQL_link_wanted. */
struct link_standing {
    bool needs_consent;       /* another side has to accept it */
    struct id pending_id;     /* the request in which it is asked for already; unset = none */
    bool is_closed;           /* the record of the person was closed */
    struct id overlapping_id; /* such a link in that period; unset = none */
    bool is_excluded;         /* a secretary would be a juror, or a juror a secretary */
    bool meets_session;       /* the person sits in a session that it would make unsound */
    int asked_count;          /* how often the caller's side has asked for it lately */
};

void link_bind_wanted(const struct exchange *x, struct params *params,
                      const struct link_wish *wish);
/* For a read. The day of the act is from then on that of the place, if it begins later there:
 * nobody loses an hour of a link that begins at once (decision 38). */
void link_read_standing(struct exchange *x, struct row *row, struct link_standing *ret_standing);

/* Refuses the link, or writes the request for it (link_request_writes). Where nobody else is bound,
 * and where the certifier gives a reason, it is settled at once: x->result_id is the link, made by
 * the database. Otherwise x->result_id is the request, which the operation answers as its .other
 * (link_asked_reply). `wish` lives as long as the exchange. */
void link_decide(struct exchange *x, const struct link_wish *wish,
                 const struct link_standing *standing);

enum { LINK_INSERT_REQUEST, LINK_REQUEST_WRITES };
extern const struct write link_request_writes[LINK_REQUEST_WRITES];
extern const struct reply link_asked_reply;

/* Reasons of every operation that may ask for a link, in the list of its own. */
#define LINK_REASONS                                                                               \
    REASON_REASON_REQUIRED, REASON_LINK_BEFORE_CONSENT, REASON_LINK_ALREADY_REQUESTED,             \
        REASON_LINK_MEETS_SESSION, REASON_PERIOD_OVERLAP, REASON_JUROR_IS_SECRETARY,               \
        REASON_PERSON_NOT_ACTIVE, REASON_REQUESTS_TOO_MANY

/* The member `reason` of a body that may ask for a link. */
#define LINK_REASON_FIELD(its_offset)                                                              \
    {                                                                                              \
        "reason", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PERSONAL, its_offset, 1,    \
            2000,                                                                                  \
            .doc = "Why: read by the other side, which has to accept; the certifier, who grants "  \
                   "in its place, has to say it.",                                                 \
            .example = "\"Convention signée ce jour.\""                                           \
    }

/* id, caller_id, acts_for_scope: how a statement knows who reads. */
void link_bind_reader(const struct exchange *x, struct params *params);

#endif
