/* The events of an appeal, and what is allowed now. */
#include "api/commissions/appeals.h"

#include "api/candidacies/candidacy_effects.h"
#include "api/candidacies/candidacy_events.h"
#include "api/operation.h"
#include "sql.h"
#include "api/refusals.h"
#include "appeal.h"

struct appeal_body {
    struct given given;
    int event;
    struct date occurred_on;
    struct slice reason;
    int64_t expected_version;
};
#define AT(member) offsetof(struct appeal_body, member)
static const struct field event_fields[] = {
    { "event", FIELD_ENUM, FIELD_REQUIRED, AT(event), .words = &appeal_event_words,
      .doc = "What the certifier decides.", .example = "\"DECLARE_ADMISSIBLE\"" },
    { "occurred_on", FIELD_DATE, FIELD_NULLABLE, AT(occurred_on), .doc = "Day; today when absent.",
      .example = "\"2026-03-10\"" },
    { "reason", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PERSONAL, AT(reason), 1, 4000,
      .doc = "Why; required by REJECT." },
    { "expected_version", FIELD_INT, FIELD_NULLABLE, AT(expected_version), 1, FIELD_INT_MAX,
      .doc = "`version` the decision was taken on." },
    { .name = NULL },
};
#undef AT
static const struct fields event_table = { "AppealEventInput", event_fields,
                                           sizeof(struct appeal_body) };

struct appeal_snapshot {
    struct candidacy_set set; /* first */
    struct id appeal_id, decision_id, file_id;
    enum appeal_state state;
    enum appeal_state to; /* decided */
    struct date previous_on;
    bool is_latest_file;
};
BEGINS_WITH_SET(appeal_snapshot);

static void bind_candidacy(const struct exchange *x, struct params *params)
{
    candidacy_bind_named(params, BY_APPEAL, x->path_id[0], (struct slice){ 0 });
}

static void read_appeal(struct exchange *x, struct row *row)
{
    struct appeal_snapshot *known = x->snapshot;
    known->appeal_id = row_id(row, "id");
    struct slice state = row_text(row, "state");
    if (!appeal_state_from_name(state.at, state.size, &known->state))
        row->has_failed = true;
    x->version = row_int(row, "version");
    known->previous_on = row_date(row, "previous_on");
    known->decision_id = row_id(row, "decision_id");
    known->file_id = row_id(row, "file_id");
    known->is_latest_file = row_bool(row, "is_latest_file");
}

