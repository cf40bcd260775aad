/* SPDX-License-Identifier: EUPL-1.2 */
/* The tables of the document of a référentiel: how it is read, and its shape in a reply. */
#include "api/referentials/referential_draft.h"

#include "api/checks.h"

enum { TITLE_MAX = 400, CODE_MAX = REFERENTIAL_CODE_SIZE - 1 };

#define VALIDATION(member) offsetof(struct validation_draft, member)
static const struct field validation_fields[] = {
    { "min_pct", FIELD_INT, FIELD_NULLABLE, VALIDATION(min_pct), 1, 100,
      .doc = "Percentage of criteria to validate: the rule, when given.", .example = "75" },
    { "min_validated", FIELD_INT, FIELD_NULLABLE, VALIDATION(min_validated), 1, 256,
      .doc = "Number of criteria to validate: the rule when there is no percentage, otherwise kept "
             "as published.",
      .example = "3" },
    { "mandatory_criteria", FIELD_TEXTS, FIELD_NULLABLE, VALIDATION(mandatory_criteria), 0, 256,
      .doc = "Codes of criteria without which the sub-domain is never validated." },
    { "threshold_status", FIELD_TEXT, FIELD_NULLABLE, VALIDATION(threshold_status), 1, 40,
      .doc = "How well the threshold is attested.", .example = "\"found\"" },
    { "mandatory_status", FIELD_TEXT, FIELD_NULLABLE, VALIDATION(mandatory_status), 1, 40,
      .doc = "How well the mandatory criteria are attested.", .example = "\"not-found\"" },
    { .name = NULL },
};
static const struct fields validation_table = { "ReferentialValidationInput", validation_fields,
                                                sizeof(struct validation_draft) };

#define CRITERION(member) offsetof(struct criterion_draft, member)
static const struct field criterion_fields[] = {
    { "code", FIELD_TEXT, FIELD_REQUIRED | FIELD_PRINTED, CRITERION(code), 1, CODE_MAX,
      .check = check_item_code, .doc = "Code.", .example = "\"1.1.1\"" },
    { "title", FIELD_TEXT, FIELD_REQUIRED | FIELD_PRINTED, CRITERION(title), 1, TITLE_MAX,
      .doc = "Wording." },
    { "title_in_source", FIELD_TEXT, FIELD_NULLABLE, CRITERION(title_in_source), 1, TITLE_MAX,
      .doc = "Wording of the source, when a slip in it was put right." },
    { .name = NULL },
};
static const struct fields criterion_table = { "ReferentialCriterionInput", criterion_fields,
                                               sizeof(struct criterion_draft) };

#define SUBDOMAIN(member) offsetof(struct subdomain_draft, member)
static const struct field subdomain_fields[] = {
    { "code", FIELD_TEXT, FIELD_REQUIRED | FIELD_PRINTED, SUBDOMAIN(code), 1, CODE_MAX,
      .check = check_item_code, .doc = "Code.", .example = "\"1.1\"" },
    { "title", FIELD_TEXT, FIELD_REQUIRED | FIELD_PRINTED, SUBDOMAIN(title), 1, TITLE_MAX,
      .doc = "Title." },
    { "title_status", FIELD_TEXT, FIELD_NULLABLE, SUBDOMAIN(title_status), 1, 40,
      .doc = "How well the title is attested.", .example = "\"found\"" },
    { "title_sources", FIELD_TEXTS, FIELD_NULLABLE, SUBDOMAIN(title_sources), 0, 20,
      .doc = "Keys of `sources`." },
    { "validation", FIELD_OBJECT, FIELD_NULLABLE, SUBDOMAIN(validation), .of = &validation_table,
      .doc = "When the sub-domain is validated." },
    { "criteria", FIELD_OBJECTS, 0, SUBDOMAIN(criteria), 0, REFERENTIAL_MAX_ITEMS,
      .of = &criterion_table, .doc = "Criteria (critères), in order." },
    { .name = NULL },
};
static const struct fields subdomain_table = { "ReferentialSubdomainInput", subdomain_fields,
                                               sizeof(struct subdomain_draft) };

#define DOMAIN(member) offsetof(struct domain_draft, member)
static const struct field domain_fields[] = {
    { "code", FIELD_TEXT, FIELD_REQUIRED | FIELD_PRINTED, DOMAIN(code), 1, CODE_MAX,
      .check = check_item_code, .doc = "Code.", .example = "\"1\"" },
    { "title", FIELD_TEXT, FIELD_REQUIRED | FIELD_PRINTED, DOMAIN(title), 1, TITLE_MAX,
      .doc = "Title." },
    { "subdomains", FIELD_OBJECTS, 0, DOMAIN(subdomains), 0, REFERENTIAL_MAX_SUBDOMAINS,
      .of = &subdomain_table,
      .doc = "Sub-domains (sous-domaines), in order; without any, the domain itself gets the "
             "result." },
    { .name = NULL },
};
static const struct fields domain_table = { "ReferentialDomainInput", domain_fields,
                                            sizeof(struct domain_draft) };

#define COUNTS(member) offsetof(struct referential_counts, member)
static const struct field counts_fields[] = {
    { "domains", FIELD_INT, FIELD_NULLABLE, COUNTS(domains), 0, 1000, .doc = "Domains." },
    { "subdomains", FIELD_INT, FIELD_NULLABLE, COUNTS(subdomains), 0, 1000, .doc = "Sub-domains." },
    { "criteria", FIELD_INT, FIELD_NULLABLE, COUNTS(criteria), 0, 1000, .doc = "Criteria." },
    { .name = NULL },
};
static const struct fields counts_table = { "ReferentialCountsInput", counts_fields,
                                            sizeof(struct referential_counts) };

