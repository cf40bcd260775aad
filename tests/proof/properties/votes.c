/* SPDX-License-Identifier: EUPL-1.2 */
/* Random sittings of a commission through the library: who comes, whose word each vote is (decision
 * 35), decisions, minutes and signatures, in any order and by anybody. What must hold is judged
 * after every step from a record of its own: one standing and one choice for each juror and file.
 *
 *   votes [--seed N] [--steps N]   exit status 1 and the smallest history when a property does not
 *                                  hold; "word FROM WORD TO WHERE" for what votes went through
 */
#include "history.h"

#include "session_chair.h"
#include "session_machine.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PER_COLLEGE = 2, JURORS = 2 * PER_COLLEGE, FILES = 2 };
enum { VOTE_OWN, VOTE_NOTED, CONTEST, STEP_DOWN, COME_BACK, ATTEND, DECIDE, SESSION_ACT, ACTS };
enum standing { NONE, OWN, RECORDED, CONFIRMED, CONTESTED, STANDINGS };
enum word { SAME, OTHER, WRITTEN, TAKEN_BACK, WORDS };
enum place { UNDECIDED, DECIDED, CLOSED, PLACES };

static const char *const act_names[] = {
    "vote", "vote, written down", "contest", "step down", "come back", "attend", "decide", "session"
};
static const char *const standing_names[] = { "NONE", "OWN", "RECORDED", "CONFIRMED", "CONTESTED" };
static const char *const word_names[] = { "SAME", "OTHER", "WRITTEN", "CONTEST" };
static const char *const place_names[] = { "UNDECIDED", "DECIDED", "CLOSED" };

struct sitting {
    struct policy policy;
    struct session session;
    struct juror jurors[JURORS];
    struct agenda_item items[FILES];
    /* The record: nothing of it is read by the library. */
    enum standing standing[FILES][JURORS];
    enum vote choice[FILES][JURORS];
    int counted[FILES][VOTE_COUNT]; /* when the decision was taken */
    bool has_signed[COLLEGE_COUNT];
};

static uint64_t walked[STANDINGS][WORDS][STANDINGS][PLACES];

static struct id an_id(int number)
{
    return (struct id){ { (unsigned char)number } };
}

static void sit(struct sitting *s)
{
    const struct date day = { 2026, 2, 10 };
    *s = (struct sitting){ .policy = { .min_per_college = 1, .are_recorded_votes_allowed = true } };
    for (int j = 0; j < JURORS; j++)
        s->jurors[j] =
            (struct juror){ .member_id = an_id(10 + j),
                            .college = j < PER_COLLEGE ? COLLEGE_EMPLOYER : COLLEGE_EMPLOYEE,
                            .presence = PRESENCE_PRESENT };
    for (int f = 0; f < FILES; f++)
        s->items[f] = (struct agenda_item){ .id = an_id(50 + f), .file_id = an_id(60 + f) };
    s->session = (struct session){ .state = SESSION_PLANNED,
                                   .held_on = day,
                                   .has_start = true,
                                   .chair_member_id = an_id(10),
                                   .vice_chair_member_id = an_id(10 + PER_COLLEGE),
                                   .jurors = s->jurors,
                                   .juror_count = JURORS,
                                   .items = s->items,
                                   .item_count = FILES };
}

static bool is_there(const struct sitting *s, int file, int juror)
{
    return s->jurors[juror].presence != PRESENCE_ABSENT &&
           (s->items[file].step_downs >> juror & 1) == 0;
}

/* What was decided counts this vote, or would. */
static bool is_counted(const struct sitting *s, int file, int juror)
{
    const enum standing standing = s->standing[file][juror];
    return is_there(s, file, juror) && standing != NONE && standing != CONTESTED;
}

static enum place place_of(const struct sitting *s, int file)
{
    if (s->session.state == SESSION_CLOSED)
        return CLOSED;
    return s->items[file].verdict == VERDICT_NONE ? UNDECIDED : DECIDED;
}

