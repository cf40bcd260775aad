/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/candidates/candidate_record.h"

#include "api/checks.h"
#include "api/operation.h"
#include "text/compared.h"

#include <sodium.h>

#define AT(member) offsetof(struct candidate_body, member)
#define OPTIONAL   (FIELD_NULLABLE | FIELD_PERSONAL)
#define NAME       (FIELD_PERSONAL | FIELD_NAME | FIELD_PRINTED)
#define SHOWN      (OPTIONAL | FIELD_PRINTED)

/* clang-format off */
/* Lengths are those of the CPF file where a field feeds it (60 for names, 40 for places). */
#define CANDIDATE_FIELDS(needed)                                                                   \
    { "birth_name", FIELD_TEXT, (needed) | NAME, AT(birth_name), 1, 60,                  \
      .doc = "Name at birth (nom de naissance).", .example = "\"Lefèvre\"" },                      \
    { "usage_name", FIELD_TEXT, FIELD_NULLABLE | NAME, AT(usage_name), 1, 60,                                   \
      .doc = "Name in use (nom d'usage), when it differs." },                                      \
    { "first_name_1", FIELD_TEXT, (needed) | NAME, AT(first_name_1), 1, 60,              \
      .doc = "First given name.", .example = "\"Anaïs\"" },                                        \
    { "first_name_2", FIELD_TEXT, FIELD_NULLABLE | NAME, AT(first_name_2), 1, 60, .doc = "Second given name." }, \
    { "first_name_3", FIELD_TEXT, FIELD_NULLABLE | NAME, AT(first_name_3), 1, 60, .doc = "Third given name." }, \
    { "sex", FIELD_ENUM, OPTIONAL, AT(sex), .words = &sex_words, .doc = "As in the civil register.",    \
      .example = "\"F\"" },                                                                        \
    { "birth_year", FIELD_INT, OPTIONAL, AT(birth_year), 1900, 2100, .doc = "Year of birth.",      \
      .example = "1988" },                                                                         \
    { "birth_month", FIELD_INT, OPTIONAL, AT(birth_month), 1, 12,                                  \
      .doc = "Month of birth; null when it is not known.", .example = "4" },                       \
    { "birth_day", FIELD_INT, OPTIONAL, AT(birth_day), 1, 31,                                      \
      .doc = "Day of birth; null when it is not known.", .example = "12" },                        \
    { "birth_commune_insee", FIELD_TEXT, OPTIONAL | FIELD_CODED, AT(birth_commune_insee), 5, 5,                  \
      .check = check_insee_code, .doc = "INSEE code of the commune of birth; 99nnn in country nnn.",       \
      .example = "\"59350\"" },                                                                    \
    { "birth_postal_code", FIELD_TEXT, OPTIONAL | FIELD_CODED, AT(birth_postal_code), 5, 5,                      \
      .check = check_postal_code, .doc = "Postal code of the place of birth in France, when there is no INSEE code." },                  \
    { "birth_commune_label", FIELD_TEXT, SHOWN, AT(birth_commune_label), 1, CANDIDATE_PLACE_MOST,                 \
      .doc = "Commune of birth.", .example = "\"Lille\"" },                                        \
    { "birth_country_code", FIELD_TEXT, OPTIONAL | FIELD_CODED, AT(birth_country_code), 3, 3,                    \
      .check = check_digits, .doc = "Country of birth: three digits.", .example = "\"100\"" },     \
    { "birth_country_label", FIELD_TEXT, SHOWN, AT(birth_country_label), 1, CANDIDATE_PLACE_MOST,                 \
      .doc = "Country of birth.", .example = "\"France\"" },                                       \
    { "email", FIELD_TEXT, OPTIONAL, AT(email), 3, 254, .check = check_email,                      \
      .doc = "Electronic mail." },                                                                 \
    { "phone", FIELD_TEXT, OPTIONAL, AT(phone), 4, 30, .check = check_phone, .doc = "Telephone." }, \
    { "address_line_1", FIELD_TEXT, SHOWN, AT(address_line_1), 1, 100, .doc = "Street." },      \
    { "address_line_2", FIELD_TEXT, SHOWN, AT(address_line_2), 1, 100, .doc = "More of it." },  \
    { "postal_code", FIELD_TEXT, OPTIONAL | FIELD_CODED, AT(postal_code), 5, 5,                                  \
      .check = check_postal_code, .doc = "Postal code: five digits; none abroad." },              \
    { "city", FIELD_TEXT, SHOWN, AT(city), 1, 100, .doc = "Town." },                            \
    { "employment_status", FIELD_ENUM, OPTIONAL, AT(employment_status), .words = &employment_status_words,      \
      .doc = "Situation at the first contact.", .example = "\"JOB_SEEKER\"" },                     \
    IDCC_FIELD("branch_idcc", OPTIONAL, AT(branch_idcc),                                           \
               "Branch (IDCC) of the employer: routes the file to a branch commission."),          \
    { "employer_siret", FIELD_TEXT, OPTIONAL | FIELD_CODED, AT(employer_siret), 14, 14, .check = check_siret,    \
      .doc = "SIRET of the employer." },                                                           \
    { "region", FIELD_ENUM, OPTIONAL, AT(region), .words = &region_words,                          \
      .doc = "Region of residence: routes a file to a regional commission when it is sent; one that was sent stays there.",                     \
      .example = "\"Hauts-de-France\"" },                                                          \
    { "id", FIELD_ID, FIELD_READ_ONLY }, { "reference", FIELD_TEXT, FIELD_READ_ONLY },             \
    { "status", FIELD_TEXT, FIELD_READ_ONLY }, { "version", FIELD_INT, FIELD_READ_ONLY },          \
    { "created_at", FIELD_TEXT, FIELD_READ_ONLY }
