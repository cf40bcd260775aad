/* SPDX-License-Identifier: EUPL-1.2 */
/* What is asked: kinds of requests with their weights, and of each kind the targets it picks from.
 *
 * The plan is a text, one word or quoted rest a field, fields separated by tabs:
 *   kind    NAME  WEIGHT  STATUS              STATUS is the one of a right answer
 *   target  METHOD  PATH  TOKEN  NEEDLE  VERSION  BODY
 * A target belongs to the kind above it. "-" is nothing. NEEDLE stands in every right answer.
 * VERSION: a command whose answer shows the version after it; one is in flight at a time, and each
 * answer must show the next. A kind whose STATUS is 304 learns the entity tag of each target first.
 */
#ifndef PLAN_H
#define PLAN_H

#include "histogram.h"

#include <stdbool.h>
#include <stddef.h>

enum { PLAN_KINDS = 16, PLAN_TAG_SIZE = 96 };

struct target {
    const char *method, *path, *token, *needle, *body;
    size_t needle_size, body_size;
    long version;            /* -1 = does not matter */
    bool is_asked;           /* a command in flight */
    char tag[PLAN_TAG_SIZE]; /* empty = not learned */
};

struct kind {
    const char *name;
    unsigned weight;
    int status;
    struct target *targets;
    size_t count, size;
    size_t
        learned; /* of a kind whose right answer is 304: so many targets were asked for their tag */
    struct histogram histogram;
    uint64_t wrong;
};

struct plan {
    char *text;
    struct kind kinds[PLAN_KINDS];
    unsigned kind_count, weight_sum;
};

/* Ends the program with a message when the file is not a plan. */
void plan_read(struct plan *plan, const char *path);

#endif
