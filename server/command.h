/* SPDX-License-Identifier: EUPL-1.2 */
/* The command line of a program with sub-commands. One table says what there is: it is read by the
 * parser and printed by --help. Options are written out (no abbreviations: a new option must not
 * change what an old script means), "--name VALUE" or "--name=VALUE". Every mistake is told, one
 * line each, before anything else is done; the exit code is then 2. */
#ifndef COMMAND_H
#define COMMAND_H

#include "config.h"

#include <stdbool.h>
#include <stddef.h>

struct command_option {
    const char *name;  /* without its dashes */
    const char *value; /* what the help calls its value; NULL = it takes none */
    const char *help;
    unsigned most; /* the value is a number up to this; 0 = any text */
};

/* The options of the sub-command itself, as they were given. */
struct command_line {
    const struct command_value {
        const char *name, *value; /* "" when the option takes none */
    } * values;
    size_t count;
};

struct command {
    const char *name, *help;
    int (*run)(const struct config *config, const struct command_line *line); /* an exit code */
    const struct command_option *options; /* ended by a row without a name; NULL = none */
    /* Prints what is always the same: takes no setting, and none can be wrong. The config of run()
     * is then NULL. */
    bool is_static;
    /* Instead of run(): it has sub-commands of its own ("keys create"), ended by a row without a
     * name. */
    const struct command *commands;
};

struct program {
    const char *name;
    const struct command *commands; /* ended by a row without a name */
};

int command_main(const struct program *program, int argc, char *argv[]);

/* The value of an option, NULL when it was not given; of one given twice, the last. */
const char *command_value(const struct command_line *line, const char *name);
/* For an option with `most`: its number, or `otherwise`. */
unsigned command_number(const struct command_line *line, const char *name, unsigned otherwise);

#endif
