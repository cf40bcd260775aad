/* SPDX-License-Identifier: EUPL-1.2 */
/* The events of an appeal, and what is allowed now. */
#include "api/commissions/appeals.h"

#include "api/candidacies/candidacy_effects.h"
#include "api/candidacies/candidacy_events.h"
#include "api/events.h"
#include "api/record.h"
#include "sql.h"
#include "api/refusals.h"
#include "appeal.h"

struct event_sent {
    struct given given;
    struct slice reason, proof;
};
/* clang-format off */
#define REASON_FIELD(why)                                                                          \
    { "reason", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PERSONAL,                     \
      offsetof(struct event_sent, reason), 1, 4000, .doc = why }
/* clang-format on */
static const struct field reason_fields[] = { REASON_FIELD("Why."), { .name = NULL } };
static const struct field needed_fields[] = { REASON_FIELD("Why; needed."), { .name = NULL } };
static const struct field withdrawal_fields[] = {
    REASON_FIELD("Why; needed."),
    { "proof", FIELD_TEXT, FIELD_NULLABLE | FIELD_PERSONAL, offsetof(struct event_sent, proof), 1,
      200,
      .doc = "By what one sees that the candidate wants it; needed when the organism withdraws it, "
             "since a refusal is appealed once." },
    { .name = NULL },
};
static const struct fields *const data_tables[APPEAL_EVENT_COUNT] = {
    [APPEAL_EVENT_DECLARE_ADMISSIBLE] =
        EVENT_DATA("AppealDeclareAdmissible", reason_fields, event_sent),
    [APPEAL_EVENT_UPHOLD] = EVENT_DATA("AppealUphold", needed_fields, event_sent),
    [APPEAL_EVENT_REEXAMINE] = EVENT_DATA("AppealReexamine", needed_fields, event_sent),
    [APPEAL_EVENT_REJECT] = EVENT_DATA("AppealReject", needed_fields, event_sent),
    [APPEAL_EVENT_WITHDRAW] = EVENT_DATA("AppealWithdraw", withdrawal_fields, event_sent),
};

struct appeal_body {
    struct given given;
    int event;
    struct date occurred_on;
    int64_t expected_version;
    struct event_sent data;
};
static const struct field event_fields[] = {
    EVENT_FIELD(appeal_body, appeal_event_words, 0, "What becomes of it.",
                "\"DECLARE_ADMISSIBLE\""),
    EVENT_DAY_FIELD(appeal_body, "Day of the act; today when absent."),
    EVENT_DATA_FIELD(appeal_body, data_tables),
    EVENT_VERSION_FIELD(appeal_body),
    { .name = NULL },
};
static const struct fields event_table = { "AppealEventBody", event_fields,
                                           sizeof(struct appeal_body) };

struct appeal_snapshot {
    struct candidacy_set set; /* first */
    struct id appeal_id, decision_id, file_id;
    struct id acting_org_id; /* that filed it; unset: the candidate did */
    enum appeal_state state;
    enum appeal_state to; /* decided */
    struct date previous_on, admissible_on;
    struct appealed_decision decision;
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
    exchange_follow(x, known->previous_on);
    known->admissible_on = row_date(row, "admissible_on");
    known->decision_id = row_id(row, "decision_id");
    known->decision = (struct appealed_decision){ .verdict = VERDICT_REFUSED,
                                                  .effective_on = row_date(row, "effective_on"),
                                                  .appeal_by = row_date(row, "appeal_by_date") };
    known->file_id = row_id(row, "file_id");
    known->acting_org_id = row_id(row, "acting_org_id");
    known->is_latest_file = row_bool(row, "is_latest_file");
    record_read(x, row);
}

