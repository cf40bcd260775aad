/* SPDX-License-Identifier: EUPL-1.2 */
/* `clea-documents kinds`: what every kind of document has to be told, from the tables that read it.
 */
#ifndef KINDS_COMMAND_H
#define KINDS_COMMAND_H

#include "command.h"

int kinds_command_run(const struct config *config, const struct command_line *line);

#endif
