#include "identity.h"

#include <string.h>

struct fold_run {
    unsigned first;    /* code point of the first word */
    const char *words; /* one per code point, a blank between them */
};

#define FOLD_RUN(first, words) { first, words },
static const struct fold_run fold_runs[] = {
#include "name_fold.def"
};
#undef FOLD_RUN

/* Text that grows to a bound. */
struct sink {
    char *at;
    size_t size, capacity; /* with room for the NUL */
    bool is_full;
};

static void sink_put(struct sink *sink, const char *text, size_t size)
{
    if (sink->is_full || size > sink->capacity - sink->size) {
        sink->is_full = true;
        return;
    }
    memcpy(sink->at + sink->size, text, size);
    sink->size += size;
}

static void sink_put_char(struct sink *sink, char c)
{
    sink_put(sink, &c, 1);
}

static void put_folded_word(struct sink *sink, const struct fold_run *run, unsigned index)
{
    const char *word = run->words;
    for (; index > 0; index--) {
        word = strchr(word, ' ');
        if (!word)
            return; /* behind the run */
        word++;
    }
    const char *end = strchr(word, ' ');
    if (*word != '-')
        sink_put(sink, word, end ? (size_t)(end - word) : strlen(word));
}

static void put_folded_char(struct sink *sink, unsigned code)
{
    const struct fold_run *run = NULL;
    for (size_t i = 0; i < sizeof fold_runs / sizeof fold_runs[0]; i++) {
        if (fold_runs[i].first <= code)
            run = &fold_runs[i];
    }
    if (run)
        put_folded_word(sink, run, code - run->first);
}

static void put_ascii(struct sink *sink, unsigned char c)
{
    if (c >= 'a' && c <= 'z')
        sink_put_char(sink, (char)(c - 'a' + 'A'));
    else if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
        sink_put_char(sink, (char)c);
}

static unsigned bytes_of(unsigned char lead)
{
    return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

static void put_folded(struct sink *sink, struct identity_text text)
{
    const unsigned char *at = (const unsigned char *)text.at;
    for (size_t i = 0; i < text.size;) {
        unsigned count = bytes_of(at[i]);
        if (count == 1) {
            put_ascii(sink, at[i]);
        } else {
            unsigned code = at[i] & (0xFFu >> (count + 1));
            for (size_t k = 1; k < count && i + k < text.size; k++)
                code = code << 6 | (at[i + k] & 0x3Fu);
            put_folded_char(sink, code);
        }
        i += count;
    }
}

/* False: it did not fit, and nothing is there. */
static bool sink_finish(struct sink *sink)
{
    sink->at[sink->is_full ? 0 : sink->size] = '\0';
    return !sink->is_full;
}

bool name_fold(struct identity_text text, size_t size, char *ret_text)
{
    struct sink sink = { .at = ret_text, .capacity = size - 1 };
    put_folded(&sink, text);
    return sink_finish(&sink);
}

/* The last `count` digits, 4 at most, with zeros in front. */
static void put_digits(struct sink *sink, int number, unsigned count)
{
    char digits[4];
    for (unsigned i = count; i > 0; i--) {
        digits[i - 1] = (char)('0' + number % 10);
        number /= 10;
    }
    sink_put(sink, digits, count);
}

bool identity_key(const struct civil_identity *identity, char ret_text[IDENTITY_TEXT_SIZE])
{
    const struct identity_text place = identity->birth_commune_insee.at
                                           ? identity->birth_commune_insee
                                           : identity->birth_country_code;
    ret_text[0] = '\0';
    if (!identity->birth_name.at || !identity->first_name.at || !identity->sex.at ||
        identity->birth_year == 0 || identity->birth_month == 0 || identity->birth_day == 0 ||
        !place.at)
        return false;
    struct sink sink = { .at = ret_text, .capacity = IDENTITY_TEXT_SIZE - 1 };
    put_folded(&sink, identity->birth_name);
    sink_put_char(&sink, '|');
    put_folded(&sink, identity->first_name);
    sink_put_char(&sink, '|');
    sink_put(&sink, identity->sex.at, identity->sex.size);
    sink_put_char(&sink, '|');
    put_digits(&sink, identity->birth_year, 4);
    put_digits(&sink, identity->birth_month, 2);
    put_digits(&sink, identity->birth_day, 2);
    sink_put_char(&sink, '|');
    sink_put(&sink, place.at, place.size);
    return sink_finish(&sink);
}

bool identity_words(const struct civil_identity *identity, char ret_text[IDENTITY_TEXT_SIZE])
{
    struct sink sink = { .at = ret_text, .capacity = IDENTITY_TEXT_SIZE - 1 };
    put_folded(&sink, identity->birth_name);
    sink_put_char(&sink, ' ');
    put_folded(&sink, identity->first_name);
    return sink_finish(&sink);
}
