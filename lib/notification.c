/* SPDX-License-Identifier: EUPL-1.2 */
/* Notifications of decisions: until when, once, and never to the candidate's disadvantage (3.4). */
#include "notification.h"

#include "appeal.h"
#include "name.h"

const char *const notification_channel_names[] = {
    [CHANNEL_LETTER] = "LETTER",
    [CHANNEL_REGISTERED_LETTER] = "REGISTERED_LETTER",
    [CHANNEL_EMAIL] = "EMAIL",
    [CHANNEL_IN_PERSON] = "IN_PERSON",
    NULL,
};
NAMES_END_WITH(notification_channel_names, CHANNEL_COUNT);

struct date notification_due(struct date held_on, const struct policy *policy)
{
    return date_add_days(held_on, policy->notification_days);
}

static struct date later(struct date a, struct date b)
{
    return date_is_after(a, b) ? a : b;
}

struct outcome notification_record(const struct notified_decision *decision,
                                   const struct notification_command *asked,
                                   const struct policy *policy, struct date *ret_appeal_by)
{
    struct outcome outcome = { 0 };
    if (!date_is_set(decision->effective_on) || decision->verdict == VERDICT_NONE ||
        decision->verdict == VERDICT_NOT_EXAMINED) {
        outcome_add(&outcome, REASON_DECISION_NOT_IN_EFFECT, NULL);
        return outcome;
    }
    if (decision->is_notified != asked->is_correction) {
        outcome_add(&outcome, REASON_ALREADY_NOTIFIED,
                    &(struct reason_detail){ .id = decision->notification_id });
        return outcome;
    }
    const struct date from = asked->is_correction
                                 ? decision->notified_on
                                 : later(decision->effective_on, decision->rectified_on);
    if (date_is_after(asked->notified_on, asked->today))
        outcome_add(&outcome, REASON_DATE_IN_FUTURE,
                    &(struct reason_detail){ .date = asked->notified_on, .limit = asked->today });
    if (date_is_before(asked->notified_on, from))
        outcome_add(&outcome,
                    asked->is_correction ? REASON_NOTIFIED_EARLIER
                                         : REASON_DATE_BEFORE_PREVIOUS_ACT,
                    &(struct reason_detail){ .date = asked->notified_on, .limit = from });
    if (!outcome_is_accepted(&outcome))
        return outcome;
    *ret_appeal_by = (struct date){ 0 };
    if (decision->verdict == VERDICT_REFUSED)
        *ret_appeal_by = later(appeal_deadline(asked->notified_on, policy), decision->appeal_by);
    return outcome;
}
