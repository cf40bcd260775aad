/* SPDX-License-Identifier: EUPL-1.2 */
/* The transition table of a candidacy: the specification's table 9.2, row by row. */
#ifndef CANDIDACY_MACHINE_H
#define CANDIDACY_MACHINE_H

#include "candidacy_command.h"
#include "candidacy_guards.h"

/* What has to be written when a transition happens. */
enum candidacy_effect_kind {
    CANDIDACY_EFFECT_NONE,
    CANDIDACY_EFFECT_CREATE, /* the candidacy itself */
    CANDIDACY_EFFECT_UPDATE, /* its own columns: state, dates, version (decision.to, …) */
    CANDIDACY_EFFECT_PIN_REFERENTIAL,     /* decision.referential_version_id */
    CANDIDACY_EFFECT_CREATE_EVALUATION,   /* decision.evaluation_kind, scope */
    CANDIDACY_EFFECT_ADD_SITTING,         /* data.sitting_date, evaluator */
    CANDIDACY_EFFECT_CORRECT_SITTING,     /* data.sitting_id */
    CANDIDACY_EFFECT_CANCEL_SITTING,      /* data.sitting_id: it is not there any more */
    CANDIDACY_EFFECT_SAVE_RESULTS,        /* decision.results: the whole grid after the save */
    CANDIDACY_EFFECT_COMPLETE_EVALUATION, /* decision.subdomain_statuses */
    CANDIDACY_EFFECT_RECORD_RESTITUTION,
    CANDIDACY_EFFECT_CORRECT_RESTITUTION, /* decision.evaluation */
    CANDIDACY_EFFECT_CREATE_PATH,
    CANDIDACY_EFFECT_CREATE_MODULE, /* data.modules[index] and on */
    CANDIDACY_EFFECT_ACCEPT_PATH,
    CANDIDACY_EFFECT_DECLINE_PATH,
    CANDIDACY_EFFECT_REOPEN_PATH,        /* the answer never was */
    CANDIDACY_EFFECT_RECORD_ATTENDANCE,  /* index = path->modules[index] */
    CANDIDACY_EFFECT_CORRECT_ATTENDANCE, /* index = path->modules[index] */
    CANDIDACY_EFFECT_CLOSE_MODULE,       /* index = path->modules[index] */
    CANDIDACY_EFFECT_REOPEN_MODULE,      /* index = path->modules[index] */
    CANDIDACY_EFFECT_CHANGE_TRAINER,     /* index = path->modules[index] */
    CANDIDACY_EFFECT_CLOSE_PATH,
    CANDIDACY_EFFECT_CREATE_FILE, /* snapshot, locked */
    CANDIDACY_EFFECT_PUT_ON_AGENDA,
    CANDIDACY_EFFECT_REMOVE_FROM_AGENDA,
    CANDIDACY_EFFECT_DECIDE_FILE,       /* the file leaves the queue: certified or refused */
    CANDIDACY_EFFECT_DEFER_FILE,        /* decision.answer_by */
    CANDIDACY_EFFECT_VOID_SUBDOMAINS,   /* decision.voided */
    CANDIDACY_EFFECT_ANSWER_COMPLEMENT, /* the file is back in the queue */
    CANDIDACY_EFFECT_STOP_PATH,         /* interrupted; none when no path is live */
    CANDIDACY_EFFECT_WITHDRAW_FILE,     /* the file leaves the queue undecided */
    CANDIDACY_EFFECT_CLEAR_AGENDA,      /* and the agenda it was on */
    CANDIDACY_EFFECT_TRANSFER,          /* decision.owner_org_id */
    CANDIDACY_EFFECT_ANNUL_EVALUATION,  /* now->evaluations[index] and on */
    CANDIDACY_EFFECT_CORRECT_DATE,      /* of the act data.act_id */
    CANDIDACY_EFFECT_LIFT_VOIDING,      /* of the refusal data.decision_id */
    CANDIDACY_EFFECT_REOPEN_FILE,       /* the decided file is back in the queue */
    CANDIDACY_EFFECT_REVOID_SUBDOMAINS, /* decision.voided, in the place of what the refusal
                                           data.decision_id voided; none when it names the same */
    CANDIDACY_EFFECT_KIND_COUNT
};

enum { TRANSITION_MAX_GUARDS = 14, TRANSITION_MAX_TARGETS = 10, TRANSITION_MAX_EFFECTS = 4 };

struct transition {
    const char *rule; /* "T7" */
    enum candidacy_state from;
    enum candidacy_event event;
    unsigned actors;                              /* enum actor */
    enum guard guards[TRANSITION_MAX_GUARDS + 1]; /* in order, ended by GUARD_NONE */
    enum candidacy_state to[TRANSITION_MAX_TARGETS +
                            1]; /* candidates, ended by CANDIDACY_NONE; a chooser when several */
    enum candidacy_effect_kind
        effects[TRANSITION_MAX_EFFECTS + 1]; /* ended by CANDIDACY_EFFECT_NONE */
};

/* The whole table, in the order of 9.2. */
const struct transition *transitions(size_t *ret_count);
/* NULL = no such transition. */
const struct transition *transition_find(enum candidacy_state from, enum candidacy_event event);
/* The transition that the main route waits for in a state; NULL = none: it has not begun, or it is
 * over (what is ABANDONED may be resumed, and waits for nobody). */
const struct transition *transition_next(enum candidacy_state from);
/* Aggregates that the guards of the row read (enum guard_reads), without READS_CANDIDACY, which is
 * always claimed. */
unsigned transition_reads(const struct transition *transition);
/* Whose the event is, in whatever state. */
unsigned transition_actors(enum candidacy_event event);

/* Why an event has no transition from a state: INVALID_STATE, or what helps more where the rules
 * say so (RESULTS_FROZEN, PATH_NOT_CLOSED, DOMAINS_MISSING, DEADLINE_PASSED,
 * FILE_ALREADY_ON_AGENDA, PATH_IN_PROGRESS, EVALUATION_IN_PROGRESS, WITHDRAWAL_FINAL). */
enum reason transition_missing_reason(enum candidacy_state from, enum candidacy_event event);

#endif
