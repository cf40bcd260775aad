/* SPDX-License-Identifier: EUPL-1.2 */
/* What is shown of a candidate: the identity, a line of a list, a possible duplicate. */
#include "api/candidates/candidate_views.h"

#include "api/words.h"

/* clang-format off */
#define CANDIDATE_MEMBERS \
    { "id", MEMBER_ID, MEMBER_OPEN, .doc = "Identifier." }, \
    { "reference", MEMBER_TEXT, MEMBER_OPEN, .doc = "CAN-YYYY-NNNNNN-KK.", .example = "\"CAN-2026-000001-17\"" }, \
    { "status", MEMBER_ENUM, .words = &candidate_status_words, \
      .doc = "ACTIVE unless merged or anonymised." }, \
    { "birth_name", MEMBER_TEXT, .doc = "Name at birth." }, \
    { "usage_name", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Name in use." }, \
    { "first_name_1", MEMBER_TEXT, .doc = "First given name." }, \
    { "first_name_2", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Second given name." }, \
    { "first_name_3", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Third given name." }, \
    { "sex", MEMBER_ENUM, MEMBER_NULLABLE, .words = &sex_words, \
      .doc = "As in the civil register." }, \
    { "birth_year", MEMBER_INT, MEMBER_NULLABLE, .doc = "Year of birth." }, \
    { "birth_month", MEMBER_INT, MEMBER_NULLABLE, .doc = "Month of birth." }, \
    { "birth_day", MEMBER_INT, MEMBER_NULLABLE, .doc = "Day of birth." }, \
    { "birth_commune_insee", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "INSEE code of the commune." }, \
    { "birth_postal_code", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Postal code of the birthplace." }, \
    { "birth_commune_label", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Commune of birth." }, \
    { "birth_country_code", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Country of birth." }, \
    { "birth_country_label", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Country of birth." }, \
    { "email", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Electronic mail." }, \
    { "phone", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Telephone." }, \
    { "address_line_1", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Street." }, \
    { "address_line_2", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "More of it." }, \
    { "postal_code", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Postal code." }, \
    { "city", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Town." }, \
    { "employment_status", MEMBER_ENUM, MEMBER_NULLABLE, .words = &employment_status_words, \
      .doc = "Situation at the first contact." }, \
    { "branch_idcc", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Branch of the employer." }, \
    { "employer_siret", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "SIRET of the employer." }, \
    { "region", MEMBER_ENUM, MEMBER_NULLABLE, .words = &region_words, .doc = "Region of residence." }, \
    { "version", MEMBER_INT, .doc = "For If-Match." }, \
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." }, \
    { "is_withheld", MEMBER_BOOL, MEMBER_WITHHOLDS }
/* clang-format on */

static const struct member candidate_members[] = { CANDIDATE_MEMBERS, { .name = NULL } };
const struct view candidate_view = {
    "Candidate",
    "The identity of a candidate (candidat); before the consent of a "
    "candidate of others, that there is one and the reference.",
    candidate_members
};

static const struct member similar_members[] = {
    { "candidate_id", MEMBER_ID, .doc = "The other record." },
    { "reference", MEMBER_TEXT, .doc = "CAN-YYYY-NNNNNN-KK." },
    { "score", MEMBER_INT, .doc = "How much agrees: 100 is everything that is compared.",
      .example = "80" },
    { "matched", MEMBER_TEXTS,
      .doc =
          "What agrees: BIRTH_NAME, BIRTH_NAME_SIMILAR or NAMES_SWAPPED (each in the place of the "
          "other), FIRST_NAME, BIRTH_YEAR, BIRTH_MONTH, BIRTH_DAY, BIRTH_COMMUNE.",
      .example = "[\"FIRST_NAME\",\"BIRTH_YEAR\"]" },
    { "is_alike", MEMBER_BOOL,
      .doc = "No known part differs, and nobody stated that they are two persons: "
             "RECORD_INFORMATION asks for `is_distinct`." },
    { .name = NULL },
};
const struct view candidate_similar_view = { "PossibleDuplicate",
                                             "A record that may be of the same person.",
                                             similar_members };

static const struct member recorded_members[] = {
    CANDIDATE_MEMBERS,
    { "possible_duplicates", MEMBER_OBJECTS, .of = &candidate_similar_view,
      .doc = "Records of one's own organism that may be of the same person, as "
             "`…/possible-duplicates` lists them." },
    { .name = NULL },
};
const struct view candidate_recorded_view = { "RecordedCandidate",
                                              "A candidate as recorded, and who may be the same.",
                                              recorded_members };

static const struct member short_members[] = {
    { "id", MEMBER_ID, MEMBER_OPEN, .doc = "Identifier." },
    { "reference", MEMBER_TEXT, MEMBER_OPEN, .doc = "CAN-YYYY-NNNNNN-KK." },
    { "birth_name", MEMBER_TEXT, .doc = "Name at birth." },
    { "usage_name", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Name in use." },
    { "first_name_1", MEMBER_TEXT, .doc = "First given name." },
    { "birth_year", MEMBER_INT, MEMBER_NULLABLE, .doc = "Year of birth." },
    { "status", MEMBER_ENUM, .words = &candidate_status_words,
      .doc = "ACTIVE unless merged or anonymised." },
    { "version", MEMBER_INT, .doc = "For If-Match." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { "is_withheld", MEMBER_BOOL, MEMBER_WITHHOLDS },
    { .name = NULL },
};
const struct view candidate_short_view = { "CandidateSummary", "A candidate in a list.",
                                           short_members };
