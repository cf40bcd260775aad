/* SPDX-License-Identifier: EUPL-1.2 */
/* A candidate is told what a commission decided (notification, 3.4, decision 48): an act of its
 * own, from which the time to appeal runs.
 *
 * Every decision that has taken effect is told, once. The record of it never changes: a mistake is
 * mended by another record, with the reason, which corrects the one that stands. Since the
 * candidate trusts what he was told, a correction never brings the day of the notification or the
 * last day to appeal forward.
 *
 * Words that rectifying minutes change are told anew, once they are signed: until then the time to
 * appeal does not run, from then on it runs in full, and never ends before the day that was told
 * first. */
#ifndef NOTIFICATION_H
#define NOTIFICATION_H

#include "outcome.h"
#include "policy.h"
#include "session.h"

/* How the candidate was told. */
enum notification_channel {
    CHANNEL_LETTER,
    CHANNEL_REGISTERED_LETTER,
    CHANNEL_EMAIL,
    CHANNEL_IN_PERSON,
    CHANNEL_COUNT
};
extern const char *const notification_channel_names[]; /* by value, NULL-terminated */

/* What is known of the decision that is to be told. */
struct notified_decision {
    enum verdict verdict;
    struct date effective_on;  /* unset = not yet */
    struct date rectified_on;  /* unset = its words are those of the minutes as they were signed */
    bool is_notified;          /* of its words as they are now */
    struct id notification_id; /* the record that stands */
    struct date notified_on;   /* of the record that stands */
    struct date appeal_by;     /* the latest day that was told, of whatever words; unset unless the
                                  decision is a refusal */
};

struct notification_command {
    struct date notified_on;
    struct date today;
    bool is_correction; /* of the record that stands */
};

/* The last day to tell the candidate what was decided that day. */
struct date notification_due(struct date held_on, const struct policy *policy);

/* DECISION_NOT_IN_EFFECT or ALREADY_NOTIFIED alone, or DATE_IN_FUTURE, DATE_BEFORE_PREVIOUS_ACT
 * (before the decision took effect, or its words were rectified), NOTIFIED_EARLIER (a correction
 * that would shorten the time to appeal). *ret_appeal_by is written only when accepted: the last
 * day to appeal, unset when the decision is no refusal. */
struct outcome notification_record(const struct notified_decision *decision,
                                   const struct notification_command *asked,
                                   const struct policy *policy, struct date *ret_appeal_by);

#endif
