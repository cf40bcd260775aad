/* SPDX-License-Identifier: EUPL-1.2 */
/* Which day it is, and where (decision 38). An instant has a day in each zone; the zones are those
 * of France, in Europe and overseas. Nothing here reads a clock; the caller brings the instant. */
#ifndef TIME_ZONE_H
#define TIME_ZONE_H

#include "calendar.h"

#include <stddef.h>

enum time_zone {
    TIME_ZONE_PARIS, /* what is nobody's: jobs, statistics, the certifier's registers */
    TIME_ZONE_GUADELOUPE,
    TIME_ZONE_MARTINIQUE,
    TIME_ZONE_CAYENNE,
    TIME_ZONE_MIQUELON,
    TIME_ZONE_MARIGOT,
    TIME_ZONE_ST_BARTHELEMY,
    TIME_ZONE_REUNION,
    TIME_ZONE_MAYOTTE,
    TIME_ZONE_NOUMEA,
    TIME_ZONE_TAHITI,
    TIME_ZONE_MARQUESAS,
    TIME_ZONE_GAMBIER,
    TIME_ZONE_WALLIS,
    TIME_ZONE_COUNT
};

extern const char *const time_zone_names[]; /* IANA names by value, NULL-terminated */

/* Codes by which a place in France is known: they begin alike, and beyond that each has its own. */
enum place_code {
    PLACE_COMMUNE = 1 << 0, /* of a commune (INSEE) */
    PLACE_POSTAL = 1 << 1,
};

/* The zone of the clocks at a place, by its code of five signs. False: none of France is known to
 * it, or those of that place are in several. */
bool time_zone_of_place(enum place_code kind, const char *code, size_t size,
                        enum time_zone *ret_zone);

/* The civil date of an instant (seconds since 1970 UTC), by the rules that hold since 2007. Unset
 * beyond the years 1..9999. */
struct date date_in_zone(int64_t unix_seconds, enum time_zone zone);
static inline struct date date_in_paris(int64_t unix_seconds)
{
    return date_in_zone(unix_seconds, TIME_ZONE_PARIS);
}

/* What the clocks of a zone show at an instant, as seconds since 1970 by them. */
int64_t time_zone_clock(int64_t unix_seconds, enum time_zone zone);

/* The present, as the one clock of the database has it. */
struct moment {
    int64_t unix_seconds;
    struct date pretended; /* a day that a sandbox pretends: the same in every zone; unset = none */
};

struct date moment_day(struct moment moment, enum time_zone zone);
/* The latest day that has begun anywhere: no act lies behind it. */
struct date moment_latest_day(struct moment moment);
/* The day that a deadline is compared with: a deadline day is over when it is over in Paris and
 * where the file is held, so that nobody loses an hour. The sweep and the guards ask this alone. */
struct date moment_deadline_day(struct moment moment, enum time_zone holder);

#endif