static void count_votes(const struct sitting *s, int file, int counts[VOTE_COUNT])
{
    memset(counts, 0, VOTE_COUNT * sizeof *counts);
    for (int j = 0; j < JURORS; j++)
        if (is_counted(s, file, j))
            counts[s->choice[file][j]]++;
}

/* --- the acts, written back as the server writes them --- */

static void note(struct sitting *s, int file, int juror, enum standing standing, enum vote choice)
{
    struct agenda_item *item = &s->items[file];
    const uint64_t bit = UINT64_C(1) << juror;
    s->standing[file][juror] = standing;
    s->choice[file][juror] = choice;
    for (int vote = 0; vote < VOTE_COUNT; vote++)
        item->votes[vote] &= ~bit;
    item->recorded &= ~bit;
    item->contested &= ~bit;
    if (standing == CONTESTED)
        item->contested |= bit;
    else
        item->votes[choice] |= bit;
    if (standing == RECORDED)
        item->recorded |= bit;
}

/* The decision falls, and the minutes with their signature: the session is open again. */
static const char *fall(struct sitting *s, int file)
{
    struct session_decision decision;
    const struct session_command asked = { .event = SESSION_EVENT_REOPEN };
    s->items[file].verdict = VERDICT_NONE;
    if (s->session.state != SESSION_CLOSED)
        return NULL;
    const struct outcome outcome = session_decide(&s->session, &asked, &s->policy, &decision);
    if (!outcome_is_accepted(&outcome))
        return "a session does not open again when its decision falls";
    s->session.state = decision.to;
    memset(s->session.signed_by, 0, sizeof s->session.signed_by);
    memset(s->has_signed, 0, sizeof s->has_signed);
    return NULL;
}

static const char *speak(struct sitting *s, int file, int juror, enum word word, enum vote choice)
{
    const struct sitting before = *s;
    const enum standing from = s->standing[file][juror];
    const enum place place = place_of(s, file);
    const struct ballot ballot = { s->jurors[juror].member_id, choice, word != WRITTEN };
    const bool confirms = word == SAME && session_confirms(&s->session, &s->items[file], &ballot);
    const enum standing to = word == TAKEN_BACK ? CONTESTED
                             : confirms         ? CONFIRMED
                             : word == WRITTEN  ? RECORDED
                                                : OWN;
    if (before.has_signed[s->jurors[juror].college])
        return "a word after the signature of its college";
    if (word == WRITTEN && from != NONE && from != RECORDED)
        return "a juror's own word is written over";
    const char *broken = NULL;
    if (!confirms && session_decision_falls(&s->session, &s->items[file], juror))
        broken = fall(s, file);
    note(s, file, juror, to, word == TAKEN_BACK ? s->choice[file][juror] : choice);
    walked[from][word][to][place]++;
    return broken;
}

static const char *take_vote(struct sitting *s, const struct step *step, int file, int juror,
                             bool *ret_is_accepted)
{
    const enum vote choice = (enum vote)(step->dice[2] % VOTE_COUNT);
    const struct ballot ballot = { s->jurors[juror].member_id, choice, step->event == VOTE_OWN };
    const bool has_choice =
        s->standing[file][juror] != NONE && s->standing[file][juror] != CONTESTED;
    const enum word word = step->event == VOTE_NOTED                        ? WRITTEN
                           : step->event == CONTEST                         ? TAKEN_BACK
                           : has_choice && s->choice[file][juror] == choice ? SAME
                                                                            : OTHER;
    const struct outcome outcome =
        word == TAKEN_BACK ? session_contest(&s->session, &s->items[file], ballot.member_id)
                           : session_vote(&s->session, &s->items[file], &ballot, &s->policy);
    *ret_is_accepted = outcome_is_accepted(&outcome);
    return *ret_is_accepted ? speak(s, file, juror, word, choice) : NULL;
}

