/* The holder of a certificate in words. Results are in the arena; .at is NULL when memory is short.
 */
#ifndef HOLDER_TEXT_H
#define HOLDER_TEXT_H

#include "documents/certificate_paper.h"

/* "Anaïs Marie Lefèvre": given names, then the name at birth. */
struct slice holder_name(struct arena *arena, const struct certificate_paper *paper);
/* "née le 12 mars 1988 à Roubaix"; the empty text when nothing of it is known. */
struct slice holder_birth(struct arena *arena, const struct certificate_paper *paper);
/* "Madame", "Monsieur", or both where nobody has said. */
struct slice holder_title(const struct certificate_paper *paper);

#endif
