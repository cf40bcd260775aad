/* SPDX-License-Identifier: EUPL-1.2 */
/* Which characters documents can show: those that the fonts of clea-documents have, written down in
 * drawn.def (`clea-documents characters` prints it), so that the server, which is linked with none
 * of the libraries that draw, knows it before anything is issued. */
#ifndef DRAWN_H
#define DRAWN_H

#include "slice.h"

#include <stdbool.h>

/* The first character of the text that no document can show; 0 = they can show all of it. Valid
 * UTF-8 is asked for. A TAB, which texts of several lines may have, is a blank on paper. */
unsigned text_not_drawn(struct slice text, bool takes_tabs);
/* The next character from `code` on that documents can show; 0 = there is none. */
unsigned text_next_drawn(unsigned code);

#endif
