/* SPDX-License-Identifier: EUPL-1.2 */
/* Civil dates by counting days; no clock, no time zone files. */
#include "calendar.h"

enum { MONTHS_PER_YEAR = 12 };

/* Proved, like every contract, by tests/proof/wp. The last lemmas leave no other numbering of days:
 * the first day is 0, and the day after has the number after. */
/*@ lemma leap_day_or_none: \forall integer y; leap_day(y) == 0 || leap_day(y) == 1;
    lemma fourth_of_hundredth: \forall integer n; 0 <= n && n % 100 == 0 ==> n % 4 == 0;
    lemma hundredth_of_400th: \forall integer n; 0 <= n && n % 400 == 0 ==> n % 100 == 0;
    lemma eras_are_alike: \forall integer e, y; 0 <= e && 0 <= y <= 400 ==>
      (400 * e + y) / 4 == 100 * e + y / 4 && (400 * e + y) / 100 == 4 * e + y / 100 &&
      (400 * e + y) / 400 == e + y / 400 && (400 * e + y) % 4 == y % 4 &&
      (400 * e + y) % 100 == y % 100 && (400 * e + y) % 400 == y % 400;
    lemma days_of_an_era: \forall integer e, y; 0 <= e && 0 <= y <= 400 ==>
      days_of_years(400 * e + y) == 146097 * e + days_of_years(y) &&
      leap_day(400 * e + y) == leap_day(y);
    lemma one_more_year: \forall integer n; 0 <= n ==>
      days_of_years(n + 1) == days_of_years(n) + 365 + leap_day(n + 1);

    lemma day_numbers_begin_in_year_1: day_number(1, 1, 1) == 0;
    lemma day_number_of_the_epoch: day_number(1970, 1, 1) == 719162;
    lemma day_number_of_the_last_day: day_number(9999, 12, 31) == 3652058;
    lemma next_day_of_a_month: \forall integer y, m, d; day_exists(y, m, d) ==>
      day_number(y, m, d + 1) == day_number(y, m, d) + 1;
    lemma next_month: \forall integer y, m; 1 <= y <= 9999 && 1 <= m <= 11 ==>
      day_number(y, m + 1, 1) == day_number(y, m, days_of_month(y, m)) + 1;
    lemma next_year: \forall integer y; 1 <= y <= 9999 ==>
      day_number(y + 1, 1, 1) == day_number(y, 12, 31) + 1; */

/*@ assigns \nothing;
    ensures leap: \result <==> leap_day(year) == 1; */
static bool year_is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/*@ requires a_month: 1 <= month <= 12;
    assigns \nothing;
    ensures length: \result == days_of_month(year, month); */
static int month_length(int year, int month)
{
    static const int lengths[MONTHS_PER_YEAR] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return month == 2 && year_is_leap(year) ? 29 : lengths[month - 1];
}

/*@ requires year_fits: 0 <= year <= 9999;
    requires month_fits: 0 <= month <= 12;
    requires day_fits: -128 <= day <= 31;
    assigns \nothing;
    ensures as_given: \result.year == year && \result.month == month && \result.day == day; */
static struct date date_of(int year, int month, int day)
{
    return (struct date){ (int16_t)year, (int8_t)month, (int8_t)day };
}

/* Days since 1970-01-01. Years begin in March here, so that the leap day is the last of its year:
 * 153 days every five months, 146097 every four hundred years. Proleptic Gregorian, right for every
 * year of struct date. */
/*@ requires exists: date_exists(date);
    assigns \nothing;
    ensures counted_from_1970:
      \result == day_number(date.year, date.month, date.day) - day_number(1970, 1, 1); */
static int64_t days_since_epoch(struct date date)
{
    const int year = date.month <= 2 ? date.year - 1 : date.year;
    const int era = year / 400; /* never negative: years of struct date begin at 1 */
    const int year_of_era = year - era * 400;
    /*@ assert in_its_era: 0 <= year_of_era < 400 && year == era * 400 + year_of_era; */
    /*@ assert fourths: year / 4 == era * 100 + year_of_era / 4; */
    /*@ assert hundredths: year / 100 == era * 4 + year_of_era / 100; */
    /*@ assert years_before: days_of_years(year) ==
          era * 146097 + 365 * year_of_era + year_of_era / 4 - year_of_era / 100; */
    const int month = date.month > 2 ? date.month - 3 : date.month + 9;
    const int day_of_year = (153 * month + 2) / 5 + date.day - 1;
    /*@ assert months_before: day_of_year ==
          days_before_month(date.year, date.month) + date.day - 1 +
            (date.month <= 2 ? 306 : -59 - leap_day(date.year)); */
    /*@ assert this_year: days_of_years(date.year) ==
          days_of_years(date.year - 1) + 365 + leap_day(date.year); */
    const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    /*@ assert to_that_day: era * 146097 + day_of_era ==
          days_of_years(date.year - 1) + (days_before_month(date.year, date.month) + date.day - 1) +
            306; */
    /*@ assert since_year_1: era * 146097 + day_of_era ==
          day_number(date.year, date.month, date.day) + 306; */
    return (int64_t)era * 146097 + day_of_era - 719468;
}

