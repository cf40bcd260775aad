/* SPDX-License-Identifier: EUPL-1.2 */
#include "json/field_value.h"

#include "id_text.h"
#include "json/utf8.h"
#include "text/denomination.h"
#include "text/drawn.h"
#include "text/text.h"
#include "time_zone.h"
#include "typed_code.h"

#include <assert.h>

static const struct field_verdict fits = { .code = REASON_NONE };

static const enum value_type value_types[] = {
    [FIELD_TEXT] = VALUE_TEXT,    [FIELD_ID] = VALUE_IDENTIFIER,   [FIELD_DATE] = VALUE_DATE,
    [FIELD_INT] = VALUE_INTEGER,  [FIELD_BOOL] = VALUE_BOOLEAN,    [FIELD_ENUM] = VALUE_CODE,
    [FIELD_ENUMS] = VALUE_LIST,   [FIELD_INSTANT] = VALUE_INSTANT, [FIELD_OBJECT] = VALUE_OBJECT,
    [FIELD_OBJECTS] = VALUE_LIST, [FIELD_TEXTS] = VALUE_LIST,      [FIELD_IDS] = VALUE_LIST,
    [FIELD_JSON] = VALUE_UNSAID,  [FIELD_VARIANT] = VALUE_OBJECT,
};

struct field_verdict field_value_refused(const struct field *field, enum reason code)
{
    struct expected expected = { .type = value_types[field->type] };
    if (code == REASON_ENUM || (code == REASON_TYPE && field->words)) {
        expected.words = field->words;
        expected.only = field->only;
    }
    if (code == REASON_DIGITS_INVALID) { /* how many of them */
        expected.min = field_min(field);
        expected.max = field_max(field);
        expected.has_min = expected.has_max = true;
    }
    return (struct field_verdict){ .code = code, .expected = expected };
}

/* The bounds of characters, items or values. The largest integer that JSON keeps is a bound that
 * nobody chose: it is named to those alone who go beyond it. */
static struct field_verdict refuse_bounds(const struct field *field, enum reason code,
                                          bool is_above)
{
    struct field_verdict verdict = field_value_refused(field, code);
    struct expected *expected = &verdict.expected;
    expected->min = field_min(field);
    expected->max = field_max(field);
    expected->limit = is_above ? expected->max : expected->min;
    expected->has_limit = true;
    expected->has_min = expected->type == VALUE_INTEGER || expected->min > 0;
    expected->has_max = is_above || field->max || expected->type != VALUE_INTEGER;
    return verdict;
}

/* Spaces at either end: ASCII, and the no-break spaces that French word processors leave (U+00A0,
 * U+202F). */
static const struct slice spaces[] = {
    { " ", 1 }, { "\t", 1 }, { "\n", 1 }, { "\r", 1 }, { "\xC2\xA0", 2 }, { "\xE2\x80\xAF", 3 },
};

static struct slice trim(struct slice text)
{
    bool is_done = false;
    while (!is_done) {
        is_done = true;
        for (size_t i = 0; i < sizeof spaces / sizeof spaces[0]; i++) {
            size_t size = spaces[i].size;
            if (slice_starts_with(text, spaces[i])) {
                text = (struct slice){ text.at + size, text.size - size };
                is_done = false;
            }
            if (text.size >= size && memcmp(text.at + text.size - size, spaces[i].at, size) == 0) {
                text.size -= size;
                is_done = false;
            }
        }
    }
    return text;
}

/* What stands in the way is named. */
static struct field_verdict judge_name(const struct field *field, struct slice text)
{
    struct field_verdict verdict = field_value_refused(field, REASON_NAME_INVALID);
    verdict.expected.character = text_not_of_names(text);
    return verdict;
}

static struct field_verdict judge_denomination(const struct field *field, struct slice text)
{
    const unsigned character = denomination_not_of_it(text);
    if (!character && !denomination_is_reserved(text))
        return fits;
    struct field_verdict verdict = field_value_refused(
        field, character ? REASON_DENOMINATION_INVALID : REASON_DENOMINATION_RESERVED);
    verdict.expected.character = character;
    return verdict;
}

/* What no paper can show of a text that papers show. */
static struct field_verdict judge_printed(const struct field *field, struct slice text)
{
    const unsigned character = text_not_drawn(text, field->flags & FIELD_MULTILINE);
    if (!character)
        return fits;
    struct field_verdict verdict = field_value_refused(field, REASON_CHARACTER_NOT_DRAWN);
    verdict.expected.character = character;
    return verdict;
}

/* A code as registers write it; unset: no memory. */
static struct slice read_code(const struct field *field, struct slice text, struct arena *arena)
{
    const size_t width = field->flags & FIELD_PADDED ? (size_t)field_max(field) : 0;
    char *code = arena_alloc(arena, text.size + width + 1);
    if (!code)
        return SLICE_UNSET;
    const size_t size = typed_text_fold(text.at, text.size, code);
    code[size] = '\0';
    if (size == 0 || size >= width || strspn(code, "0123456789") < size)
        return (struct slice){ code, size };
    memmove(code + width - size, code, size);
    memset(code, '0', width - size);
    return (struct slice){ code, width };
}

