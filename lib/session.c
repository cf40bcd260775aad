/* SPDX-License-Identifier: EUPL-1.2 */
/* Votes, parity and quorum on one file, and who may still change what in a session. */
#include "session.h"

uint64_t session_juror_bit(int juror)
{
    return juror < SESSION_MAX_JURORS ? UINT64_C(1) << juror : 0;
}

static int bits_count(uint64_t bits)
{
    int count = 0;
    for (; bits != 0; bits &= bits - 1)
        count++;
    return count;
}

uint64_t session_attending(const struct session *session)
{
    uint64_t attending = 0;
    for (int i = 0; i < session->juror_count; i++)
        if (session->jurors[i].presence != PRESENCE_ABSENT)
            attending |= session_juror_bit(i);
    return attending;
}

/* Those who came, and did not leave this file: linked to it or not. */
static uint64_t seated(const struct session *session, const struct agenda_item *item)
{
    const uint64_t attending = session_attending(session);
    return item != NULL ? attending & ~item->step_downs : attending;
}

uint64_t session_barred(const struct session *session, const struct agenda_item *item)
{
    return item != NULL ? session->excluded | item->dependent : session->excluded;
}

int session_recused_count(const struct session *session, const struct agenda_item *item)
{
    int count = 0;
    for (int i = 0; i < session->juror_count; i++)
        count +=
            (seated(session, item) & session_barred(session, item) & session_juror_bit(i)) != 0;
    return count;
}

uint64_t session_voters(const struct session *session, const struct agenda_item *item)
{
    return seated(session, item) & ~session_barred(session, item);
}

struct tally session_tally_of(const struct session *session, const struct agenda_item *item,
                              uint64_t voters, const struct policy *policy)
{
    struct tally tally = {
        .min_per_college =
            session->min_per_college > 0 ? session->min_per_college : policy->min_per_college,
    };
    for (int i = 0; i < session->juror_count; i++)
        if ((voters & session_juror_bit(i)) != 0)
            tally.voters[session->jurors[i].college]++;
    if (item != NULL) {
        tally.is_proposal_to_defer = item->is_proposal_to_defer;
        for (int vote = 0; vote < VOTE_COUNT; vote++)
            tally.votes[vote] =
                bits_count(item->votes[vote] & voters); /* who stepped down since does not count */
    }
    return tally;
}

struct tally session_tally(const struct session *session, const struct agenda_item *item,
                           const struct policy *policy)
{
    return session_tally_of(session, item, session_voters(session, item), policy);
}

int tally_voters(const struct tally *tally)
{
    return tally->voters[COLLEGE_EMPLOYER] + tally->voters[COLLEGE_EMPLOYEE];
}

bool tally_has_quorum(const struct tally *tally)
{
    return tally->voters[COLLEGE_EMPLOYER] >= tally->min_per_college &&
           tally->voters[COLLEGE_EMPLOYEE] >= tally->min_per_college;
}

bool tally_has_parity(const struct tally *tally)
{
    return !tally_has_quorum(tally) ||
           tally->voters[COLLEGE_EMPLOYER] == tally->voters[COLLEGE_EMPLOYEE];
}

bool tally_is_complete(const struct tally *tally)
{
    return tally->votes[VOTE_FOR] + tally->votes[VOTE_AGAINST] + tally->votes[VOTE_ABSTAIN] ==
           tally_voters(tally);
}

enum verdict tally_verdict(const struct tally *tally)
{
    const int voters = tally_voters(tally);
    if (tally->is_proposal_to_defer)
        return 2 * tally->votes[VOTE_FOR] > voters ? VERDICT_DEFERRED : VERDICT_NONE;
    if (2 * tally->votes[VOTE_FOR] > voters)
        return VERDICT_CERTIFIED;
    if (2 * tally->votes[VOTE_AGAINST] > voters)
        return VERDICT_REFUSED;
    return VERDICT_DEFERRED; /* A21: no casting vote */
}

bool session_agenda_is_open(enum session_state state)
{
    return state == SESSION_PLANNED || state == SESSION_CONVENED;
}

int session_find_juror(const struct session *session, struct id member_id)
{
    for (int i = 0; i < session->juror_count; i++)
        if (id_is_set(member_id) && id_equals(session->jurors[i].member_id, member_id))
            return i;
    return -1;
}

int session_find_item(const struct session *session, struct id item_id)
{
    for (int i = 0; i < session->item_count; i++)
        if (id_is_set(item_id) && id_equals(session->items[i].id, item_id))
            return i;
    return -1;
}

