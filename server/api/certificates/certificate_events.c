/* What happens to a certificate once it is issued: duplicates, annulment. */
#include "api/certificates/certificates.h"

#include "api/candidacies/candidacy_events.h"
#include "api/events.h"
#include "api/refusals.h"
#include "certificate.h"
#include "sql.h"

/* --- duplicates --- */

struct duplicate_snapshot {
    struct id certificate_id;
    bool is_annulled;
};

static void read_root(struct exchange *x, struct row *row)
{
    struct duplicate_snapshot *known = x->snapshot;
    known->certificate_id = row_id(row, "id");
    known->is_annulled = slice_is(row_text(row, "status"), "ANNULLED");
    exchange_read_count(x, row);
}

static const struct load duplicate_loads[] = {
    { &SQL_certificate_root, NULL, read_root, LOAD_REQUIRED },
    { .statement = NULL },
};

static const struct field no_fields[] = { { .name = NULL } };
static const struct fields no_body = { "DuplicateRequest", no_fields, sizeof(struct given) };

enum { INSERT_DUPLICATE, DUPLICATE_WRITES };
static const struct write duplicate_writes[DUPLICATE_WRITES];

static void decide_duplicate(struct exchange *x)
{
    const struct duplicate_snapshot *known = x->snapshot;
    x->root_id = known->certificate_id;
    if (known->is_annulled) {
        exchange_refuse(x, REASON_CERTIFICATE_ANNULLED, (struct slice){ 0 });
        return;
    }
    refuse_beyond(x, BOUND_DUPLICATES);
    x->result_id = exchange_new_id(x);
    exchange_effect(x, &duplicate_writes[INSERT_DUPLICATE], 0, NULL);
}

static void bind_duplicate(const struct exchange *x, const struct effect *effect,
                           struct params *params)
{
    (void)effect;
    params_id(params, "id", x->result_id);
    params_id(params, "certificate_id",
              ((const struct duplicate_snapshot *)x->snapshot)->certificate_id);
    params_date(params, "issued_on", x->today);
    params_id(params, "person_id", x->principal.person_id);
}

static const struct write duplicate_writes[DUPLICATE_WRITES] = {
    [INSERT_DUPLICATE] = { &SQL_duplicate_insert, bind_duplicate, WRITE_EXACT },
};

static const struct member duplicate_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "certificate_id", MEMBER_ID, .doc = "The certificate." },
    { "candidate_id", MEMBER_ID, .doc = "Who holds it." },
    { "number", MEMBER_TEXT, .doc = "The same number." },
    { "mark", MEMBER_TEXT, .doc = "DUPLICATA n° k." },
    { "ordinal", MEMBER_INT, .doc = "k." },
    { "decision_on", MEMBER_DATE, .doc = "The same decision date." },
    { "certificate_issued_on", MEMBER_DATE, .doc = "Day the certificate was issued." },
    { "issued_on", MEMBER_DATE, .doc = "Day of this duplicate." },
    { "holder", MEMBER_OBJECT, .of = &certificate_holder_view,
      .doc = "Identity as printed on the certificate." },
    { .name = NULL },
};
static const struct view duplicate_view = { "CertificateDuplicate",
                                            "A duplicate (duplicata) of a certificate.",
                                            duplicate_members };

/* --- annulment --- */

struct event_sent {
    struct given given;
    int reason;
};
static const struct field annul_data_fields[] = {
    { "reason", FIELD_ENUM, FIELD_REQUIRED, offsetof(struct event_sent, reason),
      .words = &annul_reason_words, .doc = "After FRAUD only the certifier opens a new candidacy.",
      .example = "\"FRAUD\"" },
    { .name = NULL },
};

static const struct fields *const data_tables[] = {
    [CERTIFICATE_EVENT_ANNUL] = EVENT_DATA("CertificateAnnul", annul_data_fields, event_sent),
};

struct annul_body {
    struct given given;
    int event;
    struct date occurred_on;
    int64_t expected_version;
    struct event_sent data;
};
static const struct field annul_fields[] = {
    EVENT_FIELD(annul_body, certificate_event_words, 0, "ANNUL: for good.", "\"ANNUL\""),
    EVENT_DAY_FIELD(annul_body, "Day of annulment; today when absent."),
    EVENT_DATA_FIELD(annul_body, data_tables),
    EVENT_VERSION_FIELD(annul_body),
    { .name = NULL },
};
static const struct fields annul_table = { "CertificateEventBody", annul_fields,
                                           sizeof(struct annul_body) };

