/* SPDX-License-Identifier: EUPL-1.2 */
/* What the server says of itself: probes, versions, the contract, and who the caller is. */
#include "api/operation.h"
#include "process.h"
#include "sql.h"

static void write_version_members(struct writer *writer)
{
    writer_key(writer, "version");
    writer_text(writer, process.version);
    writer_key(writer, "contract_version");
    writer_text(writer, process.version);
    writer_key(writer, "migration_level");
    writer_int(writer, process.migration_level);
    writer_key(writer, "is_sandbox");
    writer_bool(writer, process.is_sandbox);
}

/* --- probes --- */

static const struct member probe_members[] = {
    { "status", MEMBER_TEXT, .doc = "\"ok\".", .example = "\"ok\"" },
    { .name = NULL },
};
static const struct view probe_view = { "Liveness", "The process answers.", probe_members };

static void render_live(struct exchange *x, struct writer *writer)
{
    (void)x;
    writer_open(writer, '{');
    writer_key(writer, "status");
    writer_text(writer, "ok");
    writer_close(writer, '}');
}

static bool has_database(void)
{
    return process.is_ready && process.is_ready(process.context);
}

static bool takes_requests(void)
{
    return !atomic_load(&process.is_drained);
}

static const struct {
    const char *name;
    bool (*holds)(void);
} checks[] = { { "database", has_database }, { "mode", takes_requests } };
enum { CHECKS = sizeof checks / sizeof *checks };

static void prepare_ready(struct exchange *x)
{
    x->status = 200;
    for (unsigned i = 0; i < CHECKS; i++)
        if (!checks[i].holds())
            x->status = 503;
}

static const char *state_of(bool holds)
{
    return holds ? "ok" : "failing";
}

static const struct member check_members[] = {
    { "name", MEMBER_TEXT, .doc = "What was looked at.", .example = "\"database\"" },
    { "status", MEMBER_ENUM, .words = &probe_state_words, .doc = "Whether it serves." },
    { .name = NULL },
};
static const struct view check_view = { "ReadinessCheck", "One thing that serving needs.",
                                        check_members };
static const struct member ready_members[] = {
    { "status", MEMBER_ENUM, .words = &probe_state_words,
      .doc = "Whether requests should be sent here." },
    { "checks", MEMBER_OBJECTS, .of = &check_view, .doc = "What it rests on." },
    { .name = NULL },
};
static const struct view ready_view = { "Readiness", "Whether this server can serve now.",
                                        ready_members };

static void render_ready(struct exchange *x, struct writer *writer)
{
    writer_open(writer, '{');
    writer_key(writer, "status");
    writer_text(writer, state_of(x->status == 200));
    writer_key(writer, "checks");
    writer_open(writer, '[');
    for (unsigned i = 0; i < CHECKS; i++) {
        writer_open(writer, '{');
        writer_key(writer, "name");
        writer_text(writer, checks[i].name);
        writer_key(writer, "status");
        writer_text(writer, state_of(checks[i].holds()));
        writer_close(writer, '}');
    }
    writer_close(writer, ']');
    writer_close(writer, '}');
}

static const struct member version_members[] = {
    { "version", MEMBER_TEXT, .doc = "Of the program.", .example = "\"0.1.0\"" },
    { "contract_version", MEMBER_TEXT, .doc = "Of this contract (semantic versioning)." },
    { "migration_level", MEMBER_INT, .doc = "Level of the database this program works on." },
    { "is_sandbox", MEMBER_BOOL, .doc = "Whether the clock of this instance can be set." },
    { .name = NULL },
};
static const struct view version_view = { "Version", "Which program runs.", version_members };

static void render_version(struct exchange *x, struct writer *writer)
{
    (void)x;
    writer_open(writer, '{');
    write_version_members(writer);
    writer_close(writer, '}');
}

/* --- the entrance --- */

static const struct {
    const char *name, *path;
} links[] = {
    { "contract", "/openapi.json" },
    { "contract_yaml", "/openapi.yaml" },
    { "workflows", "/arazzo.yaml" },
    { "api_catalog", "/.well-known/api-catalog" },
    { "docs", "/docs" },
    { "problem_pages", "/problems" },
    { "me", "/v1/me" },
    { "problems", "/v1/problems" },
    { "vocabularies", "/v1/vocabularies" },
    { "referentials", "/v1/referentials" },
    { "organisms", "/v1/organisms" },
    { "candidates", "/v1/candidates" },
    { "candidacies", "/v1/candidacies" },
};

