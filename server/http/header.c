/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/header.h"

#include <stdio.h>
#include <strings.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

struct slice header_trim(struct slice text)
{
    while (text.size && is_blank(text.at[0]))
        text = (struct slice){ text.at + 1, text.size - 1 };
    while (text.size && is_blank(text.at[text.size - 1]))
        text.size--;
    return text;
}

bool header_is(struct slice text, const char *word)
{
    return slice_is_set(text) && text.size == strlen(word) &&
           strncasecmp(text.at, word, text.size) == 0;
}

struct slice header_credentials(struct slice authorization, const char *scheme)
{
    const size_t size = strlen(scheme);
    if (authorization.size <= size || !is_blank(authorization.at[size]) ||
        strncasecmp(authorization.at, scheme, size) != 0)
        return SLICE_UNSET;
    return header_trim((struct slice){ authorization.at + size, authorization.size - size });
}

/* --- lists --- */

/* Up to the next `separator` that does not stand in a quoted string; *rest moves behind it. */
static struct slice cut(struct slice *rest, char separator)
{
    bool is_quoted = false;
    size_t i = 0;
    for (; i < rest->size && (is_quoted || rest->at[i] != separator); i++) {
        if (rest->at[i] == '"')
            is_quoted = !is_quoted;
        else if (is_quoted && rest->at[i] == '\\' && i + 1 < rest->size)
            i++;
    }
    const struct slice part = { rest->at, i };
    const size_t step = i < rest->size ? i + 1 : i;
    *rest = (struct slice){ rest->at + step, rest->size - step };
    return header_trim(part);
}

struct slice header_media_type(struct slice content_type)
{
    return slice_is_set(content_type) ? cut(&content_type, ';') : content_type;
}

/* "0.5" is 500; digits beyond the third do not count (12.4.2 allows none). */
static int read_weight(struct slice text)
{
    if (text.size == 0 || (text.at[0] != '0' && text.at[0] != '1') ||
        (text.size > 1 && text.at[1] != '.'))
        return WEIGHT_MOST;
    int weight = 1000 * (text.at[0] - '0');
    int unit = 100;
    for (size_t i = 2; i < text.size; i++, unit /= 10) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return WEIGHT_MOST;
        weight += unit * (text.at[i] - '0');
    }
    return weight < WEIGHT_MOST ? weight : WEIGHT_MOST;
}

bool header_next_weighted(struct slice *rest, struct weighted *ret_weighted)
{
    while (rest->size > 0) {
        struct slice parameters = cut(rest, ',');
        if (parameters.size == 0)
            continue;
        *ret_weighted = (struct weighted){ cut(&parameters, ';'), WEIGHT_MOST };
        while (parameters.size > 0) {
            struct slice value = cut(&parameters, ';');
            const struct slice name = cut(&value, '=');
            if (header_is(name, "q"))
                ret_weighted->weight = read_weight(value);
        }
        return true;
    }
    return false;
}

/* --- what is asked of them --- */

/* Of several ranges the one that says most about the type counts: 3 = its name, 2 = its top level,
 * 1 = everything. */
static int specificity(struct slice range, const char *media_type)
{
    const size_t top = strcspn(media_type, "/") + 1; /* with the slash */
    if (header_is(range, media_type))
        return 3;
    if (range.size == top + 1 && range.at[top] == '*' &&
        strncasecmp(range.at, media_type, top) == 0)
        return 2;
    return slice_is(range, "*/*") || slice_is(range, "*") ? 1 : 0;
}

int accept_weight(struct slice accept, const char *media_type)
{
    int weight = WEIGHT_UNNAMED, best = 0;
    struct weighted range;
    if (header_trim(accept).size == 0)
        return WEIGHT_MOST;
    while (header_next_weighted(&accept, &range)) {
        const int found = specificity(range.value, media_type);
        if (found > best) {
            best = found;
            weight = range.weight;
        }
    }
    return weight;
}

struct language {
    int weight;        /* 0 also when nothing was said, -1 when it was refused by its own name */
    unsigned position; /* of the range that gave it */
};

/* "fr-CA" is an answer in "fr" (RFC 4647, 3.4); "fra" is not, nor "f". */
static bool is_of_language(struct slice range, const char *language)
{
    const size_t size = strlen(language);
    return range.size >= size && strncasecmp(range.at, language, size) == 0 &&
           (range.size == size || range.at[size] == '-');
}

static struct language weigh_language(struct slice accept, const char *name)
{
    struct language named = { WEIGHT_UNNAMED, 0 }, other = { 0, 0 };
    struct weighted range;
    for (unsigned i = 0; header_next_weighted(&accept, &range); i++) {
        if (slice_is(range.value, "*"))
            other = (struct language){ range.weight, i };
        else if (range.weight == 0 && header_is(range.value, name))
            return (struct language){ -1, i };
        else if (is_of_language(range.value, name) && range.weight > named.weight)
            named = (struct language){ range.weight, i };
    }
    return named.weight == WEIGHT_UNNAMED ? other : named;
}