static const char *take_presence(struct sitting *s, const struct step *step, int file, int juror,
                                 bool *ret_is_accepted)
{
    const uint64_t bit = UINT64_C(1) << juror;
    const bool is_undone = step->event == COME_BACK;
    uint64_t attending = 0;
    for (int j = 0; j < JURORS; j++)
        attending |= s->jurors[j].presence != PRESENCE_ABSENT ? UINT64_C(1) << j : 0;
    const struct departure departure = { .member_id = s->jurors[juror].member_id,
                                         .is_own = step->dice[3] % 8 != 0,
                                         .is_undone = is_undone };
    const struct outcome outcome =
        step->event == ATTEND ? session_attend(&s->session, JURORS, attending ^ bit)
                              : session_step_down(&s->session, &s->items[file], &departure);
    *ret_is_accepted = outcome_is_accepted(&outcome);
    if (!*ret_is_accepted)
        return NULL;
    const enum standing standing = s->standing[file][juror];
    if (step->event != ATTEND && !departure.is_own && standing != NONE && standing != RECORDED)
        return "a juror's own word is taken out, or put back, by another";
    if (step->event == ATTEND)
        s->jurors[juror].presence = (attending & bit) != 0 ? PRESENCE_ABSENT : PRESENCE_REMOTE;
    else if (is_undone)
        s->items[file].step_downs &= ~bit;
    else
        s->items[file].step_downs |= bit;
    return NULL;
}

static bool presides(const struct sitting *s, int juror)
{
    return juror % PER_COLLEGE == 0 && s->jurors[juror].presence != PRESENCE_ABSENT;
}

static const char *take_decision(struct sitting *s, const struct step *step, int file, int juror,
                                 bool *ret_is_accepted)
{
    static const struct verdict_grounds all = { true, true, true };
    struct agenda_item *item = &s->items[file];
    const enum verdict verdict = (enum verdict)(VERDICT_CERTIFIED + step->dice[2] % 4);
    struct agenda_item asked = *item;
    asked.is_proposal_to_defer = step->dice[3] % 4 == 3;
    const struct outcome run = session_preside(&s->session, NULL, UINT64_C(1) << juror);
    const struct outcome outcome =
        session_record_verdict(&s->session, &asked, verdict, &all, 0, &s->policy);
    *ret_is_accepted = outcome_is_accepted(&run) && outcome_is_accepted(&outcome);
    if (!*ret_is_accepted)
        return NULL;
    if (item->verdict != VERDICT_NONE)
        return "a file is decided twice";
    *item = asked;
    item->verdict = verdict;
    count_votes(s, file, s->counted[file]);
    for (int j = 0; j < JURORS; j++) /* who comes later does not vote on it any more */
        if (verdict != VERDICT_NOT_EXAMINED && is_there(s, file, j) && !is_counted(s, file, j))
            return "a decision without everybody's vote";
    return presides(s, juror) ? NULL : "somebody else runs the session";
}

static const char *take_session(struct sitting *s, const struct step *step, int juror,
                                bool *ret_is_accepted)
{
    static const enum session_event events[] = { SESSION_EVENT_CONVENE, SESSION_EVENT_OPEN,
                                                 SESSION_EVENT_CLOSE, SESSION_EVENT_SIGN,
                                                 SESSION_EVENT_CANCEL };
    struct session_decision decision;
    const struct session_command asked = { .event = events[step->dice[2] % 5],
                                           .today = s->session.held_on,
                                           .occurred_on = s->session.held_on,
                                           .callers = UINT64_C(1) << juror,
                                           .signer_id = s->jurors[juror].member_id,
                                           .has_reason = true };
    const struct outcome outcome = session_decide(&s->session, &asked, &s->policy, &decision);
    *ret_is_accepted = outcome_is_accepted(&outcome);
    if (!*ret_is_accepted)
        return NULL;
    if (asked.event == SESSION_EVENT_SIGN) {
        s->session.signed_by[s->has_signed[0] || s->has_signed[1] ? 1 : 0] = asked.signer_id;
        s->has_signed[s->jurors[juror].college] = true;
    }
    s->session.state = decision.to;
    const bool is_run = asked.event == SESSION_EVENT_OPEN || asked.event == SESSION_EVENT_CLOSE;
    return is_run && !presides(s, juror) ? "somebody else runs the session" : NULL;
}

