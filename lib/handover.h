/* SPDX-License-Identifier: EUPL-1.2 */
/* A certificate is handed over to its holder (remise): an act of its own, that says how, when and
 * by whom.
 *
 * Once. The record of it never changes: a mistake is mended by another record, with the reason,
 * which corrects the one that stands, and both stay. */
#ifndef HANDOVER_H
#define HANDOVER_H

#include "outcome.h"
#include "policy.h"

/* How it reached the holder. */
enum handover_channel {
    HANDOVER_IN_PERSON,
    HANDOVER_TRACKED_POST, /* the number by which it is tracked is recorded with it */
    HANDOVER_POST,
    HANDOVER_ELECTRONIC,
    HANDOVER_CHANNEL_COUNT
};
extern const char *const handover_channel_names[]; /* by value, NULL-terminated */

/* What is known of the certificate. */
struct handover_certificate {
    struct date issued_on;
    struct date annulled_on; /* unset = it is valid */
    /* Day of the first duplicate behind it with another identity; unset = this is the holder's. */
    struct date superseded_on;
    struct id superseded_by;
    bool is_handed_over;
    struct id standing_id; /* the record of it that stands */
};

struct handover_command {
    struct date handed_on;
    struct date today;
    bool is_correction; /* of the record that stands */
};

/* The last day to hand over what was issued that day. */
struct date handover_due(struct date issued_on, const struct policy *policy);

/* ALREADY_HANDED_OVER alone; or DATE_IN_FUTURE, DATE_BEFORE_PREVIOUS_ACT (before it was issued),
 * CERTIFICATE_ANNULLED (after it was annulled) and CERTIFICATE_SUPERSEDED (from the day on which a
 * duplicate with another identity took its place): what was handed over before is still recorded.
 */
struct outcome handover_record(const struct handover_certificate *certificate,
                               const struct handover_command *asked);

#endif
