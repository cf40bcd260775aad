/* SPDX-License-Identifier: EUPL-1.2 */
/* Who runs a session (présidence), who leaves it before its end, and who signs in the place of a
 * chair who does not (3.2, 3.4). */
#ifndef SESSION_CHAIR_H
#define SESSION_CHAIR_H

#include "session.h"

/* Who runs the session: its chair and its vice-chair, when they are present. Of a file: those of
 * them who may judge it and have not left before it; when neither may, the one of its voters who
 * has had a mandate for the longest time (doyen); when nobody votes on it, chair and vice-chair
 * again, who then can only say that it was not examined. */
uint64_t session_presiding(const struct session *session, const struct agenda_item *item);
/* Is one of these jurors among them? They alone open the session, decide, correct and close;
 * without a file: NULL. NOT_PRESIDING; of a chair who may not judge the file JUROR_NOT_INDEPENDENT.
 */
struct outcome session_preside(const struct session *session, const struct agenda_item *item,
                               uint64_t jurors);
/* Nobody is named to run it. */
bool session_lacks_chair(const struct session *session);

/* --- leaving before the end --- */

/* A juror who leaves an open session, before a file of its agenda is taken. */
struct leaving {
    struct id member_id;
    int from_item;    /* index; -1 = behind the last one */
    uint64_t callers; /* jurors who are the human that says so */
    bool is_own;
};
/* Whose act it is: the juror's own, or of who runs the session for the same college. */
bool session_may_say_left(const struct session *session, const struct leaving *leaving);
/* SESSION_NOT_OPEN, VOTER_NOT_ALLOWED, ALREADY_RECORDED of who has left already. */
struct outcome session_leave(const struct session *session, const struct leaving *leaving);
/* Does the juror no longer vote on this file, by leaving so? On those that are undecided, from that
 * one on; what was voted stays, and nobody else speaks for who contested what was written down. */
bool session_leaves_file(const struct session *session, int item, const struct leaving *leaving);

/* --- signing in the place of another --- */

/* May this member sign in the place of the chair or vice-chair of the same college? A member who
 * was present, or any member of the day where nobody else of the college was.
 * SIGNATURE_NOT_AWAITED, SIGNER_NOT_ALLOWED. */
struct outcome session_name_stand_in(const struct session *session, struct id member_id);

#endif
