/* SPDX-License-Identifier: EUPL-1.2 */
/* A file of comma-separated values (RFC 4180), as others print them: a first row of names, UTF-8
 * with or without a mark at its head, lines that end in LF or CRLF, quotes where they are needed.
 */
#ifndef CSV_H
#define CSV_H

#include "arena.h"
#include "slice.h"

#include <stdbool.h>
#include <stddef.h>

enum { CSV_COLUMNS_MAX = 32 };

struct csv {
    struct slice rest;   /* what is not read yet */
    struct arena *arena; /* where values with quotes in them go */
    unsigned line;       /* of the row that was read last, from 1 */
    unsigned column_count;
    struct slice names[CSV_COLUMNS_MAX];
    struct slice values[CSV_COLUMNS_MAX]; /* of that row; as long-lived as the text and the arena */
    unsigned bad_column;                  /* which value of the row could not be read, from 1 */
    const char *fault;                    /* why; NULL = nothing is wrong so far */
};

/* Reads the row of names. False: csv->fault says why. */
bool csv_begin(struct csv *csv, struct slice text, struct arena *arena);
/* The next row; empty lines at the end are none. False: there is none, or csv->fault says why. */
bool csv_next(struct csv *csv);
/* Where a column is; -1 = there is none of this name. */
int csv_column(const struct csv *csv, const char *name);

#endif
