/* SPDX-License-Identifier: EUPL-1.2 */
/* One way each to break a guard of evaluations and paths: they act on the world and the command of
 * the test that includes this. */
#ifndef GUARD_BREAKS_H
#define GUARD_BREAKS_H

#include "day_breaks.h"

static const char *const some_names[] = { "birth_name", "sex" };

static void in_future(void)
{
    w.asked.deadline_day = w.asked.today = day("2026-01-01");
    w.asked.occurred_on = day("2026-01-02");
}

/* Acts whose own order would also break are moved with the clock behind them. */
static void in_future_later(void)
{
    w.asked.deadline_day = w.asked.today = date_add_days(w.asked.occurred_on, -1);
}

static void before_contact(void)
{
    w.now.contact_on = date_add_days(w.asked.occurred_on, 1);
}

static void hours_beyond_module(void)
{
    w.modules[0].planned_minutes = w.modules[0].attended_minutes;
    w.asked.data.attended_minutes = w.asked.data.recorded.attended_minutes + 1;
}

static void no_attendance(void)
{
    w.asked.data.recorded.id = (struct id){ { 0 } };
}

/* Of the path that lies before it; nothing was evaluated since. */
static void training_decided(void)
{
    w.path.status = PATH_STATUS_CLOSED;
    w.voidings[0] = (struct voiding){ .subdomains = 1,
                                      .after_evaluations = w.now.evaluation_count,
                                      .decision_id = an_id(REFUSAL) };
    w.now.voiding_count = 1;
}

static void not_restituted(void)
{
    w.evaluations[0].restituted_on = (struct date){ 0 };
}

/* By a refusal behind it, though the appeal against that was heard. */
static void restitution_decided(void)
{
    w.voidings[0] = (struct voiding){
        .subdomains = 1, .after_evaluations = 1, .decision_id = an_id(REFUSAL), .is_lifted = true
    };
    w.now.voiding_count = 1;
}

static void contact_ahead(void)
{
    w.asked.data.contact_on = date_add_days(w.asked.today, 1);
    w.asked.data.first_act_on = (struct date){ 0 };
}

static void contact_after_information(void)
{
    w.asked.data.first_act_on = day("2026-01-02");
}

static void module_trainer_evaluated(void)
{
    w.modules[1].trainer = a_person(EVALUATOR);
}

static void path_closed_since(void)
{
    w.path.status = PATH_STATUS_INTERRUPTED;
}

static void module_not_closed(void)
{
    w.modules[0].status = MODULE_OPEN;
    w.modules[0].closed_on = (struct date){ 0 };
}

static void attendance_again(void)
{
    w.asked.data.attendance_id = an_id(999);
}

static void sitting_to_come(void)
{
    struct evaluation *evaluation = &w.evaluations[w.now.evaluation_count - 1];
    struct sitting *sitting = &w.sittings[w.now.evaluation_count - 1][evaluation->sitting_count++];
    *sitting = a_sitting("2026-11-30", EVALUATOR);
}

static void sitting_before_last(void)
{
    w.asked.data.sitting_date =
        day(w.now.state == CANDIDACY_PRIOR_IN_PROGRESS ? "2026-01-13" : "2026-10-09");
}

static void sitting_again(void)
{
    const struct evaluation *evaluation = &w.evaluations[w.now.evaluation_count - 1];
    w.asked.data.sitting_date = evaluation->sittings[evaluation->sitting_count - 1].date;
}

static void other_sitting(void)
{
    w.asked.data.sitting_id = an_id(999);
}

/* Every result of the grid rests on it. */
static void first_sitting(void)
{
    w.asked.data.sitting_id = w.evaluations[w.now.evaluation_count - 1].sittings[0].id;
}

