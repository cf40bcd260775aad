/* SPDX-License-Identifier: EUPL-1.2 */
/* Affiliations: who may act for which organism, in which role and when (A36, A38). */
#include "api/record.h"
#include "api/registry/link_requests.h"
#include "api/registry/persons.h"
#include "api/registry/registry.h"
#include "sql.h"

#include "api/checks.h"
#include "api/refusals.h"

#define AFFILIATION_WRITERS (ROLE_REFERENT | ROLE_NETWORK_MANAGER | ROLE_CERTIFIER)

struct affiliation_body {
    struct given given;
    struct id organism_id;
    int role;
    struct date valid_from, valid_to;
    struct slice reason;
};

#define AFFILIATION(member) offsetof(struct affiliation_body, member)
static const struct field affiliation_fields[] = {
    { "organism_id", FIELD_ID, FIELD_NULLABLE, AFFILIATION(organism_id),
      .doc = "The organism; by default the caller's." },
    { "role", FIELD_ENUM, FIELD_REQUIRED, AFFILIATION(role), .words = &affiliation_role_words,
      .doc = "Function in the organism.", .example = "\"EVALUATOR\"" },
    { "valid_from", FIELD_DATE, FIELD_REQUIRED, AFFILIATION(valid_from), .doc = "First day.",
      .example = "\"2026-01-01\"" },
    { "valid_to", FIELD_DATE, FIELD_NULLABLE, AFFILIATION(valid_to),
      .doc = "Last day, included; null = open." },
    LINK_REASON_FIELD(AFFILIATION(reason)),
    { .name = NULL },
};
static const struct fields affiliation_body = { "AffiliationInput", affiliation_fields,
                                                sizeof(struct affiliation_body) };

static const struct field affiliation_change_fields[] = {
    { "valid_to", FIELD_DATE, FIELD_REQUIRED | FIELD_NULLABLE, AFFILIATION(valid_to),
      .doc = "Last day, included; null = open again." REGISTRY_END_DOC,
      .example = "\"2026-12-31\"" },
    { .name = NULL },
};
static const struct fields affiliation_change = { "AffiliationChange", affiliation_change_fields,
                                                  sizeof(struct affiliation_body) };

