/* SPDX-License-Identifier: EUPL-1.2 */
/* The snapshot that rules of a session (séance) are decided on, and how what was decided is
 * written.
 *
 * An operation of a session begins its snapshot struct with `struct session_snapshot`, whose first
 * member is the set of candidacies: those of the agenda, when the operation loads them too. */
#ifndef SESSION_SNAPSHOT_H
#define SESSION_SNAPSHOT_H

#include "api/candidacies/candidacy_effects.h"
#include "api/events.h"
#include "api/operation.h"
#include "session_chair.h"
#include "session_machine.h"

/* What the domain does not ask for, beside each struct agenda_item. */
struct item_record {
    struct date submitted_on;  /* of the file */
    struct id decision_id;     /* unset = undecided */
    int decision_count;        /* those that fell included */
    struct slice domain_codes; /* "1,3": those a refusal names */
    struct date answer_by;
    int voter_count, vote_counts[VOTE_COUNT]; /* as decided */
};

/* A member who is no juror of the session, because the mandate is of other days. */
struct mandate {
    struct id member_id;
};

struct session_snapshot {
    struct candidacy_set set; /* first */
    struct session session;   /* its arrays are those below */
    struct slice referential_code;
    enum time_zone time_zone;
    bool is_commission_active;
    bool has_minutes;
    bool is_of_one_hand; /* who signs comes with a key from the same hands as who has signed */
    struct juror *jurors;
    struct mandate *others; /* of other days: brought when one of them is named */
    int other_count;
    int recorded_count; /* the first ones: those of whom presence or absence is recorded */
    uint64_t callers;   /* jurors who are the human that calls */
    struct agenda_item *items;
    struct item_record *records;
    struct id item_id;    /* the item that the path names */
    int file_entry_count; /* how often the file that is put on the agenda was put on one */
};
BEGINS_WITH_SET(session_snapshot);

void session_bind_path(const struct exchange *x, struct params *params);      /* {session_id} */
void session_bind_item_path(const struct exchange *x, struct params *params); /* {agenda_item_id} */
/* Candidacies of the live agenda of {session_id}; that of {agenda_item_id}. */
void session_bind_candidacies(const struct exchange *x, struct params *params);
void session_bind_item_candidacy(const struct exchange *x, struct params *params);

void session_read_root(struct exchange *x, struct row *row);
void session_read_juror(struct exchange *x, struct row *row);
void session_read_item(struct exchange *x, struct row *row);
void session_read_ballot(struct exchange *x, struct row *row);
void session_read_dependent(struct exchange *x, struct row *row);

/* The root is the session, also beside CANDIDACY_LOADS. */
#define SESSION_LOADS(bind)                                                                        \
    { &SQL_session_load, bind, session_read_root, LOAD_REQUIRED | LOAD_ROOT },                     \
        { &SQL_session_jurors_load, bind, session_read_juror, 0 },                                 \
        { &SQL_session_items_load, bind, session_read_item, 0 },                                   \
        { &SQL_session_ballots_load, bind, session_read_ballot, 0 },                               \
    {                                                                                              \
        &SQL_session_dependents_load, bind, session_read_dependent, 0                              \
    }

extern const struct load session_loads[];      /* by {session_id} */
extern const struct load session_item_loads[]; /* by {agenda_item_id} */

/* Somebody is named there who is no juror of the session: NOT_IN_FORCE of a member of the
 * commission whose mandate does not cover its day, else REFERENCE_UNKNOWN. */
void session_violate_member(struct exchange *x, const char *pointer, struct id member_id);
/* A line of the agenda that answers, as the caller may read it. */
void agenda_bind_item_reply(const struct exchange *x, struct params *params);
/* False, and the same at /member_id: the body names no juror of the session. */
bool session_check_member(struct exchange *x, struct id member_id);
/* The index of the item of the path; -1 and x->is_missing when it has left the agenda. */
int session_path_item(struct exchange *x);
/* DATE_OUT_OF_RANGE for a day more than a year before another: a slip of the hand, not a day that
 * is recorded late. */
void session_check_age(struct exchange *x, const char *pointer, struct date day,
                       struct date reference);
/* RANGE for a day by which a deferral cannot be answered (session_answer_days). */
void session_check_answer_by(struct exchange *x, const char *pointer, struct date day,
                             struct date held_on, struct date deadline);
bool session_is_caller(const struct session_snapshot *now, struct id member_id);
/* Whose an act of one juror is, told to another one: what would be answered to the secretary says
 * whether it is the juror's alone. */
enum whose session_whose(const struct outcome *to_secretary);
/* As refuse_outcome, with jurors named by their member ids. */
void session_refuse(struct exchange *x, const struct session_snapshot *now,
                    const struct outcome *outcome, const struct referential *referential);
