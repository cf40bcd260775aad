/* SPDX-License-Identifier: EUPL-1.2 */
/* Brings what names are compared by to the rule of this binary (lib/identity.h), in batches beside
 * a server that runs. The version of each row that changes moves, as with any change: an act that
 * was decided on the row as it was is then stale. */
#ifndef RECOMPUTE_H
#define RECOMPUTE_H

#include "config.h"

/* The sub-command. Returns an exit code: failure also when two active records of candidates have
 * become one identity; they are named by their references, stay as they were, and wait for a
 * merge. */
int recompute_run(const struct config *config);

#endif
