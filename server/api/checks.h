/* SPDX-License-Identifier: EUPL-1.2 */
/* Rules of single values: SIRET, codes, addresses. For the .check of a field. */
#ifndef CHECKS_H
#define CHECKS_H

#include "json/field.h"

enum reason check_siret(const void *slice);       /* SIREN and SIRET by Luhn; SIRET_INVALID */
enum reason check_digits(const void *slice);      /* DIGITS_INVALID */
enum reason check_department(const void *slice);  /* 2 characters, 3 overseas; PATTERN */
enum reason check_insee_code(const void *slice);  /* 5 characters, Corsica included; PATTERN */
enum reason check_postal_code(const void *slice); /* of France: five digits; POSTAL_CODE_INVALID */
enum reason check_email(const void *slice);       /* EMAIL_INVALID */
enum reason check_phone(const void *slice);       /* PHONE_INVALID */
enum reason check_reference(const void *slice);   /* its form PATTERN, its key REFERENCE_INVALID */
enum reason check_typed_code(const void *slice);  /* of 26 signs (typed_code.h); CODE_INVALID */
enum reason check_verification_code(const void *slice); /* of a certificate; CODE_INVALID */
enum reason check_item_code(const void *slice);         /* ITEM_CODE_INVALID */
enum reason check_referential_code(const void *slice);  /* REFERENTIAL_CODE_INVALID */
enum reason check_website(const void *slice);           /* URL_NOT_ALLOWED */

/* What a check admits as it may be typed, for the contract: a regular expression of ECMA-262 that
 * every text which is taken matches; NULL = the check has none. Some of what matches is refused all
 * the same: check digits and the like have no grammar. */
const char *check_pattern(field_check check);

/* A member that takes the number of a branch (IDCC): four digits, zeros in front included. */
#define IDCC_FIELD(its_name, its_flags, its_offset, its_doc)                                       \
    {                                                                                              \
        its_name, FIELD_TEXT, (its_flags) | FIELD_CODED | FIELD_PADDED, its_offset, 1, 4,          \
            .check = check_digits, .doc = its_doc, .example = "\"1516\""                           \
    }

/* A member that takes a reference, as people write it. */
#define REFERENCE_FIELD(its_name, its_flags, its_offset, its_doc, its_example)                     \
    {                                                                                              \
        its_name, FIELD_TEXT, (its_flags) | FIELD_TYPED, its_offset, 1, 60,                        \
            .check = check_reference,                                                              \
            .doc = its_doc " Case, spaces and dashes of every kind do not count.",                 \
            .example = its_example                                                                 \
    }
/* Two to four letters and a dash: its check digits are worth speaking of. Of a text that is read as
 * typed. */
bool looks_like_reference(struct slice text);

/* The text of an enum member that was given, or unset when it was absent or null. */
struct slice enum_text(const struct fields *fields, const void *input, const char *name,
                       const char *const *names, int value);

#endif
