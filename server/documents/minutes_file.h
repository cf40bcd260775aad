/* SPDX-License-Identifier: EUPL-1.2 */
/* The lines of minutes: their jurors, and their files with what was decided. For minutes_*.c. */
#ifndef MINUTES_FILE_H
#define MINUTES_FILE_H

#include "documents/minutes_text.h"

struct minutes_juror {
    struct slice member_id, college, presence;
    struct person person;
    bool is_alternate, is_convened;
};

struct minutes_departure {
    struct slice member_id, left_at_local;
    int position; /* of the first file without the juror; 0 = behind the last one */
};

/* A recusal, a vote that was written down or taken back, or one by which a decision fell. */
struct minutes_vote {
    struct slice member_id, choice, standing;
    struct date reversed_on;
};

struct minutes_file {
    int position;
    struct slice candidacy_reference, outcome, reasons, request_text;
    bool is_proposal_to_defer;
    int voter_count, for_count, against_count, abstain_count;
    struct minutes_cast {
        int for_count, against_count, abstain_count;
    } cast_votes; /* of a file that was not examined */
    struct date answer_by_date;
    struct told_list domain_codes, step_downs;                        /* struct slice */
    struct told_list recusals, recorded_votes, taken_back, reversals; /* struct minutes_vote */
};

/* The name of a juror of these minutes; unset when it is none of them. */
struct slice minutes_juror_name(struct arena *arena, const struct minutes_text *minutes,
                                struct slice member_id);
/* Of each file that there is more to say of than its outcome. */
void minutes_write_details(struct sheaf *sheaf, const struct minutes_text *minutes,
                           const struct minutes_beside *beside);

#endif
