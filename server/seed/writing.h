/* Writing the rows of a demonstration: a statement, its items, the next statement. */
#ifndef WRITING_H
#define WRITING_H

#include "db/seed_store.h"
#include "seed/demo.h"

struct writing {
    struct seed_store *store;
    const struct demo *demo;
    struct seed_statement statement;
    struct params params;
    char *why;
    size_t why_size;
};

/* The parameters of the statement are given until writing_run(). */
static inline struct params *writing_begin(struct writing *writing, const char *statement)
{
    seed_statement_init(&writing->statement, statement);
    params_init(&writing->params, &writing->statement.statement);
    return &writing->params;
}

static inline bool writing_run(struct writing *writing)
{
    return seed_store_run(writing->store, writing->statement.statement.text, &writing->params,
                          writing->why, writing->why_size);
}

/* Text that ends with a NUL. */
static inline void add_text(struct params *params, const char *name, const char *text)
{
    params_text(params, name, slice_of(text));
}

#endif
