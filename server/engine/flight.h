/* The engine's own side of a request; private to server/engine. */
#ifndef FLIGHT_H
#define FLIGHT_H

#include "engine/engine.h"
#include "engine/failure.h"
#include "engine/principal.h"

/* A flight has room for FLIGHT_LOADS statements of its operation and of prepare(), and for the
 * search of its key behind them. */
enum {
    FLIGHT_LOADS = 39,
    FLIGHT_LOADS_MAX = FLIGHT_LOADS + 1,
    FLIGHT_ATTEMPTS_MAX = 8,
    KEY_MAX = 255,
    FINGERPRINT_SIZE = 32
};

/* Where one statement's items of this flight lie: execution, and items first..first+count (1-based,
 * as in SQL). */
struct item_range {
    unsigned execution;
    unsigned first, count;
};

struct page_request {
    int64_t limit;
    struct id cursor;
    bool is_backward;
    bool is_set;
};

struct flight {
    struct exchange x; /* first: an exchange is its flight */
    struct engine *engine;
    struct http_call *call;
    struct flight *next;
    struct slice request_id;
    unsigned char token_hash[32];

    struct slice key; /* Idempotency-Key, unset when none */
    struct slice principal_key;
    unsigned char fingerprint[FINGERPRINT_SIZE];
    bool is_dry_run; /* same answer, nothing written */

    struct slice if_none_match;
    struct page_request page;

    unsigned attempts;      /* loads done again because the snapshot was stale */
    int64_t missed_version; /* of the root, when a write last touched less than was decided */
    bool is_errand;         /* nobody called: the process itself (errand.c) */
    bool is_alone;          /* was in a batch that failed: travels alone now */
    struct item_range loads[FLIGHT_LOADS_MAX];
    struct item_range replies[2];
    unsigned write_first, write_count; /* executions of its writes */
    unsigned key_execution;

    struct http_reply reply;
    struct buffer body;
    char etag[40];
    bool has_reply;
    enum reason reason;     /* of the refusal in `reply`; REASON_NONE = it is none */
    struct failure failure; /* what is behind a 5xx */
};

struct engine {
    struct engine_options options;
    struct pool *pool;
    struct principals principals;
    struct flight *load_first, **load_end;
    struct flight *write_first, **write_end;
    unsigned load_waiting, write_waiting, flights;
    bool is_draining;
    struct errand *errand; /* one at a time; NULL = none */
    struct engine_counts counts;
};

static inline struct flight *flight_of(struct exchange *x)
{
    return (struct flight *)x;
}

/* intake.c */
void flight_prepare(struct flight *flight); /* what every flight knows from the start */
void flight_begin(struct engine *engine, struct http_call *call);
void flight_with_principal(struct flight *flight); /* once the key is known: roles, input, queue */
/* errand.c */
void errand_answer(struct flight *flight);
void errand_turn(struct engine *engine);    /* tells that the errand has ended, and forgets it */
void errand_release(struct engine *engine); /* ended or not */
/* load.c */
void flight_queue_load(struct flight *flight);
void engine_send_loads(struct engine *engine);
/* write.c */
void flight_queue_write(struct flight *flight);
void flight_queue_audit(struct flight *flight); /* a refusal: its audit row, then the reply */
void engine_send_writes(struct engine *engine);
/* reply.c */
void flight_render(struct flight *flight,
                   const struct segment *segment); /* body and headers of a success */
void flight_answer(struct flight *flight);
void flight_answer_not_found(struct flight *flight);
void flight_answer_moved(struct flight *flight); /* 308 to what the path's id became */
/* problem.c */
void flight_refuse(struct flight *flight, enum reason reason); /* one reason, answered at once */
void flight_render_problem(struct flight *flight, enum reason reason);
void flight_render_violations(struct flight *flight);
void flight_render_refusals(struct flight *flight);
void problem_write(struct buffer *buffer, enum reason reason, bool is_english,
                   struct slice request_id);

#endif
