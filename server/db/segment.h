/* SPDX-License-Identifier: EUPL-1.2 */
/* What travels to the database together: statements under one synchronisation point, hence one
 * transaction.
 *
 * Life: segment_new(), segment_add() …, pool_submit(); later on_flushed (two-phase segments only),
 * then on_done. In on_flushed every result so far is readable, nothing is committed, and the owner
 * adds what depends on those results (segment_add) before the engine of db/ sends them with the
 * commit. In on_done the transaction has ended and `outcome` says how; results are readable until
 * segment_free(). Both are called in the loop's thread, never from within pool_submit(). */
#ifndef SEGMENT_H
#define SEGMENT_H

#include "params.h"
#include "row.h"
#include "statement.h"

enum segment_outcome {
    SEGMENT_PENDING,
    SEGMENT_COMMITTED, /* the sync was seen, no warning in between        */
    SEGMENT_FAILED,    /* the database refused; everything is rolled back */
    SEGMENT_NOT_SENT,  /* no connection in time, queue full, no memory, or the connection was lost
                          before the commit  was asked for (first part of two): nothing happened, it
                          may be tried again */
    SEGMENT_UNKNOWN,   /* the commit was asked for, and the connection was lost before the sync, the
                          deadline passed,   or a warning came: it may have happened */
};

struct segment_error {
    unsigned
        execution;    /* index of the statement that failed; == count when the commit itself did */
    char sqlstate[6]; /* "23505", "CL001", …; "" = no error */
    char constraint[64]; /* "" when none */
    char detail[256]; /* DETAIL of an error of our own (CLnnn); never shown to clients as it is */
};

struct execution {
    const struct statement *statement;
    struct slice scope;   /* $1; must outlive the segment */
    struct id scope_id;   /* $2; unset = NULL             */
    struct params params; /* $3 …                         */
    void *result;         /* libpq's, once it arrived     */
    bool is_preparing;    /* the connection's: its statement was sent to be prepared, unanswered */
};

struct segment {
    struct segment *next; /* queue link, the pool's */
    struct arena arena;   /* holds the segment itself and what its owner keeps in it */
    struct execution *executions;
    unsigned count, capacity;
    bool is_two_phase; /* ask for on_flushed before the commit */
    bool is_flushed;   /* on_flushed has been or is being called */
    bool is_abandoned;
    bool has_no_memory; /* sticky: such a segment is not sent */
    enum segment_outcome outcome;
    struct segment_error error;
    int64_t deadline_ms;         /* monotonic; 0 = the pool's default from submission */
    struct {                     /* the connection's own bookkeeping */
        unsigned sent, received; /* statements */
        unsigned preparing;      /* sent ahead to be prepared, and not answered */
        bool is_prepare_sync_due;
        bool has_result; /* of statement number `received` */
        bool is_sync_sent;
        bool is_refused;  /* the server said ERROR: rolled back, whatever happens next */
        bool is_doubtful; /* a warning, or a result that could not be read */
    } progress;
    void *owner;
    void (*on_flushed)(struct segment *segment);
    void (*on_done)(struct segment *segment);
};

struct segment *segment_new(void *owner, void (*on_done)(struct segment *segment));
/* Memory that lives as long as the segment, zeroed; NULL when there is none. */
void *segment_alloc(struct segment *segment, size_t size);
/* The returned execution is valid until the next segment_add(). NULL when memory is short (sticky).
 */
struct execution *segment_add(struct segment *segment, const struct statement *statement,
                              struct slice scope, struct id scope_id);
/* Takes back the execution that was added last. */
void segment_remove_last(struct segment *segment);
/* Inside on_flushed: give up instead of committing; outcome becomes SEGMENT_FAILED with sqlstate
 * "CL000" and error.execution == count. What was added in on_flushed is not sent. */
void segment_abandon(struct segment *segment);
unsigned segment_row_count(const struct segment *segment, unsigned execution);
/* The number of the item that a row answers (its first column); 0 when it is none. */
int64_t segment_item(const struct segment *segment, unsigned execution, unsigned row);
struct row segment_row(const struct segment *segment, unsigned execution, unsigned row,
                       struct arena *arena);
/* Where the rows of an execution have a column; a name that the statement does not have is an error
 * of the program and stops it. The search begins at `hint`. */
unsigned segment_column(const struct segment *segment, unsigned execution, const char *name,
                        unsigned hint);
/* The same of a column that may not be there. */
bool segment_find_column(const struct segment *segment, unsigned execution, const char *name,
                         unsigned *ret_column);
/* A cell as text (at == NULL for SQL NULL), valid until segment_free(). */
struct slice segment_cell(const struct segment *segment, unsigned execution, unsigned row,
                          unsigned column);
/* Rows touched by an insert, update or delete. */
unsigned segment_touched(const struct segment *segment, unsigned execution);
void segment_free(struct segment *segment);

#endif
