/* SPDX-License-Identifier: EUPL-1.2 */
/* The roles of the database that a server connects as: for tenants and for the nation, each to
 * write and to read. */
#ifndef DATABASE_ROLES_H
#define DATABASE_ROLES_H

#include "config.h"

#include <stdbool.h>
#include <stddef.h>

enum { DATABASE_ROLES = 4 };

struct database_role {
    const char *title;
    const char *setting; /* "database.conninfo" */
    const char *conninfo;
};

void database_roles_list(const struct config *config,
                         struct database_role ret_roles[DATABASE_ROLES]);
/* Whether every one of them is bound by row-level security and can make nothing (inspect_role). */
bool database_roles_are_bound(const struct config *config, char *ret_why, size_t why_size);

#endif
