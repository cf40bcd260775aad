/* Brings a database to the level of this binary: the migrations it carries, in order, each in one
 * transaction. This code may block: it runs before the server serves, or as a sub-command. */
#ifndef MIGRATE_H
#define MIGRATE_H

#include "config.h"
#include "embedded.h"

/* One file, "0001_core.sql": its level is the number it begins with. */
enum migrate_state {
    MIGRATE_CURRENT,
    MIGRATE_BEHIND,  /* `clea-server migrate` mends it                            */
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
    unsigned applied_count; /* by this run */
    char message[MIGRATE_MESSAGE_SIZE];
};

int migrate_level_of_binary(void);
/* Looks only. Any role that may read schema_migration will do. */
struct migrate_report migrate_check(const char *conninfo);
/* Applies what is missing, under an advisory lock: of several at once, one works and the others
 * wait. `migrations` is embedded_migrations, but for tests; `tells`: its progress goes to
 * standard error. */
struct migrate_report migrate_apply(const char *conninfo, const struct embedded_text migrations[],
                                    bool tells);
/* The sub-command. Returns an exit code. */
int migrate_run(const struct config *config);

#endif
