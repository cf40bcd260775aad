/* SPDX-License-Identifier: EUPL-1.2 */
/* Candidates (candidats): the identity of a person, national; the file about it is the organism's
 * (A37). */
#include "api/record.h"
#include "api/refusals.h"
#include "sql.h"

#include "api/candidacies/candidacy_effects.h"
#include "api/candidates/candidate_record.h"
#include "api/candidates/candidate_views.h"
#include "api/folded.h"
#include "api/place_check.h"

#include <string.h>

/* --- creating --- */

enum { INSERT_CANDIDATE, STATE_DISTINCT, UPDATE_CANDIDATE, CANDIDATE_WRITES };
static const struct write candidate_writes[CANDIDATE_WRITES];

/* The record itself, once the records of its name are held: two acts at once see each other. */
static void queue(struct exchange *x, unsigned kind, const struct candidate_columns *columns)
{
    facts_lock(x, &candidacy_writes[WRITE_FACTS], columns->lock_id);
    exchange_effect(x, &candidate_writes[kind], 0, columns);
}

static void bind_insert(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    params_id(params, "id", x->result_id);
    params_int(params, "year", x->today.year);
    params_id(params, "org_id", exchange_organism(x));
    record_bind(x, params);
    candidate_bind_columns(params, effect->item);
}

struct candidate_snapshot {
    struct id twin_id; /* an existing candidate of the very same civil identity */
};

static void prepare_create(struct exchange *x)
{
    const struct candidate_body *c = x->body;
    if (slice_is_set(c->birth_name) && slice_is_set(c->first_name_1)) /* else nobody is named */
        x->plan = candidate_columns_of(x);
}

/* The identity alone decides whether it is known; nothing of the known one comes back but its id.
 */
static void bind_identity(const struct exchange *x, struct params *params)
{
    const struct candidate_columns *columns = x->plan;
    params_item(params);
    params_text(params, "identity_key", columns ? columns->key : SLICE_UNSET);
    params_text(params, "identity_parts", columns ? columns->parts : SLICE_UNSET);
}

static void read_twin(struct exchange *x, struct row *row)
{
    struct candidate_snapshot *known = x->snapshot;
    known->twin_id = row_id(row, "twin_id");
}

/* Only when the body says where, or when, somebody was born: what was taken before stays. */
static void bind_places(const struct exchange *x, struct params *params)
{
    static const char *const names[] = {
        "birth_commune_insee", "birth_commune_label", "birth_country_code", "birth_country_label",
        "birth_postal_code",   "birth_year",          "birth_month",        "birth_day",
    };
    const struct candidate_body *c = x->body;
    bool is_given = false;
    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
        is_given = is_given || field_is_given(x->operation->body, c, names[i]);
    if (!is_given)
        return;
    exchange_bind_path(x, params);
    record_bind(x, params);
    params_folded(params, "search_commune", c->birth_commune_label);
    params_folded(params, "search_country", c->birth_country_label);
}

static struct slice named_place(const struct candidate_body *c, bool is_commune)
{
    return is_commune ? c->birth_commune_label : c->birth_country_label;
}

/* The name as it will stand in the record: of a correction, the one that is there unless the body
 * tells another. */
static void check_name(struct exchange *x, struct row *row, bool is_commune)
{
    const char *label = is_commune ? "/birth_commune_label" : "/birth_country_label";
    const char *code = is_commune ? "/birth_commune_insee" : candidate_country_of(x);
    const bool is_told = field_is_given(x->operation->body, x->body, label + 1);
    const struct candidate_body *stored = x->operation->record ? x->record : NULL;
    const struct place_name name = {
        .pointer = is_told || !stored ? label : code,
        .typed = is_told  ? named_place(x->body, is_commune)
                 : stored ? named_place(stored, is_commune)
                          : SLICE_UNSET,
        .most = CANDIDATE_PLACE_MOST,
    };
    place_check_name(x, row, &name);
}

static void read_place(struct exchange *x, struct row *row)
{
    const struct slice pointer = row_text(row, "pointer");
    if (!slice_is_set(row_text(row, "names")))
        place_check_read(x, row);
    else
        check_name(x, row, slice_is(pointer, "/birth_commune_label"));
}

static const struct load identity_loads[] = {
    { &SQL_candidate_match, bind_identity, read_twin, 0 },
    { &SQL_candidate_places, bind_places, read_place, LOAD_JUDGES },
    { .statement = NULL },
};

