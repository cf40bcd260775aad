/* SPDX-License-Identifier: EUPL-1.2 */
/* A request on its way through the engine; private to server/engine.
 *
 * A flight is at one step (engine.c: the page), and while it waits it is on one list. Whoever ends
 * the wait says how the flight goes on (flight_wake); only engine.c makes it go. */
#ifndef FLIGHT_H
#define FLIGHT_H

#include "engine/strangers.h"
#include "api/shapes.h"
#include "engine/cursor.h"
#include "engine/engine.h"
#include "engine/failure.h"
#include "engine/key_use.h"
#include "engine/lane.h"
#include "engine/layout.h"
#include "engine/limit.h"
#include "engine/prepared.h"
#include "engine/principal.h"
#include "engine/route.h"
#include "engine/rows.h"
#include "http/header.h"

/* A flight has room for FLIGHT_LOADS statements of its operation and of prepare(). */
enum {
    FLIGHT_LIMITS = 7,
    FLIGHT_LOADS = 40,
    BATCH_MAX = 32,
    MISSES_MAX = 6,
    KEY_MAX = 255,
    FINGERPRINT_SIZE = 32,
    PIECE_BYTES = 64 * 1024, /* of files that come and go: what one of them costs */
    PAGE_MAX = 200,
};

enum step {
    STEP_BORN,     /* the head was read, the body may still come */
    STEP_HEAD,     /* is there such an operation, who asks? */
    STEP_TOKEN,    /* of an identity provider: is it genuine? Waits for keys that are fetched */
    STEP_IDENTIFY, /* waits for a reader: the holder of a credential that is not remembered */
    STEP_KNOWN,    /* the answer is there: who it is */
    STEP_ADMIT,    /* may it be asked now? Then waits for its body */
    STEP_WHOLE,    /* the body is there: is it still the same who asks? */
    STEP_INPUT,    /* roles, parameters, headers, body */
    STEP_QUEUE,    /* a command: behind the others of its root */
    STEP_LOAD,     /* waits for a reader: the snapshot */
    STEP_DECIDE,   /* a command: the answer of the domain */
    STEP_SHOW,     /* a query: rows become the body */
    STEP_INCLUDE,  /* waits for a reader: what the rows of a list point at */
    STEP_WRITE,    /* waits for a writer: the effects, the body, the commit */
    STEP_AGAIN,    /* met another transaction: rests a little, then begins again (again.c) */
    STEP_ANSWER,   /* the outcome becomes a reply: what is told to whom is known */
    STEP_AUDIT,    /* waits for a writer: the trace of a command that was refused */
    STEP_TRACE,    /* waits for a reader: the trace of what is shown (trace.c) */
    STEP_SEND,
    STEP_KEEP,   /* a file that comes: waits for a writer with a piece of it, or for the next one */
    STEP_FEED,   /* a file that goes: waits for its client, then for a reader of the next piece */
    STEP_BREAK,  /* the same: there is no next piece */
    STEP_STREAM, /* a list that goes page by page: waits for its client */
    STEP_ENDED,
    STEP_COUNT,
    STEP_WAITS = STEP_COUNT, /* no step: the flight is on a list until somebody wakes it */
};

/* What the caller will be told, as data; rendered once, at STEP_ANSWER. A reply that is made of
 * rows is rendered while they are there (SHOW, WRITE), and lies in flight->reply and flight->body.
 */
enum outcome_kind {
    OUTCOME_NONE,
    OUTCOME_REPLY,
    OUTCOME_PROBLEM,    /* outcome.reason */
    OUTCOME_VIOLATIONS, /* x.violations */
    OUTCOME_REFUSALS,   /* x.refusals */
    OUTCOME_MOVED,      /* x.moved_to: 308 */
    OUTCOME_OPTIONS,    /* route.allowed: 204 */
    OUTCOME_NO_METHOD,  /* route.allowed: 405 */
    OUTCOME_NO_SLASH,   /* 308 to the path without its last slash */
};

struct flight_list {
    struct flight *first, *last;
    unsigned count;
};

/* The flights of a lane, by their rounds. */
struct lane_line {
    struct flight_list list;
    int64_t usual_ms_16;    /* what its segments take of late, times sixteen */
    uint64_t round;         /* that is under way */
    int64_t rests_until_ms; /* of one that rests (lane.h) */
    int64_t ended_ms;       /* when a segment last came back */
    unsigned out;           /* segments of loads that were sent and have not come back */
};

