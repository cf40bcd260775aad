/* SPDX-License-Identifier: EUPL-1.2 */
/* From results to validated sub-domains, domains and gaps (2.2): integers only, no compensation. */
#include "referential.h"

#include <string.h>

static const uint64_t ALL_BITS = ~UINT64_C(0);

static uint64_t bit(int position)
{
    return UINT64_C(1) << position;
}

/* The bits of a run of positions; count may be 0 or 64. */
static uint64_t run(int first, int count)
{
    return count == 0 ? 0 : (ALL_BITS >> (64 - count)) << first;
}

uint32_t referential_all_domains(const struct referential *referential)
{
    return (uint32_t)run(0, referential->domain_count);
}

uint64_t referential_all_subdomains(const struct referential *referential)
{
    return run(0, referential->subdomain_count);
}

static uint64_t domain_subdomains(const struct domain *domain)
{
    return run(domain->first_subdomain, domain->subdomain_count);
}

uint64_t referential_subdomains_of(const struct referential *referential, uint32_t domains)
{
    uint64_t subdomains = 0;
    for (int d = 0; d < referential->domain_count; d++)
        if ((domains >> d & 1) != 0)
            subdomains |= domain_subdomains(&referential->domains[d]);
    return subdomains;
}

uint32_t referential_domains_touched(const struct referential *referential, uint64_t subdomains)
{
    uint32_t domains = 0;
    for (int d = 0; d < referential->domain_count; d++)
        if ((subdomains & domain_subdomains(&referential->domains[d])) != 0)
            domains |= UINT32_C(1) << d;
    return domains;
}

/* The contract in ACSL, proved by tests/proof/wp. */
/*@ logic integer count_of{L}(char *results, integer wanted, integer first, integer end) =
      end <= first ? 0 :
      count_of(results, wanted, first, end - 1) + (results[end - 1] == wanted ? 1 : 0);

    predicate threshold_l(struct subdomain *s, struct policy *p, integer validated) =
      p->is_stricter ? 100 * validated >= p->stricter_min_pct * s->item_count :
      s->threshold_kind == THRESHOLD_PERCENTAGE ? 100 * validated >= s->threshold * s->item_count :
      s->threshold_kind == THRESHOLD_COUNT && validated >= s->threshold;

    predicate subdomain_fits(struct subdomain *s) =
      0 <= s->first_item && 0 <= s->item_count &&
      s->first_item + s->item_count <= REFERENTIAL_MAX_ITEMS;
    predicate domain_fits(struct domain *d) =
      0 <= d->first_subdomain && 0 <= d->subdomain_count &&
      d->first_subdomain + d->subdomain_count <= REFERENTIAL_MAX_SUBDOMAINS; */

/*@ requires readable: \valid_read(subdomain) && \valid_read(policy);
    requires fits: subdomain_fits(subdomain) && 0 <= validated <= subdomain->item_count;
    requires a_percentage: 0 <= policy->stricter_min_pct <= 100;
    assigns \nothing;
    ensures threshold: \result <==> threshold_l(subdomain, policy, validated); */
static bool threshold_is_reached(const struct subdomain *subdomain, const struct policy *policy,
                                 int validated)
{
    if (policy->is_stricter) /* 2.2 rule 7, decision 11: overrides both kinds */
        return 100 * validated >= policy->stricter_min_pct * subdomain->item_count;
    switch (subdomain->threshold_kind) {
    case THRESHOLD_PERCENTAGE:
        return 100 * validated >= subdomain->threshold * subdomain->item_count;
    case THRESHOLD_COUNT:
        return validated >= subdomain->threshold;
    case THRESHOLD_NONE:
    case THRESHOLD_BOTH:
        break; /* a draft validates nothing */
    }
    return false;
}

/* The least count that is no smaller share of all items than the percentage. */
static int count_of_percentage(int percentage, int item_count)
{
    return (percentage * item_count + 99) / 100;
}