/* The root: expected_version is compared with the version of the appeal. */
static const struct load event_loads[] = {
    CANDIDACY_LOADS(bind_candidacy, LOAD_REQUIRED),
    { &SQL_appeal_load, exchange_bind_path_id, read_appeal, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

static void prepare_event(struct exchange *x)
{
    const struct appeal_body *body = x->body;
    if (body->expected_version)
        x->expected_version = body->expected_version;
}

static struct date day_of(const struct exchange *x)
{
    const struct appeal_body *body = x->body;
    return date_is_set(body->occurred_on) ? body->occurred_on : x->today;
}

/* Bit i = enum appeal_event i. */
static uint64_t events_of(enum appeal_state state)
{
    uint64_t events = 0;
    for (unsigned event = 0; event < APPEAL_EVENT_COUNT; event++) {
        if (appeal_transition_find(state, (enum appeal_event)event))
            events |= UINT64_C(1) << event;
    }
    return events;
}

enum { UPDATE_APPEAL, EVENT_WRITES };
static const struct write event_writes[EVENT_WRITES];

/* What a re-examination asks of the candidacy. The consent of the beginning still stands. */
static struct candidacy_command *reexamination(struct exchange *x, struct date occurred_on)
{
    struct appeal_snapshot *known = x->snapshot;
    const struct candidacy_snapshot *snapshot = known->set.items[0];
    struct candidacy_command *command = exchange_alloc(x, sizeof *command);
    struct facts *facts = exchange_alloc(x, sizeof *facts);
    if (!command || !facts)
        return NULL;
    *facts = candidacy_set_facts(&known->set, snapshot);
    *command = (struct candidacy_command){
        .event = EVENT_REEXAMINE,
        .occurred_on = occurred_on,
        .actors = ACTOR_SYSTEM,
        .data = { .has_consent = true, .decision_id = known->decision_id },
        .facts = facts,
    };
    candidacy_set_days(x, snapshot->owner_time_zone, command);
    return command;
}

/* 9.3: the file is live again, for the same commission and other jurors. */
static void reexamine(struct exchange *x)
{
    struct appeal_snapshot *known = x->snapshot;
    const struct candidacy_snapshot *snapshot = known->set.items[0];
    struct candidacy_command *command = reexamination(x, day_of(x));
    if (!command)
        return;
    if (!known->is_latest_file) { /* another file was sent since: that one counts */
        exchange_refuse(x, REASON_INVALID_STATE, (struct slice){ 0 });
        return;
    }
    struct candidacy_move *move =
        candidacy_move(x, &known->set, snapshot, command, NULL, x->principal.person_id);
    if (!move)
        return;
    char appeal_id[ID_TEXT_SIZE], decision_id[ID_TEXT_SIZE];
    id_print(known->appeal_id, appeal_id);
    id_print(known->decision_id, decision_id);
    move->appeal_id = known->appeal_id;
    move->history = arena_print(x->arena, "{\"appeal_id\":\"%s\",\"decision_id\":\"%s\"}",
                                appeal_id, decision_id);
}

static void decide_event(struct exchange *x)
{
    struct appeal_snapshot *known = x->snapshot;
    const struct appeal_body *body = x->body;
    const struct appeal_command asked = {
        .event = (enum appeal_event)body->event,
        .occurred_on = day_of(x),
        .today = x->today,
        .has_reason = slice_is_set(body->reason),
    };
    x->root_id = known->set.items[0]->candidacy.id;
    x->result_id = known->appeal_id;
    struct outcome outcome = appeal_decide(known->state, known->previous_on, &asked, &known->to);
    refuse_outcome(x, &outcome, NULL);
    if (outcome_has(&outcome, REASON_INVALID_STATE))
        exchange_allow(x, appeal_event_names, events_of(known->state));
    if (x->refusal_count)
        return;
    if (known->to == APPEAL_REEXAMINE)
        reexamine(x);
    exchange_effect(x, &event_writes[UPDATE_APPEAL], 0, NULL);
}

static void bind_update(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    const struct appeal_snapshot *known = x->snapshot;
    const struct appeal_body *body = x->body;
    (void)effect;
    params_id(params, "id", known->appeal_id);
    params_int(params, "version", x->version);
    params_text(params, "state", slice_of(appeal_state_names[known->to]));
    params_date(params, "occurred_on", day_of(x));
    params_id(params, "person_id", x->principal.person_id);
    params_text(params, "reason", body->reason);
}

static const struct write event_writes[EVENT_WRITES] = {
    [UPDATE_APPEAL] = { &SQL_appeal_update, bind_update, WRITE_EXACT },
};

/* --- allowed events --- */

/* Why the event would be refused today whatever is sent; nothing = it may happen. */
static struct outcome answer_today(struct exchange *x, const struct appeal_transition *transition)
{
    struct appeal_snapshot *known = x->snapshot;
    struct outcome outcome = { 0 };
    if (transition->to != APPEAL_REEXAMINE)
        return outcome;
    struct candidacy_command *command = reexamination(x, x->today);
    struct decision *decision = exchange_alloc(x, sizeof *decision);
    if (!known->is_latest_file)
        outcome_add(&outcome, REASON_INVALID_STATE, NULL);
    else if (command && decision)
        outcome = candidacy_decide(&known->set.items[0]->candidacy, command, x->policy, decision);
    return outcome;
}

static void write_allowed(struct exchange *x, struct writer *writer,
                          const struct appeal_transition *transition)
{
    const struct outcome outcome = answer_today(x, transition);
    writer_open(writer, '{');
    writer_key(writer, "event");
    writer_text(writer, appeal_event_names[transition->event]);
    writer_key(writer, "is_allowed");
    writer_bool(writer, outcome_is_accepted(&outcome));
    writer_key(writer, "needs_reason");
    writer_bool(writer, transition->needs_reason);
    writer_key(writer, "codes");
    writer_open(writer, '[');
    for (int i = 0; i < outcome.count; i++)
        writer_text(writer, reason_info(outcome.unmet[i].reason)->code);
    writer_close(writer, ']');
    writer_close(writer, '}');
}

static void render_allowed(struct exchange *x, struct writer *writer)
{
    const struct appeal_snapshot *known = x->snapshot;
    x->reply_version = x->version;
    writer_open(writer, '{');
    writer_key(writer, "state");
    writer_text(writer, appeal_state_names[known->state]);
    writer_key(writer, "version");
    writer_int(writer, x->version);
    writer_key(writer, "on_date");
    writer_date(writer, x->today);
    writer_key(writer, "data");
    writer_open(writer, '[');
    for (int event = 0; event < APPEAL_EVENT_COUNT; event++) {
        const struct appeal_transition *transition =
            appeal_transition_find(known->state, (enum appeal_event)event);
        if (transition)
            write_allowed(x, writer, transition);
    }
    writer_close(writer, ']');
    writer_close(writer, '}');
}

static const struct member allowed_members[] = {
    { "event", MEMBER_ENUM, .words = &appeal_event_words, .doc = "An event of this state." },
    { "is_allowed", MEMBER_BOOL, .doc = "The candidacy is not against it; the data may still be." },
    { "needs_reason", MEMBER_BOOL, .doc = "It is refused without a reason." },
    { "codes", MEMBER_TEXTS, .doc = "Reasons why it is not allowed today." },
    { .name = NULL },
};
static const struct view allowed_view = { "AllowedAppealEvent", "An event of an appeal.",
                                          allowed_members };
static const struct member allowed_reply_members[] = {
    { "state", MEMBER_ENUM, .words = &appeal_state_words, .doc = "State of the appeal." },
    { "version", MEMBER_INT, .doc = "Version that was looked at." },
    { "on_date", MEMBER_DATE, .doc = "The day that was asked for." },
    { "data", MEMBER_OBJECTS, .of = &allowed_view,
      .doc = "Events that have a transition from here." },
    { .name = NULL },
};
static const struct view allowed_reply_view = { "AllowedAppealEvents",
                                                "What may become of an appeal now.",
                                                allowed_reply_members };

static const enum reason event_reasons[] = { REASON_INVALID_STATE,
                                             REASON_DATE_IN_FUTURE,
                                             REASON_DATE_BEFORE_PREVIOUS_ACT,
                                             REASON_REASON_REQUIRED,
                                             REASON_DOMAINS_MISSING,
                                             REASON_CANDIDACY_ALREADY_OPEN,
                                             REASON_ALREADY_CERTIFIED,
                                             REASON_PATH_IN_PROGRESS,
                                             REASON_EVALUATION_IN_PROGRESS,
                                             REASON_NONE };

const struct operation appeal_event_operations[] = {
    {
        .id = "readAllowedAppealEvents",
        .method = METHOD_GET,
        .path = "/v1/appeals/{appeal_id}/allowed-events",
        .tag = "Appeals",
        .summary = "Ask what may become of an appeal now, and if not, why not.",
        .description = "Whether the file can be examined again depends on what the candidacy did "
                       "since the refusal.",
        .roles = ROLE_CERTIFIER,
        .loads = event_loads,
        .snapshot_size = sizeof(struct appeal_snapshot),
        .reply = { 200, .render = render_allowed, .view = &allowed_reply_view },
    },
    {
        .id = "recordAppealEvent",
        .method = METHOD_POST,
        .path = "/v1/appeals/{appeal_id}/events",
        .tag = "Appeals",
        .summary = "Admit, uphold, reject an appeal, or have the file examined again.",
        .description = "UPHOLD: the decision stands. REJECT: inadmissible, or unfounded. "
                       "REEXAMINE: the file goes back to the commission, the refusal no longer "
                       "counts, and whoever voted on it votes on this candidacy no more.",
        .roles = ROLE_CERTIFIER,
        .flags =
            OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_IF_MATCH | OPERATION_PERSONAL,
        .body = &event_table,
        .loads = event_loads,
        .snapshot_size = sizeof(struct appeal_snapshot),
        .prepare = prepare_event,
        .decide = decide_event,
        .writes = { WRITES(candidacy_writes), WRITES(event_writes) },
        .reply = { 200, &SQL_appeal_view, exchange_bind_result, &appeal_view },
        .reasons = event_reasons,
        .example = "{\"event\":\"DECLARE_ADMISSIBLE\"}",
    },
    { .id = NULL },
};
