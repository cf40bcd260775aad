/* SPDX-License-Identifier: EUPL-1.2 */
/* What a document has to say, from JSON into structs, by tables: which members there are, of what
 * kind, and which of them it cannot do without. */
#ifndef TOLD_H
#define TOLD_H

#include "arena.h"
#include "json/document.h"
#include "status.h"

enum told_kind {
    TOLD_TEXT,   /* struct slice, not empty; unset = not there */
    TOLD_DAY,    /* struct date, of "2026-01-31"; unset = not there */
    TOLD_INT,    /* int, from 0 on; 0 = not there */
    TOLD_BOOL,   /* bool; false = not there */
    TOLD_OBJECT, /* the struct of `shape`; what of it is needed is only when it is there */
    TOLD_LIST,   /* struct told_list of such structs, each with what is needed of it */
    TOLD_TEXTS,  /* struct told_list of struct slice */
};

struct told_shape;

struct told_member {
    const char *name;
    enum told_kind kind;
    bool is_needed;
    size_t at; /* offset in the struct */
    const struct told_shape *shape;
    size_t least; /* items of a list that is needed */
};

struct told_shape {
    const struct told_member *members;
    size_t count, size; /* size: of the struct */
};

struct told_list {
    const void *items; /* in the arena */
    size_t count;
};

/* Texts are borrowed from the JSON. STATUS_FAILED: *ret_missing is the pointer of the first member
 * that is needed and not there, or not of its kind; a member that is not needed is then as good as
 * none. What is there beside the table is not looked at. */
enum status told_read(struct arena *arena, const struct document *json,
                      const struct told_shape *shape, void *ret_told,
                      const char **ret_missing) NODISCARD;

#define TOLD_COUNT(array) (sizeof(array) / sizeof(array)[0])
#define TOLD_SHAPE(members, type)                                                                  \
    {                                                                                              \
        members, TOLD_COUNT(members), sizeof(type)                                                 \
    }

#endif
