/* What the tests of the domain share: a world in which every transition is accepted. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include "referential_fixture.h"

#include "candidacy_decide.h"

enum {
    ORG = 1,
    TRAINING_ORG = 2,
    COMMISSION = 3,
    OTHER_ORG = 6,
    SESSION = 4,
    VERSION = 5,
    MODULE_ID = 20,
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
                                         .hours = 40,
                                         .attended_hours = 7 };
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
                             .submitted_on = day("2026-10-20") };
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
        w->now.previous_state = CANDIDACY_IN_TRAINING;
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
}

static inline void give_votes(struct world *w, int votes_for, int votes_against, int abstentions)
{
    w->session.state = SESSION_CLOSED;
    w->session.tally.votes[VOTE_FOR] = votes_for;
    w->session.tally.votes[VOTE_AGAINST] = votes_against;
    w->session.tally.votes[VOTE_ABSTAIN] = abstentions;
}

static inline void ask_sitting(struct world *w, const char *date)
{
    w->asked.occurred_on = day(date);
    w->asked.data.sitting_date = day(date);
    w->asked.data.evaluator = a_person(EVALUATOR);
}

static inline void ask_results(struct world *w)
{
    const bool is_prior = w->now.state == CANDIDACY_PRIOR_IN_PROGRESS;
    w->graded[0] = (struct graded_item){ item_at(&w->referential, "2.1.1"), 'V' };
    w->graded[1] = (struct graded_item){ item_at(&w->referential, "2.1.2"), 'E' };
    w->asked.data.results = w->graded;
    w->asked.data.result_count = 2;
    w->asked.data.evaluator = a_person(EVALUATOR);
    w->asked.occurred_on = day(is_prior ? "2026-01-14" : "2026-10-11");
}

static inline void ask_path(struct world *w)
{
    for (int i = 0; i < 2; i++)
        w->proposed[i] = (struct proposed_module){ .domain = i + 1,
                                                   .trainer = a_person(TRAINER),
                                                   .training_org_id = an_id(TRAINING_ORG),
                                                   .planned_start = day("2026-02-01"),
                                                   .planned_end = day("2026-09-30"),
                                                   .hours = 40 };
    w->asked.data.modules = w->proposed;
    w->asked.data.module_count = 2;
    w->asked.occurred_on = day("2026-01-20");
}

static inline void ask_module(struct world *w)
{
    w->asked.data.module_id = an_id(MODULE_ID);
    w->asked.data.module_status = MODULE_DONE;
    w->asked.occurred_on = day("2026-03-01");
}

static inline void ask_verdict(struct world *w)
{
    const enum candidacy_event event = w->asked.event;
    give_votes(w, event == EVENT_CERTIFY ? 2 : 0, event == EVENT_REFUSE ? 2 : 0,
               event == EVENT_DEFER ? 2 : 0);
    w->asked.occurred_on = day("2026-11-10");
    w->asked.data.has_reason = event != EVENT_CERTIFY;
    w->asked.data.domains = event == EVENT_REFUSE ? DOMAIN_3 : 0;
}

/* The direct route: everything was validated by the prior evaluation. */
static inline void give_direct_route(struct world *w)
{
    memset(&w->evaluations[1], 0, sizeof w->evaluations[1]);
    w->now.evaluation_count = 1;
    grid(&w->referential, referential_all_subdomains(&w->referential), 0, w->results[0]);
    score(w, 0);
}

/* Everything was validated, then a refusal voided domain 3. */
static inline void give_refusal(struct world *w)
{
    give_final(w, true, 0);
    w->now.evaluations = w->evaluations;
    w->voidings[0] =
        (struct voiding){ .subdomains = referential_subdomains_of(&w->referential, DOMAIN_3),
                          .after_evaluations = 2,
                          .decision_id = an_id(REFUSAL) };
    w->now.voiding_count = 1;
}

/* On that day, everywhere. */
static inline int world_allowed(const struct world *w, const char *today, unsigned actors,
                                struct allowed_event events[CANDIDACY_MAX_ALLOWED_EVENTS])
{
    const struct candidacy_command context = {
        .today = day(today), .deadline_day = day(today), .actors = actors, .facts = &w->facts
    };
    return candidacy_allowed_events(&w->now, &context, &w->policy, events);
}

