/* The flags of the sub-commands that make data: "--name VALUE" and "--name=VALUE". */
#ifndef SEED_FLAG_H
#define SEED_FLAG_H

#include <stdbool.h>

/* The value, borrowed; *at moves on to the last argument that was used. NULL when the argument is
 * another one, or the last one and without its value. */
const char *seed_flag_value(char *const **at, const char *name);
/* Decimal digits, at most `limit`; otherwise says so on stderr for the sub-command. */
bool seed_flag_number(const char *command, const char *text, unsigned limit, unsigned *ret_number);

#endif