/* For whom a flight goes to the database: a tenant, or the nation, which has lanes of its own. */
enum realm { REALM_TENANT, REALM_NATION, REALMS };

/* A place in the line of a root (root.c). */
struct root_place {
    struct root_place *next;
    struct flight *flight;
    struct id root;  /* unset = not in a line */
    struct id whose; /* of the tenants in the line each has one place in a round */
    uint64_t round;
};

struct page_request {
    int64_t limit;
    bool is_limited; /* the caller said so */
    unsigned sort;   /* number of it in the list; with is_down, of one that says in which order */
    bool is_down;
    struct slice cursor_text;
    bool is_set; /* the cursor */
    struct cursor cursor;
};

/* A list that goes page by page (stream.c). */
struct stream {
    bool is_open;     /* its first page is on its way, or was */
    bool is_wanted;   /* the client waits for more */
    bool has_next;    /* there is another page, behind the entry `next` */
    bool is_broken;   /* it ends before its end, and cannot say so */
    enum reason code; /* why it does; REASON_NONE = it does not */
    struct cursor next;
    uint64_t row_count, shown_count; /* in the pages that went; with the one that is made */
    int64_t byte_count;
    struct principal caller; /* who began it */
    struct arena_mark mark;  /* behind what was asked */
};

/* What the rows of a list point at (include.c), by what it is. */
struct included {
    struct {
        struct name_list ids; /* sorted, each once */
        unsigned *row_of;     /* by the ids: the number of its row and one; 0 = there is none */
        struct rows rows;     /* of those that the caller sees; without a segment: of none */
        struct names told;    /* of persons: who was shown, for the logs */
    } kinds[POINTED_KINDS];
};

struct flight {
    struct exchange x; /* first: an exchange is its flight */
    struct engine *engine;
    struct http_call *call;
    struct flight *previous, *next; /* in `list` */
    struct flight_list *list;       /* NULL while it runs, or travels */
    struct account *account;        /* while it waits in a lane: its tenant's */
    enum lane lane;
    uint64_t round; /* in which it goes (lane.c) */
    int64_t waits_since_ms;
    enum step step, woken, again; /* again: where it begins once it has rested */
    const char *why;              /* it was woken */
    int64_t deadline_ms, rest_until_ms;
    struct root_place places[2]; /* of the id of its path, and of its root when that is another */

    struct route_match route;
    struct slice request_id;
    const struct login_identity *login; /* whom its token names; NULL: it brought none */
    unsigned char digest[DIGEST_SIZE];  /* of the credential as it came: what is remembered of it */
    unsigned char lookup[DIGEST_SIZE]; /* by which the database knows it: of a token, its login's */
    struct id function_id;             /* Clea-Function; unset when none was named */
    uint64_t news_number;              /* before the database was asked for the holder */
    struct slice key;                  /* Idempotency-Key, unset when none */
    struct slice principal_key;
    unsigned char fingerprint[FINGERPRINT_SIZE];
    enum condition if_match, if_none_match; /* their tags are in the headers of the call */
    struct page_request page;
    struct layout layout;
    struct stream *stream;                     /* NULL: it goes at once */
    struct included *included;                 /* NULL: nothing is */
    struct limit_answer limits[FLIGHT_LIMITS]; /* what is left to ask */
    unsigned limit_count, retry_s;             /* retry_s: of a 429, and of READ_ONLY_MODE */
    struct slice read_only_reason;             /* unset = the service writes */
    int64_t read_only_until;                   /* seconds since 1970; 0 = not known */
    bool is_in_head;                           /* its head is being looked at (on_head) */
    bool wants_body;                           /* http was told so */
    bool is_whole;                             /* the body is there, or none comes */
    bool is_asked_again;                       /* who asks, once the body is there */
    bool is_dry_run;                           /* same answer, nothing written */
    bool is_likened;                           /* has taken its token of LIMIT_LIKENESS */
    bool has_read;                             /* the answer rests on what the database said */
    bool is_traced;                            /* what its answer tells is in the logs */
    bool owes_budget;    /* that of its operation, once all that it sends is there */
    bool is_admitted;    /* who asks is known, and may ask now; or is refused */
    bool is_errand;      /* nobody called: the process itself (errand.c) */
    bool shows_others;   /* a row that was loaded for it is of another tenant */
    bool is_alone;       /* was in a batch that failed: travels alone now */
    bool met_constraint; /* the database once refused what the snapshot allowed */
    unsigned attempts;   /* loads done again because the snapshot was stale */

