/* The `seed` sub-command: the référentiels through the same validation as the certifier's API; with
 * --demo, invented networks, organisms, people and candidacies, made through the same events as the
 * API. Running it twice changes nothing. */
#ifndef SEED_H
#define SEED_H

#include "config.h"

int seed_run(const struct config *config, char *const arguments[]);

#endif
