/* SPDX-License-Identifier: EUPL-1.2 */
/* Functions beside those in organisms and the mandates of jurors: network managers, secretaries of
 * commissions, people of the certifier, auditors, operators (domain page 3.2). */
#include "api/giving.h"
#include "api/record.h"
#include "api/registry/link_requests.h"
#include "api/registry/registry.h"
#include "api/refusals.h"
#include "sql.h"

#define GIVERS (ROLE_NETWORK_MANAGER | ROLE_SECRETARY | ROLE_CERTIFIER)

/* --- shapes --- */

struct function_body {
    struct given given;
    int role;
    struct id scope_id;
    struct date valid_from, valid_to;
    struct slice reason;
};

#define AT(member) offsetof(struct function_body, member)
static const struct field function_fields[] = {
    { "role", FIELD_ENUM, FIELD_REQUIRED, AT(role), .words = &staff_role_words,
      .doc = "What the person does there.", .example = "\"SECRETARY\"" },
    { "scope_id", FIELD_ID, FIELD_NULLABLE, AT(scope_id),
      .doc =
          "The network of a manager, the commission of a secretary, the funder of its people; by "
          "default the caller's. None of the others." },
    { "valid_from", FIELD_DATE, FIELD_REQUIRED, AT(valid_from), .doc = "First day.",
      .example = "\"2026-01-01\"" },
    { "valid_to", FIELD_DATE, FIELD_NULLABLE, AT(valid_to),
      .doc = "Last day, included; null = open." },
    LINK_REASON_FIELD(AT(reason)),
    { .name = NULL },
};
static const struct fields function_body = { "StaffFunctionInput", function_fields,
                                             sizeof(struct function_body) };

static const struct field function_change_fields[] = {
    { "valid_to", FIELD_DATE, FIELD_REQUIRED | FIELD_NULLABLE, AT(valid_to),
      .doc = "Last day, included; null = open again." REGISTRY_END_DOC,
      .example = "\"2026-12-31\"" },
    { .name = NULL },
};
#undef AT
static const struct fields function_change = { "StaffFunctionChange", function_change_fields,
                                               sizeof(struct function_body) };

