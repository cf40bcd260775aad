#include "seed/flag.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *seed_flag_value(char *const **at, const char *name)
{
    size_t size = strlen(name);
    if (strncmp(**at, name, size) != 0)
        return NULL;
    if ((**at)[size] == '=')
        return **at + size + 1;
    if ((**at)[size] != '\0' || !(*at)[1])
        return NULL;
    return *++*at;
}

bool seed_flag_number(const char *command, const char *text, unsigned limit, unsigned *ret_number)
{
    char *end;
    unsigned long number = strtoul(text, &end, 10);
    bool is_number = text[0] >= '0' && text[0] <= '9' && *end == '\0' && number <= limit;
    if (is_number)
        *ret_number = (unsigned)number;
    else
        fprintf(stderr, "clea-server: %s: %s is not a number up to %u\n", command, text, limit);
    return is_number;
}
