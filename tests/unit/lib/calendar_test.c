/* SPDX-License-Identifier: EUPL-1.2 */
/* Civil dates, against an independent walk through the calendar day by day. */
#include "fixture.h"
#include "time_zone.h"

#include <limits.h>

static int days_of_month(int year, int month)
{
    if (month == 2)
        return (year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)) ? 29 : 28;
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

static struct date next_day(struct date d)
{
    if (++d.day > days_of_month(d.year, d.month)) {
        d.day = 1;
        if (++d.month > 12) {
            d.month = 1;
            d.year++;
        }
    }
    return d;
}

static void days_follow_one_another_from_1890_to_2110(void **state)
{
    (void)state;
    const struct date first = { 1890, 1, 1 };
    int count = 0;
    for (struct date d = first; d.year < 2110; d = next_day(d), count++) {
        assert_true(date_is_valid(d));
        assert_int_equal(date_days_between(first, d), count);
        assert_int_equal(date_compare(date_add_days(first, count), d), 0);
        assert_true(date_is_before(d, next_day(d)) && date_is_after(next_day(d), d));
    }
}

static void five_years_later_is_the_same_day_or_the_last_of_the_month(void **state)
{
    (void)state;
    for (struct date d = { 2015, 1, 1 }; d.year < 2032; d = next_day(d)) {
        const struct date deadline = candidacy_deadline(d, &POLICY_DEFAULT);
        const int last = days_of_month(d.year + 5, d.month);
        assert_int_equal(deadline.year, d.year + 5);
        assert_int_equal(deadline.month, d.month);
        assert_int_equal(deadline.day, d.day < last ? d.day : last);
    }
    assert_date(candidacy_deadline(day("2024-02-29"), &POLICY_DEFAULT), "2029-02-28");
    assert_date(candidacy_deadline(day("2021-03-15"), &POLICY_DEFAULT), "2026-03-15");
}

static void months_are_clipped_in_both_directions(void **state)
{
    (void)state;
    assert_date(date_add_months(day("2026-11-30"), 3), "2027-02-28"); /* CDC due date of 9.4 */
    assert_date(date_add_months(day("2026-01-31"), 1), "2026-02-28");
    assert_date(date_add_months(day("2024-03-31"), -1), "2024-02-29");
    assert_date(date_add_months(day("2026-01-15"), -1), "2025-12-15");
    assert_date(date_add_years(day("2024-02-29"), 4), "2028-02-29");
    assert_false(date_is_set(date_add_years(day("9999-01-01"), 1)));
    assert_false(date_is_set(date_add_days(day("9999-12-31"), 1)));
    assert_false(date_is_set(date_add_months((struct date){ 0 }, 1)));
}

static void only_strict_dates_are_parsed(void **state)
{
    (void)state;
    static const char *const wrong[] = { "2026-02-29", "2026-13-01", "2026-00-10",  "2026-01-32",
                                         "2026-1-01",  "26-01-01",   "2026/01/01",  "2026-01-1x",
                                         " 2026-01-0", "0000-01-01", "2026-01-011", "",
                                         "2026-04-31", "-026-01-01" };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct date date = { 1, 2, 3 };
        assert_false(date_parse(wrong[i], strlen(wrong[i]), &date));
        assert_int_equal(date.day, 3); /* untouched */
    }
    assert_date(day("2024-02-29"), "2024-02-29");
    assert_date(day("0001-01-01"), "0001-01-01");
}

