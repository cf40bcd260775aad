/* SPDX-License-Identifier: EUPL-1.2 */
/* A candidacy (dossier): one certification, one candidate, one cycle of five years. The snapshot
 * that rules are decided on, filled by the caller from rows, and the facts derived from it.
 *
 * Everything pointed to is borrowed and must outlive the snapshot. A zeroed struct is a candidacy
 * that does not exist yet (CANDIDACY_NONE), which is what OPEN_CONTACT is decided on. */
#ifndef CANDIDACY_H
#define CANDIDACY_H

#include "calendar.h"
#include "id.h"
#include "person.h"
#include "referential.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum candidacy_state {
    CANDIDACY_NONE, /* before OPEN_CONTACT; never stored */
    CANDIDACY_CONTACT,
    CANDIDACY_INFORMED,
    CANDIDACY_PRIOR_IN_PROGRESS,
    CANDIDACY_PRIOR_COMPLETED,
    CANDIDACY_PARTIAL,
    CANDIDACY_PATH_PROPOSED,
    CANDIDACY_IN_TRAINING,
    CANDIDACY_FINAL_READY,
    CANDIDACY_FINAL_IN_PROGRESS,
    CANDIDACY_FINAL_COMPLETED,
    CANDIDACY_JURY_READY,
    CANDIDACY_SUBMITTED,
    CANDIDACY_ON_AGENDA,
    CANDIDACY_DEFERRED,
    CANDIDACY_CERTIFIED,
    CANDIDACY_EXPIRED,
    CANDIDACY_WITHDRAWN,
    CANDIDACY_ABANDONED,
    CANDIDACY_CANCELLED,
    CANDIDACY_STATE_COUNT
};

enum evaluation_kind { EVALUATION_PRIOR, EVALUATION_FINAL, EVALUATION_KIND_COUNT };

enum path_status {
    PATH_STATUS_PROPOSED,
    PATH_STATUS_ACCEPTED,
    PATH_STATUS_DECLINED,
    PATH_STATUS_CLOSED,
    PATH_STATUS_INTERRUPTED,
    PATH_STATUS_COUNT
};

enum module_status { MODULE_OPEN, MODULE_DONE, MODULE_WAIVED, MODULE_STATUS_COUNT };

/* Wire names by value, NULL-terminated; NONE is first and never on the wire. */
extern const char *const candidacy_state_names[];
extern const char *const evaluation_kind_names[];
extern const char *const path_status_names[];
extern const char *const module_status_names[];

struct sitting { /* séance */
    struct id id;
    struct date date;
    struct person evaluator;
    struct id org_id;
    int64_t starts_at; /* milliseconds since 1970; 0 = nobody told the hour */
};

struct evaluation {
    struct id id;
    enum evaluation_kind kind;
    struct id org_id;
    uint64_t scope;      /* sub-domains; 0 = all of the version (prior) */
    const char *results; /* item_count characters; NULL = none yet */
    const char
        *statuses; /* of sub-domains, once completed: subdomain_count characters; NULL before */
    struct date results_on; /* the latest day of which results were recorded; unset = none, or told
                               by nobody */
    struct date completed_on;
    struct date restituted_on;
    struct date built_upon_on;      /* the first path proposed upon it; unset = none */
    bool is_annulled;               /* decision 12: its validations do not count */
    const struct sitting *sittings; /* by date */
    int sitting_count;
};

/* A refusal by the commission that voided sub-domains (T23, decision 12). */
struct voiding {
    uint64_t subdomains;
    int after_evaluations;  /* how many of candidacy->evaluations came before it */
    struct id decision_id;  /* the refusal */
    struct date decided_on; /* its day */
    bool is_lifted;         /* it was appealed and is examined again: it counts no more */
};

struct module { /* module de formation */
    struct id id;
    int domain; /* position in the pinned version */
    struct person trainer;
    struct id training_org_id;
    enum module_status status;
    struct date closed_on;
    struct date attended_on; /* the last day; told to acts that end something; unset = none */
    int planned_minutes;
    int attended_minutes; /* so far */
};

