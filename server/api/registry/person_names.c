/* SPDX-License-Identifier: EUPL-1.2 */
/* The name of a person, when it was misspelt: corrected by whom it concerns. What is signed keeps
 * the name that it has. */
#include "api/record.h"
#include "api/registry/persons.h"
#include "api/refusals.h"
#include "sql.h"

struct name_body {
    struct given given;
    struct slice last_name, first_name;
};

#define AT(member) offsetof(struct name_body, member)
#define NAME       (FIELD_PERSONAL | FIELD_NAME | FIELD_PRINTED)
static const struct field name_fields[] = {
    { "last_name", FIELD_TEXT, NAME, AT(last_name), 1, 60, .doc = "Name.",
      .example = "\"Moreau\"" },
    { "first_name", FIELD_TEXT, NAME, AT(first_name), 1, 60, .doc = "First name.",
      .example = "\"Camille\"" },
    { "human_id", FIELD_ID, FIELD_READ_ONLY },
    { "id", FIELD_ID, FIELD_READ_ONLY },
    { "status", FIELD_TEXT, FIELD_READ_ONLY },
    { "version", FIELD_INT, FIELD_READ_ONLY },
    { .name = NULL },
};
#undef AT
static const struct fields name_change = { "PersonChange", name_fields, sizeof(struct name_body) };

struct name_snapshot {
    struct id id;
    bool is_named_by_asker;
    bool is_colleagues; /* of the certifier, or of who watches over the certifier */
};

/* Who comes, and whether as one of those who record people for their scope. */
static void bind_asker(const struct exchange *x, struct params *params)
{
    params_id(params, "credential_id", x->principal.credential_id);
    params_id(params, "caller_id", x->principal.person_id);
    params_bool(params, "acts_for_scope", exchange_has_role(x, PERSON_WRITERS));
}

static void bind_person(const struct exchange *x, struct params *params)
{
    exchange_bind_path_id(x, params);
    bind_asker(x, params);
}

static void read_person(struct exchange *x, struct row *row)
{
    struct name_snapshot *known = x->snapshot;
    known->id = row_id(row, "id");
    known->is_named_by_asker = row_bool(row, "is_named_by_asker");
    known->is_colleagues = row_bool(row, "is_colleagues");
    x->version = row_int(row, "version");
    record_read(x, row);
}

static const struct load name_loads[] = {
    { &SQL_person_name_load, bind_person, read_person, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

enum { NAME_PERSON, NAME_WRITES };
static const struct write name_writes[NAME_WRITES];

static void decide_name(struct exchange *x)
{
    const struct name_snapshot *known = x->snapshot;
    x->result_id = x->root_id = known->id;
    if (!known->is_named_by_asker) /* who watches over the certifier is told to nobody else */
        refuse_whose(x,
                     known->is_colleagues && exchange_has_role(x, ROLE_CERTIFIER)
                         ? WHOSE_COLLEAGUE
                         : WHOSE_NAMED_PERSON,
                     NULL);
    exchange_effect(x, &name_writes[NAME_PERSON], 0, NULL);
}

static void bind_name(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct name_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_int(params, "version", x->version);
    bind_asker(x, params);
    params_text(params, "last_name", body->last_name);
    params_text(params, "first_name", body->first_name);
}

static const struct write name_writes[NAME_WRITES] = {
    [NAME_PERSON] = { &SQL_person_name, bind_name, WRITE_EXACT },
};

static const enum reason name_reasons[] = { REASON_ROLE_NOT_ALLOWED, REASON_ACT_OF_ANOTHER,
                                            REASON_NONE };

const struct operation person_name_operations[] = {
    {
        .id = "changePerson",
        .method = METHOD_PATCH,
        .path = "/v1/persons/{person_id}",
        .tag = "People",
        .summary = "Correct the name of a person.",
        .description =
            "A merge patch, by the person with the own login, by who recorded the person as long "
            "as nobody else has to do with the human being, who was convened to no session either, "
            "and "
            "by the certifier. Every list "
            "shows the new name at once; minutes that are closed, and the certificates of their "
            "sessions, keep the one they have, which rectifying minutes mend. The certifier "
            "reads the old one under `former_names`.",
        .roles = PERSON_READERS | ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND | OPERATION_IF_MATCH | OPERATION_PERSONAL,
        .body = &name_change,
        .record = &name_change,
        .loads = name_loads,
        .snapshot_size = sizeof(struct name_snapshot),
        .decide = decide_name,
        .writes = { WRITES(name_writes) },
        .reply = { 200, &SQL_person_view, exchange_bind_result, &person_view },
        .reasons = name_reasons,
    },
    { .id = NULL },
};