static void paris_changes_its_clocks_by_the_european_rule(void **state)
{
    (void)state;
    assert_date(date_in_paris(0), "1970-01-01");
    assert_date(date_in_paris(1768431599), "2026-01-14"); /* 2026-01-14T22:59:59Z */
    assert_date(date_in_paris(1768431600), "2026-01-15"); /* 23:00 UTC is midnight in winter */
    assert_date(date_in_paris(1783979999), "2026-07-13"); /* 2026-07-13T21:59:59Z */
    assert_date(date_in_paris(1783980000), "2026-07-14"); /* 22:00 UTC is midnight in summer */
    assert_date(date_in_paris(1774738799),
                "2026-03-28"); /* night before the change: still winter time */
    assert_date(date_in_paris(1774738800), "2026-03-29");
    assert_date(date_in_paris(1774821599), "2026-03-29"); /* night after it: 22:00 UTC */
    assert_date(date_in_paris(1774821600), "2026-03-30");
    assert_date(date_in_paris(1792879199), "2026-10-24");
    assert_date(date_in_paris(1792879200), "2026-10-25"); /* still summer time */
    assert_date(date_in_paris(1792969199), "2026-10-25"); /* winter time again */
    assert_date(date_in_paris(1792969200), "2026-10-26");
    assert_date(date_in_paris(-1), "1970-01-01"); /* 23:59:59 UTC of the last day of 1969 */
    assert_date(date_in_paris(-3601), "1969-12-31");
}

static void dates_end_at_their_bounds(void **state)
{
    (void)state;
    static const struct {
        struct date date;
        bool is_valid;
    } cases[] = { { { 1, 1, 1 }, true },      { { 0, 1, 1 }, false },
                  { { 10000, 1, 1 }, false }, { { 9999, 12, 31 }, true },
                  { { 2026, 0, 1 }, false },  { { 2026, 13, 1 }, false },
                  { { 2026, 1, 0 }, false },  { { 2026, 1, 32 }, false },
                  { { 2026, 12, 31 }, true }, { { 2026, 4, 31 }, false },
                  { { 1900, 2, 29 }, false }, { { 2000, 2, 29 }, true } };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(date_is_valid(cases[i].date), cases[i].is_valid);
    assert_date(date_add_days(day("0001-01-01"), 0), "0001-01-01");
    assert_false(date_is_set(date_add_days(day("0001-01-01"), -1)));
    assert_date(date_add_days(day("9999-12-30"), 1), "9999-12-31");
    assert_false(date_is_set(date_add_days((struct date){ 0 }, 1)));
    assert_int_equal(date_days_between(day("0001-01-01"), day("9999-12-31")), 3652058);
    assert_date(date_add_months(day("0001-01-31"), 0), "0001-01-31");
    assert_date(date_add_months(day("0001-02-28"), -1), "0001-01-28");
    assert_false(date_is_set(date_add_months(day("0001-01-31"), -1)));
    assert_date(date_add_months(day("9999-11-30"), 1), "9999-12-30");
    assert_false(date_is_set(date_add_months(day("9999-12-31"), 1)));
    assert_date(date_add_years(day("0001-05-05"), 9998), "9999-05-05");
    assert_date(date_add_years(day("9999-05-05"), -9998), "0001-05-05");
    assert_false(date_is_set(date_add_years(day("2026-01-01"), 10000)));
    assert_false(date_is_set(date_add_years(day("2026-01-01"), -10000)));
    assert_false(date_is_set(date_add_years(day("2026-01-01"), 1000000000)));
}

/* Each character of a date by itself, just outside the digits. */
static void every_character_of_a_date_counts(void **state)
{
    (void)state;
    for (size_t i = 0; i < DATE_TEXT_SIZE - 1; i++)
        for (size_t w = 0; w < 3; w++) {
            char text[] = "2026-11-11";
            text[i] = "/:x"[w];
            struct date date;
            assert_false(date_parse(text, sizeof text - 1, &date));
        }
}

static void instants_outside_the_calendar_have_no_date(void **state)
{
    (void)state;
    const int64_t first = (int64_t)date_days_between(day("1970-01-01"), day("0001-01-01")) * 86400;
    const int64_t last = (int64_t)date_days_between(day("1970-01-01"), day("9999-12-31")) * 86400;
    assert_date(date_in_paris(first), "0001-01-01");
    assert_date(date_in_paris(first - 3600), "0001-01-01"); /* an hour ahead of UTC */
    assert_false(date_is_set(date_in_paris(first - 3601)));
    assert_date(date_in_paris(last + 82799), "9999-12-31");
    assert_false(date_is_set(date_in_paris(last + 82800))); /* the first of January in Paris */
    assert_false(date_is_set(date_in_paris(last + 86400)));
    assert_date(date_in_paris(-86400), "1969-12-31");
    assert_date(date_in_paris(-86401), "1969-12-31");
    assert_date(date_in_paris(-90001), "1969-12-30");
}

