/* SPDX-License-Identifier: EUPL-1.2 */
/* Every vote of a commission of up to four and four jurors, against a model written from the rules
 * alone (3.4, decisions 13 and 14): who is there, who steps down, who votes what, for both
 * minimums, on certifying and on a proposal to defer, and for every verdict that may be recorded.
 * Also when a file may be left unexamined: not when its vote gives a verdict that could be
 * recorded. Up to three and three also whose word each vote is (decision 35), written down for a
 * juror or taken back, and who is recused by a link with the file (A19); and of up to four jurors
 * who may still speak, step down, come back or be recorded as away, before and after the decision,
 * with none, one or both colleges having signed. Nobody is "the same as" another: no symmetry is
 * used.
 */
#include "policy.h"
#include "session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 4, MOST_WRITTEN_DOWN = 3, MOST_SPEAKING = 2 };
enum {
    AWAY,
    STEPPED_DOWN,
    SILENT,
    SAYS_FOR,
    SAYS_AGAINST,
    SAYS_ABSTAIN,
    CONDUCTS_IN_PERSON,
    NOTED_FOR = CONDUCTS_IN_PERSON, /* written down, and its juror has said nothing */
    NOTED_AGAINST,
    TAKEN_BACK, /* written down, and contested by its juror */
    RECUSED,    /* there, linked to the file, and says nothing of it */
    CONDUCTS
};

static const struct policy policy = { .min_per_college = 1, .are_recorded_votes_allowed = true };
static long cases, accepted, words, departures;

/* --- the model: people and counts, no sets --- */

struct said {
    int there[2], silent, in_favour, against, voters;
};

static struct said count(const int *conduct, int employers, int employees)
{
    struct said said = { 0 };
    for (int i = 0; i < employers + employees; i++) {
        if (conduct[i] == AWAY || conduct[i] == STEPPED_DOWN || conduct[i] == RECUSED)
            continue;
        said.there[i < employers ? 0 : 1]++;
        said.voters++;
        said.silent += conduct[i] == SILENT || conduct[i] == TAKEN_BACK;
        said.in_favour += conduct[i] == SAYS_FOR || conduct[i] == NOTED_FOR;
        said.against += conduct[i] == SAYS_AGAINST || conduct[i] == NOTED_AGAINST;
    }
    return said;
}

static enum verdict verdict_of(const struct said *said, bool is_proposal)
{
    const bool carried = said->in_favour > said->voters - said->in_favour;
    const bool rejected = said->against > said->voters - said->against;
    if (is_proposal)
        return carried ? VERDICT_DEFERRED : VERDICT_NONE;
    return carried ? VERDICT_CERTIFIED : rejected ? VERDICT_REFUSED : VERDICT_DEFERRED;
}

static void expect(bool is_wanted, const struct outcome *outcome, enum reason reason,
                   const char *what)
{
    if (outcome_has(outcome, reason) == is_wanted)
        return;
    printf("not ok %s: %s in case %ld\n", what, is_wanted ? "missing" : "raised", cases);
    exit(1);
}

/* --- the domain, asked --- */

static enum vote vote_of(int conduct)
{
    switch (conduct) {
    case SAYS_FOR:
    case NOTED_FOR:
        return VOTE_FOR;
    case SAYS_AGAINST:
    case NOTED_AGAINST:
        return VOTE_AGAINST;
    default:
        return VOTE_ABSTAIN;
    }
}

static void seat(const int *conduct, int employers, int employees, struct juror jurors[2 * MOST],
                 struct agenda_item *item)
{
    memset(jurors, 0, 2 * MOST * sizeof *jurors);
    for (int i = 0; i < employers + employees; i++) {
        const uint64_t bit = UINT64_C(1) << i;
        jurors[i].member_id.bytes[0] = (unsigned char)(i + 1);
        jurors[i].college = i < employers ? COLLEGE_EMPLOYER : COLLEGE_EMPLOYEE;
        jurors[i].presence = conduct[i] == AWAY ? PRESENCE_ABSENT
                             : i % 2 == 0       ? PRESENCE_PRESENT
                                                : PRESENCE_REMOTE;
        if (conduct[i] == STEPPED_DOWN) {
            item->step_downs |= bit; /* a vote of who stepped down behind it does not count */
            item->votes[VOTE_FOR] |= bit;
        }
        if (conduct[i] == RECUSED)
            item->dependent |= bit;
        else if (conduct[i] >= SAYS_FOR && conduct[i] != TAKEN_BACK)
            item->votes[vote_of(conduct[i])] |= bit;
        if (conduct[i] == NOTED_FOR || conduct[i] == NOTED_AGAINST)
            item->recorded |= bit;
        if (conduct[i] == TAKEN_BACK)
            item->contested |= bit;
    }
}

