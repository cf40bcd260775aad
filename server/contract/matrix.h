/* SPDX-License-Identifier: EUPL-1.2 */
/* The role matrix as a page people can read: each operation by role and relation, printed from
 * the tables of operations and api/access.def. */
#ifndef MATRIX_H
#define MATRIX_H

#include <stdio.h>

int matrix_print(FILE *out); /* Markdown; an exit code */

#endif
