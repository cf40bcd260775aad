/* SPDX-License-Identifier: EUPL-1.2 */
/* One request on its way through an operation, as the api sees it: what was asked, what is known,
 * what is decided.
 *
 * Who may set what, and when:
 *   - prepare(): violations (cross-field), extra_loads, plan, expected_version of a body
 *   - a load's read(): the snapshot, version (LOAD_ROOT), is_missing, moved_to; violations of a
 *     query, or of a body (LOAD_JUDGES); of a query, refusals
 *   - decide(): violations, refusals, is_missing, effects, root_id, result_id, other_id, status,
 *     is_other
 *   - reply.render(): reply_version, status, is_missing, disposition, digest, fed_bytes, media_type
 *   - anybody: has_failed, through exchange_alloc() or by hand
 *
 * Which of them is answered, from the first to the last: has_failed (503), violations of the input
 * by itself (422, or the 400 of one of them; with those that reads added), moved_to (308),
 * is_missing (404), another version than the expected one (412), violations (422, or the 400 of one
 * of them), refusals (the status of the first reason), effects (the reply). Effects beside a
 * refusal are not written. A command whose snapshot turns out stale is decided again: everything
 * from `snapshot` on begins anew, the input and `plan` stay. */
#ifndef EXCHANGE_H
#define EXCHANGE_H

#include "api/names.h"
#include "api/role.h"
#include "arena.h"
#include "calendar.h"
#include "id.h"
#include "json/field.h"
#include "json/writer.h"
#include "reason.h"
#include "slice.h"
#include "time_zone.h"
#include "api/upload.h"

#include <stdbool.h>
#include <stdint.h>

struct operation;
struct machine;
struct notices;
struct load;
struct write;
struct params;
struct policy;
struct row;

enum { EXCHANGE_PATH_MEMBERS = 3 };

/* A guard that said no. */
struct refusal {
    enum reason reason;
    struct slice message;       /* instead of the reason's own text; unset = that */
    struct slice details;       /* a JSON object in the arena, or unset */
    const struct machine *of;   /* INVALID_STATE: whose state it is; NULL = that of the operation */
    const char *resolve_method; /* the operation that would help, or NULL */
    struct slice resolve_href;
    const char *resolve_event; /* which event to send there, or NULL */
};

/* Something to be written, and the row of a table of writes that says how. */
struct effect {
    const struct write *write;
    unsigned index;   /* which of several, for the binder */
    const void *item; /* the same as a pointer, or NULL; lives as long as the request */
};

/* Who comes with a token, bound to somebody or not: of operations with OPERATION_LOGIN. */
struct exchange_login {
    struct slice issuer, subject;
    unsigned char digest[32]; /* of both: by which a login is found */
    bool is_client;           /* a system, with nobody behind it */
};

/* What few requests need and a load leaves out at first. */
enum brought {
    BRINGS_SHAPE = 1 << 0,     /* the scoring of a version that the loop has not read yet */
    BRINGS_CANDIDATE = 1 << 1, /* what guards ask about the candidate */
    BRINGS_KEPT = 1 << 2,      /* operation->kept_loads instead: what a former owner keeps */
    BRINGS_MANDATES = 1 << 4,  /* members of a commission whose mandate is of other days */
    BRINGS_BESIDE = 1 << 3, /* the loads of operation->beside instead: what rows of a page need */
};

struct shapes;

struct exchange {
    /* Asked. */
    const struct operation *operation;
    struct arena *arena;
    struct principal principal;
    struct exchange_login login;
    struct id path_id[EXCHANGE_PATH_MEMBERS];      /* path members that are ids, by position */
    struct slice path_text[EXCHANGE_PATH_MEMBERS]; /* the same as text (references, codes)   */
    void *query;                                   /* struct of operation->query */
    void *body;                                    /* struct of operation->body  */
    int64_t expected_version; /* of If-Match or expected_version; 0 = none was given */
    bool is_english;
    unsigned type; /* which of reply.types is answered */
    struct slice request_id;
    struct upload *upload; /* of an operation with an intake, once its head is read; else NULL */
    struct violations violations;
    bool has_said_it; /* the last violation was said before: nothing is expected of it */