int referential_required_count(const struct referential *referential, const struct policy *policy,
                               int subdomain)
{
    const struct subdomain *s = &referential->subdomains[subdomain];
    if (policy->is_stricter) /* 2.2 rule 7, decision 11: overrides both kinds */
        return count_of_percentage(policy->stricter_min_pct, s->item_count);
    switch (s->threshold_kind) {
    case THRESHOLD_PERCENTAGE:
        return count_of_percentage(s->threshold, s->item_count);
    case THRESHOLD_COUNT:
        return s->threshold;
    case THRESHOLD_NONE:
    case THRESHOLD_BOTH:
        break;
    }
    return s->item_count + 1; /* a draft validates nothing */
}

/*@ requires readable: \valid_read(referential) && \valid_read(policy);
    requires a_subdomain: 0 <= subdomain < REFERENTIAL_MAX_SUBDOMAINS &&
      subdomain_fits(&referential->subdomains[subdomain]);
    requires results_readable: \valid_read(results + (0 .. REFERENTIAL_MAX_ITEMS - 1));
    requires a_percentage: 0 <= policy->stricter_min_pct <= 100;
    assigns \nothing;
    ensures all_mandatory_and_the_threshold: \let s = &referential->subdomains[subdomain];
      \result <==>
        s->item_count > 0 &&
        (\forall integer i; s->first_item <= i < s->first_item + s->item_count ==>
          referential->items[i].is_mandatory ==> results[i] == RESULT_VALIDATED) &&
        threshold_l(s, policy, count_of(results, RESULT_VALIDATED, s->first_item,
                                        s->first_item + s->item_count)); */
bool referential_subdomain_is_validated(const struct referential *referential,
                                        const struct policy *policy, int subdomain,
                                        const char *results)
{
    const struct subdomain *s = &referential->subdomains[subdomain];
    int validated = 0;
    /*@ loop invariant counted: s->first_item <= i <= s->first_item + s->item_count &&
          validated == count_of(results, RESULT_VALIDATED, s->first_item, i) &&
          0 <= validated <= i - s->first_item;
        loop invariant mandatory_so_far: \forall integer j; s->first_item <= j < i ==>
          referential->items[j].is_mandatory ==> results[j] == RESULT_VALIDATED;
        loop assigns i, validated;
        loop variant s->first_item + s->item_count - i; */
    for (int i = s->first_item; i < s->first_item + s->item_count; i++) {
        if (results[i] == RESULT_VALIDATED)
            validated++;
        else if (referential->items[i].is_mandatory)
            return false;
    }
    return s->item_count > 0 && threshold_is_reached(s, policy, validated);
}

void referential_score_subdomains(const struct referential *referential,
                                  const struct policy *policy, uint64_t scope, const char *results,
                                  char ret_statuses[REFERENTIAL_MAX_SUBDOMAINS + 1])
{
    for (int s = 0; s < referential->subdomain_count; s++) {
        if ((scope & bit(s)) == 0)
            ret_statuses[s] = RESULT_NONE;
        else if (referential_subdomain_is_validated(referential, policy, s, results))
            ret_statuses[s] = RESULT_VALIDATED;
        else
            ret_statuses[s] = RESULT_NOT_VALIDATED;
    }
    ret_statuses[referential->subdomain_count] = '\0';
}

/*@ requires readable: \valid_read(domain) && domain_fits(domain);
    requires statuses_readable:
      \valid_read(subdomain_statuses + (0 .. REFERENTIAL_MAX_SUBDOMAINS - 1));
    assigns \nothing;
    ensures nothing_when_all_are_nothing: \result == RESULT_NONE <==>
      (\forall integer s;
        domain->first_subdomain <= s < domain->first_subdomain + domain->subdomain_count ==>
          subdomain_statuses[s] == RESULT_NONE);
    ensures validated_when_all_are: domain->subdomain_count > 0 ==>
      (\result == RESULT_VALIDATED <==>
        (\forall integer s;
          domain->first_subdomain <= s < domain->first_subdomain + domain->subdomain_count ==>
            subdomain_statuses[s] == RESULT_VALIDATED));
    ensures otherwise_not: \result == RESULT_NONE || \result == RESULT_VALIDATED ||
      \result == RESULT_NOT_VALIDATED; */
