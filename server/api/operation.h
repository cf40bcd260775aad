/* SPDX-License-Identifier: EUPL-1.2 */
/* An operation of the contract as data. The engine runs every operation the same way:
 *
 *     query    read input -> load -> view; what is heavy loads again and again, slice by slice
 *     command  read input -> load snapshot -> decide (pure) -> writes in one transaction -> view
 *     static   read input -> view (from what the process knows)
 *
 * Locks are taken in one order, so that no two acts wait for one another: what guards have read
 * (WRITE_FIRST; kinds in the order of check_facts(), then ids), sessions, candidacies, what hangs
 * on them, numbers without gaps. An act that changes something guards read (an organism, a person),
 * or several roots, has its commit for itself; those that lock only their facts and then one root
 * of their own say OPERATION_BATCHED and share commits, roots in the order of their ids.
 *
 * The author of an operation writes a row of this table, its statements in the sql/ beside it, and
 * short pure functions; never a thread, a connection, a transaction or a retry. */
#ifndef OPERATION_H
#define OPERATION_H

#include "api/exchange.h"
#include "api/words.h"
#include "db/params.h"
#include "db/row.h"
#include "db/statement.h"
#include "embedded.h"
#include "json/field.h"
#include "json/view.h"
#include "json/writer.h"

#include <stdbool.h>

struct machine;

enum method { METHOD_GET, METHOD_POST, METHOD_PUT, METHOD_PATCH, METHOD_DELETE, METHOD_COUNT };
extern const char *const method_names[METHOD_COUNT];

enum operation_flag {
    OPERATION_COMMAND = 1 << 0,  /* decide() is called, writes follow */
    OPERATION_LIST = 1 << 1,     /* the reply is { data, page } */
    OPERATION_UNPAGED = 1 << 2,  /* a list that always comes whole */
    OPERATION_IF_MATCH = 1 << 3, /* 428 without If-Match (or expected_version) */
    OPERATION_PERSONAL =
        1 << 4, /* reads personal data: an access log row, Cache-Control: no-store */
    OPERATION_SANDBOX = 1 << 5,      /* 404 unless the instance is a sandbox */
    OPERATION_KEY_REQUIRED = 1 << 6, /* 400 without Idempotency-Key */
    OPERATION_PUBLIC_CACHE = 1 << 7, /* Cache-Control: public, max-age=300 */
    OPERATION_REFERENCE =
        1 << 8, /* the first path member may be a reference (DOS-2026-000123-52) */
    OPERATION_LARGE_BODY = 1 << 10, /* a grid of results, a référentiel: the larger limit applies */
    OPERATION_NO_CONTENT = 1 << 9, /* 204: nothing is written back */
    OPERATION_RESTRICTED =
        1 << 11,                  /* a read that certifier and auditor do not have by themselves */
    OPERATION_BATCHED = 1 << 12,  /* may share a commit: it locks its facts, then its root alone */
    OPERATION_MOVES = 1 << 13,    /* a load may set moved_to: 308 to the same address of that id */
    OPERATION_PROBE = 1 << 14,    /* asked every second by machines: a good answer is no news */
    OPERATION_TRAINING = 1 << 15, /* for who trains the candidate of another organism, too */
    OPERATION_LOGIN = 1 << 19, /* asked with a token, whose subject need not be bound to anybody */
    OPERATION_ANY_FUNCTION =
        1 << 18, /* who has several functions need not name one; he then asks in none */
    OPERATION_KEYS = 1 << 20,        /* of keys: needs PERMISSION_KEYS */
    OPERATION_IN_ANY_MODE = 1 << 21, /* a command that is done in read-only mode, too */
    /* A list without an end: every page has a next one, which may have nothing yet (`after`). */
    OPERATION_ENDLESS = 1 << 16,
};

/* How often something may be asked (engine/limit.h; settings limits.…_per_minute, …_per_hour). The
 * first ones hold for every operation, one of the others is named by those that it is for. */
