/* SPDX-License-Identifier: EUPL-1.2 */
/* Another person confirms that a certificate is annulled, or somebody refuses; and what is allowed
 * now. */
#include "api/certificates/annulment_requests.h"

#include "annulment_request.h"
#include "api/candidacies/candidacy_events.h"
#include "api/events.h"
#include "api/refusals.h"
#include "name.h"
#include "sql.h"

struct event_sent {
    struct given given;
    struct slice reason;
};
static const struct field confirm_fields[] = { { .name = NULL } };
static const struct field refuse_fields[] = {
    { "reason", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PERSONAL,
      offsetof(struct event_sent, reason), 1, 4000, .doc = "Why; needed.",
      .example = "\"La fraude n’est pas établie.\"" },
    { .name = NULL },
};
static const struct fields *const data_tables[ANNULMENT_REQUEST_EVENT_COUNT] = {
    [ANNULMENT_EVENT_CONFIRM] = EVENT_DATA("AnnulmentConfirm", confirm_fields, event_sent),
    [ANNULMENT_EVENT_REFUSE] = EVENT_DATA("AnnulmentRefuse", refuse_fields, event_sent),
};

struct answer_body {
    struct given given;
    int event;
    int64_t expected_version;
    struct event_sent data;
};
/* It is settled on the day on which it is recorded: none is given. */
static const struct field event_fields[] = {
    EVENT_FIELD(answer_body, annulment_request_event_words, 0,
                "CONFIRM by another person than the one who asked; REFUSE by anybody.",
                "\"CONFIRM\""),
    EVENT_DATA_FIELD(answer_body, data_tables),
    EVENT_VERSION_FIELD(answer_body),
    { .name = NULL },
};
static const struct fields event_table = { "AnnulmentRequestEventBody", event_fields,
                                           sizeof(struct answer_body) };

struct event_snapshot {
    struct candidacy_set set; /* first */
    struct id id, certificate_id;
    int64_t certificate_version;
    int reason;
    struct annulment_answer answer;
    enum annulment_request_state to; /* decided */
};
BEGINS_WITH_SET(event_snapshot);

static void bind_candidacy(const struct exchange *x, struct params *params)
{
    candidacy_bind_named(params, BY_ANNULMENT_REQUEST, x->path_id[0], (struct slice){ 0 });
}

static void bind_request(const struct exchange *x, struct params *params)
{
    exchange_bind_path_id(x, params);
    params_id(params, "person_id", x->principal.person_id);
    params_id(params, "credential_id", x->principal.credential_id);
}

static int read_name(struct row *row, const char *column, const char *const names[])
{
    const struct slice text = row_text(row, column);
    const int found = name_find(names, text.at, text.size);
    row->has_failed |= found < 0;
    return found;
}

static void read_request(struct exchange *x, struct row *row)
{
    struct event_snapshot *known = x->snapshot;
    known->id = row_id(row, "id");
    known->answer.state =
        (enum annulment_request_state)read_name(row, "state", annulment_request_state_names);
    known->reason = read_name(row, "reason", annul_reason_names);
    known->answer.confirm_until = row_date(row, "confirm_until");
    known->answer.is_asker = row_bool(row, "is_asker");
    known->certificate_id = row_id(row, "certificate_id");
    known->certificate_version = row_int(row, "certificate_version");
    x->version = row_int(row, "version");
    exchange_follow(x, row_date(row, "issued_on"));
    exchange_follow(x, row_date(row, "requested_on"));
}