/* A command that the state of the world accepts. */
static inline void world_ask(struct world *w, enum candidacy_event event)
{
    w->asked.event = event;
    w->asked.deadline_day = w->asked.today = day("2026-12-01");
    w->asked.acting_org_id = an_id(ORG);
    w->asked.data = (struct event_data){ 0 };
    w->asked.occurred_on = day("2026-01-05");
    switch (event) {
    case EVENT_OPEN_CONTACT:
        break;
    case EVENT_RECORD_INFORMATION:
        w->asked.data.has_consent = true;
        w->asked.data.counsellor = a_person(COUNSELLOR);
        break;
    case EVENT_START_PRIOR:
        ask_sitting(w, "2026-01-12");
        break;
    case EVENT_ADD_SITTING:
        ask_sitting(w, w->now.state == CANDIDACY_PRIOR_IN_PROGRESS ? "2026-01-15" : "2026-10-11");
        break;
    case EVENT_RECORD_RESULTS:
        ask_results(w);
        break;
    case EVENT_COMPLETE_PRIOR:
        w->asked.occurred_on = day("2026-01-16");
        break;
    case EVENT_RECORD_RESTITUTION:
        w->asked.occurred_on =
            day(w->now.state == CANDIDACY_PRIOR_COMPLETED ? "2026-01-14" : "2026-10-12");
        break;
    case EVENT_PROPOSE_PATH:
        ask_path(w);
        break;
    case EVENT_ACCEPT_PATH:
        w->asked.data.has_proof = true;
        w->asked.occurred_on = day("2026-01-22");
        break;
    case EVENT_DECLINE_PATH:
        w->asked.occurred_on = day("2026-01-22");
        break;
    case EVENT_RECORD_ATTENDANCE:
    case EVENT_CLOSE_MODULE:
        ask_module(w);
        break;
    case EVENT_CHANGE_TRAINER:
        ask_module(w);
        w->asked.data.trainer = a_person(OTHER_TRAINER);
        break;
    case EVENT_CLOSE_PATH:
        for (int i = 0; i < 2; i++) {
            w->modules[i].status = MODULE_DONE;
            w->modules[i].closed_on = day("2026-09-29");
        }
        w->asked.occurred_on = day("2026-09-30");
        break;
    case EVENT_START_FINAL:
        ask_sitting(w, "2026-10-10");
        break;
    case EVENT_COMPLETE_FINAL:
        w->asked.occurred_on = day("2026-10-11");
        break;
    case EVENT_SUBMIT_FILE:
        w->asked.data.commission_id = an_id(COMMISSION);
        w->asked.occurred_on = day("2026-10-20");
        break;
    case EVENT_PUT_ON_AGENDA:
        w->asked.occurred_on = day("2026-10-25");
        break;
    case EVENT_REMOVE_FROM_AGENDA:
        w->asked.data.has_reason = true;
        w->asked.occurred_on = day("2026-10-26");
        break;
    case EVENT_CERTIFY:
    case EVENT_DEFER:
    case EVENT_REFUSE:
        ask_verdict(w);
        break;
    case EVENT_ANSWER_COMPLEMENT:
        w->asked.data.has_answer = true;
        w->asked.occurred_on = day("2026-11-20");
        break;
    case EVENT_INTERRUPT_PATH:
        w->asked.data.has_reason = true;
        w->asked.occurred_on = day("2026-03-01");
        break;
    case EVENT_RECALL_FILE:
        w->asked.occurred_on = day("2026-10-22");
        break;
    case EVENT_EXPIRE:
        if (w->now.state == CANDIDACY_JURY_READY)
            give_direct_route(w);
        w->asked.occurred_on = w->asked.deadline_day = w->asked.today =
            day("2031-02-14"); /* the grace of entry is over */
        break;
    case EVENT_ABANDON:
        w->asked.occurred_on = day("2026-07-20"); /* 181 days after the last act */
        break;
    case EVENT_RESUME:
        w->asked.occurred_on = day("2026-09-01");
        break;
    case EVENT_CANCEL:
        w->asked.data.has_reason = true;
        w->asked.occurred_on = day("2026-11-30");
        break;
    case EVENT_ANNUL_EVALUATION:
        w->asked.data.has_reason = true;
        w->asked.data.evaluation_id = an_id(w->now.evaluation_count == 2 ? FINAL : PRIOR);
        w->asked.occurred_on = day("2026-11-30");
        break;
    case EVENT_ANNUL_CERTIFICATE:
        w->asked.data.has_reason = true;
        w->asked.occurred_on = day("2026-11-30");
        break;
    case EVENT_REEXAMINE:
        give_refusal(w);
        w->asked.data.has_consent = true;
        w->asked.data.decision_id = an_id(REFUSAL);
        w->asked.occurred_on = day("2026-11-30");
        break;
    case EVENT_WITHDRAW:
    case EVENT_TRANSFER:
        w->asked.data.written_on = day("2026-11-28");
        w->asked.data.to_org_id = an_id(OTHER_ORG);
        w->asked.occurred_on = day("2026-11-30");
        break;
    case CANDIDACY_EVENT_COUNT:
        break;
    }
}

