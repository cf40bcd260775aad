/* SPDX-License-Identifier: EUPL-1.2 */
/* A session of a certification commission (séance de jury paritaire): who sits, what is on the
 * agenda, how it votes (3.4). */
#ifndef SESSION_H
#define SESSION_H

#include "calendar.h"
#include "id.h"
#include "outcome.h"
#include "person.h"
#include "policy.h"

enum session_state {
    SESSION_PLANNED,
    SESSION_CONVENED,
    SESSION_OPEN,
    SESSION_CLOSED,
    SESSION_SIGNED,
    SESSION_CANCELLED,
    SESSION_STATE_COUNT
};

enum college { COLLEGE_EMPLOYER, COLLEGE_EMPLOYEE, COLLEGE_COUNT };

enum presence {
    PRESENCE_ABSENT,
    PRESENCE_PRESENT,
    PRESENCE_REMOTE, /* counts as present */
    PRESENCE_COUNT
};

enum vote { VOTE_FOR, VOTE_AGAINST, VOTE_ABSTAIN, VOTE_COUNT };

/* What the commission decided on a file. NONE = nothing yet. */
enum verdict {
    VERDICT_NONE,
    VERDICT_CERTIFIED,
    VERDICT_REFUSED,
    VERDICT_DEFERRED,
    VERDICT_NOT_EXAMINED,
    VERDICT_COUNT
};

/* Wire names by value, NULL-terminated. "NONE" is the name of VERDICT_NONE and never on the wire.
 */
extern const char *const session_state_names[];
extern const char *const college_names[];
extern const char *const presence_names[];
extern const char *const vote_names[];
extern const char *const verdict_names[];

const char *session_state_name(enum session_state state);
bool session_state_from_name(const char *name, size_t size, enum session_state *ret_state);
bool college_from_name(const char *name, size_t size, enum college *ret_college);
bool presence_from_name(const char *name, size_t size, enum presence *ret_presence);
bool vote_from_name(const char *name, size_t size, enum vote *ret_vote);
bool verdict_from_name(const char *name, size_t size, enum verdict *ret_verdict);

/* Sets of jurors are uint64_t, bit i = session->jurors[i]. More may be named in the array, of whom
 * those behind the first 64 attend nothing: attendance refuses to record a 65th (JURORS_TOO_MANY).
 */
enum { SESSION_MAX_JURORS = 64 };
/* Most files on the agenda of a session that has no smaller capacity of its own (SESSION_FULL). */
enum { SESSION_MAX_ITEMS = 256 };

struct juror {
    struct id member_id; /* of the commission */
    struct person person;
    enum college college;
    enum presence presence;
    bool is_alternate; /* suppléant */
    bool is_convened;  /* told of this session, when it was convened */
    bool is_outdated;  /* of another day, time or place than it has now */
    bool has_left;     /* before it ended (struct leaving) */
    struct date mandate_from;
};

struct agenda_item {
    struct id id;
    struct id file_id;
    struct id candidacy_id;
    uint64_t step_downs; /* jurors who do not vote on this file (decision 14) */
    uint64_t recusals;   /* of these: who declared that they may not judge it (3.3) */
    uint64_t departed;   /* of these: who had left the session before it was taken */
    uint64_t dependent;  /* jurors linked to an organism or a person of the file: they are recused
                            by that alone, without a word (A19) */
    uint64_t votes[VOTE_COUNT]; /* who voted what; disjoint */
    uint64_t recorded;          /* of these votes: written down by another, and their juror has not
                                    said a word yet (decision 35) */
    uint64_t contested;        /* who took back what was written down for them: no vote of theirs */
    bool is_proposal_to_defer; /* the vote was on a proposal to defer, not on certifying (decision
                                  13) */
    enum verdict verdict;      /* recorded */
};

struct session {
    struct id id;
    int64_t version;
    enum session_state state;
    struct id commission_id;
    struct date held_on;
    bool has_start;                                  /* when it begins is set */
    struct date planned_on;                          /* when it was recorded */
    struct date convened_on;                         /* unset = not yet */
    int capacity;                                    /* files; 0 = no limit */
    int min_per_college;                             /* 0 = the policy's */
    struct id chair_member_id, vice_chair_member_id; /* unset = not named yet */
    const struct juror *jurors;                      /* those recorded as attending come first */
    int juror_count;
    uint64_t excluded; /* jurors with an active evaluator or trainer role in an organism of a file
                          on the agenda: they may not sit at all (A19) */
    const struct agenda_item *items; /* live ones */
    int item_count;
    struct id signed_by[2];             /* members; unset = not yet */
    struct id stand_ins[COLLEGE_COUNT]; /* members who sign in the place of the chair or the
                                           vice-chair of their college; unset = nobody does */
};

/* The vote on one file in numbers: all that a verdict depends on. */
struct tally {
    int voters[COLLEGE_COUNT]; /* present, not stepped down */
    int votes[VOTE_COUNT];
    int min_per_college;
    bool is_proposal_to_defer;
};

