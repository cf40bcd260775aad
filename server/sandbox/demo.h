/* SPDX-License-Identifier: EUPL-1.2 */
/* `clea-sandbox seed --demo`: invented networks, organisms, people and candidacies. */
#ifndef SEED_DEMO_H
#define SEED_DEMO_H

#include "config.h"

struct seed_demo_options {
    const char *tokens_path; /* "ROLE token scope" lines are written there when keys are made; NULL
                                = nowhere */
    unsigned candidacies;
    unsigned more_organisms; /* beside those of the story: for load */
};

/* The first run makes everything; a later one finishes what was interrupted, and makes new keys
 * when the file of tokens is missing or empty (the old ones are revoked). Returns an exit code. */
int seed_demo(const struct config *config, const struct seed_demo_options *options);

#endif
