/* SPDX-License-Identifier: EUPL-1.2 */
/* Candidates by list and by search: names never stand in an address. */
#include "api/candidates/candidate_views.h"
#include "api/checks.h"
#include "api/folded.h"
#include "api/operation.h"
#include "api/refusals.h"
#include "sql.h"

struct search_body {
    struct given given;
    struct slice name, birth_name, first_name_1, reference, birth_commune_insee, birth_country_code;
    int64_t birth_year, birth_month, birth_day;
};
#define AT(member) offsetof(struct search_body, member)
#define NAME       (FIELD_PERSONAL | FIELD_NAME)

static const struct field search_fields[] = {
    { "name", FIELD_TEXT, NAME, AT(name), 1, 120,
      .doc =
          "Words of the names, in any order: of the name at birth, the name in use and the given "
          "names. The beginning of each is enough.",
      .example = "\"anais lefe\"" },
    { "birth_name", FIELD_TEXT, NAME, AT(birth_name), 1, 60, .doc = "The whole name at birth." },
    { "first_name_1", FIELD_TEXT, NAME, AT(first_name_1), 1, 60,
      .doc = "The whole first given name." },
    REFERENCE_FIELD("reference", 0, AT(reference), "The reference of a candidate.",
                    "\"CAN-2026-000001-17\""),
    { "birth_year", FIELD_INT, FIELD_PERSONAL, AT(birth_year), 1900, 2100,
      .doc = "Year of birth." },
    { "birth_month", FIELD_INT, FIELD_PERSONAL, AT(birth_month), 1, 12, .doc = "Month of birth." },
    { "birth_day", FIELD_INT, FIELD_PERSONAL, AT(birth_day), 1, 31, .doc = "Day of birth." },
    { "birth_commune_insee", FIELD_TEXT, FIELD_PERSONAL | FIELD_CODED, AT(birth_commune_insee), 5,
      5, .check = check_insee_code, .doc = "INSEE code of the commune of birth." },
    { "birth_country_code", FIELD_TEXT, FIELD_PERSONAL | FIELD_CODED, AT(birth_country_code), 3, 3,
      .check = check_digits, .doc = "Country of birth, by itself or by its commune." },
    { .name = NULL },
};
static const struct fields search = { "CandidateSearch", search_fields,
                                      sizeof(struct search_body) };

/* A search for nothing would list everybody, and that is what the list is for. */
static void prepare_search(struct exchange *x)
{
    const struct search_body *s = x->body;
    if (!s->given.present)
        exchange_violate(x, "/name", REASON_ONE_REQUIRED);
}

/* What is looked up. */
static void bind_looked_up(const struct search_body *s, struct params *params)
{
    params_folded_words(params, "words", s->name);
    params_folded(params, "birth_name", s->birth_name);
    params_folded(params, "first_name_1", s->first_name_1);
    params_text(params, "reference", s->reference);
    params_int_or_null(params, "birth_year", s->birth_year != 0, s->birth_year);
    params_text(params, "birth_commune_insee", s->birth_commune_insee);
}

static void bind_wide(const struct exchange *x, struct params *params)
{
    params_item(params);
    bind_looked_up(x->body, params);
}

/* What of that which is indexed was not told: it narrows the search. */
static void read_wide(struct exchange *x, struct row *row)
{
    static const struct {
        const char *member;
    } narrowing[] = {
        { "birth_name" }, { "first_name_1" }, { "birth_year" }, { "birth_commune_insee" }
    };
    enum { NARROWING = sizeof narrowing / sizeof narrowing[0] };
    if (!row_bool(row, "is_wide"))
        return;
    const char **names = exchange_alloc(x, NARROWING * sizeof *names);
    struct reason_detail detail = { .names = names };
    for (unsigned i = 0; names && i < NARROWING; i++)
        if (!field_is_given(&search, x->body, narrowing[i].member))
            names[detail.name_count++] = narrowing[i].member;
    refuse_with(x, REASON_SEARCH_TOO_WIDE, detail);
}

static const struct load search_loads[] = {
    { &SQL_candidate_search_wide, bind_wide, read_wide, 0 },
    { .statement = NULL },
};

static void bind_search(const struct exchange *x, struct params *params)
{
    const struct search_body *s = x->body;
    bind_looked_up(s, params);
    params_int_or_null(params, "birth_month", s->birth_month != 0, s->birth_month);
    params_int_or_null(params, "birth_day", s->birth_day != 0, s->birth_day);
    params_text(params, "birth_country_code", s->birth_country_code);
}

static const enum reason search_reasons[] = { REASON_SEARCH_TOO_WIDE, REASON_NONE };

const struct operation candidate_search_operations[] = {
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
        .reply = { 200, &SQL_candidate_list, NULL, &candidate_short_view },
    },
    {
        .id = "searchCandidates",
        .method = METHOD_POST,
        .path = "/v1/candidates/searches",
        .tag = "Candidates",
        .summary = "Look for candidates of the organism by names, birth or reference.",
        .description = "All given members must match, and one is needed. Accents, case and "
                       "punctuation do not count; a hyphen or an apostrophe parts two words and "
                       "may be left out. Nobody looks at everybody: what more than 1,000 entries "
                       "of the register, or of the organism, begin with is looked up together with "
                       "what else was given, as long as one part leads to 16,000 entries at most "
                       "and 1,000 candidates at most have them all; else SEARCH_TOO_WIDE names in "
                       "`details.names` what to add.",
        .roles = CANDIDATE_READERS,
        .flags = OPERATION_LIST | OPERATION_PERSONAL,
        .limit = LIMIT_SEARCH,
        .body = &search,
        .prepare = prepare_search,
        .loads = search_loads,
        .reply = { 200, &SQL_candidate_search, bind_search, &candidate_short_view },
        .reasons = search_reasons,
    },
    { .id = NULL },
};