    int64_t missed_version; /* of the root, when a write last touched less than was decided */
    unsigned misses;        /* in a row, with the root as it was */

    /* For whom its answer is held (lane_holds); none = it is not counted. */
    struct payers holds;
    size_t held;
    struct payers sends; /* for whom its body is counted (lane_takes_in); none = for nobody yet */
    size_t body_bytes;   /* that it needs */

    struct load_group *loaded; /* what STEP_KNOWN, DECIDE and SHOW read from */
    struct load_group *listed; /* the page, while what its rows need is read; NULL = none is kept */
    unsigned seat;             /* its number in there */
    unsigned written;          /* effects that are items of statements by now */
    struct rows reply_rows[2]; /* of the view, of the embedded view */

    struct {
        enum outcome_kind kind;
        enum reason reason; /* of a refusal; REASON_NONE = it is none */
    } outcome;
    struct failure failure; /* what is behind a 5xx */
    struct http_reply reply;
    struct buffer body;
    const struct prepared *prepared; /* it is what is answered */
    char etag[ETAG_SIZE];
};

/* Who brings tokens of keys that nobody knows may have so many wait, and takes nobody's place. */
enum { ROOT_LINES = 64, KEYLESS_MAX = 256 };

struct engine {
    struct engine_options options;
    struct pool *pool; /* NULL once it is gone */
    struct principals principals;
    struct shapes shapes;
    struct key_uses key_uses;
    struct gzip *gzip;               /* NULL until it is needed */
    struct flight_list ready;        /* woken: engine.c makes them go on */
    struct lane_line waiting[LANES]; /* wait for a connection of their lane */
    struct accounts accounts;        /* whose flights they are */
    struct account unknown;          /* all callers without a key: what they hold together */
    struct flight_list queued;       /* wait for their root */
    struct flight_list resting;      /* met another transaction, until rest_until_ms */
    struct flight_list keyless;      /* wait for keys of an identity provider */
    struct root_place *lines[ROOT_LINES];
    int64_t looked_ms; /* when deadlines were looked at */
    int64_t flood_s;   /* the second in which so many lines of the log were about a flood */
    unsigned flood_lines;
    bool is_draining;
    struct errand *errand; /* one at a time; NULL = none */
    struct strangers strangers;
    struct engine_counts counts;
};

/* The end of a flight whose caller sent something wrong: the violations; but whoever may not record
 * such an event in any state is told that instead, and nothing of the body (403 before 422; what is
 * wrong with the address or a header is said before both). */
enum step input_end_wrong(struct flight *flight);

/* --- flight.c: nothing above it --- */

void flight_init(struct flight *flight, struct engine *engine, struct http_call *call);
/* A flight that runs waits from now on, at the end of a list. */
void flight_wait(struct flight *flight, struct flight_list *list);
/* The same, behind one of the list; NULL: at its head. */
void flight_wait_behind(struct flight *flight, struct flight_list *list, struct flight *before);
/* A flight that waits goes on at a step, and why, in a word or two for the log. */
void flight_wake(struct flight *flight, enum step step, const char *why);
/* Off its list, if it is on one. */
void flight_take(struct flight *flight);
/* The largest body that an operation takes, bytes; NULL = none that is known. */
size_t flight_body_limit(const struct engine *engine, const struct operation *operation);
/* The outcome, and the step that tells it. */
enum step flight_end(struct flight *flight, enum outcome_kind kind);
enum step flight_refuse(struct flight *flight, enum reason reason);
/* What its token lets a login do at all: a set of permissions. */
unsigned login_permissions(const struct login_identity *identity);
/* What was decided, and what was rendered of it, is no more; the input stays. */
void flight_forget(struct flight *flight);
/* Who asks for an item of a statement that serves several askers. */
struct asker flight_asker(const struct flight *flight);
/* An address as something that asks (limit.h), or takes its turn (lane.h). */
struct id flight_address(const struct flight *flight);
/* The tenant for whom it asks, whatever key or person does, as something that asks (limit.h). Of
 * the nation: its scope. Unset: for nobody. */
