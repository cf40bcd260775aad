/* SPDX-License-Identifier: EUPL-1.2 */
#include "database_roles.h"

#include "db/inspect.h"

void database_roles_list(const struct config *config,
                         struct database_role ret_roles[DATABASE_ROLES])
{
    const struct database_role roles[DATABASE_ROLES] = {
        { "application role", "database.conninfo", config->database.conninfo },
        { "reading role", "database.reader_conninfo", config->database.reader_conninfo },
        { "national role", "database.national_conninfo", config->database.national_conninfo },
        { "national reading role", "database.national_reader_conninfo",
          config->database.national_reader_conninfo },
    };
    for (unsigned i = 0; i < DATABASE_ROLES; i++)
        ret_roles[i] = roles[i];
}

bool database_roles_are_bound(const struct config *config, char *ret_why, size_t why_size)
{
    struct database_role roles[DATABASE_ROLES];
    database_roles_list(config, roles);
    for (unsigned i = 0; i < DATABASE_ROLES; i++) {
        if (!inspect_role(roles[i].conninfo, roles[i].setting, ret_why, why_size))
            return false;
    }
    return true;
}
