/* SPDX-License-Identifier: EUPL-1.2 */
/* What may happen to a thing now, for whom, and if not, why not.
 *
 * A resource with events describes them once, as a `struct machine`. The operation that records its
 * events, …/allowed-events, and whatever else the state of the thing may refuse name it as their
 * .machine; from it come
 *
 *     events_admit()      the refusal of an event that the state or the caller's role forbids
 *     events_complete()   the state, in words, and what is possible instead, beside a refusal
 *     events_render()     the answer of …/allowed-events
 *
 * so that all of them say the same: an event is allowed exactly when the caller may post it and no
 * guard is unmet, whatever is sent. */
#ifndef EVENTS_H
#define EVENTS_H

#include "api/operation.h"
#include "api/refusals.h"
#include "api/resolution.h"
#include "api/words.h"
#include "outcome.h"

enum { EVENT_GUARDS_MAX = 16, EVENTS_MAX = 64 };

/* A guard of an event, and its answer today. */
struct event_guard {
    enum reason reason;
    enum guard_answer answer;
    struct slice message; /* instead of the reason's own text; unset = that */
    struct slice details; /* of an unmet one: a JSON object, or unset */
    struct id about;      /* the person or organism at fault, for the call that helps */
};

/* An event that has a transition from the present state. */
struct event_answer {
    unsigned event;  /* number of its word */
    unsigned roles;  /* whose event it is; 0 = it comes through another door, or by itself */
    bool is_open;    /* the caller may post it: by role and by side */
    bool is_allowed; /* open, and no guard is unmet; what is sent may still be refused */
    unsigned guard_count;
    struct event_guard guards[EVENT_GUARDS_MAX];
};

/* A row of a resource's table. Guards are said by their reasons, in the order of the rules. */
struct event_rule {
    unsigned event;
    uint64_t from;           /* bit i: from state i */
    unsigned roles;          /* whose event it is */
    enum reason of_state[8]; /* decided by what is known: see judge() */
    enum reason of_data[8];  /* decided by what is sent */
};

struct machine {
    const struct vocabulary *states, *events;
    struct label noun; /* "La séance", "The session": how a sentence about it begins */
    unsigned roles;    /* of the operation that records its events */
    unsigned (*state)(const struct exchange *x); /* number in `states`, of the snapshot */
    struct slice (*address)(struct exchange *x); /* of the thing: "/v1/sessions/…" */
    /* Of the roles whose event it is, those who may have it of this thing; NULL = all of them. */
    unsigned (*givers)(const struct exchange *x, unsigned event);
    /* Whether the caller stands on the side whose event it is, beyond the role; NULL = any does. */
    bool (*is_side)(const struct exchange *x, unsigned event);
    /* Whose it is then; WHOSE_NOBODY = the state has no such event for any side. NULL with is_side:
     * the operation tells it in its own words. */
    enum whose (*whose)(const struct exchange *x, unsigned event);
    /* The table, and what is wrong with an event whose body would be faultless. */
    const struct event_rule *rules;
    unsigned rule_count;
    void (*judge)(struct exchange *x, unsigned event, struct outcome *outcome);
    /* Whose state is meant by an INVALID_STATE of judge(); NULL = it says none. */
    const struct machine *judged;
    /* The event of a candidacy that moves this one on, where the caller's side has none here: its
     * address and name, for whoever may send it and whoever reads whose it is; false = none does.
     * NULL = there never is one. */
    bool (*way)(struct exchange *x, struct slice *ret_href, const char **ret_event);
    /* Instead of a table here: the machine is one of lib/. The number of answers written; and whose
     * an event is in whatever state. */
    unsigned (*ask)(struct exchange *x, struct event_answer ret_answers[EVENTS_MAX]);
    unsigned (*owners)(unsigned event);
    struct resolution_subject (*subject)(const struct exchange *x); /* NULL = nothing is known */
};

/* prepare() of an operation that records events: takes the expected version of its body, and has
 * what is wrong with the data told below /data. */
void events_prepare(struct exchange *x);
/* Whose the event is that was sent, as far as the body of the exchange was read, in whatever state;
 * 0: it is no event, or nobody's. */
unsigned events_owners(const struct exchange *x);
/* The day of the event that was sent: today, unless its body has an EVENT_DAY_FIELD and it gives
 * another. */
struct date events_day(const struct exchange *x);
/* False, and refused: the event has no transition from the present state, or is not the caller's.
 * For machines with a table here. */
bool events_admit(struct exchange *x, unsigned event);
/* Adds a guard to an answer. */
struct event_guard *event_answer_add(struct event_answer *answer, enum reason reason,
                                     enum guard_answer guard_answer);
/* Says what is at fault, of a guard that is unmet. */
void event_guard_tell(struct exchange *x, struct event_guard *guard,
                      const struct reason_detail *detail, const struct referential *referential);
/* Completes the refusals of a decision; called by the engine. */
void events_complete(struct exchange *x);
void events_render(struct exchange *x, struct writer *writer);

extern const struct fields allowed_events_query;
extern const struct view guard_answer_view;

/* --- the body of an event, everywhere { event, occurred_on, data, expected_version } --- */

/* The table of the data of one event, in a list by event, one each: all of them read into one
 * struct. */
#define EVENT_DATA(title, list, type)                                                              \
    &(const struct fields)                                                                         \
    {                                                                                              \
        title, list, sizeof(struct type)                                                           \
    }