    /* Known. */
    const struct policy *policy;
    struct slice certifier_name;
    const struct notices *notices;
    struct moment
        moment;        /* the present, by the database's one clock; set before decide and render */
    struct date today; /* its day where the act is done: that of the caller's organism or
                          commission, unless a load says another place (exchange_act_in) */
    struct date latest_day; /* the latest that it may be dated: today, or the caller's, or that of a
                               place that a load names, if that has begun later (decision 38) */
    int64_t now_ms;         /* the real instant, for bookkeeping */
    void *snapshot;         /* operation->snapshot_size bytes, zeroed, filled by the loads */
    void *record; /* struct of operation->record: as it stands, then with the body laid over it */
    bool is_unchanged; /* the body changes nothing of the record: set by the engine, of a PATCH */
    const struct load *extra_loads; /* set by prepare(): what only this body needs */
    /* What loads bring only when it is asked for (enum brought): what they were asked for, and what
     * a read or decide() then found lacking. Then everything is loaded again, once, with it. */
    unsigned brings, lacks;
    struct shapes *shapes;    /* of the loop */
    const void *plan;         /* the api's own, from prepare() to decide() */
    const char *data_pointer; /* where the data of the act begin in the body ("/data" of an
                                 event); NULL = at its top */
    bool is_missing;          /* set by a read: the thing is not there for the caller (404) */
    struct id
        survivor_id;    /* set by a read: the record into which one that a body names was merged */
    struct id moved_to; /* set by a read: the path's first member goes by this id now (308) */
    struct id recorded_id; /* set by a read: what has the name or the number that is asked for */
    int present_count;     /* set by a read: how many there are of what the act adds */

    /* Decided. */
    struct refusal *refusals; /* in the arena */
    unsigned refusal_count, refusal_capacity;
    struct slice allowed_events; /* JSON array: events that the caller may post now (events.h) */
    struct effect *effects;      /* in the arena */
    unsigned effect_count, effect_capacity;
    int64_t version; /* of the root that was loaded; compared with expected_version by the engine */
    struct id result_id;   /* what was made or changed: the reply's row, Location, audit */
    struct id root_id;     /* the aggregate written: two commands on it never share a batch */
    struct id other_id;    /* a second result, for the embedded object */
    struct slice secret;   /* what a member that is MEMBER_ONCE shows: in this reply, and nowhere
                              else; unset   when render() of a dry run is asked */
    int64_t reply_version; /* ETag of a rendered reply; a view takes it from its member */
    struct slice disposition, digest; /* of a file: Content-Disposition, and Repr-Digest, with which
                                          it is sent as it is (no coding); unset = none */
    int64_t fed_bytes, fed_piece;     /* of a reply with a feed: its size; the piece that is read */
    struct slice media_type;          /* the same: what it is */
    int status;                       /* overrides reply.status when not 0 */
    bool is_other;                    /* reply.other is answered instead */
    bool was_right;       /* set by render(): all that was told was (operation.guessed) */
    struct slice likened; /* set by decide(): the person about whom an answer, whatever it is, tells
                             something: LIMIT_LIKENESS */
    struct id whose; /* set by a read: the candidate whose file an answer shows a part of, which
                        may name him by no member */
    struct names
        beside; /* set by a read: of whom the answer tells under other names than their ids */
    struct names names; /* whom the answer names: read from its text, or, when that is no JSON,
                           added by who makes it (names_add) */
    bool has_failed;    /* memory: 503 */
};

/* A refusal (409 or the reason's own status); every failing guard is reported. details may be
 * unset. */
void exchange_refuse(struct exchange *x, enum reason reason, struct slice details);
/* Whether somebody is known, here or elsewhere, is told to whoever sends an identity that may be
 * theirs: of one birth name, as it is compared, and year so often (LIMIT_LIKENESS), or the parts
 * that are not known could be tried one after the other. Whatever may answer DUPLICATE_CANDIDATE or
 * POSSIBLE_DUPLICATE says here about whom, whichever it answers. */
void exchange_liken(struct exchange *x, struct slice birth_name, int birth_year);
/* For SQL_candidate_survivor: sets survivor_id. */
void exchange_read_survivor(struct exchange *x, struct row *row);
/* For a load of what only one record has, a name or a number: its column recorded_id is the record
 * that has it already. */
void exchange_read_recorded(struct exchange *x, struct row *row);
/* For a load of how many there are already of what the act adds: its column present_count, which
 * refuse_beyond() holds against a bound. */
void exchange_read_count(struct exchange *x, struct row *row);
/* ALREADY_RECORDED when such a record was read: names it, the member of the body that it has
 * already (NULL: no single one), and where it is read: behind that address ("/v1/funders/"); NULL
 * where callers may read nothing. */
