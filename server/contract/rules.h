/* SPDX-License-Identifier: EUPL-1.2 */
/* The rules as a page people can read: states, transitions, guards and reasons, printed from the
 * tables of the domain. */
#ifndef RULES_H
#define RULES_H

#include <stdio.h>

int rules_print(FILE *out); /* Markdown; an exit code */

#endif
