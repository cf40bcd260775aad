/* SPDX-License-Identifier: EUPL-1.2 */
#include "session_chair.h"

bool session_lacks_chair(const struct session *session)
{
    return !id_is_set(session->chair_member_id) && !id_is_set(session->vice_chair_member_id);
}

static bool is_chair(const struct session *session, int juror)
{
    const struct id member_id = session->jurors[juror].member_id;
    return id_equals(member_id, session->chair_member_id) ||
           id_equals(member_id, session->vice_chair_member_id);
}

/* 3.2: chair and vice-chair both run the session. */
static uint64_t present_chairs(const struct session *session)
{
    uint64_t chairs = 0;
    for (int i = 0; i < session->juror_count; i++)
        if (is_chair(session, i) && session->jurors[i].presence != PRESENCE_ABSENT)
            chairs |= session_juror_bit(i);
    return chairs;
}

static uint64_t may_not_judge(const struct session *session, const struct agenda_item *item)
{
    return session_barred(session, item) | item->recusals;
}

/* The first of those whose mandate began first; there is one at least. */
static uint64_t eldest(const struct session *session, uint64_t jurors)
{
    int found = 0;
    for (int i = 0; i < session->juror_count; i++)
        if ((jurors & session_juror_bit(i)) != 0 &&
            ((jurors & session_juror_bit(found)) == 0 ||
             date_is_before(session->jurors[i].mandate_from, session->jurors[found].mandate_from)))
            found = i;
    return session_juror_bit(found);
}

uint64_t session_presiding(const struct session *session, const struct agenda_item *item)
{
    const uint64_t chairs = present_chairs(session);
    if (item == NULL || chairs == 0)
        return chairs;
    const uint64_t fit = chairs & ~may_not_judge(session, item) & ~item->departed;
    if (fit != 0)
        return fit;
    const uint64_t voters = session_voters(session, item);
    return voters != 0 ? eldest(session, voters) : chairs;
}

struct outcome session_preside(const struct session *session, const struct agenda_item *item,
                               uint64_t jurors)
{
    struct outcome outcome = { 0 };
    if ((jurors & session_presiding(session, item)) != 0)
        return outcome;
    const uint64_t unfit =
        item == NULL ? 0 : jurors & present_chairs(session) & may_not_judge(session, item);
    if (unfit != 0)
        outcome_add(&outcome, REASON_JUROR_NOT_INDEPENDENT,
                    &(struct reason_detail){ .jurors = unfit, .id = item->id });
    else
        outcome_add(&outcome, REASON_NOT_PRESIDING, NULL);
    return outcome;
}

/* --- leaving before the end --- */

bool session_may_say_left(const struct session *session, const struct leaving *leaving)
{
    const int juror = session_find_juror(session, leaving->member_id);
    const uint64_t chairs = present_chairs(session) & leaving->callers;
    bool may = leaving->is_own;
    for (int i = 0; juror >= 0 && i < session->juror_count; i++)
        may |= (chairs & session_juror_bit(i)) != 0 &&
               session->jurors[i].college == session->jurors[juror].college;
    return may;
}

struct outcome session_leave(const struct session *session, const struct leaving *leaving)
{
    struct outcome outcome = { 0 };
    const int juror = session_find_juror(session, leaving->member_id);
    const bool is_there = juror >= 0 && session->jurors[juror].presence != PRESENCE_ABSENT;
    if (session->state != SESSION_OPEN)
        outcome_add(&outcome, REASON_SESSION_NOT_OPEN, NULL);
    if (!is_there)
        outcome_add(&outcome, REASON_VOTER_NOT_ALLOWED,
                    &(struct reason_detail){ .id = leaving->member_id });
    else if (session->jurors[juror].has_left)
        outcome_add(&outcome, REASON_ALREADY_RECORDED,
                    &(struct reason_detail){ .id = leaving->member_id });
    return outcome;
}

bool session_leaves_file(const struct session *session, int item, const struct leaving *leaving)
{
    const struct agenda_item *file = &session->items[item];
    const uint64_t bit = session_juror_bit(session_find_juror(session, leaving->member_id));
    uint64_t stays = session_cast_votes(file) | file->step_downs;
    if (!leaving->is_own)
        stays |= file->contested;
    return leaving->from_item >= 0 && item >= leaving->from_item && file->verdict == VERDICT_NONE &&
           (stays & bit) == 0;
}

/* --- signing in the place of another --- */

static int chair_of(const struct session *session, enum college college)
{
    for (int i = 0; i < session->juror_count; i++)
        if (is_chair(session, i) && session->jurors[i].college == college)
            return i;
    return -1;
}

static bool has_signed(const struct session *session, enum college college)
{
    for (int i = 0; i < 2; i++) {
        const int signer = session_find_juror(session, session->signed_by[i]);
        if (signer >= 0 && session->jurors[signer].college == college)
            return true;
    }
    return false;
}

/* Minutes that are signed may be rectified yet: then the same hands sign. */
static bool is_awaited(const struct session *session, enum college college)
{
    return chair_of(session, college) >= 0 &&
           (session->state == SESSION_SIGNED ||
            (session->state == SESSION_CLOSED && !has_signed(session, college)));
}

/* Was there, or stands in for a college of which nobody else was. */
static bool may_stand_in(const struct session *session, int juror)
{
    const enum college college = session->jurors[juror].college;
    if (is_chair(session, juror))
        return false;
    if (session->jurors[juror].presence != PRESENCE_ABSENT)
        return true;
    for (int i = 0; i < session->juror_count; i++)
        if (session->jurors[i].college == college && !is_chair(session, i) &&
            session->jurors[i].presence != PRESENCE_ABSENT)
            return false;
    return true;
}

struct outcome session_name_stand_in(const struct session *session, struct id member_id)
{
    struct outcome outcome = { 0 };
    const int juror = session_find_juror(session, member_id);
    if (juror < 0 || !is_awaited(session, session->jurors[juror].college))
        outcome_add(&outcome, REASON_SIGNATURE_NOT_AWAITED, NULL);
    else if (!may_stand_in(session, juror))
        outcome_add(&outcome, REASON_SIGNER_NOT_ALLOWED,
                    &(struct reason_detail){ .id = member_id });
    return outcome;
}