/* Members of `body`; taken: bit i = word i comes through this door, 0 = all of them. */
#define EVENT_FIELD(body, vocabulary, taken, its_doc, its_example)                                 \
    {                                                                                              \
        "event", FIELD_ENUM, FIELD_REQUIRED, offsetof(struct body, event),                         \
            .words = &(vocabulary), .only = (taken), .doc = its_doc, .example = its_example        \
    }
#define EVENT_DAY_FIELD(body, its_doc)                                                             \
    {                                                                                              \
        "occurred_on", FIELD_DATE, FIELD_NULLABLE, offsetof(struct body, occurred_on),             \
            .doc = its_doc, .example = "\"2026-01-15\""                                            \
    }
#define EVENT_VERSION_FIELD(body)                                                                  \
    {                                                                                              \
        "expected_version", FIELD_INT, FIELD_NULLABLE, offsetof(struct body, expected_version), 1, \
            FIELD_INT_MAX,                                                                         \
            .doc = "Version of the resource that was read; another one answers 412.",              \
            .example = "3"                                                                         \
    }
#define EVENT_DATA_FIELD(body, list)                                                               \
    {                                                                                              \
        "data", FIELD_VARIANT, 0, offsetof(struct body, data),                                     \
            .doc = "Members of the event, see its own schema.",                                    \
            .variants = &(const struct field_variants)                                             \
        {                                                                                          \
            "event", list                                                                          \
        }                                                                                          \
    }

/* --- replies --- */

/* What an event answers, beside the resource after it: `prefix`_event_reply. */
#define EVENT_REPLY_VIEW(prefix, title, vocabulary)                                                \
    static const struct member prefix##_event_reply_members[] = {                                  \
        { "event", MEMBER_ENUM, .words = &(vocabulary), .doc = "What happened." },                 \
        { "occurred_on", MEMBER_DATE, .doc = "Day on which it is dated." },                        \
        { .name = NULL },                                                                          \
    };                                                                                             \
    static const struct view prefix##_event_reply = { title, "An event that was recorded.",        \
                                                      prefix##_event_reply_members }
/* render() of that answer: its head; the engine adds the resource. */
void events_render_recorded(struct exchange *x, struct writer *writer);

/* The views of …/allowed-events: `prefix`_allowed_events_view. */
#define ALLOWED_EVENTS_VIEW(prefix, title, state_vocabulary, event_vocabulary)                     \
    static const struct member prefix##_allowed_members[] = {                                      \
        { "event", MEMBER_ENUM, .words = &(event_vocabulary), .doc = "An event of this state." },  \
        { "label", MEMBER_TEXT, .doc = "What to show for it, in the language asked for." },        \
        { "is_allowed", MEMBER_BOOL,                                                               \
          .doc = "The caller may post it and no guard is unmet; the data may still be refused." }, \
        { "roles", MEMBER_TEXTS,                                                                   \
          .doc = "Whose event it is; empty when it is not posted here, or comes by itself." },     \
        { "guards", MEMBER_OBJECTS, .of = &guard_answer_view,                                      \
          .doc = "Every guard, in the order of the rules." },                                      \
        { .name = NULL },                                                                          \
    };                                                                                             \
    static const struct view prefix##_allowed_view = { "Allowed" title "Event",                    \
                                                       "An event and its guards.",                 \
                                                       prefix##_allowed_members };                 \
    static const struct member prefix##_allowed_reply_members[] = {                                \
        { "state", MEMBER_ENUM, .words = &(state_vocabulary), .doc = "The present state." },       \
        { "state_label", MEMBER_TEXT, .doc = "What to show for it, in the language asked for." },  \
        { "version", MEMBER_INT, .doc = "Version that was looked at." },                           \
        { "on_date", MEMBER_DATE, .doc = "The day the guards were asked for." },                   \
        { "resolve_with", MEMBER_JSON, MEMBER_NULLABLE,                                            \
          .doc = "The call that moves it on where none of these events does, when the caller may " \
                 "make it: method, href and event." },                                             \
        { "data", MEMBER_OBJECTS, .of = &prefix##_allowed_view,                                    \
          .doc = "Events that have a transition from here and are the caller's; to who reads "     \
                 "everything, those of others too." },                                             \
        { .name = NULL },                                                                          \
    };                                                                                             \
    static const struct view prefix##_allowed_events_view = { "Allowed" title "Events",            \
                                                              "What may happen now, and why not.", \
                                                              prefix##_allowed_reply_members }

/* What every operation that records events has in its row: `its_reply` is the answer
 * (EVENT_REPLY_VIEW), and the resource as `statement`, which `binder` asks about what was written,
 * has it after the event is beside it. */
#define EVENTS_OF(its_machine, its_reply, address, statement, binder, its_view)                    \
    .method = METHOD_POST, .machine = &(its_machine),                                              \
    .reply = { 201, .render = events_render_recorded, .view = &(its_reply), .location = (address), \
               .embedded = { "resource", &(statement), binder, &(its_view) } }

/* What every …/allowed-events has in its row. */
#define ALLOWED_EVENTS_OF(its_machine, its_view)                                                   \
    .method = METHOD_GET, .query = &allowed_events_query, .machine = &(its_machine),               \
    .description =                                                                                 \
        "Every event of the present state that is the caller's, with its guards: met, "            \
        "unmet with its details and the call that helps, or needing the data of the "              \
        "event. Allowed exactly when a dry run with faultless data is accepted; that there is "    \
        "a fitting person, organism or day counts as data, and what another organism "             \
        "did is told after the candidate's consent only.",                                         \
    .reply = { 200, .render = events_render, .view = &(its_view) }

#endif
