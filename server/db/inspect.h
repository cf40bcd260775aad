/* SPDX-License-Identifier: EUPL-1.2 */
/* What the database says about itself, for `doctor` and for the start of the server. May block. */
#ifndef INSPECT_H
#define INSPECT_H

#include <stdbool.h>
#include <stdio.h>

/* Writes "name  value" lines; an unsafe value is followed by what it should be. How many are unsafe
 * or unknown is written to ret_fault_count. False: the database cannot be reached, which is told
 * and is one fault; nothing else can be asked of it. */
bool inspect_database(const char *conninfo, FILE *out, unsigned *ret_fault_count);
/* Whether row-level security binds the role of the string, whose setting is named: no superuser, no
 * bypass, not the owner of the tables, not of tenants and of the nation at once, and no maker of
 * tables. Otherwise ret_why says what to do. */
bool inspect_role(const char *conninfo, const char *setting, char *ret_why, size_t why_size);
/* Version of the libpq that is loaded, as PostgreSQL counts: 150013. */
int inspect_library_version(void);

#endif