enum limit {
    LIMIT_NONE,
    LIMIT_REQUESTS,   /* of each credential, whatever it asks */
    LIMIT_ADDRESS,    /* of each address: what needs no credential, and asks the database */
    LIMIT_WRONG_KEYS, /* of each address: credentials that are none; of each that opens nothing */
    /* What answers could tell about strangers, whatever they say: of each tenant. */
    LIMIT_IDENTITY, /* whether somebody is known: what is made, corrected, opened, compared */
    LIMIT_SEARCH,   /* who is the caller's own: five times as often */
    LIMIT_CODES,    /* codes that were handed over: five at once, then one by one */
    LIMIT_GRANTS,   /* of each tenant: keys, invitations, and whom to give them to */
    LIMIT_UPLOADS,  /* of each tenant: files, whatever becomes of them */
    LIMIT_GUESSES,  /* of each address: about one thing that may be guessed at (guessed()) */
    LIMIT_GUESSED,  /* of each such thing, whoever asks: a line (limit_line()) */
    /* Of what a tenant has, the half that one person or system may use up (limit_own()): the others
     * of the tenant go on. */
    LIMIT_IDENTITY_OWN,
    LIMIT_SEARCH_OWN,
    LIMIT_GRANTS_OWN,
    LIMIT_UPLOADS_OWN,
    LIMIT_LIKENESS, /* of each tenant: about one person who may be guessed at (exchange.likened) */
    LIMITS
};

/* What the reads of an operation cost, hence in which lane it waits (engine/lane.h). */
enum operation_cost {
    COST_OF_KIND, /* of a list that has pages: COST_LIST; of everything else: COST_ROWS */
    COST_ROWS,    /* a few rows, found by their keys */
    COST_LIST,    /* a page of whatever there is */
    COST_HEAVY,   /* everything there is */
    COSTS
};

/* A statement that brings facts. Loads of one operation travel together. */
struct load {
    const struct statement *statement; /* NULL ends a list */
    /* Adds the items of this exchange (one or several, or none); NULL = exchange_bind_path(). */
    void (*bind)(const struct exchange *x, struct params *params);
    void (*read)(struct exchange *x, struct row *row); /* once per row */
    unsigned flags;
    /* Of a statement that brings rows of several sorts: the value of its column `part` in the rows
     * that this load reads. The loads of one statement stand behind one another, with the same
     * bind; it is sent once. */
    const char *part;
};

enum load_flag {
    LOAD_REQUIRED =
        1 << 0, /* no row: 404, the thing does not exist or is not visible to the caller */
    /* Its rows are the root that the operation changes: what its read says in x->version is what
     * If-Match and expected_version are compared with. At most one load of an operation; a load
     * without this flag leaves x->version as it was, whatever its read does. */
    LOAD_ROOT = 1 << 1,
    /* Its read says what is wrong with the body: it is asked of one that is wrong elsewhere too. */
    LOAD_JUDGES = 1 << 2,
};

/* For the .read of a load that only asks whether something is there (LOAD_REQUIRED). */
void load_read_nothing(struct exchange *x, struct row *row);

/* One kind of effect: how it is written. Effects of one kind go into one statement, and the kinds
 * go to the database in the order of their table, which is the order of its locks. */
struct write {
    const struct statement *statement;
    void (*bind)(const struct exchange *x, const struct effect *effect, struct params *params);
    unsigned flags;
};

enum write_flag {
    WRITE_EXACT =
        1 << 0, /* must touch one row per item, else the snapshot was stale: load again, or 412 */
    /* Shared locks on what guards have read: taken for all commands of a batch at once, before the
     * first root is locked. Its statement asks for no tenant. */
    WRITE_FIRST = 1 << 1,
};

/* A table of writes; WRITES(table) makes one of an array whose size is known. Every row up to the
 * count is there, which is asserted at start. */