static void act_too_early(void)
{
    static const struct {
        enum candidacy_event event;
        const char *date;
    } cases[] = { { EVENT_PROPOSE_PATH, "2026-01-13" },
                  { EVENT_INTERRUPT_PATH, "2026-01-21" },
                  { EVENT_ACCEPT_PATH, "2026-01-19" },
                  { EVENT_DECLINE_PATH, "2026-01-19" },
                  { EVENT_REOPEN_PATH, "2026-01-21" },
                  { EVENT_RECORD_ATTENDANCE, "2026-01-21" },
                  { EVENT_CORRECT_ATTENDANCE, "2026-01-21" },
                  { EVENT_CLOSE_MODULE, "2026-01-21" },
                  { EVENT_REOPEN_MODULE, "2026-02-26" },
                  { EVENT_CORRECT_RESTITUTION, "2026-01-13" },
                  { EVENT_CHANGE_TRAINER, "2026-01-21" },
                  { EVENT_CLOSE_PATH, "2026-09-28" },
                  { EVENT_SUBMIT_FILE, "2026-10-11" },
                  { EVENT_CERTIFY, "2026-10-19" },
                  { EVENT_DEFER, "2026-10-19" },
                  { EVENT_REFUSE, "2026-10-19" } };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (cases[i].event == w.asked.event)
            w.asked.occurred_on = day(cases[i].date);
}

static void habilitation_over(void)
{
    w.habilitations[0].spell.to = day("2026-01-01");
}

static void no_consent(void)
{
    w.asked.data.has_consent = false;
}

static void counsellor_left(void)
{
    w.affiliations[0].spell.to = day("2026-01-04");
}

static void identity_missing(void)
{
    w.facts.own.missing_identity = some_names;
    w.facts.own.missing_identity_count = 2;
}

static void live_elsewhere(void)
{
    w.facts.own.has_live_candidacy = true;
}

static void certified(void)
{
    w.facts.own.is_certified = true;
}

static void somebody_alike(void)
{
    w.facts.own.alike_count = 1;
}

static void record_of_others(void)
{
    w.facts.own.needs_sight = true;
}

static void no_version(void)
{
    w.active.spell.to = day("2026-01-11");
}

static void other_evaluator_left(void)
{
    w.affiliations[3].spell.to = day("2026-01-11");
}

static void evaluator_left(void)
{
    w.affiliations[1].spell.to = day("2026-01-11");
}

static void evaluator_trained(void)
{
    w.trainers[0] = a_person(EVALUATOR);
    w.now.trainers = w.trainers;
    w.now.trainer_count = 1;
}

/* Whoever is named: somebody who trained enters it, as an evaluator. */
static void hand_trained(void)
{
    evaluator_trained();
    w.trainers[0] = a_person(TRAINER);
    w.asked.data.evaluator = a_person(EVALUATOR);
    w.asked.hand = (struct hand){ a_person(TRAINER), ACTOR_EVALUATOR | ACTOR_TRAINER };
}

static void before_sitting(void)
{
    w.asked.occurred_on =
        day(w.now.state == CANDIDACY_PRIOR_IN_PROGRESS ? "2026-01-11" : "2026-10-09");
}

static void unknown_criterion(void)
{
    w.graded[0].item = -1;
    w.asked.data.unknown_codes = some_names;
    w.asked.data.unknown_code_count = 1;
}

static void out_of_scope(void)
{
    w.evaluations[w.now.evaluation_count - 1].scope =
        referential_subdomains_of(&w.referential, DOMAIN_3);
}

static void other_evaluator(void)
{
    w.asked.data.evaluator = a_person(OTHER_EVALUATOR);
}

static void result_missing(void)
{
    w.results[w.now.evaluation_count - 1][item_at(&w.referential, "2.4.1")] = '-';
}

static void all_sittings_held(void)
{
    static struct sitting held[EVALUATION_MAX_SITTINGS];
    struct evaluation *evaluation = &w.evaluations[w.now.evaluation_count - 1];
    for (size_t i = 0; i < COUNT(held); i++)
        held[i] = evaluation->sittings[0];
    held[COUNT(held) - 1] = evaluation->sittings[evaluation->sitting_count - 1];
    evaluation->sittings = held;
    evaluation->sitting_count = COUNT(held);
}

static void all_paths_proposed(void)
{
    w.now.path_count = CYCLE_MAX_PATHS;
}

static void file_sent_too_often(void)
{
    w.now.file_count = CANDIDACY_MAX_FILES;
}

