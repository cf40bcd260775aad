/* Rules of single values: SIRET, codes, addresses. For the .check of a field. */
#ifndef CHECKS_H
#define CHECKS_H

#include "json/field.h"

enum reason check_siret(const void *slice);       /* SIREN and SIRET by Luhn; SIRET_INVALID */
enum reason check_digits(const void *slice);      /* PATTERN */
enum reason check_insee_code(const void *slice);  /* 5 characters, Corsica included; PATTERN */
enum reason check_postal_code(const void *slice); /* of France: five digits; POSTAL_CODE_INVALID */
enum reason check_email(const void *slice);       /* EMAIL_INVALID */
enum reason check_phone(const void *slice);       /* PHONE_INVALID */
enum reason check_reference(const void *slice);   /* REFERENCE_INVALID */

/* The text of an enum member that was given, or unset when it was absent or null. */
struct slice enum_text(const struct fields *fields, const void *input, const char *name,
                       const char *const *names, int value);

#endif
