/* SPDX-License-Identifier: EUPL-1.2 */
/* Brings a database to the level of this binary, all in one transaction: takes away what the files
 * of migrations/always/ made last time, applies the numbered migrations that are missing, makes the
 * rest anew. Nothing is done when nothing has changed. This code may block: it runs before the
 * server serves, or as a sub-command. */
#ifndef MIGRATE_H
#define MIGRATE_H

#include "config.h"
#include "embedded.h"

#include <stdbool.h>
#include <stdio.h>

/* What a schema is made of. The names of the files order them. */
struct migration_files {
    const struct embedded_text *numbered; /* once each; "0001_core.sql" leads to level 1 */
    const struct embedded_text *always;   /* all of them again as soon as one has changed */
};
extern const struct migration_files migrate_embedded; /* those of this binary */

enum migrate_state {
    MIGRATE_CURRENT,
    MIGRATE_BEHIND,  /* `clea-server migrate` mends it: a level, or files of always/  */
    MIGRATE_AHEAD,   /* the database was migrated by a newer binary               */
    MIGRATE_ALTERED, /* an applied migration differs from the one we carry        */
    MIGRATE_FAILED,  /* no connection, no right, a statement refused              */
};

enum { MIGRATE_MESSAGE_SIZE = 1024 };

/* Level and state, and in words what is wrong and what mends it ("" when nothing is). */
struct migrate_report {
    enum migrate_state state;
    int database_level; /* 0 = nothing applied yet */
    int binary_level;
    unsigned applied_count; /* numbered ones, by this run */
    bool has_ours;          /* what always/ makes is as this binary carries it */
    char message[MIGRATE_MESSAGE_SIZE];
};

int migrate_level_of_binary(void);
/* Looks only. Any role that may read schema_migration and schema_file will do. */
struct migrate_report migrate_check(const char *conninfo);
/* Does what is missing, under an advisory lock: of several at once, one works and the others wait.
 * `files` is migrate_embedded, but for tests; `tells`: its progress goes to standard
 * error. */
struct migrate_report migrate_apply(const char *conninfo, const struct migration_files *files,
                                    bool tells);
/* The sub-command. Returns an exit code. */
int migrate_run(const struct config *config);

#endif
