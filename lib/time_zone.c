/* SPDX-License-Identifier: EUPL-1.2 */
/* Zones as offsets and the rule by which their clocks change; no time zone files. */
#include "time_zone.h"

#include "name.h"

#include <string.h>

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

/* An hour more, from one Sunday to another: each is the last one up to a day of the year. The
 * clocks change in the small hours, when it is Sunday by either of them, so that a date does not
 * depend on the hour. */
enum summer { SUMMER_NONE, SUMMER_EUROPE, SUMMER_AMERICA };

static const struct summer_days {
    struct {
        int8_t month, day;
    } begin, end;
    int8_t begin_hour, end_hour; /* by winter's clock */
} summers[] = {
    [SUMMER_EUROPE] = { { 3, 31 }, { 10, 31 }, 2, 2 }, /* the last Sundays of March and October */
    [SUMMER_AMERICA] = { { 3, 14 }, { 11, 7 }, 2, 1 }, /* the second of March, the first of
                                                          November */
};

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

/* Beyond every calendar: more days than an int counts, with a day to spare for the offset. */
static bool is_far(int64_t unix_seconds)
{
    return unix_seconds / SECONDS_PER_DAY / INT32_MAX != 0;
}

static struct date day_of(int64_t unix_seconds)
{
    const int64_t days =
        unix_seconds / SECONDS_PER_DAY - (unix_seconds % SECONDS_PER_DAY < 0 ? 1 : 0);
    return date_add_days(epoch, (int)days);
}

/* 1970-01-01 was a Thursday. */
static struct date sunday_by(struct date day)
{
    const int days = date_days_between(epoch, day);
    const int weekday = ((days + 4) % 7 + 7) % 7; /* 0 = Sunday */
    return date_add_days(epoch, days - weekday);
}

/* Of a day by winter's clock. */
static bool is_summer(struct date day, enum summer summer)
{
    if (summer == SUMMER_NONE)
        return false;
    const struct summer_days *s = &summers[summer];
    const struct date begin = sunday_by((struct date){ day.year, s->begin.month, s->begin.day });
    const struct date end = sunday_by((struct date){ day.year, s->end.month, s->end.day });
    return !date_is_before(day, begin) && date_is_before(day, end);
}

struct date date_in_zone(int64_t unix_seconds, enum time_zone zone)
{
    if (is_far(unix_seconds))
        return (struct date){ 0 };
    const int64_t by_winter = unix_seconds + (int64_t)zones[zone].minutes * SECONDS_PER_MINUTE;
    const struct date day = day_of(by_winter);
    const bool is_later = date_is_set(day) && is_summer(day, zones[zone].summer);
    return is_later ? day_of(by_winter + SECONDS_PER_HOUR) : day;
}

int64_t time_zone_clock(int64_t unix_seconds, enum time_zone zone)
{
    const enum summer summer = zones[zone].summer;
    if (is_far(unix_seconds))
        return unix_seconds;
    const int64_t by_winter = unix_seconds + (int64_t)zones[zone].minutes * SECONDS_PER_MINUTE;
    if (summer == SUMMER_NONE)
        return by_winter;
    const struct summer_days *s = &summers[summer];
    const struct date begun = day_of(by_winter - (int64_t)s->begin_hour * SECONDS_PER_HOUR);
    const struct date ended = day_of(by_winter - (int64_t)s->end_hour * SECONDS_PER_HOUR);
    const bool is_later = is_summer(begun, summer) && is_summer(ended, summer);
    return is_later ? by_winter + SECONDS_PER_HOUR : by_winter;
}

struct date moment_day(struct moment moment, enum time_zone zone)
{
    return date_is_set(moment.pretended) ? moment.pretended
                                         : date_in_zone(moment.unix_seconds, zone);
}

struct date moment_latest_day(struct moment moment)
{
    struct date latest = { 0 };
    for (int zone = 0; zone < TIME_ZONE_COUNT; zone++) {
        const struct date there = moment_day(moment, (enum time_zone)zone);
        if (date_is_after(there, latest))
            latest = there;
    }
    return latest;
}

struct date moment_deadline_day(struct moment moment, enum time_zone holder)
{
    const struct date paris = moment_day(moment, TIME_ZONE_PARIS);
    const struct date there = moment_day(moment, holder);
    return date_is_before(there, paris) ? there : paris;
}

/* --- places --- */

enum { PLACE_CODE_SIZE = 5, PLACE_EITHER = PLACE_COMMUNE | PLACE_POSTAL };

/* clang-format off */
/* By the beginnings of codes, the longer before the shorter. What is not here and overseas has no
 * zone; all else is in Europe. */
static const struct {
    char begins[PLACE_CODE_SIZE + 1];
    unsigned kinds;
    enum time_zone zone;
} places[] = {
    { "97133", PLACE_POSTAL,  TIME_ZONE_ST_BARTHELEMY },
    { "97150", PLACE_POSTAL,  TIME_ZONE_MARIGOT },
    { "98718", PLACE_COMMUNE, TIME_ZONE_MARQUESAS }, /* Fatu-Hiva */
    { "98719", PLACE_COMMUNE, TIME_ZONE_GAMBIER },
    { "98723", PLACE_COMMUNE, TIME_ZONE_MARQUESAS }, /* Hiva-Oa */
    { "98731", PLACE_COMMUNE, TIME_ZONE_MARQUESAS }, /* Nuku-Hiva */
    { "98746", PLACE_COMMUNE, TIME_ZONE_MARQUESAS }, /* Tahuata */
    { "98756", PLACE_COMMUNE, TIME_ZONE_MARQUESAS }, /* Ua-Huka */
    { "98757", PLACE_COMMUNE, TIME_ZONE_MARQUESAS }, /* Ua-Pou */
    { "971",   PLACE_EITHER,  TIME_ZONE_GUADELOUPE },
    { "972",   PLACE_EITHER,  TIME_ZONE_MARTINIQUE },
    { "973",   PLACE_EITHER,  TIME_ZONE_CAYENNE },
    { "974",   PLACE_EITHER,  TIME_ZONE_REUNION },
    { "975",   PLACE_EITHER,  TIME_ZONE_MIQUELON },
    { "976",   PLACE_EITHER,  TIME_ZONE_MAYOTTE },
    { "977",   PLACE_EITHER,  TIME_ZONE_ST_BARTHELEMY },
    { "978",   PLACE_EITHER,  TIME_ZONE_MARIGOT },
    { "980",   PLACE_POSTAL,  TIME_ZONE_PARIS }, /* Monaco, whose clocks are those of Paris */
    { "986",   PLACE_EITHER,  TIME_ZONE_WALLIS },
    { "987",   PLACE_EITHER,  TIME_ZONE_TAHITI },
    { "988",   PLACE_EITHER,  TIME_ZONE_NOUMEA },
};
/* clang-format on */

bool time_zone_of_place(enum place_code kind, const char *code, size_t size,
                        enum time_zone *ret_zone)
{
    if (size != PLACE_CODE_SIZE)
        return false;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        const size_t begins = strlen(places[i].begins);
        if ((places[i].kinds & kind) && memcmp(code, places[i].begins, begins) == 0) {
            *ret_zone = places[i].zone;
            return true;
        }
    }
    if (code[0] == '9' && code[1] >= '7') /* elsewhere overseas, and abroad */
        return false;
    *ret_zone = TIME_ZONE_PARIS;
    return true;
}