static struct field_verdict read_text(const struct field *field, struct slice text,
                                      struct arena *arena, struct slice *ret_text)
{
    if (text_compose(arena, trim(text), &text) != STATUS_OK)
        return (struct field_verdict){ .has_no_memory = true };
    if (!text_is_visible(text, field->flags & FIELD_MULTILINE))
        return (struct field_verdict){ .code = REASON_CHARACTER_INVALID };
    if (field->flags & FIELD_CODED) {
        text = read_code(field, text, arena);
        if (!text.at)
            return (struct field_verdict){ .has_no_memory = true };
    }
    int64_t length = (int64_t)utf8_length(text);
    if (length < field_min(field))
        return refuse_bounds(field, REASON_MIN_LENGTH, false);
    if (length > field_max(field))
        return refuse_bounds(field, REASON_MAX_LENGTH, true);
    if ((field->flags & FIELD_NAME) && !text_is_name(text))
        return judge_name(field, text);
    if (field->flags & FIELD_DENOMINATION) {
        const struct field_verdict verdict = judge_denomination(field, text);
        if (verdict.code != REASON_NONE)
            return verdict;
    }
    if (field->flags & FIELD_PRINTED) {
        const struct field_verdict verdict = judge_printed(field, text);
        if (verdict.code != REASON_NONE)
            return verdict;
    }
    if (field->flags & FIELD_TYPED) {
        char *typed = arena_alloc(arena, text.size + TYPED_REFERENCE_DASHES + 1);
        if (!typed)
            return (struct field_verdict){ .has_no_memory = true };
        text = (struct slice){ typed, typed_reference_fold(text.at, text.size, typed) };
    }
    *ret_text = text;
    return fits;
}

int field_value_index(const struct field *field, struct slice text)
{
    const int found = vocabulary_find(field->words, text);
    return vocabulary_takes(field->only, found) ? found : -1;
}

/* `count` digits, or -1. */
static int read_digits(const char *at, size_t count)
{
    int number = 0;
    for (size_t i = 0; i < count; i++) {
        if (at[i] < '0' || at[i] > '9')
            return -1;
        number = number * 10 + (at[i] - '0');
    }
    return number;
}

/* HH:MM in minutes, or -1. */
static int read_minutes(const char *at)
{
    int hours = read_digits(at, 2), minutes = read_digits(at + 3, 2);
    if (hours < 0 || hours > 23 || at[2] != ':' || minutes < 0 || minutes > 59)
        return -1;
    return hours * 60 + minutes;
}

/* RFC 3339 with any offset. Second 60 does not exist in unix time and is refused; digits beyond the
 * millisecond are cut. */
static bool read_instant(struct slice text, int64_t *ret_unix_ms)
{
    struct date date;
    if (text.size < sizeof "2026-01-14T09:30:00Z" - 1 || !date_parse(text.at, 10, &date))
        return false;
    const char *at = text.at + 10, *end = text.at + text.size;
    int minutes = read_minutes(at + 1), seconds = read_digits(at + 7, 2);
    if ((*at != 'T' && *at != 't') || minutes < 0 || at[6] != ':' || seconds < 0 || seconds > 59)
        return false;
    at += 9;
    int ms = 0;
    if (*at == '.') {
        int weight = 100;
        const char *first = ++at;
        for (; at < end && *at >= '0' && *at <= '9'; at++, weight /= 10)
            ms += (*at - '0') * weight;
        if (at == first)
            return false;
    }
    int offset = 0;
    if (end - at == 6 && (*at == '+' || *at == '-')) {
        offset = read_minutes(at + 1);
        if (offset < 0)
            return false;
        offset = *at == '-' ? -offset : offset;
    } else if (end - at != 1 || (*at != 'Z' && *at != 'z')) {
        return false;
    }
    int64_t days = date_days_between((struct date){ 1970, 1, 1 }, date);
    *ret_unix_ms = ((days * 1440 + minutes - offset) * 60 + seconds) * 1000 + ms;
    return true;
}

/* The nil UUID means "no id" in every struct, so nobody may send it. */
static bool read_id(struct slice text, struct id *ret_id)
{
    return id_parse(text, ret_id) && id_is_set(*ret_id);
}

static struct field_verdict read_type(const struct field *field, struct slice text,
                                      struct arena *arena, void *ret_value)
{
    switch (field->type) {
    case FIELD_TEXT:
        return read_text(field, text, arena, ret_value);
    case FIELD_ID:
        return read_id(text, ret_value) ? fits : field_value_refused(field, REASON_PATTERN);
    case FIELD_DATE:
        return date_parse(text.at, text.size, ret_value)
                   ? fits
                   : field_value_refused(field, REASON_DATE_INVALID);
    case FIELD_INSTANT:
        return read_instant(text, ret_value) ? fits
                                             : field_value_refused(field, REASON_DATE_INVALID);
    case FIELD_ENUM: {
        int index = field_value_index(field, text);
        if (index < 0)
            return field_value_refused(field, REASON_ENUM);
        *(int *)ret_value = index;
        return fits;
    }
    default:
        assert(false && "a type that is not one text");
        return field_value_refused(field, REASON_TYPE);
    }
}

