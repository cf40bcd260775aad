/* SPDX-License-Identifier: EUPL-1.2 */
/* Invented names and numbers: plausible in French, nobody's. Everything is a function of a seed, so
 * that two demonstrations are alike. */
#ifndef SEED_NAMES_H
#define SEED_NAMES_H

#include "calendar.h"

#include <stdbool.h>
#include <stdint.h>

/* SplitMix64: small, good enough to spread, the same everywhere. */
struct seed_random {
    uint64_t state;
};

struct seed_random seed_random_of(uint64_t seed);
unsigned seed_random_between(struct seed_random *random, unsigned low,
                             unsigned high); /* both included */

enum { SEED_IDENTITIES = 500 * 1000 };

struct seed_identity {
    const char *birth_name, *first_name, *sex; /* sex: "F" or "M" */
    struct date birth; /* with the name another one for each number below SEED_IDENTITIES */
    const char *commune, *insee_code, *postal_code;
};

struct seed_identity seed_identity_of(unsigned number, struct seed_random *random);

enum { SEED_SIRET_TEXT_SIZE = 15 };

/* 000…: no such company was ever registered, and the check digits are right. */
void seed_siret_print(unsigned number, char ret_text[SEED_SIRET_TEXT_SIZE]);

#endif
