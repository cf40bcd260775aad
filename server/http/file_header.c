/* SPDX-License-Identifier: EUPL-1.2 */
#include "file_header.h"

#include "header.h"
#include "hex.h"

#include <sodium.h>
#include <string.h>

/* --- parameters: ; name = token or "quoted" --- */

static bool is_token(char c)
{
    return c > ' ' && c <= '~' && !strchr("()<>@,;:\\\"/[]?={}", c);
}

static void pass_blanks(struct slice *rest)
{
    while (rest->size && (rest->at[0] == ' ' || rest->at[0] == '\t'))
        *rest = (struct slice){ rest->at + 1, rest->size - 1 };
}

static struct slice take_token(struct slice *rest)
{
    size_t size = 0;
    while (size < rest->size && is_token(rest->at[size]))
        size++;
    const struct slice token = { rest->at, size };
    *rest = (struct slice){ rest->at + size, rest->size - size };
    return token;
}

/* The text between the quotes, each backslash taken away. False: it does not end. */
static bool take_quoted(struct slice *rest, struct arena *arena, struct slice *ret_text)
{
    char *text = arena_alloc(arena, rest->size + 1);
    size_t used = 0;
    if (!text)
        return false;
    for (size_t i = 1; i < rest->size; i++) {
        if (rest->at[i] == '"') {
            *ret_text = (struct slice){ text, used };
            *rest = (struct slice){ rest->at + i + 1, rest->size - i - 1 };
            return true;
        }
        if (rest->at[i] == '\\' && ++i == rest->size)
            return false;
        text[used++] = rest->at[i];
    }
    return false;
}

static bool take_parameter(struct slice *rest, struct arena *arena, struct slice *ret_name,
                           struct slice *ret_value)
{
    pass_blanks(rest);
    if (rest->size == 0 || rest->at[0] != ';')
        return false;
    *rest = (struct slice){ rest->at + 1, rest->size - 1 };
    pass_blanks(rest);
    *ret_name = take_token(rest);
    pass_blanks(rest);
    if (ret_name->size == 0 || rest->size == 0 || rest->at[0] != '=')
        return false;
    *rest = (struct slice){ rest->at + 1, rest->size - 1 };
    pass_blanks(rest);
    if (rest->size && rest->at[0] == '"')
        return take_quoted(rest, arena, ret_value);
    *ret_value = take_token(rest);
    return ret_value->size > 0;
}

/* UTF-8''Attestation%20de%20stage.pdf */
static bool decode_extended(struct slice value, struct arena *arena, struct slice *ret_text)
{
    static const char charset[] = "utf-8'";
    const size_t size = sizeof charset - 1;
    if (value.size <= size || !header_is((struct slice){ value.at, size }, charset))
        return false;
    const char *from = memchr(value.at + size, '\'', value.size - size);
    const char *end = value.at + value.size;
    char *text = arena_alloc(arena, value.size + 1);
    size_t used = 0;
    if (!from || !text)
        return false;
    for (from++; from < end; from++) {
        if (*from != '%') {
            text[used++] = *from;
            continue;
        }
        const int high = from + 2 < end ? hex_digit_value(from[1]) : -1;
        const int low = high >= 0 ? hex_digit_value(from[2]) : -1;
        if (low < 0 || (high == 0 && low == 0))
            return false;
        text[used++] = (char)(high * 16 + low);
        from += 2;
    }
    *ret_text = (struct slice){ text, used };
    return true;
}

/* Some programs send the whole path of their own disk. */
static struct slice without_folders(struct slice name)
{
    for (size_t i = name.size; i > 0; i--) {
        if (name.at[i - 1] == '/' || name.at[i - 1] == '\\')
            return (struct slice){ name.at + i, name.size - i };
    }
    return name;
}

bool file_header_name(struct slice disposition, struct arena *arena, struct slice *ret_name)
{
    struct slice rest = disposition, plain = SLICE_UNSET, extended = SLICE_UNSET;
    *ret_name = SLICE_UNSET;
    if (!slice_is_set(disposition))
        return true;
    if (take_token(&rest).size == 0)
        return false;
    for (pass_blanks(&rest); rest.size; pass_blanks(&rest)) {
        struct slice name, value;
        if (!take_parameter(&rest, arena, &name, &value))
            return false;
        struct slice *into = header_is(name, "filename")    ? &plain
                             : header_is(name, "filename*") ? &extended
                                                            : NULL;
        if (!into)
            continue;
        if (slice_is_set(*into)) /* which of two it was meant to be nobody knows */
            return false;
        if (into == &plain)
            plain = value.at ? value : SLICE("");
        else if (!decode_extended(value, arena, &extended))
            return false;
    }
    const struct slice name = slice_is_set(extended) ? extended : plain;
    const struct slice bare = slice_is_set(name) ? header_trim(without_folders(name)) : name;
    *ret_name = bare.size ? bare : SLICE_UNSET;
    return true;
}

/* --- sha-256=:BASE64: --- */

bool file_header_digest(struct slice digests, unsigned char ret_digest[FILE_DIGEST_SIZE],
                        bool *ret_has_digest)
{
    struct slice rest = digests;
    *ret_has_digest = false;
    while (rest.size) {
        pass_blanks(&rest);
        const struct slice name = take_token(&rest);
        if (name.size == 0 || rest.size < 3 || memcmp(rest.at, "=:", 2) != 0)
            return false;
        const char *from = rest.at + 2, *end = memchr(from, ':', rest.size - 2);
        if (!end)
            return false;
        if (header_is(name, "sha-256")) {
            size_t size = 0;
            if (sodium_base642bin(ret_digest, FILE_DIGEST_SIZE, from, (size_t)(end - from), NULL,
                                  &size, NULL, sodium_base64_VARIANT_ORIGINAL) != 0 ||
                size != FILE_DIGEST_SIZE)
                return false;
            *ret_has_digest = true;
        }
        rest = (struct slice){ end + 1, rest.size - (size_t)(end + 1 - rest.at) };
        pass_blanks(&rest);
        if (rest.size && rest.at[0] != ',')
            return false;
        if (rest.size)
            rest = (struct slice){ rest.at + 1, rest.size - 1 };
    }
    return true;
}
