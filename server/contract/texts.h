/* SPDX-License-Identifier: EUPL-1.2 */
/* Every text that people read, in both languages side by side: for whoever translates, proofreads
 * or shows them. */
#ifndef TEXTS_H
#define TEXTS_H

#include <stdio.h>

int texts_print(FILE *out); /* Markdown; an exit code */

#endif
