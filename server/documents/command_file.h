/* SPDX-License-Identifier: EUPL-1.2 */
/* What the commands of clea-documents read and complain of. */
#ifndef COMMAND_FILE_H
#define COMMAND_FILE_H

#include "buffer.h"

#include <stdbool.h>

/* "-" is standard input. False: errno says why. */
bool command_file_read(const char *path, struct buffer *ret_text);
/* False: errno says why. */
bool command_file_print(const struct buffer *bytes);
/* One line on standard error. Returns the exit code of a failure. */
int command_file_complain(const char *command, const char *what, const char *why);

#endif
