/* The `serve` sub-command: loops, signals, the admin listener, an orderly end. */
#ifndef SERVE_H
#define SERVE_H

#include "config.h"
#include "policy.h"

struct policy serve_policy(const struct config *config); /* what the settings make of the rules */
int serve_run(const struct config *config);              /* an exit code */

#endif
