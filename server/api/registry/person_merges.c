/* SPDX-License-Identifier: EUPL-1.2 */
/* Merges of persons: two records turn out to be one human being (decision 1, S6). Nothing that was
 * done is rewritten: acts keep the record they named, and the rules compare the human behind it. */
#include "api/operation.h"
#include "api/refusals.h"
#include "api/words.h"
#include "buffer.h"
#include "json/spoken.h"
#include "sql.h"

struct merge_body {
    struct given given;
    struct id duplicate_id;
    struct slice reason;
};

static const struct field merge_fields[] = {
    { "duplicate_id", FIELD_ID, FIELD_REQUIRED, offsetof(struct merge_body, duplicate_id),
      .doc = "The other record of the same human being. What was merged into it before follows." },
    { "reason", FIELD_TEXT, FIELD_REQUIRED | FIELD_MULTILINE | FIELD_PERSONAL,
      offsetof(struct merge_body, reason), 1, 2000,
      .doc = "Why; read by the certifier and auditors as `merge_reason` of the other record.",
      .example = "\"Même personne, saisie deux fois.\"" },
    { .name = NULL },
};
static const struct fields merge_body = { "PersonMerge", merge_fields, sizeof(struct merge_body) };

static const struct member merge_members[] = {
    { "person_id", MEMBER_ID, .doc = "The record that was asked for." },
    { "human_id", MEMBER_ID, .doc = "The record that stands for the human being." },
    { "duplicate_id", MEMBER_ID, .doc = "The record that is the same human from now on." },
    { .name = NULL },
};
static const struct view merge_view = { "PersonMerged", "Two records, one human being.",
                                        merge_members };

struct merge_snapshot {
    struct id survivor_id, human_id, duplicate_human_id;
    struct slice conflicts; /* a JSON array, or unset */
    uint64_t kinds;         /* of them: bit i = word i */
    bool is_operators;      /* one of them is an auditor or an administrator */
    bool is_colleagues;     /* one of them is another one of the certifier */
};

static void bind_records(const struct exchange *x, struct params *params)
{
    const struct merge_body *body = x->body;
    params_item(params);
    params_id(params, "survivor_id", x->path_id[0]);
    params_id(params, "duplicate_id", body->duplicate_id);
    params_id(params, "caller_id", x->principal.person_id);
}

static void read_records(struct exchange *x, struct row *row)
{
    struct merge_snapshot *known = x->snapshot;
    known->survivor_id = row_id(row, "id");
    x->version = row_int(row, "version");
    known->human_id = row_id(row, "human_id");
    known->duplicate_human_id = row_id(row, "duplicate_human_id");
    known->is_operators = row_bool(row, "is_operators");
    known->is_colleagues = row_bool(row, "is_colleagues");
    known->conflicts = arena_copy(x->arena, row_text(row, "conflicts"));
    known->kinds = vocabulary_bits(&merge_conflict_words, row_text(row, "kinds"));
}

