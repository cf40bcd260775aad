/* SPDX-License-Identifier: EUPL-1.2 */
/* The grid of an evaluation: the snapshot that its operations share, and how it is written. */
#ifndef EVALUATION_GRID_H
#define EVALUATION_GRID_H

#include "api/candidacies/candidacy_effects.h"

#define EVALUATION_READERS (ROLES_ORGANISM | ROLE_CANDIDATE | ROLES_COMMISSION)
/* Who reads how it was judged, criterion by criterion, and what was written: not who trains alone.
 */
#define RESULT_READERS (EVALUATION_READERS & ~ROLE_TRAINER)

/* Words on a criterion. */
struct grid_note {
    struct slice code, text;
};

struct grid_notes {
    struct grid_note *items;
    size_t count;
    const struct field_list *saved; /* of struct result_input: saved just now, before those */
};

struct grid_snapshot {
    struct candidacy_set set; /* first */
    struct grid_notes notes;  /* of the evaluation, where the operation loads them */
    const struct candidacy_move
        *move; /* of a save: gone with a stale snapshot, as the plan is not */
};
BEGINS_WITH_SET(grid_snapshot);

/* Of the evaluation that the path names. */
extern const struct load grid_loads[];
/* NULL = there is none. */
const struct evaluation *grid_evaluation(const struct exchange *x);
/* Decides the prepared event when the evaluation of the path is the one that is open; NULL = it was
 * refused, or is not there. */
const struct candidacy_move *grid_decide(struct exchange *x);

/* How deep a grid is written. */
enum depth {
    DEPTH_CRITERIA,
    DEPTH_SUBDOMAINS, /* of the same shape: its criteria are left out */
    DEPTH_STATUSES,   /* of a document: there are no criteria at all  */
};

/* For loads of SQL_grid_load, and of SQL_note_kept_list: into the snapshot. */
void grid_read(struct exchange *x, struct row *row);
void grid_read_note(struct exchange *x, struct row *row);

/* Domains, their sub-domains in scope, and, where asked for, their criteria. Once completed the
 * statuses are those of the completion, whatever the policy has become; before, those of now.
 * notes: NULL for DEPTH_STATUSES. */
void grid_write(struct writer *writer, const struct referential *referential,
                const struct policy *policy, const struct evaluation *evaluation,
                const char *results, const struct grid_notes *notes, enum depth depth);

extern const struct view evaluation_view;

#endif
