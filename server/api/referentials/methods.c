/* SPDX-License-Identifier: EUPL-1.2 */
/* Evaluation methods (méthodes d'évaluation): how a network or a branch evaluates. The four steps
 * are the same for all. */
#include "api/candidacies/candidacy_event_body.h"
#include "api/facts.h"
#include "api/record.h"
#include "api/registry/registry.h"
#include "api/refusals.h"
#include "sql.h"

#include "api/checks.h"

struct method_body {
    struct given given;
    struct id network_id;
    struct slice branch_idcc, name, referential_code;
    int modality, status;
    int64_t sitting_count;
    struct field_list instruments;
};

#define AT(member) offsetof(struct method_body, member)
static const struct field method_fields[] = {
    { "network_id", FIELD_ID, FIELD_NULLABLE, AT(network_id),
      .doc = "The network it belongs to; by default the caller's." },
    IDCC_FIELD("branch_idcc", FIELD_NULLABLE, AT(branch_idcc),
               "The branch (IDCC) it belongs to, instead of a network; the certifier's to record."),
    { "name", FIELD_TEXT, FIELD_REQUIRED, AT(name), 1, 200, .doc = "Name.",
      .example = "\"Entretien et mises en situation\"" },
    { "referential_code", FIELD_TEXT, FIELD_REQUIRED, AT(referential_code), 1, 40,
      .doc = "Certification it serves.", .example = "\"CLEA-SOCLE\"" },
    { "modality", FIELD_ENUM, FIELD_REQUIRED, AT(modality), .words = &modality_words,
      .doc = "ON_SITE, REMOTE or MIXED.", .example = "\"ON_SITE\"" },
    { "sitting_count", FIELD_INT, FIELD_REQUIRED, AT(sitting_count), 1, 50,
      .doc = "Usual number of sittings.", .example = "2" },
    { "instruments", FIELD_TEXTS, 0, AT(instruments), 0, 30, .doc = "Instruments used.",
      .example = "[\"Entretien\"]" },
    { "id", FIELD_ID, FIELD_READ_ONLY },
    { "status", FIELD_TEXT, FIELD_READ_ONLY },
    { "version", FIELD_INT, FIELD_READ_ONLY },
    { .name = NULL },
};
static const struct fields method_body = { "EvaluationMethodInput", method_fields,
                                           sizeof(struct method_body) };

/* What evaluations were made by stays: a method that is held otherwise is another one. */
static const struct field change_fields[] = {
    { "name", FIELD_TEXT, 0, AT(name), 1, 200, .doc = "Name.", .example = "\"Entretien\"" },
    { "status", FIELD_ENUM, 0, AT(status), .words = &method_status_words,
      .doc = "CLOSED: no evaluation begins by it any more; those that did keep it." },
    { "network_id", FIELD_ID, FIELD_READ_ONLY },
    { "branch_idcc", FIELD_TEXT, FIELD_READ_ONLY },
    { "referential_code", FIELD_TEXT, FIELD_READ_ONLY },
    { "modality", FIELD_TEXT, FIELD_READ_ONLY },
    { "sitting_count", FIELD_INT, FIELD_READ_ONLY },
    { "instruments", FIELD_TEXT, FIELD_READ_ONLY },
    { "id", FIELD_ID, FIELD_READ_ONLY },
    { "version", FIELD_INT, FIELD_READ_ONLY },
    { .name = NULL },
};
static const struct fields method_change = { "EvaluationMethodChange", change_fields,
                                             sizeof(struct method_body) };

static const struct member method_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "network_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "The network it belongs to." },
    { "branch_idcc", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "The branch it belongs to." },
    { "name", MEMBER_TEXT, .doc = "Name." },
    { "referential_code", MEMBER_TEXT, .doc = "Certification it serves." },
    { "modality", MEMBER_ENUM, .words = &modality_words, .doc = "ON_SITE, REMOTE or MIXED." },
    { "sitting_count", MEMBER_INT, .doc = "Usual number of sittings." },
    { "instruments", MEMBER_TEXTS, .doc = "Instruments used." },
    { "status", MEMBER_ENUM, .words = &method_status_words, .doc = "ACTIVE or CLOSED." },
    { "version", MEMBER_INT, .doc = "For If-Match." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    FORMER_NAMES(former_name_view),
    { .name = NULL },
};
static const struct view method_view = { "EvaluationMethod", "A way of evaluating.",
                                         method_members };

struct method_query {
    struct given given;
    struct id network_id;
    struct slice branch_idcc, referential_code;
    int status;
};