enum {
    /* A proposal holds no more; what is read of a path has no bound, but a set of modules in a
     * refusal shows the first 64 only. */
    PATH_MAX_MODULES = 64,
    /* Planned for a module, and attended in all, whatever the reason. */
    MODULE_MAX_MINUTES = 2000 * 60,
    /* Attended on one day, in whatever modules. */
    DAY_MAX_MINUTES = 24 * 60,
    /* Guards of the acts that add (SITTINGS_TOO_MANY, PATHS_TOO_MANY, FILES_TOO_MANY): the memory
     * of a request holds every candidacy whose acts were guarded. Nothing that reads has them.
     * Paths and files count by the organism in charge: who held the candidacy before fills nobody's
     * (an evaluation in progress is not handed over). */
    EVALUATION_MAX_SITTINGS = 64,
    CYCLE_MAX_PATHS = 32,
    CANDIDACY_MAX_FILES = 32,
    /* Of what leaves a candidacy where it is, or brings it back (EVENTS_TOO_MANY); and of those of
     * them that no file needs to come to its end: others write some of these, who trains for
     * another organism for one, and shall not fill a file so that nobody can finish it. */
    CANDIDACY_MAX_EVENTS = 4096,
    CANDIDACY_MAX_LESSER_EVENTS = 3072,
};

struct path { /* parcours */
    struct id id;
    enum path_status status;
    struct date proposed_on;
    struct date accepted_on;
    struct date planned_end;
    struct date closed_on;
    struct date ended_on; /* closed, declined or interrupted */
    const struct module *modules;
    int module_count;
};

struct file { /* dossier transmis à la commission */
    struct id id;
    struct id commission_id;
    struct date submitted_on;
    struct date moved_on; /* what was done last with it: sent, decided upon, answered, recalled */
    bool is_recalled;
    struct id live_session_id; /* of the agenda it is on; unset = none */
    bool is_agenda_locked;     /* that session has opened: what is on its agenda stays */
};

struct candidacy {
    struct id id;
    int64_t version;
    enum candidacy_state state;
    enum candidacy_state previous_state; /* while ABANDONED: where RESUME leads (T28); else NONE */
    struct id candidate_id;
    struct id owner_org_id;
    struct id referential_version_id;      /* unset before the prior evaluation starts */
    const struct referential *referential; /* NULL before; must be set from PRIOR_IN_PROGRESS on */
    bool is_opened_by_certifier;           /* T30: the way in after fraud */
    struct date contact_on;                /* day of OPEN_CONTACT: nothing of the cycle is older */
    struct date information_on;
    struct date
        cycle_start; /* A1: last sitting of the prior evaluation; unset before its completion */
    struct date deadline;
    struct date answer_by;        /* of a deferral */
    struct date last_activity_on; /* day of the last act (T27), which a correction is none of */
    struct date abandoned_on;     /* while ABANDONED: the day of that (T28) */
    struct date entered_on;       /* day on which something was last entered (decision 16) */

    const struct evaluation *evaluations; /* of the cycle, oldest first, annulled ones too */
    int evaluation_count;
    const struct voiding *voidings;
    int voiding_count;
    const struct path *path;         /* the latest one, whatever its status; NULL = none */
    int path_count;                  /* proposed in the cycle by the organism in charge */
    const struct person *evaluators; /* humans who evaluated in the cycle, by their own hand too */
    int evaluator_count;
    const struct person *
        trainers; /* of modules of every path of the cycle that was accepted or awaits its answer */
    int trainer_count;
    const struct file *file; /* the latest one; NULL = none */
    int file_count;          /* sent by the organism in charge, those that were recalled too */
    int event_count;         /* of its history */
};

/* S7, 9.4. Included in the time allowed. */
struct date candidacy_deadline(struct date cycle_start, const struct policy *policy);

/* Decision 12: sub-domains validated in a completed, not annulled evaluation of the cycle after
 * their last voiding. */
uint64_t candidacy_validated_subdomains(const struct candidacy *candidacy);
/* The same as 'V', 'N' (evaluated or voided, not validated) or '-' (never evaluated),
 * NUL-terminated. */