static const struct member link_members[] = {
    { "rel", MEMBER_TEXT, .doc = "What is there.", .example = "\"contract\"" },
    { "href", MEMBER_TEXT, .doc = "Where.", .example = "\"/openapi.json\"" },
    { .name = NULL },
};
static const struct view link_view = { "EntranceLink", "A way on.", link_members };

static const struct member entrance_members[] = {
    { "name", MEMBER_TEXT, .doc = "Of the service." },
    { "version", MEMBER_TEXT, .doc = "Of the program." },
    { "contract_version", MEMBER_TEXT, .doc = "Of this contract (semantic versioning)." },
    { "migration_level", MEMBER_INT, .doc = "Level of the database." },
    { "is_sandbox", MEMBER_BOOL, .doc = "Whether the clock of this instance can be set." },
    { "certifier_name", MEMBER_TEXT, .doc = "Who certifies." },
    { "links", MEMBER_OBJECTS, .of = &link_view, .doc = "Where to go on." },
    { .name = NULL },
};
static const struct view entrance_view = { "Entrance", "The entrance of version 1.",
                                           entrance_members };

static void render_entrance(struct exchange *x, struct writer *writer)
{
    writer_open(writer, '{');
    writer_key(writer, "name");
    writer_text(writer, "clea-server");
    write_version_members(writer);
    writer_key(writer, "certifier_name");
    writer_string(writer, x->certifier_name);
    writer_key(writer, "links");
    writer_open(writer, '[');
    for (unsigned i = 0; i < sizeof links / sizeof links[0]; i++) {
        writer_open(writer, '{');
        writer_key(writer, "rel");
        writer_text(writer, links[i].name);
        writer_key(writer, "href");
        writer_text(writer, links[i].path);
        writer_close(writer, '}');
    }
    writer_close(writer, ']');
    writer_close(writer, '}');
}

/* --- the contract --- */

static const struct member contract_members[] = {
    { "openapi", MEMBER_TEXT, .doc = "Version of the description language.",
      .example = "\"3.1.0\"" },
    { "info", MEMBER_JSON, .doc = "What the service is." },
    { "servers", MEMBER_JSON, .doc = "Where it answers." },
    { "security", MEMBER_JSON, .doc = "How callers identify themselves." },
    { "tags", MEMBER_JSON, .doc = "Groups of operations." },
    { "paths", MEMBER_JSON, .doc = "Its operations." },
    { "components", MEMBER_JSON, .doc = "Their shapes." },
    { .name = NULL },
};
static const struct view contract_view = { "Contract", "This contract (OpenAPI).",
                                           contract_members };

/* --- the caller --- */

static const struct member me_person_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "last_name", MEMBER_TEXT, .doc = "Name." },
    { "first_name", MEMBER_TEXT, .doc = "First name." },
    { .name = NULL },
};
static const struct view me_person_view = { "MePerson", "The person behind a key.",
                                            me_person_members };

