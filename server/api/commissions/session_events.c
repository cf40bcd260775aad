/* The events of a session: convening, opening, closing, cancelling (9.3), and what is allowed now.
 * Signing comes through the minutes. */
#include "api/commissions/session_snapshot.h"
#include "sql.h"

#include "api/commissions/session_views.h"

/* Minutes are signed through their own resource. */
#define SESSION_EVENTS_OF_THE_WIRE (~(UINT64_C(1) << SESSION_EVENT_SIGN))

struct reason_body {
    struct given given;
    struct slice reason;
};
static const struct field reason_fields[] = {
    { "reason", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE, offsetof(struct reason_body, reason),
      1, 1000, .doc = "Why, for CANCEL." },
    { .name = NULL },
};
static const struct fields reason_data = { "SessionEventData", reason_fields,
                                           sizeof(struct reason_body) };

struct session_event_body {
    struct given given;
    int event;
    struct date occurred_on;
    int64_t expected_version;
    struct reason_body data;
};
#define AT(member) offsetof(struct session_event_body, member)
static const struct field event_fields[] = {
    { "event", FIELD_ENUM, FIELD_REQUIRED, AT(event), .words = &session_event_words,
      .only = SESSION_EVENTS_OF_THE_WIRE, .doc = "What happens.", .example = "\"CONVENE\"" },
    { "occurred_on", FIELD_DATE, 0, AT(occurred_on), .doc = "Day of the act; today unless said." },
    { "expected_version", FIELD_INT, 0, AT(expected_version), 1, 2147483647,
      .doc = "As If-Match." },
    { "data", FIELD_OBJECT, 0, AT(data), .of = &reason_data, .doc = "What the event carries." },
    { .name = NULL },
};
#undef AT
static const struct fields event_body = { "SessionEvent", event_fields,
                                          sizeof(struct session_event_body) };

/* Candidacies move only when a session is cancelled: they are not read otherwise. The session comes
 * last, because the version is its own. */
static const struct load cancel_loads[] = {
    CANDIDACY_LOADS(session_bind_candidacies, 0),
    SESSION_LOADS(session_bind_path),
    { .statement = NULL },
};

static void prepare_event(struct exchange *x)
{
    const struct session_event_body *body = x->body;
    if (body->expected_version)
        x->expected_version = body->expected_version;
    bool cancels = (enum session_event)body->event == SESSION_EVENT_CANCEL;
    x->extra_loads = cancels ? cancel_loads : session_loads;
}

/* Nobody could sign the minutes otherwise: the session would be closed for ever. */
static bool has_signers(const struct session_snapshot *now)
{
    const struct id signers[] = { now->session.chair_member_id, now->session.vice_chair_member_id };
    for (int i = 0; i < 2; i++) {
        int juror = session_find_juror(&now->session, signers[i]);
        if (juror < 0 || now->jurors[juror].presence == PRESENCE_ABSENT)
            return false;
    }
    return true;
}

static bool needs_signers(enum session_event event)
{
    return event == SESSION_EVENT_CLOSE; /* until then they may still be named, and arrive */
}

static void refuse_with_session_events(struct exchange *x, const struct session_snapshot *now)
{
    struct session_allowed_event *events = exchange_alloc(x, SESSION_EVENT_COUNT * sizeof *events);
    if (!events)
        return;
    int count = session_allowed_events(&now->session, x->policy, x->today, 0, events);
    uint64_t mask = 0;
    for (int i = 0; i < count; i++)
        mask |= UINT64_C(1) << events[i].transition->event;
    exchange_allow(x, session_event_names, mask);
}

/* T20: every file goes back to the queue of its commission. */
static void release_items(struct exchange *x, const struct session_decision *decision)
{
    for (int i = 0; i < decision->effect_count; i++) {
        const struct session_effect *effect = &decision->effects[i];
        for (int k = 0; effect->kind == SESSION_EFFECT_RELEASE_ITEM && k < effect->count; k++)
            session_move_candidacy(x, k, EVENT_REMOVE_FROM_AGENDA, "SESSION_CANCELLED");
    }
}