void candidacy_subdomain_statuses(const struct candidacy *candidacy,
                                  char ret_statuses[REFERENTIAL_MAX_SUBDOMAINS + 1]);
void candidacy_domain_statuses(const struct candidacy *candidacy,
                               char ret_statuses[REFERENTIAL_MAX_DOMAINS + 1]);
/* Every domain before any evaluation; none without a référentiel. */
uint32_t candidacy_missing_domains(const struct candidacy *candidacy);
/* The same if the refusal that was appealed did not count any more (9.3). */
uint32_t candidacy_missing_without(const struct candidacy *candidacy, struct id decision_id);
/* The same if that refusal had voided these sub-domains instead (3.4). */
uint32_t candidacy_missing_revoided(const struct candidacy *candidacy, struct id decision_id,
                                    uint64_t voided);
/* What a refusal has voided, and voids still; NULL = nothing. */
const struct voiding *candidacy_find_voiding(const struct candidacy *candidacy,
                                             struct id decision_id);
/* The same if the evaluation were annulled (decision 12). */
uint32_t candidacy_missing_after_annulment(const struct candidacy *candidacy,
                                           struct id evaluation_id);
/* T17: all results come from the prior evaluation. */
bool candidacy_is_direct_route(const struct candidacy *candidacy);
/* A9: a portfolio (portefeuille de compétences) needs a domain validated in a completed evaluation.
 */
bool candidacy_may_get_portfolio(const struct candidacy *candidacy);

/* The day from which all of that is so: the last completion of an evaluation that counts. Unset =
 * none does. */
struct date candidacy_validated_on(const struct candidacy *candidacy);

bool candidacy_has_evaluator(const struct candidacy *candidacy, struct person person);
bool candidacy_has_trainer(const struct candidacy *candidacy, struct person person);

/* The evaluation in progress (not completed, not annulled), or NULL. */
const struct evaluation *candidacy_open_evaluation(const struct candidacy *candidacy);
/* By id; -1 = none of this candidacy. */
int candidacy_find_evaluation(const struct candidacy *candidacy, struct id evaluation_id);
/* Completed and not annulled: its validations count. */
bool evaluation_counts(const struct evaluation *evaluation);
/* The last completed, not annulled evaluation, or NULL. */
const struct evaluation *candidacy_completed_evaluation(const struct candidacy *candidacy);
/* The same if the one named were annulled. */
const struct evaluation *candidacy_completed_evaluation_but(const struct candidacy *candidacy,
                                                            struct id evaluation_id);
/* A path is proposed that day upon what was given back by then; the first one stays. */
void evaluation_is_built_upon(struct evaluation *evaluation, struct date proposed_on);
/* By id; NULL = none of it. An evaluation may be NULL. */
const struct sitting *evaluation_find_sitting(const struct evaluation *evaluation, struct id id);
/* Unset when it has none. */
struct date evaluation_last_sitting(const struct evaluation *evaluation);
/* evaluation->scope, or all sub-domains. */
uint64_t evaluation_scope(const struct evaluation *evaluation,
                          const struct referential *referential);
/* -1 = not in the path. */
int path_find_module(const struct path *path, struct id module_id);

/* The last day of patience, after which the organism (T27) or the sweep (decision 16: CONTACT
 * without information, INFORMED and PRIOR_IN_PROGRESS without act) may note that the candidate no
 * longer answers. Unset = it may not by itself. The sweep counts from the day of entry: what is
 * entered late is not closed under the hands of who enters it. */
struct date candidacy_patience(const struct candidacy *candidacy, const struct policy *policy,
                               bool is_sweep);

/* Terminal states (9.1): nothing moves any more, except ABANDONED, and what the certifier cancels.
 */
bool candidacy_state_is_terminal(enum candidacy_state state);
const char *candidacy_state_name(enum candidacy_state state);
/* False when unknown. NONE is not a name. */
bool candidacy_state_from_name(const char *name, size_t size, enum candidacy_state *ret_state);

#endif
