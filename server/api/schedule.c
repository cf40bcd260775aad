/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/schedule.h"

enum { DAY_MS = 86400 * 1000 };

void schedule_differs(struct exchange *x, const char *pointer, struct date found,
                      enum time_zone zone)
{
    struct expected expected = expected_dates(found, found);
    expected.zone_name = time_zone_names[zone];
    exchange_violate_data(x, pointer, REASON_DAY_OF_START_DIFFERS);
    exchange_expect(x, expected);
}

struct date schedule_day(struct exchange *x, const struct schedule *schedule)
{
    const int64_t start = schedule->starts_at, end = schedule->ends_at;
    if (end && !start) {
        exchange_violate_data(x, "/starts_at", REASON_REQUIRED);
    } else if (end && (end <= start || end - start > DAY_MS)) {
        exchange_violate_data(x, "/ends_at", REASON_RANGE);
        exchange_expect(x, (struct expected){ .type = VALUE_INSTANT,
                                              .has_min = true,
                                              .min = start,
                                              .has_max = true,
                                              .max = start + DAY_MS,
                                              .zone = (int)schedule->zone });
    }
    if (!start)
        return schedule->held_on;
    const struct date day = schedule_start_day(start, schedule->zone);
    if (schedule->is_day_given && date_compare(schedule->held_on, day) != 0)
        schedule_differs(x, "/held_on", day, schedule->zone);
    return day;
}