/* The root: expected_version is compared with the version of the appeal. */
static const struct load event_loads[] = {
    CANDIDACY_LOADS(bind_candidacy, LOAD_REQUIRED),
    { &SQL_appeal_load, exchange_bind_path_id, read_appeal, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

enum { UPDATE_APPEAL, WITHDRAW_APPEAL, CORRECT_APPEAL, EVENT_WRITES };
static const struct write event_writes[EVENT_WRITES];

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
    candidacy_set_days(x, snapshot->owner_time_zone, &snapshot->candidacy, command);
    return command;
}

/* 9.3: the file is live again, for the same commission and other jurors. */
static void reexamine(struct exchange *x)
{
    struct appeal_snapshot *known = x->snapshot;
    const struct candidacy_snapshot *snapshot = known->set.items[0];
    struct candidacy_command *command = reexamination(x, events_day(x));
    if (!command)
        return;
    if (!known->is_latest_file) { /* another file was sent since: that one counts */
        exchange_refuse(x, REASON_FILE_SUPERSEDED, (struct slice){ 0 });
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
        .occurred_on = events_day(x),
        .today = x->latest_day,
        .has_reason = slice_is_set(body->data.reason),
    };
    x->root_id = known->set.items[0]->candidacy.id;
    x->result_id = known->appeal_id;
    if (!events_admit(x, (unsigned)body->event))
        return;
    const bool withdraws = asked.event == APPEAL_EVENT_WITHDRAW;
    if (withdraws && id_is_set(exchange_organism(x)) && !slice_is_set(body->data.proof))
        exchange_violate_data(x, "/proof", REASON_REQUIRED);
    struct outcome outcome = appeal_decide(known->state, known->previous_on, &asked, &known->to);
    refuse_outcome(x, &outcome, NULL);
    if (x->refusal_count)
        return;
    if (known->to == APPEAL_REEXAMINE)
        reexamine(x);
    exchange_effect(x, &event_writes[withdraws ? WITHDRAW_APPEAL : UPDATE_APPEAL], 0, NULL);
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
    params_date(params, "occurred_on", events_day(x));
    params_id(params, "person_id", x->principal.person_id);
    params_text(params, "reason", body->data.reason);
}

static void bind_withdrawal(const struct exchange *x, const struct effect *effect,
                            struct params *params)
{
    const struct appeal_snapshot *known = x->snapshot;
    const struct appeal_body *body = x->body;
    (void)effect;
    params_id(params, "id", known->appeal_id);
    params_int(params, "version", x->version);
    params_date(params, "occurred_on", events_day(x));
    params_id(params, "person_id", x->principal.person_id);
    params_text(params, "reason", body->data.reason);
    params_text(params, "proof", body->data.proof);
}

struct correction_body {
    struct given given;
    struct slice grounds, proof;
    struct date filed_on;
};

static void bind_correction(const struct exchange *x, const struct effect *effect,
                            struct params *params)
{
    const struct appeal_snapshot *known = x->snapshot;
    const struct correction_body *body = x->body;
    (void)effect;
    params_id(params, "id", known->appeal_id);
    params_int(params, "version", x->version);
    params_text(params, "grounds", body->grounds);
    params_text(params, "proof", body->proof);
    params_date(params, "filed_on", body->filed_on);
}

static const struct write event_writes[EVENT_WRITES] = {
    [UPDATE_APPEAL] = { &SQL_appeal_update, bind_update, WRITE_EXACT },
    [WITHDRAW_APPEAL] = { &SQL_appeal_withdraw, bind_withdrawal, WRITE_EXACT },
    [CORRECT_APPEAL] = { &SQL_appeal_correct, bind_correction, WRITE_EXACT },
};

/* --- allowed events --- */

#define FROM(state) (UINT64_C(1) << (state))
#define DATES       REASON_DATE_IN_FUTURE, REASON_DATE_BEFORE_PREVIOUS_ACT
/* clang-format off */
static const struct event_rule rules[] = {
    { APPEAL_EVENT_DECLARE_ADMISSIBLE, FROM(APPEAL_FILED), ROLE_CERTIFIER, { REASON_NONE }, { DATES } },
    { APPEAL_EVENT_UPHOLD, FROM(APPEAL_ADMISSIBLE), ROLE_CERTIFIER, { REASON_NONE },
      { DATES, REASON_REASON_REQUIRED } },
    { APPEAL_EVENT_REEXAMINE, FROM(APPEAL_ADMISSIBLE), ROLE_CERTIFIER,
      { REASON_FILE_SUPERSEDED, REASON_DOMAINS_MISSING, REASON_CANDIDACY_ALREADY_OPEN, REASON_ALREADY_CERTIFIED },
      { DATES, REASON_REASON_REQUIRED } },
    { APPEAL_EVENT_REJECT, FROM(APPEAL_FILED) | FROM(APPEAL_ADMISSIBLE), ROLE_CERTIFIER, { REASON_NONE },
      { DATES, REASON_REASON_REQUIRED } },
    { APPEAL_EVENT_WITHDRAW, FROM(APPEAL_FILED) | FROM(APPEAL_ADMISSIBLE), ROLE_CANDIDATE | ROLE_REFERENT, { REASON_NONE },
      { DATES, REASON_REASON_REQUIRED } },
};
/* clang-format on */
#undef DATES
#undef FROM

static unsigned state_of(const struct exchange *x)
{
    return ((const struct appeal_snapshot *)x->snapshot)->state;
}

static struct slice address_of(struct exchange *x)
{
    return exchange_address(x, "/v1/appeals/",
                            ((const struct appeal_snapshot *)x->snapshot)->appeal_id);
}

/* The candidacy may be against another examination, whatever is sent. */
static void judge(struct exchange *x, unsigned event, struct outcome *outcome)
{
    struct appeal_snapshot *known = x->snapshot;
    if (event != APPEAL_EVENT_REEXAMINE)
        return;
    struct candidacy_command *command = reexamination(x, x->today);
    struct decision *decision = exchange_alloc(x, sizeof *decision);
    if (!known->is_latest_file)
        outcome_add(outcome, REASON_FILE_SUPERSEDED, NULL);
    else if (command && decision)
        *outcome = candidacy_decide(&known->set.items[0]->candidacy, command, x->policy, decision);
}

/* The candidate withdraws whoever filed it; an organism what it filed itself, while the candidacy
 * is its own. */
static bool is_side(const struct exchange *x, unsigned event)
{
    const struct appeal_snapshot *known = x->snapshot;
    const struct id organism = exchange_organism(x);
    return event != APPEAL_EVENT_WITHDRAW || !id_is_set(organism) ||
           (id_equals(organism, known->acting_org_id) &&
            !candidacy_is_held_elsewhere(x, &known->set.items[0]->candidacy));
}

static enum whose whose_is(const struct exchange *x, unsigned event)
{
    (void)x;
    return event == APPEAL_EVENT_WITHDRAW ? WHOSE_APPELLANT : WHOSE_CERTIFIER;
}

static struct resolution_subject subject_of(const struct exchange *x)
{
    const struct appeal_snapshot *known = x->snapshot;
    const struct candidacy_snapshot *snapshot = known->set.items[0];
    return candidacy_subject(&snapshot->candidacy, snapshot->referential_code);
}

#define APPEAL_EVENT_ROLES (ROLE_CERTIFIER | ROLE_CANDIDATE | ROLE_REFERENT)

const struct machine appeal_machine = {
    .states = &appeal_state_words,
    .events = &appeal_event_words,
    .noun = { "Le recours", "The appeal" },
    .roles = APPEAL_EVENT_ROLES,
    .state = state_of,
    .address = address_of,
    .is_side = is_side,
    .whose = whose_is,
    .rules = rules,
    .rule_count = sizeof rules / sizeof rules[0],
    .judge = judge,
    .judged = &candidacy_machine,
    .subject = subject_of,
};

ALLOWED_EVENTS_VIEW(appeal, "Appeal", appeal_state_words, appeal_event_words);
EVENT_REPLY_VIEW(appeal, "AppealEvent", appeal_event_words);

/* --- correcting what was filed --- */

#define AT(member) offsetof(struct correction_body, member)
static const struct field correction_fields[] = {
    { "grounds", FIELD_TEXT, FIELD_MULTILINE | FIELD_PERSONAL, AT(grounds), 1, 10000,
      .doc = "What the candidate says.", .example = "\"Le domaine 3 a été mal apprécié.\"" },
    { "proof", FIELD_TEXT, FIELD_PERSONAL, AT(proof), 1, 200,
      .doc = "By what one sees that the candidate wants it." },
    { "filed_on", FIELD_DATE, 0, AT(filed_on),
      .doc = "Day of the appeal, as the letter proves it; the organism that filed it tells it.",
      .example = "\"2026-03-02\"" },
    { "id", FIELD_ID, FIELD_READ_ONLY },
    { "decision_id", FIELD_ID, FIELD_READ_ONLY },
    { "state", FIELD_TEXT, FIELD_READ_ONLY },
    { "version", FIELD_INT, FIELD_READ_ONLY },
    { .name = NULL },
};
#undef AT
static const struct fields correction_table = { "AppealChange", correction_fields,
                                                sizeof(struct correction_body) };

static void check_day(struct exchange *x)
{
    const struct appeal_snapshot *known = x->snapshot;
    const struct correction_body *body = x->body;
    if (!date_is_set(body->filed_on))
        return;
    if (!id_is_set(known->acting_org_id))
        exchange_violate(x, "/filed_on", REASON_FIELD_NOT_APPLICABLE);
    if (date_is_set(known->admissible_on) && date_is_after(body->filed_on, known->admissible_on)) {
        exchange_violate(x, "/filed_on", REASON_RANGE);
        exchange_expect(x, expected_dates(known->decision.effective_on, known->admissible_on));
    }
    const struct outcome outcome = appeal_file(&known->decision, body->filed_on, x->today);
    refuse_outcome(x, &outcome, NULL);
}

/* By whoever may withdraw it, as long as they may. */
static void decide_correction(struct exchange *x)
{
    const struct appeal_snapshot *known = x->snapshot;
    x->root_id = known->set.items[0]->candidacy.id;
    x->result_id = known->appeal_id;
    if (!is_side(x, APPEAL_EVENT_WITHDRAW))
        refuse_whose(x, WHOSE_APPELLANT, NULL);
    else if (!appeal_transition_find(known->state, APPEAL_EVENT_WITHDRAW))
        exchange_refuse(x, REASON_INVALID_STATE, SLICE_UNSET);
    else
        check_day(x);
    exchange_effect(x, &event_writes[CORRECT_APPEAL], 0, NULL);
}

static const enum reason correction_reasons[] = {
    REASON_INVALID_STATE,   REASON_ACT_OF_ANOTHER,
    REASON_DATE_IN_FUTURE,  REASON_DATE_BEFORE_PREVIOUS_ACT,
    REASON_APPEAL_TOO_LATE, REASON_NONE,
};

/* clang-format off */
static const enum reason event_reasons[] = {
    REASON_INVALID_STATE, REASON_DATE_IN_FUTURE, REASON_DATE_BEFORE_PREVIOUS_ACT, REASON_REASON_REQUIRED,
    REASON_FILE_SUPERSEDED, REASON_DOMAINS_MISSING, REASON_CANDIDACY_ALREADY_OPEN, REASON_ALREADY_CERTIFIED,
    REASON_PATH_IN_PROGRESS, REASON_EVALUATION_IN_PROGRESS, REASON_ROLE_NOT_ALLOWED, REASON_ACT_OF_ANOTHER,
    REASON_NONE,
};
/* clang-format on */

const struct operation appeal_event_operations[] = {
    {
        ALLOWED_EVENTS_OF(appeal_machine, appeal_allowed_events_view),
        .id = "readAllowedAppealEvents",
        .path = "/v1/appeals/{appeal_id}/allowed-events",
        .tag = "Appeals",
        .summary = "Ask what may become of an appeal now, and if not, why not.",
        .roles = APPEAL_READERS,
        .loads = event_loads,
        .snapshot_size = sizeof(struct appeal_snapshot),
    },
    {
        EVENTS_OF(appeal_machine, appeal_event_reply, "/v1/appeals/%s", SQL_appeal_view,
                  exchange_bind_result, appeal_view),
        .id = "recordAppealEvent",
        .path = "/v1/appeals/{appeal_id}/events",
        .tag = "Appeals",
        .summary = "Admit, reject or withdraw an appeal, uphold the decision, or have the file "
                   "examined again.",
        .description =
            "UPHOLD is said of the commission's decision, not of the appeal: after examination the "
            "refusal stands, and the appeal fails. REJECT is said of the appeal: it is "
            "inadmissible (before it is declared admissible) or unfounded, and the refusal "
            "stands. REEXAMINE: the appeal succeeds; the file goes back to the commission, the "
            "refusal no longer counts, and whoever voted on it votes on this candidacy no more. "
            "The certifier decides these, UPHOLD, REJECT and REEXAMINE with a reason. WITHDRAW, "
            "until it is settled, with a reason: by the candidate, or by the organism that filed "
            "it, which says by what one sees that the candidate wants it; the candidate may then "
            "still appeal.",
        .roles = APPEAL_EVENT_ROLES,
        .flags =
            OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_IF_MATCH | OPERATION_PERSONAL,
        .body = &event_table,
        .loads = event_loads,
        .snapshot_size = sizeof(struct appeal_snapshot),
        .prepare = events_prepare,
        .decide = decide_event,
        .writes = { WRITES(candidacy_writes), WRITES(event_writes) },
        .reasons = event_reasons,
    },
    {
        .id = "changeAppeal",
        .method = METHOD_PATCH,
        .path = "/v1/appeals/{appeal_id}",
        .tag = "Appeals",
        .summary = "Correct the grounds, the proof or the day of an appeal until it is settled.",
        .description = "A merge patch, by the candidate, or by the organism that filed it, which "
                       "alone tells another day. What it is about stays; who examines it reads it "
                       "as it is now, and settles it from that version.",
        .roles = ROLE_CANDIDATE | ROLE_REFERENT,
        .flags = OPERATION_COMMAND | OPERATION_IF_MATCH | OPERATION_PERSONAL,
        .body = &correction_table,
        .record = &correction_table,
        .loads = event_loads,
        .snapshot_size = sizeof(struct appeal_snapshot),
        .decide = decide_correction,
        .writes = { WRITES(event_writes) },
        .reply = { 200, &SQL_appeal_view, exchange_bind_result, &appeal_view },
        .reasons = correction_reasons,
    },
    { .id = NULL },
};
