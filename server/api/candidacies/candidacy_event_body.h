/* SPDX-License-Identifier: EUPL-1.2 */
/* What a candidacy event carries: one field table per event, all into one struct; an event uses
 * what its table names. */
#ifndef CANDIDACY_EVENT_BODY_H
#define CANDIDACY_EVENT_BODY_H

#include "api/candidacies/candidacy_snapshot.h"
#include "api/operation.h"

struct result_input {
    struct given given;
    struct slice criterion_code;
    int status; /* enum result_word */
    struct slice note;
};

struct module_input {
    struct given given;
    struct slice domain_code, title;
    int64_t planned_minutes;
    struct id trainer_id, training_org_id;
    struct date planned_start_date, planned_end_date;
};

struct event_input {
    struct given given;
    struct id counsellor_id, evaluator_id, trainer_id, module_id, method_id, site_id, commission_id;
    struct id training_org_id, person_id, evaluation_id, sitting_id, attendance_id, corrects_id;
    bool has_consent, is_distinct;
    struct date held_on, given_on, happened_on, planned_start_date, planned_end_date;
    int64_t starts_at, ends_at;
    int modality, status, cancel_reason, annul_reason, time_zone;
    struct id to_org_id;
    struct date requested_on, written_proof_on, consent_on, opened_on;
    int64_t attended_minutes;
    struct slice place, reason, proof, answer, synthesis, overrun_reason;
    struct field_list domain_codes; /* struct slice        */
    struct field_list results;      /* struct result_input */
    struct field_list modules;      /* struct module_input */
};

/* { event, occurred_on, expected_version, data } */
struct event_body {
    struct given given;
    int event; /* enum candidacy_event */
    struct date occurred_on;
    int64_t expected_version;
    struct event_input data; /* by the event's own table */
};
extern const struct fields event_body_fields;

extern const struct fields result_input_table;
extern const char result_characters[]; /* V N E */

/* That of ADD_SITTING, which is a body of its own too. */
extern const struct fields sitting_input_table;
/* The table of an event's data, or NULL when the event does not come through POST …/events. */
const struct fields *event_data_fields(enum candidacy_event event);
/* What was typed with it, by the names of its members; unset when nothing was. */
struct slice event_texts(struct exchange *x, enum candidacy_event event,
                         const struct event_input *input);
/* What the history keeps of it: ids and values, never free text (decision 3). */
struct slice event_history(struct exchange *x, enum candidacy_event event,
                           const struct event_input *input);

#endif
