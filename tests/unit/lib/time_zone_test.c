/* SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"
#include "time_zone.h"

enum { DAY = 86400, HOUR = 3600 };

/* Seconds since 1970 of an instant in UTC. */
static int64_t at(const char *date, int hours, int minutes, int seconds)
{
    return (int64_t)date_days_between(day("1970-01-01"), day(date)) * DAY + hours * HOUR +
           minutes * 60 + seconds;
}

static void assert_day(struct date date, const char *expected)
{
    char text[DATE_TEXT_SIZE];
    date_print(date, text);
    assert_string_equal(text, expected);
}

/* When a day of the place begins, in UTC: the second before it is the day before. */
static const struct {
    enum time_zone zone;
    const char *day, *utc_day;
    int hour, minute;
} midnights[] = {
    { TIME_ZONE_PARIS, "2026-01-15", "2026-01-14", 23, 0 },
    { TIME_ZONE_PARIS, "2026-07-14", "2026-07-13", 22, 0 },
    { TIME_ZONE_PARIS, "2026-03-29", "2026-03-28", 23, 0 }, /* 23 hours long */
    { TIME_ZONE_PARIS, "2026-03-30", "2026-03-29", 22, 0 },
    { TIME_ZONE_PARIS, "2026-10-25", "2026-10-24", 22, 0 }, /* 25 hours long */
    { TIME_ZONE_PARIS, "2026-10-26", "2026-10-25", 23, 0 },
    { TIME_ZONE_PARIS, "2029-03-26", "2029-03-25", 22, 0 }, /* the Sunday after is in April */
    { TIME_ZONE_PARIS, "2024-04-01", "2024-03-31", 22, 0 }, /* the last day is a Sunday */
    { TIME_ZONE_PARIS, "2027-11-01", "2027-10-31", 23, 0 },
    { TIME_ZONE_NOUMEA, "2026-01-15", "2026-01-14", 13, 0 },
    { TIME_ZONE_NOUMEA, "2026-07-15", "2026-07-14", 13, 0 },
    { TIME_ZONE_TAHITI, "2026-01-15", "2026-01-15", 10, 0 },
    { TIME_ZONE_TAHITI, "2026-07-15", "2026-07-15", 10, 0 },
    { TIME_ZONE_CAYENNE, "2026-01-15", "2026-01-15", 3, 0 },
    { TIME_ZONE_CAYENNE, "2026-07-15", "2026-07-15", 3, 0 },
    { TIME_ZONE_MARQUESAS, "2026-01-15", "2026-01-15", 9, 30 },
    { TIME_ZONE_WALLIS, "2026-01-15", "2026-01-14", 12, 0 },
    { TIME_ZONE_REUNION, "2026-01-15", "2026-01-14", 20, 0 },
    { TIME_ZONE_GUADELOUPE, "2026-07-15", "2026-07-15", 4, 0 },
    { TIME_ZONE_MARTINIQUE, "2026-07-15", "2026-07-15", 4, 0 },
    { TIME_ZONE_MARIGOT, "2026-07-15", "2026-07-15", 4, 0 },
    { TIME_ZONE_ST_BARTHELEMY, "2026-07-15", "2026-07-15", 4, 0 },
    { TIME_ZONE_MAYOTTE, "2026-07-15", "2026-07-14", 21, 0 },
    { TIME_ZONE_GAMBIER, "2026-07-15", "2026-07-15", 9, 0 },
    { TIME_ZONE_MIQUELON, "2026-01-15", "2026-01-15", 3, 0 },
    { TIME_ZONE_MIQUELON, "2026-03-08", "2026-03-08", 3, 0 }, /* the second Sunday */
    { TIME_ZONE_MIQUELON, "2026-03-09", "2026-03-09", 2, 0 },
    { TIME_ZONE_MIQUELON, "2026-11-01", "2026-11-01", 2, 0 }, /* the first Sunday */
    { TIME_ZONE_MIQUELON, "2026-11-02", "2026-11-02", 3, 0 },
    { TIME_ZONE_MIQUELON, "2027-03-14", "2027-03-14", 3, 0 }, /* the latest second Sunday */
    { TIME_ZONE_MIQUELON, "2027-03-15", "2027-03-15", 2, 0 },
    { TIME_ZONE_MIQUELON, "2027-11-07", "2027-11-07", 2, 0 }, /* the latest first Sunday */
    { TIME_ZONE_MIQUELON, "2027-11-08", "2027-11-08", 3, 0 },
    { TIME_ZONE_REUNION, "1969-12-31", "1969-12-30", 20, 0 }, /* before the count begins */
    { TIME_ZONE_TAHITI, "1950-06-01", "1950-06-01", 10, 0 },
    { TIME_ZONE_PARIS, "1950-07-14", "1950-07-13", 22, 0 },
};

