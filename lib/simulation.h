/* SPDX-License-Identifier: EUPL-1.2 */
/* What a session could decide with those who are invited, asked before it opens, by the very rules
 * that it will be held by (3.4): which files, and what would settle the others. */
#ifndef SIMULATION_H
#define SIMULATION_H

#include "session.h"

enum simulation_standing {
    SIMULATION_DECIDABLE,         /* quorum and parity, whatever the votes */
    SIMULATION_STEP_DOWNS_NEEDED, /* decidable once these have stepped down */
    SIMULATION_VOTERS_MISSING,    /* a college lacks its minimum, whoever steps down */
    SIMULATION_STANDING_COUNT
};
extern const char *const simulation_standing_names[]; /* by value, NULL-terminated */

struct simulation_file {
    enum simulation_standing standing;
    struct tally tally; /* of those who would vote */
    uint64_t voters, step_downs;
    uint64_t available; /* of the colleges that lack somebody: who could still come and vote */
    int missing[COLLEGE_COUNT]; /* voters short of the minimum */
    bool can_be_settled;        /* as it is, by the step-downs, or when enough of these come */
};

/* The jurors of a session as they are expected, `session->juror_count` of them into `ret_jurors`:
 * those recorded as attending, when anybody is recorded (`recorded_count`); until then those who
 * were convened, and before that every member who is no alternate, and the chairs; but for those
 * who may not sit. */
void simulation_invite(const struct session *session, int recorded_count, struct juror *ret_jurors);
/* Of a session whose jurors are those who come. */
struct simulation_file simulation_of_file(const struct session *invited,
                                          const struct agenda_item *item,
                                          const struct policy *policy);
/* What its opening would be refused for on its day, by its chair: the reasons of
 * SESSION_EVENT_OPEN. */
struct outcome simulation_of_opening(const struct session *invited, const struct policy *policy);

/* Who chaired the session before: the college of its chair, and both members. */
struct last_chairs {
    enum college college;
    struct id chair_member_id, vice_chair_member_id;
};
/* Chair and vice-chair in their turn (3.4): the chair of the other college than last time, the
 * vice-chair of the college that chaired. Those who changed places with one another, unless one of
 * them is not invited or recused from every file; then the member recused from the fewest files,
 * the first who sits. An alternate only when there is nobody else; -1 = nobody of that college is
 * invited. */
struct simulation_chairs {
    int chair, vice_chair; /* jurors */
};
struct simulation_chairs simulation_of_chairs(const struct session *invited,
                                              const struct last_chairs *last);

/* Who of the larger college could step down from a file, as few as parity needs: alternates before
 * members, then whoever sits last; chair and vice-chair only when nobody else is left, and behind
 * them who has voted on it in person. None while a college lacks its minimum (QUORUM_NOT_MET is
 * what comes first), and none where parity stands. */
uint64_t simulation_step_downs(const struct session *session, const struct agenda_item *item,
                               const struct policy *policy);

#endif
