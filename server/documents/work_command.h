/* SPDX-License-Identifier: EUPL-1.2 */
/* clea-documents work: the worker that draws, seals and keeps what waits in the database. Any
 * number of them may run; none has to for the server to serve. */
#ifndef WORK_COMMAND_H
#define WORK_COMMAND_H

#include "command.h"

extern const struct command_option work_command_options[];
int work_command_run(const struct config *config, const struct command_line *line);

#endif
