/* SPDX-License-Identifier: EUPL-1.2 */
/* Funders (financeurs): bodies that pay for candidates and may be given keys. What each of them
 * reads is said by the fundings that name it and the consents of the candidates. */
#include "api/folded.h"
#include "api/record.h"
#include "api/registry/registry.h"
#include "identity.h"
#include "sql.h"

struct funder_body {
    struct given given;
    struct slice name;
    int status;
};

#define AT(member) offsetof(struct funder_body, member)
static const struct field funder_fields[] = {
    { "name", FIELD_TEXT, FIELD_REQUIRED | FIELD_DENOMINATION, AT(name), 1, 200,
      .doc = "Public name; no two funders have the same, nor one that differs by case, accents or "
             "signs alone.",
      .example = "\"OPCO exemple\"" },
    { "id", FIELD_ID, FIELD_READ_ONLY },
    { "status", FIELD_TEXT, FIELD_READ_ONLY },
    { "version", FIELD_INT, FIELD_READ_ONLY },
    { .name = NULL },
};
static const struct fields funder_body = { "FunderInput", funder_fields,
                                           sizeof(struct funder_body) };

static const struct field funder_change_fields[] = {
    { "name", FIELD_TEXT, FIELD_DENOMINATION, AT(name), 1, 200, .doc = "Public name." },
    { "status", FIELD_ENUM, 0, AT(status), .words = &organism_status_words,
      .doc = "One that is not ACTIVE has no keys that open." },
    { "id", FIELD_ID, FIELD_READ_ONLY },
    { "version", FIELD_INT, FIELD_READ_ONLY },
    { .name = NULL },
};
#undef AT
static const struct fields funder_change = { "FunderChange", funder_change_fields,
                                             sizeof(struct funder_body) };

static const struct member funder_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "name", MEMBER_TEXT, .doc = "Public name." },
    { "status", MEMBER_ENUM, .words = &organism_status_words,
      .doc = "ACTIVE, SUSPENDED or CLOSED." },
    { "version", MEMBER_INT, .doc = "For If-Match." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    FORMER_NAMES(former_name_view),
    { .name = NULL },
};
static const struct view funder_view = { "Funder", "A body that pays for candidates (financeur).",
                                         funder_members };

static void read_funder(struct exchange *x, struct row *row)
{
    x->root_id = row_id(row, "id");
    x->version = row_int(row, "version");
    record_read(x, row);
}

/* Nothing is asked when no name is given. */
static void bind_name(const struct exchange *x, struct params *params)
{
    const struct funder_body *body = x->body;
    if (!slice_is_set(body->name))
        return;
    params_item(params);
    params_id(params, "id", x->path_id[0]);
    params_text(params, "name", body->name);
    params_folded(params, "search_name", body->name);
}

/* The columns that follow the name, of the record as it will be. */
static void bind_spelling(const struct exchange *x, struct params *params)
{
    const struct funder_body *funder = x->operation->record ? x->record : x->body;
    params_folded(params, "search_name", funder->name);
    params_int(params, "name_rule", IDENTITY_RULE);
}

static void bind_change(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    record_bind_change(x, effect, params);
    bind_spelling(x, params);
}

static const struct load new_funder_loads[] = {
    { &SQL_funder_recorded, bind_name, exchange_read_recorded, 0 },
    { .statement = NULL },
};
static const struct load funder_loads[] = {
    { &SQL_funder_load, exchange_bind_path_id, read_funder, LOAD_REQUIRED | LOAD_ROOT },
    { &SQL_funder_recorded, bind_name, exchange_read_recorded, 0 },
    { .statement = NULL },
};

enum { INSERT_FUNDER, UPDATE_FUNDER, FUNDER_WRITES };
static const struct write funder_writes[FUNDER_WRITES];

static void decide_new(struct exchange *x)
{
    exchange_refuse_recorded(x, "/v1/funders/", "name");
    x->result_id = x->root_id = exchange_new_id(x);
    exchange_effect(x, &funder_writes[INSERT_FUNDER], 0, NULL);
}

static void decide_change(struct exchange *x)
{
    exchange_refuse_recorded(x, "/v1/funders/", "name");
    x->result_id = x->root_id = x->path_id[0];
    exchange_effect(x, &funder_writes[UPDATE_FUNDER], 0, NULL);
}

static void bind_new(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct funder_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_text(params, "name", body->name);
    bind_spelling(x, params);
}

static const struct write funder_writes[FUNDER_WRITES] = {
    [INSERT_FUNDER] = { &SQL_funder_insert, bind_new, WRITE_EXACT },
    [UPDATE_FUNDER] = { &SQL_funder_update, bind_change, WRITE_EXACT },
};

static const enum reason funder_reasons[] = { REASON_ALREADY_RECORDED, REASON_NONE };

const struct operation funder_operations[] = {
    {
        .id = "listFunders",
        .method = METHOD_GET,
        .path = "/v1/funders",
        .tag = "Funding",
        .summary = "List the funders.",
        .description = "The bodies that a funding may name and that may read here, newest first.",
        .roles = ROLES_ANY,
        .flags = OPERATION_LIST,
        .reply = { 200, &SQL_funder_list, NULL, &funder_view },
    },
    {
        .id = "createFunder",
        .method = METHOD_POST,
        .path = "/v1/funders",
        .tag = "Funding",
        .summary = "Record a funder.",
        .description =
            "It reads nothing yet: a funding has to name it, and the candidate to consent. Its "
            "keys and functions are given by the certifier.",
        .roles = ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED,
        .body = &funder_body,
        .loads = new_funder_loads,
        .decide = decide_new,
        .writes = { WRITES(funder_writes) },
        .reply = { 201, &SQL_funder_view, exchange_bind_result, &funder_view,
                   .location = "/v1/funders/%s" },
        .reasons = funder_reasons,
    },
    {
        .id = "getFunder",
        .method = METHOD_GET,
        .path = "/v1/funders/{funder_id}",
        .tag = "Funding",
        .summary = "Read a funder.",
        .description = "By its identifier.",
        .roles = ROLES_ANY,
        .reply = { 200, &SQL_funder_view, exchange_bind_path_id, &funder_view },
    },
    {
        .id = "changeFunder",
        .method = METHOD_PATCH,
        .path = "/v1/funders/{funder_id}",
        .tag = "Funding",
        .summary = "Rename a funder, suspend or close it.",
        .description = "Whoever comes with a key or a login of a funder that is not ACTIVE is "
                       "refused within a second.",
        .roles = ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND | OPERATION_IF_MATCH,
        .body = &funder_change,
        .record = &funder_change,
        .loads = funder_loads,
        .decide = decide_change,
        .writes = { WRITES(funder_writes) },
        .reply = { 200, &SQL_funder_view, exchange_bind_result, &funder_view },
        .reasons = funder_reasons,
    },
    { .id = NULL },
};