struct writes {
    const struct write *rows;
    unsigned count;
};

enum { OPERATION_WRITE_TABLES = 4 };

#define WRITES(table)                                                                              \
    {                                                                                              \
        (table), sizeof(table) / sizeof((table)[0])                                                \
    }

/* What an answer tells a page: the members of the view, or why there is no row. */
struct page_told {
    const struct view *view;
    const struct slice *cells; /* by the members of the view; NULL: there is no row */
    enum reason reason;        /* why there is none; REASON_NONE: nothing was asked for yet */
};

/* An answer as a page for people: HTML that stands alone, in the livery (page_frame.h), with its
 * style in it and no script. */
struct page {
    void (*render)(struct exchange *x, const struct page_told *told, struct buffer *html);
    /* Whether it was told what to show; else it asks, and that is no refusal. NULL: it always is.
     */
    bool (*is_asked)(const struct exchange *x);
    /* There is nothing else to answer: whoever takes anything is given the page. It may say
     * is_missing; refusals are for the caller to choose as everywhere. */
    bool is_all;
    /* What the browser may load beside it, as sources and directives of its policy behind those of
     * styles. NULL: nothing. Of a refusal nothing either. */
    const char *loads;
};

enum { REPLY_TYPES_MAX = 4 };

struct reply {
    int status;
    const struct statement *statement; /* rows for the view */
    void (*bind)(const struct exchange *x,
                 struct params *params); /* NULL: command = result_id, query = path */
    const struct view *view;
    /* Instead of a statement, or beside one for the members that only C computes. Instead of one
     * and beside an embedded object, it leaves its object open. */
    void (*render)(struct exchange *x, struct writer *writer);
    /* Instead of all of these: a text that outlives every request, sent without a copy. */
    const struct slice *shared;
    /* "/v1/candidates/%s": Location, with result_id; a member of the path in braces stands for
     * itself. */
    const char *location;
    /* A second object placed in the first as a member: { …, "resource": { … } }; of a list beside
     * its page. */
    struct {
        const char *name;
        const struct statement *statement;
        void (*bind)(const struct exchange *x, struct params *params);
        const struct view *view;
    } embedded;
    const char *content_type; /* NULL = application/json */
    /* Instead of one type, several: Accept chooses, the first when it prefers none. render() is
     * told which by its place (x->type). */
    const char *types[REPLY_TYPES_MAX + 1];
    /* render() sends a file that is kept: it sets x->disposition and x->digest. */
    bool is_file;
    bool is_tagged; /* render() sets x->reply_version, for the ETag */
    const struct feed
        *feed; /* the same of a file in pieces: it sets fed_bytes and media_type too */
    /* The same row, and every refusal, as text/html for whoever would rather have that (Accept). */
    const struct page *page;
    enum reason missing; /* said instead of NOT_FOUND when there is no such row, text or page */
    const char *link;    /* Link */
    /* The rows are those that the write of the same statement answers: nothing is read again. */
    bool is_written;
    int other_status; /* of the same body, where there is a second one (a probe that says no) */
    /* A second outcome of a command, with a body of its own: answered instead when decide() set
     * x->is_other (202 beside 201). It has a statement and a view, and nothing embedded. */
    const struct reply *other;
};

/* The reply of an operation that this exchange ends with. */
const struct reply *exchange_reply(const struct exchange *x);

/* Members of the rows of a page that only C computes, from facts that are read once the page is
 * there: rows() is asked of each row, with its cells by the members of the view, and says whether
 * it needs any; when one does, the loads are sent, and then cells() fills in what it makes. */
struct beside {
    bool (*rows)(struct exchange *x, const struct slice *cells);
    const struct load *loads;
    void (*cells)(struct exchange *x, struct slice *cells);
};

