/* SPDX-License-Identifier: EUPL-1.2 */
/* Rectifying minutes: when, by whom, and what they leave alone (3.4). */
#include "rectification.h"

#include "name.h"
#include "session_machine.h"

const char *const rectification_state_names[] = {
    [RECTIFICATION_DRAFTED] = "DRAFTED",
    [RECTIFICATION_SIGNED] = "SIGNED",
    [RECTIFICATION_WITHDRAWN] = "WITHDRAWN",
    NULL,
};
NAMES_END_WITH(rectification_state_names, RECTIFICATION_STATE_COUNT);

bool rectification_state_from_name(const char *name, size_t size,
                                   enum rectification_state *ret_state)
{
    const int found = name_find(rectification_state_names, name, size);
    if (found >= 0)
        *ret_state = (enum rectification_state)found;
    return found >= 0;
}

struct outcome rectification_draft(const struct session *session, struct id draft_id)
{
    struct outcome outcome = { 0 };
    if (session->state != SESSION_SIGNED)
        outcome_add(&outcome, REASON_MINUTES_NOT_SIGNED, NULL);
    else if (id_is_set(draft_id))
        outcome_add(&outcome, REASON_RECTIFICATION_PENDING,
                    &(struct reason_detail){ .id = draft_id });
    return outcome;
}

static bool signs(const struct session *session, int juror)
{
    const struct id member_id = session->jurors[juror].member_id;
    return id_equals(member_id, session->chair_member_id) ||
           id_equals(member_id, session->vice_chair_member_id);
}

static bool is_decided(const struct agenda_item *item)
{
    return item->verdict != VERDICT_NONE && item->verdict != VERDICT_NOT_EXAMINED;
}

bool rectification_keeps_voters(const struct session *session, int juror, enum presence presence)
{
    const bool was_there = session->jurors[juror].presence != PRESENCE_ABSENT;
    const bool is_there = presence != PRESENCE_ABSENT;
    if (was_there == is_there)
        return true;
    if (signs(session, juror))
        return false;
    const uint64_t bit = session_juror_bit(juror);
    for (int i = 0; i < session->item_count; i++) {
        const struct agenda_item *item = &session->items[i];
        const uint64_t voted =
            item->votes[VOTE_FOR] | item->votes[VOTE_AGAINST] | item->votes[VOTE_ABSTAIN];
        const uint64_t left = item->step_downs | item->dependent | session->excluded;
        if (was_there ? (voted & ~item->step_downs & bit) != 0
                      : is_decided(item) && (left & bit) == 0)
            return false;
    }
    return true;
}

struct outcome rectification_sign(const struct session *session, const struct rectification *draft,
                                  struct id signer_id, const struct policy *policy,
                                  bool *ret_is_complete)
{
    struct outcome outcome = rectification_withdraw(draft);
    if (!outcome_is_accepted(&outcome))
        return outcome;
    /* As if it were the minutes that wait for their signatures. */
    struct session unsigned_yet = *session;
    unsigned_yet.state = SESSION_CLOSED;
    for (int i = 0; i < 2; i++)
        unsigned_yet.signed_by[i] = draft->signed_by[i];
    const struct session_command asked = { .event = SESSION_EVENT_SIGN, .signer_id = signer_id };
    struct session_decision decision;
    outcome = session_decide(&unsigned_yet, &asked, policy, &decision);
    if (outcome_is_accepted(&outcome))
        *ret_is_complete = decision.to == SESSION_SIGNED;
    return outcome;
}

struct outcome rectification_withdraw(const struct rectification *draft)
{
    struct outcome outcome = { 0 };
    if (draft->state != RECTIFICATION_DRAFTED)
        outcome_add(&outcome, REASON_RECTIFICATION_SETTLED, NULL);
    return outcome;
}