/* The version that is answered for is the request's, not the candidacy's. */
static const struct load event_loads[] = {
    CANDIDACY_LOADS(bind_candidacy, LOAD_REQUIRED),
    { &SQL_annulment_request_load, bind_request, read_request, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

/* The certificate before the request: whoever asks anew holds the certificate, and then looks for
 * requests. */
enum { ANNUL_CERTIFICATE, UPDATE_REQUEST, EVENT_WRITES };
static const struct write event_writes[EVENT_WRITES];

static struct candidacy_command *annul_command(struct exchange *x,
                                               const struct candidacy_snapshot *snapshot)
{
    struct event_snapshot *known = x->snapshot;
    struct candidacy_command *command = exchange_alloc(x, sizeof *command);
    struct facts *facts = exchange_alloc(x, sizeof *facts);
    if (!command || !facts)
        return NULL;
    *facts = candidacy_set_facts(&known->set, snapshot);
    *command = (struct candidacy_command){ .event = EVENT_ANNUL_CERTIFICATE,
                                           .occurred_on = x->today,
                                           .actors = ACTOR_SYSTEM,
                                           .data = { .has_reason = true },
                                           .facts = facts };
    candidacy_set_days(x, snapshot->owner_time_zone, &snapshot->candidacy, command);
    return command;
}

/* 9.3: the certificate and its candidacy, which no longer counts as certified, in one commit. */
static void annul(struct exchange *x)
{
    struct event_snapshot *known = x->snapshot;
    const struct candidacy_snapshot *snapshot = known->set.items[0];
    char certificate_id[ID_TEXT_SIZE];
    struct candidacy_command *command = annul_command(x, snapshot);
    if (!command)
        return;
    struct candidacy_move *move =
        candidacy_move(x, &known->set, snapshot, command, NULL, x->principal.person_id);
    if (!move)
        return;
    id_print(known->certificate_id, certificate_id);
    move->reason = slice_of(annul_reason_names[known->reason]);
    move->history = arena_print(x->arena, "{\"certificate_id\":\"%s\"}", certificate_id);
    exchange_effect(x, &event_writes[ANNUL_CERTIFICATE], 0, NULL);
}

static struct outcome answer_with(const struct exchange *x, enum annulment_request_event event,
                                  bool has_reason, enum annulment_request_state *ret_to)
{
    struct annulment_answer answer = ((const struct event_snapshot *)x->snapshot)->answer;
    answer.today = x->today;
    answer.has_reason = has_reason;
    return annulment_request_decide(&answer, event, ret_to);
}

static void decide_event(struct exchange *x)
{
    struct event_snapshot *known = x->snapshot;
    const struct answer_body *body = x->body;
    x->root_id = known->set.items[0]->candidacy.id;
    x->result_id = known->id;
    if (!events_admit(x, (unsigned)body->event))
        return;
    const struct outcome outcome = answer_with(x, (enum annulment_request_event)body->event,
                                               slice_is_set(body->data.reason), &known->to);
    refuse_outcome(x, &outcome, NULL);
    if (x->refusal_count)
        return;
    if (known->to == ANNULMENT_CONFIRMED)
        annul(x);
    exchange_effect(x, &event_writes[UPDATE_REQUEST], 0, NULL);
}

static void bind_annul(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct event_snapshot *known = x->snapshot;
    (void)effect;
    params_id(params, "id", known->certificate_id);
    params_int(params, "version", known->certificate_version);
    params_date(params, "annulled_on", x->today);
    params_id(params, "person_id", x->principal.person_id);
    params_text(params, "reason", slice_of(annul_reason_names[known->reason]));
}

static void bind_update(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    const struct event_snapshot *known = x->snapshot;
    const struct answer_body *body = x->body;
    (void)effect;
    params_id(params, "id", known->id);
    params_int(params, "version", x->version);
    params_text(params, "state", slice_of(annulment_request_state_names[known->to]));
    params_date(params, "settled_on", x->today);
    params_id(params, "person_id", x->principal.person_id);
    params_id(params, "credential_id", x->principal.credential_id);
    params_text(params, "refusal_reason", body->data.reason);
}

static const struct write event_writes[EVENT_WRITES] = {
    [ANNUL_CERTIFICATE] = { &SQL_certificate_annul, bind_annul, WRITE_EXACT },
    [UPDATE_REQUEST] = { &SQL_annulment_request_update, bind_update, WRITE_EXACT },
};

/* --- allowed events --- */

static const struct event_rule rules[] = {
    { ANNULMENT_EVENT_CONFIRM,
      UINT64_C(1) << ANNULMENT_REQUESTED,
      ROLE_CERTIFIER,
      { REASON_CONFIRMER_IS_ASKER, REASON_ANSWER_TOO_LATE },
      { REASON_NONE } },
    { ANNULMENT_EVENT_REFUSE,
      UINT64_C(1) << ANNULMENT_REQUESTED,
      ROLE_CERTIFIER,
      { REASON_NONE },
      { REASON_REASON_REQUIRED } },
};

static unsigned state_of(const struct exchange *x)
{
    return ((const struct event_snapshot *)x->snapshot)->answer.state;
}

static struct slice address_of(struct exchange *x)
{
    return exchange_address(x, "/v1/annulment-requests/",
                            ((const struct event_snapshot *)x->snapshot)->id);
}

static void judge(struct exchange *x, unsigned event, struct outcome *outcome)
{
    enum annulment_request_state to;
    *outcome = answer_with(x, (enum annulment_request_event)event, true, &to);
}

const struct machine annulment_request_machine = {
    .states = &annulment_request_state_words,
    .events = &annulment_request_event_words,
    .noun = { "La demande d’annulation", "The request to annul" },
    .roles = ROLE_CERTIFIER,
    .state = state_of,
    .address = address_of,
    .rules = rules,
    .rule_count = sizeof rules / sizeof rules[0],
    .judge = judge,
};

ALLOWED_EVENTS_VIEW(annulment_request, "AnnulmentRequest", annulment_request_state_words,
                    annulment_request_event_words);
EVENT_REPLY_VIEW(annulment_request, "AnnulmentRequestEvent", annulment_request_event_words);

static const enum reason event_reasons[] = { REASON_INVALID_STATE, REASON_CONFIRMER_IS_ASKER,
                                             REASON_ANSWER_TOO_LATE, REASON_REASON_REQUIRED,
                                             REASON_NONE };

const struct operation annulment_request_event_operations[] = {
    {
        EVENTS_OF(annulment_request_machine, annulment_request_event_reply,
                  "/v1/annulment-requests/%s", SQL_annulment_request_view, exchange_bind_result,
                  annulment_request_view),
        .id = "recordAnnulmentRequestEvent",
        .path = "/v1/annulment-requests/{request_id}/events",
        .tag = "Certificates",
        .summary = "Confirm that a certificate is annulled, or refuse.",
        .description =
            "CONFIRM by another person than the one who asked, who is known in every function and "
            "with every key, and whose login or key does not come from the same hands: the "
            "certificate is annulled at once and for good. The register keeps "
            "it, its verification says ANNULLED, its candidacy no longer counts as certified: a "
            "new candidacy may follow. REFUSE, with a reason, by anybody; whoever asked takes it "
            "back so.",
        .roles = ROLE_CERTIFIER,
        .flags =
            OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_IF_MATCH | OPERATION_PERSONAL,
        .body = &event_table,
        .loads = event_loads,
        .snapshot_size = sizeof(struct event_snapshot),
        .prepare = events_prepare,
        .decide = decide_event,
        .writes = { WRITES(candidacy_writes), WRITES(event_writes) },
        .reasons = event_reasons,
    },
    {
        ALLOWED_EVENTS_OF(annulment_request_machine, annulment_request_allowed_events_view),
        .id = "readAllowedAnnulmentRequestEvents",
        .path = "/v1/annulment-requests/{request_id}/allowed-events",
        .tag = "Certificates",
        .summary = "Ask what may become of a request to annul now, and if not, why not.",
        .roles = ROLE_CERTIFIER,
        .loads = event_loads,
        .snapshot_size = sizeof(struct event_snapshot),
    },
    { .id = NULL },
};
