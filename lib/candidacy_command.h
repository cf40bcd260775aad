/* SPDX-License-Identifier: EUPL-1.2 */
/* An event somebody wants to happen to a candidacy: its date, its data, and the facts that only the
 * database knows. */
#ifndef CANDIDACY_COMMAND_H
#define CANDIDACY_COMMAND_H

#include "candidacy.h"
#include "session.h"

enum candidacy_event {
    EVENT_OPEN_CONTACT,
    EVENT_CORRECT_CONTACT,
    EVENT_CORRECT_DATE,
    EVENT_RECORD_INFORMATION,
    EVENT_START_PRIOR,
    EVENT_ADD_SITTING,
    EVENT_CORRECT_SITTING,
    EVENT_CANCEL_SITTING,
    EVENT_RECORD_RESULTS,
    EVENT_COMPLETE_PRIOR,
    EVENT_RECORD_RESTITUTION,
    EVENT_CORRECT_RESTITUTION,
    EVENT_PROPOSE_PATH,
    EVENT_ACCEPT_PATH,
    EVENT_DECLINE_PATH,
    EVENT_REOPEN_PATH,
    EVENT_RECORD_ATTENDANCE,
    EVENT_CORRECT_ATTENDANCE,
    EVENT_CLOSE_MODULE,
    EVENT_REOPEN_MODULE,
    EVENT_CHANGE_TRAINER,
    EVENT_CLOSE_PATH,
    EVENT_START_FINAL,
    EVENT_COMPLETE_FINAL,
    EVENT_SUBMIT_FILE,
    EVENT_PUT_ON_AGENDA,
    EVENT_REMOVE_FROM_AGENDA,
    EVENT_CERTIFY,
    EVENT_DEFER,
    EVENT_REFUSE,
    EVENT_ANSWER_COMPLEMENT,
    EVENT_INTERRUPT_PATH,
    EVENT_RECALL_FILE,
    EVENT_EXPIRE,
    EVENT_WITHDRAW,
    EVENT_ABANDON,
    EVENT_RESUME,
    EVENT_CANCEL,
    EVENT_TRANSFER,
    EVENT_ANNUL_EVALUATION,
    EVENT_ANNUL_CERTIFICATE,
    EVENT_REEXAMINE,
    EVENT_RECTIFY_DECISION,
    EVENT_NAME_COMMISSION,
    EVENT_END_NAMING,
    EVENT_CORRECT_IDENTITY, /* written by the database, when the record of the candidate is
                               corrected */
    CANDIDACY_EVENT_COUNT
};

extern const char *const candidacy_event_names[]; /* by value, NULL-terminated */

const char *candidacy_event_name(enum candidacy_event event);

/* What who trains for another organism may tell. */
static inline bool event_is_of_attendance(enum candidacy_event event)
{
    return event == EVENT_RECORD_ATTENDANCE || event == EVENT_CORRECT_ATTENDANCE;
}

/* Who may ask; the same bits as the server's roles (3.2), which asserts it. SYSTEM is no role: its
 * bit is the last one of an enumerator, far from where the next role goes. */
enum actor {
    ACTOR_COUNSELLOR = 1 << 0,
    ACTOR_EVALUATOR = 1 << 1,
    ACTOR_TRAINER = 1 << 2,
    ACTOR_REFERENT = 1 << 3,
    ACTOR_NETWORK_MANAGER = 1 << 4,
    ACTOR_SECRETARY = 1 << 5,
    ACTOR_JUROR = 1 << 6,
    ACTOR_CHAIR = 1 << 7,
    ACTOR_CERTIFIER = 1 << 8,
    ACTOR_CANDIDATE = 1 << 9,
    ACTOR_SYSTEM = 1 << 30, /* effects of a session, and the sweep */
};

/* A result to save. */
struct graded_item {
    int item;    /* position in the pinned version; -1 = the version has no such criterion */
    char result; /* V, N or E; '-' erases */
};

struct proposed_module {
    int domain;            /* position in the pinned version; -1 = the version has no such domain */
    struct person trainer; /* unset = not named yet */
    struct id training_org_id;
    struct date planned_start; /* unset = the day of the proposal */
    struct date planned_end;
    int planned_minutes;
};

/* An attendance as it stands: as it was recorded, or as it was last corrected. */
struct attendance {
    struct id id; /* of the event that recorded it; unset = there is none of that id */
    struct id module_id;
    int attended_minutes;
};

