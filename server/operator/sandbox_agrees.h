/* SPDX-License-Identifier: EUPL-1.2 */
/* A database is a sandbox or it is not, and so is the server on it. */
#ifndef SANDBOX_AGREES_H
#define SANDBOX_AGREES_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the configuration and the database agree; otherwise ret_why says what to do. */
bool sandbox_agrees(const char *conninfo, bool is_sandbox, char *ret_why, size_t why_size);

#endif
