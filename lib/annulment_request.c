/* SPDX-License-Identifier: EUPL-1.2 */
/* Annulment of certificates: asked for by one, confirmed by another (9.3). */
#include "annulment_request.h"

#include "name.h"

const char *const annulment_request_state_names[] = {
    [ANNULMENT_REQUESTED] = "REQUESTED",
    [ANNULMENT_CONFIRMED] = "CONFIRMED",
    [ANNULMENT_REFUSED] = "REFUSED",
    [ANNULMENT_LAPSED] = "LAPSED",
    NULL,
};
NAMES_END_WITH(annulment_request_state_names, ANNULMENT_REQUEST_STATE_COUNT);
const char *const annulment_request_event_names[] = {
    [ANNULMENT_EVENT_CONFIRM] = "CONFIRM",
    [ANNULMENT_EVENT_REFUSE] = "REFUSE",
    NULL,
};
NAMES_END_WITH(annulment_request_event_names, ANNULMENT_REQUEST_EVENT_COUNT);

struct outcome annulment_request_ask(enum certificate_state certificate, struct id open_id)
{
    struct outcome outcome = { 0 };
    if (certificate == CERTIFICATE_ANNULLED)
        outcome_add(&outcome, REASON_CERTIFICATE_ANNULLED, NULL);
    else if (id_is_set(open_id))
        outcome_add(&outcome, REASON_ANNULMENT_ALREADY_REQUESTED,
                    &(struct reason_detail){ .id = open_id });
    return outcome;
}

struct date annulment_confirm_until(struct date requested_on, const struct policy *policy)
{
    return date_add_days(requested_on, policy->annulment_days);
}

static void judge_confirmation(const struct annulment_answer *answer, struct outcome *outcome)
{
    if (answer->is_asker)
        outcome_add(outcome, REASON_CONFIRMER_IS_ASKER, NULL);
    if (date_is_after(answer->today, answer->confirm_until))
        outcome_add(
            outcome, REASON_ANSWER_TOO_LATE,
            &(struct reason_detail){ .date = answer->today, .limit = answer->confirm_until });
}

struct outcome annulment_request_decide(const struct annulment_answer *answer,
                                        enum annulment_request_event event,
                                        enum annulment_request_state *ret_to)
{
    struct outcome outcome = { 0 };
    if (answer->state != ANNULMENT_REQUESTED)
        outcome_add(&outcome, REASON_INVALID_STATE, NULL);
    else if (event == ANNULMENT_EVENT_CONFIRM)
        judge_confirmation(answer, &outcome);
    else if (!answer->has_reason)
        outcome_add(&outcome, REASON_REASON_REQUIRED, NULL);
    if (outcome_is_accepted(&outcome))
        *ret_to = event == ANNULMENT_EVENT_CONFIRM ? ANNULMENT_CONFIRMED : ANNULMENT_REFUSED;
    return outcome;
}