struct field_verdict field_value_from_text(const struct field *field, struct slice text,
                                           struct arena *arena, void *ret_value)
{
    union {
        struct slice text;
        struct id id;
        struct date date;
        int64_t instant;
        int index;
    } value = { 0 };
    static const size_t sizes[] = {
        [FIELD_TEXT] = sizeof value.text,  [FIELD_ID] = sizeof value.id,
        [FIELD_DATE] = sizeof value.date,  [FIELD_INSTANT] = sizeof value.instant,
        [FIELD_ENUM] = sizeof value.index,
    };
    struct field_verdict verdict = { .code = REASON_CHARACTER_INVALID };
    if (!text.size || !memchr(text.at, '\0', text.size)) /* nothing beyond takes one */
        verdict = read_type(field, text, arena, &value);
    if (verdict.has_no_memory)
        return verdict;
    const enum reason code =
        verdict.code == REASON_NONE && field->check ? field->check(&value) : REASON_NONE;
    if (code != REASON_NONE)
        verdict = field_value_refused(field, code);
    if (verdict.code == REASON_NONE)
        memcpy(ret_value, &value, sizes[field->type]);
    return verdict;
}

struct field_verdict field_value_years(const struct field *field, const void *value,
                                       struct dated place, struct violations *keep)
{
    const bool is_instant = field->type == FIELD_INSTANT;
    const int default_first = is_instant ? FIELD_FIRST_INSTANT_YEAR : FIELD_FIRST_YEAR;
    const struct date first = { (int16_t)(field->min ? field->min : default_first), 1, 1 };
    const bool is_open = field->max == 0;
    const struct date last = { (int16_t)(is_open ? FIELD_LAST_YEAR : field->max), 12, 31 };
    const struct date none = { 0 };
    place.date = is_instant ? date_in_zone(*(const int64_t *)value / 1000, TIME_ZONE_PARIS)
                            : *(const struct date *)value;
    struct field_verdict verdict = fits;
    const bool is_early = !date_is_set(place.date) || date_is_before(place.date, first);
    if (is_early || date_is_after(place.date, last)) {
        verdict.code = REASON_DATE_OUT_OF_RANGE;
        /* Where the horizon ends it, that is not known yet, and FIELD_LAST_YEAR is nobody's bound.
         */
        verdict.expected =
            is_open ? expected_dates(is_early ? first : none, none) : expected_dates(first, last);
    } else if (is_open) {
        place.is_planned = (field->flags & FIELD_PLANNED) != 0;
        verdict.has_no_memory = !violations_keep_date(keep, place);
    }
    return verdict;
}

struct field_verdict field_value_from_int(const struct field *field, int64_t number,
                                          void *ret_value)
{
    if (number < field_min(field))
        return refuse_bounds(field, REASON_RANGE, false);
    if (number > field_max(field))
        return refuse_bounds(field, REASON_RANGE, true);
    enum reason code = field->check ? field->check(&number) : REASON_NONE;
    if (code != REASON_NONE)
        return field_value_refused(field, code);
    *(int64_t *)ret_value = number;
    return fits;
}

struct field_verdict field_value_count(const struct field *field, size_t count)
{
    if ((int64_t)count < field_min(field))
        return refuse_bounds(field, REASON_MIN_LENGTH, false);
    if ((int64_t)count > field_max(field))
        return refuse_bounds(field, REASON_TOO_MANY_ITEMS, true);
    return fits;
}

struct field field_value_item(const struct field *list)
{
    static const enum field_type types[] = {
        [FIELD_TEXTS] = FIELD_TEXT,
        [FIELD_IDS] = FIELD_ID,
        [FIELD_ENUMS] = FIELD_ENUM,
    };
    struct field item = *list;
    item.type = types[list->type];
    item.flags &= ~(unsigned)FIELD_NULLABLE;
    item.min = 1;
    item.max = FIELD_TEXT_MAX;
    item.offset = 0;
    return item;
}

size_t field_value_item_size(const struct field *list)
{
    if (list->type == FIELD_OBJECTS)
        return list->of->size;
    return list->type == FIELD_IDS ? sizeof(struct id) : sizeof(struct slice);
}

bool field_value_is_repeated(const struct field *list, const void *items, size_t index)
{
    const struct slice *texts = items;
    const struct id *ids = items;
    for (size_t i = 0; i < index; i++) {
        if (list->type == FIELD_IDS ? id_equals(ids[i], ids[index])
                                    : slice_equals(texts[i], texts[index]))
            return true;
    }
    return false;
}
