/* SPDX-License-Identifier: EUPL-1.2 */
/* One search for every vocabulary: the lists are short, a loop is enough. */
#include "name.h"

#include <string.h>

int name_find(const char *const names[], const char *text, size_t size)
{
    for (int i = 0; names[i] != NULL; i++)
        if (strlen(names[i]) == size && memcmp(names[i], text, size) == 0)
            return i;
    return -1;
}
