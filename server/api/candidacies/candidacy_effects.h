/* How what the domain decided about a candidacy is written: effect by effect, into array
 * statements.
 *
 * An operation that moves candidacies puts CANDIDACY_WRITES at the head of its table of writes (its
 * own kinds come from WRITE_CANDIDACY_KINDS on) and calls candidacy_queue() for each candidacy that
 * moves. */
#ifndef CANDIDACY_EFFECTS_H
#define CANDIDACY_EFFECTS_H

#include "api/candidacies/candidacy_event_body.h"
#include "api/candidacies/candidacy_snapshot.h"
#include "api/refusals.h"
#include "candidacy_decide.h"

/* In the order in which the database wants them: facts, root, children, history. */
enum candidacy_write {
    WRITE_FACTS,
    WRITE_CANDIDACY_INSERT,
    WRITE_CANDIDACY_UPDATE,
    WRITE_EVALUATION_INSERT,
    WRITE_SITTING_INSERT,
    WRITE_RESULTS_SAVE,
    WRITE_NOTE_SAVE,
    WRITE_EVALUATION_COMPLETE,
    WRITE_EVALUATION_ANNUL,
    WRITE_RESTITUTION_INSERT,
    WRITE_PATH_INSERT,
    WRITE_MODULE_INSERT,
    WRITE_PATH_ANSWER,
    WRITE_MODULE_UPDATE,
    WRITE_PATH_CLOSE,
    WRITE_PATH_STOP,
    WRITE_FILE_INSERT,
    WRITE_AGENDA_CLEAR,
    WRITE_FILE_STATUS,
    WRITE_VOIDING_INSERT,
    WRITE_VOIDING_LIFT,
    WRITE_EVENT_INSERT,
    WRITE_CANDIDACY_TRANSFER, /* last: then the acting organism writes no more */
    WRITE_CANDIDACY_KINDS,
};

/* One move of one candidacy, in the arena; the effects of it point here. */
struct candidacy_move {
    const struct candidacy_snapshot *snapshot;
    const struct candidacy_command *command;
    struct decision decision;
    const struct event_input *input; /* NULL for moves that a session makes */
    struct slice referential_code;   /* OPEN_CONTACT */
    struct id event_id, evaluation_id, path_id, file_id, sitting_id;
    struct id module_ids[PATH_MAX_MODULES];
    struct id person_id;   /* who acts; the history's */
    struct slice reason;   /* kept in the history's reason: a code, never a text of a person */
    struct slice history;  /* data of the event, JSON */
    struct id decision_id; /* REFUSE: of the commission's decision */
    struct id appeal_id;   /* REEXAMINE */
};

/* Decides; on acceptance queues every effect, with ids made, and returns the move; otherwise adds
 * the refusals and returns NULL. */
struct candidacy_move *candidacy_move(struct exchange *x, struct candidacy_set *set,
                                      const struct candidacy_snapshot *snapshot,
                                      const struct candidacy_command *command,
                                      const struct event_input *input, struct id person_id);

void bind_facts_check(const struct exchange *, const struct effect *, struct params *);
void bind_candidacy_insert(const struct exchange *, const struct effect *, struct params *);
void bind_candidacy_update(const struct exchange *, const struct effect *, struct params *);
void bind_evaluation_insert(const struct exchange *, const struct effect *, struct params *);
void bind_sitting_insert(const struct exchange *, const struct effect *, struct params *);
void bind_results_save(const struct exchange *, const struct effect *, struct params *);
void bind_note_save(const struct exchange *, const struct effect *, struct params *);
void bind_evaluation_complete(const struct exchange *, const struct effect *, struct params *);
void bind_evaluation_annul(const struct exchange *, const struct effect *, struct params *);
void bind_restitution_insert(const struct exchange *, const struct effect *, struct params *);
void bind_path_insert(const struct exchange *, const struct effect *, struct params *);
void bind_module_insert(const struct exchange *, const struct effect *, struct params *);
void bind_path_answer(const struct exchange *, const struct effect *, struct params *);
void bind_module_update(const struct exchange *, const struct effect *, struct params *);
void bind_path_close(const struct exchange *, const struct effect *, struct params *);
void bind_path_stop(const struct exchange *, const struct effect *, struct params *);
void bind_agenda_clear(const struct exchange *, const struct effect *, struct params *);
void bind_candidacy_transfer(const struct exchange *, const struct effect *, struct params *);
void bind_file_insert(const struct exchange *, const struct effect *, struct params *);
void bind_file_status(const struct exchange *, const struct effect *, struct params *);
void bind_voiding_insert(const struct exchange *, const struct effect *, struct params *);
void bind_voiding_lift(const struct exchange *, const struct effect *, struct params *);
void bind_event_insert(const struct exchange *, const struct effect *, struct params *);

