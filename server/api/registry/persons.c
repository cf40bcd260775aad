/* SPDX-License-Identifier: EUPL-1.2 */
/* People: staff and jurors. */
#include "api/record.h"
#include "api/registry/persons.h"
#include "api/registry/registry.h"
#include "sql.h"

#include "api/checks.h"
#include "api/refusals.h"

/* --- people --- */

struct person_body {
    struct given given;
    struct slice last_name, first_name;
    struct id human_id;
};

static const struct field person_fields[] = {
    { "last_name", FIELD_TEXT, FIELD_REQUIRED | FIELD_PERSONAL | FIELD_NAME | FIELD_PRINTED,
      offsetof(struct person_body, last_name), 1, 60, .doc = "Name.", .example = "\"Moreau\"" },
    { "first_name", FIELD_TEXT, FIELD_REQUIRED | FIELD_PERSONAL | FIELD_NAME | FIELD_PRINTED,
      offsetof(struct person_body, first_name), 1, 60, .doc = "First name.",
      .example = "\"Camille\"" },
    { "human_id", FIELD_ID, FIELD_NULLABLE, offsetof(struct person_body, human_id),
      .doc = "The record of the same human being that exists already: the certifier's statement. "
             "The separation of evaluators and trainers compares humans." },
    { "id", FIELD_ID, FIELD_READ_ONLY },
    { "status", FIELD_TEXT, FIELD_READ_ONLY },
    { "version", FIELD_INT, FIELD_READ_ONLY },
    { .name = NULL },
};
static const struct fields person_body = { "PersonInput", person_fields,
                                           sizeof(struct person_body) };

static const struct member former_members[] = {
    { "last_name", MEMBER_TEXT, .doc = "Name." },
    { "first_name", MEMBER_TEXT, .doc = "First name." },
    { "ended_at", MEMBER_INSTANT, .doc = "When it was corrected." },
    { .name = NULL },
};
static const struct view former_person_view = { "FormerPersonName",
                                                "The name of a person before it was corrected.",
                                                former_members };

/* clang-format off */
#define PERSON_MEMBERS \
    { "id", MEMBER_ID, .doc = "Identifier." }, \
    { "human_id", MEMBER_ID, .hidden_from = ROLES_ANY & ~(unsigned)ROLES_READ_ALL, \
      .doc = "The record that stands for the human being; the same for all records of one." }, \
    { "merged_into_id", MEMBER_ID, MEMBER_NULLABLE, \
      .hidden_from = ROLES_ANY & ~(unsigned)ROLES_READ_ALL, \
      .doc = "That record, when it is another one; null = this one stands for itself." }, \
    { "last_name", MEMBER_TEXT, .doc = "Name." }, \
    { "first_name", MEMBER_TEXT, .doc = "First name." }, \
    { "status", MEMBER_ENUM, .words = &person_status_words, .doc = "ACTIVE or CLOSED." }, \
    { "closed_on", MEMBER_DATE, MEMBER_NULLABLE, \
      .doc = "Day on which the record was closed, the last one of every function." }, \
    { "closed_reason", MEMBER_TEXT, MEMBER_NULLABLE, \
      .hidden_from = ROLES_ANY & ~(unsigned)ROLES_READ_ALL, .doc = "Why it was." }, \
    { "merge_reason", MEMBER_TEXT, MEMBER_NULLABLE, \
      .hidden_from = ROLES_ANY & ~(unsigned)ROLES_READ_ALL, .doc = "Why it was merged." }, \
    { "merged_on", MEMBER_DATE, MEMBER_NULLABLE, \
      .hidden_from = ROLES_ANY & ~(unsigned)ROLES_READ_ALL, .doc = "Day on which it was." }, \
    { "merged_by", MEMBER_ID, MEMBER_NULLABLE, .hidden_from = ROLES_ANY & ~(unsigned)ROLES_READ_ALL, \
      .doc = "Who merged it; null for a system." }, \
    { "version", MEMBER_INT, .doc = "For If-Match." }, \
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." }, \
    FORMER_NAMES(former_person_view)
/* clang-format on */

static const struct member person_members[] = { PERSON_MEMBERS, { .name = NULL } };
const struct view person_view = { "Person", "A staff member or juror.", person_members };

static const struct member similar_members[] = {
    { "person_id", MEMBER_ID, .doc = "The other record." },
    { "last_name", MEMBER_TEXT, .doc = "Name." },
    { "first_name", MEMBER_TEXT, .doc = "First name." },
    { "matched", MEMBER_TEXTS,
      .doc = "What agrees: LAST_NAME, LAST_NAME_SIMILAR or NAMES_SWAPPED (each in the place of the "
             "other), FIRST_NAME.",
      .example = "[\"LAST_NAME\",\"FIRST_NAME\"]" },
    { "is_alike", MEMBER_BOOL, .doc = "Both names agree." },
    { .name = NULL },
};
static const struct view person_similar_view = { "PossiblePerson",
                                                 "A record that may be of the same person.",
                                                 similar_members };

static const struct member recorded_members[] = {
    PERSON_MEMBERS,
    { "possible_duplicates", MEMBER_OBJECTS, .of = &person_similar_view,
      .doc = "People whom the caller works with, or recorded before, and who may be the same: two "
             "records of one person are merged by the certifier." },
    { .name = NULL },
};
static const struct view person_recorded_view = { "RecordedPerson",
                                                  "A person as recorded, and who may be the same.",
                                                  recorded_members };

