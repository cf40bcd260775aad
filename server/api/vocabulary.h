/* The words of the contract with their labels: what a screen shows for CERTIFIED or ON_SITE. */
#ifndef VOCABULARY_H
#define VOCABULARY_H

#include "slice.h"

#include <stdbool.h>

struct term {
    const char *code; /* as on the wire; NULL ends a list */
    const char *label_fr, *label_en;
};

struct vocabulary {
    const char *name; /* of the address: "candidacy-states"; NULL ends the table */
    const char *label_fr, *label_en;
    const struct term *terms;
};

extern const struct vocabulary vocabularies[];

/* What to show for a code of a vocabulary; NULL when there is no such thing. */
const char *vocabulary_label(const char *vocabulary, struct slice code, bool is_english);

#endif
