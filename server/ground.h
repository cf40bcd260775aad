/* SPDX-License-Identifier: EUPL-1.2 */
/* What a process that serves stands on: looked at before it opens anything. */
#ifndef GROUND_H
#define GROUND_H

#include "config.h"

#include <stdbool.h>
#include <stddef.h>

/* Of the process itself: no core dump may hold what people told us, and every connection is a
 * file. */
void ground_prepare(const struct config *config);
/* A database of the right level and kind, whose row-level security binds us; ports that are free.
 */
bool ground_is_sound(const struct config *config, char *why, size_t why_size);

#endif
