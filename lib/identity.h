/* SPDX-License-Identifier: EUPL-1.2 */
/* Who a person is, in the civil register: which parts of an identity are known, what each purpose
 * needs, and what two identities are compared by. The one definition; the guard
 * IDENTITY_INCOMPLETE, the key of the database, the search for duplicates and the file for the CPF
 * all ask it. */
#ifndef IDENTITY_H
#define IDENTITY_H

#include "calendar.h"

#include <stdbool.h>
#include <stddef.h>

/* Moves when the same name or the same identity may be compared by something else (here, or in
 * server/text/folded.h); `clea-server recompute` then brings what is stored up to it. */
enum { IDENTITY_RULE = 3 };

/* UTF-8, not NUL-terminated; empty = unknown. */
struct identity_text {
    const char *at;
    size_t size;
};

struct civil_identity {
    struct identity_text birth_name, first_name; /* as names are compared: letters, no marks */
    struct identity_text first_name_2, first_name_3, birth_town; /* and these */
    struct identity_text sex;
    int birth_year, birth_month, birth_day; /* 0 = unknown */
    struct identity_text birth_commune_insee, birth_postal_code, birth_country_code;
};

/* In the order in which the database keeps them. */
enum identity_part {
    IDENTITY_BIRTH_NAME,
    IDENTITY_FIRST_NAME,
    IDENTITY_SEX,
    IDENTITY_BIRTH_YEAR,
    IDENTITY_BIRTH_MONTH,
    IDENTITY_BIRTH_DAY,
    IDENTITY_BIRTH_COUNTRY, /* that of the commune when only this is known: 99nnn is country nnn */
    IDENTITY_BIRTH_COMMUNE, /* abroad the country says it: 99nnn */
    /* What no identity needs, and what tells two persons apart where both have it. */
    IDENTITY_FIRST_NAME_2,
    IDENTITY_FIRST_NAME_3,
    IDENTITY_BIRTH_TOWN, /* abroad only: in France the commune says it */
    IDENTITY_PART_COUNT,
    IDENTITY_KEY_COUNT = IDENTITY_FIRST_NAME_2 /* those before it are the key */
};

/* A35: a birth whose month and day the civil register itself does not know is a birth all the same.
 * The CPF file takes it (both are nillable there) and wants the place by any of its codes; so
 * SUBMIT_FILE asks for what that file cannot be without, and sends all that is known. */
enum identity_purpose {
    IDENTITY_FOR_INFORMATION, /* T2: names and birth year: enough to be recognised by */
    IDENTITY_FOR_CPF,         /* T17: sex and birthplace too */
    IDENTITY_FOR_MATCH,       /* decision 37: all that tells two persons apart */
    IDENTITY_PURPOSE_COUNT
};

/* The fields of the candidate's record that the purpose needs and that are not known, into an array
 * with room for IDENTITY_PART_COUNT; how many. */
size_t identity_missing(const struct civil_identity *identity, enum identity_purpose purpose,
                        const char *ret_names[IDENTITY_PART_COUNT]);

/* Enough for names of 60 characters, as every record has them, with the NUL. Of longer ones nothing
 * is made: false. */
enum { IDENTITY_TEXT_SIZE = 2000 };

/* All parts in their order, a | between two and nothing for one that is unknown. Two identities are
 * certainly one when both have every part of the key, all of them are equal, and no other part that
 * both have differs; they may be one when no part that both have differs, and both have their
 * names. */
bool identity_parts(const struct civil_identity *identity, char ret_text[IDENTITY_TEXT_SIZE]);

/* The key of a certain match: its parts in the same way. Empty while one of them is unknown. */
bool identity_key(const struct civil_identity *identity, char ret_text[IDENTITY_TEXT_SIZE]);

/* What a person is listed by: birth name and first name, one blank between them. */
bool identity_words(const struct civil_identity *identity, char ret_text[IDENTITY_TEXT_SIZE]);

/* Rules of one birth, of the record as a whole (PATCH: as it will be). */
enum birth_fault {
    BIRTH_FITS = 0,
    BIRTH_MONTH_MISSING = 1 << 0,   /* a day without its month */
    BIRTH_YEAR_MISSING = 1 << 1,    /* a day or a month without its year */
    BIRTH_DATE_INVALID = 1 << 2,    /* no such day */
    BIRTH_COUNTRY_DIFFERS = 1 << 3, /* 99nnn is born in country nnn, a French commune in France */
    BIRTH_POSTAL_CODE_ABROAD = 1 << 4,
};
/* All that are broken, as bits; of the two of the place, the first. */
unsigned birth_check(const struct civil_identity *identity);

/* Known parts only: an unknown day of this month is not ahead. */
bool birth_is_after(const struct civil_identity *identity, struct date day);

#endif
