/* Certificates (parchemins): issued from a signed favourable decision, never changed, only
 * annulled; duplicates; public verification. */
#include "api/candidacies/candidacy_effects.h"
#include "api/operation.h"
#include "sql.h"

#include "api/checks.h"
#include "api/refusals.h"
#include "certificate.h"

#include <sys/random.h>

#define CERTIFICATE_READERS                                                                        \
    (ROLES_ORGANISM | ROLES_COMMISSION | ROLE_NETWORK_MANAGER | ROLE_CANDIDATE)

static const char *const verifications[] = { "VALID", "ANNULLED", NULL };

static const struct member holder_members[] = {
    { "birth_name", MEMBER_TEXT, .doc = "Name at birth." },
    { "usage_name", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Name in use." },
    { "first_name_1", MEMBER_TEXT, .doc = "First given name." },
    { "first_name_2", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Second given name." },
    { "first_name_3", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Third given name." },
    { "birth_year", MEMBER_INT, MEMBER_NULLABLE, .doc = "Year of birth." },
    { "birth_month", MEMBER_INT, MEMBER_NULLABLE, .doc = "Month of birth." },
    { "birth_day", MEMBER_INT, MEMBER_NULLABLE, .doc = "Day of birth." },
    { "birth_commune_insee", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "INSEE code of the commune of birth." },
    { "birth_commune_label", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Commune of birth." },
    { "birth_country_code", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Country of birth." },
    { "birth_country_label", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Country of birth." },
    { .name = NULL },
};
static const struct view holder_view = { "CertificateHolder",
                                         "The holder's identity as printed that day.",
                                         holder_members };

static const struct member mark_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "mark", MEMBER_TEXT, .doc = "DUPLICATA n° k." },
    { "issued_on", MEMBER_DATE, .doc = "Day of issue." },
    { .name = NULL },
};
static const struct view mark_view = { "DuplicateMark", "A duplicate that was issued.",
                                       mark_members };

static const struct member certificate_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "number", MEMBER_TEXT, .doc = "CLEA-YYYY-NNNNNN-KK, without gaps, never reused." },
    { "status", MEMBER_ENUM, .names = certificate_state_names, .doc = "ISSUED or ANNULLED." },
    { "verification_code", MEMBER_TEXT,
      .doc = "What whoever holds it may verify publicly; unrelated to the number." },
    { "candidacy_id", MEMBER_ID, .doc = "The candidacy that it crowns." },
    { "candidate_id", MEMBER_ID, .doc = "The holder." },
    { "title", MEMBER_TEXT, .doc = "Title of the certification." },
    { "referential_code", MEMBER_TEXT, .doc = "Certification." },
    { "referential_version", MEMBER_TEXT, .doc = "Version that it was judged by." },
    { "referential_version_id", MEMBER_ID, .doc = "The same as an identifier." },
    { "issued_on", MEMBER_DATE, .doc = "Day of issue." },
    { "issued_by", MEMBER_ID, MEMBER_NULLABLE, .doc = "Who issued it." },
    { "decision_on", MEMBER_DATE, .doc = "Day of the session." },
    { "decision_id", MEMBER_ID, .doc = "The decision." },
    { "session_id", MEMBER_ID, .doc = "The session." },
    { "commission_id", MEMBER_ID, .doc = "The commission." },
    { "commission_name", MEMBER_TEXT, .doc = "Its name." },
    { "holder", MEMBER_OBJECT, .of = &holder_view, .doc = "Identity as printed." },
    { "annulled_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day of annulment." },
    { "annul_reason", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Fraud or error." },
    { "duplicates", MEMBER_OBJECTS, .of = &mark_view, .doc = "Duplicates in their order." },
    { "version", MEMBER_INT, .doc = "For If-Match." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view certificate_view = { "Certificate", "A certificate (parchemin).",
                                              certificate_members };

static const struct member short_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "number", MEMBER_TEXT, .doc = "CLEA-YYYY-NNNNNN-KK." },
    { "status", MEMBER_ENUM, .names = certificate_state_names, .doc = "ISSUED or ANNULLED." },
    { "candidacy_id", MEMBER_ID, .doc = "The candidacy that it crowns." },
    { "referential_code", MEMBER_TEXT, .doc = "Certification." },
    { "decision_on", MEMBER_DATE, .doc = "Day of the session." },
    { "issued_on", MEMBER_DATE, .doc = "Day of issue." },
    { "commission_id", MEMBER_ID, .doc = "The commission." },
    { "version", MEMBER_INT, .doc = "For If-Match." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view certificate_short_view = { "CertificateSummary",
                                                    "A certificate in a list.", short_members };

/* --- issuing --- */

struct certificate_body {
    struct given given;
    struct id candidacy_id;
};
static const struct field certificate_fields[] = {
    { "candidacy_id", FIELD_ID, FIELD_REQUIRED, offsetof(struct certificate_body, candidacy_id),
      .doc = "A certified candidacy.", .example = "\"01900000-0000-7000-8000-000000000004\"" },
    { "number", FIELD_TEXT, FIELD_READ_ONLY },
    { "verification_code", FIELD_TEXT, FIELD_READ_ONLY },
    { "issued_on", FIELD_DATE, FIELD_READ_ONLY },
    { .name = NULL },
};
static const struct fields new_certificate = { "NewCertificate", certificate_fields,
                                               sizeof(struct certificate_body) };

struct certificate_snapshot {
    struct id candidacy_id, decision_id, existing_id;
    struct certificate_facts facts;
    struct id certificate_id; /* of a duplicate */
    bool is_annulled;
};

static void bind_facts(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "id", ((const struct certificate_body *)x->body)->candidacy_id);
}

static void read_facts(struct exchange *x, struct row *row)
{
    struct certificate_snapshot *known = x->snapshot;
    known->candidacy_id = row_id(row, "id");
    struct slice state = row_text(row, "state");
    if (!candidacy_state_from_name(state.at, state.size, &known->facts.candidacy_state))
        row->has_failed = true;
    known->decision_id = row_id(row, "decision_id");
    if (id_is_set(known->decision_id))
        known->facts.verdict = VERDICT_CERTIFIED;
    struct slice session_state = row_text(row, "session_state");
    if (slice_is_set(session_state) &&
        !session_state_from_name(session_state.at, session_state.size, &known->facts.session_state))
        row->has_failed = true;
    known->existing_id = row_id(row, "existing_id");
    known->facts.has_live_certificate = row_bool(row, "has_live_certificate");
    known->facts.is_annulled = row_bool(row, "is_certificate_annulled");
}

static const struct load issue_loads[] = {
    { &SQL_certificate_facts, bind_facts, read_facts, 0 },
    { .statement = NULL },
};

enum { INSERT_CERTIFICATE, INSERT_DUPLICATE, CERTIFICATE_WRITES };
static const struct write certificate_writes[CERTIFICATE_WRITES];

struct issue {
    char code[VERIFICATION_CODE_SIZE];
};

static void decide_issue(struct exchange *x)
{
    const struct certificate_snapshot *known = x->snapshot;
    x->root_id = known->candidacy_id;
    if (!id_is_set(known->candidacy_id)) {
        exchange_violate(x, "/candidacy_id", REASON_REFERENCE_UNKNOWN);
        return;
    }
    if (id_is_set(known->existing_id)) { /* asked twice: one certificate, and the same answer */
        x->result_id = known->existing_id;
        x->status = 200;
        return;
    }
    struct outcome outcome = certificate_issue(&known->facts);
    refuse_outcome(x, &outcome, NULL);
    struct issue *issue = exchange_alloc(x, sizeof *issue);
    unsigned char random[16];
    if (!issue || x->refusal_count)
        return;
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random) {
        x->has_failed = true;
        return;
    }
    verification_code_print(random, issue->code);
    x->result_id = exchange_new_id(x);
    exchange_effect(x, &certificate_writes[INSERT_CERTIFICATE], 0, issue);
}

static void bind_certificate(const struct exchange *x, const struct effect *effect,
                             struct params *params)
{
    const struct certificate_snapshot *known = x->snapshot;
    const struct issue *issue = effect->item;
    params_id(params, "id", x->result_id);
    params_id(params, "candidacy_id", known->candidacy_id);
    params_id(params, "decision_id", known->decision_id);
    params_text(params, "verification_code", slice_of(issue->code));
    params_date(params, "issued_on", x->today);
    params_id(params, "person_id", x->principal.person_id);
}

/* --- duplicates --- */

static void read_root(struct exchange *x, struct row *row)
{
    struct certificate_snapshot *known = x->snapshot;
    known->certificate_id = row_id(row, "id");
    known->is_annulled = slice_is(row_text(row, "status"), "ANNULLED");
}

static const struct load duplicate_loads[] = {
    { &SQL_certificate_root, NULL, read_root, LOAD_REQUIRED },
    { .statement = NULL },
};

static const struct field no_fields[] = { { .name = NULL } };
static const struct fields no_body = { "DuplicateRequest", no_fields, sizeof(struct given) };

static void decide_duplicate(struct exchange *x)
{
    const struct certificate_snapshot *known = x->snapshot;
    x->root_id = known->certificate_id;
    if (known->is_annulled) {
        exchange_refuse(x, REASON_CERTIFICATE_ANNULLED, (struct slice){ 0 });
        return;
    }
    x->result_id = exchange_new_id(x);
    exchange_effect(x, &certificate_writes[INSERT_DUPLICATE], 0, NULL);
}

static void bind_duplicate(const struct exchange *x, const struct effect *effect,
                           struct params *params)
{
    (void)effect;
    params_id(params, "id", x->result_id);
    params_id(params, "certificate_id",
              ((const struct certificate_snapshot *)x->snapshot)->certificate_id);
    params_date(params, "issued_on", x->today);
    params_id(params, "person_id", x->principal.person_id);
}

static const struct write certificate_writes[CERTIFICATE_WRITES] = {
    [INSERT_CERTIFICATE] = { &SQL_certificate_insert, bind_certificate, WRITE_EXACT },
    [INSERT_DUPLICATE] = { &SQL_duplicate_insert, bind_duplicate, WRITE_EXACT },
};

static const struct member duplicate_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "certificate_id", MEMBER_ID, .doc = "The certificate." },
    { "number", MEMBER_TEXT, .doc = "The same number." },
    { "mark", MEMBER_TEXT, .doc = "DUPLICATA n° k." },
    { "ordinal", MEMBER_INT, .doc = "k." },
    { "decision_on", MEMBER_DATE, .doc = "The same decision date." },
    { "certificate_issued_on", MEMBER_DATE, .doc = "Day the certificate was issued." },
    { "issued_on", MEMBER_DATE, .doc = "Day of this duplicate." },
    { "holder", MEMBER_OBJECT, .of = &holder_view,
      .doc = "Identity as printed on the certificate." },
    { .name = NULL },
};
static const struct view duplicate_view = { "CertificateDuplicate",
                                            "A duplicate (duplicata) of a certificate.",
                                            duplicate_members };

/* --- annulment --- */

static const char *const certificate_events[] = { "ANNUL", NULL };

struct annul_body {
    struct given given;
    int event, reason;
    struct date occurred_on;
    int64_t expected_version;
};
#define AT(member) offsetof(struct annul_body, member)
static const struct field annul_fields[] = {
    { "event", FIELD_ENUM, FIELD_REQUIRED, AT(event), .names = certificate_events,
      .doc = "ANNUL: for good.", .example = "\"ANNUL\"" },
    { "reason", FIELD_ENUM, FIELD_REQUIRED, AT(reason), .names = annul_reason_names,
      .doc = "After FRAUD only the certifier opens a new candidacy.", .example = "\"FRAUD\"" },
    { "occurred_on", FIELD_DATE, FIELD_NULLABLE, AT(occurred_on),
      .doc = "Day of annulment; today when absent.", .example = "\"2026-09-10\"" },
    { "expected_version", FIELD_INT, FIELD_NULLABLE, AT(expected_version), 1, FIELD_INT_MAX,
      .doc = "`version` the decision was taken on." },
    { .name = NULL },
};
#undef AT
static const struct fields annul_table = { "CertificateEventInput", annul_fields,
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
    x->version = row_int(row, "version");
}

/* The version that is answered for is the certificate's, not the candidacy's. */
static const struct load annul_loads[] = {
    CANDIDACY_LOADS(bind_certificate_candidacy, LOAD_REQUIRED),
    { &SQL_certificate_load, exchange_bind_path_id, read_annulled, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

static void prepare_annul(struct exchange *x)
{
    const struct annul_body *body = x->body;
    if (body->expected_version)
        x->expected_version = body->expected_version;
}

static struct date annulled_on(const struct exchange *x)
{
    const struct annul_body *body = x->body;
    return date_is_set(body->occurred_on) ? body->occurred_on : x->today;
}

static struct candidacy_command *annul_command(struct exchange *x,
                                               const struct candidacy_snapshot *snapshot)
{
    struct annul_snapshot *known = x->snapshot;
    struct candidacy_command *command = exchange_alloc(x, sizeof *command);
    struct facts *facts = exchange_alloc(x, sizeof *facts);
    if (!command || !facts)
        return NULL;
    *facts = candidacy_set_facts(&known->set, snapshot);
    *command = (struct candidacy_command){ .event = EVENT_ANNUL_CERTIFICATE,
                                           .occurred_on = annulled_on(x),
                                           .today = x->today,
                                           .actors = ACTOR_SYSTEM,
                                           .data = { .has_reason = true },
                                           .facts = facts };
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
    struct outcome outcome = certificate_annul(known->state, known->issued_on, annulled_on(x));
    refuse_outcome(x, &outcome, NULL);
    struct candidacy_command *command = annul_command(x, snapshot);
    if (!command || x->refusal_count)
        return;
    struct candidacy_move *move =
        candidacy_move(x, &known->set, snapshot, command, NULL, x->principal.person_id);
    if (!move)
        return;
    id_print(known->certificate_id, certificate_id);
    move->reason = slice_of(annul_reason_names[body->reason]);
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

/* --- reading --- */

struct certificate_query {
    struct given given;
    int status;
    struct id candidacy_id, commission_id;
};
#define AT(member) offsetof(struct certificate_query, member)
static const struct field query_fields[] = {
    { "status", FIELD_ENUM, 0, AT(status), .names = certificate_state_names, .doc = "Only these." },
    { "candidacy_id", FIELD_ID, 0, AT(candidacy_id), .doc = "Only of this candidacy." },
    { "commission_id", FIELD_ID, 0, AT(commission_id), .doc = "Only decided by this commission." },
    { .name = NULL },
};
#undef AT
static const struct fields certificate_query = { "CertificateQuery", query_fields,
                                                 sizeof(struct certificate_query) };

static void bind_query(const struct exchange *x, struct params *params)
{
    const struct certificate_query *q = x->query;
    params_text(params, "status",
                enum_text(&certificate_query, q, "status", certificate_state_names, q->status));
    params_id(params, "candidacy_id", q->candidacy_id);
    params_id(params, "commission_id", q->commission_id);
}

static const struct member verification_members[] = {
    { "number", MEMBER_TEXT, .doc = "Number of the certificate." },
    { "status", MEMBER_ENUM, .names = verifications, .doc = "VALID or ANNULLED." },
    { "title", MEMBER_TEXT, .doc = "Title of the certification." },
    { "referential_code", MEMBER_TEXT, .doc = "Certification." },
    { "decision_on", MEMBER_DATE, .doc = "Day of the decision." },
    { "annulled_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day of annulment." },
    { "holder_initials", MEMBER_TEXT,
      .doc = "Initials of the holder; nothing else of him is told." },
    { .name = NULL },
};
static const struct view verification_view = { "Verification", "What a verification code proves.",
                                               verification_members };

/* As a human types it; what is no code finds nothing. */
static void bind_code(const struct exchange *x, struct params *params)
{
    char code[VERIFICATION_CODE_SIZE];
    params_item(params);
    bool is_code = verification_code_normalise(x->path_text[0].at, x->path_text[0].size, code);
    params_text(params, "code", is_code ? slice_of(code) : (struct slice){ 0 });
}

static const enum reason issue_reasons[] = { REASON_INVALID_STATE,      REASON_SESSION_NOT_SIGNED,
                                             REASON_CERTIFICATE_EXISTS, REASON_CERTIFICATE_ANNULLED,
                                             REASON_REFERENCE_UNKNOWN,  REASON_NONE };
static const enum reason duplicate_reasons[] = { REASON_CERTIFICATE_ANNULLED, REASON_NONE };
static const enum reason annul_reasons[] = { REASON_CERTIFICATE_ANNULLED, REASON_DATE_IN_FUTURE,
                                             REASON_DATE_BEFORE_PREVIOUS_ACT, REASON_NONE };

const struct operation certificate_operations[] = {
    {
        .id = "issueCertificate",
        .method = METHOD_POST,
        .path = "/v1/certificates",
        .tag = "Certificates",
        .summary = "Issue the certificate of a certified candidacy.",
        .description = "Once, from a favourable decision in signed minutes. Asked again, the same "
                       "certificate comes back "
                       "with 200.",
        .roles = ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_PERSONAL,
        .body = &new_certificate,
        .loads = issue_loads,
        .snapshot_size = sizeof(struct certificate_snapshot),
        .decide = decide_issue,
        .writes = { WRITES(certificate_writes) },
        .reply = { 201, &SQL_certificate_view, exchange_bind_result_row, &certificate_view,
                   .location = "/v1/certificates/%s", .other_status = 200 },
        .reasons = issue_reasons,
        .example = "{\"candidacy_id\":\"01900000-0000-7000-8000-000000000004\"}",
    },
    {
        .id = "listCertificates",
        .method = METHOD_GET,
        .path = "/v1/certificates",
        .tag = "Certificates",
        .summary = "List certificates.",
        .description = "Newest first: the register for the certifier, their own for the others.",
        .roles = CERTIFICATE_READERS,
        .flags = OPERATION_LIST,
        .query = &certificate_query,
        .reply = { 200, &SQL_certificate_list, bind_query, &certificate_short_view },
    },
    {
        .id = "getCertificate",
        .method = METHOD_GET,
        .path = "/v1/certificates/{certificate_id}",
        .tag = "Certificates",
        .summary = "Read a certificate.",
        .description = "By identifier or number.",
        .roles = CERTIFICATE_READERS,
        .flags = OPERATION_REFERENCE | OPERATION_PERSONAL,
        .reply = { 200, &SQL_certificate_view, NULL, &certificate_view },
    },
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
        .snapshot_size = sizeof(struct certificate_snapshot),
        .decide = decide_duplicate,
        .writes = { WRITES(certificate_writes) },
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
        .description = "For fraud or error, once and for good. The register keeps it, its "
                       "verification says ANNULLED, its candidacy no longer counts as certified: "
                       "a new candidacy may follow.",
        .roles = ROLE_CERTIFIER,
        .flags =
            OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_IF_MATCH | OPERATION_PERSONAL,
        .body = &annul_table,
        .loads = annul_loads,
        .snapshot_size = sizeof(struct annul_snapshot),
        .prepare = prepare_annul,
        .decide = decide_annul,
        .writes = { WRITES(candidacy_writes), WRITES(annul_writes) },
        .reply = { 200, &SQL_certificate_view, exchange_bind_result_row, &certificate_view },
        .reasons = annul_reasons,
        .example = "{\"event\":\"ANNUL\",\"reason\":\"FRAUD\"}",
    },
    {
        .id = "verifyCertificate",
        .method = METHOD_GET,
        .path = "/v1/verifications/{code}",
        .tag = "Certificates",
        .summary = "Verify a certificate by its code.",
        .description = "Public. Case, spaces and dashes do not count. An unknown code answers 404.",
        .roles = 0,
        .reply = { 200, &SQL_verification_view, bind_code, &verification_view },
    },
    { .id = NULL },
};
