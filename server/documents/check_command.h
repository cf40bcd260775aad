/* SPDX-License-Identifier: EUPL-1.2 */
/* `clea-documents check-config`: what `clea-server check-config` says, and whether what documents
 * are made of can be used: logo, fonts, seal and the key that signs codes. */
#ifndef CHECK_COMMAND_H
#define CHECK_COMMAND_H

#include "command.h"

int check_command_run(const struct config *config, const struct command_line *line);

#endif
