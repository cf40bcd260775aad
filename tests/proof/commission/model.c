/* Every vote of a commission of up to four and four jurors, against a model written from the rules
 * alone (3.4, decisions 13 and 14): who is there, who steps down, who votes what, for both
 * minimums, on certifying and on a proposal to defer, and for every verdict that may be recorded.
 * Nobody is "the same as" another: no symmetry is used. */
#include "policy.h"
#include "session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 4, AWAY = 0, STEPPED_DOWN, SILENT, SAYS_FOR, SAYS_AGAINST, SAYS_ABSTAIN, CONDUCTS };

static const struct policy policy = { .min_per_college = 1 };
static long cases, accepted;

/* --- the model: people and counts, no sets --- */

struct said {
    int there[2], silent, in_favour, against, voters;
};

static struct said count(const int *conduct, int employers, int employees)
{
    struct said said = { 0 };
    for (int i = 0; i < employers + employees; i++) {
        if (conduct[i] == AWAY || conduct[i] == STEPPED_DOWN)
            continue;
        said.there[i < employers ? 0 : 1]++;
        said.voters++;
        said.silent += conduct[i] == SILENT;
        said.in_favour += conduct[i] == SAYS_FOR;
        said.against += conduct[i] == SAYS_AGAINST;
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

static void one_case(const int *conduct, int employers, int employees, int minimum,
                     bool is_proposal, enum verdict asked)
{
    struct juror jurors[2 * MOST];
    struct agenda_item item = { .is_proposal_to_defer = is_proposal };
    memset(jurors, 0, sizeof jurors);
    for (int i = 0; i < employers + employees; i++) {
        const uint64_t bit = UINT64_C(1) << i;
        jurors[i].college = i < employers ? COLLEGE_EMPLOYER : COLLEGE_EMPLOYEE;
        jurors[i].presence = conduct[i] == AWAY ? PRESENCE_ABSENT
                             : i % 2 == 0       ? PRESENCE_PRESENT
                                                : PRESENCE_REMOTE;
        if (conduct[i] == STEPPED_DOWN) {
            item.step_downs |= bit;
            item.votes[VOTE_FOR] |= bit; /* who stepped down behind his vote does not count */
        }
        if (conduct[i] >= SAYS_FOR)
            item.votes[conduct[i] == SAYS_FOR       ? VOTE_FOR
                       : conduct[i] == SAYS_AGAINST ? VOTE_AGAINST
                                                    : VOTE_ABSTAIN] |= bit;
    }
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

static void every_question(const int *conduct, int employers, int employees)
{
    static const enum verdict verdicts[] = { VERDICT_CERTIFIED, VERDICT_REFUSED, VERDICT_DEFERRED };
    for (int minimum = 1; minimum <= 2; minimum++)
        for (int is_proposal = 0; is_proposal <= 1; is_proposal++)
            for (int v = 0; v < 3; v++)
                one_case(conduct, employers, employees, minimum, is_proposal != 0, verdicts[v]);
}

static void every_conduct(int *conduct, int filled, int employers, int employees)
{
    if (filled == employers + employees) {
        every_question(conduct, employers, employees);
        return;
    }
    for (conduct[filled] = AWAY; conduct[filled] < CONDUCTS; conduct[filled]++)
        every_conduct(conduct, filled + 1, employers, employees);
}

int main(void)
{
    int conduct[2 * MOST + 1];
    for (int employers = 0; employers <= MOST; employers++)
        for (int employees = 0; employees <= MOST; employees++)
            every_conduct(conduct, 0, employers, employees);
    printf("ok %ld votes of up to 4+4 jurors as the rules say, %ld of them accepted\n", cases,
           accepted);
    return 0;
}
