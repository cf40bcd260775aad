/* SPDX-License-Identifier: EUPL-1.2 */
/* Who a document is about: the holder of a certificate, a candidate. As the API has them
 * (CertificateHolder and `sex`), and in words. Results are in the arena; .at is NULL when memory is
 * short. */
#ifndef HOLDER_TEXT_H
#define HOLDER_TEXT_H

#include "arena.h"
#include "documents/told.h"

enum { HOLDER_FIRST_NAMES = 3 };

struct holder {
    struct slice birth_name, usage_name /* unset = the same */, first_names[HOLDER_FIRST_NAMES];
    int year, month, day;                              /* 0 = not known */
    struct slice commune_insee, commune, country, sex; /* unset = not known */
    /* Where letters go; unset = not known. */
    struct slice address_line_1, address_line_2, postal_code, city;
};

extern const struct told_shape holder_shape;

/* "Anaïs Marie Lefèvre": given names, then the name at birth. */
struct slice holder_name(struct arena *arena, const struct holder *holder);
/* "née le 12 mars 1988 à Roubaix"; the empty text when nothing of it is known. */
struct slice holder_birth(struct arena *arena, const struct holder *holder);
/* The two: "Anaïs Marie Lefèvre, née le 12 mars 1988 à Roubaix". */
struct slice holder_identity(struct arena *arena, const struct holder *holder);
/* "Madame", "Monsieur", or both where nobody has said. */
struct slice holder_title(const struct holder *holder);
/* The lines of an envelope: the name, and the address as far as it is known. */
struct slice holder_envelope(struct arena *arena, const struct holder *holder);

#endif