struct person_query {
    struct given given;
    struct id organism_id;
    int role;
};

static const struct field person_query_fields[] = {
    { "organism_id", FIELD_ID, 0, offsetof(struct person_query, organism_id),
      .doc = "People of one organism, past ones included." },
    { "role", FIELD_ENUM, 0, offsetof(struct person_query, role), .words = &affiliation_role_words,
      .doc = "People who have or had this function." },
    { .name = NULL },
};
static const struct fields person_query = { "PersonQuery", person_query_fields,
                                            sizeof(struct person_query) };

static void bind_list(const struct exchange *x, struct params *params)
{
    const struct person_query *query = x->query;
    params_id(params, "organism_id", query->organism_id);
    params_text(params, "role",
                enum_text(&person_query, query, "role", affiliation_role_words.codes, query->role));
}

struct person_snapshot {
    struct id human_id; /* of the record named; unset = there is none */
    bool is_operators;  /* an auditor or an administrator */
    bool is_colleagues; /* another one of the certifier */
};

static void bind_human(const struct exchange *x, struct params *params)
{
    const struct person_body *body = x->body;
    if (!id_is_set(body->human_id))
        return;
    params_item(params);
    params_id(params, "id", body->human_id);
    params_id(params, "caller_id", x->principal.person_id);
}

static void read_human(struct exchange *x, struct row *row)
{
    struct person_snapshot *known = x->snapshot;
    known->human_id = row_id(row, "human_id");
    known->is_operators = row_bool(row, "is_operators");
    known->is_colleagues = row_bool(row, "is_colleagues");
}

static const struct load human_loads[] = {
    { &SQL_person_human_load, bind_human, read_human, 0 },
    { .statement = NULL },
};

enum { INSERT_PERSON, PERSON_WRITES };
static const struct write person_writes[PERSON_WRITES];

static void decide_person(struct exchange *x)
{
    const struct person_snapshot *known = x->snapshot;
    const struct person_body *body = x->body;
    if (id_is_set(body->human_id) && !exchange_has_role(x, ROLE_CERTIFIER))
        refuse_role(x, ROLE_CERTIFIER, WHOSE_NOBODY, "/human_id");
    else if (id_is_set(body->human_id) && !id_is_set(known->human_id))
        exchange_violate(x, "/human_id", REASON_REFERENCE_UNKNOWN);
    else if (known->is_operators) /* as a merge of two records */
        refuse_whose(x, WHOSE_OPERATOR, "/human_id");
    else if (known->is_colleagues)
        refuse_whose(x, WHOSE_COLLEAGUE, "/human_id");
    x->result_id = x->root_id = exchange_new_id(x);
    exchange_effect(x, &person_writes[INSERT_PERSON], 0, NULL);
}

static void bind_person(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    const struct person_snapshot *known = x->snapshot;
    const struct person_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_id(params, "human_id", known->human_id);
    params_text(params, "last_name", body->last_name);
    params_text(params, "first_name", body->first_name);
}

static const struct write person_writes[PERSON_WRITES] = {
    [INSERT_PERSON] = { &SQL_person_insert, bind_person, WRITE_EXACT },
};

static const enum reason person_reasons[] = { REASON_ROLE_NOT_ALLOWED, REASON_ACT_OF_ANOTHER,
                                              REASON_NONE };

const struct operation person_operations[] = {
    {
        .id = "listPersons",
        .method = METHOD_GET,
        .path = "/v1/persons",
        .tag = "People",
        .summary = "List the people the caller works with.",
        .description = "Those who have or had a function in the organism of the caller or in a "
                       "member of their network, or a mandate in their commission; newest first.",
        .roles = PERSON_READERS,
        .flags = OPERATION_LIST | OPERATION_PERSONAL,
        .query = &person_query,
        .reply = { 200, &SQL_person_list, bind_list, &person_view },
    },
    {
        .id = "createPerson",
        .method = METHOD_POST,
        .path = "/v1/persons",
        .tag = "People",
        .limit = LIMIT_GRANTS,
        .summary = "Record a person.",
        .description = "The record is national; what the person may do where is said by "
                       "affiliations and mandates. `possible_duplicates` lists who may be the "
                       "same person, among those whom the caller works with.",
        .roles = PERSON_WRITERS,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_KEY_REQUIRED,
        .body = &person_body,
        .loads = human_loads,
        .snapshot_size = sizeof(struct person_snapshot),
        .decide = decide_person,
        .writes = { WRITES(person_writes) },
        .reply = { 201, &SQL_person_recorded, exchange_bind_result, &person_recorded_view,
                   .location = "/v1/persons/%s" },
        .reasons = person_reasons,
    },
    {
        .id = "getPerson",
        .method = METHOD_GET,
        .path = "/v1/persons/{person_id}",
        .tag = "People",
        .summary = "Read a person.",
        .description = "By identifier: whoever was given it may read the name.",
        .roles = PERSON_READERS,
        .flags = OPERATION_PERSONAL,
        .reply = { 200, &SQL_person_view, exchange_bind_path_id, &person_view },
    },
    { .id = NULL },
};
