/* SPDX-License-Identifier: EUPL-1.2 */
/* What goes with an installation and can be read off the tables of settings and commands, so that
 * it cannot go stale: the file of settings, the pages of the manual, the completion of a shell. */
#ifndef PACKAGE_TEXT_H
#define PACKAGE_TEXT_H

#include "command.h"

#include <stdio.h>

/* clea-server.conf: every setting with its meaning and its default, commented out. */
void package_settings_file(FILE *out);
/* Lists of mdoc(7), for the pages that server/packaging/man begins and ends. */
void package_settings_manual(FILE *out);
void package_commands_manual(const struct program *program, FILE *out);
/* For bash-completion. */
void package_completion(const struct program *program, FILE *out);

/* The commands that print them; `commands-manual` and `completion` are of the program itself. */
int package_settings_file_run(const struct config *config, const struct command_line *line);
int package_settings_manual_run(const struct config *config, const struct command_line *line);

#endif
