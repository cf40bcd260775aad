/* SPDX-License-Identifier: EUPL-1.2 */
/* Which call helps against a refusal: the answer to "and now what?", beside the answer to "why
 * not?". */
#ifndef RESOLUTION_H
#define RESOLUTION_H

#include "api/exchange.h"
#include "api/operation.h"
#include "candidacy.h"
#include "json/writer.h"
#include "outcome.h"

/* What was refused; an id that is not set leads nowhere. */
struct resolution_subject {
    struct id candidacy_id, candidate_id, session_id;
    struct id member_id;           /* juror who has to act, and whose act is the caller's */
    uint64_t own_jurors;           /* bit i = jurors[i] of the session is the caller */
    struct slice referential_code; /* certification of the candidacy */
    enum candidacy_state state;    /* of the candidacy; NONE = it is about none */
    bool is_contact;               /* the candidacy is in CONTACT */
    bool is_final_ready;           /* its path is closed: the final evaluation is next */
};

struct resolution {
    enum reason reason;
    enum method method;
    const char *path;  /* of an operation; its members are filled from the subject and the detail */
    const char *event; /* for a path that takes events; NULL otherwise */
    bool is_of_detail; /* leads to what is there: the address is filled from the detail alone */
    bool is_of_act;    /* the event is what corrects the act whose day stands in the way */
    bool is_of_jurors; /* by one of the jurors at fault in person, or by the secretary */
    bool needs_contact; /* helps a candidacy in CONTACT only */
    bool needs_final;   /* helps one whose path is closed only */
    /* Helps where the detail names records that the asker sees, or parts that are unknown. */
    bool needs_candidates, needs_names;
    bool needs_nothing_before; /* helps where the detail tells of no day that stands in the way */
    const char *query; /* what the operation has to be asked with, filled likewise; or NULL */
};

/* The table, for those who check it; ended by REASON_NONE. */
extern const struct resolution resolutions[];

/* Before the first request: the operations that may help, which outlive everything. */
void resolution_begin(const struct operation *const *all);
/* Who may send an event of a candidacy, in whatever state: a set of roles. */
unsigned resolution_event_roles(const char *event);
/* Who may make that call: a set of roles. It is told to nobody else. */
unsigned resolution_roles(const struct resolution *row);
/* Who may make the first call that helps against a reason: a set of roles; none helps = 0. */
unsigned resolution_roles_of(enum reason reason);
/* Completes the refusals of an outcome, which begin at `first`. */
void resolve_refusals(struct exchange *x, unsigned first, const struct outcome *outcome,
                      const struct resolution_subject *subject);
/* { method, href, event }; null when nothing helps that the caller may do. */
void write_resolution(struct exchange *x, struct writer *writer, enum reason reason,
                      const struct reason_detail *detail, const struct resolution_subject *subject);

#endif