static bool college_has_signed(const struct session *session, enum college college)
{
    for (int i = 0; i < 2; i++) {
        const int signer = session_find_juror(session, session->signed_by[i]);
        if (signer >= 0 && session->jurors[signer].college == college)
            return true;
    }
    return false;
}

bool session_awaits_word(const struct session *session, const struct agenda_item *item, int juror)
{
    if (juror < 0 || item->verdict == VERDICT_NOT_EXAMINED ||
        (item->recorded & seated(session, item) & session_juror_bit(juror)) == 0)
        return false;
    return session->state == SESSION_OPEN ||
           (session->state == SESSION_CLOSED &&
            !college_has_signed(session, session->jurors[juror].college));
}

uint64_t session_cast_votes(const struct agenda_item *item)
{
    return item->votes[VOTE_FOR] | item->votes[VOTE_AGAINST] | item->votes[VOTE_ABSTAIN];
}

/* The votes that their juror cast, confirmed or contested: nobody writes over them. */
static uint64_t own_words(const struct agenda_item *item)
{
    return (session_cast_votes(item) & ~item->recorded) | item->contested;
}

static void check_record(const struct agenda_item *item, int juror, const struct policy *policy,
                         struct outcome *outcome)
{
    if (!policy->are_recorded_votes_allowed)
        outcome_add(outcome, REASON_RECORDED_VOTES_NOT_ALLOWED, NULL);
    if (juror >= 0 && (own_words(item) & session_juror_bit(juror)) != 0)
        outcome_add(outcome, REASON_VOTE_IS_OWN, NULL);
}

struct outcome session_vote(const struct session *session, const struct agenda_item *item,
                            const struct ballot *ballot, const struct policy *policy)
{
    struct outcome outcome = { 0 };
    const int juror = session_find_juror(session, ballot->member_id);
    const bool is_awaited = ballot->is_own && session_awaits_word(session, item, juror);
    if (session->state != SESSION_OPEN && !is_awaited)
        outcome_add(&outcome, REASON_SESSION_NOT_OPEN, NULL);
    if (juror < 0 || (seated(session, item) & session_juror_bit(juror)) == 0)
        outcome_add(&outcome, REASON_VOTER_NOT_ALLOWED,
                    &(struct reason_detail){ .id = ballot->member_id });
    else if ((session_barred(session, item) & session_juror_bit(juror)) != 0)
        outcome_add(&outcome, REASON_JUROR_NOT_INDEPENDENT,
                    &(struct reason_detail){ .jurors = session_juror_bit(juror) });
    if (item->verdict != VERDICT_NONE && !is_awaited)
        outcome_add(&outcome, REASON_FILE_DECIDED, NULL);
    if (!ballot->is_own)
        check_record(item, juror, policy, &outcome);
    return outcome;
}

bool session_confirms(const struct session *session, const struct agenda_item *item,
                      const struct ballot *ballot)
{
    const int juror = session_find_juror(session, ballot->member_id);
    return ballot->is_own && session_awaits_word(session, item, juror) &&
           (item->votes[ballot->choice] & session_juror_bit(juror)) != 0;
}

struct outcome session_contest(const struct session *session, const struct agenda_item *item,
                               struct id member_id)
{
    struct outcome outcome = { 0 };
    if (!session_awaits_word(session, item, session_find_juror(session, member_id)))
        outcome_add(&outcome, REASON_VOTE_NOT_AWAITED, NULL);
    return outcome;
}

bool session_decision_falls(const struct session *session, const struct agenda_item *item,
                            int juror)
{
    return item->verdict != VERDICT_NONE && session_awaits_word(session, item, juror);
}

/* What a juror said is taken back, or written over, by nobody else. */
static void check_whose_word(const struct agenda_item *item, const struct departure *departure,
                             uint64_t juror, struct outcome *outcome)
{
    if (!departure->is_own && (own_words(item) & juror) != 0)
        outcome_add(outcome, REASON_VOTE_IS_OWN, NULL);
    if (!departure->is_own && (departure->is_recusal || (item->recusals & juror) != 0))
        outcome_add(outcome, REASON_RECUSAL_IS_OWN, NULL);
    if (departure->is_recusal && !departure->has_reason)
        outcome_add(outcome, REASON_REASON_REQUIRED, NULL);
}