#define QUERY(member) offsetof(struct method_query, member)
static const struct field query_fields[] = {
    { "network_id", FIELD_ID, 0, QUERY(network_id), .doc = "Of one network." },
    IDCC_FIELD("branch_idcc", 0, QUERY(branch_idcc), "Of one branch."),
    { "referential_code", FIELD_TEXT, 0, QUERY(referential_code), 1, 40,
      .doc = "For one certification." },
    { "status", FIELD_ENUM, 0, QUERY(status), .words = &method_status_words,
      .doc = "ACTIVE or CLOSED." },
    { .name = NULL },
};
static const struct fields method_query = { "EvaluationMethodQuery", query_fields,
                                            sizeof(struct method_query) };

static void bind_list(const struct exchange *x, struct params *params)
{
    const struct method_query *query = x->query;
    params_id(params, "network_id", query->network_id);
    params_text(params, "branch_idcc", query->branch_idcc);
    params_text(params, "referential_code", query->referential_code);
    params_text(
        params, "status",
        enum_text(&method_query, query, "status", method_status_words.codes, query->status));
}

/* Of the caller's network unless another holder is named. */
static struct id network_of(const struct exchange *x)
{
    const struct method_body *body = x->body;
    if (id_is_set(body->network_id) || slice_is_set(body->branch_idcc) ||
        !slice_is(x->principal.scope, "NETWORK"))
        return body->network_id;
    return x->principal.scope_id;
}

static void prepare_method(struct exchange *x)
{
    const struct method_body *body = x->body;
    if (id_is_set(network_of(x)) && slice_is_set(body->branch_idcc))
        exchange_violate(x, "/branch_idcc", REASON_ONLY_ONE_ALLOWED);
    else if (exchange_is_sound(x, "/branch_idcc") && !id_is_set(network_of(x)) &&
             !slice_is_set(body->branch_idcc))
        exchange_violate(x, "/network_id", REASON_REQUIRED);
}

static void bind_holder(const struct exchange *x, struct params *params)
{
    const struct method_body *body = x->body;
    params_item(params);
    params_null(params, "organism_id");
    params_id(params, "network_id", network_of(x));
    params_text(params, "referential_code", body->referential_code);
}

/* What a new method rests on. */
struct method_snapshot {
    struct registry_holder holder; /* first */
    struct id twin_id;             /* the very same one, recorded already */
};

static void read_holder(struct exchange *x, struct row *row)
{
    registry_read_holder(row, x->snapshot);
}

static void bind_twin(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "network_id", network_of(x));
    record_bind(x, params);
}

static void read_twin(struct exchange *x, struct row *row)
{
    ((struct method_snapshot *)x->snapshot)->twin_id = row_id(row, "twin_id");
}

/* How many there are of the same network or branch. */
static void bind_count(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "network_id", network_of(x));
    params_text(params, "branch_idcc", ((const struct method_body *)x->body)->branch_idcc);
}

static const struct load method_loads[] = {
    { &SQL_holder_load, bind_holder, read_holder, LOAD_REQUIRED },
    { &SQL_method_count, bind_count, exchange_read_count, 0 },
    { &SQL_method_twin, bind_twin, read_twin, 0 },
    { .statement = NULL },
};

struct change_snapshot {
    struct id id, network_id;
};

static void read_method(struct exchange *x, struct row *row)
{
    struct change_snapshot *known = x->snapshot;
    known->id = row_id(row, "id");
    known->network_id = row_id(row, "network_id");
    x->version = row_int(row, "version");
    record_read(x, row);
}