/* Of a set of jurors; 0 behind SESSION_MAX_JURORS. */
uint64_t session_juror_bit(int juror);
/* Jurors present, on site or remote. */
uint64_t session_attending(const struct session *session);
/* Who may not vote on a file, said or not (A19); without a file: who may not sit. */
uint64_t session_barred(const struct session *session, const struct agenda_item *item);
/* Whoever voted on it, by a vote of their own or one that was written down and not contested. */
uint64_t session_cast_votes(const struct agenda_item *item);
/* How many came, did not leave the file, and may not vote on it (A19). */
int session_recused_count(const struct session *session, const struct agenda_item *item);
/* Those of them who vote on a file, all of them: neither excluded from the session nor linked to
 * the file (A19), nor stepped down from it. Without a file: who may vote at all. */
uint64_t session_voters(const struct session *session, const struct agenda_item *item);
/* The same tally as if these voters alone had come. */
struct tally session_tally_of(const struct session *session, const struct agenda_item *item,
                              uint64_t voters, const struct policy *policy);
struct tally session_tally(const struct session *session, const struct agenda_item *item,
                           const struct policy *policy);

/* The contract in ACSL, proved by tests/proof/wp. */
/*@ predicate tally_counts_jurors(struct tally *t) =
      (\forall integer c; 0 <= c < COLLEGE_COUNT ==> 0 <= t->voters[c] <= SESSION_MAX_JURORS) &&
      (\forall integer v; 0 <= v < VOTE_COUNT ==> 0 <= t->votes[v] <= SESSION_MAX_JURORS);
    logic integer voters_l(struct tally *t) =
      t->voters[COLLEGE_EMPLOYER] + t->voters[COLLEGE_EMPLOYEE];
    predicate has_quorum_l(struct tally *t) =
      t->voters[COLLEGE_EMPLOYER] >= t->min_per_college &&
      t->voters[COLLEGE_EMPLOYEE] >= t->min_per_college;
    predicate has_parity_l(struct tally *t) =
      t->voters[COLLEGE_EMPLOYER] == t->voters[COLLEGE_EMPLOYEE];
    predicate has_majority_l(struct tally *t, integer vote) = 2 * t->votes[vote] > voters_l(t); */

/*@ requires readable: \valid_read(tally) && tally_counts_jurors(tally);
    assigns \nothing;
    ensures both_colleges: \result == voters_l(tally); */
int tally_voters(const struct tally *tally);
/* Both colleges reach the minimum. */
/*@ requires readable: \valid_read(tally);
    assigns \nothing;
    ensures minimum_in_each_college: \result <==> has_quorum_l(tally); */
bool tally_has_quorum(const struct tally *tally);
/* As many voters in both colleges (A20). Said only when there is a quorum, which is the first thing
 * to repair. */
/*@ requires readable: \valid_read(tally);
    assigns \nothing;
    ensures equal_when_quorate: has_quorum_l(tally) ==> (\result <==> has_parity_l(tally));
    ensures unsaid_without_quorum: !has_quorum_l(tally) ==> \result; */
bool tally_has_parity(const struct tally *tally);
/* Every voter voted. */
/*@ requires readable: \valid_read(tally) && tally_counts_jurors(tally);
    assigns \nothing;
    ensures every_voter_voted: \result <==>
      tally->votes[VOTE_FOR] + tally->votes[VOTE_AGAINST] + tally->votes[VOTE_ABSTAIN] ==
        voters_l(tally); */
bool tally_is_complete(const struct tally *tally);
/* Decision 13, for n voters: CERTIFIED iff 2·FOR > n; REFUSED iff 2·AGAINST > n; otherwise
 * DEFERRED. On a proposal to defer: DEFERRED iff 2·FOR > n, otherwise NONE: the proposal is lost
 * and the file is still to be voted. */
/*@ requires readable: \valid_read(tally) && tally_counts_jurors(tally);
    requires one_vote_each: tally->votes[VOTE_FOR] + tally->votes[VOTE_AGAINST] <= voters_l(tally);
    assigns \nothing;
    ensures certified: !tally->is_proposal_to_defer ==>
      (\result == VERDICT_CERTIFIED <==> has_majority_l(tally, VOTE_FOR));
    ensures refused: !tally->is_proposal_to_defer ==>
      (\result == VERDICT_REFUSED <==> has_majority_l(tally, VOTE_AGAINST));
    ensures otherwise_deferred: !tally->is_proposal_to_defer ==>
      (\result == VERDICT_DEFERRED <==>
        !has_majority_l(tally, VOTE_FOR) && !has_majority_l(tally, VOTE_AGAINST));
    ensures proposal_to_defer: tally->is_proposal_to_defer ==>
      (has_majority_l(tally, VOTE_FOR) ? \result == VERDICT_DEFERRED : \result == VERDICT_NONE); */
enum verdict tally_verdict(const struct tally *tally);

/* Agenda changes only in PLANNED and CONVENED (9.3). */
bool session_agenda_is_open(enum session_state state);
int session_find_juror(const struct session *session, struct id member_id); /* -1 = none */
int session_find_item(const struct session *session, struct id item_id);    /* -1 = none */

