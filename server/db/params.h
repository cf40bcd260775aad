/* SPDX-License-Identifier: EUPL-1.2 */
/* The parameters of one execution of a statement: scope, scope id, then one array per parameter.
 * Items are added one after the other: params_item(), then one call per parameter by its name, in
 * any order; those who follow the order of the statement are found without a search. The first
 * item begins by itself, so that a binder of one that forgets to say so is right. A name that
 * the statement does not have, one that is given twice and one that is left out are errors of the
 * program and stop it. An execution without items suits only a statement without $3. */
#ifndef PARAMS_H
#define PARAMS_H

#include "arena.h"
#include "calendar.h"
#include "id_text.h"
#include "slice.h"
#include "statement.h"

#include <stdbool.h>
#include <stdint.h>

enum { PARAMS_MAX = 48, PARAMS_OF_ASKER = 3 };

/* Who asks for the items that come next, of a statement that serves several (statement.h); reach:
 * the person where only what that person reaches is asked for. */
struct asker {
    struct slice scope;
    struct id scope_id, reach;
};

struct params {
    const struct statement *statement;
    struct asker asker;
    struct arena *arena; /* everything below lies there */
    /* The elements as they came, each as its parameter, its size and its text. */
    char *elements;
    size_t size, capacity;
    uint32_t sizes[PARAMS_MAX]; /* of the text of each parameter so far */
    const char **literals;      /* array literals, one per parameter; after params_finish() */
    unsigned cursor;            /* where the next name most likely stands */
    uint64_t bound;             /* bit i: this item has parameter i */
    unsigned item_count;
    bool has_failed;
};

void params_init(struct params *params, const struct statement *statement, struct arena *arena);
/* Starts the next element of every array; the parameters of who asks are given with it. */
void params_item(struct params *params);
/* An unset id is NULL. */
void params_id(struct params *params, const char *name, struct id id);
/* An unset slice is NULL. Text with a NUL byte cannot be stored: its segment is not sent. */
void params_text(struct params *params, const char *name, struct slice text);
/* An unset date is NULL. */
void params_date(struct params *params, const char *name, struct date date);
void params_int(struct params *params, const char *name, int64_t number);
void params_int_or_null(struct params *params, const char *name, bool is_set, int64_t number);
void params_bool(struct params *params, const char *name, bool value);
/* NULL is NULL. */
void params_bytes(struct params *params, const char *name, const unsigned char *bytes, size_t size);
void params_null(struct params *params, const char *name);
/* The names whose bits are set, with commas between; no bit is NULL. */
void params_names(struct params *params, const char *name, uint64_t bits, const char *const *names);
/* Makes the array literals, in one piece of memory; once, or again after more items. False when
 * memory was short or a text held a NUL byte. */
bool params_finish(struct params *params);

#endif