/* --- what must hold --- */

static const char *check_decision(const struct sitting *s, int file)
{
    const struct agenda_item *item = &s->items[file];
    int counts[VOTE_COUNT], voters[COLLEGE_COUNT] = { 0 };
    if (item->verdict == VERDICT_NONE || item->verdict == VERDICT_NOT_EXAMINED)
        return NULL;
    for (int j = 0; j < JURORS; j++)
        voters[s->jurors[j].college] += is_counted(s, file, j);
    count_votes(s, file, counts);
    if (memcmp(counts, s->counted[file], sizeof counts) != 0)
        return "a decision counts other votes than those that stand";
    if (voters[0] != voters[1] || voters[0] < 1)
        return "a decision without parity";
    const int others = voters[0] + voters[1] - counts[VOTE_FOR];
    const bool is_carried = counts[VOTE_FOR] > others;
    const bool is_rejected = counts[VOTE_AGAINST] > counts[VOTE_FOR] + counts[VOTE_ABSTAIN];
    const enum verdict right = item->is_proposal_to_defer ? VERDICT_DEFERRED
                               : is_carried               ? VERDICT_CERTIFIED
                               : is_rejected              ? VERDICT_REFUSED
                                                          : VERDICT_DEFERRED;
    return item->verdict != right || (item->is_proposal_to_defer && !is_carried)
               ? "a decision is not what the votes give"
               : NULL;
}

static const char *check(const struct sitting *s)
{
    const bool is_signed = s->session.state == SESSION_SIGNED;
    const char *broken = NULL;
    for (int f = 0; f < FILES && broken == NULL; f++) {
        broken = check_decision(s, f);
        if ((is_signed || s->session.state == SESSION_CLOSED) &&
            s->items[f].verdict == VERDICT_NONE)
            return "a closed session with an undecided file";
    }
    if (is_signed && !(s->has_signed[0] && s->has_signed[1]))
        return "minutes in force with the signature of one college";
    return broken;
}

static const char *take(struct sitting *s, const struct step *step, bool *ret_is_accepted)
{
    const enum session_state before = s->session.state;
    const int file = step->dice[0] % FILES, juror = step->dice[1] % JURORS;
    const char *broken;
    *ret_is_accepted = false;
    s->policy.are_recorded_votes_allowed = step->dice[5] % 8 != 7;
    switch (step->event) {
    case VOTE_OWN:
    case VOTE_NOTED:
    case CONTEST:
        broken = take_vote(s, step, file, juror, ret_is_accepted);
        break;
    case DECIDE:
        broken = take_decision(s, step, file, juror, ret_is_accepted);
        break;
    case SESSION_ACT:
        broken = take_session(s, step, juror, ret_is_accepted);
        break;
    default:
        broken = take_presence(s, step, file, juror, ret_is_accepted);
        break;
    }
    if (*ret_is_accepted && (before == SESSION_SIGNED || before == SESSION_CANCELLED))
        return "what is signed changes";
    return broken != NULL ? broken : check(s);
}

/* --- histories --- */

/* What the votes on a file give, as the dice of a decision say it. */
static uint16_t fitting_verdict(const struct sitting *s, int file)
{
    int counts[VOTE_COUNT];
    count_votes(s, file, counts);
    if (counts[VOTE_FOR] > counts[VOTE_AGAINST] + counts[VOTE_ABSTAIN])
        return 0;
    return counts[VOTE_AGAINST] > counts[VOTE_FOR] + counts[VOTE_ABSTAIN] ? 1 : 2;
}

/* Anything at any time, and as often what leads on: who is silent votes, what is voted is decided,
 * what is decided is closed and signed. */