/* --- whose word a vote is (decision 35) --- */

/* A vote as it is sent: by the juror, or written down for the juror by the secretary. */
struct ballot {
    struct id member_id;
    enum vote choice;
    bool is_own;
};
/* Does the vote of this juror, which another wrote down, still await the juror's word? It does
 * until the juror confirms, changes or contests it, or a member of the juror's own college signs
 * the minutes that list it. A vote that counts for nothing awaits nothing: of who stepped down
 * since, and on a file that is not examined. */
bool session_awaits_word(const struct session *session, const struct agenda_item *item, int juror);
/* May this ballot be taken now? While the session is open and the file undecided; a juror whose
 * word is awaited may also speak afterwards. SESSION_NOT_OPEN, VOTER_NOT_ALLOWED,
 * JUROR_NOT_INDEPENDENT, FILE_DECIDED; of one that is written down RECORDED_VOTES_NOT_ALLOWED,
 * VOTE_IS_OWN. */
struct outcome session_vote(const struct session *session, const struct agenda_item *item,
                            const struct ballot *ballot, const struct policy *policy);
/* Does it say, as the juror's own word, what was written down? */
bool session_confirms(const struct session *session, const struct agenda_item *item,
                      const struct ballot *ballot);
/* May this juror contest what was written down? VOTE_NOT_AWAITED. */
struct outcome session_contest(const struct session *session, const struct agenda_item *item,
                               struct id member_id);
/* Did a decision on this file count a vote that still awaits the word of this juror? When it is
 * changed or contested, the decision falls, whatever the votes give without it: the file is
 * undecided again, in a session that is open again, and is decided anew by decision 13. */
bool session_decision_falls(const struct session *session, const struct agenda_item *item,
                            int juror);

/* A juror's leave from a file (is_undone: the return to it), said by the juror or noted by the
 * secretary. */
struct departure {
    struct id member_id;
    bool is_own, is_undone;
    bool is_recusal; /* said with a reason: the juror may not judge this file */
    bool has_reason;
};
/* May a juror step down from this file, or come back? Who voted on it and left does not come back:
 * the vote would count again, of somebody who is not there. Nobody else takes out of the count, or
 * puts back into it, what a juror said in person; a juror alone declares a recusal, and takes it
 * back. SESSION_LOCKED, VOTER_NOT_ALLOWED, JUROR_NOT_INDEPENDENT, FILE_DECIDED, VOTE_IS_OWN,
 * RECUSAL_IS_OWN, REASON_REQUIRED. */
struct outcome session_step_down(const struct session *session, const struct agenda_item *item,
                                 const struct departure *departure);
/* May these jurors, and no others, be recorded as attending, of `recorded_count` who are recorded
 * at all, absent or not? Once it is open, who was counted as there was there: leaving it is an act
 * of its own (session_leave). SESSION_LOCKED, JURORS_TOO_MANY, JUROR_IS_COUNTED. */
struct outcome session_attend(const struct session *session, int recorded_count,
                              uint64_t attending);
/* That a file was not examined is taken back as long as the session is open: no vote was counted.
 * FILE_DECIDED, SESSION_NOT_OPEN, REASON_REQUIRED. */
struct outcome session_reopen_item(const struct session *session, const struct agenda_item *item,
                                   bool has_reason);
/* The days by which a deferral may be answered: after the session, and by the end of the cycle of
 * the candidacy, unless no day of it is left then: a file that was sent in time is answered all the
 * same (A4), and `to` is unset. */
struct spell session_answer_days(struct date held_on, struct date deadline);
/* The last day to answer, unless another one is named. */
struct date session_answer_by(struct date held_on, struct date deadline,
                              const struct policy *policy);
/* What is said with a verdict. */
struct verdict_grounds {
    bool has_reasons; /* REFUSED, NOT_EXAMINED */
    bool has_domains; /* REFUSED: at least one */
    bool has_request; /* DEFERRED: what is asked for */
};
/* May this verdict be recorded? missing_domains: of the candidacy, now. FILE_DECIDED,
 * SESSION_NOT_OPEN, PARITY_BROKEN, QUORUM_NOT_MET, JUROR_NOT_INDEPENDENT, VOTES_MISSING,
 * NO_MAJORITY, DOMAINS_MISSING, REASON_REQUIRED, REFUSED_DOMAINS_REQUIRED, REQUEST_REQUIRED.
 * NOT_EXAMINED needs an open session and a reason only, and is not said of a file on which
 * everybody voted: FILE_VOTED. */
struct outcome session_record_verdict(const struct session *session, const struct agenda_item *item,
                                      enum verdict verdict, const struct verdict_grounds *grounds,
                                      uint32_t missing_domains, const struct policy *policy);
/* What a verdict says is corrected as long as the session is open, and says what its verdict needs:
 * SESSION_NOT_OPEN, REASON_REQUIRED, REFUSED_DOMAINS_REQUIRED, REQUEST_REQUIRED. */
struct outcome session_correct_verdict(const struct session *session,
                                       const struct agenda_item *item,
                                       const struct verdict_grounds *grounds);

#endif
