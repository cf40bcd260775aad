/* SPDX-License-Identifier: EUPL-1.2 */
/* What is written of an act besides its effects: its line of the history, with the words typed. */
#ifndef CANDIDACY_HISTORY_H
#define CANDIDACY_HISTORY_H

#include "api/candidacies/candidacy_effects.h"

void history_bind_event(const struct exchange *x, const struct effect *effect,
                        struct params *params);
/* Of an act with which words were typed. */
void history_bind_text(const struct exchange *x, const struct effect *effect,
                       struct params *params);

/* The day of an act that is put right, where it stands beside the history. */
void history_bind_act_day(const struct exchange *x, const struct effect *effect,
                          struct params *params);

/* "2,3", as string_to_array() reads it. */
struct slice history_domain_codes(const struct exchange *x, const struct referential *referential,
                                  uint32_t domains);

#endif
