/* SPDX-License-Identifier: EUPL-1.2 */
/* What the database keeps beside the names of a candidate to compare and search him by: made here
 * and nowhere else, for the operations, for invented people and for `clea-server recompute`. */
#ifndef TEXT_COMPARED_H
#define TEXT_COMPARED_H

#include "buffer.h"
#include "identity.h"
#include "slice.h"

#include <stdbool.h>

enum { COMPARED_FIRST_NAMES = 3 };

/* As they are written; unset = none. */
struct written_names {
    struct slice birth_name, usage_name, first_names[COMPARED_FIRST_NAMES];
    struct slice birth_town;
};

struct compared {
    struct civil_identity identity;       /* with folded names, in `folded` */
    char key[IDENTITY_TEXT_SIZE];         /* identity_key() */
    char parts[IDENTITY_TEXT_SIZE];       /* identity_parts() */
    char search_name[IDENTITY_TEXT_SIZE]; /* identity_words() */
    struct buffer words;                  /* all words of all names, a blank in front of each */
    struct buffer folded;
};

/* `known`: what else is known of the identity; its names are not looked at. False when memory is
 * short or a name longer than a record has; release it either way. */
bool compared_make(struct compared *compared, const struct written_names *names,
                   const struct civil_identity *known);
void compared_release(struct compared *compared);

#endif
