/* SPDX-License-Identifier: EUPL-1.2 */
#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uniname.h>
#include <uninorm.h>
#include <unistr.h>

enum { SCRIPTS_MAX = 8, STACK_BYTES = 1024 };

static bool is_ascii(struct slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        if ((unsigned char)text.at[i] >= 0x80)
            return false;
    }
    return true;
}

enum status text_compose(struct arena *arena, struct slice text, struct slice *ret_text)
{
    *ret_text = text;
    if (text.size == 0 || is_ascii(text))
        return STATUS_OK;
    uint8_t room[STACK_BYTES];
    size_t size = sizeof room;
    uint8_t *composed = u8_normalize(UNINORM_NFC, (const uint8_t *)text.at, text.size, room, &size);
    if (!composed)
        return STATUS_NO_MEMORY;
    if (size != text.size || memcmp(composed, text.at, size) != 0)
        *ret_text = arena_copy(arena, (struct slice){ (const char *)composed, size });
    if (composed != room)
        free(composed);
    return slice_is_set(*ret_text) ? STATUS_OK : STATUS_NO_MEMORY;
}

/* The next code point of valid UTF-8; `at` moves behind it. */
static ucs4_t next(struct slice text, size_t *at)
{
    ucs4_t code = 0;
    const int size = u8_mbtouc(&code, (const uint8_t *)text.at + *at, text.size - *at);
    *at += size > 0 ? (size_t)size : 1;
    return code;
}

unsigned text_character_at(struct slice text)
{
    size_t at = 0;
    return next(text, &at);
}

bool text_is_blank(struct slice text)
{
    return uc_is_general_category_withtable(
        text_character_at(text), UC_CATEGORY_MASK_Z | UC_CATEGORY_MASK_Cf | UC_CATEGORY_MASK_Cc);
}

bool text_is_visible(struct slice text, bool is_multiline)
{
    for (size_t at = 0; at < text.size;) {
        const ucs4_t code = next(text, &at);
        if (is_multiline && (code == '\t' || code == '\n'))
            continue;
        /* Controls, formats, surrogates, private use, unassigned; line and paragraph separators. */
        if (uc_is_general_category_withtable(code, UC_CATEGORY_MASK_C | UC_CATEGORY_MASK_Zl |
                                                       UC_CATEGORY_MASK_Zp))
            return false;
    }
    return true;
}

/* Typed by people and by word processors; the letters among them (U+02BB, U+02BC) are no letters of
 * a name. */
bool text_is_apostrophe(unsigned code)
{
    static const unsigned codes[] = { '\'',   '`',    0xB4,   0x2B9,  0x2BB,  0x2BC,  0x2BD, 0x2C8,
                                      0x2018, 0x2019, 0x201B, 0x2032, 0x2035, 0xA78C, 0xFF07 };
    for (unsigned i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        if (codes[i] == code)
            return true;
    }
    return false;
}

static bool is_joint(ucs4_t code)
{
    return text_is_apostrophe(code) || code == '.' ||
           uc_is_general_category_withtable(code, UC_CATEGORY_MASK_Pd | UC_CATEGORY_MASK_Zs);
}

static const uc_script_t *admitted[SCRIPTS_MAX];

static const uc_script_t *script_at(unsigned i)
{
    return i == 0 && !admitted[0] ? uc_script_byname("Latin") : admitted[i];
}

static bool is_of_admitted_script(ucs4_t code)
{
    for (unsigned i = 0; i < SCRIPTS_MAX && script_at(i); i++) {
        if (uc_is_script(code, script_at(i)))
            return true;
    }
    return false;
}

/* Latin letters have case: clicks, modifiers and epigraphic signs, which lend themselves to
 * lookalikes, are no letters of a civil register. Scripts that have no case are taken as they are.
 */
static bool is_letter_of_names(ucs4_t code)
{
    return is_of_admitted_script(code) &&
           !uc_is_general_category_withtable(code, UC_CATEGORY_MASK_Lm) &&
           !(uc_is_script(code, uc_script_byname("Latin")) &&
             uc_is_general_category_withtable(code, UC_CATEGORY_MASK_Lo));
}

static bool judge_name(struct slice text, unsigned *ret_character)
{
    bool has_letter = false;
    for (size_t at = 0; at < text.size;) {
        const ucs4_t code = next(text, &at);
        *ret_character = code;
        if (is_joint(code))
            continue;
        if (uc_is_general_category_withtable(code, UC_CATEGORY_MASK_L)) {
            if (!is_letter_of_names(code))
                return false;
            has_letter = true;
        } else if (!has_letter || !uc_is_general_category_withtable(code, UC_CATEGORY_MASK_M)) {
            return false;
        }
    }
    *ret_character = 0;
    return has_letter;
}

bool text_is_name(struct slice text)
{
    unsigned character;
    return judge_name(text, &character);
}

unsigned text_not_of_names(struct slice text)
{
    unsigned character = 0;
    judge_name(text, &character);
    return character;
}

unsigned text_not_of_scripts(struct slice text)
{
    for (size_t at = 0; at < text.size;) {
        const ucs4_t code = next(text, &at);
        if (uc_is_general_category_withtable(code, UC_CATEGORY_MASK_L) && !is_joint(code) &&
            !is_letter_of_names(code))
            return code;
    }
    return 0;
}

static bool find_scripts(const char *names, const uc_script_t *scripts[SCRIPTS_MAX])
{
    unsigned count = 0;
    for (const char *at = names; *at; at += *at == ',') {
        char name[40];
        const size_t size = strcspn(at, ",");
        if (size >= sizeof name || count == SCRIPTS_MAX)
            return false;
        memcpy(name, at, size);
        name[size] = '\0';
        scripts[count] = uc_script_byname(name);
        if (!scripts[count++])
            return false;
        at += size;
    }
    return count > 0;
}

bool text_are_scripts(const char *names)
{
    const uc_script_t *scripts[SCRIPTS_MAX] = { NULL };
    return find_scripts(names, scripts);
}

void text_admit_scripts(const char *names)
{
    const uc_script_t *scripts[SCRIPTS_MAX] = { NULL };
    if (find_scripts(names, scripts))
        memcpy(admitted, scripts, sizeof admitted);
}

/* Scripts with capital and small letters, whose letters are drawn like ours. */
static bool resembles_latin(unsigned code)
{
    return uc_is_general_category_withtable(code, UC_CATEGORY_MASK_Lu | UC_CATEGORY_MASK_Ll) &&
           !uc_is_script(code, uc_script_byname("Latin"));
}

void text_character(unsigned code, bool is_english, char ret_text[TEXT_CHARACTER_SIZE])
{
    char name[UNINAME_MAX];
    uint8_t itself[6];
    const int size = u8_uctomb(itself, code, sizeof itself);
    const bool has_name = is_english && unicode_character_name(code, name) != NULL;
    const char *remark = !resembles_latin(code) ? ""
                         : is_english
                             ? ", no Latin letter though it may look like one"
                             : ", qui n’est pas une lettre latine même si elle y ressemble";
    if (size > 0)
        snprintf(ret_text, TEXT_CHARACTER_SIZE, "%.*s (U+%04X%s%s%s)", size, (const char *)itself,
                 code, has_name ? " " : "", has_name ? name : "", remark);
    else
        snprintf(ret_text, TEXT_CHARACTER_SIZE, "U+%04X", code);
}
