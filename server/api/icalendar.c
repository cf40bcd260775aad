/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/icalendar.h"

enum { LINE_OCTETS = 75 };

/* A content line on its way out. */
struct line {
    struct buffer *buffer;
    size_t octets;
};

static size_t sequence_size(unsigned char first)
{
    return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/* Octets that stay together: a character, or an escape. */
static void put(struct line *line, const char *at, size_t size)
{
    if (line->octets + size > LINE_OCTETS) {
        buffer_text(line->buffer, "\r\n ");
        line->octets = 1;
    }
    buffer_append(line->buffer, at, size);
    line->octets += size;
}

static void put_all(struct line *line, struct slice text)
{
    for (size_t i = 0; i < text.size;) {
        size_t size = sequence_size((unsigned char)text.at[i]);
        put(line, text.at + i, size);
        i += size;
    }
}

/* RFC 5545, 3.3.11. */
static void put_escaped(struct line *line, struct slice text)
{
    for (size_t i = 0; i < text.size;) {
        unsigned char c = (unsigned char)text.at[i];
        size_t size = sequence_size(c);
        if (c == '\n') {
            put(line, "\\n", 2);
        } else if (c == '\\' || c == ';' || c == ',') {
            const char escaped[2] = { '\\', (char)c };
            put(line, escaped, 2);
        } else if (c >= ' ' && c != 0x7F) {
            put(line, text.at + i, size);
        }
        i += size;
    }
}

static void write_line(struct buffer *buffer, const char *name, struct slice value)
{
    struct line line = { buffer, 0 };
    put_all(&line, slice_of(name));
    put_all(&line, value);
    buffer_text(buffer, "\r\n");
}

static void write_text_line(struct buffer *buffer, const char *name, struct slice value)
{
    struct line line = { buffer, 0 };
    put_all(&line, slice_of(name));
    put_escaped(&line, value);
    buffer_text(buffer, "\r\n");
}

static void write_event(struct buffer *buffer, const struct icalendar_event *event)
{
    bool is_all_day = event->is_all_day;
    buffer_text(buffer, "BEGIN:VEVENT\r\n");
    write_line(buffer, "UID:", event->uid);
    write_line(buffer, "DTSTAMP:", event->changed);
    write_line(buffer, is_all_day ? "DTSTART;VALUE=DATE:" : "DTSTART:", event->starts);
    write_line(buffer, is_all_day ? "DTEND;VALUE=DATE:" : "DTEND:", event->ends);
    buffer_text(buffer, "SEQUENCE:");
    buffer_int(buffer, event->sequence);
    buffer_text(buffer, "\r\n");
    write_text_line(buffer, "SUMMARY:", event->summary);
    if (event->description)
        write_text_line(buffer, "DESCRIPTION:", slice_of(event->description));
    if (slice_is_set(event->location))
        write_text_line(buffer, "LOCATION:", event->location);
    write_line(buffer, "STATUS:", slice_of(event->is_cancelled ? "CANCELLED" : "CONFIRMED"));
    /* A deadline is a day to know of, not a day that is taken. */
    write_line(buffer, "TRANSP:", slice_of(is_all_day ? "TRANSPARENT" : "OPAQUE"));
    buffer_text(buffer, "CLASS:PRIVATE\r\nEND:VEVENT\r\n");
}

bool icalendar_is_full(struct icalendar *calendar)
{
    if (calendar->count < ICALENDAR_EVENTS)
        return false;
    calendar->is_partial = true;
    return true;
}

struct icalendar_event *icalendar_add(struct icalendar *calendar, struct arena *arena)
{
    if (calendar->count == calendar->capacity) {
        unsigned capacity = calendar->capacity ? calendar->capacity * 2 : 32;
        struct icalendar_event *events = arena_alloc(arena, capacity * sizeof *events);
        if (!events)
            return NULL;
        if (calendar->count)
            memcpy(events, calendar->events, calendar->count * sizeof *events);
        calendar->events = events;
        calendar->capacity = capacity;
    }
    return &calendar->events[calendar->count++];
}

void icalendar_write(const struct icalendar *calendar, const char *name, struct buffer *buffer)
{
    buffer_text(
        buffer,
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//clea-server//EN\r\nCALSCALE:GREGORIAN\r\n");
    write_text_line(buffer, "NAME:", slice_of(name));
    if (calendar->is_partial)
        buffer_text(buffer, "X-CLEA-IS-PARTIAL:TRUE\r\n");
    for (unsigned i = 0; i < calendar->count; i++)
        write_event(buffer, &calendar->events[i]);
    buffer_text(buffer, "END:VCALENDAR\r\n");
}
