/* SPDX-License-Identifier: EUPL-1.2 */
/* clea-documents characters: what the fonts have, for server/text/drawn.def. */
#ifndef CHARACTERS_COMMAND_H
#define CHARACTERS_COMMAND_H

#include "command.h"

int characters_command_run(const struct config *config, const struct command_line *line);

#endif