#define DRAFT(member) offsetof(struct referential_draft, member)
#define TREE_FIELDS                                                                                \
    { "status",                                                                                    \
      FIELD_TEXT,                                                                                  \
      FIELD_NULLABLE,                                                                              \
      DRAFT(status),                                                                               \
      1,                                                                                           \
      60,                                                                                          \
      .doc = "How far the sources go, in the words of who prepared it. The life of the version "   \
             "is the server's.",                                                                   \
      .example = "\"to-be-confirmed-by-certifier\"" },                                             \
        { "notes", FIELD_JSON, FIELD_NULLABLE, DRAFT(notes), .doc = "Remarks on the sources." },   \
        { "sources", FIELD_JSON, FIELD_NULLABLE, DRAFT(sources),                                   \
          .doc = "Sources, by their key." },                                                       \
        { "domains",                                                                               \
          FIELD_OBJECTS,                                                                           \
          FIELD_REQUIRED,                                                                          \
          DRAFT(domains),                                                                          \
          1,                                                                                       \
          REFERENTIAL_MAX_DOMAINS,                                                                 \
          .of = &domain_table,                                                                     \
          .doc = "Domains (domaines), in order." },                                                \
    {                                                                                              \
        .name = NULL                                                                               \
    }

static const struct field draft_fields[] = {
    { "code", FIELD_TEXT, FIELD_PRINTED, DRAFT(code), 1, 40, .check = check_referential_code,
      .doc = "Certification; the one of the address.", .example = "\"CLEA-SOCLE\"" },
    { "version", FIELD_TEXT, FIELD_REQUIRED | FIELD_PRINTED, DRAFT(version), 1, 20,
      .doc = "Label of the version.", .example = "\"2028\"" },
    { "title", FIELD_TEXT, FIELD_REQUIRED | FIELD_PRINTED, DRAFT(title), 1, 300,
      .doc = "Official title." },
    { "valid_from", FIELD_DATE, FIELD_REQUIRED, DRAFT(valid_from), .doc = "First day of validity.",
      .example = "\"2028-01-01\"" },
    { "valid_to", FIELD_DATE, FIELD_NULLABLE, DRAFT(valid_to),
      .doc = "Last day of validity, included; null = open." },
    { "declared_counts", FIELD_OBJECT, FIELD_NULLABLE, DRAFT(declared_counts), .of = &counts_table,
      .doc = "What the certifier declares to exist." },
    { "listed_counts", FIELD_OBJECT, FIELD_NULLABLE, DRAFT(listed_counts), .of = &counts_table,
      .doc = "What is listed below; refused when it is not so." },
    TREE_FIELDS,
};
const struct fields referential_draft_fields = { "ReferentialDraft", draft_fields,
                                                 sizeof(struct referential_draft) };

static const struct field tree_fields[] = { TREE_FIELDS };
const struct fields referential_tree_fields = { "ReferentialTree", tree_fields,
                                                sizeof(struct referential_draft) };

static const struct member validation_members[] = {
    { "min_pct", MEMBER_INT, MEMBER_NULLABLE, .doc = "Percentage of criteria to validate." },
    { "min_validated", MEMBER_INT, MEMBER_NULLABLE,
      .doc = "Number of criteria to validate; the rule only when there is no percentage." },
    { "mandatory_criteria", MEMBER_TEXTS, .doc = "Codes of mandatory criteria." },
    { "threshold_status", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "How well the threshold is attested." },
    { "mandatory_status", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "How well the mandatory criteria are attested." },
    { .name = NULL },
};
static const struct view validation_view = { "ReferentialValidation",
                                             "When a sub-domain is validated.",
                                             validation_members };

static const struct member criterion_members[] = {
    { "code", MEMBER_TEXT, .doc = "Code." },
    { "title", MEMBER_TEXT, .doc = "Wording." },
    { "title_in_source", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "Wording of the source, when it differs." },
    { .name = NULL },
};
static const struct view criterion_view = { "ReferentialCriterion", "A criterion (critère).",
                                            criterion_members };

static const struct member subdomain_members[] = {
    { "code", MEMBER_TEXT, .doc = "Code." },
    { "title", MEMBER_TEXT, .doc = "Title." },
    { "title_status", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "How well the title is attested." },
    { "title_sources", MEMBER_TEXTS, .doc = "Keys of `sources`." },
    { "validation", MEMBER_OBJECT, MEMBER_NULLABLE, .of = &validation_view,
      .doc = "When the sub-domain is validated; null when that is not known." },
    { "criteria", MEMBER_OBJECTS, .of = &criterion_view, .doc = "Criteria, in order." },
    { .name = NULL },
};
static const struct view subdomain_view = { "ReferentialSubdomain", "A sub-domain (sous-domaine).",
                                            subdomain_members };

static const struct member domain_members[] = {
    { "code", MEMBER_TEXT, .doc = "Code." },
    { "title", MEMBER_TEXT, .doc = "Title." },
    { "subdomains", MEMBER_OBJECTS, .of = &subdomain_view,
      .doc = "Sub-domains, in order; without any, the domain itself gets the result." },
    { .name = NULL },
};
const struct view referential_domain_view = { "ReferentialDomain", "A domain (domaine).",
                                              domain_members };

static const struct member counts_members[] = {
    { "domains", MEMBER_INT, MEMBER_NULLABLE, .doc = "Domains." },
    { "subdomains", MEMBER_INT, MEMBER_NULLABLE, .doc = "Sub-domains." },
    { "criteria", MEMBER_INT, MEMBER_NULLABLE, .doc = "Criteria." },
    { .name = NULL },
};
const struct view referential_counts_view = { "ReferentialCounts", "How many there are.",
                                              counts_members };
