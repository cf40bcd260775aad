/* SPDX-License-Identifier: EUPL-1.2 */
/* The certifier names the commission of a candidacy instead of the rule, with a reason (A30). */
#include "api/candidacies/candidacy_events.h"
#include "api/operation.h"
#include "api/record.h"
#include "api/refusals.h"
#include "competence.h"
#include "sql.h"

static const struct member override_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "candidacy_id", MEMBER_ID, .doc = "The candidacy." },
    { "commission_id", MEMBER_ID, .doc = "The commission that examines its files." },
    { "reason", MEMBER_TEXT, .doc = "Why, in the words of the certifier." },
    { "named_by", MEMBER_ID, MEMBER_NULLABLE, .doc = "Who named it, of the certifier." },
    { "named_on", MEMBER_DATE, .doc = "Day." },
    { "ended_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day it was ended; null while it holds." },
    { "ended_by", MEMBER_ID, MEMBER_NULLABLE, .doc = "Who ended it." },
    { "end_reason", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Why." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view override_view = {
    "CommissionOverride", "The certifier names the commission of a candidacy instead of the rule.",
    override_members
};

/* clang-format off */
#define REASON_FIELD(body, why)                                                                    \
    { "reason", FIELD_TEXT, FIELD_REQUIRED | FIELD_MULTILINE | FIELD_PERSONAL,                     \
      offsetof(struct body, reason), 1, 2000, .doc = why,                                          \
      .example = "\"La commission de la région ne siège pas cette année.\"" }
/* clang-format on */

struct override_body {
    struct given given;
    struct id commission_id;
    struct slice reason;
};
static const struct field override_fields[] = {
    { "commission_id", FIELD_ID, FIELD_REQUIRED, offsetof(struct override_body, commission_id),
      .doc = "An active commission of the same certification.",
      .example = "\"01900000-0000-7000-8000-000000000002\"" },
    REASON_FIELD(override_body, "Why."),
    { .name = NULL },
};
static const struct fields override_table = { "NewCommissionOverride", override_fields,
                                              sizeof(struct override_body) };

struct end_body {
    struct given given;
    struct slice reason;
};
static const struct field end_fields[] = { REASON_FIELD(end_body, "Why it ends."),
                                           { .name = NULL } };
static const struct fields end_table = { "CommissionOverrideEnd", end_fields,
                                         sizeof(struct end_body) };

struct override_snapshot {
    struct candidacy_set set; /* first: the candidacy */
    struct competence now;
    struct id candidacy_id;
    struct id standing_id;     /* the one that holds; unset = none */
    struct id waiting_file_id; /* sent, and on no agenda; unset = none */
    struct id commission_id;   /* the one that is named; unset = unknown */
    struct id file_id;         /* decided: the file as it is sent again */
};
BEGINS_WITH_SET(override_snapshot);

static void bind_facts(const struct exchange *x, struct params *params)
{
    exchange_bind_path(x, params);
    params_id(params, "commission_id", ((const struct override_body *)x->body)->commission_id);
}

static void read_facts(struct exchange *x, struct row *row)
{
    struct override_snapshot *known = x->snapshot;
    const struct slice state = row_text(row, "state");
    if (!candidacy_state_from_name(state.at, state.size, &known->now.state))
        row->has_failed = true;
    known->candidacy_id = row_id(row, "id");
    known->standing_id = row_id(row, "standing_id");
    known->waiting_file_id = row_id(row, "waiting_file_id");
    known->commission_id = row_id(row, "commission_id");
    known->now.is_commission = row_bool(row, "is_commission");
    known->now.is_there = row_bool(row, "is_there");
    known->now.is_waiting_there = row_bool(row, "is_waiting_there");
    known->now.is_decided = row_bool(row, "is_decided");
    exchange_read_count(x, row);
}

static void bind_override(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "candidacy_id", x->path_id[0]);
    params_text(params, "candidacy_reference",
                id_is_set(x->path_id[0]) ? SLICE_UNSET : x->path_text[0]);
    params_id(params, "id", id_is_set(x->path_id[1]) ? x->path_id[1] : x->result_id);
}

static void read_override(struct exchange *x, struct row *row)
{
    struct override_snapshot *known = x->snapshot;
    known->candidacy_id = row_id(row, "candidacy_id");
    known->standing_id = row_bool(row, "is_standing") ? row_id(row, "id") : (struct id){ { 0 } };
    known->commission_id = row_id(row, "commission_id");
}

