/* Zones as offsets and the rule by which their clocks change; no time zone files. */
#include "time_zone.h"

#include "name.h"

enum { SECONDS_PER_MINUTE = 60, SECONDS_PER_HOUR = 3600, SECONDS_PER_DAY = 86400 };

const char *const time_zone_names[] = {
    [TIME_ZONE_PARIS] = "Europe/Paris",
    [TIME_ZONE_GUADELOUPE] = "America/Guadeloupe",
    [TIME_ZONE_MARTINIQUE] = "America/Martinique",
    [TIME_ZONE_CAYENNE] = "America/Cayenne",
    [TIME_ZONE_MIQUELON] = "America/Miquelon",
    [TIME_ZONE_MARIGOT] = "America/Marigot",
    [TIME_ZONE_ST_BARTHELEMY] = "America/St_Barthelemy",
    [TIME_ZONE_REUNION] = "Indian/Reunion",
    [TIME_ZONE_MAYOTTE] = "Indian/Mayotte",
    [TIME_ZONE_NOUMEA] = "Pacific/Noumea",
    [TIME_ZONE_TAHITI] = "Pacific/Tahiti",
    [TIME_ZONE_MARQUESAS] = "Pacific/Marquesas",
    [TIME_ZONE_GAMBIER] = "Pacific/Gambier",
    [TIME_ZONE_WALLIS] = "Pacific/Wallis",
    NULL,
};
NAMES_END_WITH(time_zone_names, TIME_ZONE_COUNT);

/* An hour more, from one Sunday to another. */
enum summer { SUMMER_NONE, SUMMER_EUROPE, SUMMER_AMERICA };

/* clang-format off */
static const struct {
    int minutes; /* ahead of UTC in winter */
    enum summer summer;
} zones[TIME_ZONE_COUNT] = {
    [TIME_ZONE_PARIS]         = {   60, SUMMER_EUROPE },
    [TIME_ZONE_GUADELOUPE]    = { -240, SUMMER_NONE },
    [TIME_ZONE_MARTINIQUE]    = { -240, SUMMER_NONE },
    [TIME_ZONE_CAYENNE]       = { -180, SUMMER_NONE },
    [TIME_ZONE_MIQUELON]      = { -180, SUMMER_AMERICA },
    [TIME_ZONE_MARIGOT]       = { -240, SUMMER_NONE },
    [TIME_ZONE_ST_BARTHELEMY] = { -240, SUMMER_NONE },
    [TIME_ZONE_REUNION]       = {  240, SUMMER_NONE },
    [TIME_ZONE_MAYOTTE]       = {  180, SUMMER_NONE },
    [TIME_ZONE_NOUMEA]        = {  660, SUMMER_NONE },
    [TIME_ZONE_TAHITI]        = { -600, SUMMER_NONE },
    [TIME_ZONE_MARQUESAS]     = { -570, SUMMER_NONE },
    [TIME_ZONE_GAMBIER]       = { -540, SUMMER_NONE },
    [TIME_ZONE_WALLIS]        = {  720, SUMMER_NONE },
};
/* clang-format on */

static const struct date epoch = { 1970, 1, 1 };

static struct date day_of(int64_t unix_seconds)
{
    const int64_t days =
        unix_seconds / SECONDS_PER_DAY - (unix_seconds % SECONDS_PER_DAY < 0 ? 1 : 0);
    if (days < INT32_MIN || days > INT32_MAX)
        return (struct date){ 0 };
    return date_add_days(epoch, (int)days);
}

/* Midnight UTC of the Sunday on or before the day. 1970-01-01 was a Thursday. */
static int64_t sunday_by(struct date day)
{
    const int64_t days = date_days_between(epoch, day);
    const int64_t weekday = ((days + 4) % 7 + 7) % 7; /* 0 = Sunday */
    return (days - weekday) * SECONDS_PER_DAY;
}

/* Europe: from the last Sunday of March to that of October, at 01:00 UTC. America: from the second
 * Sunday of March to the first of November, at 02:00 by the clock of the place. */
static bool is_summer(int64_t unix_seconds, int minutes, enum summer summer)
{
    const struct date utc = day_of(unix_seconds);
    const int16_t year = utc.year;
    if (summer == SUMMER_NONE || !date_is_set(utc))
        return false;
    if (summer == SUMMER_EUROPE)
        return unix_seconds >= sunday_by((struct date){ year, 3, 31 }) + SECONDS_PER_HOUR &&
               unix_seconds < sunday_by((struct date){ year, 10, 31 }) + SECONDS_PER_HOUR;
    const int64_t begin = sunday_by((struct date){ year, 3, 14 }) + 2 * SECONDS_PER_HOUR;
    const int64_t end = sunday_by((struct date){ year, 11, 7 }) + SECONDS_PER_HOUR;
    const int64_t local = unix_seconds + (int64_t)minutes * SECONDS_PER_MINUTE; /* winter's clock */
    return local >= begin && local < end;
}

struct date date_in_zone(int64_t unix_seconds, enum time_zone zone)
{
    /* Far beyond every calendar, where an offset more would not fit. */
    if (unix_seconds > INT64_MAX - SECONDS_PER_DAY || unix_seconds < INT64_MIN + SECONDS_PER_DAY)
        return (struct date){ 0 };
    const int minutes = zones[zone].minutes;
    const int64_t ahead = (int64_t)minutes * SECONDS_PER_MINUTE;
    const int64_t more =
        is_summer(unix_seconds, minutes, zones[zone].summer) ? SECONDS_PER_HOUR : 0;
    return day_of(unix_seconds + ahead + more);
}

struct date moment_day(struct moment moment, enum time_zone zone)
{
    return date_is_set(moment.pretended) ? moment.pretended
                                         : date_in_zone(moment.unix_seconds, zone);
}

struct date moment_deadline_day(struct moment moment, enum time_zone holder)
{
    const struct date paris = moment_day(moment, TIME_ZONE_PARIS);
    const struct date there = moment_day(moment, holder);
    return date_is_before(there, paris) ? there : paris;
}
