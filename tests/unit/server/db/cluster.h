/* SPDX-License-Identifier: EUPL-1.2 */
/* A private PostgreSQL for the tests of a file: made in a temporary directory, reached by a Unix
 * socket only, gone at the end. With CLEA_TEST_CONNINFO set, that server is used instead and cannot
 * be stopped. */
#ifndef CLUSTER_H
#define CLUSTER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

struct cluster {
    char directory[64];
    char conninfo[256];
    bool is_ours;
};

/* True when the command ended with 0. A server never runs as root. */
__attribute__((format(printf, 1, 2))) static inline bool cluster_run(const char *format, ...)
{
    char command[1024], whole[1200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    const char *as =
        geteuid() == 0 ? "setpriv --reuid=postgres --regid=postgres --init-groups -- " : "";
    snprintf(whole, sizeof whole, "cd / && %s/usr/lib/postgresql/15/bin/%s", as, command);
    int status = system(whole);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static inline bool cluster_up(const struct cluster *cluster)
{
    return cluster_run(
        "pg_ctl -D %s/data -l %s/log -w start -o \"-c listen_addresses='' "
        "-c unix_socket_directories=%s -c fsync=off -c max_connections=40\" >/dev/null",
        cluster->directory, cluster->directory, cluster->directory);
}

static inline bool cluster_down(const struct cluster *cluster)
{
    return cluster_run("pg_ctl -D %s/data -w -m immediate stop >/dev/null", cluster->directory);
}

static inline bool cluster_start(struct cluster *ret_cluster)
{
    *ret_cluster = (struct cluster){ .directory = "/tmp/clea-db-test-XXXXXX", .is_ours = true };
    const char *given = getenv("CLEA_TEST_CONNINFO");
    if (given && *given) {
        snprintf(ret_cluster->conninfo, sizeof ret_cluster->conninfo, "%s", given);
        ret_cluster->is_ours = false;
        return true;
    }
    char command[128];
    if (!mkdtemp(ret_cluster->directory))
        return false;
    snprintf(command, sizeof command, "chown postgres %s", ret_cluster->directory);
    if (geteuid() == 0 && system(command) != 0)
        return false;
    snprintf(ret_cluster->conninfo, sizeof ret_cluster->conninfo,
             "host=%s dbname=postgres user=postgres", ret_cluster->directory);
    return cluster_run("initdb -D %s/data -U postgres -A trust -E UTF8 --locale=C.UTF-8 "
                       "--no-sync >/dev/null",
                       ret_cluster->directory) &&
           cluster_up(ret_cluster);
}

static inline void cluster_stop(struct cluster *cluster)
{
    char command[128];
    if (!cluster->is_ours)
        return;
    cluster_down(cluster);
    snprintf(command, sizeof command, "rm -rf %s", cluster->directory);
    if (system(command) != 0)
        fprintf(stderr, "%s is left behind\n", cluster->directory);
}

#endif
