/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/place_check.h"

#include "text/folded.h"

#include <string.h>

void place_check_read(struct exchange *x, struct row *row)
{
    const struct slice pointer = row_text(row, "pointer");
    exchange_violate(x, pointer.at, REASON_INSEE_CODE_UNKNOWN);
    exchange_expect(x, (struct expected){ .suggestions = row_text(row, "suggestions") });
}

/* --- names --- */

enum { PLACE_WORDS = 64 };

/* What a name is compared by: "Le Bois-Clair 2e" is BOIS CLAIR with the number 2. */
struct place_words {
    struct buffer folded;
    struct slice words[PLACE_WORDS];
    size_t count;
    struct slice number; /* of a district; unset = none */
};

static struct slice spelled_out(struct slice word)
{
    return slice_is(word, "ST") ? SLICE("SAINT") : slice_is(word, "STE") ? SLICE("SAINTE") : word;
}

static bool is_article(struct slice word)
{
    return slice_is(word, "LE") || slice_is(word, "LA") || slice_is(word, "LES") ||
           slice_is(word, "L");
}

static struct slice leading_digits(struct slice word)
{
    size_t size = 0;
    while (size < word.size && word.at[size] >= '0' && word.at[size] <= '9')
        size++;
    return (struct slice){ size > 0 ? word.at : NULL, size };
}

/* False when the name ends before this word. */
static bool take_word(struct place_words *place, struct slice word)
{
    const struct slice digits = leading_digits(word);
    if (place->count > 0 && (slice_is_set(digits) || slice_is(word, "CEDEX"))) {
        place->number = digits;
        return false;
    }
    if (place->count == 1 && is_article(place->words[0]))
        place->count = 0;
    place->words[place->count++] = spelled_out(word);
    return place->count < PLACE_WORDS;
}

static void read_words(struct slice text, struct place_words *ret_place)
{
    text_fold_words(text, &ret_place->folded);
    const struct slice folded = buffer_as_slice(&ret_place->folded);
    for (size_t at = 1, end; at < folded.size; at = end + 1) {
        const char *blank = memchr(folded.at + at, ' ', folded.size - at);
        end = blank ? (size_t)(blank - folded.at) : folded.size;
        if (!take_word(ret_place, (struct slice){ folded.at + at, end - at }))
            return;
    }
}

struct place_letters {
    const struct place_words *place;
    size_t word, at;
};

/* The letters of all words behind one another; 0 behind the last. */
static char next_letter(struct place_letters *letters)
{
    const struct place_words *place = letters->place;
    while (letters->word < place->count && letters->at == place->words[letters->word].size) {
        letters->word++;
        letters->at = 0;
    }
    return letters->word < place->count ? place->words[letters->word].at[letters->at++] : 0;
}

static bool begins_alike(const struct place_words *typed, const struct place_words *name,
                         bool is_cut)
{
    struct place_letters one = { .place = typed }, other = { .place = name };
    for (;;) {
        const char letter = next_letter(&one), expected = next_letter(&other);
        if (letter == 0)
            return expected == 0 || is_cut;
        if (letter != expected)
            return false;
    }
}

static size_t characters_of(struct slice text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++)
        count += ((unsigned char)text.at[i] & 0xc0) != 0x80;
    return count;
}

bool place_is_called(struct slice typed, struct slice name, size_t most, bool *ret_has_failed)
{
    struct place_words one = { 0 }, other = { 0 };
    read_words(typed, &one);
    read_words(name, &other);
    const bool numbers_agree = !slice_is_set(one.number) || !slice_is_set(other.number) ||
                               slice_equals(one.number, other.number);
    const bool is_called =
        numbers_agree && begins_alike(&one, &other, characters_of(typed) >= most);
    if (one.folded.has_failed || other.folded.has_failed)
        *ret_has_failed = true;
    buffer_release(&one.folded);
    buffer_release(&other.folded);
    return is_called && !*ret_has_failed;
}

void place_check_name(struct exchange *x, struct row *row, const struct place_name *name)
{
    const struct slice names = row_text(row, "names");
    if (!slice_is_set(name->typed) || !slice_is_set(names))
        return;
    bool is_called = false;
    for (size_t at = 0, end; at < names.size && !is_called; at = end + 1) {
        const char *line = memchr(names.at + at, '\n', names.size - at);
        end = line ? (size_t)(line - names.at) : names.size;
        is_called = place_is_called(name->typed, (struct slice){ names.at + at, end - at },
                                    name->most, &x->has_failed);
    }
    if (is_called || x->has_failed)
        return;
    exchange_violate(x, name->pointer, REASON_PLACE_NAME_MISMATCH);
    exchange_expect(x, (struct expected){ .suggestions = row_text(row, "suggestions") });
}

bool place_zone(struct slice insee_code, struct slice postal_code, enum time_zone *ret_zone)
{
    const bool has_commune = slice_is_set(insee_code);
    const struct slice code = has_commune ? insee_code : postal_code;
    return slice_is_set(code) && time_zone_of_place(has_commune ? PLACE_COMMUNE : PLACE_POSTAL,
                                                    code.at, code.size, ret_zone);
}
