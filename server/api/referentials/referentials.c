/* SPDX-License-Identifier: EUPL-1.2 */
/* Référentiels: the published versions. */
#include "api/checks.h"
#include "api/referentials/referential_version.h"
#include "sql.h"

#define SHORT_MEMBERS                                                                              \
    { "id", MEMBER_ID, .doc = "Identifier." },                                                     \
        { "code", MEMBER_TEXT, .doc = "Certification.", .example = "\"CLEA-SOCLE\"" },             \
        { "version", MEMBER_TEXT, .doc = "Label of the version.", .example = "\"2018\"" },         \
        { "title", MEMBER_TEXT, .doc = "Official title." },                                        \
        { "status", MEMBER_ENUM, .words = &referential_status_words,                               \
          .doc = "DRAFT, ACTIVE or RETIRED." },                                                    \
        { "valid_from", MEMBER_DATE, .doc = "First day of validity." },                            \
        { "valid_to", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Last day, included; null = open." },   \
        { "declared_counts", MEMBER_OBJECT, .of = &referential_counts_view,                        \
          .doc = "What the certifier declares to exist." },                                        \
        { "listed_counts", MEMBER_OBJECT, .of = &referential_counts_view,                          \
          .doc = "What is listed in this version." },                                              \
        { "item_count", MEMBER_INT, .doc = "Results that an evaluation of everything has." },      \
        { "subdomain_count", MEMBER_INT,                                                           \
          .doc = "Units that are validated; a domain without sub-domains counts as one." },        \
        { "row_version", MEMBER_INT,                                                               \
          .doc = "For If-Match: `version` is the published label here." },                         \
        { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },                          \
    {                                                                                              \
        "activated_at", MEMBER_INSTANT, MEMBER_NULLABLE, .doc = "When it was activated."           \
    }

static const struct member short_members[] = { SHORT_MEMBERS, { .name = NULL } };
static const struct view short_view = { "ReferentialVersionSummary",
                                        "A version of a référentiel in a list.", short_members };

static const struct member version_members[] = {
    SHORT_MEMBERS,
    { "source_status", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "How far the sources go, in the words of who prepared it." },
    { "notes", MEMBER_JSON, MEMBER_NULLABLE, .doc = "Remarks on the sources." },
    { "sources", MEMBER_JSON, MEMBER_NULLABLE, .doc = "Sources, by their key." },
    { "domains", MEMBER_OBJECTS, .of = &referential_domain_view, .doc = "Domains, in order." },
    { .name = NULL },
};
const struct view referential_version_view = { "ReferentialVersion",
                                               "A version of a référentiel with its whole tree.",
                                               version_members };

/* --- listing --- */

struct list_query {
    struct given given;
    struct slice code;
    int status;
};

static const struct field list_fields[] = {
    { "code", FIELD_TEXT, 0, offsetof(struct list_query, code), 1, 40,
      .doc = "Versions of one certification.", .example = "\"CLEA-SOCLE\"" },
    { "status", FIELD_ENUM, 0, offsetof(struct list_query, status),
      .words = &referential_status_words, .doc = "Versions in one status." },
    { .name = NULL },
};
static const struct fields list_query = { "ReferentialQuery", list_fields,
                                          sizeof(struct list_query) };

static void bind_list(const struct exchange *x, struct params *params)
{
    const struct list_query *query = x->query;
    params_text(params, "code", query->code);
    params_text(
        params, "status",
        enum_text(&list_query, query, "status", referential_status_words.codes, query->status));
}

const struct operation referential_operations[] = {
    {
        .id = "listReferentials",
        .method = METHOD_GET,
        .path = "/v1/referentials",
        .tag = "Referentials",
        .summary = "List the versions of the référentiels.",
        .description =
            "Newest first, drafts included: what a certifier prepares is no secret. A candidacy is "
            "pinned to the version that is active when its prior evaluation begins.",
        .flags = OPERATION_LIST | OPERATION_PUBLIC_CACHE,
        .query = &list_query,
        .reply = { 200, &SQL_referential_list, bind_list, &short_view },
    },
    {
        .id = "getReferentialVersion",
        .method = METHOD_GET,
        .path = "/v1/referentials/{code}/versions/{version}",
        .tag = "Referentials",
        .summary = "Read a version with its whole tree.",
        .description = "Domains, sub-domains, criteria, thresholds and how well each is attested. "
                       "Active and retired versions never change.",
        .flags = OPERATION_PUBLIC_CACHE,
        .reply = { 200, &SQL_referential_view, referential_bind_label, &referential_version_view },
    },
    { .id = NULL },
};
