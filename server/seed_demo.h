/* `seed --demo`: invented networks, organisms, people and candidacies. */
#ifndef SEED_DEMO_H
#define SEED_DEMO_H

#include "config.h"

/* Writes "ROLE token" lines to the file when it makes tokens; tokens_path may be NULL. Returns an exit code. */
int seed_demo(const struct config *config, const char *tokens_path);

#endif