static void one_case(const int *conduct, int employers, int employees, int minimum,
                     bool is_proposal, enum verdict asked)
{
    struct juror jurors[2 * MOST];
    struct agenda_item item = { .is_proposal_to_defer = is_proposal };
    seat(conduct, employers, employees, jurors, &item);
    const struct session session = { .state = SESSION_OPEN,
                                     .min_per_college = minimum,
                                     .jurors = jurors,
                                     .juror_count = employers + employees,
                                     .items = &item,
                                     .item_count = 1 };
    const struct verdict_grounds grounds = { true, true, true };
    const struct outcome outcome =
        session_record_verdict(&session, &item, asked, &grounds, 0, &policy);
    const struct said said = count(conduct, employers, employees);
    const bool has_quorum = said.there[0] >= minimum && said.there[1] >= minimum;
    const bool is_right = said.silent > 0 || verdict_of(&said, is_proposal) == asked;
    expect(!has_quorum, &outcome, REASON_QUORUM_NOT_MET, "QUORUM_NOT_MET");
    expect(has_quorum && said.there[0] != said.there[1], &outcome, REASON_PARITY_BROKEN,
           "PARITY_BROKEN");
    expect(said.silent > 0, &outcome, REASON_VOTES_MISSING, "VOTES_MISSING");
    expect(!is_right, &outcome, REASON_NO_MAJORITY, "NO_MAJORITY");
    if (outcome_is_accepted(&outcome) !=
        (has_quorum && said.there[0] == said.there[1] && said.silent == 0 && is_right)) {
        printf("not ok acceptance in case %ld\n", cases);
        exit(1);
    }
    accepted += outcome_is_accepted(&outcome);
    cases++;
}

/* What a complete vote decided is recorded, not left out; but nobody is certified with domains
 * missing. */
static void one_unexamined(const int *conduct, int employers, int employees, int minimum,
                           bool is_proposal, uint32_t missing)
{
    struct juror jurors[2 * MOST];
    struct agenda_item item = { .is_proposal_to_defer = is_proposal };
    seat(conduct, employers, employees, jurors, &item);
    const struct session session = { .state = SESSION_OPEN,
                                     .min_per_college = minimum,
                                     .jurors = jurors,
                                     .juror_count = employers + employees,
                                     .items = &item,
                                     .item_count = 1 };
    const struct verdict_grounds grounds = { true, true, true };
    const struct outcome outcome =
        session_record_verdict(&session, &item, VERDICT_NOT_EXAMINED, &grounds, missing, &policy);
    const struct said said = count(conduct, employers, employees);
    const bool is_voted = said.there[0] >= minimum && said.there[0] == said.there[1] &&
                          said.silent == 0 &&
                          (missing == 0 || verdict_of(&said, is_proposal) != VERDICT_CERTIFIED);
    expect(is_voted, &outcome, REASON_FILE_VOTED, "FILE_VOTED");
    if (outcome_is_accepted(&outcome) == is_voted) {
        printf("not ok a file left unexamined in case %ld\n", cases);
        exit(1);
    }
    cases++;
}

static void every_question(const int *conduct, int employers, int employees)
{
    static const enum verdict verdicts[] = { VERDICT_CERTIFIED, VERDICT_REFUSED, VERDICT_DEFERRED };
    for (int minimum = 1; minimum <= 2; minimum++)
        for (int is_proposal = 0; is_proposal <= 1; is_proposal++) {
            for (int v = 0; v < 3; v++)
                one_case(conduct, employers, employees, minimum, is_proposal != 0, verdicts[v]);
            for (uint32_t missing = 0; missing <= 1; missing++)
                one_unexamined(conduct, employers, employees, minimum, is_proposal != 0, missing);
        }
}

/* --- who may still speak --- */

static void must(bool is_right, const char *what)
{
    if (is_right)
        return;
    printf("not ok %s, word %ld, departure %ld\n", what, words, departures);
    exit(1);
}

static void one_word(const struct session *session, const int *conduct, int juror, bool has_signed)
{
    const struct agenda_item *item = session->items;
    const bool is_open = session->state == SESSION_OPEN, is_decided = item->verdict != VERDICT_NONE;
    const bool is_noted = conduct[juror] == NOTED_FOR || conduct[juror] == NOTED_AGAINST;
    const bool has_spoken = conduct[juror] >= SAYS_FOR && !is_noted && conduct[juror] != RECUSED;
    const bool is_voter =
        conduct[juror] != AWAY && conduct[juror] != STEPPED_DOWN && conduct[juror] != RECUSED;
    const bool is_awaited = is_noted && item->verdict != VERDICT_NOT_EXAMINED &&
                            (is_open || (session->state == SESSION_CLOSED && !has_signed));
    const struct id member = session->jurors[juror].member_id;
    const struct ballot own = { member, VOTE_FOR, true }, noted = { member, VOTE_FOR, false };
    const struct outcome contest = session_contest(session, item, member),
                         in_person = session_vote(session, item, &own, &policy),
                         written_down = session_vote(session, item, &noted, &policy);
    must(outcome_is_accepted(&contest) == is_awaited, "who contests");
    must(outcome_is_accepted(&in_person) == (is_voter && ((is_open && !is_decided) || is_awaited)),
         "who votes in person");
    must(outcome_is_accepted(&written_down) == (is_voter && is_open && !is_decided && !has_spoken),
         "who is written down");
    must(session_confirms(session, item, &own) == (is_awaited && conduct[juror] == NOTED_FOR),
         "who confirms");
    must(session_decision_falls(session, item, juror) == (is_awaited && is_decided),
         "which decision falls");
    words++;
}