bool accept_prefers_english(struct slice accept_language)
{
    const struct language english = weigh_language(accept_language, "en");
    const struct language french = weigh_language(accept_language, "fr");
    if (english.weight != french.weight)
        return english.weight > french.weight;
    return english.weight > 0 && english.position < french.position;
}

struct accept_coding accept_coding(struct slice accept_encoding)
{
    int gzip = WEIGHT_UNNAMED, identity = WEIGHT_UNNAMED, other = WEIGHT_UNNAMED;
    struct weighted coding;
    while (header_next_weighted(&accept_encoding, &coding)) {
        if (header_is(coding.value, "gzip") || header_is(coding.value, "x-gzip"))
            gzip = coding.weight;
        else if (header_is(coding.value, "identity"))
            identity = coding.weight;
        else if (slice_is(coding.value, "*"))
            other = coding.weight;
    }
    if (gzip == WEIGHT_UNNAMED)
        gzip = other;
    if (identity == WEIGHT_UNNAMED)
        identity = other;
    return (struct accept_coding){ .takes_gzip = gzip > 0 && gzip >= identity,
                                   .refuses_identity = identity == 0 };
}

bool header_is_coded(struct slice content_encoding)
{
    struct weighted coding;
    while (header_next_weighted(&content_encoding, &coding)) {
        if (!header_is(coding.value, "identity"))
            return true;
    }
    return false;
}

/* --- entity tags (8.8.3) --- */

struct tag {
    struct slice opaque;
    bool is_weak;
};

enum tag_result { TAG_FOUND, TAG_NONE, TAG_MALFORMED };

/* Commas and backslashes may stand in a tag, and mean themselves there. */
static enum tag_result next_tag(struct slice *rest, struct tag *ret_tag)
{
    static const char coded[] = "+gzip";
    const size_t suffix = sizeof coded - 1;
    size_t i = 0;
    while (i < rest->size && (is_blank(rest->at[i]) || rest->at[i] == ','))
        i++;
    if (i == rest->size)
        return TAG_NONE;
    const bool is_weak = rest->size - i >= 2 && rest->at[i] == 'W' && rest->at[i + 1] == '/';
    i += is_weak ? 2 : 0;
    if (i == rest->size || rest->at[i] != '"')
        return TAG_MALFORMED;
    struct slice tag = { rest->at + ++i, 0 };
    for (; i < rest->size && rest->at[i] != '"'; i++, tag.size++) {
        if ((unsigned char)rest->at[i] <= ' ' || rest->at[i] == 0x7f)
            return TAG_MALFORMED;
    }
    if (i++ == rest->size)
        return TAG_MALFORMED;
    while (i < rest->size && is_blank(rest->at[i]))
        i++;
    if (i < rest->size && rest->at[i] != ',')
        return TAG_MALFORMED;
    if (tag.size > suffix && memcmp(tag.at + tag.size - suffix, coded, suffix) == 0)
        tag.size -= suffix;
    *rest = (struct slice){ rest->at + i, rest->size - i };
    *ret_tag = (struct tag){ tag, is_weak };
    return TAG_FOUND;
}

enum condition condition_read(struct slice value)
{
    if (!slice_is_set(value))
        return CONDITION_NONE;
    if (slice_is(header_trim(value), "*"))
        return CONDITION_ANY;
    struct tag tag;
    enum tag_result result = next_tag(&value, &tag);
    if (result == TAG_NONE)
        return CONDITION_MALFORMED;
    while (result == TAG_FOUND)
        result = next_tag(&value, &tag);
    return result == TAG_NONE ? CONDITION_TAGS : CONDITION_MALFORMED;
}

static bool names(struct slice value, struct slice opaque, enum comparison comparison,
                  bool is_of_version)
{
    struct tag tag;
    while (next_tag(&value, &tag) == TAG_FOUND) {
        const char *dot = is_of_version ? memchr(tag.opaque.at, '.', tag.opaque.size) : NULL;
        if (dot)
            tag.opaque.size = (size_t)(dot - tag.opaque.at);
        if (slice_equals(tag.opaque, opaque) && (comparison == COMPARE_WEAKLY || !tag.is_weak))
            return true;
    }
    return false;
}

bool condition_names(struct slice value, struct slice opaque, enum comparison comparison)
{
    return names(value, opaque, comparison, false);
}

bool condition_names_version(struct slice value, int64_t version, enum comparison comparison)
{
    char text[24];
    snprintf(text, sizeof text, "%lld", (long long)version);
    return names(value, slice_of(text), comparison, true);
}
