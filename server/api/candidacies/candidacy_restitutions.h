/* SPDX-License-Identifier: EUPL-1.2 */
/* Binders of the writes of a restitution. */
#ifndef CANDIDACY_RESTITUTIONS_H
#define CANDIDACY_RESTITUTIONS_H

#include "api/candidacies/candidacy_effects.h"

void candidacy_bind_restitution_insert(const struct exchange *x, const struct effect *effect,
                                       struct params *params);
void candidacy_bind_restitution_correct(const struct exchange *x, const struct effect *effect,
                                        struct params *params);

#endif
