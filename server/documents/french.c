#include "documents/french.h"

#include "buffer.h"
#include "json/spoken.h"

#define NO_BREAK "\u00a0"

static struct slice taken(struct arena *arena, struct buffer *text)
{
    struct slice copy = { 0 };
    if (!text->has_failed)
        copy = arena_copy(arena, buffer_as_slice(text));
    buffer_release(text);
    return copy;
}

struct slice french_text(struct arena *arena, struct slice text)
{
    struct buffer typed = { 0 };
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] == '\'')
            buffer_text(&typed, "’");
        else
            buffer_char(&typed, text.at[i]);
    }
    return taken(arena, &typed);
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
