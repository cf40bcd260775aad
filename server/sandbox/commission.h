/* SPDX-License-Identifier: EUPL-1.2 */
/* The commission of a demonstration: sessions, votes, minutes, certificates, by the requests of its
 * members. */
#ifndef SEED_COMMISSION_H
#define SEED_COMMISSION_H

#include "progress.h"
#include "sandbox/people.h"
#include "sandbox/plan.h"
#include "status.h"

#include <stdbool.h>
#include <stdint.h>

/* A candidacy whose file was sent. */
struct demo_file {
    struct id candidacy_id;
    enum demo_ending ending;
    struct date submitted_on;
    const struct demo_person *referent; /* who answers a deferral */
    const char *domain_code;            /* what a refusal names */
    struct id id, item_id;              /* the file and its place on an agenda: found here */
};

struct commission_options {
    const struct demo *demo;
    uint16_t port;
    bool has_clock;            /* otherwise every session is held today */
    struct date clock_today;   /* what the clock says again afterwards; unset = the real day */
    const char *subject;       /* whose keys */
    struct progress *progress; /* of many files; NULL = nobody is told */
};

/* False when an answer was not the expected one. */
bool commission_run(const struct commission_options *options, struct demo_file *files,
                    unsigned count) NODISCARD;

#endif
