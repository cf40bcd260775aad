/* SPDX-License-Identifier: EUPL-1.2 */
/* Settings of PostgreSQL on which our promises rest. */
#include "db/inspect.h"

#include <libpq-fe.h>
#include <string.h>

/* `safe` lists the values under which an acknowledged write survives, each between bars; NULL =
 * shown only. */
static const struct {
    const char *name, *safe;
} settings[] = {
    { "server_version", NULL },
    { "data_directory", NULL },
    { "unix_socket_directories", NULL },
    { "listen_addresses", NULL },
    { "fsync", "|on|" },
    { "synchronous_commit", "|on|remote_apply|" },
    { "full_page_writes", "|on|" },
    { "data_checksums", "|on|" },
    { "server_encoding", "|UTF8|" },
    { "max_connections", NULL },
    { "in_recovery", "|off|" },
};

static bool is_safe(const char *safe, const char *value)
{
    const size_t size = strlen(value);
    for (const char *at = safe; (at = strchr(at, '|')) != NULL && at[1]; at++) {
        if (strncmp(at + 1, value, size) == 0 && at[size + 1] == '|')
            return true;
    }
    return false;
}

static unsigned show_setting(PGconn *connection, const char *name, const char *safe, FILE *out)
{
    const bool is_recovery = strcmp(name, "in_recovery") == 0;
    PGresult *result = PQexecParams(
        connection,
        is_recovery ? "select case when pg_is_in_recovery() then 'on' else 'off' end where $1 <> ''"
                    : "select setting from pg_settings where name = $1",
        1, NULL, &name, NULL, NULL, 0);
    /* Some settings are shown to superusers only, which is no fault of the database;
     * current_setting() would leave an error in its log each time. */
    const bool is_shown = PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1 &&
                          !PQgetisnull(result, 0, 0);
    const char *value = is_shown ? PQgetvalue(result, 0, 0) : "(not shown to this role)";
    const bool is_bad = safe && !(is_shown && is_safe(safe, value));
    fprintf(out, "  %-26s %s", name, value);
    if (is_bad)
        fprintf(out, "   UNSAFE: expected %.*s", (int)strlen(safe) - 2, safe + 1);
    fputc('\n', out);
    PQclear(result);
    return is_bad ? 1 : 0;
}

static PGconn *connect_to(const char *conninfo, const char *application)
{
    const char *const keywords[] = { "dbname", "application_name", "connect_timeout", NULL };
    const char *const values[] = { conninfo, application, "5", NULL };
    return PQconnectdbParams(keywords, values, 1);
}

#define NOT_BOUND                                                                                  \
    "and the walls between tenants would not hold; connect as clea_app, clea_read, clea_national " \
    "or clea_national_read, of documents as clea_documents, or as a role that has no more rights " \
    "than one of these"

/* What frees a role from row-level security, and what mends it; no row when nothing does. A role
 * that may become another one counts as the other: an injected SET ROLE would be enough. Whoever
 * makes tables could put one in front of a table of rules. */
static const char role_query[] =
    "select what, mend from ("
    "  select 1, case when rolsuper then 'is a superuser' else 'may bypass row-level security' end,"
    "         '" NOT_BOUND "' from pg_roles"
    "   where (rolsuper or rolbypassrls) and pg_has_role(session_user, oid, 'MEMBER')"
    "  union all"
    "  select 2, 'owns ' || relname || ', like all tables of the migrator', '" NOT_BOUND "'"
    "    from pg_class where relrowsecurity and pg_has_role(session_user, relowner, 'MEMBER')"
    "  union all"
    "  select 3, 'is of tenants and of the nation at once', '" NOT_BOUND "'"
    "    from pg_roles t, pg_roles n where t.rolname in ('clea_app', 'clea_read')"
    "     and n.rolname in ('clea_national', 'clea_national_read')"
    "     and pg_has_role(session_user, t.oid, 'MEMBER')"
    "     and pg_has_role(session_user, n.oid, 'MEMBER')"
    "  union all"
    "  select 4, 'may make temporary tables', 'which could stand in front of ours; run clea-server "
    "migrate as the owner of the database, or revoke temporary on database ' || "
    "quote_ident(current_database()) || ' from public'"
    "   where has_database_privilege(session_user, current_database(), 'TEMPORARY')"
    "  union all"
    "  select 5, 'may make tables', 'which could stand in front of ours; run clea-server migrate "
    "as "
    "the owner of the database, or revoke create on schema public from public'"
    "   where has_schema_privilege(session_user, 'public', 'CREATE')"
    ") as free (rank, what, mend) order by rank, what = 'is a superuser' desc, what limit 1";

bool inspect_role(const char *conninfo, const char *setting, char *ret_why, size_t why_size)
{
    PGconn *connection = connect_to(conninfo, "clea-server");
    PGresult *result =
        PQstatus(connection) == CONNECTION_OK ? PQexec(connection, role_query) : NULL;
    const bool is_read = PQresultStatus(result) == PGRES_TUPLES_OK;
    const bool is_bound = is_read && PQntuples(result) == 0;
    if (!is_read)
        snprintf(ret_why, why_size, "%s: %s", setting, PQerrorMessage(connection));
    else if (!is_bound)
        snprintf(ret_why, why_size, "%s: the role %s %s, %s", setting, PQuser(connection),
                 PQgetvalue(result, 0, 0), PQgetvalue(result, 0, 1));
    ret_why[strcspn(ret_why, "\n")] = '\0';
    PQclear(result);
    PQfinish(connection);
    return is_bound;
}

bool inspect_database(const char *conninfo, FILE *out, unsigned *ret_fault_count)
{
    PGconn *connection = connect_to(conninfo, "clea-server doctor");
    unsigned unsafe_count = 0;
    if (PQstatus(connection) != CONNECTION_OK) {
        fprintf(out, "  cannot connect: %s", PQerrorMessage(connection));
        PQfinish(connection);
        *ret_fault_count = 1;
        return false;
    }
    fprintf(out, "  %-26s %s as %s over %s\n", "connected to", PQdb(connection), PQuser(connection),
            PQhost(connection));
    for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++)
        unsafe_count += show_setting(connection, settings[i].name, settings[i].safe, out);
    PQfinish(connection);
    *ret_fault_count = unsafe_count;
    return true;
}

int inspect_library_version(void)
{
    return PQlibVersion();
}