/* An act of the history, as it stands. */
struct act {
    struct id id;
    enum candidacy_event event;
    struct date day;         /* as it was corrected last */
    struct date sitting_day; /* of the first sitting of the evaluation that it starts */
    struct date rests_on;    /* the sitting without which it would not be: of results the first of
                                their evaluator, of a completion the last */
    struct id module_id, evaluation_id, path_id; /* what it is about */
    struct person person;                        /* who acted */
    struct id org_id;                            /* where */
    bool is_fallen; /* with the evaluation that it belongs to, which was annulled */
};

/* Members an event does not use stay zero. */
struct event_data {
    struct date first_act_on; /* CORRECT_CONTACT: of what was done or agreed to since; unset =
                                 nothing */
    struct date contact_on;   /* CORRECT_CONTACT: the day that it was */
    struct id act_id;         /* CORRECT_DATE: of facts->acts */
    struct date happened_on;  /* CORRECT_DATE: the day that it was */
    struct person counsellor; /* RECORD_INFORMATION */
    bool has_consent;         /* RECORD_INFORMATION */
    bool is_distinct;         /* RECORD_INFORMATION: this is none of those who look alike;
                                 RECORD_ATTENDANCE: this is another one of that day */
    struct date sitting_date; /* START_PRIOR, START_FINAL, ADD_SITTING; may lie in the future
                                 (decision 20) */
    int64_t starts_at;        /* ADD_SITTING; 0 = the hour is not told */
    struct id sitting_id;     /* CORRECT_SITTING, CANCEL_SITTING */
    struct person evaluator;  /* the same, RECORD_RESULTS */
    uint32_t
        domains; /* START_FINAL: chosen domains, 0 = all the missing ones; REFUSE: domains voided;
                    RECTIFY_DECISION: those that the refusal names from now on, 0 = as before */
    struct date answer_by;             /* RECTIFY_DECISION: of the deferral that awaits its answer;
                                          unset = as before */
    const struct graded_item *results; /* RECORD_RESULTS */
    int result_count;
    const char *const *unknown_codes; /* RECORD_RESULTS: codes sent that the version does not have,
                                         for the refusal */
    size_t unknown_code_count;
    const struct proposed_module *modules; /* PROPOSE_PATH; PATH_MAX_MODULES at most */
    int module_count;
    struct date planned_start;        /* PROPOSE_PATH */
    struct date planned_end;          /* PROPOSE_PATH; unset = the latest of the modules */
    bool has_proof;                   /* ACCEPT_PATH by somebody else than the candidate */
    struct id module_id;              /* RECORD_ATTENDANCE, CLOSE_MODULE, REOPEN_MODULE,
                                         CHANGE_TRAINER;
                                         CORRECT_ATTENDANCE: of what is corrected */
    struct person trainer;            /* CHANGE_TRAINER; RECORD_ATTENDANCE: unset = the module's */
    enum module_status module_status; /* CLOSE_MODULE: MODULE_DONE or MODULE_WAIVED */
    int attended_minutes;             /* RECORD_ATTENDANCE; CORRECT_ATTENDANCE: what it was, 0 = it
                                         never took place */
    struct attendance recorded;       /* CORRECT_ATTENDANCE: what is corrected */
    int day_minutes;                  /* RECORD_ATTENDANCE, CORRECT_ATTENDANCE: attended on that
                                         day beside it, whatever the module */
    struct id attendance_id;          /* RECORD_ATTENDANCE: event of an attendance as long of that
                                         day; CORRECT_ATTENDANCE: the one named is as long already */
    bool
        has_overrun_reason; /* RECORD_ATTENDANCE, CORRECT_ATTENDANCE: why beyond what was planned */
    /* Of each correction, REOPEN_PATH, CANCEL_SITTING, CLOSE_MODULE (waived), REOPEN_MODULE,
     * REMOVE_FROM_AGENDA, DEFER (request), REFUSE, INTERRUPT_PATH, CANCEL, ANNUL_EVALUATION,
     * ANNUL_CERTIFICATE. */
    bool has_reason;
    bool is_session_effect;  /* REMOVE_FROM_AGENDA: the session was cancelled or did not examine the
                                file */
    struct id commission_id; /* SUBMIT_FILE */
    bool has_answer;         /* ANSWER_COMPLEMENT */
    bool has_results;        /* ANSWER_COMPLEMENT: results came along, which are frozen */
    struct date written_on;  /* what the candidate wrote: WITHDRAW request, ABANDON proof, TRANSFER
                                consent */
    struct id to_org_id;     /* TRANSFER: the receiving organism */
    bool is_agreed;          /* TRANSFER: it asked for the file, or took up the offer of it */
    struct id evaluation_id; /* CORRECT_RESTITUTION, ANNUL_EVALUATION */
    struct date given_on;    /* CORRECT_RESTITUTION: its day as it should have been; unset = as it
                                stands. Who gave it is evaluator; unset = as it stands */
    bool is_unchanged;       /* CORRECT_SITTING, CORRECT_RESTITUTION: all that is told stands */
    struct id decision_id;   /* REEXAMINE: the refusal that was appealed; RECTIFY_DECISION: the one
                                whose words change */
};

