/* What `seed` writes by itself: référentiels and the mark of a sandbox. Blocking; as the owner of
 * the tables, on the migrator's connection. Everything else that a seed makes goes through the
 * operations of the API. */
#ifndef SEED_STORE_H
#define SEED_STORE_H

#include "buffer.h"
#include "calendar.h"
#include "db/params.h"
#include "id.h"
#include "slice.h"
#include "status.h"

#include <stdbool.h>
#include <stddef.h>

struct seed_store;

enum seed_outcome { SEED_CREATED, SEED_UNCHANGED, SEED_FAILED };

struct seed_referential {
    struct id id; /* used when the version is new */
    struct slice code, version, title, status;
    struct date valid_from, valid_to; /* valid_to unset = open */
    struct slice shape, tree, declared_counts, listed_counts;
};

/* NULL and, in ret_why, one line when the database is out of reach. */
struct seed_store *seed_store_open(const char *conninfo, char *ret_why, size_t why_size);
void seed_store_close(struct seed_store *store);

/* A version whose code and label are there already is left as it is, whatever its content. */
enum seed_outcome seed_store_referential(struct seed_store *store,
                                         const struct seed_referential *referential, char *ret_why,
                                         size_t why_size);
/* Makes the database a sandbox, for good. Refused once it holds candidates: real people would get a
 * false calendar. */
enum seed_outcome seed_store_sandbox(struct seed_store *store, char *ret_why, size_t why_size);

/* A statement of a seed: `text` stays the caller's. Its parameters, from $1 on, go by the names of
 * its `as x(…)`, which it must have. */
struct seed_statement {
    struct statement statement;
    const char *names[PARAMS_MAX];
    char name_texts[512];
};

void seed_statement_init(struct seed_statement *statement, const char *text);
/* One statement whose parameters are the arrays of `take_params`, from $1 on, one element per item;
 * NULL = none. The rows of a demonstration are written like this between "begin" and "commit".
 * the memory of take_params is released afterwards. */
bool seed_store_run(struct seed_store *store, const char *statement, struct params *take_params,
                    char *ret_why, size_t why_size) NODISCARD;
/* The first column of the first row, NUL behind it; empty when there is no row or it is NULL. */
bool seed_store_read(struct seed_store *store, const char *query, struct buffer *ret_text,
                     char *ret_why, size_t why_size) NODISCARD;

/* Whether the configuration and the database agree on being a sandbox; otherwise ret_why says what
 * to do. */
bool sandbox_agrees(const char *conninfo, bool is_sandbox, char *ret_why, size_t why_size);

#endif
