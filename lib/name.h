/* SPDX-License-Identifier: EUPL-1.2 */
/* Wire names of enumerators: arrays of texts by value, NULL-terminated. */
#ifndef NAME_H
#define NAME_H

#include <stddef.h>

/* Behind an array of names whose places designators give: it ends where the enum does. A name that
 * is forgotten in the middle, the unit tests see. */
#define NAMES_END_WITH(names, count)                                                               \
    _Static_assert(sizeof(names) / sizeof(names)[0] == (size_t)(count) + 1,                        \
                   #names ": a name for each enumerator, and NULL")

/* The position of a text of `size` bytes in the array; -1 = absent. */
int name_find(const char *const names[], const char *text, size_t size);

#endif