void exchange_refuse_recorded(struct exchange *x, const char *address, const char *member);
/* Says the last refusal in these words. */
void exchange_say(struct exchange *x, const char *fr, const char *en);
/* 403: the caller's credential lacks this permission; the refusal names it. */
void exchange_refuse_permission(struct exchange *x, unsigned permission);
/* Where something is read: behind the address of its kind ("/v1/appeals/"). */
struct slice exchange_address(struct exchange *x, const char *kind, struct id id);
/* The operation that would help, for the refusal just added. */
void exchange_resolve(struct exchange *x, const char *method, struct slice href);
/* { method, href, event } as clients read it; null without a method. */
void exchange_write_resolution(struct writer *writer, const char *method, struct slice href,
                               const char *event);
/* Whether nothing is wrong with a member, by JSON Pointer: neither with it nor with what is in it.
 * The rules of a body are asked whatever its members are, so that all that is wrong with it is said
 * at once; what was refused is zero then. A rule whose answer would follow from such a zero, at
 * another member, asks this first. */
bool exchange_is_sound(const struct exchange *x, const char *pointer);
/* The same within the data of the act. */
bool exchange_is_sound_data(struct exchange *x, const char *pointer);
/* Of a member of an item there, as in exchange_violate_item(). */
bool exchange_is_sound_item(struct exchange *x, const char *list, size_t index, const char *member);
/* A violation of the input, by JSON Pointer ("/evaluator_id"); one where something was refused
 * already says nothing. */
void exchange_violate(struct exchange *x, const char *pointer, enum reason code);
/* The same within the data of the act: behind x->data_pointer. */
void exchange_violate_data(struct exchange *x, const char *pointer, enum reason code);
/* One item of a list in the data of the act ("/modules"), or a member of it ("/trainer_id", "" =
 * the item itself). */
void exchange_violate_item(struct exchange *x, const char *list, size_t index, const char *member,
                           enum reason code);
/* What was expected there, for the violation just added: a bound, a type. */
void exchange_expect(struct exchange *x, struct expected expected);
/* The row is one of the operation's own tables of writes: the engine writes every effect that was
 * decided, or stops the process. */
void exchange_effect(struct exchange *x, const struct write *write, unsigned index,
                     const void *item);
/* Memory of the request, zeroed; NULL marks the exchange as failed. */
void *exchange_alloc(struct exchange *x, size_t size);
/* One item more, zeroed, behind the `count` ones of an array that only this function made. `list`
 * points to the pointer to the array, which moves when it was full (NULL when there is none yet);
 * the caller counts. What a request reads has no bound but its memory. NULL marks the exchange as
 * failed. */
void *exchange_more(struct exchange *x, void *list, size_t count, size_t item_size);
/* A new UUIDv7. */
struct id exchange_new_id(struct exchange *x);
/* The item of a path: its first member as id and, when it is one, as reference (two parameters). */
void exchange_bind_path(const struct exchange *x, struct params *params);
/* The item of a path's first member as an id only (one parameter). */
void exchange_bind_path_id(const struct exchange *x, struct params *params);
/* And the person who asks. */
void exchange_bind_path_id_and_caller(const struct exchange *x, struct params *params);
/* The result's id (one parameter). */
void exchange_bind_result(const struct exchange *x, struct params *params);
/* The result's id and no reference: for a view that is also read by path. */
void exchange_bind_result_row(const struct exchange *x, struct params *params);
/* The zone that a column names. */
enum time_zone exchange_read_zone(struct row *row, const char *column);
/* For a read: the act is done in that zone, whose day is x->today from now on (decision 38). */
void exchange_act_in(struct exchange *x, enum time_zone zone);
/* For a read: what the act is about is there, and a day that has begun there lies in no future. */
void exchange_reach(struct exchange *x, enum time_zone zone);
/* For a read, behind that: the act follows one whose day may have begun earlier, where that was
 * done. It is dated that day at least: nothing precedes what it rests on. A day that has begun
 * nowhere changes nothing. */
void exchange_follow(struct exchange *x, struct date day);
/* The later of the day of the act and one that it follows, in the same way. */
struct date exchange_day_behind(const struct exchange *x, struct date day);
/* The organism in whose name the caller acts; unset outside scope ORGANISM. */
struct id exchange_organism(const struct exchange *x);
bool exchange_has_role(const struct exchange *x, unsigned roles);

#endif