static const struct member affiliation_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "person_id", MEMBER_ID, .doc = "The person." },
    { "organism_id", MEMBER_ID, .doc = "The organism." },
    { "role", MEMBER_ENUM, .words = &affiliation_role_words, .doc = "Function in the organism." },
    { "valid_from", MEMBER_DATE, .doc = "First day." },
    { "valid_to", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Last day, included; null = open." },
    { "version", MEMBER_INT, .doc = "For If-Match." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view affiliation_view = { "Affiliation",
                                              "Function of a person in an organism, dated.",
                                              affiliation_members };

struct affiliation_snapshot {
    struct id id, person_id; /* id: of the affiliation that is changed */
    struct registry_organism organism;
    struct date valid_to; /* as it stands */
    struct exercise exercise;
    struct link_wish wish;
    struct link_standing standing;
};

static void bind_list_person(const struct exchange *x, struct params *params)
{
    params_id(params, "person_id", x->path_id[0]);
}

static const struct load person_exists[] = {
    { &SQL_person_load, exchange_bind_path_id, load_read_nothing, LOAD_REQUIRED },
    { .statement = NULL },
};

static struct id organism_of(const struct exchange *x)
{
    const struct affiliation_body *body = x->body;
    return id_is_set(body->organism_id) ? body->organism_id : exchange_organism(x);
}

static void bind_organism(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "id", organism_of(x));
    params_null(params, "reference");
}

static void read_person(struct exchange *x, struct row *row)
{
    struct affiliation_snapshot *known = x->snapshot;
    known->person_id = row_id(row, "id");
}

static void read_organism(struct exchange *x, struct row *row)
{
    struct affiliation_snapshot *known = x->snapshot;
    registry_read_organism(row, &known->organism);
}

static struct link_wish wish_of(const struct exchange *x)
{
    const struct affiliation_body *body = x->body;
    return (struct link_wish){
        .kind = LINK_FUNCTION,
        .organism_id = organism_of(x),
        .person_id = x->path_id[0],
        .role = slice_of(affiliation_role_words.codes[body->role]),
        .valid_from = body->valid_from,
        .valid_to = body->valid_to,
        .reason = body->reason,
    };
}

static void bind_standing(const struct exchange *x, struct params *params)
{
    const struct link_wish wish = wish_of(x);
    link_bind_wanted(x, params, &wish);
}

static void read_standing(struct exchange *x, struct row *row)
{
    link_read_standing(x, row, &((struct affiliation_snapshot *)x->snapshot)->standing);
}

static const struct load affiliation_loads[] = {
    { &SQL_person_load, exchange_bind_path_id, read_person, LOAD_REQUIRED },
    { &SQL_organism_load, bind_organism, read_organism, 0 },
    { &SQL_link_wanted, bind_standing, read_standing, 0 },
    { .statement = NULL },
};

static void read_affiliation(struct exchange *x, struct row *row)
{
    struct affiliation_snapshot *known = x->snapshot;
    known->id = row_id(row, "id");
    known->valid_to = row_date(row, "valid_to");
    known->exercise = (struct exercise){ .pointer = "/valid_to",
                                         .member = "evaluation_id",
                                         .address = "/v1/evaluations/" };
    registry_read_exercise(row, &known->exercise);
    known->organism.id = row_id(row, "organism_id");
    known->organism.is_member = row_bool(row, "is_member");
    known->organism.has_referent = row_bool(row, "has_referent");
    known->standing.needs_consent = row_bool(row, "needs_consent");
    known->standing.meets_session = !row_is_null(row, "meets_session_id");
    x->version = row_int(row, "version");
    record_read(x, row);
}

static void bind_affiliation_change(const struct exchange *x, struct params *params)
{
    const struct affiliation_body *body = x->body;
    params_item(params);
    params_id(params, "id", x->path_id[0]);
    params_date(params, "valid_to", body->valid_to);
}

static const struct load affiliation_change_loads[] = {
    { &SQL_affiliation_load, bind_affiliation_change, read_affiliation, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

static void prepare_affiliation(struct exchange *x)
{
    if (!id_is_set(organism_of(x)))
        exchange_violate(x, "/organism_id", REASON_REQUIRED);
}

static void check_affiliation(struct exchange *x, const void *record)
{
    const struct affiliation_body *affiliation = record;
    registry_check_period(x, affiliation->valid_from, affiliation->valid_to);
}

static void check_affiliation_end(struct exchange *x, const void *record)
{
    const struct affiliation_body *affiliation = record;
    registry_check_end(x, "/valid_to", affiliation->valid_from, affiliation->valid_to);
}

enum { UPDATE_AFFILIATION, AFFILIATION_WRITES };
static const struct write affiliation_writes[AFFILIATION_WRITES];

static void decide_affiliation(struct exchange *x)
{
    struct affiliation_snapshot *known = x->snapshot;
    known->wish = wish_of(x);
    if (!id_is_set(known->organism.id))
        exchange_violate(x, "/organism_id", REASON_REFERENCE_UNKNOWN);
    else if (registry_admits(x, &known->organism, "/organism_id"))
        link_decide(x, &known->wish, &known->standing);
}

static void decide_affiliation_change(struct exchange *x)
{
    const struct affiliation_snapshot *known = x->snapshot;
    const struct affiliation_body *after = x->record;
    const bool is_longer = registry_is_longer(known->valid_to, after->valid_to);
    (void)registry_admits(x, &known->organism, NULL);
    if (is_longer && known->standing.needs_consent)
        exchange_refuse(x, REASON_LINK_LONGER, (struct slice){ 0 });
    if (is_longer && known->standing.meets_session)
        exchange_refuse(x, REASON_LINK_MEETS_SESSION, (struct slice){ 0 });
    registry_refuse_in_use(x, after->valid_to, &known->exercise);
    x->result_id = x->root_id = known->id;
    exchange_effect(x, &affiliation_writes[UPDATE_AFFILIATION], 0, NULL);
}

static const struct write affiliation_writes[AFFILIATION_WRITES] = {
    [UPDATE_AFFILIATION] = { &SQL_affiliation_update, record_bind_change, WRITE_EXACT },
};

static const enum reason affiliation_reasons[] = { LINK_REASONS, REASON_ROLE_NOT_ALLOWED,
                                                   REASON_ACT_OF_ANOTHER,
                                                   REASON_ORGANISM_HAS_REFERENT, REASON_NONE };
static const enum reason affiliation_change_reasons[] = {
    REASON_PERIOD_OVERLAP,        REASON_LINK_LONGER,      REASON_LINK_MEETS_SESSION,
    REASON_ORGANISM_HAS_REFERENT, REASON_ROLE_NOT_ALLOWED, REASON_ACT_OF_ANOTHER,
    REASON_PERSON_NOT_ACTIVE,     REASON_FUNCTION_IN_USE,  REASON_NONE
};
const struct operation affiliation_operations[] = {
    {
        .id = "listAffiliations",
        .method = METHOD_GET,
        .path = "/v1/persons/{person_id}/affiliations",
        .tag = "People",
        .summary = "List the functions of a person.",
        .description = "Those that concern the caller: in their organism, or in the members of "
                       "their network. Commissions, which judge independence, see them all.",
        .roles = PERSON_READERS,
        .flags = OPERATION_LIST | OPERATION_PERSONAL,
        .loads = person_exists,
        .reply = { 200, &SQL_affiliation_list, bind_list_person, &affiliation_view },
    },
    {
        .id = "createAffiliation",
        .method = METHOD_POST,
        .path = "/v1/persons/{person_id}/affiliations",
        .tag = "People",
        .limit = LIMIT_GRANTS,
        .summary = "Give a person a function in an organism.",
        .description = "An act needs the function on the day of the act. A referent does it for "
                       "their own organism, a network's manager for members that have had no "
                       "referent yet. People of one's "
                       "own, who have no function elsewhere, get it at once: 201 with the "
                       "affiliation. Of anybody else it is asked: 202 with the request, which the "
                       "person accepts; the certifier grants it at once, with a reason. What is "
                       "asked for begins on the day of its acceptance at the earliest, and nothing "
                       "reaches a session in which the person sits over a file of the organism.",
        .roles = AFFILIATION_WRITERS,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_KEY_REQUIRED,
        .body = &affiliation_body,
        .loads = affiliation_loads,
        .snapshot_size = sizeof(struct affiliation_snapshot),
        .prepare = prepare_affiliation,
        .check = check_affiliation,
        .decide = decide_affiliation,
        .writes = { WRITES(link_request_writes) },
        .reply = { 201, &SQL_affiliation_view, exchange_bind_result, &affiliation_view,
                   .location = "/v1/affiliations/%s", .other = &link_asked_reply },
        .reasons = affiliation_reasons,
    },
    {
        .id = "getAffiliation",
        .method = METHOD_GET,
        .path = "/v1/affiliations/{affiliation_id}",
        .tag = "People",
        .summary = "Read an affiliation.",
        .description = "By its identifier.",
        .roles = PERSON_READERS,
        .flags = OPERATION_PERSONAL,
        .reply = { 200, &SQL_affiliation_view, exchange_bind_path_id, &affiliation_view },
    },
    {
        .id = "changeAffiliation",
        .method = METHOD_PATCH,
        .path = "/v1/affiliations/{affiliation_id}",
        .tag = "People",
        .summary = "End an affiliation.",
        .description = "New acts of the person are refused after it; it ends no earlier "
                       "than what was done in it: a sitting held, hours given, an information, "
                       "results given back (FUNCTION_IN_USE). A later last day is for people of "
                       "one's own, who have no function elsewhere; of "
                       "others, it is asked for again.",
        .roles = AFFILIATION_WRITERS,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_IF_MATCH,
        .body = &affiliation_change,
        .record = &affiliation_body,
        .check = check_affiliation_end,
        .loads = affiliation_change_loads,
        .snapshot_size = sizeof(struct affiliation_snapshot),
        .decide = decide_affiliation_change,
        .writes = { WRITES(affiliation_writes) },
        .reply = { 200, &SQL_affiliation_view, exchange_bind_result, &affiliation_view },
        .reasons = affiliation_change_reasons,
    },
    { .id = NULL },
};
