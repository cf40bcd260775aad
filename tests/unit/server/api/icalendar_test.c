/* SPDX-License-Identifier: EUPL-1.2 */
/* Calendars as text: folding, escaping, whole days. That a parser reads them is the stories' test.
 */
#include "api/icalendar.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static struct buffer buffer;

static const char *print(const struct icalendar_event *event)
{
    struct icalendar calendar = { 0 };
    *icalendar_add(&calendar, &arena) = *event;
    buffer_clear(&buffer);
    icalendar_write(&calendar, "Test", &buffer);
    buffer_char(&buffer, '\0');
    return buffer.at;
}

static struct icalendar_event an_event(const char *summary)
{
    return (struct icalendar_event){
        .uid = SLICE("0190"),
        .changed = SLICE("20260101T000000Z"),
        .starts = SLICE("20260115T083000Z"),
        .ends = SLICE("20260115T093000Z"),
        .sequence = 3,
        .summary = slice_of(summary),
    };
}

static void an_event_is_written_whole(void **state)
{
    (void)state;
    struct icalendar_event event = an_event("Rendez-vous");
    assert_string_equal(print(&event),
                        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//clea-server//EN\r\n"
                        "CALSCALE:GREGORIAN\r\nNAME:Test\r\nBEGIN:VEVENT\r\nUID:0190\r\n"
                        "DTSTAMP:20260101T000000Z\r\nDTSTART:20260115T083000Z\r\n"
                        "DTEND:20260115T093000Z\r\nSEQUENCE:3\r\nSUMMARY:Rendez-vous\r\n"
                        "STATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\nCLASS:PRIVATE\r\nEND:VEVENT\r\n"
                        "END:VCALENDAR\r\n");
}

static void texts_are_escaped(void **state)
{
    (void)state;
    struct icalendar_event event = an_event("a;b,c\\d\ne:\"f\"\x01g");
    assert_non_null(strstr(print(&event), "SUMMARY:a\\;b\\,c\\\\d\\ne:\"f\"g\r\n"));
}

/* Every shift of the fold, through characters of one to four octets and escapes. */
static void lines_are_folded_between_characters(void **state)
{
    (void)state;
    for (int shift = 0; shift < 80; shift++) {
        char summary[400], unfolded[600], wanted[600] = "";
        size_t size = 0;
        memset(summary, 'x', sizeof summary);
        snprintf(summary + shift, sizeof summary - (size_t)shift,
                 "é€😀,é€😀,é€😀,é€😀,é€😀,é€😀,é€😀,é€😀,é€😀,é€😀");
        struct icalendar_event event = an_event(summary);
        const char *line = strstr(print(&event), "SUMMARY:");
        size_t octets = 0;
        for (const char *at = line; at[0] != '\r' || at[2] == ' '; at++) {
            if (at[0] == '\r') {
                assert_true(octets <= 75);
                assert_true(((unsigned char)at[3] & 0xC0) != 0x80);
                assert_true(at[-1] != '\\');
                octets = 1;
                at += 2;
                continue;
            }
            octets++;
            unfolded[size++] = *at;
        }
        assert_true(octets <= 75);
        unfolded[size] = '\0';
        strncat(wanted, "SUMMARY:", sizeof wanted - 1);
        for (const char *at = summary; *at; at++) {
            if (*at == ',')
                strncat(wanted, "\\", sizeof wanted - strlen(wanted) - 1);
            strncat(wanted, (char[]){ *at, '\0' }, sizeof wanted - strlen(wanted) - 1);
        }
        assert_string_equal(unfolded, wanted);
    }
}

static void a_whole_day_takes_nobodys_time(void **state)
{
    (void)state;
    struct icalendar_event event = an_event("x");
    event.is_all_day = event.is_cancelled = true;
    event.starts = SLICE("20290228");
    event.ends = SLICE("20290301");
    const char *text = print(&event);
    assert_non_null(strstr(text, "DTSTART;VALUE=DATE:20290228\r\nDTEND;VALUE=DATE:20290301\r\n"));
    assert_non_null(strstr(text, "STATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\n"));
}

static void a_calendar_grows(void **state)
{
    (void)state;
    struct icalendar calendar = { 0 };
    for (int i = 0; i < 1000; i++)
        icalendar_add(&calendar, &arena)->sequence = i;
    for (int i = 0; i < 1000; i++)
        assert_int_equal(calendar.events[i].sequence, i);
    struct arena small;
    arena_init(&small, 64);
    assert_null(icalendar_add(&(struct icalendar){ 0 }, &small));
    arena_release(&small);
}

static int end(void **state)
{
    (void)state;
    arena_release(&arena);
    buffer_release(&buffer);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_is_written_whole),
        cmocka_unit_test(texts_are_escaped),
        cmocka_unit_test(lines_are_folded_between_characters),
        cmocka_unit_test(a_whole_day_takes_nobodys_time),
        cmocka_unit_test(a_calendar_grows),
    };
    arena_init(&arena, 0);
    return cmocka_run_group_tests(tests, NULL, end);
}