static struct step draw(const struct sitting *s)
{
    static const int next[] = { 0, 1, 2, 3, 3, 3 }; /* of an event, by the state */
    struct step step;
    chance_dice(&step);
    step.dice[0] = (uint16_t)(chance() % FILES);
    step.dice[1] = (uint16_t)(chance() % JURORS);
    step.event = (uint8_t)(chance() % ACTS);
    if (s->session.state < SESSION_OPEN && chance() % 2 == 0)
        step.event = SESSION_ACT;
    if (step.event == SESSION_ACT)
        step.dice[2] =
            (uint16_t)(chance() % 16 == 0 ? chance() % 5 : (uint64_t)next[s->session.state]);
    if (step.event >= STEP_DOWN && step.event <= ATTEND && chance() % 4 != 0)
        step.event = (uint8_t)(chance() % 2 == 0 ? VOTE_NOTED : DECIDE);
    if (step.event >= STEP_DOWN && step.event <= ATTEND && chance() % 2 == 0)
        step.dice[0] = 0, step.dice[1] = 1;        /* one wavers more than the others */
    if (step.event >= DECIDE && chance() % 2 == 0) /* who presides */
        step.dice[1] = (uint16_t)(chance() % 2 * PER_COLLEGE);
    if (step.event == DECIDE && chance() % 4 != 0)
        step.dice[2] = fitting_verdict(s, step.dice[0]);
    if (step.event <= VOTE_NOTED && s->standing[step.dice[0]][step.dice[1]] != NONE)
        step.dice[1] = (uint16_t)(chance() % JURORS);
    return step;
}

static const char *replay(const struct step *steps, int count, bool is_told)
{
    static struct sitting s;
    sit(&s);
    for (int i = 0; i < count; i++) {
        bool is_accepted;
        const char *broken = take(&s, &steps[i], &is_accepted);
        if (is_told)
            printf("    %2d. %s, file %d, juror %d, dice %d %d: %s, the session is %s\n", i + 1,
                   act_names[steps[i].event], steps[i].dice[0] % FILES, steps[i].dice[1] % JURORS,
                   steps[i].dice[2], steps[i].dice[3], is_accepted ? "done" : "refused",
                   session_state_name(s.session.state));
        if (broken != NULL)
            return broken;
    }
    return NULL;
}

static void print_walked(void)
{
    for (int from = 0; from < STANDINGS; from++)
        for (int word = 0; word < WORDS; word++)
            for (int to = 0; to < STANDINGS; to++)
                for (int place = 0; place < PLACES; place++)
                    if (walked[from][word][to][place] > 0)
                        printf("word %s %s %s %s\n", standing_names[from], word_names[word],
                               standing_names[to], place_names[place]);
}

int main(int argc, char **argv)
{
    uint64_t seed = 1, steps_wanted = 1000000, taken = 0, accepted = 0, histories = 0, ended = 0;
    static struct step steps[HISTORY_MAX];
    static struct sitting s;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--seed") == 0)
            seed = strtoull(argv[i + 1], NULL, 10);
        if (strcmp(argv[i], "--steps") == 0)
            steps_wanted = strtoull(argv[i + 1], NULL, 10);
    }
    printf("seed %" PRIu64 "\n", seed);
    while (taken < steps_wanted) {
        chance_begin(seed + histories++ * UINT64_C(0x2545f4914f6cdd1d));
        sit(&s);
        for (int i = 0; i < HISTORY_MAX; i++, taken++) {
            bool is_accepted;
            steps[i] = draw(&s);
            const char *broken = take(&s, &steps[i], &is_accepted);
            if (broken != NULL) {
                const int count = history_shrink(steps, i + 1, broken, replay);
                printf("broken after %" PRIu64 " steps: %s\nshrunk from %d to %d steps:\n",
                       taken + 1, broken, i + 1, count);
                replay(steps, count, true);
                return 1;
            }
            accepted += is_accepted;
        }
        ended += s.session.state == SESSION_SIGNED;
    }
    printf("%" PRIu64 " sittings, %" PRIu64 " steps, %" PRIu64 " accepted, %" PRIu64
           " sessions signed\n",
           histories, taken, accepted, ended);
    print_walked();
    return 0;
}
