/* SPDX-License-Identifier: EUPL-1.2 */
/* The world that the tests of the domain share: a candidacy with a plausible past, and the facts
 * around it. */
#ifndef WORLD_FIXTURE_H
#define WORLD_FIXTURE_H

#include "referential_fixture.h"

#include "candidacy_decide.h"

enum {
    ORG = 1,
    TRAINING_ORG = 2,
    COMMISSION = 3,
    OTHER_ORG = 6,
    SESSION = 4,
    VERSION = 5,
    LAST_SITTING = 31, /* the others are 30 */
    MODULE_ID = 20,
    ATTENDANCE_ID = 25,
    ACT_ID = 60, /* the others follow */
    PRIOR = 40,
    FINAL = 42,
    REFUSAL = 50,
    COUNSELLOR = 100,
    EVALUATOR = 101,
    TRAINER = 102,
    OTHER_EVALUATOR = 103,
    OTHER_TRAINER = 104
};

enum { DOMAIN_2 = 1 << 1, DOMAIN_3 = 1 << 2 };

/* A candidacy in some state with a plausible past, a command, and the facts around it. */
struct world {
    struct referential referential;
    struct policy policy;
    struct candidacy now;
    struct evaluation evaluations[2];
    struct sitting sittings[2][3];
    char results[2][REFERENTIAL_MAX_ITEMS + 1];
    char statuses[2][REFERENTIAL_MAX_SUBDOMAINS + 1];
    struct voiding voidings[1];
    struct path path;
    struct module modules[2];
    struct person trainers[2];
    struct file file;
    struct habilitation habilitations[3];
    struct spell suspension;
    struct affiliation affiliations[5];
    struct active_referential active;
    struct session_facts session;
    struct act acts[4];
    struct facts facts;
    struct candidacy_command asked;
    struct graded_item graded[2];
    struct proposed_module proposed[3];
};

static inline struct sitting a_sitting(const char *date, int evaluator)
{
    return (struct sitting){
        .id = an_id(30), .date = day(date), .evaluator = a_person(evaluator), .org_id = an_id(ORG)
    };
}

static inline void score(struct world *w, int evaluation)
{
    struct evaluation *e = &w->evaluations[evaluation];
    referential_score_subdomains(&w->referential, &w->policy, evaluation_scope(e, &w->referential),
                                 e->results, w->statuses[evaluation]);
    e->statuses = w->statuses[evaluation];
}

/* failed: domains missing after the prior evaluation; 0 = the direct route. */
static inline void give_prior(struct world *w, bool is_completed, uint32_t failed)
{
    w->sittings[0][0] = a_sitting("2026-01-12", EVALUATOR);
    w->sittings[0][1] = a_sitting("2026-01-14", EVALUATOR);
    w->sittings[0][1].id = an_id(LAST_SITTING);
    w->evaluations[0] = (struct evaluation){ .id = an_id(PRIOR),
                                             .kind = EVALUATION_PRIOR,
                                             .org_id = an_id(ORG),
                                             .results = w->results[0],
                                             .sittings = w->sittings[0],
                                             .sitting_count = 2 };
    grid(&w->referential, referential_all_subdomains(&w->referential), failed, w->results[0]);
    w->now.evaluation_count = 1;
    w->now.referential = &w->referential;
    w->now.referential_version_id = an_id(VERSION);
    if (!is_completed)
        return;
    w->evaluations[0].completed_on = day("2026-01-14");
    w->now.cycle_start = day("2026-01-14");
    w->now.deadline = day("2031-01-14");
    score(w, 0);
}

static inline void give_path(struct world *w, enum path_status status)
{
    const enum module_status module_status =
        status == PATH_STATUS_CLOSED ? MODULE_DONE : MODULE_OPEN;
    const struct date closed =
        status == PATH_STATUS_CLOSED ? day("2026-09-30") : (struct date){ 0 };
    for (int i = 0; i < 2; i++)
        w->modules[i] = (struct module){ .id = an_id(MODULE_ID + i),
                                         .domain = i + 1,
                                         .trainer = a_person(TRAINER),
                                         .training_org_id = an_id(TRAINING_ORG),
                                         .status = module_status,
                                         .closed_on = closed,
                                         .attended_on = day("2026-02-20"),
                                         .planned_minutes = 40 * 60,
                                         .attended_minutes = 7 * 60 };
    w->path = (struct path){ .id = an_id(41),
                             .status = status,
                             .proposed_on = day("2026-01-20"),
                             .planned_end = day("2026-09-30"),
                             .closed_on = closed,
                             .modules = w->modules,
                             .module_count = 2 };
    if (status != PATH_STATUS_PROPOSED)
        w->path.accepted_on = day("2026-01-22");
    w->trainers[0] = a_person(TRAINER);
    w->now.trainers = w->trainers;
    w->now.trainer_count = 1;
    w->now.path = &w->path;
}

