/* SPDX-License-Identifier: EUPL-1.2 */
/* Keys that the operator gives, lists, rotates and revokes, as the owner of the table: the first
 * ones of a new installation, and those of the certifier's own people. A key is printed once, alone
 * on standard output; everything else goes to standard error. */
#ifndef OPERATOR_KEYS_H
#define OPERATOR_KEYS_H

#include "command.h"

extern const struct command keys_commands[];

#endif
