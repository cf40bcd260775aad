/* SPDX-License-Identifier: EUPL-1.2 */
/* Results of the invented evaluations: which sub-domains are validated, criterion by criterion. */
#ifndef SEED_GRID_H
#define SEED_GRID_H

#include "json/writer.h"
#include "sandbox/names.h"

#include <stdbool.h>
#include <stdint.h>

enum { GRID_ITEMS_MAX = 256, GRID_CODE_SIZE = 12 };

/* The criteria of a référentiel and how they nest; sub-domains and domains by their place. */
struct seed_grid {
    unsigned item_count, subdomain_count, domain_count;
    struct {
        char code[GRID_CODE_SIZE];
        unsigned subdomain, place, size; /* place among the `size` criteria of its sub-domain */
    } items[GRID_ITEMS_MAX];
    unsigned domain_of[64]; /* of each sub-domain */
    char domain_codes[64][GRID_CODE_SIZE];
};

/* Codes D.S.C separated by spaces; false when they are not of that form. */
bool seed_grid_init(struct seed_grid *grid, const char *item_codes);
/* Some sub-domains of one to three domains, as a mask. */
uint64_t seed_grid_pick_gaps(const struct seed_grid *grid, struct seed_random *random);
uint64_t seed_grid_domains(const struct seed_grid *grid,
                           uint64_t subdomains); /* mask of their domains */
uint64_t seed_grid_widen(const struct seed_grid *grid,
                         uint64_t subdomains); /* to all of their domains */

enum grid_part { GRID_FIRST_HALF, GRID_SECOND_HALF, GRID_WHOLE };

/* The array of results of the sub-domains in `scope`, those of `gaps` not validated; `number`
 * varies them. */
void seed_grid_write(const struct seed_grid *grid, struct writer *writer, uint64_t scope,
                     uint64_t gaps, enum grid_part part, unsigned number);

#endif
