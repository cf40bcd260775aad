/* Candidates (candidats): the identity of a person, national; the file about it is the organism's
 * (A37). */
#include "api/record.h"
#include "sql.h"

#include "api/candidates/candidate_views.h"
#include "api/checks.h"
#include "api/folded.h"
#include "api/place_check.h"
#include "identity.h"

#include <assert.h>

#define CANDIDATE_WRITERS (ROLE_COUNSELLOR | ROLE_REFERENT)
#define CANDIDATE_READERS (ROLES_ORGANISM | ROLE_CANDIDATE | ROLE_NETWORK_MANAGER)

struct candidate_body {
    struct given given;
    struct slice birth_name, usage_name, first_name_1, first_name_2, first_name_3;
    int sex;
    int64_t birth_year, birth_month, birth_day;
    struct slice birth_commune_insee, birth_postal_code, birth_commune_label, birth_country_code,
        birth_country_label;
    struct slice email, phone, address_line_1, address_line_2, postal_code, city;
    int employment_status;
    struct slice branch_idcc, employer_siret, region;
};

#define AT(member) offsetof(struct candidate_body, member)
#define OPTIONAL   (FIELD_NULLABLE | FIELD_PERSONAL)

/* clang-format off */
/* Lengths are those of the CPF file where a field feeds it (60 for names, 40 for places). */
#define CANDIDATE_FIELDS(needed)                                                                   \
    { "birth_name", FIELD_TEXT, (needed) | FIELD_PERSONAL, AT(birth_name), 1, 60,                  \
      .doc = "Name at birth (nom de naissance).", .example = "\"Lefèvre\"" },                      \
    { "usage_name", FIELD_TEXT, OPTIONAL, AT(usage_name), 1, 60,                                   \
      .doc = "Name in use (nom d'usage), when it differs." },                                      \
    { "first_name_1", FIELD_TEXT, (needed) | FIELD_PERSONAL, AT(first_name_1), 1, 60,              \
      .doc = "First given name.", .example = "\"Anaïs\"" },                                        \
    { "first_name_2", FIELD_TEXT, OPTIONAL, AT(first_name_2), 1, 60, .doc = "Second given name." }, \
    { "first_name_3", FIELD_TEXT, OPTIONAL, AT(first_name_3), 1, 60, .doc = "Third given name." }, \
    { "sex", FIELD_ENUM, OPTIONAL, AT(sex), .words = &sex_words, .doc = "As in the civil register.",    \
      .example = "\"F\"" },                                                                        \
    { "birth_year", FIELD_INT, OPTIONAL, AT(birth_year), 1900, 2100, .doc = "Year of birth.",      \
      .example = "1988" },                                                                         \
    { "birth_month", FIELD_INT, OPTIONAL, AT(birth_month), 1, 12,                                  \
      .doc = "Month of birth; null when it is not known.", .example = "4" },                       \
    { "birth_day", FIELD_INT, OPTIONAL, AT(birth_day), 1, 31,                                      \
      .doc = "Day of birth; null when it is not known.", .example = "12" },                        \
    { "birth_commune_insee", FIELD_TEXT, OPTIONAL, AT(birth_commune_insee), 5, 5,                  \
      .check = check_insee_code, .doc = "INSEE code of the commune of birth; 99nnn abroad.",       \
      .example = "\"59350\"" },                                                                    \
    { "birth_postal_code", FIELD_TEXT, OPTIONAL, AT(birth_postal_code), 1, 9,                      \
      .doc = "Postal code of the place of birth, when there is no INSEE code." },                  \
    { "birth_commune_label", FIELD_TEXT, OPTIONAL, AT(birth_commune_label), 1, 40,                 \
      .doc = "Commune of birth.", .example = "\"Lille\"" },                                        \
    { "birth_country_code", FIELD_TEXT, OPTIONAL, AT(birth_country_code), 3, 3,                    \
      .check = check_digits, .doc = "Country of birth: three digits.", .example = "\"100\"" },     \
    { "birth_country_label", FIELD_TEXT, OPTIONAL, AT(birth_country_label), 1, 40,                 \
      .doc = "Country of birth.", .example = "\"France\"" },                                       \
    { "email", FIELD_TEXT, OPTIONAL, AT(email), 3, 254, .check = check_email,                      \
      .doc = "Electronic mail." },                                                                 \
    { "phone", FIELD_TEXT, OPTIONAL, AT(phone), 4, 30, .check = check_phone, .doc = "Telephone." }, \
    { "address_line_1", FIELD_TEXT, OPTIONAL, AT(address_line_1), 1, 100, .doc = "Street." },      \
    { "address_line_2", FIELD_TEXT, OPTIONAL, AT(address_line_2), 1, 100, .doc = "More of it." },  \
    { "postal_code", FIELD_TEXT, OPTIONAL, AT(postal_code), 1, 9, .doc = "Postal code." },         \
    { "city", FIELD_TEXT, OPTIONAL, AT(city), 1, 100, .doc = "Town." },                            \
    { "employment_status", FIELD_ENUM, OPTIONAL, AT(employment_status), .words = &employment_status_words,      \
      .doc = "Situation at the first contact.", .example = "\"JOB_SEEKER\"" },                     \
    { "branch_idcc", FIELD_TEXT, OPTIONAL, AT(branch_idcc), 1, 4, .check = check_digits,           \
      .doc = "Branch (IDCC) of the employer: routes the file to a branch commission." },           \
    { "employer_siret", FIELD_TEXT, OPTIONAL, AT(employer_siret), 14, 14, .check = check_siret,    \
      .doc = "SIRET of the employer." },                                                           \
    { "region", FIELD_TEXT, OPTIONAL, AT(region), 1, 60,                                           \
      .doc = "Region of residence: routes the file to a regional commission.",                     \
      .example = "\"Hauts-de-France\"" },                                                          \
    { "id", FIELD_ID, FIELD_READ_ONLY }, { "reference", FIELD_TEXT, FIELD_READ_ONLY },             \
    { "status", FIELD_TEXT, FIELD_READ_ONLY }, { "version", FIELD_INT, FIELD_READ_ONLY },          \
    { "created_at", FIELD_TEXT, FIELD_READ_ONLY }, { .name = NULL }
