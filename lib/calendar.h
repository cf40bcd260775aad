/* SPDX-License-Identifier: EUPL-1.2 */
/* Civil dates (domain page 9.4): every legal date of the certification is a calendar date. Whose
 * day an instant is: time_zone.h. */
#ifndef CALENDAR_H
#define CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct date {
    int16_t year; /* 1..9999; 0 = no date */
    int8_t month; /* 1..12 */
    int8_t day;   /* 1..31 */
};

enum { DATE_TEXT_SIZE = 11 }; /* "2026-01-31" and its NUL */

/* The contract in ACSL, proved by tests/proof/wp. A day is known by its number: 0 is 0001-01-01,
 * and the lemmas of calendar.c say that the day after has the number after. */
/*@ logic integer leap_day(integer y) =
      ((y % 4 == 0 && y % 100 != 0) || y % 400 == 0) ? 1 : 0;
    logic integer days_of_month(integer y, integer m) =
      m == 2 ? 28 + leap_day(y) : (m == 4 || m == 6 || m == 9 || m == 11) ? 30 : 31;
    predicate day_exists(integer y, integer m, integer d) =
      1 <= y <= 9999 && 1 <= m <= 12 && 1 <= d <= days_of_month(y, m);
    predicate date_exists(struct date d) = day_exists(d.year, d.month, d.day);
    predicate is_unset(struct date d) = d.year == 0;

    logic integer days_before_month(integer y, integer m) =
      m <= 1 ? 0 : m == 2 ? 31 :
      (m == 3 ? 59 : m == 4 ? 90 : m == 5 ? 120 : m == 6 ? 151 : m == 7 ? 181 : m == 8 ? 212 :
       m == 9 ? 243 : m == 10 ? 273 : m == 11 ? 304 : 334) + leap_day(y);
    logic integer days_of_years(integer n) = 365 * n + n / 4 - n / 100 + n / 400;
    logic integer day_number(integer y, integer m, integer d) =
      days_of_years(y - 1) + days_before_month(y, m) + d - 1;
    logic integer date_rank(struct date d) = (d.year * 256 + d.month + 128) * 256 + d.day + 128; */

/*@ assigns \nothing;
    ensures set_unless_year_0: \result <==> !is_unset(date); */
static inline bool date_is_set(struct date date)
{
    return date.year != 0;
}

/* < 0, 0 or > 0 as a is before, equal to or after b. Unset dates sort first. */
/*@ assigns \nothing;
    ensures before: \result < 0 <==> date_rank(a) < date_rank(b);
    ensures equal: \result == 0 <==> (a.year == b.year && a.month == b.month && a.day == b.day);
    ensures after: \result > 0 <==> date_rank(a) > date_rank(b); */
int date_compare(struct date a, struct date b);
/*@ assigns \nothing;
    ensures before: \result <==> date_rank(a) < date_rank(b); */
bool date_is_before(struct date a, struct date b);
/*@ assigns \nothing;
    ensures after: \result <==> date_rank(a) > date_rank(b); */
bool date_is_after(struct date a, struct date b);
/*@ assigns \nothing;
    ensures exists: \result <==> date_exists(date); */
bool date_is_valid(struct date date);

/* Same day and month, n years (months) later; the last day of the month when that day does not
 * exist (A3). */
/*@ assigns \nothing;
    ensures same_month_that_many_years_later:
      date_exists(date) && 1 <= date.year + years <= 9999 ==>
        \result.year == date.year + years && \result.month == date.month;
    ensures the_last_of_february_for_its_29th:
      date_exists(date) && 1 <= date.year + years <= 9999 && date.month == 2 && date.day == 29 ==>
        \result.day == 28 + leap_day(\result.year);
    ensures only_29_february_moves:
      date_exists(date) && 1 <= date.year + years <= 9999 &&
      !(date.month == 2 && date.day == 29) ==> \result.day == date.day;
    ensures exists:
      date_exists(date) && 1 <= date.year + years <= 9999 ==> date_exists(\result);
    ensures unset_beyond_the_years:
      date_exists(date) && !(1 <= date.year + years <= 9999) ==> is_unset(\result);
    ensures unset_stays_unset: is_unset(date) ==> is_unset(\result); */
struct date date_add_years(struct date date, int years);
/*@ logic integer month_number(struct date d) = d.year * 12 + d.month - 1; */
/*@ assigns \nothing;
    ensures that_many_months_later:
      date_exists(date) && 12 <= month_number(date) + months <= 119999 ==>
        month_number(\result) == month_number(date) + months && 1 <= \result.month <= 12;
    ensures same_day_or_the_last_of_the_month:
      date_exists(date) && 12 <= month_number(date) + months <= 119999 ==>
        \result.day == \min(date.day, days_of_month(\result.year, \result.month));
    ensures exists:
      date_exists(date) && 12 <= month_number(date) + months <= 119999 ==> date_exists(\result);
    ensures unset_beyond_the_years:
      date_exists(date) && !(12 <= month_number(date) + months <= 119999) ==> is_unset(\result);
    ensures unset_stays_unset: is_unset(date) ==> is_unset(\result); */
struct date date_add_months(struct date date, int months);
struct date date_add_days(struct date date, int days);
/*@ requires both_exist: date_exists(from) && date_exists(to);
    assigns \nothing;
    ensures difference: \result ==
      day_number(to.year, to.month, to.day) - day_number(from.year, from.month, from.day); */
int date_days_between(struct date from, struct date to);

/* Strict YYYY-MM-DD. ret_date is written only on success. */
bool date_parse(const char *at, size_t size, struct date *ret_date);
void date_print(struct date date, char ret_text[DATE_TEXT_SIZE]);

#endif
