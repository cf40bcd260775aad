/* SPDX-License-Identifier: EUPL-1.2 */
/* Chance, and the smallest history that breaks a property. */
#include "history.h"

#include <string.h>

static uint64_t state_of_chance;

void chance_begin(uint64_t seed)
{
    state_of_chance = seed;
}

/* splitmix64 */
uint64_t chance(void)
{
    uint64_t z = state_of_chance += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

void chance_dice(struct step *step)
{
    for (int i = 0; i < DICE; i++)
        step->dice[i] = chance() % 2 == 0 ? 0 : (uint16_t)chance();
}

/* The same property must go on breaking: fewer steps first, then plainer ones. */
int history_shrink(struct step *steps, int count, const char *broken, replay_fn *replay)
{
    struct step tried[HISTORY_MAX];
    for (bool is_smaller = true; is_smaller;) {
        is_smaller = false;
        for (int size = count / 2; size >= 1; size /= 2)
            for (int at = 0; at + size <= count;) {
                memcpy(tried, steps, (size_t)at * sizeof *steps);
                memcpy(tried + at, steps + at + size, (size_t)(count - at - size) * sizeof *steps);
                if (replay(tried, count - size, false) == broken) {
                    memcpy(steps, tried, sizeof tried);
                    count -= size;
                    is_smaller = true;
                } else {
                    at += size;
                }
            }
        for (int i = 0; i < count; i++)
            for (int d = 0; d < DICE; d++)
                for (unsigned to = 0; to < steps[i].dice[d];
                     to = to == 0 ? steps[i].dice[d] / 2 + 1u : steps[i].dice[d]) {
                    memcpy(tried, steps, sizeof tried);
                    tried[i].dice[d] = (uint16_t)to;
                    if (replay(tried, count, false) == broken) {
                        steps[i].dice[d] = (uint16_t)to;
                        is_smaller = true;
                    }
                }
    }
    return count;
}