static const struct load name_loads[] = {
    CANDIDACY_LOADS(candidacy_bind_path, LOAD_REQUIRED),
    { &SQL_override_facts, bind_facts, read_facts, LOAD_REQUIRED },
    { .statement = NULL },
};
static const struct load end_loads[] = {
    CANDIDACY_LOADS(candidacy_bind_path, LOAD_REQUIRED),
    { &SQL_override_load, bind_override, read_override, LOAD_REQUIRED },
    { .statement = NULL },
};
static const struct load list_loads[] = {
    { &SQL_override_readable, NULL, load_read_nothing, LOAD_REQUIRED },
    { .statement = NULL },
};

enum { END_OVERRIDE, INSERT_OVERRIDE, WITHDRAW_FILE, SEND_FILE, OVERRIDE_WRITES };
static const struct write override_writes[OVERRIDE_WRITES];

static void effect(struct exchange *x, unsigned kind)
{
    exchange_effect(x, &override_writes[kind], 0, NULL);
}

/* Its history tells it, and its version moves from the one that was read: nothing is sent or put on
 * an agenda meanwhile. */
static void move_candidacy(struct exchange *x, enum candidacy_event event, struct id override_id,
                           struct id commission_id, struct id file_id)
{
    struct override_snapshot *known = x->snapshot;
    const struct candidacy_snapshot *snapshot = known->set.items[0];
    struct candidacy_command *command = exchange_alloc(x, sizeof *command);
    struct facts *facts = exchange_alloc(x, sizeof *facts);
    if (!command || !facts)
        return;
    *facts = candidacy_set_facts(&known->set, snapshot);
    command->event = event;
    command->actors = ACTOR_SYSTEM;
    command->facts = facts;
    candidacy_set_days(x, snapshot->owner_time_zone, &snapshot->candidacy, command);
    command->occurred_on = command->today;
    struct candidacy_move *move =
        candidacy_move(x, &known->set, snapshot, command, NULL, x->principal.person_id);
    if (!move)
        return;
    char override_text[ID_TEXT_SIZE], commission_text[ID_TEXT_SIZE], file_text[ID_TEXT_SIZE];
    id_print(override_id, override_text);
    id_print(commission_id, commission_text);
    id_print(file_id, file_text);
    move->history = arena_print(
        x->arena,
        id_is_set(file_id) ? "{\"override_id\":\"%s\",\"commission_id\":\"%s\",\"file_id\":\"%s\"}"
                           : "{\"override_id\":\"%s\",\"commission_id\":\"%s\"}",
        override_text, commission_text, file_text);
}

static void decide_override(struct exchange *x)
{
    struct override_snapshot *known = x->snapshot;
    x->root_id = known->candidacy_id;
    if (!id_is_set(known->commission_id)) {
        exchange_violate(x, "/commission_id", REASON_REFERENCE_UNKNOWN);
        return;
    }
    const struct outcome outcome = competence_override(&known->now);
    refuse_outcome(x, &outcome, NULL);
    refuse_beyond(x, BOUND_OVERRIDES);
    if (x->refusal_count)
        return;
    x->result_id = exchange_new_id(x);
    if (competence_moves_file(&known->now))
        known->file_id = exchange_new_id(x);
    move_candidacy(x, EVENT_NAME_COMMISSION, x->result_id, known->commission_id, known->file_id);
    if (id_is_set(known->standing_id))
        effect(x, END_OVERRIDE);
    effect(x, INSERT_OVERRIDE);
    if (!id_is_set(known->file_id))
        return;
    effect(x, WITHDRAW_FILE);
    effect(x, SEND_FILE);
}

static void decide_end(struct exchange *x)
{
    const struct override_snapshot *known = x->snapshot;
    x->root_id = known->candidacy_id;
    x->result_id = x->path_id[1];
    if (!id_is_set(known->standing_id)) {
        exchange_refuse(x, REASON_OVERRIDE_ENDED, (struct slice){ 0 });
        return;
    }
    move_candidacy(x, EVENT_END_NAMING, known->standing_id, known->commission_id,
                   (struct id){ { 0 } });
    effect(x, END_OVERRIDE);
}

static void bind_end(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct override_snapshot *known = x->snapshot;
    const bool is_named = x->operation->body == &override_table;
    (void)effect;
    params_id(params, "id", known->standing_id);
    params_date(params, "ended_on", x->today);
    params_id(params, "person_id", x->principal.person_id);
    params_text(params, "reason",
                is_named ? ((const struct override_body *)x->body)->reason
                         : ((const struct end_body *)x->body)->reason);
}

