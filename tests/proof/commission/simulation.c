/* SPDX-License-Identifier: EUPL-1.2 */
/* What a session could decide, against a model written from the rules alone: every juror of up to
 * three and three is expected, away, an alternate who was not asked, recused by a link, or has
 * stepped down, there or not; for both minimums. A file is decidable when the session opens with it
 * and every majority decides it; it needs step-downs when some of its voters must leave, and these
 * are few enough; otherwise voters are missing, and it is settled exactly when some of those who
 * stay away would settle it by coming.
 */
#include "simulation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 3, SEATS = 2 * MOST };
enum {
    EXPECTED,
    AWAY,
    NOT_ASKED,
    RECUSED,
    STEPPED_DOWN,
    RECUSED_AWAY,
    STEPPED_DOWN_AWAY,
    CONDUCTS
};

static const struct policy policy = { .min_per_college = 1, .are_recorded_votes_allowed = true };
static long sessions, decidable, helped, settled;

static void must(bool is_right, const char *what)
{
    if (is_right)
        return;
    printf("not ok %s, session %ld\n", what, sessions);
    exit(1);
}

static int count(uint64_t jurors)
{
    int found = 0;
    for (; jurors != 0; jurors &= jurors - 1)
        found++;
    return found;
}

/* The model: so many of each college vote. */
static bool is_quorate(uint64_t voters, int employers, int minimum)
{
    const uint64_t first = (UINT64_C(1) << employers) - 1;
    return count(voters & first) >= minimum && count(voters & ~first) >= minimum;
}

static bool is_decided(uint64_t voters, int employers, int minimum)
{
    const uint64_t first = (UINT64_C(1) << employers) - 1;
    return is_quorate(voters, employers, minimum) &&
           count(voters & first) == count(voters & ~first);
}

/* As few as have to leave; -1: nobody's leaving helps. */
static int fewest(uint64_t voters, int employers, int minimum)
{
    int best = -1;
    for (uint64_t leaving = voters;; leaving = (leaving - 1) & voters) {
        if (is_decided(voters & ~leaving, employers, minimum) &&
            (best < 0 || count(leaving) < best))
            best = count(leaving);
        if (leaving == 0)
            return best;
    }
}

/* What then happens: the session is opened, and each way of voting as one gives its decision. */
static bool happens(const struct session *invited, struct agenda_item *item, uint64_t step_downs)
{
    static const enum verdict verdicts[] = { VERDICT_CERTIFIED, VERDICT_REFUSED, VERDICT_DEFERRED };
    const struct verdict_grounds grounds = { true, true, true };
    const struct agenda_item before = *item;
    item->step_downs |= step_downs;
    const uint64_t voters = session_voters(invited, item);
    const struct outcome opening = simulation_of_opening(invited, &policy);
    struct session open = *invited;
    bool is_so = outcome_is_accepted(&opening);
    open.state = SESSION_OPEN;
    for (int vote = 0; vote < VOTE_COUNT; vote++) {
        memset(item->votes, 0, sizeof item->votes);
        item->votes[vote] = voters;
        const struct outcome outcome =
            session_record_verdict(&open, item, verdicts[vote], &grounds, 0, &policy);
        must(outcome_is_accepted(&outcome) == is_so, "the opening and the decision agree");
    }
    *item = before;
    return is_so;
}

static bool is_away(int conduct)
{
    return conduct == AWAY || conduct == NOT_ASKED || conduct >= RECUSED_AWAY;
}

static void one_session(const int *conduct, int employers, int employees, int minimum)
{
    struct juror jurors[SEATS] = { 0 }, invited_jurors[SEATS];
    struct agenda_item item = { .id = { { 9 } } };
    uint64_t present = 0, may_come = 0;
    const int seats = employers + employees;
    for (int i = 0; i < seats; i++) {
        const uint64_t bit = UINT64_C(1) << i;
        jurors[i].member_id.bytes[0] = (unsigned char)(i + 1);
        jurors[i].college = i < employers ? COLLEGE_EMPLOYER : COLLEGE_EMPLOYEE;
        jurors[i].presence = is_away(conduct[i]) ? PRESENCE_ABSENT : PRESENCE_REMOTE;
        jurors[i].is_alternate = conduct[i] == NOT_ASKED;
        item.dependent |= conduct[i] == RECUSED || conduct[i] == RECUSED_AWAY ? bit : 0;
        item.step_downs |= conduct[i] == STEPPED_DOWN || conduct[i] == STEPPED_DOWN_AWAY ? bit : 0;
        present |= conduct[i] == EXPECTED ? bit : 0;
        may_come |= conduct[i] == AWAY || conduct[i] == NOT_ASKED ? bit : 0;
    }
    struct session session = { .state = SESSION_PLANNED,
                               .held_on = { 2026, 2, 10 },
                               .min_per_college = minimum,
                               .jurors = jurors,
                               .juror_count = seats,
                               .items = &item,
                               .item_count = 1 };
    sessions++;
    simulation_invite(&session, seats, invited_jurors);
    session.jurors = invited_jurors;
    for (int i = 0; i < seats; i++) /* whoever is there may chair it */
        if (invited_jurors[i].presence != PRESENCE_ABSENT)
            session.chair_member_id = invited_jurors[i].member_id;
    const struct simulation_file file = simulation_of_file(&session, &item, &policy);
    const int leaving = fewest(present, employers, minimum);
    must(file.voters == present, "who would vote");
    must(file.standing == (leaving == 0  ? SIMULATION_DECIDABLE
                           : leaving > 0 ? SIMULATION_STEP_DOWNS_NEEDED
                                         : SIMULATION_VOTERS_MISSING),
         "the standing");
    must(happens(&session, &item, 0) == (leaving == 0), "as it is");
    must(happens(&session, &item, file.step_downs) == (leaving >= 0), "with the step-downs");
    must(count(file.step_downs) == (leaving > 0 ? leaving : 0), "as few as are needed");
    must((file.step_downs & ~present) == 0, "who steps down votes");
    bool can_come = leaving >= 0;
    for (uint64_t coming = may_come; coming != 0 && !can_come; coming = (coming - 1) & may_come)
        can_come = fewest(present | coming, employers, minimum) >= 0;
    must(file.can_be_settled == can_come, "who comes settles it");
    must((file.available & ~may_come) == 0 && (leaving < 0 || file.available == 0), "who may come");
    decidable += leaving == 0;
    helped += leaving > 0;
    settled += leaving < 0 && can_come;
}

static void every_conduct(int *conduct, int filled, int employers, int employees)
{
    if (filled == employers + employees) {
        for (int minimum = 1; minimum <= 2; minimum++)
            one_session(conduct, employers, employees, minimum);
        return;
    }
    for (conduct[filled] = EXPECTED; conduct[filled] < CONDUCTS; conduct[filled]++)
        every_conduct(conduct, filled + 1, employers, employees);
}

int main(void)
{
    int conduct[SEATS + 1] = { 0 };
    for (int employers = 0; employers <= MOST; employers++)
        for (int employees = 0; employees <= MOST; employees++)
            every_conduct(conduct, 0, employers, employees);
    printf("ok %ld sessions of up to 3+3 jurors do what was said: %ld files decidable, %ld after "
           "step-downs, %ld when others come\n",
           sessions, decidable, helped, settled);
    return 0;
}
