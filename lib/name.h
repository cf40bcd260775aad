/* Wire names of enumerators: arrays of texts by value, NULL-terminated. */
#ifndef NAME_H
#define NAME_H

#include <stddef.h>

/* The position of a text of `size` bytes in the array; -1 = absent. */
int name_find(const char *const names[], const char *text, size_t size);

#endif