/* Whoever enters somebody who is known, or corrects somebody into him, goes on with the record that
 * is there. */
static void refuse_twin(struct exchange *x, struct id twin_id)
{
    char id[ID_TEXT_SIZE];
    id_print(twin_id, id);
    exchange_refuse(x, REASON_DUPLICATE_CANDIDATE,
                    arena_print(x->arena, "{\"candidate_id\":\"%s\"}", id));
    exchange_resolve(x, "POST", SLICE("/v1/candidacies"));
}

static void decide_create(struct exchange *x)
{
    const struct candidate_snapshot *known = x->snapshot;
    const struct candidate_columns *columns = x->plan;
    candidate_note_likeness(x, columns, false);
    candidate_refuse_future(x, columns);
    if (id_is_set(known->twin_id)) {
        refuse_twin(x, known->twin_id);
        return;
    }
    x->result_id = exchange_new_id(x);
    x->root_id = x->result_id;
    queue(x, INSERT_CANDIDATE, columns);
}

/* --- reading and changing, also by the identifier of a record that was merged --- */

static void read_moved(struct exchange *x, struct row *row)
{
    x->moved_to = row_id(row, "survivor_id");
}

static const struct load moved_loads[] = {
    { &SQL_candidate_moved, NULL, read_moved, 0 },
    { .statement = NULL },
};

struct candidate_root {
    struct id id;
    bool is_followed; /* informed once, by whatever organism */
    bool is_ours;     /* to correct */
    struct id twin_id;
    bool is_by_asker;             /* that the twin is somebody else was stated by whoever asks */
    struct candidacy_facts alike; /* who is followed and may be the same person */
};

/* What a correction makes of the record is known once both are read. Who else is that is asked when
 * the database has refused it, by the load that follows (constraint.def). */
struct correction {
    struct id id;
    const struct candidate_columns *columns;
};

static void read_root(struct exchange *x, struct row *row)
{
    struct candidate_root *root = x->snapshot;
    root->id = row_id(row, "id");
    root->is_followed = row_bool(row, "is_followed");
    root->is_ours = row_bool(row, "is_correctable");
    x->version = row_int(row, "version");
    record_read(x, row);
}

static void bind_correction(const struct exchange *x, struct params *params)
{
    const struct correction *tried = x->plan;
    if (!tried)
        return;
    params_item(params);
    params_id(params, "id", tried->id);
    params_text(params, "identity_key", tried->columns->key);
    params_text(params, "identity_parts", tried->columns->parts);
    params_text(params, "first_name_1", tried->columns->first_name);
    params_id(params, "person_id", x->principal.person_id);
}

static void read_others(struct exchange *x, struct row *row)
{
    struct candidate_root *root = x->snapshot;
    root->twin_id = row_id(row, "twin_id");
    root->is_by_asker = row_bool(row, "is_by_asker");
    root->alike.alike_count = (int)row_int(row, "alike_count");
    root->alike.alike_ids = facts_read_names(x, row, "alike_ids", &root->alike.alike_id_count);
}

