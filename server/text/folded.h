/* SPDX-License-Identifier: EUPL-1.2 */
/* What names are compared and searched by: letters without marks, in upper case. The rule that the
 * database keeps with its version is this one (IDENTITY_RULE, lib/identity.h): whoever changes it
 * moves that. */
#ifndef TEXT_FOLDED_H
#define TEXT_FOLDED_H

#include "buffer.h"
#include "slice.h"

#include <stdbool.h>

/* Letters and digits alone: compatibility decomposition, marks dropped, case folded, and letters
 * with a stroke or a hook as the plain one. Two spellings of one name are the same. Nothing is left
 * of a text without letters. Appended; memory that runs out is the buffer's sticky failure. */
void text_fold(struct slice text, struct buffer *ret_text);

/* The words of a name, folded, each with a blank in front: " DUPONT" " DURAND". A blank, a hyphen,
 * an apostrophe or any other sign ends a word. */
void text_fold_words(struct slice text, struct buffer *ret_text);

/* The same, and what else it is looked for by when it is written in one: the words that an
 * apostrophe parts ("DAUBIGNE" beside "D" "AUBIGNE"), and the whole name. */
void text_index_words(struct slice text, struct buffer *ret_text);

#endif