#define CANDIDACY_WRITES                                                                           \
    [WRITE_FACTS] = { &SQL_facts_check, bind_facts_check, 0 },                                     \
    [WRITE_CANDIDACY_INSERT] = { &SQL_candidacy_insert, bind_candidacy_insert, WRITE_EXACT },      \
    [WRITE_CANDIDACY_UPDATE] = { &SQL_candidacy_update, bind_candidacy_update, WRITE_EXACT },      \
    [WRITE_EVALUATION_INSERT] = { &SQL_evaluation_insert, bind_evaluation_insert, WRITE_EXACT },   \
    [WRITE_SITTING_INSERT] = { &SQL_sitting_insert, bind_sitting_insert, WRITE_EXACT },            \
    [WRITE_RESULTS_SAVE] = { &SQL_results_save, bind_results_save, WRITE_EXACT },                  \
    [WRITE_NOTE_SAVE] = { &SQL_note_save, bind_note_save, WRITE_EXACT },                           \
    [WRITE_EVALUATION_COMPLETE] = { &SQL_evaluation_complete, bind_evaluation_complete,            \
                                    WRITE_EXACT },                                                 \
    [WRITE_EVALUATION_ANNUL] = { &SQL_evaluation_annul, bind_evaluation_annul, WRITE_EXACT },      \
    [WRITE_RESTITUTION_INSERT] = { &SQL_restitution_insert, bind_restitution_insert,               \
                                   WRITE_EXACT },                                                  \
    [WRITE_PATH_INSERT] = { &SQL_path_insert, bind_path_insert, WRITE_EXACT },                     \
    [WRITE_MODULE_INSERT] = { &SQL_module_insert, bind_module_insert, WRITE_EXACT },               \
    [WRITE_PATH_ANSWER] = { &SQL_path_answer, bind_path_answer, WRITE_EXACT },                     \
    [WRITE_MODULE_UPDATE] = { &SQL_module_update, bind_module_update, WRITE_EXACT },               \
    [WRITE_PATH_CLOSE] = { &SQL_path_close, bind_path_close, WRITE_EXACT },                        \
    [WRITE_PATH_STOP] = { &SQL_path_stop, bind_path_stop, WRITE_EXACT },                           \
    [WRITE_AGENDA_CLEAR] = { &SQL_agenda_item_clear, bind_agenda_clear, WRITE_EXACT },             \
    [WRITE_FILE_INSERT] = { &SQL_file_insert, bind_file_insert, WRITE_EXACT },                     \
    [WRITE_FILE_STATUS] = { &SQL_file_status, bind_file_status, WRITE_EXACT },                     \
    [WRITE_VOIDING_INSERT] = { &SQL_voiding_insert, bind_voiding_insert, WRITE_EXACT },            \
    [WRITE_VOIDING_LIFT] = { &SQL_voiding_lift, bind_voiding_lift, WRITE_EXACT },                  \
    [WRITE_EVENT_INSERT] = { &SQL_event_insert, bind_event_insert, WRITE_EXACT },                  \
    [WRITE_CANDIDACY_TRANSFER] = { &SQL_candidacy_transfer, bind_candidacy_transfer, WRITE_EXACT }

#endif
