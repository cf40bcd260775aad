/* SPDX-License-Identifier: EUPL-1.2 */
/* The system user that a process started as root becomes before it opens a socket or a connection:
 * for good, with its groups, and able to gain nothing any more. */
#ifndef USER_H
#define USER_H

#include <stdbool.h>
#include <stddef.h>

/* `name` is process.user. True: the process is no longer root (or never was). False: it must not go
 * on, and ret_why says what to do. */
bool user_become(const char *name, char *ret_why, size_t why_size);

#endif
