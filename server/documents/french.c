/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/french.h"

#include "buffer.h"
#include "json/spoken.h"
#include "text/drawn.h"

#include <assert.h>

#define NO_BREAK "\u00a0"

static struct slice taken(struct arena *arena, struct buffer *text)
{
    struct slice copy = { 0 };
    if (!text->has_failed)
        copy = arena_copy(arena, buffer_as_slice(text));
    buffer_release(text);
    return copy;
}

/* What a French line never begins with, nor ends with. */
static bool holds_before(const char *at, const char *end)
{
    static const char *const marks[] = { ";", ":", "!", "?", "»", "%", "€" };
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        const size_t size = strlen(marks[i]);
        if ((size_t)(end - at) >= size && memcmp(at, marks[i], size) == 0)
            return true;
    }
    return false;
}

static bool holds_behind(const char *from, const char *at)
{
    static const char mark[] = "«";
    const size_t size = sizeof mark - 1;
    return (size_t)(at - from) >= size && memcmp(at - size, mark, size) == 0;
}

struct slice french_text(struct arena *arena, struct slice text)
{
    struct buffer typed = { 0 };
    if (!slice_is_set(text))
        return text;
    const char *end = text.at + text.size;
    for (const char *at = text.at; at < end; at++) {
        if (*at == '\'')
            buffer_text(&typed, "’");
        else if (*at == ' ' && (holds_before(at + 1, end) || holds_behind(text.at, at)))
            buffer_text(&typed, NO_BREAK);
        else
            buffer_char(&typed, *at);
    }
    return taken(arena, &typed);
}

/* The bytes of a character of UTF-8, by its first. */
static size_t size_of(char first)
{
    const unsigned char byte = (unsigned char)first;
    return byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

struct slice french_words(struct arena *arena, struct slice text)
{
    struct buffer shown = { 0 };
    if (!slice_is_set(text))
        return text;
    for (size_t i = 0, size; i < text.size; i += size) {
        const struct slice character = { text.at + i, size_of(text.at[i]) };
        size = character.size;
        if (*character.at == '\t')
            buffer_char(&shown, ' ');
        else if (*character.at == '\n' || !text_not_drawn(character, true))
            buffer_slice(&shown, character);
        else
            buffer_text(&shown, "\ufffd");
    }
    return french_text(arena, taken(arena, &shown));
}

struct slice french_unbroken(struct arena *arena, struct slice text)
{
    struct buffer held = { 0 };
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == ' ')
            buffer_text(&held, NO_BREAK);
        else
            buffer_char(&held, text.at[i]);
    }
    return taken(arena, &held);
}

struct slice french_say(struct arena *arena, const char *pattern, const struct slice *texts,
                        size_t count)
{
    struct buffer said = { 0 };
    size_t next = 0;
    bool is_whole = true;
    for (const char *at = pattern; *at; at++) {
        if (*at != '%') {
            buffer_char(&said, *at);
            continue;
        }
        assert(next < count);
        is_whole = is_whole && slice_is_set(texts[next]);
        buffer_slice(&said, texts[next++]);
    }
    assert(next == count);
    said.has_failed |= !is_whole;
    return taken(arena, &said);
}

/* The date as sentences have it, but for its first blank. */
struct slice french_date(struct arena *arena, struct date date)
{
    struct buffer spoken = { 0 }, text = { 0 };
    spoken_date(&spoken, date, false);
    const struct slice all = buffer_as_slice(&spoken);
    const char *blank = memchr(all.at, ' ', all.size);
    const size_t day_size = blank ? (size_t)(blank - all.at) : all.size;
    buffer_append(&text, all.at, day_size);
    if (blank) {
        buffer_text(&text, NO_BREAK);
        buffer_append(&text, blank + 1, all.size - day_size - 1);
    }
    text.has_failed |= spoken.has_failed;
    buffer_release(&spoken);
    return taken(arena, &text);
}

struct slice french_weekday(struct arena *arena, struct date date)
{
    static const char *const names[] = { "lundi",    "mardi",  "mercredi", "jeudi",
                                         "vendredi", "samedi", "dimanche" };
    const struct date monday = { 1, 1, 1 };
    const int weekday = date_days_between(monday, date) % 7;
    return FRENCH_SAY(arena, "% %", slice_of(names[weekday]), french_date(arena, date));
}

struct slice french_time(struct arena *arena, struct slice time)
{
    if (time.size != 5 || time.at[2] != ':')
        return time;
    const int skipped = time.at[0] == '0' ? 1 : 0;
    const bool is_full = memcmp(time.at + 3, "00", 2) == 0;
    return arena_print(arena, "%.*s" NO_BREAK "h%s%.*s", 2 - skipped, time.at + skipped,
                       is_full ? "" : NO_BREAK, is_full ? 0 : 2, time.at + 3);
}

struct slice french_count(struct arena *arena, int count, const char *one, const char *many,
                          const char *none)
{
    static const char *const words[] = { NULL,   NULL,  "deux", "trois", "quatre",
                                         "cinq", "six", "sept", "huit",  "neuf" };
    if (count < 2)
        return slice_of(count == 0 ? none : one);
    if (count < (int)(sizeof words / sizeof words[0]))
        return arena_print(arena, "%s" NO_BREAK "%s", words[count], many);
    return arena_print(arena, "%d" NO_BREAK "%s", count, many);
}

struct slice french_birth(struct arena *arena, int year, int month, int day)
{
    if (year <= 0)
        return SLICE("");
    if (month <= 0)
        return arena_print(arena, "en %d", year);
    const struct date date = { (int16_t)year, (int8_t)month, (int8_t)(day > 0 ? day : 2) };
    const struct slice text = french_date(arena, date);
    if (!slice_is_set(text))
        return text;
    if (day > 0)
        return arena_print(arena, "le %.*s", (int)text.size, text.at);
    const size_t skipped = strlen("2" NO_BREAK);
    return arena_print(arena, "en %.*s", (int)(text.size - skipped), text.at + skipped);
}

/* The article of the name of a town melts with "à". */
struct slice french_at_place(struct arena *arena, struct slice place)
{
    static const char *const articles[][2] = { { "Le ", "au" }, { "Les ", "aux" } };
    for (size_t i = 0; i < sizeof articles / sizeof articles[0]; i++) {
        const size_t skipped = strlen(articles[i][0]);
        if (slice_starts_with(place, slice_of(articles[i][0])))
            return arena_print(arena, "%s %.*s", articles[i][1], (int)(place.size - skipped),
                               place.at + skipped);
    }
    return arena_print(arena, "à %.*s", (int)place.size, place.at);
}
