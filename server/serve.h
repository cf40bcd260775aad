/* SPDX-License-Identifier: EUPL-1.2 */
/* The `serve` sub-command: loops, signals, the admin listener, an orderly end. */
#ifndef SERVE_H
#define SERVE_H

#include "config.h"

int serve_run(const struct config *config); /* an exit code */

#endif