/* The second of each switch: two hours are lost or won at 01:00 UTC, no date is. */
static void the_hour_changes_at_one_in_the_morning_utc(void **state)
{
    (void)state;
    static const struct {
        const char *summer, *winter;
    } years[] = { { "2024-03-31", "2024-10-27" }, { "2025-03-30", "2025-10-26" },
                  { "2026-03-29", "2026-10-25" }, { "2027-03-28", "2027-10-31" },
                  { "2029-03-25", "2029-10-28" }, { "2038-03-28", "2038-10-31" } };
    for (size_t i = 0; i < COUNT(years); i++) {
        const struct date summer = day(years[i].summer), winter = day(years[i].winter);
        const int64_t spring = (int64_t)date_days_between(day("1970-01-01"), summer) * 86400;
        const int64_t autumn = (int64_t)date_days_between(day("1970-01-01"), winter) * 86400;
        /* Midnight of that day and of the next one, in Paris. */
        assert_int_equal(date_compare(date_in_paris(spring - 3601), date_add_days(summer, -1)), 0);
        assert_int_equal(date_compare(date_in_paris(spring - 3600), summer), 0);
        assert_int_equal(date_compare(date_in_paris(spring + 86400 - 7201), summer), 0);
        assert_int_equal(
            date_compare(date_in_paris(spring + 86400 - 7200), date_add_days(summer, 1)), 0);
        assert_int_equal(date_compare(date_in_paris(autumn - 7201), date_add_days(winter, -1)), 0);
        assert_int_equal(date_compare(date_in_paris(autumn - 7200), winter), 0);
        assert_int_equal(date_compare(date_in_paris(autumn + 86400 - 3601), winter), 0);
        assert_int_equal(
            date_compare(date_in_paris(autumn + 86400 - 3600), date_add_days(winter, 1)), 0);
    }
}

static void every_month_has_its_length(void **state)
{
    (void)state;
    static const int8_t lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    for (int8_t month = 1; month <= 12; month++) {
        const int8_t last = lengths[month - 1];
        assert_true(date_is_valid((struct date){ 2025, month, last }));
        assert_false(date_is_valid((struct date){ 2025, month, (int8_t)(last + 1) }));
        const struct date next = date_add_days((struct date){ 2025, month, last }, 1);
        assert_int_equal(next.day, 1);
        assert_int_equal(next.month, month % 12 + 1);
    }
}

static void years_beyond_the_calendar_end_at_it(void **state)
{
    (void)state;
    const struct date start = { 2026, 1, 14 };
    static const int years[] = { -10000, 10000, INT_MIN, INT_MAX };
    for (size_t i = 0; i < sizeof years / sizeof years[0]; i++)
        assert_false(date_is_set(date_add_years(start, years[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_month_has_its_length),
        cmocka_unit_test(years_beyond_the_calendar_end_at_it),
        cmocka_unit_test(days_follow_one_another_from_1890_to_2110),
        cmocka_unit_test(five_years_later_is_the_same_day_or_the_last_of_the_month),
        cmocka_unit_test(months_are_clipped_in_both_directions),
        cmocka_unit_test(only_strict_dates_are_parsed),
        cmocka_unit_test(paris_changes_its_clocks_by_the_european_rule),
        cmocka_unit_test(dates_end_at_their_bounds),
        cmocka_unit_test(every_character_of_a_date_counts),
        cmocka_unit_test(instants_outside_the_calendar_have_no_date),
        cmocka_unit_test(the_hour_changes_at_one_in_the_morning_utc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