static const struct member me_function_members[] = {
    { "id", MEMBER_ID, .doc = "What Clea-Function names." },
    { "scope", MEMBER_ENUM, .words = &scope_words, .only = ~(UINT64_C(1) << SCOPE_PUBLIC),
      .doc = "For whom." },
    { "scope_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "Which organism, network, commission or candidate." },
    { "scope_name", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Its name." },
    { "roles", MEMBER_TEXTS, .doc = "Roles of this function." },
    { .name = NULL },
};
static const struct view me_function_view = { "MeFunction", "What a caller may act in.",
                                              me_function_members };

static const struct member me_members[] = {
    { "credential", MEMBER_ENUM, .words = &credential_words, .doc = "What the caller came with." },
    { "credential_id", MEMBER_ID, .doc = "The key or the login, as the logs name it." },
    { "function_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The function in which this request is done; null: that of the key as a whole." },
    { "functions", MEMBER_OBJECTS, .of = &me_function_view,
      .doc = "All that the caller may act in with this credential, one at a time." },
    { "scope", MEMBER_ENUM, MEMBER_NULLABLE, .words = &scope_words,
      .only = ~(UINT64_C(1) << SCOPE_PUBLIC),
      .doc = "In whose name the caller acts; null while a function has to be named." },
    { "scope_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "Which organism, network, commission or candidate." },
    { "scope_reference", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Its reference, when it has one." },
    { "scope_name", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "Name of the organism, network, commission or certifier, or of the candidate." },
    { "roles", MEMBER_TEXTS, .doc = "Roles the caller may play." },
    { "person", MEMBER_OBJECT, MEMBER_NULLABLE, .of = &me_person_view,
      .doc = "Null for a partner's system: its acts name their person." },
    { "today", MEMBER_DATE,
      .doc = "The day of an act of the caller, in the caller's zone; of the settable clock in a "
             "sandbox." },
    { "time_zone", MEMBER_ENUM, .words = &time_zone_words,
      .doc = "That of the organism or commission; Europe/Paris for everybody else." },
    { .name = NULL },
};
static const struct view me_view = { "Me", "Who calls.", me_members };

static void bind_me(const struct exchange *x, struct params *params)
{
    char roles[256] = "";
    size_t used = 0;
    for (unsigned i = 0; role_names[i]; i++) {
        size_t size = strlen(role_names[i]);
        if (!(x->principal.roles >> i & 1) || used + size + 2 > sizeof roles)
            continue;
        memcpy(roles + used, role_names[i], size);
        roles[used + size] = ' ';
        used += size + 1;
    }
    params_item(params);
    params_text(params, "credential", slice_of(credential_names[x->principal.credential]));
    params_id(params, "credential_id", x->principal.credential_id);
    params_id(params, "function_id", x->principal.function_id);
    params_text(params, "roles", (struct slice){ roles, used ? used - 1 : 0 });
    params_text(params, "certifier_name", x->certifier_name);
}

const struct operation meta_operations[] = {
    {
        .id = "getLiveness",
        .method = METHOD_GET,
        .path = "/livez",
        .tag = "Service",
        .summary = "Is the process alive?",
        .description = "200 as long as the process answers at all. Looks at nothing else.",
        .flags = OPERATION_PROBE,
        .reply = { 200, .view = &probe_view, .render = render_live },
    },
    {
        .id = "getReadiness",
        .method = METHOD_GET,
        .path = "/readyz",
        .tag = "Service",
        .summary = "Should requests be sent here?",
        .description = "200 when every loop of the server has its database, 503 otherwise and "
                       "while it stops. The body is the same either way.",
        .flags = OPERATION_PROBE,
        .prepare = prepare_ready,
        .reply = { 200, .view = &ready_view, .render = render_ready, .other_status = 503 },
    },
    {
        .id = "getVersion",
        .method = METHOD_GET,
        .path = "/version",
        .tag = "Service",
        .summary = "Which program runs?",
        .description = "Version of the program, of the contract and of the database.",
        .reply = { 200, .view = &version_view, .render = render_version },
    },
    {
        .id = "getContract",
        .method = METHOD_GET,
        .path = "/openapi.json",
        .tag = "Service",
        .summary = "This contract, as JSON.",
        .description = "Printed by the server from the tables it works with.",
        .flags = OPERATION_PUBLIC_CACHE,
        .reply = { 200, .view = &contract_view, .shared = &process.contract_json },
    },
    {
        .id = "getContractYaml",
        .method = METHOD_GET,
        .path = "/openapi.yaml",
        .tag = "Service",
        .summary = "This contract, as YAML.",
        .description = "The same document as /openapi.json.",
        .flags = OPERATION_PUBLIC_CACHE,
        .reply = { 200, .view = &contract_view, .shared = &process.contract_yaml,
                   .content_type = "application/yaml" },
    },
    {
        .id = "getArazzo",
        .method = METHOD_GET,
        .path = "/arazzo.yaml",
        .tag = "Service",
        .summary = "The routes to a certificate, call by call (Arazzo).",
        .description = "Both routes, all domains at once and by a training path, as workflows of "
                       "the operations here: who calls what, and what each call takes from the "
                       "answers before.",
        .flags = OPERATION_PUBLIC_CACHE,
        .reply = { 200, .view = &contract_view, .shared = &process.arazzo_yaml,
                   .content_type = "application/yaml" },
    },
    {
        .id = "getEntrance",
        .method = METHOD_GET,
        .path = "/v1",
        .tag = "Service",
        .summary = "The entrance of version 1.",
        .description = "Name, versions, and where to go on.",
        .flags = OPERATION_PUBLIC_CACHE,
        .reply = { 200, .view = &entrance_view, .render = render_entrance },
    },
    {
        .id = "getMe",
        .method = METHOD_GET,
        .path = "/v1/me",
        .tag = "Service",
        .summary = "Who am I here?",
        .description = "The person behind the credential, the functions they may act in, and the "
                       "scope and the roles of the one in which this request is done. Answered too "
                       "when a function has to be named and none was.",
        .roles = ROLES_ANY,
        .flags = OPERATION_PERSONAL | OPERATION_ANY_FUNCTION,
        .reply = { 200, &SQL_me_view, bind_me, &me_view },
    },
    { .id = NULL },
};
