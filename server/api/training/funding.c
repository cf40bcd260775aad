/* SPDX-License-Identifier: EUPL-1.2 */
/* Funding (prise en charge) of the steps of a candidacy (section 5). Money never blocks an act and
 * never moves a state (invariant 30): a funding is no event, does not claim the candidacy, and has
 * a version of its own. */
#include "api/facts.h"
#include "api/record.h"
#include "api/refusals.h"
#include "sql.h"

#include "api/candidacies/candidacy_events.h"
#include "api/checks.h"
#include "api/registry/registry.h"
#include "name.h"

#define FUNDING_WRITERS (ROLE_REFERENT | ROLE_COUNSELLOR)
#define FUNDING_READERS (ROLES_FOLLOWING | ROLE_CANDIDATE | ROLE_FUNDER)

enum { FUNDED_MAX_MINUTES = 10000 * 60 };

enum { STEP_PRIOR, STEP_MODULE, STEP_FINAL };

static const struct member funding_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "candidacy_id", MEMBER_ID, .doc = "The candidacy." },
    { "step", MEMBER_ENUM, .words = &funding_step_words, .doc = "What is paid for." },
    { "module_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "One module; null = the whole step." },
    { "funder_type", MEMBER_ENUM, .words = &funder_type_words, .doc = "Who pays (financeur)." },
    { "funder_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "Which funder, when it is one that may read here." },
    { "agreement_number", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Number of the agreement." },
    { "amount_cents", MEMBER_INT, MEMBER_NULLABLE, .doc = "Amount excluding VAT, in cents." },
    { "vat_rate_bp", MEMBER_INT, MEMBER_NULLABLE,
      .doc = "VAT rate in hundredths of a percent: 2000 is 20 %." },
    { "currency", MEMBER_ENUM, .words = &currency_words, .doc = "Of the amount." },
    { "funded_minutes", MEMBER_INT, MEMBER_NULLABLE, .doc = "Minutes that are paid for." },
    { "valid_from", MEMBER_DATE, MEMBER_NULLABLE, .doc = "First day of the agreement." },
    { "valid_to", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Last day, included." },
    { "acting_org_id", MEMBER_ID, .doc = "Organism that recorded it." },
    { "recorded_by", MEMBER_ID, MEMBER_NULLABLE, .doc = "Who recorded it." },
    { "version", MEMBER_INT, .doc = "For If-Match." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view funding_view = { "Funding", "Who pays a step of a candidacy.",
                                          funding_members };

struct funding_body {
    struct given given;
    int step, funder_type, currency;
    struct id module_id, funder_id;
    struct slice agreement_number;
    int64_t amount_cents, vat_rate_bp, funded_minutes;
    struct date valid_from, valid_to;
};
#define AT(member) offsetof(struct funding_body, member)

/* clang-format off */
#define FUNDING_FIELDS(needed)                                                                     \
    { "step", FIELD_ENUM, needed, AT(step), .words = &funding_step_words, .doc = "What is paid for.",            \
      .example = "\"PRIOR\"" },                                                                    \
    { "module_id", FIELD_ID, FIELD_NULLABLE, AT(module_id),                                        \
      .doc = "One module of a path of this candidacy, for the step MODULE." },                     \
    { "funder_type", FIELD_ENUM, needed, AT(funder_type), .words = &funder_type_words,                   \
      .doc = "Who pays.", .example = "\"CPF\"" },                                                  \
    { "funder_id", FIELD_ID, FIELD_NULLABLE, AT(funder_id),                                        \
      .doc = "Which funder, when it is one that may read here; it reads nothing without the "      \
             "consent of the candidate." },                                                        \
    { "agreement_number", FIELD_TEXT, FIELD_NULLABLE, AT(agreement_number), 1, 60,                 \
      .doc = "Number of the agreement." },                                                         \
    { "amount_cents", FIELD_INT, FIELD_NULLABLE, AT(amount_cents), 0, INT64_C(100000000000),       \
      .doc = "Amount excluding VAT, in cents.", .example = "45000" },                              \
    { "vat_rate_bp", FIELD_INT, FIELD_NULLABLE, AT(vat_rate_bp), 0, 10000,                         \
      .doc = "VAT rate in hundredths of a percent: 2000 is 20 %.", .example = "2000" },            \
    { "currency", FIELD_ENUM, 0, AT(currency), .words = &currency_words, .doc = "EUR." },               \
    { "funded_minutes", FIELD_INT, FIELD_NULLABLE, AT(funded_minutes), 0, FUNDED_MAX_MINUTES, .doc = "Minutes paid for." },         \
    { "valid_from", FIELD_DATE, FIELD_NULLABLE, AT(valid_from),                                    \
      .doc = "First day of the agreement." },                                                      \
    { "valid_to", FIELD_DATE, FIELD_NULLABLE, AT(valid_to), .doc = "Last day, included." },        \
    { "id", FIELD_ID, FIELD_READ_ONLY }, { "candidacy_id", FIELD_ID, FIELD_READ_ONLY },            \
    { "acting_org_id", FIELD_ID, FIELD_READ_ONLY }, { "version", FIELD_INT, FIELD_READ_ONLY },     \
    { .name = NULL }
/* clang-format on */

static const struct field new_fields[] = { FUNDING_FIELDS(FIELD_REQUIRED) };
static const struct fields new_table = { "NewFunding", new_fields, sizeof(struct funding_body) };
static const struct field change_fields[] = { FUNDING_FIELDS(0) };
static const struct fields change_table = { "FundingChange", change_fields,
                                            sizeof(struct funding_body) };
#undef AT

struct funding_snapshot {
    struct id id; /* unset: a new one */
    struct id candidacy_id;
    bool may_write, has_module, has_funder;
};

static void read_root(struct exchange *x, struct row *row)
{
    struct funding_snapshot *known = x->snapshot;
    known->candidacy_id = row_id(row, "candidacy_id");
    known->may_write = row_bool(row, "may_write");
    known->has_module = row_bool(row, "has_module");
    known->has_funder = row_bool(row, "has_funder");
}

static void read_new(struct exchange *x, struct row *row)
{
    read_root(x, row);
    exchange_read_count(x, row);
}

static void read_funding(struct exchange *x, struct row *row)
{
    struct funding_snapshot *known = x->snapshot;
    known->id = row_id(row, "id");
    x->version = row_int(row, "version");
    read_root(x, row);
    record_read(x, row);
}

static void bind_root(const struct exchange *x, struct params *params)
{
    const struct funding_body *body = x->body;
    exchange_bind_path(x, params);
    params_id(params, "module_id", body->module_id);
    params_id(params, "funder_id", body->funder_id);
}

static void bind_funding(const struct exchange *x, struct params *params)
{
    const struct funding_body *body = x->body;
    exchange_bind_path_id(x, params);
    params_id(params, "module_id", body ? body->module_id : (struct id){ { 0 } });
    params_id(params, "funder_id", body ? body->funder_id : (struct id){ { 0 } });
}

static const struct load new_loads[] = {
    { &SQL_funding_root, bind_root, read_new, LOAD_REQUIRED },
    { .statement = NULL },
};
static const struct load funding_loads[] = {
    { &SQL_funding_load, bind_funding, read_funding, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

static void check_funding(struct exchange *x, const void *record)
{
    const struct funding_body *funding = record;
    if (exchange_is_sound(x, "/step") && id_is_set(funding->module_id) &&
        funding->step != STEP_MODULE)
        exchange_violate(x, "/module_id", REASON_FIELD_NOT_APPLICABLE);
    if (date_is_set(funding->valid_from))
        registry_check_period(x, funding->valid_from, funding->valid_to);
}

enum { HOLD_FUNDINGS, INSERT_FUNDING, UPDATE_FUNDING, DELETE_FUNDING, FUNDING_WRITES };
static const struct write funding_writes[FUNDING_WRITES];

static void decide(struct exchange *x, const struct write *write)
{
    const struct funding_snapshot *known = x->snapshot;
    const struct funding_body *body = x->body;
    if (id_is_set(body->module_id) && !known->has_module)
        exchange_violate(x, "/module_id", REASON_REFERENCE_UNKNOWN);
    if (id_is_set(body->funder_id) && !known->has_funder)
        exchange_violate(x, "/funder_id", REASON_REFERENCE_UNKNOWN);
    if (!known->may_write)
        exchange_refuse(x, REASON_OUT_OF_SCOPE, (struct slice){ 0 });
    exchange_effect(x, write, 0, NULL);
}

static void decide_new(struct exchange *x)
{
    x->result_id = x->root_id = exchange_new_id(x);
    refuse_beyond(x, BOUND_FUNDINGS);
    facts_lock(x, &funding_writes[HOLD_FUNDINGS],
               ((const struct funding_snapshot *)x->snapshot)->candidacy_id);
    decide(x, &funding_writes[INSERT_FUNDING]);
}

static void decide_change(struct exchange *x)
{
    const struct funding_snapshot *known = x->snapshot;
    x->result_id = x->root_id = known->id;
    decide(x, &funding_writes[UPDATE_FUNDING]);
}

static void decide_delete(struct exchange *x)
{
    const struct funding_snapshot *known = x->snapshot;
    x->result_id = x->root_id = known->id;
    if (!known->may_write)
        exchange_refuse(x, REASON_OUT_OF_SCOPE, (struct slice){ 0 });
    exchange_effect(x, &funding_writes[DELETE_FUNDING], 0, NULL);
}

static void bind_insert(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    const struct funding_snapshot *known = x->snapshot;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_id(params, "candidacy_id", known->candidacy_id);
    params_id(params, "person_id", x->principal.person_id);
    facts_bind_most(params, BOUND_FUNDINGS);
    record_bind(x, params);
}

static void bind_key(const struct exchange *x, const struct effect *effect, struct params *params)
{
    (void)effect;
    params_id(params, "id", x->result_id);
    params_int(params, "version", x->version);
}

static const struct write funding_writes[FUNDING_WRITES] = {
    [HOLD_FUNDINGS] = FACTS_WRITE,
    [INSERT_FUNDING] = { &SQL_funding_insert, bind_insert, WRITE_EXACT },
    [UPDATE_FUNDING] = { &SQL_funding_update, record_bind_change, WRITE_EXACT },
    [DELETE_FUNDING] = { &SQL_funding_delete, bind_key, WRITE_EXACT },
};

static const enum reason new_reasons[] = { REASON_OUT_OF_SCOPE, REASON_RECORDS_TOO_MANY,
                                           REASON_NONE };
static const enum reason funding_reasons[] = { REASON_OUT_OF_SCOPE, REASON_NONE };

const struct operation funding_operations[] = {
    {
        .id = "listFunding",
        .method = METHOD_GET,
        .path = "/v1/candidacies/{candidacy_id}/funding",
        .tag = "Funding",
        .summary = "List who pays for a candidacy, oldest first.",
        .description =
            "For its organism, its candidate and the certifier; a funder reads those in its own "
            "name; networks and commissions read no amounts. An organism that held the candidacy "
            "before reads what it recorded itself.",
        .roles = FUNDING_READERS,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_PERSONAL | OPERATION_REFERENCE,
        .loads = candidacy_exists_loads,
        .reply = { 200, &SQL_funding_list, exchange_bind_path, &funding_view },
    },
    {
        .id = "recordFunding",
        .method = METHOD_POST,
        .path = "/v1/candidacies/{candidacy_id}/funding",
        .tag = "Funding",
        .summary = "Record who pays a step.",
        .description =
            "In every state, a closed candidacy included. It is no event: neither the state nor "
            "the version of the candidacy moves, so that money is in nobody's way.",
        .roles = FUNDING_WRITERS,
        .flags =
            OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_REFERENCE | OPERATION_KEY_REQUIRED,
        .body = &new_table,
        .check = check_funding,
        .loads = new_loads,
        .snapshot_size = sizeof(struct funding_snapshot),
        .decide = decide_new,
        .writes = { WRITES(funding_writes) },
        .reply = { 201, &SQL_funding_view, exchange_bind_result, &funding_view,
                   .location = "/v1/funding/%s" },
        .reasons = new_reasons,
    },
    {
        .id = "getFunding",
        .method = METHOD_GET,
        .path = "/v1/funding/{funding_id}",
        .tag = "Funding",
        .summary = "Read a funding.",
        .description = "By its identifier.",
        .roles = FUNDING_READERS,
        .flags = OPERATION_PERSONAL,
        .reply = { 200, &SQL_funding_view, exchange_bind_path_id, &funding_view },
    },
    {
        .id = "changeFunding",
        .method = METHOD_PATCH,
        .path = "/v1/funding/{funding_id}",
        .tag = "Funding",
        .summary = "Correct a funding.",
        .description = "At any time.",
        .roles = FUNDING_WRITERS,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_IF_MATCH,
        .body = &change_table,
        .record = &new_table,
        .check = check_funding,
        .loads = funding_loads,
        .snapshot_size = sizeof(struct funding_snapshot),
        .decide = decide_change,
        .writes = { WRITES(funding_writes) },
        .reply = { 200, &SQL_funding_view, exchange_bind_result, &funding_view },
        .reasons = funding_reasons,
    },
    {
        .id = "deleteFunding",
        .method = METHOD_DELETE,
        .path = "/v1/funding/{funding_id}",
        .tag = "Funding",
        .summary = "Delete a funding that was recorded by mistake.",
        .description = "The audit keeps who deleted it and when.",
        .roles = FUNDING_WRITERS,
        .flags = OPERATION_COMMAND | OPERATION_NO_CONTENT | OPERATION_IF_MATCH,
        .loads = funding_loads,
        .snapshot_size = sizeof(struct funding_snapshot),
        .decide = decide_delete,
        .writes = { WRITES(funding_writes) },
        .reply = { 204 },
        .reasons = funding_reasons,
    },
    { .id = NULL },
};
