/* SPDX-License-Identifier: EUPL-1.2 */
#include "json/violation.h"

#include "json/spoken.h"
#include "text/text.h"

#include <stdio.h>
#include <string.h>

static bool grow(struct violations *violations)
{
    unsigned capacity = violations->capacity ? violations->capacity * 2 : 4;
    struct violation *items = arena_alloc(violations->arena, capacity * sizeof *items);
    if (!items)
        return false;
    if (violations->count)
        memcpy(items, violations->items, violations->count * sizeof *items);
    violations->items = items;
    violations->capacity = capacity;
    return true;
}

void violations_add(struct violations *violations, enum violation_place place, struct slice where,
                    enum reason code, const struct expected *expected)
{
    if (violations->count == VIOLATIONS_MAX ||
        (violations->count == violations->capacity && !grow(violations))) {
        violations->is_truncated = true;
        return;
    }
    violations->items[violations->count++] = (struct violation){
        .place = place,
        .where = where,
        .code = code,
        .expected = expected ? *expected : (struct expected){ 0 },
    };
}

/* Whether one pointer is that of the other, or of something in it. */
static bool is_within(struct slice inner, struct slice outer)
{
    return slice_starts_with(inner, outer) &&
           (inner.size == outer.size || inner.at[outer.size] == '/');
}

bool violations_spare(const struct violations *violations, struct slice where)
{
    for (unsigned i = 0; i < violations->count; i++) {
        const struct violation *violation = &violations->items[i];
        if (violation->place == VIOLATION_BODY &&
            (is_within(violation->where, where) || is_within(where, violation->where)))
            return false;
    }
    return true;
}

static const struct date epoch = { 1970, 1, 1 };

struct expected expected_dates(struct date min, struct date max)
{
    return (struct expected){
        .type = VALUE_DATE,
        .has_min = date_is_set(min),
        .has_max = date_is_set(max),
        .min = date_is_set(min) ? date_days_between(epoch, min) : 0,
        .max = date_is_set(max) ? date_days_between(epoch, max) : 0,
    };
}

void violations_begin(struct violations *violations, struct arena *arena)
{
    if (violations->arena != arena) {
        violations->dates = NULL;
        violations->date_count = violations->date_capacity = 0;
    }
    violations->arena = arena;
}

bool violations_keep_date(struct violations *violations, struct dated dated)
{
    if (violations->date_count == violations->date_capacity) {
        unsigned capacity = violations->date_capacity ? violations->date_capacity * 2 : 4;
        struct dated *dates = arena_alloc(violations->arena, capacity * sizeof *dates);
        if (!dates)
            return false;
        if (violations->date_count)
            memcpy(dates, violations->dates, violations->date_count * sizeof *dates);
        violations->dates = dates;
        violations->date_capacity = capacity;
    }
    violations->dates[violations->date_count++] = dated;
    return true;
}

void violations_judge_dates(struct violations *violations, struct date horizon,
                            struct date planning)
{
    const struct date nearer = date_is_before(planning, horizon) ? planning : horizon;
    for (unsigned i = 0; i < violations->date_count; i++) {
        const struct dated *dated = &violations->dates[i];
        const struct date last = dated->is_planned ? nearer : horizon;
        struct expected expected = expected_dates((struct date){ 0 }, last);
        const bool is_parameter = dated->place == VIOLATION_PARAMETER;
        expected.cause = is_parameter ? REASON_DATE_OUT_OF_RANGE : REASON_NONE;
        if (date_is_after(dated->date, last))
            violations_add(violations, dated->place, dated->where,
                           is_parameter ? REASON_PARAMETER_INVALID : REASON_DATE_OUT_OF_RANGE,
                           &expected);
    }
}

static void write_bound(struct writer *writer, const char *name, enum value_type type,
                        int64_t bound)
{
    writer_key(writer, name);
    if (type == VALUE_DATE)
        writer_date(writer, date_add_days(epoch, (int)bound));
    else if (type == VALUE_INSTANT)
        writer_instant(writer, bound);
    else
        writer_int(writer, bound);
}

static void write_values(struct writer *writer, const struct expected *expected)
{
    writer_key(writer, wording_param_names[PARAM_values]);
    writer_open(writer, '[');
    for (int i = 0; expected->words->codes[i]; i++) {
        if (vocabulary_takes(expected->only, i))
            writer_text(writer, expected->words->codes[i]);
    }
    writer_close(writer, ']');
}

static void write_character(struct writer *writer, const struct expected *expected)
{
    char code[16];
    snprintf(code, sizeof code, "U+%04X", expected->character);
    writer_key(writer, wording_param_names[PARAM_character]);
    writer_text(writer, code);
    if (!expected->character_of)
        return;
    writer_key(writer, "member");
    writer_text(writer, expected->character_of);
}