/* clang-format on */

static const struct field new_fields[] = { CANDIDATE_FIELDS(FIELD_REQUIRED) };
static const struct fields new_candidate = { "NewCandidate", new_fields,
                                             sizeof(struct candidate_body) };
static const struct field change_fields[] = { CANDIDATE_FIELDS(0) };
static const struct fields candidate_change = { "CandidateChange", change_fields,
                                                sizeof(struct candidate_body) };

/* --- creating --- */

enum { INSERT_CANDIDATE, UPDATE_CANDIDATE, CANDIDATE_WRITES };
static const struct write candidate_writes[CANDIDATE_WRITES];

static struct identity_text identity_text(struct slice text)
{
    return (struct identity_text){ text.at, text.size };
}

/* Of the record as it will be. */
static struct civil_identity identity_of(const struct exchange *x)
{
    const bool is_change = x->operation->record != NULL;
    const struct fields *fields = is_change ? x->operation->record : x->operation->body;
    const struct candidate_body *c = is_change ? x->record : x->body;
    return (struct civil_identity){
        .birth_name = identity_text(c->birth_name),
        .first_name = identity_text(c->first_name_1),
        .sex = identity_text(enum_text(fields, c, "sex", sex_words.codes, c->sex)),
        .birth_year = (int)c->birth_year,
        .birth_month = (int)c->birth_month,
        .birth_day = (int)c->birth_day,
        .birth_commune_insee = identity_text(c->birth_commune_insee),
        .birth_country_code = identity_text(c->birth_country_code),
    };
}

static void bind_key(struct params *params, const struct civil_identity *identity)
{
    char key[IDENTITY_TEXT_SIZE];
    const bool is_whole = identity_key(identity, key);
    params_text(params, "identity_key", is_whole ? slice_of(key) : (struct slice){ 0 });
}

/* The columns that follow the names. */
static void bind_identity_columns(const struct exchange *x, struct params *params)
{
    const struct civil_identity identity = identity_of(x);
    char words[IDENTITY_TEXT_SIZE];
    const bool fits = identity_words(&identity, words);
    assert(fits); /* names have 60 characters */
    bind_key(params, &identity);
    params_text(params, "search_name", slice_of(words));
    params_int(params, "name_rule", fits ? IDENTITY_RULE : 0);
}

static void bind_insert(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    (void)effect;
    params_id(params, "id", x->result_id);
    params_int(params, "year", x->today.year);
    params_id(params, "org_id", exchange_organism(x));
    record_bind(x, params);
    bind_identity_columns(x, params);
}

/* The part of the birth date that the body names, the day first. */
static const char *birth_pointer(const struct exchange *x)
{
    static const char *const names[] = { "birth_day", "birth_month", "birth_year" };
    static const char *const pointers[] = { "/birth_day", "/birth_month", "/birth_year" };
    for (unsigned i = 0; i < 3; i++) {
        if (field_is_given(x->operation->body, x->body, names[i]))
            return pointers[i];
    }
    return "";
}

