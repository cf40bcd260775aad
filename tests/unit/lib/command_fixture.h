/* SPDX-License-Identifier: EUPL-1.2 */
/* Commands that the world accepts. */
#ifndef COMMAND_FIXTURE_H
#define COMMAND_FIXTURE_H

#include "world_fixture.h"

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

/* The last sitting; another one of the same evaluator was before it. */
static inline void ask_sitting_end(struct world *w)
{
    if (w->now.state == CANDIDACY_FINAL_IN_PROGRESS) {
        w->sittings[1][1] = a_sitting("2026-10-11", EVALUATOR);
        w->sittings[1][1].id = an_id(LAST_SITTING);
        w->evaluations[1].sitting_count = 2;
    }
    w->asked.occurred_on = day("2026-10-12");
    w->asked.data.sitting_id = an_id(LAST_SITTING);
    w->asked.data.has_reason = true;
}

/* That the last one, of another evaluator, was held a day earlier. */
static inline void ask_sitting_correction(struct world *w)
{
    ask_sitting_end(w);
    if (w->now.evaluation_count == 0)
        return;
    struct sitting *last = &w->sittings[w->now.evaluation_count - 1][1];
    last->evaluator = a_person(OTHER_EVALUATOR);
    w->asked.data.sitting_date = date_add_days(last->date, -1);
}

/* What the last evaluation that was given back said. */
static inline void ask_restitution_correction(struct world *w)
{
    w->evaluations[0].restituted_on = day("2026-01-14");
    w->asked.occurred_on = day("2026-11-30");
    w->asked.data.evaluation_id = an_id(PRIOR);
    w->asked.data.has_reason = true;
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
                                                   .planned_minutes = 40 * 60 };
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

/* Of the seven hours that were attended; back from the training, the path was interrupted. */
static inline void ask_correction(struct world *w)
{
    if (!w->now.path)
        give_path(w,
                  w->now.state == CANDIDACY_PARTIAL ? PATH_STATUS_INTERRUPTED : PATH_STATUS_CLOSED);
    ask_module(w);
    w->asked.data.recorded = (struct attendance){ .id = an_id(ATTENDANCE_ID),
                                                  .module_id = an_id(MODULE_ID),
                                                  .attended_minutes = 7 * 60 };
    w->asked.data.attended_minutes = 210;
    w->asked.data.has_reason = true;
}

static inline void ask_reopening(struct world *w)
{
    ask_module(w);
    w->modules[0].status = MODULE_WAIVED;
    w->modules[0].closed_on = day("2026-02-27");
    w->asked.data.has_reason = true;
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
        .today = day(today),
        .deadline_day = day(today),
        .actors = actors,
        .hand = w->asked.hand,
        .facts = &w->facts,
    };
    return candidacy_allowed_events(&w->now, &context, &w->policy, events);
}

static inline void give_act(struct world *w, int i, enum candidacy_event event, const char *date)
{
    w->acts[i] = (struct act){ .id = an_id(ACT_ID + i), .event = event, .day = day(date) };
    w->facts.acts = w->acts;
    w->facts.act_count = (size_t)i + 1;
}

/* That the information was given a day earlier. */
static inline void ask_date(struct world *w)
{
    give_act(w, 0, EVENT_OPEN_CONTACT, "2026-01-02");
    give_act(w, 1, EVENT_RECORD_INFORMATION, "2026-01-05");
    w->acts[1].person = a_person(COUNSELLOR);
    w->acts[1].org_id = an_id(ORG);
    w->asked.data.act_id = an_id(ACT_ID + 1);
    w->asked.data.happened_on = day("2026-01-04");
    w->asked.data.has_reason = true;
    w->asked.occurred_on = day("2026-11-30");
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
    case EVENT_CORRECT_SITTING:
        ask_sitting_correction(w);
        break;
    case EVENT_CANCEL_SITTING:
        ask_sitting_end(w);
        break;
    case EVENT_RECORD_RESULTS:
        ask_results(w);
        break;
    case EVENT_COMPLETE_PRIOR:
        w->asked.data.evaluator = a_person(EVALUATOR);
        w->asked.occurred_on = day("2026-01-16");
        break;
    case EVENT_RECORD_RESTITUTION:
        w->asked.data.evaluator = a_person(EVALUATOR);
        w->asked.occurred_on =
            day(w->now.state == CANDIDACY_PRIOR_COMPLETED ? "2026-01-14" : "2026-10-12");
        break;
    case EVENT_CORRECT_RESTITUTION:
        ask_restitution_correction(w);
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
    case EVENT_CORRECT_CONTACT:
        w->asked.data.contact_on = w->asked.data.first_act_on = day("2026-01-03");
        w->asked.data.has_reason = true;
        break;
    case EVENT_CORRECT_DATE:
        ask_date(w);
        break;
    case EVENT_REOPEN_PATH:
        give_path(w, PATH_STATUS_DECLINED);
        w->path.ended_on = w->path.accepted_on;
        w->asked.data.has_reason = true;
        w->asked.occurred_on = day("2026-01-23");
        break;
    case EVENT_RECORD_ATTENDANCE:
    case EVENT_CLOSE_MODULE:
        ask_module(w);
        break;
    case EVENT_CORRECT_ATTENDANCE:
        ask_correction(w);
        break;
    case EVENT_REOPEN_MODULE:
        ask_reopening(w);
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
        w->asked.data.evaluator = a_person(EVALUATOR);
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
        /* 181 days after the last act, or behind what was done since. */
        w->asked.occurred_on =
            day(w->now.state < CANDIDACY_FINAL_READY ? "2026-07-20" : "2026-11-20");
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
    case EVENT_RECTIFY_DECISION:
    case EVENT_NAME_COMMISSION:
    case EVENT_END_NAMING:
    case EVENT_CORRECT_IDENTITY:
        w->asked.data.decision_id = an_id(REFUSAL);
        w->asked.occurred_on = day("2026-11-30");
        break;
    case EVENT_WITHDRAW:
    case EVENT_TRANSFER:
        w->asked.data.written_on = day("2026-11-28");
        w->asked.data.to_org_id = an_id(OTHER_ORG);
        w->asked.data.is_agreed = true;
        w->asked.occurred_on = day("2026-11-30");
        break;
    case CANDIDACY_EVENT_COUNT:
        break;
    }
}

#endif