static void decide_event(struct exchange *x)
{
    const struct session_snapshot *now = x->snapshot;
    const struct session_event_body *body = x->body;
    enum session_event event = (enum session_event)body->event;
    struct date day = date_is_set(body->occurred_on) ? body->occurred_on : x->today;
    struct session_command command = {
        .event = event,
        .today = x->today,
        .actors = x->principal.roles,
        .has_reason = slice_is_set(body->data.reason),
    };
    struct session_decision *decision = exchange_alloc(x, sizeof *decision);
    if (!decision)
        return;
    x->result_id = x->root_id = now->session.id;
    struct outcome outcome = session_decide(&now->session, &command, x->policy, decision);
    session_refuse(x, now, &outcome, NULL);
    if (outcome_has(&outcome, REASON_INVALID_STATE))
        refuse_with_session_events(x, now);
    else if (needs_signers(event) && !outcome_has(&outcome, REASON_ROLE_NOT_ALLOWED) &&
             !has_signers(now))
        exchange_refuse(x, REASON_SIGNER_NOT_ALLOWED, (struct slice){ 0 });
    if (date_is_after(day, x->today))
        exchange_refuse(x, REASON_DATE_IN_FUTURE, (struct slice){ 0 });
    if (x->refusal_count)
        return;
    release_items(x, decision);
    struct session_act *act = session_act(x, decision->to);
    if (!act)
        return;
    if (event == SESSION_EVENT_CONVENE)
        act->convened_on = day;
    if (event == SESSION_EVENT_CANCEL) {
        act->cancelled_on = day;
        act->reason = body->data.reason;
    }
    if (event == SESSION_EVENT_CLOSE) {
        act->minutes_id = exchange_new_id(x);
        exchange_effect(x, &session_writes[WRITE_MINUTES], 0, act);
    }
}

/* --- allowed events --- */

static void write_guard(struct exchange *x, struct writer *writer, enum reason reason,
                        enum guard_answer answer, const struct reason_detail *detail)
{
    const struct session_snapshot *now = x->snapshot;
    const struct reason_info *info = reason_info(reason);
    writer_open(writer, '{');
    writer_key(writer, "code");
    writer_text(writer, info->code);
    writer_key(writer, "answer");
    writer_text(writer, guard_answer_names[answer]);
    writer_key(writer, "message");
    writer_text(writer, x->is_english ? info->detail_en : info->detail_fr);
    writer_key(writer, "details");
    if (answer == GUARD_UNMET && detail->jurors) {
        writer_open(writer, '{');
        session_write_jurors(writer, "member_ids", now, detail->jurors);
        writer_close(writer, '}');
    } else {
        write_detail(writer, detail, NULL);
    }
    writer_close(writer, '}');
}

static void write_event(struct exchange *x, struct writer *writer,
                        const struct session_allowed_event *event)
{
    const struct session_snapshot *now = x->snapshot;
    bool wants_signers = needs_signers(event->transition->event);
    writer_open(writer, '{');
    writer_key(writer, "event");
    writer_text(writer, session_event_name(event->transition->event));
    writer_key(writer, "is_allowed");
    writer_bool(writer, event->is_allowed && (!wants_signers || has_signers(now)));
    writer_key(writer, "guards");
    writer_open(writer, '[');
    for (int i = 0; i < event->guard_count; i++) {
        const struct session_asked_guard *asked = &event->guards[i];
        struct reason_detail none = { 0 };
        write_guard(x, writer, session_guard_info(asked->guard)->reason, asked->answer,
                    asked->answer == GUARD_UNMET ? &asked->detail : &none);
    }
    if (wants_signers)
        write_guard(x, writer, REASON_SIGNER_NOT_ALLOWED,
                    has_signers(now) ? GUARD_MET : GUARD_UNMET, &(struct reason_detail){ 0 });
    writer_close(writer, ']');
    writer_close(writer, '}');
}

static void render_allowed(struct exchange *x, struct writer *writer)
{
    const struct session_snapshot *now = x->snapshot;
    struct session_allowed_event *events = exchange_alloc(x, SESSION_EVENT_COUNT * sizeof *events);
    if (!events)
        return;
    unsigned actors = exchange_has_role(x, ROLES_READ_ALL) ? 0 : x->principal.roles;
    int count = session_allowed_events(&now->session, x->policy, x->today, actors, events);
    writer_open(writer, '{');
    writer_key(writer, "state");
    writer_text(writer, session_state_name(now->session.state));
    writer_key(writer, "version");
    writer_int(writer, now->session.version);
    writer_key(writer, "on_date");
    writer_date(writer, x->today);
    writer_key(writer, "data");
    writer_open(writer, '[');
    for (int i = 0; i < count; i++)
        write_event(x, writer, &events[i]);
    writer_close(writer, ']');
    writer_close(writer, '}');
}

