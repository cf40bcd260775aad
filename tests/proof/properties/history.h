/* SPDX-License-Identifier: EUPL-1.2 */
/* A history as a list of steps, each an act with its dice: drawn at random, played again, made as
 * small as it gets. What the dice mean is the business of who plays them. */
#ifndef HISTORY_H
#define HISTORY_H

#include <stdbool.h>
#include <stdint.h>

enum { DICE = 6, HISTORY_MAX = 80 };

/* Zero dice are the plainest choice: today, everything in order, the person in charge. */
struct step {
    uint8_t event;
    uint16_t dice[DICE];
};

void chance_begin(uint64_t seed);
uint64_t chance(void);
void chance_dice(struct step *step); /* plain as often as not */

/* Plays the steps from the beginning; the property that they break, by its text, or NULL.
 * is_told: prints each. */
typedef const char *replay_fn(const struct step *steps, int count, bool is_told);

/* Fewer steps first, then plainer ones, as long as the same property breaks. How many are left. */
int history_shrink(struct step *steps, int count, const char *broken, replay_fn *replay);

#endif
