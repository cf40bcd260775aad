/* SPDX-License-Identifier: EUPL-1.2 */
/* The events of a session: convening, opening, closing, cancelling (9.3), and what is allowed now.
 * Signing comes through the minutes. */
#include "api/commissions/session_snapshot.h"
#include "sql.h"

#include "api/commissions/session_views.h"
#include "simulation.h"

/* Minutes are signed through their own resource, and a session opens again by itself. */
#define SESSION_EVENTS_OF_THE_WIRE                                                                 \
    (~(UINT64_C(1) << SESSION_EVENT_SIGN | UINT64_C(1) << SESSION_EVENT_REOPEN))

struct event_sent {
    struct given given;
    struct slice reason;
    struct field_list member_ids;
};
static const struct field convene_fields[] = {
    { "member_ids", FIELD_IDS, 0, offsetof(struct event_sent, member_ids), 1, SESSION_MAX_JURORS,
      .doc =
          "Who is told of it: members with a mandate on its day. Unless said: all of them but the "
          "alternates, with chair and vice-chair, and without who may not sit in it; once it is "
          "convened, those who were told of another day, time or place." },
    { .name = NULL },
};
static const struct field no_fields[] = { { .name = NULL } };
static const struct field cancel_fields[] = {
    { "reason", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE, offsetof(struct event_sent, reason),
      1, 1000, .doc = "Why." },
    { .name = NULL },
};
static const struct fields *const data_tables[SESSION_EVENT_COUNT] = {
    [SESSION_EVENT_CONVENE] = EVENT_DATA("SessionConvene", convene_fields, event_sent),
    [SESSION_EVENT_OPEN] = EVENT_DATA("SessionOpen", no_fields, event_sent),
    [SESSION_EVENT_CLOSE] = EVENT_DATA("SessionClose", no_fields, event_sent),
    [SESSION_EVENT_CANCEL] = EVENT_DATA("SessionCancel", cancel_fields, event_sent),
};

