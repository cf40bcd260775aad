/* SPDX-License-Identifier: EUPL-1.2 */
/* A closed list of the contract: its codes, as they stand on the wire, with what a screen shows for
 * each. A field or a member that is an enumeration points at one, so that there is no list without
 * labels and no list said twice. */
#ifndef VOCABULARY_H
#define VOCABULARY_H

#include "slice.h"

#include <stdbool.h>
#include <stdint.h>

struct label {
    const char *fr, *en;
};

struct vocabulary {
    const char *name; /* of the address: "candidacy-states" */
    struct label title;
    const char *const *codes;   /* by value of the enumeration; NULL-terminated, 64 at most */
    const struct label *labels; /* of the same number */
};

/* The number of a code, or -1. */
int vocabulary_find(const struct vocabulary *vocabulary, struct slice code);
/* The same for a word that the database holds: where an outer join left it out, 0. */
int vocabulary_number(const struct vocabulary *vocabulary, struct slice code);
/* What to show for a code, or NULL when the vocabulary lacks it. */
const char *vocabulary_label(const struct vocabulary *vocabulary, struct slice code,
                             bool is_english);

/* Of a list of codes with commas between them: bit i = codes[i]; what the vocabulary lacks is
 * passed over. */
uint64_t vocabulary_bits(const struct vocabulary *vocabulary, struct slice codes);

/* Some fields take a part of a list: bit i = codes[i]; 0 = all of them. */
bool vocabulary_takes(uint64_t only, int number);

#endif