static const struct load root_loads[] = {
    { &SQL_candidate_moved, NULL, read_moved, 0 },
    { &SQL_candidate_root, NULL, read_root, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

static const struct load change_loads[] = {
    { &SQL_candidate_moved, NULL, read_moved, 0 },
    { &SQL_candidate_root, NULL, read_root, LOAD_REQUIRED | LOAD_ROOT },
    { &SQL_candidate_places, bind_places, read_place, 0 },
    { &SQL_candidate_twin, bind_correction, read_others, 0 },
    { .statement = NULL },
};

/* Who was informed stays somebody who can be recognised. */
static void refuse_incomplete(struct exchange *x, const struct candidate_columns *columns)
{
    const char *names[IDENTITY_PART_COUNT];
    struct outcome outcome = { .count = 1, .unmet = { { .reason = REASON_IDENTITY_INCOMPLETE } } };
    outcome.unmet[0].detail.names = names;
    outcome.unmet[0].detail.name_count =
        identity_missing(&columns->identity, IDENTITY_FOR_INFORMATION, names);
    if (outcome.unmet[0].detail.name_count > 0)
        refuse_outcome(x, &outcome, NULL);
}

/* The refusal of T2, for a correction that makes somebody who is followed resemble another one. */
static void refuse_alike(struct exchange *x, const struct candidate_root *root,
                         const struct civil_identity *identity)
{
    const char *names[IDENTITY_PART_COUNT];
    const struct resolution_subject subject = { .candidate_id = root->id };
    struct outcome outcome = { .count = 1, .unmet = { { .reason = REASON_POSSIBLE_DUPLICATE } } };
    struct reason_detail *detail = &outcome.unmet[0].detail;
    detail->found = root->alike.alike_count;
    detail->candidate_ids = root->alike.alike_ids;
    detail->candidate_id_count = root->alike.alike_id_count;
    detail->names = names;
    detail->name_count = identity_missing(identity, IDENTITY_FOR_MATCH, names);
    if (!root->is_followed || root->alike.alike_count == 0)
        return;
    const unsigned first = x->refusal_count;
    refuse_outcome(x, &outcome, NULL);
    resolve_refusals(x, first, &outcome, &subject);
}

/* What candidates correct of their own record: where they are reached. Who they are is looked at by
 * somebody else. */
static const struct {
    const char *name;
} own_members[] = {
    { "email" },          { "phone" },       { "address_line_1" },
    { "address_line_2" }, { "postal_code" }, { "city" },
};

static bool is_own_member(const char *name)
{
    for (unsigned i = 0; i < sizeof own_members / sizeof own_members[0]; i++) {
        if (strcmp(own_members[i].name, name) == 0)
            return true;
    }
    return false;
}

static void refuse_to_candidate(struct exchange *x)
{
    const struct fields *body = x->operation->body;
    for (const struct field *field = body->fields; field->name; field++) {
        if (field_is_given(body, x->body, field->name) && !is_own_member(field->name))
            refuse_role(x, CANDIDATE_WRITERS | ROLE_CERTIFIER, WHOSE_NOBODY,
                        arena_print(x->arena, "/%s", field->name).at);
    }
}

static void decide_change(struct exchange *x)
{
    const struct candidate_root *root = x->snapshot;
    const struct candidate_body *body = x->body;
    x->result_id = x->root_id = root->id;
    if (!root->is_ours) { /* whatever is sent: nothing of the record is judged */
        exchange_refuse(x, REASON_CANDIDATE_HELD_ELSEWHERE, (struct slice){ 0 });
        return;
    }
    const struct candidate_columns *columns = candidate_columns_of(x);
    if (!columns)
        return;
    if (exchange_has_role(x, ROLE_CANDIDATE)) { /* and stays who it is */
        refuse_to_candidate(x);
        queue(x, UPDATE_CANDIDATE, columns);
        return;
    }
    candidate_note_likeness(x, columns, root->is_followed && !body->is_distinct);
    candidate_refuse_future(x, columns);
    if (root->is_followed)
        refuse_incomplete(x, columns);
    if (id_is_set(root->twin_id) && root->is_by_asker)
        exchange_refuse(x, REASON_CONFIRMER_IS_ASKER, SLICE_UNSET);
    else if (id_is_set(root->twin_id))
        refuse_twin(x, root->twin_id);
    if (body->is_distinct)
        exchange_effect(x, &candidate_writes[STATE_DISTINCT], 0, columns);
    else
        refuse_alike(x, root, &columns->identity);
    queue(x, UPDATE_CANDIDATE, columns);
    struct correction *tried = exchange_alloc(x, sizeof *tried);
    if (tried)
        *tried = (struct correction){ root->id, columns };
    x->plan = tried;
}

static void bind_distinct(const struct exchange *x, const struct effect *effect,
                          struct params *params)
{
    const struct candidate_columns *columns = effect->item;
    params_id(params, "candidate_id", x->result_id);
    params_text(params, "identity_parts", columns->parts);
    params_text(params, "first_name_1", columns->first_name);
}

static void bind_update(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    record_bind_change(x, effect, params);
    candidate_bind_columns(params, effect->item);
    params_id(params, "person_id", x->principal.person_id);
}

static const struct write candidate_writes[CANDIDATE_WRITES] = {
    [INSERT_CANDIDATE] = { &SQL_candidate_insert, bind_insert, WRITE_EXACT },
    [STATE_DISTINCT] = { &SQL_candidate_distinct, bind_distinct, 0 },
    [UPDATE_CANDIDATE] = { &SQL_candidate_update, bind_update, WRITE_EXACT },
};
static const enum reason create_reasons[] = { REASON_DUPLICATE_CANDIDATE, REASON_BIRTH_IN_FUTURE,
                                              REASON_NONE };
static const enum reason change_reasons[] = {
    REASON_DUPLICATE_CANDIDATE,      REASON_POSSIBLE_DUPLICATE,
    REASON_CANDIDATE_HELD_ELSEWHERE, REASON_IDENTITY_INCOMPLETE,
    REASON_BIRTH_IN_FUTURE,          REASON_ROLE_NOT_ALLOWED,
    REASON_CONFIRMER_IS_ASKER,       REASON_NONE,
};

const struct operation candidate_operations[] = {
    {
        .id = "createCandidate",
        .method = METHOD_POST,
        .path = "/v1/candidates",
        .tag = "Candidates",
        .summary = "Record a candidate.",
        .description = "The person is national, the candidacy will be the organism's. A full civil "
                       "identity that is known already answers 409 DUPLICATE_CANDIDATE with the id "
                       "to open the candidacy on; nothing else of the known person is shown. While "
                       "a part of the identity is unknown it may be that of somebody known, and "
                       "names and dates are mistyped: `possible_duplicates` lists the records of "
                       "one's own organism that may be of the same person.",
        .roles = CANDIDATE_WRITERS,
        .flags =
            OPERATION_COMMAND | OPERATION_BATCHED | OPERATION_PERSONAL | OPERATION_KEY_REQUIRED,
        .limit = LIMIT_IDENTITY,
        .body = &candidate_new,
        .loads = identity_loads,
        .snapshot_size = sizeof(struct candidate_snapshot),
        .prepare = prepare_create,
        .check = candidate_check,
        .decide = decide_create,
        .writes = { FACTS_WRITES, WRITES(candidate_writes) },
        .reply = { 201, &SQL_candidate_recorded, exchange_bind_result, &candidate_recorded_view,
                   .location = "/v1/candidates/%s" },
        .reasons = create_reasons,
    },
    {
        .id = "getCandidate",
        .method = METHOD_GET,
        .path = "/v1/candidates/{candidate_id}",
        .tag = "Candidates",
        .summary = "Read a candidate.",
        .description = "By identifier or reference. Those of a record that was merged lead to the "
                       "record it went to.",
        .roles = CANDIDATE_READERS,
        .flags = OPERATION_PERSONAL | OPERATION_REFERENCE | OPERATION_MOVES,
        .loads = moved_loads,
        .reply = { 200, &SQL_candidate_view, NULL, &candidate_view },
    },
    {
        .id = "changeCandidate",
        .method = METHOD_PATCH,
        .path = "/v1/candidates/{candidate_id}",
        .tag = "Candidates",
        .summary = "Correct a candidate.",
        .description =
            "A merge patch: absent members stay, null erases; the rules hold for the record "
            "that it makes. A candidate who is followed keeps a name and a year of "
            "birth, and becomes nobody else who is followed unless `is_distinct` says "
            "that they are two persons. The organism that has the candidate's consent "
            "corrects the record, or the one that entered it while there is none; the "
            "certifier corrects any. Candidates correct where they are reached: e-mail, "
            "telephone and address.",
        .roles = CANDIDATE_WRITERS | ROLE_CERTIFIER | ROLE_CANDIDATE,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_IF_MATCH | OPERATION_REFERENCE |
                 OPERATION_MOVES,
        .limit = LIMIT_IDENTITY,
        .body = &candidate_change,
        .loads = change_loads,
        .snapshot_size = sizeof(struct candidate_root),
        .record = &candidate_record,
        .check = candidate_check,
        .decide = decide_change,
        .writes = { FACTS_WRITES, WRITES(candidate_writes) },
        .reply = { 200, &SQL_candidate_view, exchange_bind_result_row, &candidate_view },
        .reasons = change_reasons,
    },
    {
        .id = "listPossibleDuplicates",
        .method = METHOD_GET,
        .path = "/v1/candidates/{candidate_id}/possible-duplicates",
        .tag = "Candidates",
        .summary = "List records that may be of the same person.",
        .description = "Among the candidates that the caller sees, and no others; those that "
                       "nothing known tells apart, then the likeliest, ten at most. The "
                       "certifier merges them.",
        .roles = CANDIDATE_WRITERS,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_PERSONAL | OPERATION_REFERENCE |
                 OPERATION_MOVES,
        .limit = LIMIT_IDENTITY,
        .loads = root_loads,
        .snapshot_size = sizeof(struct candidate_root),
        .reply = { 200, &SQL_candidate_similar, exchange_bind_path, &candidate_similar_view },
    },
    { .id = NULL },
};
