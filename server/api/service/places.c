/* SPDX-License-Identifier: EUPL-1.2 */
/* Communes and countries by date: what was called how, and on which days (operator/place.h says
 * where it comes from). */
#include "api/folded.h"
#include "api/operation.h"
#include "sql.h"

#include "api/checks.h"

struct place_query {
    struct given given;
    struct slice q, code;
    struct date on;
};

#define AT(member) offsetof(struct place_query, member)
#define ON_FIELD                                                                                   \
    {                                                                                              \
        "on", FIELD_DATE, 0, AT(on), .doc = "In force on this day; by default today.",             \
                                     .example = "\"1988-04-12\""                                   \
    }

static const struct field commune_fields[] = {
    { "q", FIELD_TEXT, 0, AT(q), 1, 60,
      .doc = "The beginning of the name, with or without its article; accents, case and "
             "punctuation do not count.",
      .example = "\"lil\"" },
    { "code", FIELD_TEXT, FIELD_CODED, AT(code), 5, 5, .check = check_insee_code,
      .doc = "The INSEE code, whole." },
    ON_FIELD,
    { .name = NULL },
};
static const struct fields commune_query = { "CommuneQuery", commune_fields,
                                             sizeof(struct place_query) };

static const struct field country_fields[] = {
    { "q", FIELD_TEXT, 0, AT(q), 1, 60,
      .doc = "The beginning of the name; accents, case and punctuation do not count.",
      .example = "\"belg\"" },
    { "code", FIELD_TEXT, FIELD_CODED, AT(code), 3, 3, .check = check_digits,
      .doc = "The code, whole: three digits." },
    ON_FIELD,
    { .name = NULL },
};
static const struct fields country_query = { "CountryQuery", country_fields,
                                             sizeof(struct place_query) };

#define PLACE_MEMBERS(code_doc, code_example, kinds, kind_doc)                                     \
    { "id", MEMBER_ID, .doc = "Of this code under this name; the same after each load." },         \
        { "code", MEMBER_TEXT, .doc = code_doc, .example = code_example },                         \
        { "label", MEMBER_TEXT, .doc = "Name.", .example = "\"Lille\"" },                          \
        { "kind", MEMBER_ENUM, .words = &(kinds), .doc = kind_doc },                               \
        { "valid_from", MEMBER_DATE, MEMBER_NULLABLE,                                              \
          .doc = "First day; null = since before 1943, where the register begins." },              \
        { "valid_to", MEMBER_DATE, MEMBER_NULLABLE,                                                \
          .doc = "Last day, included; null = still so." },                                         \
    {                                                                                              \
        .name = NULL                                                                               \
    }

static const struct member commune_members[] = {
    PLACE_MEMBERS("INSEE code.", "\"59350\"", commune_kind_words,
                  "COMMUNE, DISTRICT (arrondissement of Paris, Lyon or Marseille) or OVERSEAS "
                  "(collectivity beyond the departments)."),
};
static const struct view commune_view = { "Commune", "A commune of France, under one name.",
                                          commune_members };

static const struct member country_members[] = {
    PLACE_MEMBERS("Three digits: the INSEE code without its 99.", "\"109\"", country_kind_words,
                  "COUNTRY, or TERRITORY that belongs to one."),
};
static const struct view country_view = { "Country", "A country or territory, under one name.",
                                          country_members };

static void bind_query(const struct exchange *x, struct params *params)
{
    const struct place_query *query = x->query;
    params_folded(params, "q", query->q);
    params_text(params, "code", query->code);
    params_date(params, "asked_day", query->on);
}

const struct operation place_operations[] = {
    {
        .id = "listCommunes",
        .method = METHOD_GET,
        .path = "/v1/communes",
        .tag = "Service",
        .summary = "List the communes of a day.",
        .description = "In the order of their names. For a birthplace ask for the day of birth: "
                       "communes merge, part and change their names. Empty until the operator has "
                       "loaded the register.",
        .flags = OPERATION_LIST | OPERATION_PUBLIC_CACHE,
        .query = &commune_query,
        .reply = { 200, &SQL_commune_list, bind_query, &commune_view },
    },
    {
        .id = "listCountries",
        .method = METHOD_GET,
        .path = "/v1/countries",
        .tag = "Service",
        .summary = "List the countries of a day.",
        .description = "In the order of their names. For a birthplace ask for the day of birth. "
                       "Empty until the operator has loaded the register.",
        .flags = OPERATION_LIST | OPERATION_PUBLIC_CACHE,
        .query = &country_query,
        .reply = { 200, &SQL_country_list, bind_query, &country_view },
    },
    { .id = NULL },
};