static const struct load merge_loads[] = {
    { &SQL_person_merge_load, bind_records, read_records, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

enum { MERGE_PERSONS, MERGE_WRITES };
static const struct write merge_writes[MERGE_WRITES];

static void refuse_conflicts(struct exchange *x, const struct merge_snapshot *known)
{
    struct buffer text = { 0 };
    exchange_refuse(x, REASON_MERGE_BREAKS_SEPARATION,
                    arena_print(x->arena, "{\"conflicts\":%.*s}", (int)known->conflicts.size,
                                known->conflicts.at));
    buffer_text(&text, x->is_english
                           ? "One person would be what nobody may be. What stands against "
                             "the merge: "
                           : "Une seule personne serait ce que nul ne peut être. Ce qui "
                             "s’oppose à la réunion\u00a0: ");
    spoken_words(&text, &merge_conflict_words, known->kinds, x->is_english);
    buffer_char(&text, '.');
    if (x->refusal_count > 0 && known->kinds)
        x->refusals[x->refusal_count - 1].message = arena_copy(x->arena, buffer_as_slice(&text));
    buffer_release(&text);
}

/* Not the very record: two of one human being, whoever said so. */
static void refuse_joined(struct exchange *x, const struct merge_snapshot *known)
{
    x->recorded_id = known->human_id;
    exchange_refuse_recorded(x, "/v1/persons/", "duplicate_id");
    exchange_say(
        x,
        "Ces deux fiches sont déjà réunies\u00a0: elles sont celles d’une même personne. Il "
        "n’y a rien d’autre à faire.",
        "These two records are merged already: they are of one person. There is nothing "
        "else to do.");
}

static void decide_merge(struct exchange *x)
{
    const struct merge_snapshot *known = x->snapshot;
    const struct merge_body *body = x->body;
    x->result_id = x->root_id = known->survivor_id;
    if (!id_is_set(known->duplicate_human_id))
        exchange_violate(x, "/duplicate_id", REASON_REFERENCE_UNKNOWN);
    else if (id_equals(known->survivor_id, body->duplicate_id))
        exchange_violate(x, "/duplicate_id", REASON_SAME_RECORD);
    else if (id_equals(known->human_id, known->duplicate_human_id))
        refuse_joined(x, known);
    else if (known->is_operators)
        refuse_whose(x, WHOSE_OPERATOR, NULL);
    else if (slice_is_set(known->conflicts))
        refuse_conflicts(x, known);
    else if (known->is_colleagues)
        refuse_whose(x, WHOSE_COLLEAGUE, NULL);
    else
        exchange_effect(x, &merge_writes[MERGE_PERSONS], 0, NULL);
}

static void bind_merge(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct merge_snapshot *known = x->snapshot;
    const struct merge_body *body = x->body;
    (void)effect;
    params_id(params, "survivor_id", known->human_id);
    params_id(params, "duplicate_id", known->duplicate_human_id);
    params_id(params, "id", known->survivor_id);
    params_int(params, "version", x->version);
    params_text(params, "reason", body->reason);
    params_date(params, "merged_on", x->today);
    params_id(params, "merged_by", x->principal.person_id);
}

static void render_merge(struct exchange *x, struct writer *writer)
{
    const struct merge_snapshot *known = x->snapshot;
    const struct merge_body *body = x->body;
    writer_open(writer, '{');
    writer_key(writer, "person_id");
    writer_id(writer, known->survivor_id);
    writer_key(writer, "human_id");
    writer_id(writer, known->human_id);
    writer_key(writer, "duplicate_id");
    writer_id(writer, body->duplicate_id);
    writer_close(writer, '}');
}

static const struct write merge_writes[MERGE_WRITES] = {
    [MERGE_PERSONS] = { &SQL_person_merge, bind_merge, WRITE_EXACT },
};

static const enum reason merge_reasons[] = { REASON_MERGE_BREAKS_SEPARATION,
                                             REASON_ALREADY_RECORDED, REASON_PERSON_NOT_ACTIVE,
                                             REASON_ACT_OF_ANOTHER, REASON_NONE };

const struct operation person_merge_operations[] = {
    {
        .id = "mergePersons",
        .method = METHOD_POST,
        .path = "/v1/persons/{person_id}/merges",
        .tag = "People",
        .summary = "Say that two records are one human being.",
        .description =
            "The separation of evaluators, trainers and jurors compares humans: from "
            "here on the duplicate is the human of this record. History keeps the "
            "record that each act named. If-Match is the version of the record of the "
            "path, which has another one afterwards. Two records that are merged already are 409 "
            "ALREADY_RECORDED. 409 MERGE_BREAKS_SEPARATION lists in "
            "details.conflicts what stands against it: EVALUATOR_AND_TRAINER of one "
            "cycle, VOTED_ON_OWN_ORGANISM, TWO_MANDATES of one commission at a time, "
            "SECRETARY_AND_JUROR of one commission at a time, ASKER_AND_CONFIRMER of one "
            "annulment. Records of another person of the certifier, who has a key or a login, are "
            "that "
            "person's alone to merge.",
        .roles = ROLE_CERTIFIER,
        .flags =
            OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_KEY_REQUIRED | OPERATION_IF_MATCH,
        .body = &merge_body,
        .loads = merge_loads,
        .snapshot_size = sizeof(struct merge_snapshot),
        .decide = decide_merge,
        .writes = { WRITES(merge_writes) },
        .reply = { 201, .view = &merge_view, .render = render_merge, .location = "/v1/persons/%s" },
        .reasons = merge_reasons,
    },
    { .id = NULL },
};
