/* SPDX-License-Identifier: EUPL-1.2 */
/* What runs by itself, as operations: on demand by whoever operates the service, periodically by
 * server/jobs. */
#ifndef API_JOBS_H
#define API_JOBS_H

#include "api/operation.h"

/* T25 and decision 16: at most EXPIRY_MOVES candidacies a run, longest overdue first. */
extern const struct operation job_operations[];
extern const struct operation *const expiry_operation;

enum { EXPIRY_MOVES = 50, EXPIRY_LIMITS_SIZE = 64 };

/* The limits of candidacies_due() in the migrations, as an array literal: so many of them at most.
 */
void expiry_print_limits(const struct policy *policy, int most, char ret_text[EXPIRY_LIMITS_SIZE]);

/* What a run has moved. */
int64_t expiry_moved(const struct exchange *x);

#endif
