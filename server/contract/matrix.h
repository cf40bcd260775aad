/* Who may ask what, of what: the matrix of roles as a page. */
#ifndef MATRIX_H
#define MATRIX_H

#include <stdio.h>

int matrix_print(FILE *out); /* Markdown; an exit code */

#endif