struct session_event_body {
    struct given given;
    int event;
    struct date occurred_on;
    int64_t expected_version;
    struct event_sent data;
};
static const struct field event_fields[] = {
    EVENT_FIELD(session_event_body, session_event_words, SESSION_EVENTS_OF_THE_WIRE,
                "What happens.", "\"CONVENE\""),
    EVENT_DAY_FIELD(session_event_body, "Day of the act; today when absent."),
    EVENT_DATA_FIELD(session_event_body, data_tables),
    EVENT_VERSION_FIELD(session_event_body),
    { .name = NULL },
};
static const struct fields event_body = { "SessionEventBody", event_fields,
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
    events_prepare(x);
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

/* T20: every file goes back to the queue of its commission. */
static void release_items(struct exchange *x, const struct session_decision *decision)
{
    for (int i = 0; i < decision->effect_count; i++) {
        const struct session_effect *effect = &decision->effects[i];
        for (int k = 0; effect->kind == SESSION_EFFECT_RELEASE_ITEM && k < effect->count; k++)
            session_move_candidacy(x, k, EVENT_REMOVE_FROM_AGENDA,
                                   act_reason_words.codes[ACT_FOR_SESSION_CANCELLED]);
    }
}

/* Those who are named, or whoever is invited by the rule (simulation_invite). */
static uint64_t convened(struct exchange *x, const struct session_event_body *body)
{
    const struct session_snapshot *now = x->snapshot;
    const struct field_list *list = &body->data.member_ids;
    const struct id *ids = list->items;
    uint64_t named = 0;
    for (size_t i = 0; i < list->count; i++) {
        const int juror = session_find_juror(&now->session, ids[i]);
        if (juror < 0 || !session_juror_bit(juror))
            session_violate_member(x, arena_print(x->arena, "/data/member_ids/%zu", i).at, ids[i]);
        else
            named |= session_juror_bit(juror);
    }
    if (list->count)
        return named;
    struct session invited = now->session;
    struct juror *jurors =
        exchange_alloc(x, ((size_t)now->session.juror_count + 1) * sizeof *jurors);
    if (!jurors)
        return 0;
    simulation_invite(&now->session, 0, jurors);
    invited.jurors = jurors;
    return session_attending(&invited);
}

/* Who was told of the session as it is: one who was forgotten, or whom it moved away from, is told
 * later. */
static uint64_t told_already(const struct session *session)
{
    uint64_t members = 0;
    for (int i = 0; i < session->juror_count; i++)
        if (session->jurors[i].is_convened && !session->jurors[i].is_outdated)
            members |= session_juror_bit(i);
    return members;
}

static void convene(struct exchange *x, const struct session_event_body *body, struct date day)
{
    const struct session_snapshot *now = x->snapshot;
    const uint64_t members = convened(x, body) & ~told_already(&now->session);
    if (now->session.state == SESSION_CONVENED && !members && !x->violations.count)
        exchange_refuse(x, REASON_ALREADY_CONVENED, SLICE_UNSET);
    for (int i = 0; i < now->session.juror_count; i++) {
        struct ballot_act *act = NULL;
        if (!(members & session_juror_bit(i)) || !(act = exchange_alloc(x, sizeof *act)))
            continue;
        act->session = &now->session;
        act->member_id = now->jurors[i].member_id;
        act->convened_on = day;
        exchange_effect(x, &session_writes[WRITE_CONVOCATION], 0, act);
    }
}

/* What the secretary adds without another word: it hides nothing that is wrong in the body. */
static bool lacks_only_start(const struct exchange *x)
{
    return x->refusal_count == 1 && x->refusals[0].reason == REASON_START_NOT_SET;
}

static void decide_event(struct exchange *x)
{
    const struct session_snapshot *now = x->snapshot;
    const struct session_event_body *body = x->body;
    enum session_event event = (enum session_event)body->event;
    struct date day = events_day(x);
    struct session_command command = {
        .event = event,
        .today = x->today,
        .occurred_on = day,
        .actors = x->principal.roles,
        .callers = now->callers,
        .has_reason = slice_is_set(body->data.reason),
    };
    struct session_decision *decision = exchange_alloc(x, sizeof *decision);
    if (!decision)
        return;
    x->result_id = x->root_id = now->session.id;
    struct outcome outcome = session_decide(&now->session, &command, x->policy, decision);
    session_refuse(x, now, &outcome, NULL);
    if (needs_signers(event) && session_transition_find(now->session.state, event) &&
        !outcome_has(&outcome, REASON_ROLE_NOT_ALLOWED) && !has_signers(now))
        exchange_refuse(x, REASON_SIGNER_NOT_ALLOWED, (struct slice){ 0 });
    if (date_is_after(day, x->latest_day))
        refuse_with(x, REASON_DATE_IN_FUTURE,
                    (struct reason_detail){ .date = day, .limit = x->latest_day });
    if (x->refusal_count && !lacks_only_start(x))
        return;
    session_check_age(x, "/occurred_on", day,
                      date_is_before(now->session.held_on, x->today) ? now->session.held_on
                                                                     : x->today);
    if (x->refusal_count) {
        convened(x, body); /* what is wrong in the body is told before what the session lacks */
        return;
    }
    release_items(x, decision);
    struct session_act *act = session_act(x, decision->to);
    if (!act)
        return;
    if (event == SESSION_EVENT_CONVENE) {
        if (now->session.state == SESSION_PLANNED)
            act->convened_on = day;
        convene(x, body, day);
    }
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

static const struct session *session_of(const struct exchange *x)
{
    return &((const struct session_snapshot *)x->snapshot)->session;
}

static unsigned state_of(const struct exchange *x)
{
    return session_of(x)->state;
}

static struct slice address_of(struct exchange *x)
{
    return exchange_address(x, "/v1/sessions/", session_of(x)->id);
}

static struct resolution_subject subject_of(const struct exchange *x)
{
    const struct session_snapshot *now = x->snapshot;
    return (struct resolution_subject){ .session_id = session_of(x)->id,
                                        .own_jurors = now->callers };
}

static void take_answer(struct exchange *x, const struct session_allowed_event *event,
                        struct event_answer *ret_answer)
{
    const struct session_snapshot *now = x->snapshot;
    const enum session_event number = event->transition->event;
    *ret_answer = (struct event_answer){ .event = number };
    if (data_tables[number])
        ret_answer->roles = event->transition->actors;
    for (int i = 0; i < event->guard_count; i++) {
        const struct session_asked_guard *asked = &event->guards[i];
        struct event_guard *guard =
            event_answer_add(ret_answer, session_guard_info(asked->guard)->reason, asked->answer);
        if (asked->answer != GUARD_UNMET)
            continue;
        event_guard_tell(x, guard, &asked->detail, NULL);
        guard->details = session_detail_print(x, now, &asked->detail, NULL);
    }
    if (needs_signers(number))
        event_answer_add(ret_answer, REASON_SIGNER_NOT_ALLOWED,
                         has_signers(now) ? GUARD_MET : GUARD_UNMET);
    event_answer_add(ret_answer, REASON_DATE_IN_FUTURE, GUARD_NEEDS_DATA);
    if (number == SESSION_EVENT_CONVENE && state_of(x) == SESSION_CONVENED)
        event_answer_add(ret_answer, REASON_ALREADY_CONVENED, GUARD_NEEDS_DATA);
}

static unsigned ask(struct exchange *x, struct event_answer ret_answers[EVENTS_MAX])
{
    struct session_allowed_event *events = exchange_alloc(x, SESSION_EVENT_COUNT * sizeof *events);
    if (!events)
        return 0;
    const uint64_t callers = ((const struct session_snapshot *)x->snapshot)->callers;
    int count = session_allowed_events(session_of(x), x->policy, x->today, 0, callers, events);
    for (int i = 0; i < count; i++)
        take_answer(x, &events[i], &ret_answers[i]);
    return (unsigned)count;
}

static unsigned owners_of(unsigned event)
{
    size_t count;
    const struct session_transition *rows = session_transitions(&count);
    unsigned actors = 0;
    for (size_t i = 0; data_tables[event] && i < count; i++) {
        if (rows[i].event == (enum session_event)event)
            actors |= rows[i].actors;
    }
    return actors;
}

#define SESSION_EVENT_ROLES ROLES_COMMISSION

const struct machine session_machine = {
    .states = &session_state_words,
    .events = &session_event_words,
    .noun = { "La séance", "The session" },
    .roles = SESSION_EVENT_ROLES,
    .state = state_of,
    .address = address_of,
    .ask = ask,
    .owners = owners_of,
    .subject = subject_of,
};

ALLOWED_EVENTS_VIEW(session, "Session", session_state_words, session_event_words);
EVENT_REPLY_VIEW(session, "SessionEvent", session_event_words);

static const enum reason event_reasons[] = {
    REASON_INVALID_STATE,
    REASON_DATE_BEFORE_PREVIOUS_ACT,
    REASON_DATE_AFTER_SESSION,
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
    REASON_NOT_PRESIDING,
    REASON_ALREADY_CONVENED,
    REASON_MEMBERS_TO_CONVENE,
    REASON_CHAIR_NOT_NAMED,
    REASON_START_NOT_SET,
    REASON_NONE,
};

const struct operation session_event_operations[] = {
    {
        EVENTS_OF(session_machine, session_event_reply, "/v1/sessions/%s", SQL_session_view,
                  exchange_bind_result_row, session_view),
        .id = "recordSessionEvent",
        .path = "/v1/sessions/{session_id}/events",
        .tag = "Sessions",
        .summary = "Convene, open, close or cancel a session.",
        .description =
            "CONVENE needs the hour at which the session begins. It is dated on the day of the "
            "session or before, and not before the day on which "
            "the session was planned, unless it was recorded when it was over; it writes down who "
            "is told of it (convocations); until the session opens, again for whoever was "
            "forgotten, and for those whose convocation the session moved away from. OPEN on "
            "that day, CLOSE not before it. OPEN needs quorum, parity and independence of the "
            "voters of every file, and convocations that say day, time and place as they are; "
            "CLOSE needs a decision or an explicit \"not examined\" for every file, chair and "
            "vice-chair named and present, and writes the minutes; CANCEL gives the files back. "
            "The secretary convenes and cancels; chair and vice-chair of the session, when they "
            "are present, open and close it: being named gives that, without another key.",
        .roles = SESSION_EVENT_ROLES,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED,
        .body = &event_body,
        .snapshot_size = sizeof(struct session_snapshot),
        .prepare = prepare_event,
        .decide = decide_event,
        .writes = { SESSION_WRITE_TABLES },
        .reasons = event_reasons,
    },
    {
        ALLOWED_EVENTS_OF(session_machine, session_allowed_events_view),
        .id = "readSessionAllowedEvents",
        .path = "/v1/sessions/{session_id}/allowed-events",
        .tag = "Sessions",
        .summary = "Ask what may happen to a session now, and if not, why not.",
        .roles = ROLES_COMMISSION,
        .flags = OPERATION_REFERENCE,
        .loads = session_loads,
        .snapshot_size = sizeof(struct session_snapshot),
    },
    { .id = NULL },
};