static const struct member guard_members[] = {
    { "code", MEMBER_TEXT, .doc = "Reason that the guard raises." },
    { "answer", MEMBER_ENUM, .words = &guard_answer_words, .doc = "As of today." },
    { "message", MEMBER_TEXT, .doc = "In the language that was asked for." },
    { "details", MEMBER_JSON, .doc = "What is at fault." },
    { .name = NULL },
};
static const struct view guard_view = { "SessionGuardAnswer", "A guard and its answer.",
                                        guard_members };
static const struct member allowed_members[] = {
    { "event", MEMBER_ENUM, .words = &session_event_words,
      .doc = "An event of this state; SIGN comes through the signatures of the minutes." },
    { "is_allowed", MEMBER_BOOL, .doc = "No guard is unmet; the data may still be refused." },
    { "guards", MEMBER_OBJECTS, .of = &guard_view,
      .doc = "Every guard, in the order of the rules." },
    { .name = NULL },
};
static const struct view allowed_view = { "SessionAllowedEvent", "An event and its guards.",
                                          allowed_members };
static const struct member reply_members[] = {
    { "state", MEMBER_ENUM, .words = &session_state_words, .doc = "State of the session." },
    { "version", MEMBER_INT, .doc = "Version that was looked at." },
    { "on_date", MEMBER_DATE, .doc = "The day the guards were asked for." },
    { "data", MEMBER_OBJECTS, .of = &allowed_view,
      .doc = "Events that have a transition from here." },
    { .name = NULL },
};
static const struct view reply_view = { "SessionAllowedEvents", "What may happen to a session now.",
                                        reply_members };

static const enum reason event_reasons[] = {
    REASON_INVALID_STATE,
    REASON_SESSION_TOO_EARLY,
    REASON_QUORUM_NOT_MET,
    REASON_PARITY_BROKEN,
    REASON_JUROR_NOT_INDEPENDENT,
    REASON_SAME_COLLEGE_SIGNATURES,
    REASON_SIGNER_NOT_ALLOWED,
    REASON_ITEMS_UNDECIDED,
    REASON_REASON_REQUIRED,
    REASON_DATE_IN_FUTURE,
    REASON_ROLE_NOT_ALLOWED,
    REASON_VERSION_MISMATCH,
    REASON_NONE,
};

const struct operation session_event_operations[] = {
    {
        .id = "recordSessionEvent",
        .method = METHOD_POST,
        .path = "/v1/sessions/{session_id}/events",
        .tag = "Sessions",
        .summary = "Convene, open, close or cancel a session.",
        .description =
            "OPEN needs the day, quorum, parity and independence of the voters of every file; "
            "CLOSE needs a decision or an explicit \"not examined\" for every file, chair and "
            "vice-chair named and present, and writes the minutes; CANCEL gives the files back.",
        .roles = ROLE_SECRETARY | ROLE_CHAIR,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED,
        .body = &event_body,
        .snapshot_size = sizeof(struct session_snapshot),
        .prepare = prepare_event,
        .decide = decide_event,
        .writes = { SESSION_WRITE_TABLES },
        .reply = { 200, &SQL_session_view, exchange_bind_result_row, &session_view },
        .reasons = event_reasons,
        .example = "{\"event\":\"CONVENE\",\"occurred_on\":\"2026-01-26\"}",
    },
    {
        .id = "readSessionAllowedEvents",
        .method = METHOD_GET,
        .path = "/v1/sessions/{session_id}/allowed-events",
        .tag = "Sessions",
        .summary = "Ask what may happen to a session now, and if not, why not.",
        .description = "Every guard of every event: met, unmet with its details, or needing the "
                       "data of the event.",
        .roles = ROLES_COMMISSION,
        .flags = OPERATION_REFERENCE,
        .loads = session_loads,
        .snapshot_size = sizeof(struct session_snapshot),
        .reply = { 200, .render = render_allowed, .view = &reply_view },
    },
    { .id = NULL },
};
