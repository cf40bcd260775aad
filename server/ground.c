/* SPDX-License-Identifier: EUPL-1.2 */
#include "ground.h"

#include "database_roles.h"
#include "db/migrate.h"
#include "http/http.h"
#include "log.h"
#include "operator/sandbox_agrees.h"

#include <stdio.h>
#include <sys/resource.h>

enum { FILES_BESIDE = 1024 }; /* of the database, of the listeners, and to spare */

static void forbid_core_dumps(void)
{
    const struct rlimit none = { 0, 0 };
    setrlimit(RLIMIT_CORE, &none);
}

/* Every connection is a file. */
static void allow_files(const struct config *config)
{
    const rlim_t wanted = (rlim_t)config->limits.connections + FILES_BESIDE;
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
        return;
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < wanted)
        log_fields(LOG_WARNING, "fewer files than limits.connections asks for",
                   LOG_NUMBER("files", (int64_t)limit.rlim_cur),
                   LOG_NUMBER("wanted", (int64_t)wanted));
}

/* A database of the right level and kind, whose row-level security binds us. */
static bool database_is_right(const struct config *config, char *why, size_t why_size)
{
    const struct migrate_report report = migrate_check(config->database.conninfo);
    if (report.state != MIGRATE_CURRENT) {
        snprintf(why, why_size, "%s", report.message);
        return false;
    }
    return database_roles_are_bound(config, why, why_size) &&
           sandbox_agrees(config->database.conninfo, config->sandbox.enabled, why, why_size);
}

static bool ports_are_free(const struct config *config, char *why, size_t why_size)
{
    return http_port_is_free(config->http.listen, (uint16_t)config->http.port, why, why_size) &&
           (config->admin.port == 0 ||
            http_port_is_free(config->admin.listen, (uint16_t)config->admin.port, why, why_size));
}

void ground_prepare(const struct config *config)
{
    forbid_core_dumps();
    allow_files(config);
}

bool ground_is_sound(const struct config *config, char *why, size_t why_size)
{
    return database_is_right(config, why, why_size) && ports_are_free(config, why, why_size);
}