static void a_day_begins_at_midnight_where_it_is(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(midnights); i++) {
        char before[DATE_TEXT_SIZE];
        date_print(date_add_days(day(midnights[i].day), -1), before);
        const int64_t midnight =
            at(midnights[i].utc_day, midnights[i].hour, midnights[i].minute, 0);
        assert_day(date_in_zone(midnight - 1, midnights[i].zone), before);
        assert_day(date_in_zone(midnight, midnights[i].zone), midnights[i].day);
    }
}

/* Every hour of two years: one day after the other, none left out, of 23 to 25 hours. */
static void days_follow_one_another_in_every_zone(void **state)
{
    (void)state;
    for (int zone = 0; zone < TIME_ZONE_COUNT; zone++) {
        int hours = 0;
        struct date last = date_in_zone(at("2025-12-31", 0, 0, 0), (enum time_zone)zone);
        for (int64_t t = at("2025-12-31", 0, 0, 0); t < at("2028-01-01", 0, 0, 0); t += HOUR / 2) {
            const struct date now = date_in_zone(t, (enum time_zone)zone);
            hours++;
            if (date_compare(now, last) == 0)
                continue;
            assert_int_equal(date_days_between(last, now), 1);
            assert_true(date_compare(last, day("2026-01-01")) < 0 ||
                        (hours - 1 >= 46 && hours - 1 <= 50));
            hours = 1;
            last = now;
        }
    }
}

static void a_pretended_day_is_the_same_everywhere(void **state)
{
    (void)state;
    const struct moment moment = { 0, day("2026-03-29") };
    for (int zone = 0; zone < TIME_ZONE_COUNT; zone++) {
        assert_day(moment_day(moment, (enum time_zone)zone), "2026-03-29");
        assert_day(moment_deadline_day(moment, (enum time_zone)zone), "2026-03-29");
    }
}

/* Days begin in the east: in the islands of Wallis when it is noon in Greenwich. */
static void the_latest_day_is_the_first_that_begins_anywhere(void **state)
{
    (void)state;
    const int64_t noon = at("2026-03-28", 12, 0, 0);
    assert_day(moment_latest_day((struct moment){ noon - 1, { 0 } }), "2026-03-28");
    assert_day(moment_latest_day((struct moment){ noon, { 0 } }), "2026-03-29");
    for (int zone = 0; zone < TIME_ZONE_COUNT; zone++) {
        const struct date there = date_in_zone(noon, (enum time_zone)zone);
        assert_day(there, zone == TIME_ZONE_WALLIS ? "2026-03-29" : "2026-03-28");
    }
    assert_day(moment_latest_day((struct moment){ noon, day("2026-02-01") }), "2026-02-01");
    /* Behind the end of the calendar the day of those who are not there yet. */
    assert_day(moment_latest_day((struct moment){ at("9999-12-31", 23, 0, 0), { 0 } }),
               "9999-12-31");
    assert_false(date_is_set(moment_latest_day((struct moment){ INT64_MAX, { 0 } })));
}

