/* SPDX-License-Identifier: EUPL-1.2 */
/* From the input of an event to the data that the domain decides on: codes become positions in the
 * pinned version, identifiers become persons. */
#ifndef CANDIDACY_EVENT_DATA_H
#define CANDIDACY_EVENT_DATA_H

#include "api/candidacies/candidacy_events.h"

/* Codes that the pinned version does not know become violations, or unknown_codes of the results.
 * Pointers stay those of the request's memory. */
struct event_data event_data_of(struct exchange *x, const struct candidacy_set *set,
                                const struct candidacy *now, const struct event_request *request,
                                struct date occurred_on);
/* An organism or a commission that an event names. */
struct event_reference {
    struct id id; /* unset: this member was not given */
    const char *pointer;
    bool is_commission;
    bool is_of_module; /* pointer is a member of modules[module] */
    size_t module;
};
/* The n-th that the input has room for; false behind the last. */
bool event_reference_at(const struct event_input *input, size_t n,
                        struct event_reference *ret_reference);
/* Each that is named exists. */
void event_check_references(struct exchange *x, const struct candidacy_set *set,
                            const struct event_input *input);
/* What a correction tells, for what says whether it stands already and for what writes it. */
void event_bind_sitting_told(const struct event_input *input, struct slice zone,
                             struct params *params);
void event_bind_restitution_told(const struct event_input *input, struct params *params);
/* What is wrong with the times of a sitting, told by the input alone. */
void event_check_schedule(struct exchange *x, const struct event_request *request);
/* The zone of a sitting: as said, else that of the site that is told, as far as it was read; else
 * of a new one that of the organism that acts, of one that is corrected its own. */
enum time_zone event_zone(const struct exchange *x, enum candidacy_event event,
                          const struct event_input *input);
/* Of CANCEL and ANNUL_EVALUATION, as the history keeps it; unset when none was given. */
struct slice event_reason_code(const struct event_request *request);

#endif
