/* SPDX-License-Identifier: EUPL-1.2 */
/* The `seed` sub-command of clea-sandbox: the référentiels and the mark of a sandbox; with --demo,
 * invented networks, organisms, people and candidacies, made through the same events as the API.
 * Running it twice changes nothing. */
#ifndef SANDBOX_SEED_H
#define SANDBOX_SEED_H

#include "command.h"

extern const struct command_option sandbox_seed_options[];

int sandbox_seed_run(const struct config *config, const struct command_line *line);

#endif