/* One detail as a JSON object, jurors by their member ids. */
/* The same as a JSON array, for whoever only asks: nothing is refused. */
void session_write_reasons(struct exchange *x, struct writer *writer,
                           const struct session_snapshot *now, const struct outcome *outcome);
struct slice session_detail_print(struct exchange *x, const struct session_snapshot *now,
                                  const struct reason_detail *detail,
                                  const struct referential *referential);
/* What may happen to the session of the snapshot. */
extern const struct machine session_machine;
/* The members of a JSON detail that name jurors. */
void session_write_jurors(struct writer *writer, const char *key,
                          const struct session_snapshot *now, uint64_t jurors);

/* --- writing --- */

/* An act of a session takes its locks in this order: facts (WRITE_FIRST), the session, candidacies,
 * what hangs on the session, the number without gaps. Hence three tables. */
enum session_claim {
    WRITE_SESSION_CLAIM, /* item: struct session_act */
    WRITE_SESSION_SHARE, /* item: struct ballot_act; of what changes a vote and not the session */
    WRITE_RECTIFICATION_ENTER, /* of what is signed: before the candidacies that it writes of */
    SESSION_CLAIMS
};
extern const struct write session_claims[SESSION_CLAIMS];
#define SESSION_WRITE_TABLES                                                                       \
    WRITES(session_claims), WRITES(candidacy_writes), WRITES(session_writes)

enum session_write {
    WRITE_SIGNATURE,        /* item: struct session_act */
    WRITE_REVERSAL,         /* item: struct ballot_act */
    WRITE_SESSION_MOVE,     /* item: struct session_act */
    WRITE_AGENDA_INSERT,    /* item: struct agenda_act */
    WRITE_AGENDA_REMOVE,    /* item: struct agenda_act */
    WRITE_AGENDA_ORDER,     /* item: struct agenda_act; index: its place, from 0 */
    WRITE_CONVOCATION,      /* item: struct ballot_act; behind the move to CONVENED */
    WRITE_ATTENDANCE,       /* item: struct ballot_act */
    WRITE_DEPARTURE,        /* item: struct ballot_act; item_id: from which file on */
    WRITE_STEP_DOWN_DELETE, /* item: struct ballot_act; before what a recusal puts in its place */
    WRITE_STEP_DOWN,        /* item: struct ballot_act */
    WRITE_ITEM_REOPEN,      /* item: struct ballot_act */
    WRITE_VOTE,             /* item: struct ballot_act */
    WRITE_CONFIRM,          /* item: struct ballot_act */
    WRITE_CONTEST,          /* item: struct ballot_act */
    WRITE_DECISION,         /* item: struct decision_act */
    WRITE_ITEM_OUTCOME,     /* item: struct decision_act */
    WRITE_DECISION_CORRECTION, /* item: struct decision_act */
    WRITE_ITEM_REASON,         /* item: struct decision_act */
    WRITE_DECISION_EFFECT,     /* index: item of the agenda */
    WRITE_DECISION_WORDS,      /* item: struct candidacy_move */
    WRITE_MINUTES,             /* item: struct session_act */
    SESSION_WRITES,
};
extern const struct write session_writes[SESSION_WRITES];

struct session_act {
    const struct session *session;
    enum session_state to;
    struct date convened_on, cancelled_on;
    struct slice reason;
    struct id member_id, minutes_id;
};

struct agenda_act {
    struct id id;
    const struct session *session;
    struct id candidacy_id, file_id;
    struct slice reason;
};

struct ballot_act {
    const struct session *session;
    struct id item_id, member_id;
    struct slice choice;              /* of a vote; presence; reason of a step-down, of a contest */
    struct date convened_on;          /* of a convocation */
    enum vote_standing_word standing; /* of a vote */
    bool is_recusal, is_departure;    /* of a step-down */
    struct id decision_id;            /* that falls; unset = none */
    struct slice reason;              /* of the chair, who takes back that nothing was examined */
};

struct decision_act {
    struct id id;
    const struct session *session;
    const struct agenda_item *item;
    enum verdict verdict;
    struct slice reasons, domain_codes, request_text;
    struct date answer_by;
    int voter_count, vote_counts[VOTE_COUNT];
    bool is_proposal_to_defer;
};

/* Every act of a session takes it from the version that was read: queues that, and answers with the
 * act. */
struct session_act *session_act(struct exchange *x, enum session_state to);
/* What a session makes of a candidacy on its agenda (T20 to T23); NULL when refused. */
struct candidacy_move *session_move_candidacy(struct exchange *x, int item,
                                              enum candidacy_event event, const char *reason_code);

#endif
