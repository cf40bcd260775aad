/* SPDX-License-Identifier: EUPL-1.2 */
/* Adjustments for a disability (aménagements, 6.4): restricted to the organism in charge and the
 * candidate. What is needed tells of health: it is in no event, no audit, no stored reply (the
 * command answers without a body), and no other view. */
#include "api/operation.h"
#include "sql.h"

#define ADJUSTMENT_READERS (ROLES_ORGANISM | ROLE_CANDIDATE)
#define ADJUSTMENT_WRITERS (ROLE_COUNSELLOR | ROLE_REFERENT | ROLE_CANDIDATE)

static const struct member adjustment_members[] = {
    { "candidacy_id", MEMBER_ID, .doc = "The candidacy." },
    { "has_adjustments", MEMBER_BOOL, MEMBER_NULLABLE,
      .doc = "Whether the candidate needs any; null = nobody has said." },
    { "need", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "What is needed." },
    { "version", MEMBER_INT, .doc = "For If-Match; 1 when nothing is recorded." },
    { "recorded_at", MEMBER_INSTANT, MEMBER_NULLABLE, .doc = "When it was last recorded." },
    { .name = NULL },
};
static const struct view adjustment_view = { "Adjustments",
                                             "Adjustments of evaluations for a disability.",
                                             adjustment_members };

struct adjustment_body {
    struct given given;
    bool has_adjustments;
    struct slice need;
};
#define AT(member) offsetof(struct adjustment_body, member)
static const struct field adjustment_fields[] = {
    { "has_adjustments", FIELD_BOOL, FIELD_REQUIRED | FIELD_PERSONAL, AT(has_adjustments),
      .doc = "Whether the candidate needs any.", .example = "true" },
    { "need", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PERSONAL, AT(need), 1, 2000,
      .doc = "What is needed: time, a place, an aid. No diagnosis.",
      .example = "\"Sujets en gros caractères\"" },
    { "version", FIELD_INT, FIELD_READ_ONLY },
    { "recorded_at", FIELD_TEXT, FIELD_READ_ONLY },
    { .name = NULL },
};
#undef AT
static const struct fields adjustment_table = { "AdjustmentsInput", adjustment_fields,
                                                sizeof(struct adjustment_body) };

static void prepare_save(struct exchange *x)
{
    const struct adjustment_body *body = x->body;
    if (exchange_is_sound(x, "/has_adjustments") && !body->has_adjustments &&
        slice_is_set(body->need))
        exchange_violate(x, "/need", REASON_FIELD_NOT_APPLICABLE);
}

static void read_root(struct exchange *x, struct row *row)
{
    struct id *candidacy_id = x->snapshot;
    *candidacy_id = row_id(row, "id");
    x->version = row_int(row, "version");
}

static const struct load save_loads[] = {
    { &SQL_adjustment_load, exchange_bind_path, read_root, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

enum { SAVE_ADJUSTMENT, SAVE_WRITES };
static const struct write save_writes[SAVE_WRITES];

/* The candidacy itself is not claimed: it does not show what is recorded here. */
static void decide_save(struct exchange *x)
{
    const struct id *candidacy_id = x->snapshot;
    x->result_id = x->root_id = *candidacy_id;
    exchange_effect(x, &save_writes[SAVE_ADJUSTMENT], 0, NULL);
}

static void bind_save(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct adjustment_body *body = x->body;
    (void)effect;
    params_id(params, "candidacy_id", x->result_id);
    params_int(params, "version", x->version);
    params_bool(params, "has_adjustments", body->has_adjustments);
    params_text(params, "need", body->need);
    params_id(params, "person_id", x->principal.person_id);
}

static const struct write save_writes[SAVE_WRITES] = {
    [SAVE_ADJUSTMENT] = { &SQL_adjustment_save, bind_save, WRITE_EXACT },
};

const struct operation adjustment_operations[] = {
    {
        .id = "readAdjustments",
        .method = METHOD_GET,
        .path = "/v1/candidacies/{candidacy_id}/adjustments",
        .tag = "Adjustments",
        .summary = "Read the adjustments that a candidate needs.",
        .description =
            "For the organism in charge and the candidate only: not for its network, a commission, "
            "an organism that held the candidacy before, the certifier or an auditor.",
        .roles = ADJUSTMENT_READERS,
        .flags = OPERATION_PERSONAL | OPERATION_REFERENCE | OPERATION_RESTRICTED,
        .reply = { 200, &SQL_adjustment_view, exchange_bind_path, &adjustment_view },
    },
    {
        .id = "recordAdjustments",
        .method = METHOD_PUT,
        .path = "/v1/candidacies/{candidacy_id}/adjustments",
        .tag = "Adjustments",
        .summary = "Record the adjustments that a candidate needs.",
        .description = "Replaces what is recorded. It is no event, and nothing of it is kept "
                       "elsewhere; the answer has no body.",
        .roles = ADJUSTMENT_WRITERS,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_REFERENCE | OPERATION_IF_MATCH |
                 OPERATION_NO_CONTENT,
        .body = &adjustment_table,
        .loads = save_loads,
        .snapshot_size = sizeof(struct id),
        .prepare = prepare_save,
        .decide = decide_save,
        .writes = { WRITES(save_writes) },
        .reply = { 204 },
    },
    { .id = NULL },
};
