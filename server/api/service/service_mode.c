/* SPDX-License-Identifier: EUPL-1.2 */
/* What the service does for its callers: everything, only reading while the database is worked on,
 * or everything without wanting more. One mode for all instances; the operator's. */
#include "api/operation.h"
#include "api/words.h"
#include "sql.h"

struct mode_body {
    struct given given;
    int mode;
    struct slice reason;
    int64_t ends_at;
};

#define AT(member) offsetof(struct mode_body, member)
static const struct field mode_fields[] = {
    { "mode", FIELD_ENUM, FIELD_REQUIRED, AT(mode), .words = &service_mode_words,
      .doc = "READ_ONLY: reads and public verification, no writes (503 `READ_ONLY_MODE`), and no "
             "job that writes. DRAIN: everything is answered, and `/readyz` says 503, so that a "
             "proxy sends nothing more." },
    { "reason", FIELD_TEXT, FIELD_NULLABLE, AT(reason), 1, 200,
      .doc = "Why, in words for those who are refused; needed unless NORMAL.",
      .example = "\"Mise à jour de la base de données\"" },
    { "ends_at", FIELD_INSTANT, FIELD_NULLABLE | FIELD_PLANNED, AT(ends_at),
      .doc = "When it is expected to end: callers are told to come back then. Nothing ends by "
             "itself." },
    { .name = NULL },
};
#undef AT
static const struct fields mode_body = { "ServiceModeInput", mode_fields,
                                         sizeof(struct mode_body) };

static const struct member mode_members[] = {
    { "mode", MEMBER_ENUM, .words = &service_mode_words, .doc = "Of every instance." },
    { "reason", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Why; null = NORMAL." },
    { "ends_at", MEMBER_INSTANT, MEMBER_NULLABLE, .doc = "When it is expected to end." },
    { "set_at", MEMBER_INSTANT, .doc = "Since when." },
    { "set_by_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "The key or login that set it." },
    { .name = NULL },
};
static const struct view mode_view = { "ServiceMode", "What the service does for its callers.",
                                       mode_members };

static void bind_view(const struct exchange *x, struct params *params)
{
    (void)x;
    params_item(params);
    params_int(params, "number", 1);
}

/* The end is one of this world's clock, whatever day a sandbox pretends. */
static void prepare_mode(struct exchange *x)
{
    const struct mode_body *body = x->body;
    const bool is_normal = body->mode == SERVICE_NORMAL;
    if (!is_normal && !slice_is_set(body->reason))
        exchange_violate(x, "/reason", REASON_REQUIRED);
    if (is_normal && slice_is_set(body->reason))
        exchange_violate(x, "/reason", REASON_UNKNOWN_FIELD);
    if (is_normal && body->ends_at)
        exchange_violate(x, "/ends_at", REASON_UNKNOWN_FIELD);
    else if (body->ends_at && body->ends_at <= x->now_ms)
        exchange_violate(x, "/ends_at", REASON_RANGE);
}

enum { SET_MODE, MODE_WRITES };
static const struct write mode_writes[MODE_WRITES];

static void decide_mode(struct exchange *x)
{
    exchange_effect(x, &mode_writes[SET_MODE], 0, NULL);
}

static void bind_set(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct mode_body *body = x->body;
    (void)effect;
    params_text(params, "mode", slice_of(service_mode_words.codes[body->mode]));
    params_text(params, "reason", body->reason);
    params_int_or_null(params, "ends_at", body->ends_at != 0, body->ends_at);
    params_id(params, "set_by_id", x->principal.credential_id);
}

static const struct write mode_writes[MODE_WRITES] = {
    [SET_MODE] = { &SQL_service_mode_update, bind_set, WRITE_EXACT },
};

const struct operation service_mode_operations[] = {
    {
        .id = "getServiceMode",
        .method = METHOD_GET,
        .path = "/v1/service-mode",
        .tag = "Service",
        .summary = "Read the mode of the service.",
        .description = "One for all instances.",
        .roles = ROLES_ANY,
        .reply = { 200, &SQL_service_mode_view, bind_view, &mode_view },
    },
    {
        .id = "setServiceMode",
        .method = METHOD_PUT,
        .path = "/v1/service-mode",
        .tag = "Service",
        .summary = "Set the mode of the service.",
        .description =
            "Holds for what comes from now on, at every instance; a write that was under way is "
            "done within the time that a request has (`limits.request_ms`).",
        .roles = ROLE_ADMINISTRATOR,
        .flags = OPERATION_COMMAND | OPERATION_IN_ANY_MODE,
        .body = &mode_body,
        .prepare = prepare_mode,
        .decide = decide_mode,
        .writes = { WRITES(mode_writes) },
        .reply = { 200, &SQL_service_mode_view, bind_view, &mode_view },
    },
    { .id = NULL },
};
