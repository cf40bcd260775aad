/* SPDX-License-Identifier: EUPL-1.2 */
/* A version of a référentiel as scoring needs it: codes, thresholds, mandatory criteria; no
 * wording.
 *
 * Domains hold sub-domains, sub-domains hold criteria, each contiguous and in the référentiel's
 * order. A domain without sub-domains (numérique) is a leaf: it is modelled as one implicit
 * sub-domain with one item, both with the domain's code, and its result is recorded at domain level
 * (decision 11).
 *
 * An *item* is what gets a result. Results are a text, one character an item, in the référentiel's
 * order. */
#ifndef REFERENTIAL_H
#define REFERENTIAL_H

#include "policy.h"
#include "reason.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    REFERENTIAL_MAX_DOMAINS = 16,    /* masks of domains are uint32_t, bit i = domains[i] */
    REFERENTIAL_MAX_SUBDOMAINS = 64, /* masks of sub-domains are uint64_t */
    REFERENTIAL_MAX_ITEMS = 256,     /* sets of items are struct item_set */
    REFERENTIAL_CODE_SIZE = 12,      /* 11 characters and the NUL */
    REFERENTIAL_TEXT_SIZE =
        8192, /* enough for the text form of any référentiel within these bounds */
};

_Static_assert(REFERENTIAL_MAX_DOMAINS <= 32 && REFERENTIAL_MAX_SUBDOMAINS <= 64 &&
                   REFERENTIAL_MAX_ITEMS % 64 == 0,
               "each fits its mask");

enum result {
    RESULT_VALIDATED = 'V',
    RESULT_NOT_VALIDATED = 'N',
    RESULT_NOT_EVALUATED = 'E', /* counts as not validated */
    RESULT_NONE = '-',          /* nothing recorded, or out of scope */
};

enum threshold_kind {
    THRESHOLD_NONE, /* only in a draft */
    THRESHOLD_PERCENTAGE,
    THRESHOLD_COUNT,
    THRESHOLD_BOTH, /* only in a draft */
};

struct domain {
    char code[REFERENTIAL_CODE_SIZE];
    int16_t first_subdomain, subdomain_count;
    bool is_leaf; /* its one sub-domain and its one item are implicit */
};

struct subdomain {
    char code[REFERENTIAL_CODE_SIZE];
    int16_t domain;
    int16_t first_item, item_count;
    int16_t threshold; /* percent (1..100) or number of criteria (1..item_count) */
    enum threshold_kind threshold_kind;
    bool is_implicit;
};

struct item { /* criterion (critère), or leaf domain */
    char code[REFERENTIAL_CODE_SIZE];
    int16_t subdomain;
    bool is_mandatory;
};

struct referential {
    int domain_count, subdomain_count, item_count;
    struct domain domains[REFERENTIAL_MAX_DOMAINS];
    struct subdomain subdomains[REFERENTIAL_MAX_SUBDOMAINS];
    struct item items[REFERENTIAL_MAX_ITEMS];
};

struct item_set {
    uint64_t bits[REFERENTIAL_MAX_ITEMS / 64];
};

bool item_set_has(const struct item_set *set, int item);
void item_set_add(struct item_set *set, int item);
int item_set_count(const struct item_set *set);
bool item_set_is_empty(const struct item_set *set);

/* Text form, one line each: "D 1", "S 1.1 P 50" (percentage) or "S 1.1 C 3" (count), "C 1.1.1" or
 * "C 1.1.1 M" (mandatory). Lines end with \n, the last one too. A D without S is a leaf. Codes are
 * letters, digits, '.', '-' and '_'. Strict: anything else, a bound exceeded or a threshold out of
 * range is false. *ret_referential is undefined after false. Duplicated codes and empty sub-domains
 * are left to referential_check(). */
bool referential_parse(const char *text, size_t size, struct referential *ret_referential);
/* The size written without the NUL; 0 when it does not fit or a threshold is not exactly one (a
 * draft). */
size_t referential_print(const struct referential *referential, char *ret_text, size_t capacity);

