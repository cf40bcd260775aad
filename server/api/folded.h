/* SPDX-License-Identifier: EUPL-1.2 */
/* Names as the database compares and searches them (text/folded.h), as parameters of a statement.
 */
#ifndef FOLDED_H
#define FOLDED_H

#include "db/params.h"

/* Letters and digits alone, in one word. An unset slice is NULL. */
void params_folded(struct params *params, const char *name, struct slice text);
/* Its words, a blank between two: what string_to_array(…, ' ') reads. An unset slice is NULL. */
void params_folded_words(struct params *params, const char *name, struct slice text);

#endif
