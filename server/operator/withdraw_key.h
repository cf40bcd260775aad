/* SPDX-License-Identifier: EUPL-1.2 */
/* Withdraws a key that signed credentials and may be in other hands: it is published no more, and
 * what it signed of what is valid waits to be signed anew by clea-documents work. */
#ifndef WITHDRAW_KEY_H
#define WITHDRAW_KEY_H

#include "command.h"

extern const struct command_option withdraw_key_options[];

int withdraw_key_run(const struct config *config, const struct command_line *line);

#endif
