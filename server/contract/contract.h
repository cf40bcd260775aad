/* SPDX-License-Identifier: EUPL-1.2 */
/* The contract (OpenAPI 3.1), printed from the tables of operations, fields, views and reasons. */
#ifndef CONTRACT_H
#define CONTRACT_H

#include "slice.h"

#include <stdio.h>

struct slice contract_json(void); /* printed once; lives as long as the process */
struct slice contract_yaml(void);
int contract_print(FILE *out); /* as YAML; an exit code */

#endif
