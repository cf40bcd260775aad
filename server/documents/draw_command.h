/* SPDX-License-Identifier: EUPL-1.2 */
/* clea-documents draw: one document for a look, without a database. */
#ifndef DRAW_COMMAND_H
#define DRAW_COMMAND_H

#include "command.h"

extern const struct command_option draw_command_options[];
int draw_command_run(const struct config *config, const struct command_line *line);

#endif
