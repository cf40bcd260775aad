/* A letter on one sheet: who writes, to whom, about what, in short paragraphs. Plain French: one
 * idea a sentence, what happens next, no term unexplained. */
#ifndef LETTER_H
#define LETTER_H

#include "documents/filling.h"
#include "documents/livery.h"

enum letter_part_kind {
    LETTER_END,       /* of the parts */
    LETTER_PARAGRAPH, /* `text` */
    LETTER_HEADING,   /* `text` */
    LETTER_FACT,      /* `label`, and below it `text` */
};

struct letter_part {
    enum letter_part_kind kind;
    struct slice text, label;
};

/* Texts live as long as the layout. */
struct letter {
    struct slice title;     /* what it is: "Annulation d’un certificat" */
    struct slice recipient; /* his name, as it is written to him */
    struct slice greeting;  /* "Madame," */
    struct slice reference; /* of what it is about, for the foot of the sheet */
    struct date written_on;
    const struct letter_part *parts; /* ended by LETTER_END */
    struct slice signatory, signatory_role;
};

/* What the layout points to is in the arena, or the letter's. */
enum status letter_layout(struct arena *arena, const struct letter *letter,
                          const struct livery *livery, struct slice mark,
                          struct layout *ret_layout) NODISCARD;

#endif