/* The last second in which a deadline day is not over, and the first in which it is. */
static void a_deadline_day_is_over_when_it_is_over_in_paris_and_at_the_holder(void **state)
{
    static const struct {
        enum time_zone zone;
        const char *deadline, *over_on;
        int over_at; /* UTC */
    } cases[] = {
        { TIME_ZONE_PARIS, "2026-03-29", "2026-03-29", 22 },
        { TIME_ZONE_PARIS, "2026-10-25", "2026-10-25", 23 },
        { TIME_ZONE_NOUMEA, "2026-03-29", "2026-03-29", 22 }, /* over there at 13:00 already */
        { TIME_ZONE_CAYENNE, "2026-03-29", "2026-03-30", 3 },
        { TIME_ZONE_TAHITI, "2026-03-29", "2026-03-30", 10 },
        { TIME_ZONE_TAHITI, "2026-10-25", "2026-10-26", 10 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const int64_t over = at(cases[i].over_on, cases[i].over_at, 0, 0);
        const struct moment last = { over - 1, { 0 } }, first = { over, { 0 } };
        const struct date deadline = day(cases[i].deadline);
        assert_false(date_is_after(moment_deadline_day(last, cases[i].zone), deadline));
        assert_true(date_is_after(moment_deadline_day(first, cases[i].zone), deadline));
    }
}

/* What clocks show, before and behind each change of them. */
static void clocks_show_their_hour(void **state)
{
    static const struct {
        enum time_zone zone;
        const char *utc_day;
        int hour, minute, ahead; /* minutes */
    } cases[] = {
        { TIME_ZONE_PARIS, "2026-03-29", 0, 59, 60 },
        { TIME_ZONE_PARIS, "2026-03-29", 1, 0, 120 },
        { TIME_ZONE_PARIS, "2026-10-25", 0, 59, 120 },
        { TIME_ZONE_PARIS, "2026-10-25", 1, 0, 60 },
        { TIME_ZONE_PARIS, "2026-07-14", 12, 0, 120 },
        { TIME_ZONE_PARIS, "2026-01-14", 12, 0, 60 },
        { TIME_ZONE_MIQUELON, "2026-03-08", 4, 59, -180 },
        { TIME_ZONE_MIQUELON, "2026-03-08", 5, 0, -120 },
        { TIME_ZONE_MIQUELON, "2026-11-01", 3, 59, -120 },
        { TIME_ZONE_MIQUELON, "2026-11-01", 4, 0, -180 },
        { TIME_ZONE_NOUMEA, "2026-07-14", 12, 0, 660 },
        { TIME_ZONE_MARQUESAS, "2026-07-14", 1, 0, -570 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const int64_t now = at(cases[i].utc_day, cases[i].hour, cases[i].minute, 0);
        assert_int_equal(time_zone_clock(now, cases[i].zone), now + cases[i].ahead * 60);
    }
    assert_int_equal(time_zone_clock(INT64_MAX, TIME_ZONE_PARIS), INT64_MAX);
}

static void what_is_beyond_the_calendar_has_no_day(void **state)
{
    (void)state;
    assert_false(date_is_set(date_in_zone(INT64_MAX, TIME_ZONE_NOUMEA)));
    assert_false(date_is_set(date_in_zone(INT64_MIN, TIME_ZONE_TAHITI)));
    assert_false(date_is_set(date_in_zone(INT64_MAX / 2, TIME_ZONE_PARIS)));
    assert_false(date_is_set(date_in_zone(INT64_MIN / 2, TIME_ZONE_PARIS)));
    /* What an int would take for a day of today, were the higher bits cut off. */
    for (int64_t times = -3; times <= 3; times++) {
        const struct date date = date_in_zone(
            times * (INT64_C(1) << 32) * DAY + at("2026-07-14", 12, 0, 0), TIME_ZONE_PARIS);
        assert_int_equal(date_is_set(date), times == 0);
    }
    assert_false(date_is_set(date_in_zone(at("0001-01-01", 0, 0, 0) - HOUR - 1, TIME_ZONE_PARIS)));
    assert_day(date_in_zone(at("0001-01-01", 0, 0, 0) - HOUR, TIME_ZONE_PARIS), "0001-01-01");
    assert_false(date_is_set(date_in_zone(at("9999-12-31", 23, 0, 0), TIME_ZONE_PARIS)));
    assert_day(date_in_zone(at("9999-12-31", 23, 0, 0), TIME_ZONE_TAHITI), "9999-12-31");
}

static const struct {
    enum place_code kind;
    const char *code, *zone; /* NULL: not known */
} codes[] = {
    { PLACE_POSTAL, "59000", "Europe/Paris" },
    { PLACE_COMMUNE, "2A004", "Europe/Paris" },
    { PLACE_POSTAL, "95000", "Europe/Paris" },
    { PLACE_POSTAL, "98000", "Europe/Paris" },
    { PLACE_POSTAL, "97100", "America/Guadeloupe" },
    { PLACE_COMMUNE, "97133", "America/Guadeloupe" }, /* a commune, and a postal code elsewhere */
    { PLACE_POSTAL, "97133", "America/St_Barthelemy" },
    { PLACE_COMMUNE, "97701", "America/St_Barthelemy" },
    { PLACE_POSTAL, "97150", "America/Marigot" },
    { PLACE_COMMUNE, "97801", "America/Marigot" },
    { PLACE_COMMUNE, "97209", "America/Martinique" },
    { PLACE_COMMUNE, "97302", "America/Cayenne" },
    { PLACE_COMMUNE, "97411", "Indian/Reunion" },
    { PLACE_COMMUNE, "97502", "America/Miquelon" },
    { PLACE_COMMUNE, "97608", "Indian/Mayotte" },
    { PLACE_COMMUNE, "98613", "Pacific/Wallis" },
    { PLACE_COMMUNE, "98735", "Pacific/Tahiti" },
    { PLACE_COMMUNE, "98731", "Pacific/Marquesas" },
    { PLACE_POSTAL, "98731", "Pacific/Tahiti" }, /* Huahine */
    { PLACE_COMMUNE, "98719", "Pacific/Gambier" },
    { PLACE_POSTAL, "98719", "Pacific/Tahiti" },
    { PLACE_COMMUNE, "98818", "Pacific/Noumea" },
    { PLACE_POSTAL, "98400", NULL }, /* the southern lands: several */
    { PLACE_COMMUNE, "98901", NULL },
    { PLACE_COMMUNE, "99109", NULL },
    { PLACE_POSTAL, "5900", NULL },
    { PLACE_POSTAL, "", NULL },
};

static void a_place_is_in_the_zone_of_its_department(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(codes); i++) {
        enum time_zone zone = TIME_ZONE_COUNT;
        const bool is_known =
            time_zone_of_place(codes[i].kind, codes[i].code, strlen(codes[i].code), &zone);
        if (is_known != (codes[i].zone != NULL) ||
            (is_known && strcmp(time_zone_names[zone], codes[i].zone) != 0))
            fail_msg("%s: %s", codes[i].code, is_known ? time_zone_names[zone] : "not known");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_begins_at_midnight_where_it_is),
        cmocka_unit_test(days_follow_one_another_in_every_zone),
        cmocka_unit_test(a_pretended_day_is_the_same_everywhere),
        cmocka_unit_test(the_latest_day_is_the_first_that_begins_anywhere),
        cmocka_unit_test(a_deadline_day_is_over_when_it_is_over_in_paris_and_at_the_holder),
        cmocka_unit_test(clocks_show_their_hour),
        cmocka_unit_test(what_is_beyond_the_calendar_has_no_day),
        cmocka_unit_test(a_place_is_in_the_zone_of_its_department),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