/* A birth date must exist where it is whole: 30 February is nobody's. */
static void check_identity(struct exchange *x, const void *record)
{
    const struct candidate_body *c = record;
    struct date birth = { (int16_t)c->birth_year, (int8_t)c->birth_month, (int8_t)c->birth_day };
    if (c->birth_year && c->birth_month && c->birth_day && !date_is_valid(birth))
        exchange_violate(x, birth_pointer(x), REASON_DATE_INVALID);
    else if (c->birth_day && !c->birth_month)
        exchange_violate(x, "/birth_month", REASON_REQUIRED);
}

struct candidate_snapshot {
    struct id twin_id; /* an existing candidate of the very same civil identity */
};

/* The identity alone decides whether it is known; nothing of the known one comes back but its id.
 */
static void bind_identity(const struct exchange *x, struct params *params)
{
    const struct civil_identity identity = identity_of(x);
    params_item(params);
    bind_key(params, &identity);
}

static void read_twin(struct exchange *x, struct row *row)
{
    struct candidate_snapshot *known = x->snapshot;
    known->twin_id = row_id(row, "twin_id");
}

/* Only when the body says where, or when, somebody was born: what was taken before stays. */
static void bind_places(const struct exchange *x, struct params *params)
{
    static const char *const names[] = { "birth_commune_insee", "birth_country_code", "birth_year",
                                         "birth_month", "birth_day" };
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

static const struct load identity_loads[] = {
    { &SQL_candidate_match, bind_identity, read_twin, 0 },
    { &SQL_candidate_places, bind_places, place_check_read, 0 },
    { .statement = NULL },
};

static void decide_create(struct exchange *x)
{
    const struct candidate_snapshot *known = x->snapshot;
    if (id_is_set(known->twin_id)) {
        char id[ID_TEXT_SIZE];
        id_print(known->twin_id, id);
        exchange_refuse(x, REASON_DUPLICATE_CANDIDATE,
                        arena_print(x->arena, "{\"candidate_id\":\"%s\"}", id));
        exchange_resolve(x, "POST", SLICE("/v1/candidacies"));
        return;
    }
    x->result_id = exchange_new_id(x);
    x->root_id = x->result_id;
    exchange_effect(x, &candidate_writes[INSERT_CANDIDATE], 0, NULL);
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
};

static void read_root(struct exchange *x, struct row *row)
{
    struct candidate_root *root = x->snapshot;
    root->id = row_id(row, "id");
    x->version = row_int(row, "version");
    record_read(x, row);
}

static const struct load root_loads[] = {
    { &SQL_candidate_moved, NULL, read_moved, 0 },
    { &SQL_candidate_root, NULL, read_root, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

static const struct load change_loads[] = {
    { &SQL_candidate_moved, NULL, read_moved, 0 },
    { &SQL_candidate_root, NULL, read_root, LOAD_REQUIRED | LOAD_ROOT },
    { &SQL_candidate_places, bind_places, place_check_read, 0 },
    { .statement = NULL },
};

static void decide_change(struct exchange *x)
{
    const struct candidate_root *root = x->snapshot;
    x->result_id = x->root_id = root->id;
    exchange_effect(x, &candidate_writes[UPDATE_CANDIDATE], 0, NULL);
}

static void bind_update(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    record_bind_change(x, effect, params);
    bind_identity_columns(x, params);
}

static const struct write candidate_writes[CANDIDATE_WRITES] = {
    [INSERT_CANDIDATE] = { &SQL_candidate_insert, bind_insert, WRITE_EXACT },
    [UPDATE_CANDIDATE] = { &SQL_candidate_update, bind_update, WRITE_EXACT },
};

/* --- searching --- */

struct search_body {
    struct given given;
    struct slice name, birth_name, first_name_1, reference;
    int64_t birth_year;
};

static const struct field search_fields[] = {
    { "name", FIELD_TEXT, FIELD_PERSONAL, offsetof(struct search_body, name), 2, 120,
      .doc = "The beginning of a name, accents and case ignored.", .example = "\"lefe\"" },
    { "birth_name", FIELD_TEXT, FIELD_PERSONAL, offsetof(struct search_body, birth_name), 1, 60,
      .doc = "The whole name at birth." },
    { "first_name_1", FIELD_TEXT, FIELD_PERSONAL, offsetof(struct search_body, first_name_1), 1, 60,
      .doc = "The whole first given name." },
    { "reference", FIELD_TEXT, 0, offsetof(struct search_body, reference), 10, 40,
      .check = check_reference, .doc = "The reference of a candidate." },
    { "birth_year", FIELD_INT, FIELD_PERSONAL, offsetof(struct search_body, birth_year), 1900, 2100,
      .doc = "Year of birth." },
    { .name = NULL },
};
static const struct fields search = { "CandidateSearch", search_fields,
                                      sizeof(struct search_body) };

static void bind_search(const struct exchange *x, struct params *params)
{
    const struct search_body *s = x->body;
    params_folded(params, "name", s->name);
    params_folded(params, "birth_name", s->birth_name);
    params_folded(params, "first_name_1", s->first_name_1);
    params_text(params, "reference", s->reference);
    params_int_or_null(params, "birth_year", s->birth_year != 0, s->birth_year);
}

static void bind_no_search(const struct exchange *x, struct params *params)
{
    (void)x;
    params_null(params, "name");
    params_null(params, "birth_name");
    params_null(params, "first_name_1");
    params_null(params, "reference");
    params_null(params, "birth_year");
}

static const enum reason create_reasons[] = { REASON_DUPLICATE_CANDIDATE, REASON_NONE };
static const enum reason change_reasons[] = { REASON_DUPLICATE_CANDIDATE, REASON_VERSION_MISMATCH,
                                              REASON_NONE };

const struct operation candidate_operations[] = {
    {
        .id = "createCandidate",
        .method = METHOD_POST,
        .path = "/v1/candidates",
        .tag = "Candidates",
        .summary = "Record a candidate.",
        .description = "The person is national, the candidacy will be the organism's. A full civil "
                       "identity that is known already answers 409 DUPLICATE_CANDIDATE with the id "
                       "to open the candidacy on; nothing else of the known person is shown.",
        .roles = CANDIDATE_WRITERS,
        .flags =
            OPERATION_COMMAND | OPERATION_BATCHED | OPERATION_PERSONAL | OPERATION_KEY_REQUIRED,
        .body = &new_candidate,
        .loads = identity_loads,
        .snapshot_size = sizeof(struct candidate_snapshot),
        .check = check_identity,
        .decide = decide_create,
        .writes = { WRITES(candidate_writes) },
        .reply = { 201, &SQL_candidate_view, exchange_bind_result_row, &candidate_view,
                   .location = "/v1/candidates/%s" },
        .reasons = create_reasons,
        .example = "{\"birth_name\":\"Lefèvre\",\"first_name_1\":\"Anaïs\",\"birth_year\":1988}",
    },
    {
        .id = "listCandidates",
        .method = METHOD_GET,
        .path = "/v1/candidates",
        .tag = "Candidates",
        .summary = "List the candidates of the organism.",
        .description = "Newest first. To look for a person, POST /v1/candidates/searches: names "
                       "never stand in an address.",
        .roles = CANDIDATE_READERS,
        .flags = OPERATION_LIST | OPERATION_PERSONAL,
        .reply = { 200, &SQL_candidate_list, bind_no_search, &candidate_short_view },
    },
    {
        .id = "searchCandidates",
        .method = METHOD_POST,
        .path = "/v1/candidates/searches",
        .tag = "Candidates",
        .summary = "Look for candidates of the organism by name, year of birth or reference.",
        .description = "All given members must match. Accents, case and punctuation do not count.",
        .roles = CANDIDATE_READERS,
        .flags = OPERATION_LIST | OPERATION_PERSONAL,
        .body = &search,
        .reply = { 200, &SQL_candidate_list, bind_search, &candidate_short_view },
        .example = "{\"name\":\"lefe\"}",
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
        .description = "A merge patch: absent members stay, null erases.",
        .roles = CANDIDATE_WRITERS,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_IF_MATCH | OPERATION_REFERENCE |
                 OPERATION_MOVES,
        .body = &candidate_change,
        .loads = change_loads,
        .snapshot_size = sizeof(struct candidate_root),
        .record = &new_candidate,
        .check = check_identity,
        .decide = decide_change,
        .writes = { WRITES(candidate_writes) },
        .reply = { 200, &SQL_candidate_view, exchange_bind_result_row, &candidate_view },
        .reasons = change_reasons,
        .example = "{\"region\":\"Hauts-de-France\"}",
    },
    {
        .id = "listPossibleDuplicates",
        .method = METHOD_GET,
        .path = "/v1/candidates/{candidate_id}/possible-duplicates",
        .tag = "Candidates",
        .summary = "List records that may be of the same person.",
        .description = "Among the candidates that the caller sees, and no others; likeliest first, "
                       "ten at most. The certifier merges them.",
        .roles = CANDIDATE_WRITERS,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_PERSONAL | OPERATION_REFERENCE |
                 OPERATION_MOVES,
        .loads = root_loads,
        .snapshot_size = sizeof(struct candidate_root),
        .reply = { 200, &SQL_candidate_similar, exchange_bind_path, &candidate_similar_view },
    },
    { .id = NULL },
};