struct id flight_tenant(const struct flight *flight);
/* What somebody may be guessing at, as something that is asked about. */
struct id flight_guessed(struct slice text);
/* A person, as one tenant guesses at them. */
struct id flight_likened(const struct flight *flight, struct slice text);
/* The address that guesses, at that. */
struct id flight_guesser(const struct flight *flight, struct slice text);
/* Takes a token of a limit; false when there is none: it is refused with limit_reason(). */
bool flight_takes(struct flight *flight, enum limit limit, struct id asks);
/* What a limit answered, for the headers of the reply; false when it does not let it through. */
bool flight_limited(struct flight *flight, struct limit_answer answer);
enum realm flight_realm(const struct flight *flight);
/* Two flights that see the same rows: of one tenant, and of one person where he reaches less. */
bool flight_sees_as(const struct flight *a, const struct flight *b);
/* At the head of what a flight asks of the database: who asks, and what he reaches of it. The first
 * statement of a segment sets the clock of a sandbox too. */
void flight_set_scope(const struct flight *flight, struct segment *segment);

/* --- the steps: each gives the next one, or STEP_WAITS --- */

enum step head_read(struct flight *flight);  /* input.c  */
enum step token_ask(struct flight *flight);  /* token.c  */
enum step admit(struct flight *flight);      /* admit.c  */
bool admit_spend(struct flight *flight);     /* false: its operation has been asked for too often */
enum step input_read(struct flight *flight); /* input.c  */
enum step root_queue(struct flight *flight); /* root.c   */
enum step load_wait(struct flight *flight);  /* load.c   */
enum step identify_known(struct flight *flight); /* identify.c */
enum step decide(struct flight *flight);         /* decide.c */
enum step begin_again(struct flight *flight);    /* again.c  */
enum step show(struct flight *flight);           /* decide.c */
enum step include_wait(struct flight *flight);   /* include.c */
enum step write_wait(struct flight *flight);     /* write.c  */
enum step answer(struct flight *flight);         /* answer.c */
enum step trace_wait(struct flight *flight);     /* trace.c  */
enum step answer_send(struct flight *flight);    /* answer.c */
enum step intake_keep(struct flight *flight);    /* intake.c */
enum step feed_wait(struct flight *flight);      /* feed.c   */
enum step feed_break(struct flight *flight);     /* feed.c   */
enum step stream_go(struct flight *flight);      /* stream.c */

/* --- what they share --- */

/* identify.c: who asks, or what stands against it */
enum step identify(struct flight *flight);
enum step identify_again(struct flight *flight);
/* path_members.c: violations of what stands in the path */
void flight_read_path(struct flight *flight);
/* admit.c: from now on its body may come */
void flight_want_body(struct flight *flight);
/* query.c: the parameters, and, once all is read that the list is bound to, where its page begins
 */
enum status query_read(struct flight *flight);
void query_read_cursor(struct flight *flight);
/* input.c: a request id of the caller that we take over */
bool input_is_request_id(struct slice text);
struct slice input_request_id(struct flight *flight); /* the caller's, or a new one */

/* intake.c: what the head says of the file that is to come; REASON_NONE, or what stands against it.
 */
enum reason intake_read_head(struct flight *flight, enum status *ret_status);
/* The operation is asked whether the file may come at all: from its head. */
bool intake_asks(const struct flight *flight);
/* It may: its pieces come from now on. `is_stored`: an answer is stored under its key, and what
 * comes is only compared with what came before. */
enum step intake_begin(struct flight *flight, bool is_stored);
/* All of it has come. */
enum step intake_end(struct flight *flight);
void intake_send(struct engine *engine, enum lane lane);
/* What the caller sent, as bytes: a file or any other body. */
int64_t intake_bytes_in(const struct flight *flight);
/* feed.c: the client has taken what it was given. */
void feed_want(struct flight *flight);
void feed_send(struct engine *engine, enum lane lane);
/* stream.c: what was asked is read; whether the first page of it has gone; where its next page
 * begins, NULL: nowhere; its next page is admitted; the page is made, or what stands against it
 * known; the client has room; how it ended, for the log. */
void stream_begin(struct flight *flight);
bool stream_is_open(const struct flight *flight);
void stream_keep(struct flight *flight, const struct cursor *next);
enum step stream_load(struct flight *flight);
enum step stream_piece(struct flight *flight);
void stream_want(struct flight *flight);
void stream_tell(const struct flight *flight);
/* page.c: whether the caller would rather have the page of the operation than JSON; whether he is
 * given it, which he also is when a success is nothing else */
bool page_is_preferred(const struct flight *flight);
bool page_is_wanted(const struct flight *flight);
/* The body, which begins anew, and its headers but for Cache-Control. */
void page_write(struct flight *flight, const struct page_told *told);
/* layout_ask.c: what Accept chooses of the formats of a list; the parameters; the tag of what is
 * asked for; the body in its layout, once it is known whom it names. */