struct operation {
    const char *id; /* operationId of the contract */
    enum method method;
    const char *path;
    const char *tag;
    const char *summary;
    const char *description;
    unsigned roles; /* who may call; 0 = everybody, without a key */
    unsigned flags;
    enum limit limit; /* beside those that hold for all */
    /* What the body of this request may be guessing about, unset when about nothing: LIMIT_GUESSES
     * and LIMIT_GUESSED. Asked when nothing is wrong with the input. An answer that says that all
     * of it was right costs nothing (exchange.was_right). */
    struct slice (*guessed)(const struct exchange *x);
    enum operation_cost cost;
    /* A read that asks about everything there is, in slices: its loads are sent again, each time in
     * its turn, as long as this says that there is more to look at. `has_time` false: it answers
     * what it has, unless that is nothing, and how one goes on. */
    bool (*goes_on)(struct exchange *x, bool has_time);
    const struct fields *query;
    const struct fields *body;
    const struct intake *intake; /* the body is a file instead (upload.h) */
    const struct load *loads;
    /* Of loads that bring live rows alone: instead of them, asked of an organism that sees nothing
     * by them (LOAD_REQUIRED), for it may have held what it asks about. */
    const struct load *kept_loads;
    const struct beside *beside; /* of a list: it has no other loads */
    size_t snapshot_size;
    void (*prepare)(struct exchange *x); /* after the input, before the loads: cross-field
                                            violations, extra loads */
    /* Of a merge patch: the table of the whole record that the body changes (record.h). */
    const struct fields *record;
    /* Rules across members (422): asked of the body of something new, and of the record that a
     * merge patch makes. */
    void (*check)(struct exchange *x, const void *record);
    void (*decide)(struct exchange *x);           /* pure: refusals, or effects and a result */
    struct writes writes[OPERATION_WRITE_TABLES]; /* in the order in which they are written */
    struct reply reply;
    /* What may happen to the thing whose state the operation depends on (events.h). */
    const struct machine *machine;
    const enum reason *reasons; /* refusals of its own, for the contract; ended by REASON_NONE */
    bool (*raises)(enum reason reason); /* further ones: those of a machine, asked of its table */
    const struct deprecation *deprecation; /* of the whole operation */
};

/* The loads of an operation that this exchange is asking for. */
const struct load *exchange_loads(const struct exchange *x);

/* Answered without the database. */
bool operation_is_static(const struct operation *operation);
/* Of these one text that is the same for everybody: its tag is that of the text, and nobody has it
 * laid out anew, which would be made for each request. */
bool operation_is_fixed(const struct operation *operation);

enum operation_cost operation_cost(const struct operation *operation);
/* A list that comes by pages, and one that says in which order: it has ways (db/statement.h). */
bool operation_is_paged(const struct operation *operation);
bool operation_is_sorted(const struct operation *operation);
/* A list that goes on as long as something happens: in its own order alone, as JSON. */
bool operation_is_endless(const struct operation *operation);

/* A command that changes something with a version: If-Match and expected_version are compared with
 * it. Of all others the version is nobody's business. */
bool operation_has_version(const struct operation *operation);

/* Whether this refusal is one of its own: of its table, or of its machine. */
bool operation_states(const struct operation *operation, enum reason reason);
/* The first operation behind `after` (NULL: of all) that states it; NULL behind the last. */
const struct operation *operation_stating(enum reason reason, const struct operation *after);
/* The tables that operation_stating() looks through: once, at start. */
void operations_know(const struct operation *const *tables);

/* What a credential must be allowed (its permissions) to call it: KEYS of the operations on keys,
 * WRITE of other commands, READ of everything else. 0 = it asks for no credential. */
enum permission operation_permission(const struct operation *operation);

/* Every table of operations, one per resource, ended by NULL; each ended by a NULL id. */
extern const struct operation *const operation_tables[];
/* By its id, of those that are known (operations_know()); NULL: there is none. */
const struct operation *operation_find(const char *id);

#endif