static void write_params(struct writer *writer, const struct expected *expected)
{
    writer_key(writer, "params");
    writer_open(writer, '{');
    if (expected->cause != REASON_NONE) {
        writer_key(writer, "cause");
        writer_text(writer, reason_info(expected->cause)->code);
    }
    if (expected->type != VALUE_UNSAID) {
        writer_key(writer, wording_param_names[PARAM_type]);
        writer_text(writer, value_type_names[expected->type - 1]);
    }
    if (expected->words)
        write_values(writer, expected);
    if (expected->has_min)
        write_bound(writer, wording_param_names[PARAM_min], expected->type, expected->min);
    if (expected->has_max)
        write_bound(writer, wording_param_names[PARAM_max], expected->type, expected->max);
    if (expected->has_limit)
        write_bound(writer, wording_param_names[PARAM_limit], expected->type, expected->limit);
    if (expected->zone_name) {
        writer_key(writer, wording_param_names[PARAM_time_zone]);
        writer_text(writer, expected->zone_name);
    }
    if (expected->line) {
        writer_key(writer, wording_param_names[PARAM_line]);
        writer_int(writer, expected->line);
        writer_key(writer, wording_param_names[PARAM_column]);
        writer_int(writer, expected->column);
    }
    if (expected->character)
        write_character(writer, expected);
    if (slice_is_set(expected->missing)) {
        writer_key(writer, "missing");
        writer_raw(writer, expected->missing);
    }
    if (slice_is_set(expected->suggestions)) {
        writer_key(writer, "suggestions");
        writer_raw(writer, expected->suggestions);
    }
    writer_close(writer, '}');
}

/* --- for people --- */

static unsigned known_params(const struct expected *expected)
{
    return (expected->type != VALUE_UNSAID ? 1u << PARAM_type : 0) |
           (expected->words ? 1u << PARAM_values : 0) | (expected->has_min ? 1u << PARAM_min : 0) |
           (expected->has_max ? 1u << PARAM_max : 0) |
           (expected->zone_name ? 1u << PARAM_time_zone : 0) |
           (expected->character ? 1u << PARAM_character : 0) |
           (expected->line ? 1u << PARAM_line | 1u << PARAM_column : 0);
}

static void say_character(struct buffer *buffer, unsigned code, bool is_english)
{
    char text[TEXT_CHARACTER_SIZE];
    text_character(code, is_english, text);
    buffer_text(buffer, text);
}

static void say_bound(struct buffer *buffer, const struct expected *expected, int64_t bound,
                      bool is_english)
{
    const enum value_type type = expected->type;
    if (type == VALUE_DATE)
        spoken_date(buffer, date_add_days(epoch, (int)bound), is_english);
    else if (type == VALUE_INSTANT)
        spoken_instant(buffer, bound, (enum time_zone)expected->zone, is_english);
    else
        spoken_number(buffer, bound, is_english);
}

static void say_param(struct buffer *buffer, unsigned param, const void *context, bool is_english)
{
    const struct expected *expected = context;
    switch (param) {
    case PARAM_type:
        buffer_text(buffer, spoken_type(expected->type, is_english));
        return;
    case PARAM_values:
        spoken_codes(buffer, expected->words, expected->only, is_english);
        return;
    case PARAM_min:
        say_bound(buffer, expected, expected->min, is_english);
        return;
    case PARAM_max:
        say_bound(buffer, expected, expected->max, is_english);
        return;
    case PARAM_time_zone:
        buffer_text(buffer, expected->zone_name);
        return;
    case PARAM_character:
        say_character(buffer, expected->character, is_english);
        return;
    case PARAM_line:
        spoken_number(buffer, expected->line, is_english);
        return;
    case PARAM_column:
        spoken_number(buffer, expected->column, is_english);
        return;
    default:
        return; /* not among the known */
    }
}

void violation_write(struct writer *writer, const struct violation *violation, bool is_english)
{
    static const char *const places[] = { "pointer", "parameter", "header" };
    const struct expected *expected = &violation->expected;
    /* What a parameter is refused for is said as for a body: "invalid" alone helps nobody. */
    const enum reason said = expected->cause != REASON_NONE ? expected->cause : violation->code;
    const char *hint = reason_hint(violation->code, is_english);
    struct buffer detail = { 0 };
    spoken_sentence(&detail, wording_find(said, expected->type, known_params(expected), is_english),
                    say_param, expected, is_english);
    writer_open(writer, '{');
    writer_key(writer, places[violation->place]);
    writer_string(writer, violation->where);
    writer_key(writer, "code");
    writer_text(writer, reason_info(violation->code)->code);
    writer_key(writer, "detail");
    writer_string(writer, buffer_as_slice(&detail));
    if (hint) {
        writer_key(writer, "hint");
        writer_text(writer, hint);
    }
    write_params(writer, expected);
    writer_close(writer, '}');
    buffer_release(&detail);
}
