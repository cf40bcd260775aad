/* SPDX-License-Identifier: EUPL-1.2 */
/* Appointments (rendez-vous) of step 1, for the operations that read, change and move them. */
#ifndef APPOINTMENTS_H
#define APPOINTMENTS_H

#include "api/events.h"
#include "api/schedule.h"
#include "appointment.h"

#define APPOINTMENT_READERS (ROLE_COUNSELLOR | ROLE_REFERENT | ROLE_CANDIDATE)
#define APPOINTMENT_WRITERS (ROLE_COUNSELLOR | ROLE_REFERENT)

extern const struct view appointment_view;
extern const struct machine appointment_machine;

/* What its events go by and change. */
struct appointment_row {
    int kind, state;
    int64_t starts_at; /* milliseconds since 1970 */
    enum time_zone time_zone;
    struct slice cancel_reason;
};

struct appointment_snapshot {
    struct id id; /* unset: a new one */
    struct id candidate_id;
    struct appointment_row row;
    /* What it rests on. */
    bool sees_candidate, has_candidacy, has_site, is_site_open;
    bool has_counsellor, is_counsellor, is_staff;
    struct id twin_id;   /* the same appointment, planned already */
    bool is_same;        /* in all that was sent */
    enum time_zone zone; /* in which it is told, and its day is counted */
};

/* What the facts are asked for; unset members are those of the appointment itself. */
struct appointment_question {
    struct id appointment_id, candidate_id, candidacy_id, site_id, counsellor_id;
    int64_t starts_at;          /* milliseconds since 1970; 0 = that of the appointment */
    struct slice time_zone;     /* in which its day is counted; unset = that of the appointment,
                                   of a new one that of its site, else: */
    struct slice own_time_zone; /* of the organism; unset = it is no new one */
};
void appointment_bind_facts(struct params *params, const struct appointment_question *question);
void appointment_read_facts(struct exchange *x, struct row *row);
void appointment_read(struct exchange *x, struct row *row);
/* Who receives belongs to the organism on that day; whoever informs is a counsellor (S3). Nobody at
 * all is told at the member that names the counsellor. */
void appointment_check_counsellor(struct exchange *x, int kind);
/* A load of the same appointment as the one that is planned: twin_id and is_same. */
void appointment_read_planned(struct exchange *x, struct row *row);
/* APPOINTMENT_ALREADY_PLANNED, which names the twin: nothing of what was sent is dropped in
 * silence. */
void appointment_name_twin(struct exchange *x);
/* A load of what the appointment of the path becomes the twin of: twin_id of the snapshot. Unset
 * members are its own. */
void appointment_bind_twin(const struct exchange *x, struct params *params, struct id counsellor_id,
                           int64_t starts_at, struct slice kind);
void appointment_read_twin(struct exchange *x, struct row *row);
/* APPOINTMENT_ALREADY_PLANNED, which names the twin, if there is one; else nobody makes one until
 * the commit. */
void appointment_refuse_twin(struct exchange *x);
/* An effect of appointment_writes: an event moves the appointment to this row. */
void appointment_queue(struct exchange *x, const struct appointment_row *row);
enum appointment_write {
    HOLD_APPOINTMENTS, /* of a candidate */
    MOVE_APPOINTMENT,
    UPDATE_APPOINTMENT,
    INSERT_APPOINTMENT,
    APPOINTMENT_WRITES,
};
extern const struct write appointment_writes[APPOINTMENT_WRITES];

/* The criteria of the list and of the calendar. */
extern const struct fields appointment_filter;
void appointment_bind_filter(const struct exchange *x, struct params *params);

#endif
