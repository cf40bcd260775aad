/* SPDX-License-Identifier: EUPL-1.2 */
/* What every test of the domain begins with: cmocka, dates as text, ids, people, and the socle with
 * a grid of results. */
#ifndef REFERENTIAL_FIXTURE_H
#define REFERENTIAL_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "candidacy.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static inline struct date day(const char *text)
{
    struct date date = { 0 };
    assert_true(date_parse(text, strlen(text), &date));
    return date;
}

#define assert_date(date, text)                                                                    \
    do {                                                                                           \
        char printed_[DATE_TEXT_SIZE];                                                             \
        date_print(date, printed_);                                                                \
        assert_string_equal(printed_, text);                                                       \
    } while (0)

static inline struct id an_id(int n)
{
    struct id id = { { 0 } };
    id.bytes[0] = 1;
    id.bytes[14] = (unsigned char)(n >> 8);
    id.bytes[15] = (unsigned char)n;
    return id;
}

static inline struct person a_person(int n)
{
    return (struct person){ .id = an_id(n) };
}

/* What lies behind the counts would change every answer if anybody read it. */
static inline void mislead(struct referential *referential)
{
    for (int d = referential->domain_count; d < REFERENTIAL_MAX_DOMAINS; d++)
        referential->domains[d] = (struct domain){ "9", 0, REFERENTIAL_MAX_SUBDOMAINS, false };
    for (int s = referential->subdomain_count; s < REFERENTIAL_MAX_SUBDOMAINS; s++)
        referential->subdomains[s] =
            (struct subdomain){ "9.9", 0, 0, 1, 100, THRESHOLD_PERCENTAGE, false };
    for (int i = referential->item_count; i < REFERENTIAL_MAX_ITEMS; i++)
        referential->items[i] = (struct item){ "9.9.9", 0, true };
}

/* The shape of the socle of 2018: criteria per sub-domain, and thresholds by the size pattern (2.2
 * rule 6). */
static inline void socle(struct referential *referential)
{
    static const int sizes[7][5] = { { 2, 4, 4, 6, 2 }, { 7, 2, 7, 1, 3 }, { 3, 5, 8, 4 },
                                     { 4, 2, 3, 2 },    { 3, 5, 3 },       { 5, 2, 4 },
                                     { 3, 6, 3, 4 } };
    static const int thresholds[] = { 0, 100, 50, 66, 75, 75, 75, 75, 75 };
    char code[40];
    referential_init(referential);
    for (int d = 0; d < 7; d++) {
        snprintf(code, sizeof code, "%d", d + 1);
        assert_true(referential_add_domain(referential, code, strlen(code)));
        for (int s = 0; s < 5 && sizes[d][s] != 0; s++) {
            snprintf(code, sizeof code, "%d.%d", d + 1, s + 1);
            assert_true(referential_add_subdomain(referential, code, strlen(code),
                                                  THRESHOLD_PERCENTAGE, thresholds[sizes[d][s]]));
            for (int c = 0; c < sizes[d][s]; c++) {
                snprintf(code, sizeof code, "%d.%d.%d", d + 1, s + 1, c + 1);
                assert_true(referential_add_criterion(referential, code, strlen(code), false));
            }
        }
    }
    mislead(referential);
}

static inline int item_at(const struct referential *referential, const char *code)
{
    const int item = referential_find_item(referential, code, strlen(code));
    assert_true(item >= 0);
    return item;
}

/* Everything 'V', then the given domains (mask) 'N'; '-' outside the scope. */
static inline void grid(const struct referential *referential, uint64_t scope,
                        uint32_t failed_domains, char *ret_results)
{
    for (int i = 0; i < referential->item_count; i++) {
        const int s = referential->items[i].subdomain;
        const bool is_failed = (failed_domains >> referential->subdomains[s].domain & 1) != 0;
        ret_results[i] = (scope >> s & 1) == 0 ? '-' : is_failed ? 'N' : 'V';
    }
    ret_results[referential->item_count] = '\0';
}

#endif