struct outcome session_step_down(const struct session *session, const struct agenda_item *item,
                                 const struct departure *departure)
{
    struct outcome outcome = { 0 };
    const bool is_undone = departure->is_undone;
    const int juror = session_find_juror(session, departure->member_id);
    if (session->state > SESSION_OPEN)
        outcome_add(&outcome, REASON_SESSION_LOCKED, NULL);
    if (juror < 0 || (is_undone && session->jurors[juror].presence == PRESENCE_ABSENT &&
                      (session_cast_votes(item) & session_juror_bit(juror)) != 0))
        outcome_add(&outcome, REASON_VOTER_NOT_ALLOWED,
                    &(struct reason_detail){ .id = departure->member_id });
    else if (is_undone && (item->dependent & session_juror_bit(juror)) != 0)
        outcome_add(&outcome, REASON_JUROR_NOT_INDEPENDENT,
                    &(struct reason_detail){ .jurors = session_juror_bit(juror) });
    if (item->verdict != VERDICT_NONE) /* who voted is part of what was decided */
        outcome_add(&outcome, REASON_FILE_DECIDED, NULL);
    check_whose_word(item, departure, session_juror_bit(juror < 0 ? SESSION_MAX_JURORS : juror),
                     &outcome);
    return outcome;
}

/* Whoever voted was there, and whoever the session opened with. */
static uint64_t counted_jurors(const struct session *session)
{
    uint64_t voters = session->state == SESSION_OPEN ? session_attending(session) : 0;
    for (int i = 0; i < session->item_count; i++)
        voters |= session_cast_votes(&session->items[i]) & ~session->items[i].step_downs;
    return voters;
}

struct outcome session_attend(const struct session *session, int recorded_count, uint64_t attending)
{
    struct outcome outcome = { 0 };
    const uint64_t left = counted_jurors(session) & ~attending;
    if (session->state > SESSION_OPEN)
        outcome_add(&outcome, REASON_SESSION_LOCKED, NULL);
    if (recorded_count > SESSION_MAX_JURORS)
        outcome_add(&outcome, REASON_JURORS_TOO_MANY,
                    &(struct reason_detail){ .bound = SESSION_MAX_JURORS });
    if (left != 0)
        outcome_add(&outcome, REASON_JUROR_IS_COUNTED, &(struct reason_detail){ .jurors = left });
    return outcome;
}

/* What the verdict lacks: votes for, or against of a refusal. A deferral that nobody proposed is
 * the lack of either majority; there is nothing to count. */
static void add_no_majority(const struct tally *tally, enum verdict verdict,
                            struct outcome *outcome)
{
    const int needed = tally_voters(tally) / 2 + 1;
    const int found = tally->votes[verdict == VERDICT_REFUSED ? VOTE_AGAINST : VOTE_FOR];
    const bool is_counted = verdict != VERDICT_DEFERRED || tally->is_proposal_to_defer;
    struct reason_detail detail = { 0 };
    if (is_counted && found < needed)
        detail = (struct reason_detail){ .expected = needed, .found = found };
    outcome_add(outcome, REASON_NO_MAJORITY, &detail);
}

/* What a verdict has to say beside itself. */
static void check_grounds(enum verdict verdict, const struct verdict_grounds *grounds,
                          struct outcome *outcome)
{
    if (verdict == VERDICT_DEFERRED && !grounds->has_request)
        outcome_add(outcome, REASON_REQUEST_REQUIRED, NULL);
    if ((verdict == VERDICT_REFUSED || verdict == VERDICT_NOT_EXAMINED) && !grounds->has_reasons)
        outcome_add(outcome, REASON_REASON_REQUIRED, NULL);
    if (verdict == VERDICT_REFUSED && !grounds->has_domains)
        outcome_add(outcome, REASON_REFUSED_DOMAINS_REQUIRED, NULL);
}

/* Composition of the voters: asked at opening for each file, and again at each verdict. A vote that
 * was cast before its juror was known to be linked is taken out by stepping down, and said. */
static void check_voters(const struct session *session, const struct agenda_item *item,
                         const struct tally *tally, struct outcome *outcome)
{
    const uint64_t dependent =
        session_cast_votes(item) & seated(session, item) & session_barred(session, item);
    if (!tally_has_parity(tally))
        outcome_add(outcome, REASON_PARITY_BROKEN,
                    &(struct reason_detail){ .expected = tally->voters[COLLEGE_EMPLOYER],
                                             .found = tally->voters[COLLEGE_EMPLOYEE],
                                             .id = item->id });
    if (!tally_has_quorum(tally))
        outcome_add(outcome, REASON_QUORUM_NOT_MET,
                    &(struct reason_detail){ .expected = 2 * tally->min_per_college,
                                             .found = tally_voters(tally),
                                             .recused = session_recused_count(session, item),
                                             .id = item->id });
    if (dependent != 0)
        outcome_add(outcome, REASON_JUROR_NOT_INDEPENDENT,
                    &(struct reason_detail){ .jurors = dependent, .id = item->id });
}

