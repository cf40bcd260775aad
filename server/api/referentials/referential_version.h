/* SPDX-License-Identifier: EUPL-1.2 */
/* A version of a référentiel as its operations share it: how it is named, what is known of it, what
 * is wrong with it, how it is read. */
#ifndef REFERENTIAL_VERSION_H
#define REFERENTIAL_VERSION_H

#include "api/operation.h"
#include "api/referentials/referential_document.h"
#include "sql.h"

struct referential_version_snapshot {
    struct id id;
    struct slice status, tree, shape;
    struct date valid_from, valid_to;
    struct referential_counts declared, listed; /* 0 = not declared */
    /* Versions of the same certification that are or were in force on one of its days. */
    struct slice *neighbours; /* their labels */
    unsigned neighbour_count;
};

/* An operation begins its snapshot with the struct above. */
#define REFERENTIAL_VERSION_LOADS                                                                  \
    { &SQL_referential_load, referential_bind_label, referential_read_version,                     \
      LOAD_REQUIRED | LOAD_ROOT },                                                                 \
    {                                                                                              \
        &SQL_referential_neighbours, referential_bind_label, referential_read_neighbour, 0         \
    }

/* Two path members, both of them text. */
void referential_bind_label(const struct exchange *x, struct params *params);
void referential_read_version(struct exchange *x, struct row *row);
void referential_read_neighbour(struct exchange *x, struct row *row);

struct referential_finding {
    enum reason reason;
    bool is_blocking; /* the version cannot be activated; otherwise a remark */
    struct slice pointer;
    const char *code; /* of the sub-domain, or the label of the other version; "" for the whole */
};

struct referential_findings {
    const struct referential_finding *items;
    unsigned count;
};

/* Everything that is wrong or odd, at once; NULL when memory is short. The report and the
 * activation ask the same function. */
const struct referential_findings *referential_find(struct exchange *x);

extern const struct view referential_version_view;

#endif
