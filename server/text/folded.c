/* SPDX-License-Identifier: EUPL-1.2 */
#include "text/folded.h"

#include "text/text.h"

#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

enum { STACK_BYTES = 1024 };

static const struct {
    unsigned code;
    const char *text;
} letters[] = {
#define LETTER(code, text) { code, text },
#include "text/letters.def"
#undef LETTER
};

/* NULL: it is compared as itself. */
static const char *plain_letter(unsigned code)
{
    size_t first = 0, end = sizeof letters / sizeof letters[0];
    while (first < end) {
        const size_t middle = first + (end - first) / 2;
        if (letters[middle].code == code)
            return letters[middle].text;
        if (letters[middle].code < code)
            first = middle + 1;
        else
            end = middle;
    }
    return NULL;
}

static bool is_mark(unsigned code)
{
    return uc_is_general_category_withtable(code, UC_CATEGORY_MASK_M);
}

/* A modifier letter is a sign between letters: most are apostrophes. */
static bool is_kept(unsigned code)
{
    return uc_is_general_category_withtable(code, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N) &&
           !uc_is_general_category_withtable(code, UC_CATEGORY_MASK_Lm) &&
           !text_is_apostrophe(code);
}

static void put(struct buffer *text, unsigned code)
{
    const char *plain = plain_letter(code);
    uint8_t bytes[6];
    if (plain) {
        buffer_text(text, plain);
        return;
    }
    const int size = u8_uctomb(bytes, uc_toupper(code), sizeof bytes);
    if (size > 0)
        buffer_append(text, (const char *)bytes, (size_t)size);
}

enum joints {
    JOINTS_DROPPED,     /* one word is made of all */
    JOINTS_PART,        /* every sign parts */
    JOINTS_APOSTROPHES, /* an apostrophe does not */
};

static void fold(struct slice text, enum joints joints, struct buffer *ret_text)
{
    uint8_t room[STACK_BYTES];
    size_t size = sizeof room;
    if (text.size == 0)
        return;
    uint8_t *folded =
        u8_casefold((const uint8_t *)text.at, text.size, NULL, UNINORM_NFKD, room, &size);
    if (!folded) {
        ret_text->has_failed = true;
        return;
    }
    bool is_inside = joints == JOINTS_DROPPED;
    for (size_t at = 0; at < size;) {
        ucs4_t code = 0;
        const int bytes = u8_mbtouc(&code, folded + at, size - at);
        at += bytes > 0 ? (size_t)bytes : 1;
        if (is_kept(code)) {
            if (!is_inside)
                buffer_char(ret_text, ' ');
            is_inside = true;
            put(ret_text, code);
        } else if (!is_mark(code) && joints != JOINTS_DROPPED &&
                   !(joints == JOINTS_APOSTROPHES && text_is_apostrophe(code))) {
            is_inside = false;
        }
    }
    if (folded != room)
        free(folded);
}

void text_fold(struct slice text, struct buffer *ret_text)
{
    fold(text, JOINTS_DROPPED, ret_text);
}

void text_fold_words(struct slice text, struct buffer *ret_text)
{
    fold(text, JOINTS_PART, ret_text);
}

void text_index_words(struct slice text, struct buffer *ret_text)
{
    fold(text, JOINTS_PART, ret_text);
    fold(text, JOINTS_APOSTROPHES, ret_text);
    if (text.size > 0)
        buffer_char(ret_text, ' ');
    fold(text, JOINTS_DROPPED, ret_text);
}
