/* SPDX-License-Identifier: EUPL-1.2 */
/* What may become of an appointment: its table, for refusals and for whoever asks beforehand. */
#include "api/candidates/appointments.h"

#define IN(state) (UINT64_C(1) << APPOINTMENT_##state)
static const struct event_rule rules[] = {
    { APPOINTMENT_EVENT_DONE,
      IN(PLANNED) | IN(MISSED),
      APPOINTMENT_WRITERS,
      { REASON_APPOINTMENT_TO_COME },
      { 0 } },
    { APPOINTMENT_EVENT_MISSED,
      IN(PLANNED) | IN(DONE),
      APPOINTMENT_WRITERS,
      { REASON_APPOINTMENT_TO_COME },
      { 0 } },
    { APPOINTMENT_EVENT_CANCEL,
      IN(PLANNED),
      APPOINTMENT_WRITERS,
      { REASON_APPOINTMENT_PAST },
      { REASON_REASON_REQUIRED } },
    { APPOINTMENT_EVENT_RESCHEDULE,
      IN(PLANNED),
      APPOINTMENT_WRITERS,
      { REASON_APPOINTMENT_PAST },
      { REASON_APPOINTMENT_PAST, REASON_NOTHING_CHANGED, REASON_COUNSELLOR_NOT_AFFILIATED,
        REASON_RECEIVER_NOT_AFFILIATED } },
};
#undef IN

static unsigned state_of(const struct exchange *x)
{
    return (unsigned)((const struct appointment_snapshot *)x->snapshot)->row.state;
}

static struct slice address_of(struct exchange *x)
{
    return exchange_address(x, "/v1/appointments/",
                            ((const struct appointment_snapshot *)x->snapshot)->id);
}

static void judge(struct exchange *x, unsigned event, struct outcome *outcome)
{
    const struct appointment_snapshot *known = x->snapshot;
    const struct appointment_command faultless = { .event = (enum appointment_event)event,
                                                   .today = x->today,
                                                   .new_day = x->today,
                                                   .has_reason = true };
    enum appointment_state to;
    *outcome = appointment_decide((enum appointment_state)known->row.state,
                                  schedule_start_day(known->row.starts_at, known->row.time_zone),
                                  &faultless, &to);
}

const struct machine appointment_machine = {
    .states = &appointment_state_words,
    .events = &appointment_event_words,
    .noun = { "Le rendez-vous", "The appointment" },
    .roles = APPOINTMENT_WRITERS,
    .state = state_of,
    .address = address_of,
    .rules = rules,
    .rule_count = sizeof rules / sizeof rules[0],
    .judge = judge,
};