struct active_referential {
    struct id version_id;
    const struct referential *referential;
    struct spell spell; /* of the active or retired version */
};

/* The session an agenda or a decision is about. */
struct session_facts {
    struct id id;
    enum session_state state;
    struct id commission_id;
    struct date held_on;
    int capacity; /* 0 = no limit */
    int agenda_count;
    struct tally tally;        /* CERTIFY, DEFER, REFUSE: of this file */
    uint64_t dependent_jurors; /* voters linked to an organism of the file */
};

/* What only the database knows. Habilitations and affiliations: those of the organisms and persons
 * that the snapshot and the command name; the guards look up the date. */
/* Those of one candidacy: of its candidate elsewhere, and of what was handed over. */
struct candidacy_facts {
    bool has_live_candidacy; /* another one, INFORMED or later, of the same candidate and
                                certification */
    bool is_certified;       /* holds a certificate of it that was not annulled */
    struct id live_here_id, certified_here_id; /* the same, of the files that the organism itself
                                                  holds: which one; unset = none; T2 */
    bool has_fraud_here;
    bool has_receiver; /* T31: some organism asked for the file, or took up the offer of it */
    bool has_fraud;    /* another one was cancelled, or its certificate annulled, for fraud (T30) */
    bool has_portfolio;                  /* T17: one was handed to the candidate */
    const char *const *missing_identity; /* T2: name and birth year */
    size_t missing_identity_count;
    const char *const *missing_cdc_identity; /* T17: what the CPF file requires */
    size_t missing_cdc_identity_count;
    const char *const *unknown_identity; /* T2: what would tell those alike apart */
    size_t unknown_identity_count;
    int alike_count; /* T2: others who are followed and may be the same person, not stated distinct
                      */
    const char *const *alike_ids; /* those of them that the asker sees */
    size_t alike_id_count;
    bool needs_sight; /* T2: the record of the candidate is of others, and not opened to this
                         organism (decision 34) */
};

struct facts {
    const struct habilitation *habilitations;
    size_t habilitation_count;
    const struct affiliation *affiliations;
    size_t affiliation_count;
    const struct active_referential *referentials; /* versions of the candidacy's certification */
    size_t referential_count;
    struct candidacy_facts own;   /* of this candidacy */
    bool is_commission_competent; /* T17: data.commission_id; T19: the session's commission, for
                                     this file */
    bool is_region_missing;       /* T17: no commission, and the candidate lives nowhere */
    const struct act *acts;       /* CORRECT_DATE: the whole history, oldest first */
    size_t act_count;
    const struct session_facts *session; /* NULL = no session at hand */
};

/* The version in force on a day; NULL = none. */
const struct active_referential *facts_active_referential(const struct facts *facts,
                                                          struct date day);

struct hand {
    struct person person; /* unset = a system */
    unsigned functions;   /* enum actor */
};

struct candidacy_command {
    enum candidacy_event event;
    struct date occurred_on;
    struct date today;  /* where the act is done (decision 38): its day unless told otherwise */
    struct date latest; /* the latest day that it may have: today, or that of whoever asks, where
                           that has begun elsewhere; unset = today */
    struct date deadline_day; /* the day that deadlines are compared with: moment_deadline_day() */
    unsigned actors;          /* enum actor of who asks; 0 = not checked here */
    struct hand hand;         /* who asks, whoever is named */
    struct id acting_org_id;
    struct event_data data;
    const struct facts *facts; /* never NULL */
};

#endif
