#include "seed_demo.h"

int seed_demo(const struct config *config, const char *tokens_path)
{
    (void)config, (void)tokens_path;
    return 0;
}
