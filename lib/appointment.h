/* SPDX-License-Identifier: EUPL-1.2 */
/* An appointment (rendez-vous) of a candidate with an organism: its short life as a table, and the
 * rules of its day (E4.24). */
#ifndef APPOINTMENT_H
#define APPOINTMENT_H

#include "outcome.h"

enum appointment_state {
    APPOINTMENT_PLANNED,
    APPOINTMENT_DONE,
    APPOINTMENT_MISSED,
    APPOINTMENT_CANCELLED,
    APPOINTMENT_STATE_COUNT
};

enum appointment_event {
    APPOINTMENT_EVENT_DONE,
    APPOINTMENT_EVENT_MISSED,
    APPOINTMENT_EVENT_CANCEL,
    APPOINTMENT_EVENT_RESCHEDULE,
    APPOINTMENT_EVENT_COUNT
};

/* Wire names by value, NULL-terminated. */
extern const char *const appointment_state_names[];
extern const char *const appointment_event_names[];

struct appointment_transition {
    enum appointment_state from;
    enum appointment_event event;
    enum appointment_state to;
    bool needs_day;    /* the day of the appointment has come */
    bool needs_future; /* its day is not over */
    bool needs_reason;
};

struct appointment_command {
    enum appointment_event event;
    struct date today;   /* in the zone of the appointment */
    struct date new_day; /* RESCHEDULE: the day of the new time in its zone */
    bool has_reason;
    bool is_unchanged; /* RESCHEDULE: to the time that it has */
};

/* The whole table. */
const struct appointment_transition *appointment_transitions(size_t *ret_count);
/* NULL = no such transition. */
const struct appointment_transition *appointment_find(enum appointment_state from,
                                                      enum appointment_event event);

/* day: of the appointment, in its zone. Accepted: ret_to is the state after. */
struct outcome appointment_decide(enum appointment_state state, struct date day,
                                  const struct appointment_command *command,
                                  enum appointment_state *ret_to);
/* Nobody is expected on a day that is over. */
struct outcome appointment_may_be_planned(struct date day, struct date today);

#endif