#define DISTINCT                                                                                   \
    { "is_distinct", FIELD_BOOL, 0, AT(is_distinct),                                               \
      .doc = "True: the person is none of those whom the record resembles once it is corrected; "  \
             "without it POSSIBLE_DUPLICATE refuses a correction that makes a person who is "      \
             "followed resemble another one." }
/* clang-format on */

static const struct field new_fields[] = { CANDIDATE_FIELDS(FIELD_REQUIRED), { .name = NULL } };
const struct fields candidate_new = { "NewCandidate", new_fields, sizeof(struct candidate_body) };
static const struct field change_fields[] = { CANDIDATE_FIELDS(0), DISTINCT, { .name = NULL } };
static const struct field_leaning leaning[] = { { "birth_commune_label", "birth_commune_insee" },
                                                { "birth_country_label", "birth_country_code" },
                                                { .name = NULL } };
const struct fields candidate_change = { "CandidateChange", change_fields,
                                         sizeof(struct candidate_body), leaning };
static const struct field record_fields[] = { CANDIDATE_FIELDS(FIELD_REQUIRED),
                                              DISTINCT,
                                              { .name = NULL } };
const struct fields candidate_record = { "CandidateRecord", record_fields,
                                         sizeof(struct candidate_body) };

/* --- what is compared --- */

static struct identity_text identity_text(struct slice text)
{
    return (struct identity_text){ text.at, text.size };
}

/* Its names as they are written: known or not is all that matters of them here. */
static struct civil_identity identity_of(const struct exchange *x, const struct candidate_body *c)
{
    const bool is_change = x->operation->record != NULL;
    const struct fields *fields = is_change ? x->operation->record : x->operation->body;
    return (struct civil_identity){
        .birth_name = identity_text(c->birth_name),
        .first_name = identity_text(c->first_name_1),
        .sex = identity_text(enum_text(fields, c, "sex", sex_words.codes, c->sex)),
        .birth_year = (int)c->birth_year,
        .birth_month = (int)c->birth_month,
        .birth_day = (int)c->birth_day,
        .birth_commune_insee = identity_text(c->birth_commune_insee),
        .birth_postal_code = identity_text(c->birth_postal_code),
        .birth_country_code = identity_text(c->birth_country_code),
    };
}

static struct id lock_id_of(struct identity_text folded)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    struct id id;
    crypto_hash_sha256(hash, (const unsigned char *)folded.at, folded.size);
    memcpy(id.bytes, hash, sizeof id.bytes);
    return id;
}

static bool keep(struct exchange *x, const struct compared *compared,
                 struct candidate_columns *ret_columns)
{
    const size_t birth_size = compared->identity.birth_name.size;
    const struct slice folded = arena_copy(x->arena, buffer_as_slice(&compared->folded));
    ret_columns->identity = compared->identity;
    ret_columns->identity.birth_name = (struct identity_text){ folded.at, birth_size };
    ret_columns->identity.first_name =
        (struct identity_text){ folded.at + birth_size, compared->identity.first_name.size };
    ret_columns->identity.first_name_2 = ret_columns->identity.first_name_3 =
        ret_columns->identity.birth_town = (struct identity_text){ 0 };
    ret_columns->parts = arena_copy(x->arena, slice_of(compared->parts));
    ret_columns->search_name = arena_copy(x->arena, slice_of(compared->search_name));
    ret_columns->words = arena_copy(x->arena, buffer_as_slice(&compared->words));
    if (compared->key[0])
        ret_columns->key = arena_copy(x->arena, slice_of(compared->key));
    ret_columns->lock_id = lock_id_of(compared->identity.birth_name);
    return slice_is_set(folded) && slice_is_set(ret_columns->parts) &&
           slice_is_set(ret_columns->search_name) && slice_is_set(ret_columns->words);
}

