/* SPDX-License-Identifier: EUPL-1.2 */
#include "json/spoken.h"

#include <stdio.h>

static const char *const months[][2] = {
    { "janvier", "January" }, { "février", "February" },  { "mars", "March" },
    { "avril", "April" },     { "mai", "May" },           { "juin", "June" },
    { "juillet", "July" },    { "août", "August" },       { "septembre", "September" },
    { "octobre", "October" }, { "novembre", "November" }, { "décembre", "December" },
};

static const struct label types[VALUE_TYPE_COUNT] = {
    [VALUE_UNSAID] = { "valeur", "value" },
    [VALUE_TEXT] = { "texte", "text" },
    [VALUE_IDENTIFIER] = { "identifiant", "identifier" },
    [VALUE_DATE] = { "date", "date" },
    [VALUE_INSTANT] = { "date et heure", "date and time" },
    [VALUE_INTEGER] = { "nombre entier", "whole number" },
    [VALUE_BOOLEAN] = { "true ou false", "true or false" },
    [VALUE_CODE] = { "valeur d’une liste", "value of a list" },
    [VALUE_OBJECT] = { "groupe de champs", "group of fields" },
    [VALUE_LIST] = { "liste", "list" },
};

const char *spoken_type(enum value_type type, bool is_english)
{
    return is_english ? types[type].en : types[type].fr;
}

void spoken_date(struct buffer *buffer, struct date date, bool is_english)
{
    buffer_int(buffer, date.day);
    if (date.day == 1 && !is_english)
        buffer_text(buffer, "er");
    buffer_char(buffer, ' ');
    buffer_text(buffer, months[date.month - 1][is_english]);
    buffer_char(buffer, ' ');
    buffer_int(buffer, date.year);
}

void spoken_instant(struct buffer *buffer, int64_t unix_ms, enum time_zone zone, bool is_english)
{
    enum { MS_PER_SECOND = 1000, SECONDS_PER_MINUTE = 60, MINUTES_PER_DAY = 24 * 60 };
    const int64_t floor_s = unix_ms / MS_PER_SECOND - (unix_ms % MS_PER_SECOND < 0 ? 1 : 0);
    const int64_t clock_s = time_zone_clock(floor_s, zone);
    const int64_t minutes =
        clock_s / SECONDS_PER_MINUTE - (clock_s % SECONDS_PER_MINUTE < 0 ? 1 : 0);
    const int64_t days = minutes / MINUTES_PER_DAY - (minutes % MINUTES_PER_DAY < 0 ? 1 : 0);
    const int of_day = (int)(minutes - days * MINUTES_PER_DAY);
    char time[64];
    snprintf(time, sizeof time, ", %02d:%02d (%s)", of_day / 60 % 24, of_day % 60,
             time_zone_names[zone]);
    spoken_date(buffer, date_add_days((struct date){ 1970, 1, 1 }, (int)days), is_english);
    buffer_text(buffer, time);
}

/* Thousands apart: by a narrow no-break space in French, by a comma in English. Four digits stay
 * together: that is good style in both languages, and they may be a year. */
void spoken_number(struct buffer *buffer, int64_t number, bool is_english)
{
    char digits[sizeof "-9223372036854775808"];
    const int size = snprintf(digits, sizeof digits, "%lld", (long long)number);
    const int first = digits[0] == '-';
    const bool is_apart = size - first > 4;
    for (int i = 0; i < size; i++) {
        if (is_apart && i > first && (size - i) % 3 == 0)
            buffer_text(buffer, is_english ? "," : "\u202F");
        buffer_char(buffer, digits[i]);
    }
}

void spoken_duration(struct buffer *buffer, int64_t minutes, bool is_english)
{
    const int64_t hours = minutes / 60, rest = minutes % 60;
    if (hours) {
        spoken_number(buffer, hours, is_english);
        buffer_text(buffer, "\u00A0h");
    }
    if (rest == 0 && hours)
        return;
    buffer_text(buffer, hours ? "\u00A0" : "");
    spoken_number(buffer, rest, is_english);
    buffer_text(buffer, "\u00A0min");
}

void spoken_words(struct buffer *buffer, const struct vocabulary *words, uint64_t only,
                  bool is_english)
{
    const char *between = "";
    for (int i = 0; words->codes[i]; i++) {
        if (!vocabulary_takes(only, i))
            continue;
        buffer_text(buffer, between);
        buffer_text(buffer, is_english ? words->labels[i].en : words->labels[i].fr);
        between = is_english ? "; " : "\u00A0; ";
    }
}

void spoken_codes(struct buffer *buffer, const struct vocabulary *words, uint64_t only,
                  bool is_english)
{
    const char *between = "";
    for (int i = 0; words->codes[i]; i++) {
        const char *label = is_english ? words->labels[i].en : words->labels[i].fr;
        if (!vocabulary_takes(only, i))
            continue;
        buffer_text(buffer, between);
        buffer_text(buffer, words->codes[i]);
        if (vocabulary_find(words, slice_of(label)) != i) {
            buffer_text(buffer, " (");
            buffer_text(buffer, label);
            buffer_text(buffer, ")");
        }
        between = is_english ? "; " : "\u00A0; ";
    }
}

void spoken_sentence(struct buffer *buffer, const char *text, spoken_param say, const void *context,
                     bool is_english)
{
    for (;;) {
        const struct placeholder held = wording_next(text);
        if (!held.at)
            break;
        buffer_slice(buffer, (struct slice){ text, (size_t)(held.at - text) });
        say(buffer, held.param, context, is_english);
        text = held.at + held.size;
    }
    buffer_text(buffer, text);
}
