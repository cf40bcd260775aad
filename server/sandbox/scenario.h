/* SPDX-License-Identifier: EUPL-1.2 */
/* The `scenario` sub-command of clea-sandbox: a sandbox with its demonstration gets one more
 * candidacy in the state that is asked for, made through the same events as the API. "STATE id
 * reference organism_id" a line. Nobody's key is touched, and the clock neither. */
#ifndef SEED_SCENARIO_H
#define SEED_SCENARIO_H

#include "command.h"

extern const struct command_option scenario_options[];

/* An exit code: 2 when the arguments are not understood, 1 when the instance is not the right one
 * or a candidacy did not come to its state. */
int scenario_run(const struct config *config, const struct command_line *line);

#endif
