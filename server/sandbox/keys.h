/* SPDX-License-Identifier: EUPL-1.2 */
/* The keys of the people of a demonstration: they are drawn anew and exist in clear with whoever
 * drew them only. */
#ifndef SEED_KEYS_H
#define SEED_KEYS_H

#include "db/store.h"
#include "sandbox/people.h"
#include "status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Draws new keys for everybody, stores their digests and revokes those of before. */
bool demo_write_keys(struct store *store, struct demo *demo, bool is_sandbox, char *ret_why,
                     size_t why_size) NODISCARD;
/* Draws keys for everybody that end by themselves after some time; all others stay valid. */
bool demo_lend_keys(struct store *store, struct demo *demo, char *ret_why,
                    size_t why_size) NODISCARD;
/* Revokes all that were ever lent, also by a run that did not come to its end. */
bool demo_take_keys_back(struct store *store, char *ret_why, size_t why_size) NODISCARD;
/* "ROLE token scope" a line; the first line of a role is that of the story's first organism. */
bool demo_print_tokens(const struct demo *demo, FILE *out) NODISCARD;

#endif
