/* SPDX-License-Identifier: EUPL-1.2 */
/* What a kind of document is: how it is called, what it has to be told, and how it is laid out.
 * paper.c has the table of all of them. */
#ifndef PAPER_KIND_H
#define PAPER_KIND_H

#include "documents/livery.h"
#include "documents/told.h"

/* What every kind is written with. */
struct paper_desk {
    struct arena *arena;
    const struct livery *livery;
    struct slice mark; /* across every sheet; unset = none */
};

struct paper_kind {
    const char *name; /* as the API and the queue have it */
    const struct told_shape *shape;
    /* `told` is what the shape reads. STATUS_FAILED: *ret_missing is the pointer of what the rules
     * of this kind ask for beside its shape. */
    enum status (*lay_out)(const struct paper_desk *desk, const void *told,
                           struct layout *ret_layout, const char **ret_missing);
};

/* The table, ended by NULL. */
extern const struct paper_kind *const paper_kinds[];

extern const struct paper_kind certificate_kind, duplicate_kind, annulment_kind, restitution_kind,
    portfolio_kind, path_proposal_kind, convocation_kind, agenda_kind, minutes_kind,
    rectifying_minutes_kind, decision_kind;

#endif