static inline void give_final(struct world *w, bool is_completed, uint32_t failed)
{
    w->sittings[1][0] = a_sitting("2026-10-10", EVALUATOR);
    w->evaluations[1] = (struct evaluation){ .id = an_id(FINAL),
                                             .kind = EVALUATION_FINAL,
                                             .org_id = an_id(ORG),
                                             .scope = referential_subdomains_of(
                                                 &w->referential, DOMAIN_2 | DOMAIN_3),
                                             .results = w->results[1],
                                             .sittings = w->sittings[1],
                                             .sitting_count = 1 };
    grid(&w->referential, w->evaluations[1].scope, failed, w->results[1]);
    w->now.evaluation_count = 2;
    if (!is_completed)
        return;
    w->evaluations[1].completed_on = day("2026-10-11");
    score(w, 1);
}

static inline void give_file(struct world *w, bool is_on_agenda)
{
    w->file = (struct file){ .id = an_id(43),
                             .commission_id = an_id(COMMISSION),
                             .submitted_on = day("2026-10-20"),
                             .moved_on = day("2026-10-20") };
    if (is_on_agenda)
        w->file.live_session_id = an_id(SESSION);
    w->now.file = &w->file;
}

static inline void give_facts(struct world *w)
{
    const struct spell always = { day("2020-01-01"), { 0 } };
    w->habilitations[0] = (struct habilitation){ .org_id = an_id(ORG),
                                                 .activity = ACTIVITY_EVALUATION,
                                                 .spell = always };
    w->habilitations[1] = (struct habilitation){ .org_id = an_id(TRAINING_ORG),
                                                 .activity = ACTIVITY_TRAINING,
                                                 .spell = always };
    w->habilitations[2] = (struct habilitation){ .org_id = an_id(OTHER_ORG),
                                                 .activity = ACTIVITY_EVALUATION,
                                                 .spell = always };
    w->affiliations[0] =
        (struct affiliation){ a_person(COUNSELLOR), an_id(ORG), AFFILIATION_COUNSELLOR, always };
    w->affiliations[1] =
        (struct affiliation){ a_person(EVALUATOR), an_id(ORG), AFFILIATION_EVALUATOR, always };
    w->affiliations[2] =
        (struct affiliation){ a_person(TRAINER), an_id(TRAINING_ORG), AFFILIATION_TRAINER, always };
    w->affiliations[3] = (struct affiliation){ a_person(OTHER_EVALUATOR), an_id(ORG),
                                               AFFILIATION_EVALUATOR, always };
    w->affiliations[4] = (struct affiliation){ a_person(OTHER_TRAINER), an_id(TRAINING_ORG),
                                               AFFILIATION_TRAINER, always };
    w->active = (struct active_referential){ an_id(VERSION),
                                             &w->referential,
                                             { day("2018-01-01"), { 0 } } };
    w->session = (struct session_facts){
        .id = an_id(SESSION),
        .state = SESSION_PLANNED,
        .commission_id = an_id(COMMISSION),
        .held_on = day("2026-11-10"),
        .tally = { .voters = { 1, 1 }, .min_per_college = 1 },
    };
    w->facts = (struct facts){
        .habilitations = w->habilitations,
        .habilitation_count = 3,
        .affiliations = w->affiliations,
        .affiliation_count = 5,
        .referentials = &w->active,
        .referential_count = 1,
        .is_commission_competent = true,
        .session = &w->session,
    };
    w->asked.facts = &w->facts;
}

/* The world of a candidacy that came to `state` with domains 2 and 3 missing after the prior
 * evaluation. */
static inline void world_at(struct world *w, enum candidacy_state state)
{
    memset(w, 0, sizeof *w);
    socle(&w->referential);
    w->policy = POLICY_DEFAULT;
    w->now.evaluations = w->evaluations;
    w->now.voidings = w->voidings;
    w->now.state = state;
    w->now.owner_org_id = an_id(ORG);
    w->now.last_activity_on = day("2026-01-20");
    w->now.entered_on = day("2026-01-25");
    if (state == CANDIDACY_ABANDONED)
        w->now.previous_state = CANDIDACY_IN_TRAINING, w->now.abandoned_on = day("2026-01-22");
    give_facts(w);
    if (state != CANDIDACY_NONE)
        w->now.contact_on = day("2026-01-02");
    if (state >= CANDIDACY_INFORMED)
        w->now.information_on = day("2026-01-05");
    if (state >= CANDIDACY_PRIOR_IN_PROGRESS)
        give_prior(w, state > CANDIDACY_PRIOR_IN_PROGRESS, DOMAIN_2 | DOMAIN_3);
    if (state >= CANDIDACY_PARTIAL)
        w->evaluations[0].restituted_on = day("2026-01-14");
    if (state >= CANDIDACY_PATH_PROPOSED)
        give_path(w, state == CANDIDACY_PATH_PROPOSED ? PATH_STATUS_PROPOSED
                     : state == CANDIDACY_IN_TRAINING ? PATH_STATUS_ACCEPTED
                                                      : PATH_STATUS_CLOSED);
    if (state >= CANDIDACY_FINAL_IN_PROGRESS)
        give_final(w, state > CANDIDACY_FINAL_IN_PROGRESS, 0);
    if (state >= CANDIDACY_JURY_READY)
        w->evaluations[1].restituted_on = day("2026-10-12");
    if (state >= CANDIDACY_SUBMITTED)
        give_file(w, state == CANDIDACY_ON_AGENDA);
    if (state == CANDIDACY_DEFERRED)
        w->file.moved_on = day("2026-11-10");
}

#endif
