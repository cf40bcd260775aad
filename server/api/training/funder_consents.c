/* SPDX-License-Identifier: EUPL-1.2 */
/* The consent of a candidate that a funder reads how far the candidacy is (domain page 3.2): given
 * by the candidate, or written down with a proof by the organism that holds the file; withdrawn at
 * any time. Like a funding it is no event, and has a version of its own. */
#include "api/candidacies/candidacy_events.h"
#include "api/consent.h"
#include "api/facts.h"
#include "api/refusals.h"
#include "sql.h"

#define CONSENT_KEEPERS (ROLE_REFERENT | ROLE_COUNSELLOR | ROLE_CANDIDATE)
#define CONSENT_READERS (ROLES_FOLLOWING | ROLE_CANDIDATE)

static const struct member consent_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "candidacy_id", MEMBER_ID, .doc = "The candidacy." },
    { "funder_id", MEMBER_ID, .doc = "Who may read how far it is." },
    { "given_on", MEMBER_DATE, .doc = "Day on which the candidate consented." },
    { "proof", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "What shows it, when the organism wrote it down." },
    { "is_own", MEMBER_BOOL, .doc = "Given here by the candidate." },
    { "recorded_by", MEMBER_ID, MEMBER_NULLABLE, .doc = "Who wrote it down." },
    { "withdrawn_on", MEMBER_DATE, MEMBER_NULLABLE,
      .doc = "Day on which it was withdrawn; null = it stands." },
    { "version", MEMBER_INT, .doc = "For If-Match." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view consent_view = { "FunderConsent",
                                          "The consent of a candidate that a funder reads.",
                                          consent_members };

struct consent_body {
    struct given given;
    struct id funder_id;
    struct date given_on;
    struct slice proof;
};
#define AT(member) offsetof(struct consent_body, member)
static const struct field consent_fields[] = {
    { "funder_id", FIELD_ID, FIELD_REQUIRED, AT(funder_id), .doc = "Who may read.",
      .example = "\"01900000-0000-7000-8000-000000000001\"" },
    { "given_on", FIELD_DATE, 0, AT(given_on),
      .doc = "Day on which the candidate consented; today by default, and never earlier when the "
             "candidate gives it here." },
    { "proof", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PERSONAL, AT(proof), 1, 2000,
      .doc = "What shows the consent: required, but of the candidate.",
      .example = "\"Formulaire signé le jour de l’entretien.\"" },
    { .name = NULL },
};
#undef AT
static const struct fields consent_table = { "FunderConsentInput", consent_fields,
                                             sizeof(struct consent_body) };

struct consent_snapshot {
    struct id candidacy_id;
    struct id id; /* of one that is withdrawn */
    struct date opened_on;
    bool may_write, has_funder, stands, is_given_by_asker;
    struct id live_id; /* the consent that stands; unset = none */
};

static bool is_candidate(const struct exchange *x)
{
    return exchange_has_role(x, ROLE_CANDIDATE);
}

static void read_facts(struct exchange *x, struct row *row)
{
    struct consent_snapshot *known = x->snapshot;
    known->candidacy_id = row_id(row, "candidacy_id");
    known->opened_on = row_date(row, "opened_on");
    known->may_write = row_bool(row, "may_write");
    known->has_funder = row_bool(row, "has_funder");
    known->live_id = row_id(row, "live_id");
    known->is_given_by_asker = row_bool(row, "is_given_by_asker");
    exchange_read_count(x, row);
}

static void bind_facts(const struct exchange *x, struct params *params)
{
    const struct consent_body *body = x->body;
    exchange_bind_path(x, params);
    params_id(params, "funder_id", body->funder_id);
    params_id(params, "credential_id", x->principal.credential_id);
}

static const struct load consent_loads[] = {
    { &SQL_funder_consent_facts, bind_facts, read_facts, LOAD_REQUIRED },
    { .statement = NULL },
};

static void read_consent(struct exchange *x, struct row *row)
{
    struct consent_snapshot *known = x->snapshot;
    known->id = row_id(row, "id");
    known->stands = row_bool(row, "stands");
    known->may_write = row_bool(row, "may_write");
    x->version = row_int(row, "version");
}

static const struct load withdrawal_loads[] = {
    { &SQL_funder_consent_load, exchange_bind_path_id, read_consent, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

static void prepare_consent(struct exchange *x)
{
    const struct consent_body *body = x->body;
    if (!is_candidate(x) && !slice_is_set(body->proof))
        exchange_violate(x, "/proof", REASON_REQUIRED);
}

enum { HOLD_CONSENTS, INSERT_CONSENT, WITHDRAW_CONSENT, CONSENT_WRITES };
static const struct write consent_writes[CONSENT_WRITES];

static void decide_consent(struct exchange *x)
{
    const struct consent_snapshot *known = x->snapshot;
    const struct consent_body *body = x->body;
    x->result_id = x->root_id = exchange_new_id(x);
    if (!known->has_funder)
        exchange_violate(x, "/funder_id", REASON_REFERENCE_UNKNOWN);
    if (is_candidate(x) && date_is_set(body->given_on) &&
        date_compare(body->given_on, x->today) != 0) {
        exchange_violate(x, "/given_on", REASON_RANGE);
        exchange_expect(x, expected_dates(x->today, x->today));
    }
    if (!known->may_write)
        exchange_refuse(x, REASON_OUT_OF_SCOPE, (struct slice){ 0 });
    consent_needs_person(x);
    consent_needs_other_login(x, is_candidate(x) && known->is_given_by_asker);
    if (date_is_set(body->given_on) && date_is_after(body->given_on, x->latest_day))
        refuse_with(x, REASON_DATE_IN_FUTURE,
                    (struct reason_detail){ .date = body->given_on, .limit = x->latest_day });
    if (date_is_set(body->given_on) && date_is_before(body->given_on, known->opened_on))
        refuse_with(x, REASON_BEFORE_CONTACT,
                    (struct reason_detail){ .date = body->given_on, .limit = known->opened_on });
    if (id_is_set(known->live_id))
        refuse_with(x, REASON_CONSENT_STANDS, (struct reason_detail){ .id = known->live_id });
    refuse_beyond(x, BOUND_FUNDER_CONSENTS);
    facts_lock(x, &consent_writes[HOLD_CONSENTS], known->candidacy_id);
    exchange_effect(x, &consent_writes[INSERT_CONSENT], 0, NULL);
}

static void decide_withdrawal(struct exchange *x)
{
    const struct consent_snapshot *known = x->snapshot;
    x->result_id = x->root_id = known->id;
    if (!known->may_write)
        exchange_refuse(x, REASON_OUT_OF_SCOPE, (struct slice){ 0 });
    if (!known->stands)
        exchange_refuse(x, REASON_CONSENT_WITHDRAWN, (struct slice){ 0 });
    exchange_effect(x, &consent_writes[WITHDRAW_CONSENT], 0, NULL);
}

static void bind_insert(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    const struct consent_snapshot *known = x->snapshot;
    const struct consent_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_id(params, "candidacy_id", known->candidacy_id);
    params_id(params, "funder_id", body->funder_id);
    params_date(params, "given_on", date_is_set(body->given_on) ? body->given_on : x->today);
    params_text(params, "proof", body->proof);
    params_bool(params, "is_own", is_candidate(x));
    params_id(params, "recorded_by", x->principal.person_id);
    facts_bind_most(params, BOUND_FUNDER_CONSENTS);
}

static void bind_withdrawal(const struct exchange *x, const struct effect *effect,
                            struct params *params)
{
    (void)effect;
    params_id(params, "id", x->result_id);
    params_int(params, "version", x->version);
    params_date(params, "withdrawn_on", x->today);
}

static const struct write consent_writes[CONSENT_WRITES] = {
    [HOLD_CONSENTS] = FACTS_WRITE,
    [INSERT_CONSENT] = { &SQL_funder_consent_insert, bind_insert, WRITE_EXACT },
    [WITHDRAW_CONSENT] = { &SQL_funder_consent_withdraw, bind_withdrawal, WRITE_EXACT },
};

static const enum reason consent_reasons[] = { REASON_OUT_OF_SCOPE,     REASON_PERSON_REQUIRED,
                                               REASON_LOGIN_OF_ASKER,   REASON_DATE_IN_FUTURE,
                                               REASON_BEFORE_CONTACT,   REASON_CONSENT_STANDS,
                                               REASON_RECORDS_TOO_MANY, REASON_NONE };
static const enum reason withdrawal_reasons[] = { REASON_OUT_OF_SCOPE, REASON_CONSENT_WITHDRAWN,
                                                  REASON_NONE };

const struct operation funder_consent_operations[] = {
    {
        .id = "listFunderConsents",
        .method = METHOD_GET,
        .path = "/v1/candidacies/{candidacy_id}/funder-consents",
        .tag = "Funding",
        .summary = "List the consents to the funders of a candidacy, oldest first.",
        .description = "Those that were withdrawn included. For its organism, its candidate and "
                       "the certifier.",
        .roles = CONSENT_READERS,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_PERSONAL | OPERATION_REFERENCE,
        .loads = candidacy_exists_loads,
        .reply = { 200, &SQL_funder_consent_list, exchange_bind_path, &consent_view },
    },
    {
        .id = "recordFunderConsent",
        .method = METHOD_POST,
        .path = "/v1/candidacies/{candidacy_id}/funder-consents",
        .tag = "Funding",
        .summary = "Consent that a funder reads how far the candidacy is.",
        .description =
            "By the candidate, or written down by a person of the organism that holds the file, "
            "with what shows it; a login that this organism gave the candidate is no word of the "
            "candidate's. A funder that a funding of the candidacy names reads its state, its "
            "dates "
            "and the fundings in its own name from then on, and no result; without a funding that "
            "names it, it reads nothing.",
        .roles = CONSENT_KEEPERS,
        .flags =
            OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_REFERENCE | OPERATION_KEY_REQUIRED,
        .body = &consent_table,
        .loads = consent_loads,
        .snapshot_size = sizeof(struct consent_snapshot),
        .prepare = prepare_consent,
        .decide = decide_consent,
        .writes = { WRITES(consent_writes) },
        .reply = { 201, &SQL_funder_consent_view, exchange_bind_result, &consent_view,
                   .location = "/v1/funder-consents/%s" },
        .reasons = consent_reasons,
    },
    {
        .id = "getFunderConsent",
        .method = METHOD_GET,
        .path = "/v1/funder-consents/{consent_id}",
        .tag = "Funding",
        .summary = "Read a consent to a funder.",
        .description = "By its identifier.",
        .roles = CONSENT_READERS,
        .flags = OPERATION_PERSONAL,
        .reply = { 200, &SQL_funder_consent_view, exchange_bind_path_id, &consent_view },
    },
    {
        .id = "withdrawFunderConsent",
        .method = METHOD_DELETE,
        .path = "/v1/funder-consents/{consent_id}",
        .tag = "Funding",
        .summary = "Withdraw a consent to a funder.",
        .description = "By the candidate, or by the organism that holds the file for the "
                       "candidate. The funder reads nothing of the candidacy any more. The "
                       "consent stays, with the day of its end; another one may be given.",
        .roles = CONSENT_KEEPERS,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_NO_CONTENT | OPERATION_IF_MATCH,
        .loads = withdrawal_loads,
        .snapshot_size = sizeof(struct consent_snapshot),
        .decide = decide_withdrawal,
        .writes = { WRITES(consent_writes) },
        .reply = { .status = 204 },
        .reasons = withdrawal_reasons,
    },
    { .id = NULL },
};
