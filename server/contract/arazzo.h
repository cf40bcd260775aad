/* SPDX-License-Identifier: EUPL-1.2 */
/* The routes to a certificate as workflows (Arazzo 1.0.1): which calls of the contract, in which
 * order, by whom, with what of the answers before. */
#ifndef ARAZZO_H
#define ARAZZO_H

#include "slice.h"

#include <stdio.h>

struct slice arazzo_yaml(void); /* printed once, by the thread that starts the process */
int arazzo_print(FILE *out);    /* 1 when it could not be printed */

#endif
