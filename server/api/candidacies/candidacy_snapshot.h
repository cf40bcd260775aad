/* SPDX-License-Identifier: EUPL-1.2 */
/* The snapshot that candidacy rules are decided on: loads that fill the domain's struct candidacy
 * and its facts.
 *
 * An operation that loads candidacies begins its snapshot struct with `struct candidacy_set set;`.
 * One candidacy is the usual case; a session brings all those of its agenda. */
#ifndef CANDIDACY_SNAPSHOT_H
#define CANDIDACY_SNAPSHOT_H

#include "api/facts.h"
#include "candidacy.h"
#include "candidacy_command.h"

/* Arrays of a snapshot lie in the memory of the request and have no bound of their own: whatever
 * was let in can be read, and ended. The acts that add are where bounds are kept (decision 36). */
struct candidacy_snapshot {
    struct candidacy candidacy; /* pointers lead into this struct and the arena */
    struct slice reference, referential_code;
    enum time_zone owner_time_zone;
    struct path path;
    struct file file;
    int path_ordinal, file_ordinal; /* of the latest; 0 = none */
    struct candidacy_facts facts;
    struct slice birth_name; /* of its candidate, as it is compared */
    int birth_year;
};

/* The evaluation method that an event names (decision 19). */
struct method_facts {
    bool is_known, serves_referential, is_available;
};

struct candidacy_set {
    struct candidacy_snapshot **items;
    unsigned count;
    /* Facts of the request, shared by all candidacies of the set. */
    struct habilitation *habilitations;
    struct id last_habilitation_id; /* of which rows of suspensions may follow */
    size_t habilitation_count;
    struct affiliation *affiliations;
    size_t affiliation_count;
    struct active_referential *referentials;
    size_t referential_count;
    struct person *persons; /* those that were looked up */
    struct id *own_persons; /* those of them whom who asks recorded */
    size_t own_person_count;
    size_t person_count;
    struct id *references; /* organisms and commissions that were looked up, and exist */
    size_t reference_count;
    struct fact_check *checks;
    unsigned check_count;
    struct id competent_commission_id;
    bool is_commission_competent;
    bool is_region_missing;
    bool is_commission_named; /* by the certifier, instead of the rule */
    struct method_facts method;
    bool is_module_of_others;   /* in the path, and not shown to who asks */
    int day_minutes;            /* attended beside it on the day of an attendance */
    struct id attendance_id;    /* event by which the same attendance was recorded already */
    struct attendance recorded; /* that is to be corrected */
    struct date first_act_on;   /* CORRECT_CONTACT */
    struct act *acts;           /* CORRECT_DATE */
    size_t act_count;
    struct slice recorded_told; /* what is to be corrected, as it stands: JSON */
    bool is_told_unchanged;     /* the correction says nothing else */
    bool is_transfer_agreed;    /* by the organism that the file is to go to */
    bool is_site_known;         /* the site that is named is one of the acting organism */
    bool is_site_open;
    enum time_zone site_zone, sitting_zone; /* of the site; of the sitting that is corrected */
};

