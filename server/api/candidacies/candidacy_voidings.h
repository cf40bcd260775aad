/* SPDX-License-Identifier: EUPL-1.2 */
/* Binders of the writes that void sub-domains and lift what was voided. */
#ifndef CANDIDACY_VOIDINGS_H
#define CANDIDACY_VOIDINGS_H

#include "api/candidacies/candidacy_effects.h"

void candidacy_bind_voiding_insert(const struct exchange *x, const struct effect *effect,
                                   struct params *params);
void candidacy_bind_voiding_lift(const struct exchange *x, const struct effect *effect,
                                 struct params *params);
void candidacy_bind_voiding_replace(const struct exchange *x, const struct effect *effect,
                                    struct params *params);

#endif
