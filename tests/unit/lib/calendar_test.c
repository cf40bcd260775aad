/* Civil dates, against an independent walk through the calendar day by day. */
#include "fixture.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_follow_one_another_from_1890_to_2110),
        cmocka_unit_test(five_years_later_is_the_same_day_or_the_last_of_the_month),
        cmocka_unit_test(months_are_clipped_in_both_directions),
        cmocka_unit_test(only_strict_dates_are_parsed),
        cmocka_unit_test(paris_changes_its_clocks_by_the_european_rule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