/* Voters present of whom nothing counts: who never voted, and who contested a record. */
static uint64_t silent_voters(const struct session *session, const struct agenda_item *item)
{
    return session_voters(session, item) & (~session_cast_votes(item) | item->contested);
}

/* Does the vote give a verdict that could be recorded? Then nothing else is said of the file. */
static void check_unvoted(const struct session *session, const struct agenda_item *item,
                          uint32_t missing_domains, const struct policy *policy,
                          struct outcome *outcome)
{
    const struct tally tally = session_tally(session, item, policy);
    struct outcome voters = { 0 };
    check_voters(session, item, &tally, &voters);
    if (tally_voters(&tally) > 0 && tally_is_complete(&tally) && outcome_is_accepted(&voters) &&
        (missing_domains == 0 || tally_verdict(&tally) != VERDICT_CERTIFIED))
        outcome_add(outcome, REASON_FILE_VOTED,
                    &(struct reason_detail){ .expected = tally_voters(&tally),
                                             .found = tally_voters(&tally),
                                             .id = item->id });
}

struct outcome session_record_verdict(const struct session *session, const struct agenda_item *item,
                                      enum verdict verdict, const struct verdict_grounds *grounds,
                                      uint32_t missing_domains, const struct policy *policy)
{
    struct outcome outcome = { 0 };
    if (item->verdict != VERDICT_NONE)
        outcome_add(&outcome, REASON_FILE_DECIDED, NULL);
    if (session->state != SESSION_OPEN)
        outcome_add(&outcome, REASON_SESSION_NOT_OPEN, NULL);
    if (verdict == VERDICT_NOT_EXAMINED) {
        check_unvoted(session, item, missing_domains, policy, &outcome);
    } else {
        const struct tally tally = session_tally(session, item, policy);
        check_voters(session, item, &tally, &outcome);
        if (!tally_is_complete(&tally))
            outcome_add(&outcome, REASON_VOTES_MISSING,
                        &(struct reason_detail){ .expected = tally_voters(&tally),
                                                 .found = tally.votes[VOTE_FOR] +
                                                          tally.votes[VOTE_AGAINST] +
                                                          tally.votes[VOTE_ABSTAIN],
                                                 .jurors = silent_voters(session, item),
                                                 .id = item->id });
        else if (tally_verdict(&tally) != verdict)
            add_no_majority(&tally, verdict, &outcome);
    }
    if (verdict == VERDICT_CERTIFIED && missing_domains != 0)
        outcome_add(&outcome, REASON_DOMAINS_MISSING,
                    &(struct reason_detail){ .domains = missing_domains });
    check_grounds(verdict, grounds, &outcome);
    return outcome;
}

struct outcome session_correct_verdict(const struct session *session,
                                       const struct agenda_item *item,
                                       const struct verdict_grounds *grounds)
{
    struct outcome outcome = { 0 };
    if (session->state != SESSION_OPEN)
        outcome_add(&outcome, REASON_SESSION_NOT_OPEN, NULL);
    check_grounds(item->verdict, grounds, &outcome);
    return outcome;
}

struct outcome session_reopen_item(const struct session *session, const struct agenda_item *item,
                                   bool has_reason)
{
    struct outcome outcome = { 0 };
    if (item->verdict != VERDICT_NOT_EXAMINED)
        outcome_add(&outcome, REASON_FILE_DECIDED, NULL);
    if (session->state != SESSION_OPEN)
        outcome_add(&outcome, REASON_SESSION_NOT_OPEN, NULL);
    if (!has_reason)
        outcome_add(&outcome, REASON_REASON_REQUIRED, NULL);
    return outcome;
}

struct spell session_answer_days(struct date held_on, struct date deadline)
{
    struct spell days = { .from = date_add_days(held_on, 1) };
    if (date_is_after(deadline, held_on))
        days.to = deadline;
    return days;
}

struct date session_answer_by(struct date held_on, struct date deadline,
                              const struct policy *policy)
{
    const struct date usual = date_add_days(held_on, policy->deferral_days);
    const struct spell days = session_answer_days(held_on, deadline);
    return spell_contains(days, usual) ? usual : days.to;
}
