/* SPDX-License-Identifier: EUPL-1.2 */
/* The registry of reasons, made of reason.def. */
#include "reason.h"

#include <string.h>

static const struct reason_info infos[REASON_COUNT] = {
#define REASON(code, status, title_fr, title_en, detail_fr, detail_en)                             \
    [REASON_##code] = { #code, status, title_fr, title_en, detail_fr, detail_en },
#include "reason.def"
#undef REASON
};

struct text {
    const char *fr, *en;
};

static const struct text hints[REASON_COUNT] = {
#define HINT(code, text_fr, text_en) [REASON_##code] = { text_fr, text_en },
#include "hint.def"
#undef HINT
};

static const struct text holding[REASON_COUNT] = {
#define HOLDS(code, text_fr, text_en) [REASON_##code] = { text_fr, text_en },
#include "holds.def"
#undef HOLDS
};

static const char *const *const wanting[REASON_COUNT] = {
#define WANTS(code, ...) [REASON_##code] = (const char *const[]){ __VA_ARGS__, NULL },
#include "wants.def"
#undef WANTS
};

static const char *text_of(const struct text *texts, enum reason reason, bool is_english)
{
    const bool is_known = (int)reason > REASON_NONE && (int)reason < REASON_COUNT;
    const struct text *text = &texts[is_known ? reason : REASON_INTERNAL];
    return is_english ? text->en : text->fr;
}

/* reason_print_kebab() writes any code into REASON_CODE_SIZE characters. */
#define REASON(code, status, title_fr, title_en, detail_fr, detail_en)                             \
    _Static_assert(sizeof #code <= REASON_CODE_SIZE, #code " is too long");
#include "reason.def"
#undef REASON

const struct reason_info *reason_info(enum reason reason)
{
    const bool is_known = (int)reason > REASON_NONE && (int)reason < REASON_COUNT;
    return &infos[is_known ? reason : REASON_INTERNAL];
}

const char *reason_hint(enum reason reason, bool is_english)
{
    return text_of(hints, reason, is_english);
}

const char *reason_holds(enum reason reason, bool is_english)
{
    return text_of(holding, reason, is_english);
}

const char *const *reason_wants(enum reason reason)
{
    const bool is_known = (int)reason > REASON_NONE && (int)reason < REASON_COUNT;
    return wanting[is_known ? reason : REASON_INTERNAL];
}

enum reason reason_from_code(const char *code, size_t size)
{
    for (int i = REASON_NONE + 1; i < REASON_COUNT; i++)
        if (strlen(infos[i].code) == size && memcmp(infos[i].code, code, size) == 0)
            return (enum reason)i;
    return REASON_NONE;
}

void reason_print_kebab(enum reason reason, char ret_text[REASON_CODE_SIZE])
{
    const char *code = reason_info(reason)->code;
    size_t i = 0;
    for (; code[i] != '\0'; i++) { /* codes are capitals, digits and '_' */
        const char lower = code[i] >= 'A' ? (char)(code[i] - 'A' + 'a') : code[i];
        ret_text[i] = code[i] == '_' ? '-' : lower;
    }
    ret_text[i] = '\0';
}
