/* SPDX-License-Identifier: EUPL-1.2 */
/* A statement in sql/ on its way to the database, with its parameters by their names. */
#ifndef ASKED_H
#define ASKED_H

#include "db/store.h"

struct asked {
    struct store_statement statement;
    struct params params;
    struct arena arena;
    const char *text;
};

/* `name` is that of its file; the parameters of one item follow. Whoever sends them releases them
 * (store_run() and the others). */
void asked_init(struct asked *asked, const char *name);

#endif