/* Building a draft, in order. False: bound exceeded, code invalid, or nothing to hang it on. A
 * domain is a leaf until it gets its first sub-domain. */
void referential_init(struct referential *referential);
/* Letters, digits, full stops, hyphens and underscores: of a domain, a sub-domain or a criterion.
 */
bool referential_code_is_valid(const char *code, size_t size);
bool referential_add_domain(struct referential *referential, const char *code, size_t size);
bool referential_add_subdomain(struct referential *referential, const char *code, size_t size,
                               enum threshold_kind kind, int threshold);
bool referential_add_criterion(struct referential *referential, const char *code, size_t size,
                               bool is_mandatory);

/* What keeps a draft from being activated. */
struct referential_fault {
    enum reason reason;
    const char *code; /* of the domain, sub-domain or criterion; lives in the référentiel */
};
/* As many as there can be: a sub-domain without criteria and its threshold; every code a second
 * time. */
enum {
    REFERENTIAL_MAX_FAULTS = 2 * REFERENTIAL_MAX_SUBDOMAINS + REFERENTIAL_MAX_DOMAINS +
                             REFERENTIAL_MAX_SUBDOMAINS + REFERENTIAL_MAX_ITEMS
};
/* The number of faults written. */
int referential_check(const struct referential *referential,
                      struct referential_fault ret_faults[REFERENTIAL_MAX_FAULTS]);

/* Positions by code; -1 when absent. */
int referential_find_item(const struct referential *referential, const char *code, size_t size);
int referential_find_subdomain(const struct referential *referential, const char *code,
                               size_t size);
int referential_find_domain(const struct referential *referential, const char *code, size_t size);

uint32_t referential_all_domains(const struct referential *referential);
uint64_t referential_all_subdomains(const struct referential *referential);
uint64_t referential_subdomains_of(const struct referential *referential, uint32_t domains);
/* Domains that have at least one sub-domain in the mask. */
uint32_t referential_domains_touched(const struct referential *referential, uint64_t subdomains);

/* Scoring (2.2). results: item_count characters. */

/* Items to validate, by the threshold or the stricter policy that overrides it; more than there are
 * when a draft has no threshold. */
int referential_required_count(const struct referential *referential, const struct policy *policy,
                               int subdomain);

/* All mandatory criteria validated and the threshold reached, in integers; never true without
 * criteria. */
bool referential_subdomain_is_validated(const struct referential *referential,
                                        const struct policy *policy, int subdomain,
                                        const char *results);
/* 'V' or 'N' for each sub-domain in scope, '-' for the others; NUL-terminated. */
void referential_score_subdomains(const struct referential *referential,
                                  const struct policy *policy, uint64_t scope, const char *results,
                                  char ret_statuses[REFERENTIAL_MAX_SUBDOMAINS + 1]);
/* A domain is 'V' when all its sub-domains are, '-' when all are '-', otherwise 'N';
 * NUL-terminated. */
void referential_score_domains(const struct referential *referential,
                               const char *subdomain_statuses,
                               char ret_statuses[REFERENTIAL_MAX_DOMAINS + 1]);
/* The sub-domains that are 'V' in statuses. */
uint64_t referential_validated(const struct referential *referential,
                               const char *subdomain_statuses);
/* Domains with a sub-domain not in `validated`. 0 = ready for the jury. */
uint32_t referential_missing_domains(const struct referential *referential, uint64_t validated);

/* A12, A13: the sub-domains a final evaluation bears on, limited to `chosen` domains (0 = all the
 * missing ones). */
uint64_t referential_retest_scope(const struct referential *referential,
                                  const struct policy *policy, uint64_t validated, uint32_t chosen);
struct item_set referential_items_of(const struct referential *referential, uint64_t scope);
/* Items of the scope without any result ('-'): a grid is complete when this is empty. */
struct item_set referential_missing_items(const struct referential *referential, uint64_t scope,
                                          const char *results);

/* Wire names (VALIDATED, NOT_VALIDATED, NOT_EVALUATED) of results; NULL for '-'. '\0' for an
 * unknown name. */
const char *result_name(char result);

#endif
