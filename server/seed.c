#include "seed.h"

int seed_run(const struct config *config, char *const arguments[])
{
    (void)config, (void)arguments;
    return 0;
}