static const struct member function_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier: what Clea-Function names." },
    { "person_id", MEMBER_ID, .doc = "The person." },
    { "role", MEMBER_ENUM, .words = &staff_role_words, .doc = "What the person does there." },
    { "scope", MEMBER_ENUM, .words = &scope_words, .doc = "For whom." },
    { "scope_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Which network, commission or funder." },
    { "valid_from", MEMBER_DATE, .doc = "First day." },
    { "valid_to", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Last day, included; null = open." },
    { "version", MEMBER_INT, .doc = "For If-Match." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view function_view = {
    "StaffFunction", "Function of a person for a network, a commission or the certifier, dated.",
    function_members
};

/* --- who may give which --- */

/* In the order of staff_role_words. */
static const struct {
    const char *scope;
    bool has_id;
} scopes[] = {
    [STAFF_NETWORK_MANAGER] = { "NETWORK", true }, [STAFF_SECRETARY] = { "COMMISSION", true },
    [STAFF_FUNDER] = { "FUNDER", true },           [STAFF_CERTIFIER] = { "CERTIFIER", false },
    [STAFF_AUDITOR] = { "AUDITOR", false },        [STAFF_ADMINISTRATOR] = { "SYSTEM", false },
};

static bool is_certifier(const struct exchange *x)
{
    return slice_is(x->principal.scope, "CERTIFIER");
}

static struct id scope_id_of(const struct exchange *x)
{
    const struct function_body *body = x->body;
    if (id_is_set(body->scope_id) || !scopes[body->role].has_id)
        return body->scope_id;
    return slice_is(x->principal.scope, scopes[body->role].scope) ? x->principal.scope_id
                                                                  : (struct id){ { 0 } };
}

/* Whose it is to give such a function: of those who have that role, who answers for the scope. */
static unsigned givers_of(int staff_role)
{
    const char *role = staff_role_words.codes[staff_role];
    return giving_givers(GIVING_FUNCTION, (unsigned)vocabulary_find(&role_words, slice_of(role)));
}

/* A network gives functions in the network, a commission in the commission, the certifier all but
 * those of who watches over him. */
static bool is_given_by_caller(const struct exchange *x)
{
    const struct function_body *body = x->body;
    return givers_of(body->role) != 0 &&
           (is_certifier(x) || (slice_is(x->principal.scope, scopes[body->role].scope) &&
                                id_equals(x->principal.scope_id, scope_id_of(x))));
}

/* --- loads --- */

struct function_snapshot {
    struct id id; /* of the function that is changed */
    bool has_scope;
    bool is_colleagues;   /* of another one of the certifier */
    struct date valid_to; /* as it stands */
    struct exercise exercise;
    struct link_wish wish;
    struct link_standing standing;
};

static void bind_facts(const struct exchange *x, struct params *params)
{
    const struct function_body *body = x->body;
    params_item(params);
    params_id(params, "person_id", x->path_id[0]);
    params_text(params, "scope", slice_of(scopes[body->role].scope));
    params_id(params, "scope_id", scope_id_of(x));
}

static void read_facts(struct exchange *x, struct row *row)
{
    struct function_snapshot *known = x->snapshot;
    known->has_scope = row_bool(row, "has_scope");
}

static struct link_wish wish_of(const struct exchange *x)
{
    const struct function_body *body = x->body;
    struct link_wish wish = {
        .kind = LINK_FUNCTION,
        .person_id = x->path_id[0],
        .role = slice_of(staff_role_words.codes[body->role]),
        .valid_from = body->valid_from,
        .valid_to = body->valid_to,
        .reason = body->reason,
    };
    if (body->role == STAFF_NETWORK_MANAGER)
        wish.network_id = scope_id_of(x);
    else if (body->role == STAFF_SECRETARY)
        wish.commission_id = scope_id_of(x);
    else if (body->role == STAFF_FUNDER)
        wish.funder_id = scope_id_of(x);
    return wish;
}

static void bind_standing(const struct exchange *x, struct params *params)
{
    const struct link_wish wish = wish_of(x);
    link_bind_wanted(x, params, &wish);
}

static void read_standing(struct exchange *x, struct row *row)
{
    link_read_standing(x, row, &((struct function_snapshot *)x->snapshot)->standing);
}

static const struct load new_function_loads[] = {
    { &SQL_staff_function_facts, bind_facts, read_facts, LOAD_REQUIRED },
    { &SQL_link_wanted, bind_standing, read_standing, 0 },
    { .statement = NULL },
};

static void read_function(struct exchange *x, struct row *row)
{
    struct function_snapshot *known = x->snapshot;
    known->id = row_id(row, "id");
    known->valid_to = row_date(row, "valid_to");
    known->is_colleagues = row_bool(row, "is_colleagues");
    known->exercise.pointer = "/valid_to";
    registry_read_exercise(row, &known->exercise);
    known->standing.needs_consent = row_bool(row, "needs_consent");
    x->version = row_int(row, "version");
    record_read(x, row);
}

static const struct load function_change_loads[] = {
    { &SQL_staff_function_load, exchange_bind_path_id_and_caller, read_function,
      LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

static const struct load person_exists[] = {
    { &SQL_person_load, exchange_bind_path_id, load_read_nothing, LOAD_REQUIRED },
    { .statement = NULL },
};

static void bind_list(const struct exchange *x, struct params *params)
{
    params_id(params, "person_id", x->path_id[0]);
}

/* --- decisions --- */

static void prepare_function(struct exchange *x)
{
    const struct function_body *body = x->body;
    if (!exchange_is_sound(x, "/role"))
        return;
    if (scopes[body->role].has_id && !id_is_set(scope_id_of(x)))
        exchange_violate(x, "/scope_id", REASON_REQUIRED);
    else if (!scopes[body->role].has_id && id_is_set(body->scope_id))
        exchange_violate(x, "/scope_id", REASON_UNKNOWN_FIELD);
}

static void check_function(struct exchange *x, const void *record)
{
    const struct function_body *function = record;
    registry_check_period(x, function->valid_from, function->valid_to);
}

static void check_function_end(struct exchange *x, const void *record)
{
    const struct function_body *function = record;
    registry_check_end(x, "/valid_to", function->valid_from, function->valid_to);
}

enum { UPDATE_FUNCTION, FUNCTION_WRITES };
static const struct write function_writes[FUNCTION_WRITES];

static void decide_function(struct exchange *x)
{
    struct function_snapshot *known = x->snapshot;
    const unsigned givers = givers_of(((const struct function_body *)x->body)->role);
    known->wish = wish_of(x);
    if (!is_given_by_caller(x))
        refuse_role(x, givers, givers ? WHOSE_SCOPE : WHOSE_OPERATOR, "/role");
    else if (!known->has_scope)
        exchange_violate(x, "/scope_id", REASON_REFERENCE_UNKNOWN);
    else
        link_decide(x, &known->wish, &known->standing);
}

static void decide_function_change(struct exchange *x)
{
    const struct function_snapshot *known = x->snapshot;
    const struct function_body *after = x->record;
    if (givers_of(after->role) == 0)
        refuse_role(x, 0, WHOSE_OPERATOR, NULL);
    else if (!registry_is_longer(known->valid_to, after->valid_to)) {
        if (known->is_colleagues)
            refuse_whose(x, WHOSE_COLLEAGUE, NULL);
    } else if (known->standing.needs_consent)
        exchange_refuse(x, REASON_LINK_LONGER, (struct slice){ 0 });
    registry_refuse_in_use(x, after->valid_to, &known->exercise);
    x->result_id = x->root_id = known->id;
    exchange_effect(x, &function_writes[UPDATE_FUNCTION], 0, NULL);
}

static const struct write function_writes[FUNCTION_WRITES] = {
    [UPDATE_FUNCTION] = { &SQL_staff_function_update, record_bind_change, WRITE_EXACT },
};

static const enum reason new_function_reasons[] = { LINK_REASONS, REASON_ROLE_NOT_ALLOWED,
                                                    REASON_ACT_OF_ANOTHER, REASON_SCOPE_NOT_ACTIVE,
                                                    REASON_NONE };
static const enum reason function_change_reasons[] = {
    REASON_ACT_OF_ANOTHER,   REASON_PERIOD_OVERLAP,
    REASON_LINK_LONGER,      REASON_PERSON_NOT_ACTIVE,
    REASON_SCOPE_NOT_ACTIVE, REASON_JUROR_IS_SECRETARY,
    REASON_FUNCTION_IN_USE,  REASON_NONE
};

const struct operation staff_function_operations[] = {
    {
        .id = "listStaffFunctions",
        .method = METHOD_GET,
        .path = "/v1/persons/{person_id}/staff-functions",
        .tag = "People",
        .summary = "List what a person does for networks, commissions and the certifier.",
        .description = "Those that concern the caller: in their network or their commission; the "
                       "certifier sees them all. Newest first. What a person does in organisms is "
                       "listed by affiliations, mandates by the members of a commission.",
        .roles = GIVERS | ROLE_ADMINISTRATOR,
        .flags = OPERATION_LIST | OPERATION_PERSONAL,
        .loads = person_exists,
        .reply = { 200, &SQL_staff_function_list, bind_list, &function_view },
    },
    {
        .id = "giveStaffFunction",
        .method = METHOD_POST,
        .path = "/v1/persons/{person_id}/staff-functions",
        .tag = "People",
        .limit = LIMIT_GRANTS,
        .summary = "Give a person a function for a network, a commission or the certifier.",
        .description = "A network gives functions in the network, a secretary in the commission, "
                       "the certifier all of them but those of auditors and administrators, which "
                       "come from the operator (`clea-server keys create`). People of one's own, "
                       "who have no function "
                       "elsewhere, get it at once: 201 with the function. Of anybody else it is "
                       "asked: 202 with the request, which the person accepts; the certifier "
                       "grants it at once, with a reason. What is asked for begins on the day of "
                       "its acceptance at the earliest. A juror is no secretary of the same "
                       "commission on the same day (JUROR_IS_SECRETARY).",
        .roles = GIVERS,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_KEY_REQUIRED,
        .body = &function_body,
        .loads = new_function_loads,
        .snapshot_size = sizeof(struct function_snapshot),
        .prepare = prepare_function,
        .check = check_function,
        .decide = decide_function,
        .writes = { WRITES(link_request_writes) },
        .reply = { 201, &SQL_staff_function_view, exchange_bind_result, &function_view,
                   .location = "/v1/staff-functions/%s", .other = &link_asked_reply },
        .reasons = new_function_reasons,
    },
    {
        .id = "getStaffFunction",
        .method = METHOD_GET,
        .path = "/v1/staff-functions/{staff_function_id}",
        .tag = "People",
        .summary = "Read a staff function.",
        .description = "By its identifier.",
        .roles = GIVERS | ROLE_ADMINISTRATOR,
        .flags = OPERATION_PERSONAL,
        .reply = { 200, &SQL_staff_function_view, exchange_bind_path_id, &function_view },
    },
    {
        .id = "changeStaffFunction",
        .method = METHOD_PATCH,
        .path = "/v1/staff-functions/{staff_function_id}",
        .tag = "People",
        .summary = "End a staff function.",
        .description =
            "Its keys end with it, and whoever acts in it is refused from the next day "
            "on; with a last day that is over, within a second. It ends no earlier "
            "than something was changed in it (FUNCTION_IN_USE): to stop somebody "
            "on the day of an act, keys are revoked and logins ended. A later last day is for "
            "people of one's own, who have no function elsewhere; of others, it is "
            "asked for again. Of another person of the certifier, who has a key or a login, no "
            "colleague ends it: the person does, or the operator (`clea-server keys end`).",
        .roles = GIVERS,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_IF_MATCH,
        .body = &function_change,
        .record = &function_body,
        .check = check_function_end,
        .loads = function_change_loads,
        .snapshot_size = sizeof(struct function_snapshot),
        .decide = decide_function_change,
        .writes = { WRITES(function_writes) },
        .reply = { 200, &SQL_staff_function_view, exchange_bind_result, &function_view },
        .reasons = function_change_reasons,
    },
    { .id = NULL },
};
