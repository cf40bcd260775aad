/* SPDX-License-Identifier: EUPL-1.2 */
/* Where an identifier stands in a table of ours. */
#ifndef ID_SPREAD_H
#define ID_SPREAD_H

#include "id.h"

/* By all of it: those of a demonstration, or taken over from elsewhere, may differ in one byte. */
unsigned id_spread(struct id id);

#endif