static void bind_insert(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    const struct override_snapshot *known = x->snapshot;
    const struct override_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_id(params, "candidacy_id", known->candidacy_id);
    params_id(params, "commission_id", body->commission_id);
    params_text(params, "reason", body->reason);
    params_id(params, "person_id", x->principal.person_id);
    params_date(params, "named_on", x->today);
}

static void bind_withdraw(const struct exchange *x, const struct effect *effect,
                          struct params *params)
{
    (void)effect;
    params_id(params, "id", ((const struct override_snapshot *)x->snapshot)->waiting_file_id);
}

static void bind_send(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct override_snapshot *known = x->snapshot;
    (void)effect;
    params_id(params, "id", known->file_id);
    params_id(params, "file_id", known->waiting_file_id);
    params_id(params, "override_id", x->result_id);
}

static const struct write override_writes[OVERRIDE_WRITES] = {
    [END_OVERRIDE] = { &SQL_override_end, bind_end, WRITE_EXACT },
    [INSERT_OVERRIDE] = { &SQL_override_insert, bind_insert, WRITE_EXACT },
    [WITHDRAW_FILE] = { &SQL_override_file_withdraw, bind_withdraw, WRITE_EXACT },
    [SEND_FILE] = { &SQL_override_file_send, bind_send, WRITE_EXACT },
};

static const enum reason name_reasons[] = { REASON_INVALID_STATE,
                                            REASON_FILE_ON_AGENDA,
                                            REASON_FILE_DECIDED,
                                            REASON_COMMISSION_NOT_COMPETENT,
                                            REASON_COMMISSION_ALREADY_COMPETENT,
                                            REASON_RECORDS_TOO_MANY,
                                            REASON_NONE };
static const enum reason end_reasons[] = { REASON_OVERRIDE_ENDED, REASON_INVALID_STATE,
                                           REASON_NONE };

#define OVERRIDES "/v1/candidacies/{candidacy_id}/commission-overrides"

const struct operation commission_override_operations[] = {
    {
        .id = "listCommissionOverrides",
        .method = METHOD_GET,
        .path = OVERRIDES,
        .tag = "Commissions",
        .summary = "List where the certifier sent a candidacy instead of where the rule does.",
        .description = "Oldest first, those that were ended too; the one without an end holds.",
        .roles = ROLE_REFERENT | ROLE_SECRETARY,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_REFERENCE | OPERATION_PERSONAL,
        .loads = list_loads,
        .reply = { 200, &SQL_override_list, exchange_bind_path, &override_view },
    },
    {
        .id = "nameCommission",
        .method = METHOD_POST,
        .path = OVERRIDES,
        .tag = "Commissions",
        .summary = "Name the commission of a candidacy instead of the rule.",
        .description =
            "The rule is the branch's commission, where the branch holds a delegation, else the "
            "region's. The one that is named here holds for whatever the candidacy sends from now "
            "on, until it is ended, another one is named, or that commission closes. A file that "
            "waits at another commission is sent again, as it was, to this one, which counts as no "
            "sending of its organism. What is on an agenda or was decided stays where it is. The "
            "history of the candidacy tells it (NAME_COMMISSION).",
        .roles = ROLE_CERTIFIER,
        .flags =
            OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_REFERENCE | OPERATION_PERSONAL,
        .body = &override_table,
        .loads = name_loads,
        .snapshot_size = sizeof(struct override_snapshot),
        .decide = decide_override,
        .writes = { WRITES(candidacy_writes), WRITES(override_writes) },
        .machine = &candidacy_machine,
        .reply = { 201, &SQL_override_view, bind_override, &override_view },
        .reasons = name_reasons,
    },
    {
        .id = "endCommissionOverride",
        .method = METHOD_POST,
        .path = OVERRIDES "/{override_id}/ends",
        .tag = "Commissions",
        .summary = "Let the rule name the commission of a candidacy again.",
        .description = "Of what is sent from now on. A file that was sent stays where it is. The "
                       "history of the candidacy tells it (END_NAMING).",
        .roles = ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND | OPERATION_REFERENCE | OPERATION_PERSONAL,
        .body = &end_table,
        .loads = end_loads,
        .snapshot_size = sizeof(struct override_snapshot),
        .decide = decide_end,
        .writes = { WRITES(candidacy_writes), WRITES(override_writes) },
        .machine = &candidacy_machine,
        .reply = { 201, &SQL_override_view, bind_override, &override_view },
        .reasons = end_reasons,
    },
    { .id = NULL },
};