/* Behind each struct that begins with the set: readers find it at the head of x->snapshot. */
#define BEGINS_WITH_SET(name)                                                                      \
    _Static_assert(offsetof(struct name, set) == 0, "struct " #name " begins with its set")

/* By what candidacies are named: the kinds of candidacies_named() in the schema. */
enum candidacies_by {
    BY_CANDIDACY, /* its id; an unset one: its reference, as text */
    BY_EVALUATION,
    BY_SESSION, /* those of its live agenda */
    BY_MINUTES, /* of a session, those of its agenda as it was held; its reference as text */
    BY_AGENDA_ITEM,
    BY_FILE,
    BY_CERTIFICATE,
    BY_ANNULMENT_REQUEST,
    BY_APPEAL,
    BY_TIME, /* those that are due; text = the limits of the sweep, see candidacies_due() */
    CANDIDACIES_BY_COUNT
};
extern const char *const candidacies_by_names[];
/* The first three parameters of every candidacy load, one whole item. */
void candidacy_bind_named(struct params *params, enum candidacies_by by, struct id id,
                          struct slice text);
/* From the first path member: an id or a reference. */
void candidacy_bind_path(const struct exchange *x, struct params *params);
void candidacy_bind_evaluation_path(const struct exchange *x, struct params *params);
/* The same for what brings what the exchange asks for: CANDIDACY_LIVE_LOADS, and a summary. */
void candidacy_bind_root(const struct exchange *x, struct params *params);
void candidacy_bind_judged(const struct exchange *x, struct params *params);

void candidacy_read_root(struct exchange *x, struct row *row);
/* Of a read that shows a part of a live candidacy: its id, version, scoring, and whose it is; what
 * a former owner keeps has loads of its own (operation->kept_loads). NULL when memory was short. */
struct candidacy_snapshot *candidacy_read_shown(struct exchange *x, struct row *row);
void candidacy_read_judged(struct exchange *x, struct row *row); /* and where it stands */
void candidacy_read_evaluation(struct exchange *x, struct row *row);
void candidacy_read_judgement(struct exchange *x, struct row *row); /* what it came to alone */
/* With its results, and nothing of the acts around it. */
void candidacy_read_graded(struct exchange *x, struct candidacy_snapshot *snapshot,
                           struct row *row);
void candidacy_read_sitting(struct exchange *x, struct row *row);
void candidacy_read_path(struct exchange *x, struct row *row);
void candidacy_read_module(struct exchange *x, struct row *row);
void candidacy_read_attended(struct exchange *x, struct row *row); /* of the one candidacy */
void candidacy_read_cycle_person(struct exchange *x, struct row *row);
void candidacy_read_voiding(struct exchange *x, struct row *row);
void candidacy_read_file(struct exchange *x, struct row *row);
/* Remembers a version that was read, once. */
void facts_keep_check(struct exchange *x, unsigned reads, const char *kind, struct id id,
                      int64_t version);
/* A column that is an array of texts without commas, or of ids. */
const char *const *facts_read_names(struct exchange *x, struct row *row, const char *column,
                                    size_t *ret_count);
/* The scoring of a version: as the loop knows it, else from the column `shape`. NULL: the row has
 * none, and it is asked for again (BRINGS_SHAPE); or it does not parse. */
const struct referential *facts_read_shape(struct exchange *x, struct row *row,
                                           struct id version_id);
void facts_read_habilitation(struct exchange *x, struct row *row);
void facts_read_person(struct exchange *x, struct row *row);
void facts_read_referential(struct exchange *x, struct row *row);
void facts_read_commission(struct exchange *x, struct row *row);
void facts_read_method(struct exchange *x, struct row *row);
void facts_read_site(struct exchange *x, struct row *row);
void facts_read_agreement(struct exchange *x, struct row *row);
void facts_read_reference(struct exchange *x, struct row *row);
void facts_read_attendance(struct exchange *x, struct row *row);
void facts_read_recorded(struct exchange *x, struct row *row);
void facts_read_told(struct exchange *x, struct row *row);
void facts_read_act(struct exchange *x, struct row *row);

/* The loads of a whole snapshot, to be used in a `struct load []`: the candidacy, and in one
 * statement all that hangs on it. LIVE: of one candidacy that the path names, as it is now. */
#define CANDIDACY_LOADS(bind, flags)                                                               \
    { &SQL_candidacy_load, bind, candidacy_read_root, flags },                                     \
        CANDIDACY_PARTS_OF(SQL_candidacy_parts_load, bind)
#define CANDIDACY_LIVE_LOADS                                                                       \
    { &SQL_candidacy_root_load, candidacy_bind_root, candidacy_read_root,                          \
      LOAD_REQUIRED | LOAD_ROOT },                                                                 \
        CANDIDACY_PARTS_OF(SQL_candidacy_live_load, NULL)
#define CANDIDACY_PARTS_OF(parts, bind)                                                            \
    { &parts, bind, candidacy_read_evaluation, 0, "EVALUATION" },                                  \
        { &parts, bind, candidacy_read_sitting, 0, "SITTING" },                                    \
        { &parts, bind, candidacy_read_path, 0, "PATH" },                                          \
        { &parts, bind, candidacy_read_module, 0, "MODULE" },                                      \
        { &parts, bind, candidacy_read_cycle_person, 0, "CYCLE_PERSON" },                          \
        { &parts, bind, candidacy_read_voiding, 0, "VOIDING" },                                    \
    {                                                                                              \
        &parts, bind, candidacy_read_file, 0, "FILE"                                               \
    }

/* One item of the load of habilitations: for the certification of the candidacy (named by id,
 * reference or evaluation), or for the one given. */
void facts_bind_organism(struct params *params, struct id org_id, struct id candidacy_id,
                         struct slice candidacy_reference, struct id evaluation_id,
                         struct slice referential_code);

/* A former owner still reads (T31): an organism that asks to change what it does not hold is told
 * so. */
bool candidacy_is_held_elsewhere(const struct exchange *x, const struct candidacy *now);
/* For a read: who acts for no organism or commission (the candidate, the certifier) does so where
 * the file is held. */
void candidacy_act_there(struct exchange *x, enum time_zone owner);
/* Which day it is for an act on the candidacy, and for its deadlines (decision 38): command->today
 * and ->deadline_day. It is not before the last act on it, where that was done; and ->latest is a
 * day that has begun for whoever acts, or for the holder. */
void candidacy_set_days(const struct exchange *x, enum time_zone owner, const struct candidacy *now,
                        struct candidacy_command *command);
/* By candidacy id; NULL when it is not in the set. */
struct candidacy_snapshot *candidacy_set_find(struct candidacy_set *set, struct id candidacy_id);
/* The looked-up person with its human; a record that does not exist stays without human. */
struct person candidacy_set_person(const struct candidacy_set *set, struct id person_id);
bool candidacy_set_knows_person(const struct candidacy_set *set, struct id person_id);
bool candidacy_set_recorded_person(const struct candidacy_set *set, struct id person_id);
bool candidacy_set_knows_reference(const struct candidacy_set *set, struct id id);
/* What the domain asks for, from the set; pointers stay the set's. */
struct facts candidacy_set_facts(const struct candidacy_set *set,
                                 const struct candidacy_snapshot *snapshot);

#endif