struct annul_snapshot {
    struct candidacy_set set; /* first */
    struct id certificate_id;
    enum certificate_state state;
    struct date issued_on;
};
BEGINS_WITH_SET(annul_snapshot);

static void bind_certificate_candidacy(const struct exchange *x, struct params *params)
{
    candidacy_bind_named(params, BY_CERTIFICATE, x->path_id[0], (struct slice){ 0 });
}

static void read_annulled(struct exchange *x, struct row *row)
{
    struct annul_snapshot *known = x->snapshot;
    known->certificate_id = row_id(row, "id");
    known->state =
        slice_is(row_text(row, "status"), "ANNULLED") ? CERTIFICATE_ANNULLED : CERTIFICATE_ISSUED;
    known->issued_on = row_date(row, "issued_on");
    exchange_follow(x, known->issued_on);
    x->version = row_int(row, "version");
}

/* The version that is answered for is the certificate's, not the candidacy's. */
static const struct load annul_loads[] = {
    CANDIDACY_LOADS(bind_certificate_candidacy, LOAD_REQUIRED),
    { &SQL_certificate_load, exchange_bind_path_id, read_annulled, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

static struct candidacy_command *annul_command(struct exchange *x,
                                               const struct candidacy_snapshot *snapshot,
                                               struct date occurred_on)
{
    struct annul_snapshot *known = x->snapshot;
    struct candidacy_command *command = exchange_alloc(x, sizeof *command);
    struct facts *facts = exchange_alloc(x, sizeof *facts);
    if (!command || !facts)
        return NULL;
    *facts = candidacy_set_facts(&known->set, snapshot);
    *command = (struct candidacy_command){ .event = EVENT_ANNUL_CERTIFICATE,
                                           .occurred_on = occurred_on,
                                           .actors = ACTOR_SYSTEM,
                                           .data = { .has_reason = true },
                                           .facts = facts };
    candidacy_set_days(x, snapshot->owner_time_zone, command);
    return command;
}

enum { ANNUL_CERTIFICATE, ANNUL_WRITES };
static const struct write annul_writes[ANNUL_WRITES];

/* 9.3: the certificate and its candidacy, which no longer counts as certified, in one commit. */
static void decide_annul(struct exchange *x)
{
    struct annul_snapshot *known = x->snapshot;
    const struct candidacy_snapshot *snapshot = known->set.items[0];
    const struct annul_body *body = x->body;
    char certificate_id[ID_TEXT_SIZE];
    x->root_id = snapshot->candidacy.id;
    x->result_id = known->certificate_id;
    struct outcome outcome = certificate_annul(known->state, known->issued_on, events_day(x));
    refuse_outcome(x, &outcome, NULL);
    struct candidacy_command *command = annul_command(x, snapshot, events_day(x));
    if (!command || x->refusal_count)
        return;
    struct candidacy_move *move =
        candidacy_move(x, &known->set, snapshot, command, NULL, x->principal.person_id);
    if (!move)
        return;
    id_print(known->certificate_id, certificate_id);
    move->reason = slice_of(annul_reason_names[body->data.reason]);
    move->history = arena_print(x->arena, "{\"certificate_id\":\"%s\"}", certificate_id);
    exchange_effect(x, &annul_writes[ANNUL_CERTIFICATE], 0, move);
}

static void bind_annul(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct candidacy_move *move = effect->item;
    params_id(params, "id", x->result_id);
    params_int(params, "version", x->version);
    params_date(params, "annulled_on", move->command->occurred_on);
    params_id(params, "person_id", x->principal.person_id);
    params_text(params, "reason", move->reason);
}

static const struct write annul_writes[ANNUL_WRITES] = {
    [ANNUL_CERTIFICATE] = { &SQL_certificate_annul, bind_annul, WRITE_EXACT },
};

/* --- allowed events --- */

static const struct event_rule rules[] = {
    { CERTIFICATE_EVENT_ANNUL,
      UINT64_C(1) << CERTIFICATE_ISSUED,
      ROLE_CERTIFIER,
      { REASON_NONE },
      { REASON_DATE_IN_FUTURE, REASON_DATE_BEFORE_PREVIOUS_ACT } },
};

static unsigned state_of(const struct exchange *x)
{
    return ((const struct annul_snapshot *)x->snapshot)->state;
}

static struct slice address_of(struct exchange *x)
{
    return exchange_address(x, "/v1/certificates/",
                            ((const struct annul_snapshot *)x->snapshot)->certificate_id);
}

/* Its candidacy may be against it, whatever is sent. */
static void judge(struct exchange *x, unsigned event, struct outcome *outcome)
{
    struct annul_snapshot *known = x->snapshot;
    const struct candidacy_snapshot *snapshot = known->set.items[0];
    const struct candidacy_command *command = annul_command(x, snapshot, x->today);
    struct decision *decision = exchange_alloc(x, sizeof *decision);
    (void)event;
    if (command && decision)
        *outcome = candidacy_decide(&snapshot->candidacy, command, x->policy, decision);
}

static const struct machine certificate_machine = {
    .states = &certificate_state_words,
    .events = &certificate_event_words,
    .noun = { "Le certificat", "The certificate" },
    .roles = ROLE_CERTIFIER,
    .state = state_of,
    .address = address_of,
    .rules = rules,
    .rule_count = sizeof rules / sizeof rules[0],
    .judge = judge,
    .judged = &candidacy_machine,
};

ALLOWED_EVENTS_VIEW(certificate, "Certificate", certificate_state_words, certificate_event_words);
EVENT_REPLY_VIEW(certificate, "CertificateEvent", certificate_event_words);

static const enum reason duplicate_reasons[] = { REASON_CERTIFICATE_ANNULLED,
                                                 REASON_RECORDS_TOO_MANY, REASON_NONE };
static const enum reason annul_reasons[] = { REASON_CERTIFICATE_ANNULLED, REASON_DATE_IN_FUTURE,
                                             REASON_DATE_BEFORE_PREVIOUS_ACT, REASON_NONE };

const struct operation certificate_event_operations[] = {
    {
        .id = "issueDuplicate",
        .method = METHOD_POST,
        .path = "/v1/certificates/{certificate_id}/duplicates",
        .tag = "Certificates",
        .summary = "Issue a duplicate of a certificate.",
        .description = "The same number and decision date, marked DUPLICATA n° k and dated.",
        .roles = ROLE_CERTIFIER,
        .flags =
            OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_REFERENCE | OPERATION_PERSONAL,
        .body = &no_body,
        .loads = duplicate_loads,
        .snapshot_size = sizeof(struct duplicate_snapshot),
        .decide = decide_duplicate,
        .writes = { WRITES(duplicate_writes) },
        .reply = { 201, &SQL_duplicate_view, exchange_bind_result, &duplicate_view },
        .reasons = duplicate_reasons,
        .example = "{}",
    },
    {
        .id = "recordCertificateEvent",
        .method = METHOD_POST,
        .path = "/v1/certificates/{certificate_id}/events",
        .tag = "Certificates",
        .summary = "Annul a certificate.",
        .description =
            "For fraud or error, once and for good. The register keeps it, its verification says "
            "ANNULLED, its candidacy no longer counts as certified: a new candidacy may follow.",
        .roles = ROLE_CERTIFIER,
        .flags =
            OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_IF_MATCH | OPERATION_PERSONAL,
        .body = &annul_table,
        .loads = annul_loads,
        .snapshot_size = sizeof(struct annul_snapshot),
        .prepare = events_prepare,
        .decide = decide_annul,
        .writes = { WRITES(candidacy_writes), WRITES(annul_writes) },
        .reply = { 201, .render = events_render_recorded, .view = &certificate_event_reply,
                   .location = "/v1/certificates/%s",
                   .embedded = { "resource", &SQL_certificate_view, exchange_bind_result_row,
                                 &certificate_view } },
        .machine = &certificate_machine,
        .reasons = annul_reasons,
        .example = "{\"event\":\"ANNUL\",\"data\":{\"reason\":\"FRAUD\"}}",
    },
    {
        ALLOWED_EVENTS_OF(certificate_machine, certificate_allowed_events_view),
        .id = "readAllowedCertificateEvents",
        .path = "/v1/certificates/{certificate_id}/allowed-events",
        .tag = "Certificates",
        .summary = "Ask what may become of a certificate now, and if not, why not.",
        .roles = CERTIFICATE_READERS,
        .loads = annul_loads,
        .snapshot_size = sizeof(struct annul_snapshot),
    },
    { .id = NULL },
};
