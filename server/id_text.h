/* SPDX-License-Identifier: EUPL-1.2 */
/* An identifier as text: the 36 characters of a UUID, in small letters when we print it. */
#ifndef ID_TEXT_H
#define ID_TEXT_H

#include "id.h"
#include "slice.h"

enum { ID_TEXT_SIZE = 37 }; /* with the NUL behind it */

void id_print(struct id id, char ret_text[ID_TEXT_SIZE]);
/* Any case, with dashes; nothing else. */
bool id_parse(struct slice text, struct id *ret_id);

#endif
