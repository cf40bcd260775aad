/* SPDX-License-Identifier: EUPL-1.2 */
/* Carries what the database tells of principals to the loops of this process. */
#ifndef PRINCIPAL_WATCH_H
#define PRINCIPAL_WATCH_H

#include "engine/principal_news.h"

#include <stddef.h>

struct principal_watch;

/* NULL with ret_why. The string outlives the watch. */
struct principal_watch *principal_watch_start(const char *conninfo, char *ret_why, size_t why_size);
/* For engine_options.news; lives as long as the watch. */
struct principal_news *principal_watch_news(const struct principal_watch *watch);
/* After the last loop. NULL is accepted. */
void principal_watch_stop(struct principal_watch *watch);

#endif
