/* SPDX-License-Identifier: EUPL-1.2 */
/* The sentences of wording.def: which of them fits, and what it holds. */
#include "wording.h"

#include <string.h>

const char *const value_type_names[] = {
    "TEXT", "IDENTIFIER", "DATE", "INSTANT", "INTEGER", "BOOLEAN", "CODE", "OBJECT", "LIST", NULL,
};
_Static_assert(sizeof value_type_names / sizeof value_type_names[0] == VALUE_TYPE_COUNT,
               "every type of value but UNSAID has its name");

const char *const wording_param_names[] = {
#define PARAM(name) #name,
#include "wording.def"
    NULL,
};

static const struct wording rows[] = {
#define WORDING(reason, type, fr, en) { REASON_##reason, VALUE_##type, fr, en },
#include "wording.def"
};

enum { ROW_COUNT = sizeof rows / sizeof rows[0] };
_Static_assert(WORDING_PARAM_COUNT < 31, "a bit for each, and one for what has no name");

static unsigned param_named(const char *at, size_t size)
{
    unsigned param = 0;
    for (; param < WORDING_PARAM_COUNT; param++) {
        const char *name = wording_param_names[param];
        if (strlen(name) == size && memcmp(name, at, size) == 0)
            break;
    }
    return param;
}

struct placeholder wording_next(const char *text)
{
    const char *open = text;
    while (*open != '\0' && *open != '{' && *open != '}')
        open++;
    if (*open == '\0')
        return (struct placeholder){ NULL, 0, WORDING_PARAM_COUNT };
    const char *close = *open == '{' ? strchr(open, '}') : NULL;
    if (!close)
        return (struct placeholder){ open, 1, WORDING_PARAM_COUNT };
    return (struct placeholder){ open, (size_t)(close - open) + 1,
                                 param_named(open + 1, (size_t)(close - open) - 1) };
}

/* Bit i = the text holds PARAM i; the bit behind them = it holds what nothing is named. */
static unsigned params_of(const char *text)
{
    unsigned params = 0;
    struct placeholder held = wording_next(text);
    while (held.at) {
        params |= 1u << held.param;
        held = wording_next(held.at + held.size);
    }
    return params;
}

const char *wording_find(enum reason reason, enum value_type type, unsigned known, bool is_english)
{
    const struct reason_info *info = reason_info(reason);
    for (size_t i = 0; i < ROW_COUNT; i++) {
        const bool is_about = rows[i].type == VALUE_UNSAID || rows[i].type == type;
        if (rows[i].reason == reason && is_about && (params_of(rows[i].fr) & ~known) == 0)
            return is_english ? rows[i].en : rows[i].fr;
    }
    return is_english ? info->detail_en : info->detail_fr;
}

const struct wording *wording_fault(const struct wording *table, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const unsigned params = params_of(table[i].fr);
        if (params >> WORDING_PARAM_COUNT || params != params_of(table[i].en))
            return &table[i];
    }
    return NULL;
}

const struct wording *wordings(size_t *ret_count)
{
    *ret_count = ROW_COUNT;
    return rows;
}
