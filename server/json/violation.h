/* SPDX-License-Identifier: EUPL-1.2 */
/* What is wrong with what a client sent: where, why, and what was expected there. Clients read it
 * as one entry of "errors". */
#ifndef VIOLATION_H
#define VIOLATION_H

#include "arena.h"
#include "calendar.h"
#include "json/vocabulary.h"
#include "reason.h"
#include "slice.h"
#include "wording.h"
#include "writer.h"

#include <stdbool.h>
#include <stdint.h>

enum violation_place { VIOLATION_BODY, VIOLATION_PARAMETER, VIOLATION_HEADER };
enum { VIOLATIONS_MAX = 100 };

/* What was expected; what is not known stays zero. Clients get it as "params", people in the
 * sentence. */
struct expected {
    enum value_type type;
    const struct vocabulary *words; /* the values that are taken … */
    uint64_t only;                  /* … or a part of them, as in struct field */
    bool has_min, has_max, has_limit;
    /* Of a TEXT its characters, of a LIST its items, of an INTEGER its value, of a DATE days and of
     * an INSTANT milliseconds since 1970. */
    int64_t min, max;
    int64_t limit;        /* the one of the two that was passed */
    enum reason cause;    /* of PARAMETER_INVALID: what the value would be refused for in a body */
    int64_t line, column; /* of a text that cannot be read: where reading it ended; 0 = unsaid */
    unsigned character;   /* the one at fault; 0 = unsaid */
    const char *character_of; /* with it: the member, of whatever it is, that holds it */
    int zone;                 /* enum time_zone, of an INSTANT: the one in which it is said */
    const char *zone_name;    /* of a DATE that is the day of an instant: the zone in which it is */
    struct slice missing;     /* what a list has to hold and does not: ["…"] */
    struct slice suggestions; /* what may be meant instead: [{"code":"59350","label":"Lille"}] */
};

struct violation {
    enum violation_place place;
    struct slice where; /* JSON Pointer, parameter or header name; longer-lived than the list */
    enum reason code;
    struct expected expected;
};

/* A date that has no last year of its own. */
struct dated {
    enum violation_place place;
    struct slice where; /* JSON Pointer or parameter */
    struct date date;
    bool is_planned; /* FIELD_PLANNED */
};

struct violations {
    struct arena *arena; /* where they grow: violations_begin() */
    struct violation *items;
    unsigned count, capacity;
    struct dated *dates; /* kept until the present is known */
    unsigned date_count, date_capacity;
    bool is_truncated; /* there are more of them */
};

/* Beyond VIOLATIONS_MAX, or without memory for one more, they are dropped, and it is told: there is
 * a first one, so the request is refused all the same. expected may be NULL. */
void violations_add(struct violations *violations, enum violation_place place, struct slice where,
                    enum reason code, const struct expected *expected);

/* Whether nothing was refused at a place of the body, around it or in it. */
bool violations_spare(const struct violations *violations, struct slice where);

/* Whoever reads by a table begins so: what was kept of another request lies in another memory. */
void violations_begin(struct violations *violations, struct arena *arena);

/* False when memory is short. */
bool violations_keep_date(struct violations *violations, struct dated dated);
/* DATE_OUT_OF_RANGE of each date that was kept and lies behind the horizon, or, of what is planned,
 * behind `planning` when that comes first. */
void violations_judge_dates(struct violations *violations, struct date horizon,
                            struct date planning);

/* A date that has to lie from min to max; either may be unset. */
struct expected expected_dates(struct date min, struct date max);

/* { pointer or parameter or header, code, detail, hint, params }. */
void violation_write(struct writer *writer, const struct violation *violation, bool is_english);

#endif
