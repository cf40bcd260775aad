/* SPDX-License-Identifier: EUPL-1.2 */
/* Counters of all loops as Prometheus text (0.0.4), for the admin listener. */
#ifndef METRICS_H
#define METRICS_H

#include "buffer.h"
#include "loop.h"

struct login;

void metrics_print(struct loop *const loops[], unsigned count, const struct login *login,
                   struct buffer *text);

#endif
