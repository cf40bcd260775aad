/* SPDX-License-Identifier: EUPL-1.2 */
/* `clea-server doctor`: what a person needs to see when something does not work. */
#ifndef DOCTOR_H
#define DOCTOR_H

#include "config.h"

/* Writes to standard output. Returns an exit code: failure when something is wrong. */
int doctor_run(const struct config *config);

#endif