/* Who leaves a file or comes back to it, said by the juror or by another; and who is recorded as
 * away. */
static void one_departure(const struct session *session, const int *conduct, int juror)
{
    const struct agenda_item *item = session->items;
    const int does = conduct[juror];
    const bool is_early = session->state <= SESSION_OPEN;
    const bool has_vote = does == STEPPED_DOWN || does == NOTED_FOR || does == NOTED_AGAINST ||
                          (does >= SAYS_FOR && does <= SAYS_ABSTAIN);
    const bool has_own_word =
        does == TAKEN_BACK || (has_vote && does != NOTED_FOR && does != NOTED_AGAINST);
    for (int choice = 0; choice < 16; choice++) {
        const struct departure departure = { .member_id = session->jurors[juror].member_id,
                                             .is_own = (choice & 1) != 0,
                                             .is_undone = (choice & 2) != 0,
                                             .is_recusal = (choice & 4) != 0,
                                             .has_reason = (choice & 8) != 0 };
        const struct outcome left = session_step_down(session, item, &departure);
        const bool may_speak = departure.is_own || (!has_own_word && !departure.is_recusal);
        must(outcome_is_accepted(&left) ==
                 (is_early && item->verdict == VERDICT_NONE && may_speak &&
                  (!departure.is_recusal || departure.has_reason) &&
                  !(departure.is_undone && does == RECUSED)),
             "who steps down or comes back");
        departures++;
    }
    uint64_t others = 0;
    for (int i = 0; i < session->juror_count; i++)
        if (i != juror && conduct[i] != AWAY)
            others |= UINT64_C(1) << i;
    const struct outcome away = session_attend(session, session->juror_count, others);
    const bool is_counted =
        session->state == SESSION_OPEN ? does != AWAY : has_vote && does != STEPPED_DOWN;
    must(outcome_is_accepted(&away) == (is_early && !is_counted), "who is recorded as away");
    must(outcome_has(&away, REASON_JUROR_IS_COUNTED) == is_counted, "who is counted as there");
}

static void every_word(const int *conduct, int employers, int employees)
{
    static const enum verdict verdicts[] = { VERDICT_NONE, VERDICT_CERTIFIED,
                                             VERDICT_NOT_EXAMINED };
    struct juror jurors[2 * MOST];
    struct agenda_item item = { 0 };
    seat(conduct, employers, employees, jurors, &item);
    struct session session = {
        .jurors = jurors, .juror_count = employers + employees, .items = &item, .item_count = 1
    };
    for (int signatures = 0; signatures < 4; signatures++) {
        const bool by[2] = { (signatures & 1) != 0 && employers > 0,
                             (signatures & 2) != 0 && employees > 0 };
        session.signed_by[0] = by[0] ? jurors[0].member_id : (struct id){ { 0 } };
        session.signed_by[1] = by[1] ? jurors[employers].member_id : (struct id){ { 0 } };
        for (int state = signatures == 0 ? SESSION_CONVENED : SESSION_CLOSED;
             state <= SESSION_SIGNED; state++)
            for (int v = 0; v < 3; v++)
                for (int juror = 0; juror < employers + employees; juror++) {
                    session.state = (enum session_state)state;
                    item.verdict = verdicts[v];
                    one_word(&session, conduct, juror, by[juror < employers ? 0 : 1]);
                    one_departure(&session, conduct, juror);
                }
    }
}

static void every_conduct(int *conduct, int filled, int employers, int employees, int conducts)
{
    if (filled == employers + employees) {
        every_question(conduct, employers, employees);
        if (conducts == CONDUCTS && filled <= 2 * MOST_SPEAKING)
            every_word(conduct, employers, employees);
        return;
    }
    for (conduct[filled] = AWAY; conduct[filled] < conducts; conduct[filled]++)
        every_conduct(conduct, filled + 1, employers, employees, conducts);
}

int main(void)
{
    int conduct[2 * MOST + 1];
    for (int employers = 0; employers <= MOST; employers++)
        for (int employees = 0; employees <= MOST; employees++)
            every_conduct(conduct, 0, employers, employees,
                          employers > MOST_WRITTEN_DOWN || employees > MOST_WRITTEN_DOWN
                              ? CONDUCTS_IN_PERSON
                              : CONDUCTS);
    printf("ok %ld votes of up to 4+4 jurors as the rules say, %ld of them accepted; %ld words and "
           "%ld departures of up to 4 jurors\n",
           cases, accepted, words, departures);
    return 0;
}
