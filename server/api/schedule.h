/* SPDX-License-Identifier: EUPL-1.2 */
/* What is held at a time: a sitting, a session. Its day is that of its beginning, in its zone
 * (decision 38); nobody says both unless they agree. */
#ifndef SCHEDULE_H
#define SCHEDULE_H

#include "api/exchange.h"

struct schedule {
    bool is_day_given;          /* by who asks, with this request */
    struct date held_on;        /* given, or as it stands; unset = none yet */
    int64_t starts_at, ends_at; /* milliseconds since 1970; 0 = not known */
    enum time_zone zone;
};

/* The day as given, else that of the beginning, else as it stands. DAY_OF_START_DIFFERS at
 * /held_on, REQUIRED at /starts_at and RANGE at /ends_at of the data: the end follows the
 * beginning, within a day and a night. */
struct date schedule_day(struct exchange *x, const struct schedule *schedule);

/* DAY_OF_START_DIFFERS there, with the day on which the beginning falls, and in which zone. */
void schedule_differs(struct exchange *x, const char *pointer, struct date found,
                      enum time_zone zone);

static inline struct date schedule_start_day(int64_t starts_at, enum time_zone zone)
{
    /* Downwards: a millisecond before midnight is the day before, before 1970 too. */
    return date_in_zone(starts_at / 1000 - (starts_at % 1000 < 0 ? 1 : 0), zone);
}

#endif