const char *layout_choose(struct flight *flight);
void layout_read_format(struct flight *flight, struct slice value);
void layout_read_separator(struct flight *flight, struct slice value);
void layout_read_mark(struct flight *flight, struct slice value);
void layout_read_members(struct flight *flight, struct slice value);
void layout_read_includes(struct flight *flight, struct slice value);
void layout_mark_etag(struct flight *flight);
void layout_apply(struct flight *flight);
/* include.c: what waits in a lane of its own; whether somebody was shown beside the rows. */
void include_send(struct engine *engine, enum lane lane);
bool include_shows_persons(const struct flight *flight);
/* render.c: a row as an object. */
void render_object(const struct rows *rows, unsigned row, const struct view *view, unsigned roles,
                   struct writer *writer);
/* render.c: the tag of what is shown. */
void render_print_etag(struct flight *flight, struct slice version, struct slice shown);
/* root.c: commands of one root go one behind the other. False: somebody else's command has the
 * root; the flight has queued behind it and is woken when it may load again. */
bool root_take(struct flight *flight, struct id root);
void root_leave(struct flight *flight);
/* load.c */
void load_send(struct engine *engine, enum lane lane);
/* The rows of this flight into its snapshot, and the day of the database. */
void load_read(struct flight *flight);
/* load_share.c: whether it is known who asks; whether all is asked for in the caller's own name,
 * item by item; whether two ask for their rows by the same statements. */
bool load_knows_holder(const struct flight *flight);
/* The rows of an answer are read for several askers in one statement, item by item. */
bool load_reply_serves_askers(const struct reply *reply);
bool load_asks_by_items(const struct flight *flight);
bool load_may_share(const struct flight *a, const struct flight *b);
struct rows load_reply_rows(const struct flight *flight, unsigned place);
struct rows load_key_rows(const struct flight *flight);
struct rows load_holder_rows(const struct flight *flight);
void load_let_go(struct flight *flight); /* it needs the rows no more */
/* Its page stays, while what the rows of it need is read (operation.beside). */
void load_keep_page(struct flight *flight);
/* write.c */
void write_send(struct engine *engine, enum lane lane);
/* shown.c: whom the reply in flight->body names, into x.names */
void shown_read(struct flight *flight);
/* Its answer shows somebody what the database holds of persons: a row of the access log. */
bool shown_is_due(const struct flight *flight);
/* It wanted to change something and was refused: a row of the audit. */
bool shown_refusal_is_due(const struct flight *flight);
/* trace.c */
void trace_send(struct engine *engine, enum lane lane);
/* render.c: body and headers of a success, into flight->reply and flight->body. REASON_NONE, or why
 * there is none. */
/* Whether rows of the page that was read need more (operation.beside). */
bool render_asks_beside(struct flight *flight);
enum reason flight_render(struct flight *flight);
struct slice render_cache_rule(const struct operation *operation); /* for Cache-Control */
/* The headers of an answer whose body is made; VERSION_MISMATCH when a condition does not hold. */
enum reason render_headers(struct flight *flight);
/* condition.c: the headers, read once; 428; what stands against a write (412), and a read (412,
 * 304)
 */
void condition_read_headers(struct flight *flight);
bool condition_is_missing(const struct flight *flight);
bool condition_allows_write(const struct flight *flight);
/* Why the service only reads, from the head of a segment (read_only.c). */
void read_only_read(struct flight *flight, struct row *row);
/* Whether a command has to wait for the end of that. */
bool read_only_holds(const struct flight *flight);
enum step read_only_refuse(struct flight *flight);
/* That the version would be the right one, were its tag not weak. */
bool condition_is_weak(const struct flight *flight);
bool condition_allows_read(const struct flight *flight);
bool condition_is_unchanged(const struct flight *flight);
/* coding.c */
void flight_code(struct flight *flight);
/* problem.c */
void problem_write(struct buffer *buffer, enum reason reason, struct slice header, bool is_english,
                   struct slice request_id);
void flight_render_problem(struct flight *flight, enum reason reason);
void flight_render_violations(struct flight *flight);
void flight_render_refusals(struct flight *flight);
/* errand.c */
void errand_answer(struct flight *flight);
void errand_turn(struct engine *engine);    /* tells that the errand has ended, and forgets it */
void errand_release(struct engine *engine); /* ended or not */

#endif