/* Copies of exactly so many items, so that the sanitizer sees whoever reads one more. They live
 * until the next exact world. */
static void *exact_blocks[1024];
static size_t exact_block_count;

static inline void *exactly(const void *items, int count, size_t size)
{
    if (items == NULL)
        return NULL;
    void *block = malloc((size_t)count * size);
    assert_true(exact_block_count < COUNT(exact_blocks) && (block != NULL || count == 0));
    exact_blocks[exact_block_count++] = block;
    return count == 0 ? block : memcpy(block, items, (size_t)count * size);
}

static inline void exact_release(void)
{
    while (exact_block_count > 0)
        free(exact_blocks[--exact_block_count]);
}

static inline void exact_evaluations(const struct world *w, struct candidacy *now)
{
    struct evaluation *evaluations =
        exactly(now->evaluations, now->evaluation_count, sizeof *evaluations);
    for (int i = 0; i < now->evaluation_count; i++) {
        struct evaluation *e = &evaluations[i];
        e->sittings = exactly(e->sittings, e->sitting_count, sizeof *e->sittings);
        e->results = exactly(e->results, w->referential.item_count, 1);
        e->statuses = exactly(e->statuses, w->referential.subdomain_count, 1);
    }
    now->evaluations = evaluations;
}

struct exact_world {
    struct candidacy now;
    struct path path;
    struct facts facts;
    struct candidacy_command asked;
};

/* The same world without room to spare; released by the next one. */
static inline const struct exact_world *world_exact(const struct world *w)
{
    static struct exact_world exact;
    exact_release();
    exact = (struct exact_world){ .now = w->now, .facts = w->facts, .asked = w->asked };
    exact_evaluations(w, &exact.now);
    exact.now.voidings =
        exactly(exact.now.voidings, exact.now.voiding_count, sizeof *exact.now.voidings);
    exact.now.trainers =
        exactly(exact.now.trainers, exact.now.trainer_count, sizeof *exact.now.trainers);
    if (w->now.path != NULL) {
        exact.path = *w->now.path;
        exact.path.modules =
            exactly(exact.path.modules, exact.path.module_count, sizeof *exact.path.modules);
        exact.now.path = &exact.path;
    }
    if (w->asked.facts != NULL) {
        struct facts *f = &exact.facts;
        f->habilitations =
            exactly(f->habilitations, (int)f->habilitation_count, sizeof *f->habilitations);
        f->affiliations =
            exactly(f->affiliations, (int)f->affiliation_count, sizeof *f->affiliations);
        f->referentials =
            exactly(f->referentials, (int)f->referential_count, sizeof *f->referentials);
        exact.asked.facts = f;
    }
    struct event_data *data = &exact.asked.data;
    data->results = exactly(data->results, data->result_count, sizeof *data->results);
    data->modules = exactly(data->modules, data->module_count, sizeof *data->modules);
    return &exact;
}

static inline struct outcome world_decide(struct world *w, struct decision *ret_decision)
{
    const struct exact_world *exact = world_exact(w);
    return candidacy_decide(&exact->now, &exact->asked, &w->policy, ret_decision);
}

#define assert_accepted(answered)                                                                  \
    do {                                                                                           \
        const struct outcome outcome_ = (answered);                                                \
        if (outcome_.count != 0)                                                                   \
            fail_msg("refused: %s", reason_info(outcome_.unmet[0].reason)->code);                  \
    } while (0)

/* Refused for this reason and no other. */
#define assert_refused(answered, expected)                                                         \
    do {                                                                                           \
        const struct outcome outcome_ = (answered);                                                \
        if (outcome_.count == 0)                                                                   \
            fail_msg("accepted, not %s", reason_info(expected)->code);                             \
        assert_string_equal(reason_info(outcome_.unmet[0].reason)->code,                           \
                            reason_info(expected)->code);                                          \
        if (outcome_.count > 1)                                                                    \
            fail_msg("also refused: %s", reason_info(outcome_.unmet[1].reason)->code);             \
    } while (0)

#endif
