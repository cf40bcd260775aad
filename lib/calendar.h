/* Civil dates (domain page 9.4): every legal date of the certification is a calendar date in
 * Europe/Paris. Nothing here reads a clock; the caller brings the instant. */
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

static inline bool date_is_set(struct date date)
{
    return date.year != 0;
}

/* < 0, 0 or > 0 as a is before, equal to or after b. Unset dates sort first. */
int date_compare(struct date a, struct date b);
bool date_is_before(struct date a, struct date b);
bool date_is_after(struct date a, struct date b);
bool date_is_valid(struct date date);

/* Same day and month, n years (months) later; the last day of the month when that day does not
 * exist (A3). */
struct date date_add_years(struct date date, int years);
struct date date_add_months(struct date date, int months);
struct date date_add_days(struct date date, int days);
int date_days_between(struct date from, struct date to);

/* Strict YYYY-MM-DD. ret_date is written only on success. */
bool date_parse(const char *at, size_t size, struct date *ret_date);
void date_print(struct date date, char ret_text[DATE_TEXT_SIZE]);

/* The civil date in Europe/Paris of an instant (seconds since 1970 UTC), by the EU summer-time
 * rule. */
struct date date_in_paris(int64_t unix_seconds);

#endif
