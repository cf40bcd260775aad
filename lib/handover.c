/* SPDX-License-Identifier: EUPL-1.2 */
/* Handing certificates over: when, once, and how a record is corrected. */
#include "handover.h"

#include "name.h"

const char *const handover_channel_names[] = {
    [HANDOVER_IN_PERSON] = "IN_PERSON",
    [HANDOVER_TRACKED_POST] = "TRACKED_POST",
    [HANDOVER_POST] = "POST",
    [HANDOVER_ELECTRONIC] = "ELECTRONIC",
    NULL,
};
NAMES_END_WITH(handover_channel_names, HANDOVER_CHANNEL_COUNT);

struct date handover_due(struct date issued_on, const struct policy *policy)
{
    return date_add_days(issued_on, policy->handover_days);
}

struct outcome handover_record(const struct handover_certificate *certificate,
                               const struct handover_command *asked)
{
    struct outcome outcome = { 0 };
    if (certificate->is_handed_over != asked->is_correction) {
        outcome_add(&outcome, REASON_ALREADY_HANDED_OVER,
                    &(struct reason_detail){ .id = certificate->standing_id });
        return outcome;
    }
    if (date_is_after(asked->handed_on, asked->today))
        outcome_add(&outcome, REASON_DATE_IN_FUTURE,
                    &(struct reason_detail){ .date = asked->handed_on, .limit = asked->today });
    if (date_is_before(asked->handed_on, certificate->issued_on))
        outcome_add(
            &outcome, REASON_DATE_BEFORE_PREVIOUS_ACT,
            &(struct reason_detail){ .date = asked->handed_on, .limit = certificate->issued_on });
    if (date_is_set(certificate->annulled_on) &&
        date_is_after(asked->handed_on, certificate->annulled_on))
        outcome_add(&outcome, REASON_CERTIFICATE_ANNULLED, NULL);
    if (date_is_set(certificate->superseded_on) &&
        !date_is_before(asked->handed_on, certificate->superseded_on))
        outcome_add(&outcome, REASON_CERTIFICATE_SUPERSEDED,
                    &(struct reason_detail){ .id = certificate->superseded_by });
    return outcome;
}
