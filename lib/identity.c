/* SPDX-License-Identifier: EUPL-1.2 */
#include "identity.h"

#include <string.h>

/* Text that grows to a bound. */
struct sink {
    char *at;
    size_t size, capacity; /* the NUL comes behind, where there is one */
    bool is_full;
};

static void sink_put(struct sink *sink, const char *text, size_t size)
{
    if (size == 0)
        return; /* nothing may be NULL */
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

/* False: it did not fit, and nothing is there. */
static bool sink_finish(struct sink *sink)
{
    sink->at[sink->is_full ? 0 : sink->size] = '\0';
    return !sink->is_full;
}

static bool is_known(struct identity_text text)
{
    return text.size > 0;
}

/* --- the birthplace --- */

static const char france[] = "100", abroad[] = "99";
/* 99nnn stands for a country that is not France: this one is no place. */
static const char france_abroad[] = "99100";

static bool starts_with(struct identity_text text, const char *start)
{
    return text.size >= strlen(start) && memcmp(text.at, start, strlen(start)) == 0;
}

static bool is_text(struct identity_text text, const char *other)
{
    return text.size == strlen(other) && starts_with(text, other);
}

/* The code that the commune says: nnn of 99nnn, else France. */
static struct identity_text country_of_commune(struct identity_text commune)
{
    if (starts_with(commune, abroad))
        return (struct identity_text){ commune.at + 2, commune.size - 2 };
    return (struct identity_text){ france, sizeof france - 1 };
}

static struct identity_text country_of(const struct civil_identity *identity)
{
    return is_known(identity->birth_commune_insee)
               ? country_of_commune(identity->birth_commune_insee)
               : identity->birth_country_code;
}

static bool is_born_abroad(const struct civil_identity *identity)
{
    return is_known(country_of(identity)) && !is_text(country_of(identity), france);
}

/* --- the parts --- */

enum { PART_ROOM = 8 };

/* `count` digits, zeros in front; empty for 0. */
static struct identity_text digits_of(int number, size_t count, char room[PART_ROOM])
{
    const bool is_set = number != 0;
    for (size_t i = count; i > 0; i--) {
        room[i - 1] = (char)('0' + number % 10);
        number /= 10;
    }
    return (struct identity_text){ room, is_set ? count : 0 };
}

static struct identity_text commune_of(const struct civil_identity *identity, char room[PART_ROOM])
{
    const struct identity_text said = identity->birth_commune_insee;
    struct sink sink = { .at = room, .capacity = PART_ROOM };
    if (is_known(said) || !is_born_abroad(identity))
        return said;
    sink_put(&sink, abroad, strlen(abroad));
    sink_put(&sink, identity->birth_country_code.at, identity->birth_country_code.size);
    return sink.is_full ? said : (struct identity_text){ room, sink.size };
}

/* Empty when it is unknown. */
static struct identity_text part_of(const struct civil_identity *identity, enum identity_part part,
                                    char room[PART_ROOM])
{
    switch (part) {
    case IDENTITY_BIRTH_NAME:
        return identity->birth_name;
    case IDENTITY_FIRST_NAME:
        return identity->first_name;
    case IDENTITY_SEX:
        return identity->sex;
    case IDENTITY_BIRTH_YEAR:
        return digits_of(identity->birth_year, 4, room);
    case IDENTITY_BIRTH_MONTH:
        return digits_of(identity->birth_month, 2, room);
    case IDENTITY_BIRTH_DAY:
        return digits_of(identity->birth_day, 2, room);
    case IDENTITY_BIRTH_COUNTRY:
        return country_of(identity);
    case IDENTITY_BIRTH_COMMUNE:
        return commune_of(identity, room);
    case IDENTITY_FIRST_NAME_2:
        return identity->first_name_2;
    case IDENTITY_FIRST_NAME_3:
        return identity->first_name_3;
    case IDENTITY_BIRTH_TOWN:
        return is_born_abroad(identity) ? identity->birth_town : (struct identity_text){ 0 };
    case IDENTITY_PART_COUNT:
        break;
    }
    return (struct identity_text){ 0 };
}

static bool has_part(const struct civil_identity *identity, enum identity_part part)
{
    char room[PART_ROOM];
    return is_known(part_of(identity, part, room));
}

static void put_part(struct sink *sink, const struct civil_identity *identity,
                     enum identity_part part)
{
    char room[PART_ROOM];
    const struct identity_text text = part_of(identity, part, room);
    sink_put(sink, text.at, text.size);
}

static bool put_parts(const struct civil_identity *identity, int count,
                      char ret_text[IDENTITY_TEXT_SIZE])
{
    struct sink sink = { .at = ret_text, .capacity = IDENTITY_TEXT_SIZE - 1 };
    for (int part = 0; part < count; part++) {
        if (part > 0)
            sink_put_char(&sink, '|');
        put_part(&sink, identity, (enum identity_part)part);
    }
    return sink_finish(&sink);
}

bool identity_parts(const struct civil_identity *identity, char ret_text[IDENTITY_TEXT_SIZE])
{
    return put_parts(identity, IDENTITY_PART_COUNT, ret_text);
}

bool identity_key(const struct civil_identity *identity, char ret_text[IDENTITY_TEXT_SIZE])
{
    bool is_complete = true;
    for (int part = 0; part < IDENTITY_KEY_COUNT; part++)
        is_complete = is_complete && has_part(identity, (enum identity_part)part);
    return put_parts(identity, is_complete ? IDENTITY_KEY_COUNT : 0, ret_text);
}

bool identity_words(const struct civil_identity *identity, char ret_text[IDENTITY_TEXT_SIZE])
{
    struct sink sink = { .at = ret_text, .capacity = IDENTITY_TEXT_SIZE - 1 };
    put_part(&sink, identity, IDENTITY_BIRTH_NAME);
    sink_put_char(&sink, ' ');
    put_part(&sink, identity, IDENTITY_FIRST_NAME);
    return sink_finish(&sink);
}

/* --- what is asked of it --- */

/* By part: the field that is named when it is missing, and who needs it. */
struct need {
    const char *field; /* NULL: another part's field says it */
    unsigned purposes; /* bit = enum identity_purpose */
};
enum {
    TO_INFORM = 1 << IDENTITY_FOR_INFORMATION,
    TO_TRANSMIT = 1 << IDENTITY_FOR_CPF,
    TO_MATCH = 1 << IDENTITY_FOR_MATCH
};
static const struct need needs[IDENTITY_PART_COUNT] = {
    [IDENTITY_BIRTH_NAME] = { "birth_name", TO_INFORM | TO_TRANSMIT | TO_MATCH },
    [IDENTITY_FIRST_NAME] = { "first_name_1", TO_INFORM | TO_TRANSMIT | TO_MATCH },
    [IDENTITY_SEX] = { "sex", TO_TRANSMIT | TO_MATCH },
    [IDENTITY_BIRTH_YEAR] = { "birth_year", TO_INFORM | TO_TRANSMIT | TO_MATCH },
    [IDENTITY_BIRTH_MONTH] = { "birth_month", TO_MATCH },
    [IDENTITY_BIRTH_DAY] = { "birth_day", TO_MATCH },
    [IDENTITY_BIRTH_COUNTRY] = { "birth_commune_insee", TO_TRANSMIT },
    [IDENTITY_BIRTH_COMMUNE] = { "birth_commune_insee", TO_MATCH },
};

/* The place is known to the CPF file by its postal code too. */
static bool is_needed(const struct civil_identity *identity, enum identity_part part,
                      enum identity_purpose purpose)
{
    const bool has_postal_code =
        part == IDENTITY_BIRTH_COUNTRY && is_known(identity->birth_postal_code);
    return needs[part].purposes >> purpose & 1 && !has_postal_code;
}

size_t identity_missing(const struct civil_identity *identity, enum identity_purpose purpose,
                        const char *ret_names[IDENTITY_PART_COUNT])
{
    size_t count = 0;
    for (int i = 0; i < IDENTITY_PART_COUNT; i++) {
        const enum identity_part part = (enum identity_part)i;
        if (is_needed(identity, part, purpose) && !has_part(identity, part))
            ret_names[count++] = needs[part].field;
    }
    return count;
}

/* --- births --- */

static bool country_differs(const struct civil_identity *identity)
{
    const struct identity_text said = identity->birth_country_code;
    const struct identity_text meant = country_of(identity);
    return is_known(said) && (said.size != meant.size || memcmp(said.at, meant.at, said.size) != 0);
}

/* What is known of it; months and days that are not are 0, before all others. */
static struct date day_of_birth(const struct civil_identity *identity)
{
    return (struct date){ (int16_t)identity->birth_year, (int8_t)identity->birth_month,
                          (int8_t)identity->birth_day };
}

static unsigned date_faults(const struct civil_identity *identity)
{
    const struct date day = day_of_birth(identity);
    unsigned faults = 0;
    if (identity->birth_day && !identity->birth_month)
        faults |= BIRTH_MONTH_MISSING;
    if ((identity->birth_day || identity->birth_month) && !identity->birth_year)
        faults |= BIRTH_YEAR_MISSING;
    if (identity->birth_day && !faults && !date_is_valid(day))
        faults |= BIRTH_DATE_INVALID;
    return faults;
}

static enum birth_fault place_fault(const struct civil_identity *identity)
{
    if (country_differs(identity) || is_text(identity->birth_commune_insee, france_abroad))
        return BIRTH_COUNTRY_DIFFERS;
    if (is_known(identity->birth_postal_code) && is_born_abroad(identity))
        return BIRTH_POSTAL_CODE_ABROAD;
    return BIRTH_FITS;
}

unsigned birth_check(const struct civil_identity *identity)
{
    return date_faults(identity) | place_fault(identity);
}

bool birth_is_after(const struct civil_identity *identity, struct date day)
{
    return date_is_after(day_of_birth(identity), day);
}