const struct candidate_columns *candidate_columns_of(struct exchange *x)
{
    const struct candidate_body *c = x->operation->record ? x->record : x->body;
    const struct written_names names = { c->birth_name,
                                         c->usage_name,
                                         { c->first_name_1, c->first_name_2, c->first_name_3 },
                                         c->birth_commune_label };
    const struct civil_identity known = identity_of(x, c);
    struct candidate_columns *columns = exchange_alloc(x, sizeof *columns);
    struct compared compared;
    if (columns && !(compared_make(&compared, &names, &known) && keep(x, &compared, columns)))
        x->has_failed = true;
    if (columns) {
        columns->first_name = c->first_name_1;
        compared_release(&compared);
    }
    return x->has_failed ? NULL : columns;
}

void candidate_bind_columns(struct params *params, const struct candidate_columns *columns)
{
    params_text(params, "identity_key", columns->key);
    params_text(params, "identity_parts", columns->parts);
    params_text(params, "search_name", columns->search_name);
    params_text(params, "search_words", columns->words);
    params_int(params, "name_rule", IDENTITY_RULE);
}

/* --- rules across members --- */

/* Of three members that a rule is about, the one that the body names; the first when it names none.
 */
static const char *named_of(const struct exchange *x, const char *first, const char *second,
                            const char *third)
{
    const struct fields *body = x->operation->body;
    if (field_is_given(body, x->body, first + 1))
        return first;
    if (field_is_given(body, x->body, second + 1))
        return second;
    return field_is_given(body, x->body, third + 1) ? third : first;
}

static const char *birth_date_of(const struct exchange *x)
{
    return named_of(x, "/birth_day", "/birth_month", "/birth_year");
}

const char *candidate_country_of(const struct exchange *x)
{
    return named_of(x, "/birth_country_code", "/birth_commune_insee", "/birth_postal_code");
}

void candidate_check(struct exchange *x, const void *record)
{
    const struct civil_identity identity = identity_of(x, record);
    const unsigned faults = birth_check(&identity);
    if (faults & BIRTH_MONTH_MISSING)
        exchange_violate(x, "/birth_month", REASON_BIRTH_DATE_INCOMPLETE);
    if (faults & BIRTH_YEAR_MISSING)
        exchange_violate(x, "/birth_year", REASON_BIRTH_DATE_INCOMPLETE);
    if (faults & BIRTH_DATE_INVALID)
        exchange_violate(x, birth_date_of(x), REASON_DATE_INVALID);
    if (faults & BIRTH_COUNTRY_DIFFERS)
        exchange_violate(x, candidate_country_of(x), REASON_BIRTHPLACE_MISMATCH);
    if (faults & BIRTH_POSTAL_CODE_ABROAD)
        exchange_violate(
            x, named_of(x, "/birth_postal_code", "/birth_commune_insee", "/birth_country_code"),
            REASON_BIRTHPLACE_MISMATCH);
}

void candidate_refuse_future(struct exchange *x, const struct candidate_columns *columns)
{
    if (birth_is_after(&columns->identity, x->today))
        exchange_refuse(x, REASON_BIRTH_IN_FUTURE,
                        arena_print(x->arena, "{\"pointer\":\"%s\"}", birth_date_of(x)));
}

/* What makes two records those of one person, as a body names it. */
static const struct {
    const char *name;
} identity_members[] = {
    { "birth_name" },
    { "first_name_1" },
    { "first_name_2" },
    { "first_name_3" },
    { "sex" },
    { "birth_year" },
    { "birth_month" },
    { "birth_day" },
    { "birth_commune_insee" },
    { "birth_postal_code" },
    { "birth_country_code" },
    { "birth_commune_label" },
};

static bool names_identity(const struct exchange *x)
{
    for (size_t i = 0; i < sizeof identity_members / sizeof identity_members[0]; i++) {
        if (field_is_given(x->operation->body, x->body, identity_members[i].name))
            return true;
    }
    return false;
}

void candidate_note_likeness(struct exchange *x, const struct candidate_columns *columns,
                             bool is_compared)
{
    const struct civil_identity *who = &columns->identity;
    if ((slice_is_set(columns->key) || is_compared) && names_identity(x))
        exchange_liken(x, (struct slice){ who->birth_name.at, who->birth_name.size },
                       who->birth_year);
}
