/* SPDX-License-Identifier: EUPL-1.2 */
/* Calendars as text (RFC 5545): lines end in CRLF, are folded at 75 octets, and texts are escaped.
 */
#ifndef ICALENDAR_H
#define ICALENDAR_H

#include "arena.h"
#include "buffer.h"

#include <stdbool.h>
#include <stdint.h>

#define ICALENDAR_TYPE "text/calendar"

struct icalendar_event {
    struct slice uid;          /* the same at every fetch */
    struct slice changed;      /* DTSTAMP: 20260115T083000Z */
    struct slice starts, ends; /* 20260115T083000Z; 20260115 for whole days, the end excluded */
    bool is_all_day;
    bool is_cancelled;
    int64_t sequence;
    struct slice summary, location; /* any text; location may be unset */
    const char *description;        /* NULL = none */
};

/* A calendar has so many events at most. Who has more is told so, and asks for other days. */
enum { ICALENDAR_EVENTS = 2000 };

/* Zeroed: an empty calendar. Everything lives in the arena of the request. */
struct icalendar {
    struct icalendar_event *events;
    unsigned count, capacity;
    bool is_partial; /* there are more */
};

/* True: there is no room for another one, and the calendar says that there are more. */
bool icalendar_is_full(struct icalendar *calendar);

/* A further event, zeroed; NULL when memory is short. */
struct icalendar_event *icalendar_add(struct icalendar *calendar, struct arena *arena);
void icalendar_write(const struct icalendar *calendar, const char *name, struct buffer *buffer);

#endif
