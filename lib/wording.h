/* SPDX-License-Identifier: EUPL-1.2 */
/* Sentences that hold what they speak of: a reason's own detail says what is wrong, a row of
 * wording.def says how much, until when or which of them, where that is known. Texts only: what
 * stands in place of a {name} is printed by whoever knows it. */
#ifndef WORDING_H
#define WORDING_H

#include "reason.h"

#include <stdbool.h>
#include <stddef.h>

/* What a value should have been: its name on the wire is in value_type_names. */
enum value_type {
    VALUE_UNSAID,
    VALUE_TEXT,
    VALUE_IDENTIFIER,
    VALUE_DATE,
    VALUE_INSTANT,
    VALUE_INTEGER,
    VALUE_BOOLEAN,
    VALUE_CODE,
    VALUE_OBJECT,
    VALUE_LIST,
    VALUE_TYPE_COUNT
};
/* Without VALUE_UNSAID: value_type_names[type - 1]; NULL-terminated. */
extern const char *const value_type_names[];

enum wording_param {
#define PARAM(name) PARAM_##name,
#include "wording.def"
    WORDING_PARAM_COUNT
};
/* By enum wording_param; NULL-terminated. */
extern const char *const wording_param_names[];

struct wording {
    enum reason reason;
    enum value_type type;
    const char *fr, *en;
};

/* Never NULL: the reason's own detail where no row fits. known: bit i = what is PARAM i is known.
 */
const char *wording_find(enum reason reason, enum value_type type, unsigned known, bool is_english);

/* The first {name} of a text. */
struct placeholder {
    const char *at; /* its opening brace; NULL when the text holds none */
    size_t size;    /* with both braces */
    unsigned
        param; /* WORDING_PARAM_COUNT when nothing has that name, or the brace is never closed */
};
struct placeholder wording_next(const char *text);

/* The first row that is wrong (see wording.def), NULL when none is. */
const struct wording *wording_fault(const struct wording *table, size_t count);
const struct wording *wordings(size_t *ret_count);

#endif
