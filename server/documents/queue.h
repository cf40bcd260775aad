/* SPDX-License-Identifier: EUPL-1.2 */
/* The queue of documents in the database: what is to be drawn is taken up by one worker at a time,
 * and kept once. A worker that dies or hangs loses what it took up after QUEUE_LEASE_S; what failed
 * comes again, later each time. */
#ifndef QUEUE_H
#define QUEUE_H

#include "db/store.h"

#include <stdbool.h>

/* How long a worker has for one document; it ends itself before (work_command.c). */
enum { QUEUE_LEASE_S = 15, QUEUE_WHY_SIZE = 512, QUEUE_FAULT_SIZE = 384 };

struct queue_item {
    struct store_rows rows, told_rows; /* what the texts below are borrowed from */
    struct slice kind, subject_id, attempts;
    int edition; /* of what still changes: 1, 2 …; of all others 1 */
    struct slice
        told; /* queue_read(): what it has to say, JSON; unset = what it is of is not there */
};

/* The connection, as a role that row-level security binds. NULL: ret_why says why. */
struct store *queue_open(const char *conninfo, char ret_why[QUEUE_WHY_SIZE]);
/* False: the database failed. *ret_has_item: there is one, to be released. */
bool queue_take(struct store *store, struct queue_item *ret_item, bool *ret_has_item,
                char ret_why[QUEUE_WHY_SIZE]) NODISCARD;
/* What it has to say. False: it could not be asked for; the others go on. */
bool queue_read(struct store *store, struct queue_item *item,
                char ret_why[QUEUE_WHY_SIZE]) NODISCARD;
void queue_item_release(struct queue_item *item);
/* The sealed file. *ret_is_first: false when another worker had kept one before. */
bool queue_keep(struct store *store, const struct queue_item *item, struct slice pdf,
                bool *ret_is_first, char ret_why[QUEUE_WHY_SIZE]) NODISCARD;
/* Why it was not drawn: neither a name nor another text of the document. */
bool queue_tell_fault(struct store *store, const struct queue_item *item, const char *fault,
                      char ret_why[QUEUE_WHY_SIZE]) NODISCARD;

/* Evidence that is to be scanned, in the same way. */
struct queue_evidence {
    struct store_rows rows; /* what the texts below are borrowed from */
    struct slice id, attempts;
    int64_t part_count;
};

/* `has_scanner`: what was let through without one is taken up too. */
bool queue_take_evidence(struct store *store, int lease_s, bool has_scanner,
                         struct queue_evidence *ret_item, bool *ret_has_item,
                         char ret_why[QUEUE_WHY_SIZE]) NODISCARD;
/* A piece of it; empty when it is there no more. */
bool queue_read_evidence(struct store *store, const struct queue_evidence *item, int64_t number,
                         struct buffer *ret_piece, char ret_why[QUEUE_WHY_SIZE]) NODISCARD;
/* The finding may be unset, or empty. */
bool queue_judge_evidence(struct store *store, const struct queue_evidence *item, const char *state,
                          struct slice finding, char ret_why[QUEUE_WHY_SIZE]) NODISCARD;
bool queue_tell_evidence_fault(struct store *store, const struct queue_evidence *item,
                               const char *fault, char ret_why[QUEUE_WHY_SIZE]) NODISCARD;

#endif