static const struct load change_loads[] = {
    { &SQL_method_load, exchange_bind_path_id, read_method, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

enum { HOLD_METHODS, INSERT_METHOD, UPDATE_METHOD, METHOD_WRITES };
static const struct write method_writes[METHOD_WRITES];

/* Of a branch, whose code is four digits: an id that nothing has. */
static struct id counted_of(const struct exchange *x)
{
    const struct slice branch = ((const struct method_body *)x->body)->branch_idcc;
    struct id id = network_of(x);
    if (!id_is_set(id) && slice_is_set(branch) && branch.size <= sizeof id.bytes)
        memcpy(id.bytes, branch.at, branch.size);
    return id;
}

static void decide_method(struct exchange *x)
{
    const struct method_snapshot *known = x->snapshot;
    struct id network_id = network_of(x);
    if (slice_is(x->principal.scope, "NETWORK") && !id_equals(network_id, x->principal.scope_id))
        refuse_whose(x, WHOSE_HOLDER, "/network_id");
    if (id_is_set(network_id) && !known->holder.has_network)
        exchange_violate(x, "/network_id", REASON_REFERENCE_UNKNOWN);
    if (!known->holder.has_referential)
        exchange_violate(x, "/referential_code", REASON_REFERENCE_UNKNOWN);
    if (id_is_set(known->twin_id)) {
        x->result_id = x->root_id = known->twin_id;
        x->status = 200;
        return;
    }
    refuse_beyond(x, BOUND_METHODS);
    x->result_id = x->root_id = exchange_new_id(x);
    facts_lock(x, &method_writes[HOLD_METHODS], counted_of(x));
    exchange_effect(x, &method_writes[INSERT_METHOD], 0, NULL);
}

static void bind_method(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    (void)effect;
    params_id(params, "id", x->result_id);
    params_id(params, "network_id", network_of(x));
    params_text(params, "branch_idcc", ((const struct method_body *)x->body)->branch_idcc);
    facts_bind_most(params, BOUND_METHODS);
    record_bind(x, params);
}

static void decide_change(struct exchange *x)
{
    const struct change_snapshot *known = x->snapshot;
    if (slice_is(x->principal.scope, "NETWORK") &&
        !id_equals(known->network_id, x->principal.scope_id))
        refuse_whose(x, WHOSE_HOLDER, NULL);
    x->result_id = x->root_id = known->id;
    exchange_effect(x, &method_writes[UPDATE_METHOD], 0, NULL);
}

static const struct write method_writes[METHOD_WRITES] = {
    [HOLD_METHODS] = FACTS_WRITE,
    [UPDATE_METHOD] = { &SQL_method_update, record_bind_change, WRITE_EXACT },
    [INSERT_METHOD] = { &SQL_method_insert, bind_method, WRITE_EXACT },
};

static const enum reason method_reasons[] = { REASON_ROLE_NOT_ALLOWED, REASON_ACT_OF_ANOTHER,
                                              REASON_RECORDS_TOO_MANY, REASON_NONE };

const struct operation method_operations[] = {
    {
        .id = "listEvaluationMethods",
        .method = METHOD_GET,
        .path = "/v1/evaluation-methods",
        .tag = "Evaluation methods",
        .summary = "List the evaluation methods.",
        .description =
            "Newest first; of a network, of a branch, for a certification, open or closed.",
        .roles = ROLES_ANY,
        .flags = OPERATION_LIST,
        .query = &method_query,
        .reply = { 200, &SQL_method_list, bind_list, &method_view },
    },
    {
        .id = "createEvaluationMethod",
        .method = METHOD_POST,
        .path = "/v1/evaluation-methods",
        .tag = "Evaluation methods",
        .summary = "Record an evaluation method.",
        .description =
            "A network's manager for their own network; the certifier for any network or branch. "
            "The very same method, recorded already, answers 200 with the first one.",
        .roles = ROLE_CERTIFIER | ROLE_NETWORK_MANAGER,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED,
        .body = &method_body,
        .loads = method_loads,
        .snapshot_size = sizeof(struct method_snapshot),
        .prepare = prepare_method,
        .decide = decide_method,
        .writes = { WRITES(method_writes) },
        .reply = { 201, &SQL_method_view, exchange_bind_result, &method_view,
                   .location = "/v1/evaluation-methods/%s", .other_status = 200 },
        .reasons = method_reasons,
    },
    {
        .id = "getEvaluationMethod",
        .method = METHOD_GET,
        .path = "/v1/evaluation-methods/{method_id}",
        .tag = "Evaluation methods",
        .summary = "Read an evaluation method.",
        .description = "By its identifier.",
        .roles = ROLES_ANY,
        .reply = { 200, &SQL_method_view, exchange_bind_path_id, &method_view },
    },
    {
        .id = "changeEvaluationMethod",
        .method = METHOD_PATCH,
        .path = "/v1/evaluation-methods/{method_id}",
        .tag = "Evaluation methods",
        .summary = "Rename an evaluation method, or close it.",
        .description = "A merge patch. A network's manager for their own network; the certifier "
                       "for any. A method that is "
                       "held otherwise is another one: close the first.",
        .roles = ROLE_CERTIFIER | ROLE_NETWORK_MANAGER,
        .flags = OPERATION_COMMAND | OPERATION_IF_MATCH,
        .body = &method_change,
        .record = &method_change,
        .loads = change_loads,
        .snapshot_size = sizeof(struct change_snapshot),
        .decide = decide_change,
        .writes = { WRITES(method_writes) },
        .reply = { 200, &SQL_method_view, exchange_bind_result, &method_view },
        .reasons = method_reasons,
    },
    { .id = NULL },
};