static char domain_status(const struct domain *domain, const char *subdomain_statuses)
{
    int validated = 0, unknown = 0;
    /*@ loop invariant counted:
          domain->first_subdomain <= s <= domain->first_subdomain + domain->subdomain_count &&
          0 <= validated <= s - domain->first_subdomain &&
          0 <= unknown <= s - domain->first_subdomain;
        loop invariant all_validated: validated == s - domain->first_subdomain <==>
          (\forall integer i; domain->first_subdomain <= i < s ==>
            subdomain_statuses[i] == RESULT_VALIDATED);
        loop invariant all_unknown: unknown == s - domain->first_subdomain <==>
          (\forall integer i; domain->first_subdomain <= i < s ==>
            subdomain_statuses[i] == RESULT_NONE);
        loop assigns s, validated, unknown;
        loop variant domain->first_subdomain + domain->subdomain_count - s; */
    for (int s = domain->first_subdomain; s < domain->first_subdomain + domain->subdomain_count;
         s++) {
        validated += subdomain_statuses[s] == RESULT_VALIDATED;
        unknown += subdomain_statuses[s] == RESULT_NONE;
    }
    /*@ assert not_both: unknown == domain->subdomain_count > 0 ==>
          subdomain_statuses[domain->first_subdomain] == RESULT_NONE; */
    if (unknown == domain->subdomain_count)
        return RESULT_NONE;
    return validated == domain->subdomain_count ? RESULT_VALIDATED : RESULT_NOT_VALIDATED;
}

void referential_score_domains(const struct referential *referential,
                               const char *subdomain_statuses,
                               char ret_statuses[REFERENTIAL_MAX_DOMAINS + 1])
{
    for (int d = 0; d < referential->domain_count; d++)
        ret_statuses[d] = domain_status(&referential->domains[d], subdomain_statuses);
    ret_statuses[referential->domain_count] = '\0';
}

uint64_t referential_validated(const struct referential *referential,
                               const char *subdomain_statuses)
{
    uint64_t validated = 0;
    for (int s = 0; s < referential->subdomain_count; s++)
        if (subdomain_statuses[s] == RESULT_VALIDATED)
            validated |= bit(s);
    return validated;
}

uint32_t referential_missing_domains(const struct referential *referential, uint64_t validated)
{
    return referential_domains_touched(referential,
                                       referential_all_subdomains(referential) & ~validated);
}

uint64_t referential_retest_scope(const struct referential *referential,
                                  const struct policy *policy, uint64_t validated, uint32_t chosen)
{
    uint32_t domains = referential_missing_domains(referential, validated);
    if (chosen != 0)
        domains &= chosen;
    const uint64_t subdomains = referential_subdomains_of(referential, domains);
    return policy->retest_granularity == RETEST_DOMAIN ? subdomains : subdomains & ~validated;
}

struct item_set referential_items_of(const struct referential *referential, uint64_t scope)
{
    struct item_set items = { 0 };
    for (int i = 0; i < referential->item_count; i++)
        if ((scope & bit(referential->items[i].subdomain)) != 0)
            item_set_add(&items, i);
    return items;
}

struct item_set referential_missing_items(const struct referential *referential, uint64_t scope,
                                          const char *results)
{
    struct item_set items = { 0 };
    for (int i = 0; i < referential->item_count; i++)
        if ((scope & bit(referential->items[i].subdomain)) != 0 && results[i] == RESULT_NONE)
            item_set_add(&items, i);
    return items;
}

static const struct {
    char result;
    const char *name;
} names[] = {
    { RESULT_VALIDATED, "VALIDATED" },
    { RESULT_NOT_VALIDATED, "NOT_VALIDATED" },
    { RESULT_NOT_EVALUATED, "NOT_EVALUATED" },
};

const char *result_name(char result)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i].result == result)
            return names[i].name;
    return NULL;
}
