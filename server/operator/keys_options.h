/* SPDX-License-Identifier: EUPL-1.2 */
/* Whether the options of the commands of keys are right, each said in a sentence when not. */
#ifndef KEYS_OPTIONS_H
#define KEYS_OPTIONS_H

#include "command.h"

#include <stdbool.h>

/* False, and said. */
bool keys_say(const char *why);
/* The sentence for a rule of the database that refused; NULL when there is none. */
const char *keys_refusal(const char *constraint);
bool keys_scope_is_right(const struct command_line *line);
/* Roles, permissions, the person and networks. */
bool keys_options_are_right(const struct command_line *line);
/* Of the key that is rotated or revoked. */
bool keys_id_is_right(const struct command_line *line);

#endif
