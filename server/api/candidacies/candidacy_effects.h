/* SPDX-License-Identifier: EUPL-1.2 */
/* How what the domain decided about a candidacy is written: effect by effect, into array
 * statements.
 *
 * An operation that moves candidacies names candidacy_writes among its tables of writes and calls
 * candidacy_move() for each candidacy that moves. */
#ifndef CANDIDACY_EFFECTS_H
#define CANDIDACY_EFFECTS_H

#include "api/candidacies/candidacy_event_body.h"
#include "api/candidacies/candidacy_snapshot.h"
#include "api/refusals.h"
#include "candidacy_decide.h"

/* In the order in which the database wants them: facts, root, children, history. */
enum candidacy_write {
    WRITE_FACTS,
    WRITE_AGENDA_HOLD,    /* sessions before candidacies, as the acts of a session do */
    WRITE_STATE_DISTINCT, /* before the update that the database would refuse without it */
    WRITE_CANDIDACY_INSERT,
    WRITE_CANDIDACY_UPDATE,
    WRITE_ATTENDANCE_FOR_OTHER, /* in the place of the update and of the module's */
    WRITE_EVALUATION_INSERT,
    WRITE_SITTING_INSERT,
    WRITE_SITTING_CORRECT,
    WRITE_SITTING_DELETE,
    WRITE_RESULTS_SAVE,
    WRITE_NOTE_ERASE,
    WRITE_NOTE_SAVE,
    WRITE_EVALUATION_COMPLETE,
    WRITE_EVALUATION_ANNUL,
    WRITE_RESTITUTION_INSERT,
    WRITE_RESTITUTION_CORRECT,
    WRITE_ACT_DAY_CORRECT,
    WRITE_PATH_INSERT,
    WRITE_MODULE_INSERT,
    WRITE_PATH_ANSWER,
    WRITE_PATH_REOPEN,
    WRITE_MODULE_UPDATE,
    WRITE_PATH_CLOSE,
    WRITE_PATH_STOP,
    WRITE_FILE_INSERT,
    WRITE_AGENDA_CLEAR,
    WRITE_FILE_STATUS,
    WRITE_VOIDING_INSERT,
    WRITE_VOIDING_LIFT,
    WRITE_VOIDING_REPLACE,
    WRITE_EVENT_INSERT,
    WRITE_EVENT_TEXT_INSERT,
    WRITE_CANDIDACY_TRANSFER, /* last: then the acting organism writes no more */
    CANDIDACY_WRITES,
};
extern const struct write candidacy_writes[CANDIDACY_WRITES];
/* Of that table what is read and locked, and nothing else: for facts_lock() of other operations. */
#define FACTS_WRITES                                                                               \
    {                                                                                              \
        candidacy_writes, WRITE_FACTS + 1                                                          \
    }

/* One move of one candidacy, in the arena; the effects of it point here. */
struct candidacy_move {
    const struct candidacy_snapshot *snapshot;
    const struct candidacy_command *command;
    struct decision decision;
    const struct event_input *input; /* NULL for moves that a session makes */
    struct slice referential_code;   /* OPEN_CONTACT */
    struct id event_id, evaluation_id, path_id, file_id, sitting_id;
    struct id *module_ids;  /* of the modules proposed */
    struct id person_id;    /* who acts; the history's */
    struct id evaluated_by; /* by whose hand, beside whoever is named; unset = by no evaluator */
    bool is_for_other;      /* by who trains the candidate of another organism */
    struct slice reason;    /* kept in the history's reason: a code, never a text of a person */
    struct slice history;   /* data of the event, JSON */
    struct slice texts;     /* what was typed with it, JSON; unset when nothing was */
    struct id decision_id;  /* of the commission's decision: REFUSE, RECTIFY_DECISION */
    struct id appeal_id;    /* REEXAMINE */
    struct id rectification_id; /* RECTIFY_DECISION */
};

/* Decides; on acceptance queues every effect, with ids made, and returns the move; otherwise adds
 * the refusals and returns NULL. */
struct candidacy_move *candidacy_move(struct exchange *x, struct candidacy_set *set,
                                      const struct candidacy_snapshot *snapshot,
                                      const struct candidacy_command *command,
                                      const struct event_input *input, struct id person_id);

#endif
