/* SPDX-License-Identifier: EUPL-1.2 */
/* Drafts of référentiels: recorded and written anew by the certifier until they are activated. */
#include "api/checks.h"
#include "api/referentials/referential_version.h"

static void build(struct exchange *x)
{
    struct referential_document *document = exchange_alloc(x, sizeof *document);
    if (!document)
        return;
    x->has_failed |=
        referential_document_build(x->body, x->arena, &x->violations, document) != STATUS_OK;
    x->plan = document;
}

static void check_code(struct exchange *x)
{
    const struct referential_draft *draft = x->body;
    if (slice_is_set(draft->code) && !slice_equals(draft->code, x->path_text[0]))
        exchange_violate(x, "/code", REASON_REFERENCE_UNKNOWN);
}

static void prepare_draft(struct exchange *x)
{
    const enum reason reason = check_referential_code(&x->path_text[0]);
    if (reason == REASON_NONE)
        check_code(x);
    else
        exchange_violate(x, "/code", reason);
    build(x);
}

/* What every writing of a draft carries. */
static void params_draft(const struct exchange *x, struct params *params)
{
    const struct referential_draft *draft = x->body;
    const struct referential_document *document = x->plan;
    params_text(params, "title", draft->title);
    params_date(params, "valid_from", draft->valid_from);
    params_date(params, "valid_to", draft->valid_to);
    params_text(params, "shape", document->shape);
    params_text(params, "tree", document->tree);
    params_text(params, "declared_counts", document->declared_counts);
    params_text(params, "listed_counts", document->listed_counts);
}

/* --- recording --- */

static void bind_new_label(const struct exchange *x, struct params *params)
{
    const struct referential_draft *draft = x->body;
    params_item(params);
    params_text(params, "code", x->path_text[0]);
    params_text(params, "version", draft->version);
}

static const struct load draft_loads[] = {
    { &SQL_referential_recorded, bind_new_label, exchange_read_recorded, 0 },
    { .statement = NULL },
};

enum { INSERT_DRAFT, DRAFT_WRITES };
static const struct write draft_writes[DRAFT_WRITES];

static void decide_draft(struct exchange *x)
{
    const struct slice code = x->path_text[0];
    exchange_refuse_recorded(x, NULL, "version");
    if (id_is_set(x->recorded_id)) /* a label may be one that no address holds */
        exchange_resolve(
            x, "GET", arena_print(x->arena, "/v1/referentials?code=%.*s", (int)code.size, code.at));
    x->result_id = x->root_id = exchange_new_id(x);
    exchange_effect(x, &draft_writes[INSERT_DRAFT], 0, NULL);
}

static void bind_draft(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct referential_draft *draft = x->body;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_text(params, "code", x->path_text[0]);
    params_text(params, "version", draft->version);
    params_draft(x, params);
}

static const struct write draft_writes[DRAFT_WRITES] = {
    [INSERT_DRAFT] = { &SQL_referential_insert, bind_draft, WRITE_EXACT },
};

static const enum reason draft_reasons[] = { REASON_ALREADY_RECORDED, REASON_NONE };

/* --- writing anew --- */

static const struct load redraft_loads[] = {
    { &SQL_referential_load, referential_bind_label, referential_read_version,
      LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

enum { UPDATE_DRAFT, REDRAFT_WRITES };
static const struct write redraft_writes[REDRAFT_WRITES];

static void decide_redraft(struct exchange *x)
{
    const struct referential_version_snapshot *known = x->snapshot;
    const struct referential_draft *draft = x->body;
    x->result_id = x->root_id = known->id;
    check_code(x);
    if (!slice_equals(draft->version, x->path_text[1])) /* the label is what it is known by */
        exchange_violate(x, "/version", REASON_REFERENCE_UNKNOWN);
    if (!slice_is(known->status, "DRAFT"))
        exchange_refuse(x, REASON_REFERENTIAL_IMMUTABLE, (struct slice){ 0 });
    else
        exchange_effect(x, &redraft_writes[UPDATE_DRAFT], 0, NULL);
}

static void bind_redraft(const struct exchange *x, const struct effect *effect,
                         struct params *params)
{
    const struct referential_version_snapshot *known = x->snapshot;
    (void)effect;
    params_id(params, "id", known->id);
    params_int(params, "version", x->version);
    params_draft(x, params);
}

static const struct write redraft_writes[REDRAFT_WRITES] = {
    [UPDATE_DRAFT] = { &SQL_referential_redraft, bind_redraft, WRITE_EXACT },
};

static const enum reason redraft_reasons[] = { REASON_REFERENTIAL_IMMUTABLE, REASON_NONE };

const struct operation referential_draft_operations[] = {
    {
        .id = "createReferentialVersion",
        .method = METHOD_POST,
        .path = "/v1/referentials/{code}/versions",
        .tag = "Referentials",
        .summary = "Record a draft of a version.",
        .description =
            "Every fault comes with its pointer. A draft may be incomplete: sub-domains without "
            "criteria or without a threshold are kept in the tree, and keep the version from being "
            "activated. Exactly one threshold rules a sub-domain: the percentage when it is given, "
            "else the count; the validation report tells everything it lacks.",
        .roles = ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_LARGE_BODY,
        .body = &referential_draft_fields,
        .loads = draft_loads,
        .prepare = prepare_draft,
        .decide = decide_draft,
        .writes = { WRITES(draft_writes) },
        .reply = { 201, &SQL_referential_view, bind_new_label, &referential_version_view },
        .reasons = draft_reasons,
    },
    {
        .id = "replaceReferentialDraft",
        .method = METHOD_PUT,
        .path = "/v1/referentials/{code}/versions/{version}",
        .tag = "Referentials",
        .summary = "Write a draft anew.",
        .description = "The whole draft, as for a new one, under the same label. What was "
                       "activated once never changes.",
        .roles = ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND | OPERATION_IF_MATCH | OPERATION_LARGE_BODY,
        .body = &referential_draft_fields,
        .loads = redraft_loads,
        .snapshot_size = sizeof(struct referential_version_snapshot),
        .prepare = build,
        .decide = decide_redraft,
        .writes = { WRITES(redraft_writes) },
        .reply = { 200, &SQL_referential_view, referential_bind_label, &referential_version_view },
        .reasons = redraft_reasons,
    },
    { .id = NULL },
};
