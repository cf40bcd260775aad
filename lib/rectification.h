/* SPDX-License-Identifier: EUPL-1.2 */
/* Rectifying minutes (procès-verbal rectificatif, 3.4): what was written in signed minutes is
 * mended beside them, which stay as they are: names, times, who was there and how, wording. Never
 * an outcome, nor a vote, nor who voted.
 *
 * A draft is signed by chair and vice-chair of the session as the minutes were, or withdrawn. There
 * is one at a time, since each builds on what was signed last. */
#ifndef RECTIFICATION_H
#define RECTIFICATION_H

#include "session.h"

enum rectification_state {
    RECTIFICATION_DRAFTED,
    RECTIFICATION_SIGNED,
    RECTIFICATION_WITHDRAWN,
    RECTIFICATION_STATE_COUNT
};
extern const char *const rectification_state_names[]; /* by value, NULL-terminated */
bool rectification_state_from_name(const char *name, size_t size,
                                   enum rectification_state *ret_state);

struct rectification {
    enum rectification_state state;
    struct id signed_by[2]; /* members; unset = not yet */
};

/* May minutes of this session be rectified? MINUTES_NOT_SIGNED; RECTIFICATION_PENDING when there is
 * a draft (unset: none). */
struct outcome rectification_draft(const struct session *session, struct id draft_id);
/* May minutes say this presence of a juror? Not of who signed that he was not there; not of who
 * voted on a file that he was not there, nor of who was said to be absent that he was, when he
 * would then have been a voter of a file that was decided. */
bool rectification_keeps_voters(const struct session *session, int juror, enum presence presence);
/* May this member sign, by the rules of the minutes themselves? RECTIFICATION_SETTLED, or the
 * refusals of SESSION_EVENT_SIGN. *ret_is_complete, when accepted: both colleges have signed. */
struct outcome rectification_sign(const struct session *session, const struct rectification *draft,
                                  struct id signer_id, const struct policy *policy,
                                  bool *ret_is_complete);
/* RECTIFICATION_SETTLED. */
struct outcome rectification_withdraw(const struct rectification *draft);

#endif