static void history_too_long(void)
{
    w.now.event_count = CANDIDACY_MAX_EVENTS;
}

static void no_sittings(void)
{
    w.evaluations[w.now.evaluation_count - 1].sitting_count = 0;
}

static void restituted_early(void)
{
    w.asked.occurred_on =
        day(w.now.state == CANDIDACY_PRIOR_COMPLETED ? "2026-01-13" : "2026-10-09");
}

static void module_on_validated(void)
{
    w.proposed[2] = w.proposed[0];
    w.proposed[2].domain = 0;
    w.asked.data.module_count = 3;
}

static void no_modules(void)
{
    w.policy.path_must_cover_gaps = false; /* else PATH_INCOMPLETE says it too */
    w.asked.data.module_count = 0;
}

static void module_forgotten(void)
{
    if (w.asked.data.module_count > 1) /* none at all stays none */
        w.asked.data.module_count = 1;
}

static void training_not_allowed(void)
{
    w.suspension = (struct spell){ day("2026-01-31"), day("2026-02-02") };
    w.habilitations[1].suspensions = &w.suspension;
    w.habilitations[1].suspension_count = 1;
}

static void trainer_left(void)
{
    w.affiliations[2].spell.to = day("2026-01-31");
    w.affiliations[4].spell.to = day("2026-01-31");
}

static void trainer_evaluated(void)
{
    const struct affiliation as_trainer = {
        a_person(EVALUATOR), an_id(TRAINING_ORG), AFFILIATION_TRAINER, { day("2020-01-01"), { 0 } }
    };
    w.affiliations[3] = as_trainer;
    w.proposed[1].trainer = a_person(EVALUATOR);
    w.asked.data.trainer = a_person(EVALUATOR);
}

static void path_too_long(void)
{
    w.asked.data.planned_end = day("2031-01-15");
}

static void no_proof(void)
{
    w.asked.data.has_proof = false;
}

static void past_deadline(void)
{
    w.asked.deadline_day = w.asked.today = day("2031-01-15");
}

static void closed_past_deadline(void)
{
    w.asked.deadline_day = w.asked.today = day("2031-01-15");
    w.asked.occurred_on = day("2031-01-15");
}

static void past_grace(void)
{
    w.asked.deadline_day = w.asked.today = day("2031-02-14"); /* the 31st day */
}

static void direct_past_deadline(void)
{
    give_direct_route(&w);
    w.asked.deadline_day = w.asked.today = day("2031-01-15");
}

static void other_module(void)
{
    w.asked.data.module_id = an_id(999);
}

static void module_done(void)
{
    w.modules[0].status = MODULE_DONE;
}

static void waived_silently(void)
{
    w.asked.data.module_status = MODULE_WAIVED;
}

static void module_open(void)
{
    w.modules[1].status = MODULE_OPEN;
}

static void all_waived(void)
{
    w.modules[0].status = w.modules[1].status = MODULE_WAIVED;
}

static void path_open(void)
{
    w.path.status = PATH_STATUS_ACCEPTED;
    w.path.closed_on = (struct date){ 0 };
}

static void final_too_early(void)
{
    w.asked.data.sitting_date = day("2026-09-29"); /* scenario 28 */
}

static void sitting_past_deadline(void)
{
    w.asked.data.sitting_date = day("2031-01-15");
}

static void chose_validated(void)
{
    w.asked.data.domains = DOMAIN_2 | 1;
}

static void gone_on_from_refusal(void)
{
    w.asked.data.domains = DOMAIN_3;
    w.asked.data.decision_id = an_id(REFUSAL);
    w.now.voiding_count = 0; /* or it is lifted */
}

static void final_failed(void)
{
    if (w.now.evaluation_count < 2) /* beside another break: the direct route has none */
        return;
    grid(&w.referential, w.evaluations[1].scope, DOMAIN_3, w.results[1]);
    score(&w, 1);
}

static void document_missing(void)
{
    w.policy.mandatory_pieces |= 1u << PIECE_PORTFOLIO;
}

static void cdc_identity_missing(void)
{
    w.facts.own.missing_cdc_identity = some_names;
    w.facts.own.missing_cdc_identity_count = 2;
}

#endif
