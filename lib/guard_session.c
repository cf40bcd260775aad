/* SPDX-License-Identifier: EUPL-1.2 */
/* Guards about the file, the agenda and the vote of the commission. */
#include "guard_predicates.h"

static bool has_every_attestation(const struct candidacy *candidacy)
{
    for (int i = 0; i < candidacy->evaluation_count; i++) {
        const struct evaluation *evaluation = &candidacy->evaluations[i];
        if (evaluation_counts(evaluation) && !date_is_set(evaluation->restituted_on))
            return false;
    }
    return true;
}

/* T17, decision 15 */
bool guard_file_incomplete(const struct question *q, struct reason_detail *detail)
{
    unsigned missing = 0;
    if (!has_every_attestation(q->now))
        missing |= 1u << PIECE_ATTESTATION;
    if (!q->facts->own.has_portfolio)
        missing |= 1u << PIECE_PORTFOLIO;
    detail->pieces = missing & q->policy->mandatory_pieces;
    return detail->pieces == 0;
}

/* T17, decision 36: sending and recalling ends somewhere */
bool guard_files_too_many(const struct question *q, struct reason_detail *detail)
{
    detail->bound = CANDIDACY_MAX_FILES;
    return q->now->file_count < CANDIDACY_MAX_FILES;
}

/* Without which a file does not come to its end, or leaves who holds it. */
static bool leads_on(enum candidacy_event event)
{
    return event == EVENT_RECORD_RESULTS || event == EVENT_ADD_SITTING || event == EVENT_TRANSFER ||
           event == EVENT_RESUME;
}

/* Decision 36: what leaves a candidacy where it is, or brings it back, ends somewhere; all else of
 * the table leads on (what_goes_round_ends_somewhere) */
bool guard_events_too_many(const struct question *q, struct reason_detail *detail)
{
    detail->bound = leads_on(q->asked->event) ? CANDIDACY_MAX_EVENTS : CANDIDACY_MAX_LESSER_EVENTS;
    return q->now->event_count < detail->bound;
}

/* T17, A30 */
bool guard_commission_not_competent(const struct question *q, struct reason_detail *detail)
{
    static const char *const region[] = { "region" };
    detail->id = q->data->commission_id;
    if (q->facts->is_region_missing) {
        detail->names = region;
        detail->name_count = 1;
    }
    return id_is_set(q->data->commission_id) && q->facts->is_commission_competent;
}

/* T19 */
bool guard_session_not_of_commission(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    return q->session == NULL ||
           (q->now->file != NULL && q->facts->is_commission_competent &&
            id_equals(q->session->commission_id, q->now->file->commission_id));
}

/* T19, T20, 9.3: the agenda locks when the session opens */
bool guard_session_locked(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    return q->data->is_session_effect ||
           (q->session != NULL && session_agenda_is_open(q->session->state));
}

/* 3.4: the domains that a refusal names are mended as long as the candidate has not gone on from
 * it: what was proposed, trained and evaluated since answers to those that it named. */
bool guard_refusal_built_upon(const struct question *q, struct reason_detail *detail)
{
    const struct candidacy *now = q->now;
    const struct voiding *voiding = candidacy_find_voiding(now, q->data->decision_id);
    (void)detail;
    return q->data->domains == 0 ||
           (voiding != NULL && voiding->after_evaluations == now->evaluation_count &&
            (now->state == CANDIDACY_PARTIAL || now->state == CANDIDACY_EXPIRED));
}

/* T29: what a session has before it is that session's until it is over */
bool guard_agenda_locked(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    return q->now->file == NULL || !q->now->file->is_agenda_locked;
}

/* T19, invariant 15 */
bool guard_file_already_on_agenda(const struct question *q, struct reason_detail *detail)
{
    if (q->now->file != NULL)
        detail->id = q->now->file->live_session_id;
    return !id_is_set(detail->id);
}

/* T19 */
bool guard_session_full(const struct question *q, struct reason_detail *detail)
{
    if (q->session == NULL || q->session->capacity == 0)
        return true;
    detail->bound = detail->expected = q->session->capacity;
    detail->found = q->session->agenda_count;
    return q->session->agenda_count < q->session->capacity;
}

/* T20, T22 */
bool guard_reason_required(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    return q->data->has_reason;
}

/* T23 */
bool guard_refusal_reason_required(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    return q->data->has_reason &&
           (q->data->domains & referential_all_domains(q->now->referential)) != 0;
}

/* T21: decided in an open session, effective when the closed one is signed (decision 13) */
bool guard_session_not_open(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    return q->session != NULL &&
           (q->session->state == SESSION_OPEN || q->session->state == SESSION_CLOSED);
}

/* 3.4, A20 */
bool guard_parity_broken(const struct question *q, struct reason_detail *detail)
{
    if (q->session == NULL)
        return true;
    detail->expected = q->session->tally.voters[COLLEGE_EMPLOYER];
    detail->found = q->session->tally.voters[COLLEGE_EMPLOYEE];
    return tally_has_parity(&q->session->tally);
}

bool guard_quorum_not_met(const struct question *q, struct reason_detail *detail)
{
    if (q->session == NULL)
        return true;
    detail->expected = 2 * q->session->tally.min_per_college;
    detail->found = tally_voters(&q->session->tally);
    return tally_has_quorum(&q->session->tally);
}

/* S12, A19 */
bool guard_juror_not_independent(const struct question *q, struct reason_detail *detail)
{
    detail->jurors = q->session != NULL ? q->session->dependent_jurors : 0;
    return detail->jurors == 0;
}

/* T21, T22, T23, decision 13: the verdict is that of the vote, in which everybody took part
 * (invariant 14) */
bool guard_no_majority(const struct question *q, struct reason_detail *detail)
{
    if (q->session == NULL)
        return true;
    const struct tally *tally = &q->session->tally;
    const enum verdict verdict = q->asked->event == EVENT_CERTIFY  ? VERDICT_CERTIFIED
                                 : q->asked->event == EVENT_REFUSE ? VERDICT_REFUSED
                                                                   : VERDICT_DEFERRED;
    detail->expected = tally_voters(tally) / 2 + 1;
    detail->found = tally->votes[verdict == VERDICT_REFUSED ? VOTE_AGAINST : VOTE_FOR];
    return tally_is_complete(tally) && tally_verdict(tally) == verdict;
}

/* T24 */
bool guard_answer_missing(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    return q->data->has_answer;
}

bool guard_results_frozen(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    return !q->data->has_results;
}

/* T18, T31: the commission has the file. The state is asked too, because the caller may not see the
 * agenda. */
bool guard_file_on_agenda(const struct question *q, struct reason_detail *detail)
{
    return q->now->state != CANDIDACY_ON_AGENDA && guard_file_already_on_agenda(q, detail);
}