/* The inverse. Unset beyond years 1..9999. */
static struct date date_from_days(int64_t days)
{
    enum { FIRST_DAY = -719162, LAST_DAY = 2932896 }; /* 0001-01-01 and 9999-12-31 */
    if (days < FIRST_DAY || days > LAST_DAY)
        return (struct date){ 0 };
    const int shifted = (int)days + 719468; /* positive: years start at 0 */
    const int era = shifted / 146097;
    const int day_of_era = shifted % 146097;
    const int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int month = (5 * day_of_year + 2) / 153;
    const int day = day_of_year - (153 * month + 2) / 5 + 1;
    const int civil_month = month < 10 ? month + 3 : month - 9;
    return date_of(year_of_era + era * 400 + (civil_month <= 2 ? 1 : 0), civil_month, day);
}

int date_compare(struct date a, struct date b)
{
    if (a.year != b.year)
        return a.year - b.year;
    if (a.month != b.month)
        return a.month - b.month;
    return a.day - b.day;
}

bool date_is_before(struct date a, struct date b)
{
    return date_compare(a, b) < 0;
}

bool date_is_after(struct date a, struct date b)
{
    return date_compare(a, b) > 0;
}

bool date_is_valid(struct date date)
{
    return date.year >= 1 && date.year <= 9999 && date.month >= 1 &&
           date.month <= MONTHS_PER_YEAR && date.day >= 1 &&
           date.day <= month_length(date.year, date.month);
}

struct date date_add_months(struct date date, int months)
{
    if (!date_is_set(date))
        return date;
    const int64_t count = (int64_t)date.year * MONTHS_PER_YEAR + (date.month - 1) + months;
    if (count < MONTHS_PER_YEAR || count > 9999 * MONTHS_PER_YEAR + MONTHS_PER_YEAR - 1)
        return (struct date){ 0 };
    const int year = (int)(count / MONTHS_PER_YEAR);
    const int month = (int)(count % MONTHS_PER_YEAR) + 1;
    const int length = month_length(year, month);
    return date_of(year, month, date.day < length ? date.day : length); /* A3 */
}

struct date date_add_years(struct date date, int years)
{
    if (years < -9999 || years > 9999)
        return (struct date){ 0 };
    return date_add_months(date, years * MONTHS_PER_YEAR);
}

struct date date_add_days(struct date date, int days)
{
    if (!date_is_set(date))
        return date;
    return date_from_days(days_since_epoch(date) + days);
}

int date_days_between(struct date from, struct date to)
{
    return (int)(days_since_epoch(to) - days_since_epoch(from));
}

static bool digits_parse(const char *at, int count, int *ret_number)
{
    int number = 0;
    for (int i = 0; i < count; i++) {
        if (at[i] < '0' || at[i] > '9')
            return false;
        number = number * 10 + (at[i] - '0');
    }
    *ret_number = number;
    return true;
}

bool date_parse(const char *at, size_t size, struct date *ret_date)
{
    int year, month, day;
    if (size != DATE_TEXT_SIZE - 1 || at[4] != '-' || at[7] != '-')
        return false;
    if (!digits_parse(at, 4, &year) || !digits_parse(at + 5, 2, &month) ||
        !digits_parse(at + 8, 2, &day))
        return false;
    const struct date date = date_of(year, month, day);
    if (!date_is_valid(date))
        return false;
    *ret_date = date;
    return true;
}

static void digits_print(int number, int count, char *ret_text)
{
    for (int i = count - 1; i >= 0; i--) {
        ret_text[i] = (char)('0' + number % 10);
        number /= 10;
    }
}

void date_print(struct date date, char ret_text[DATE_TEXT_SIZE])
{
    digits_print(date.year, 4, ret_text);
    ret_text[4] = '-';
    digits_print(date.month, 2, ret_text + 5);
    ret_text[7] = '-';
    digits_print(date.day, 2, ret_text + 8);
    ret_text[DATE_TEXT_SIZE - 1] = '\0';
}
