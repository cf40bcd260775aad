/* SPDX-License-Identifier: EUPL-1.2 */
/* The same for files, sessions and what ends a candidacy. */
#ifndef COMMISSION_BREAKS_H
#define COMMISSION_BREAKS_H

#include "broken_world.h"

static void not_competent(void)
{
    w.facts.is_commission_competent = false;
}

static void other_commission(void)
{
    w.session.commission_id = an_id(77);
}

static void agenda_locked(void)
{
    w.session.state = SESSION_OPEN;
}

static void session_opened(void)
{
    w.file.is_agenda_locked = true;
}

static void on_other_agenda(void)
{
    w.file.live_session_id = an_id(88);
}

static void session_full(void)
{
    w.session.capacity = w.session.agenda_count = 10;
}

static void no_reason(void)
{
    w.asked.data.has_reason = false;
}

static void session_planned(void)
{
    w.session.state = SESSION_CONVENED;
}

static void parity_broken(void)
{
    w.session.tally.voters[COLLEGE_EMPLOYER] = 2;
    for (int vote = 0; vote < VOTE_COUNT; vote++)
        if (w.session.tally.votes[vote] != 0)
            w.session.tally.votes[vote] = 3;
}

static void quorum_missing(void)
{
    w.session.tally.min_per_college = 2;
}

static void juror_linked(void)
{
    w.session.dependent_jurors = 1;
}

static void deadline_today(void)
{
    w.asked.deadline_day = w.asked.today = day("2031-01-14");
}

static void grace_today(void)
{
    w.asked.deadline_day = w.asked.today = day("2031-02-13");
}

static void no_deadline(void)
{
    w.now.deadline = (struct date){ 0 };
}

static void final_in_time(void)
{
    w.now.evaluation_count = 2;
    give_final(&w, true, 0);
}

static void request_undated(void)
{
    w.asked.data.written_on = (struct date){ 0 };
}

static void request_after_act(void)
{
    w.asked.data.written_on = date_add_days(w.asked.occurred_on, 1);
}

static void active_lately(void)
{
    w.now.last_activity_on = date_add_days(w.asked.occurred_on, -180);
}

static void not_agreed(void)
{
    w.asked.data.is_agreed = false;
}

static void receiver_left(void)
{
    w.habilitations[2].spell.to = date_add_days(w.asked.occurred_on, -1);
}

static void receiver_trains_only(void)
{
    w.habilitations[2].activity = ACTIVITY_TRAINING;
}

/* In no state that a transfer starts from by the machine: the guard stands for itself. */
static void evaluation_open(void)
{
    w.now.evaluations = w.evaluations;
    w.now.evaluation_count = w.now.evaluation_count == 0 ? 1 : w.now.evaluation_count;
    w.evaluations[w.now.evaluation_count - 1].completed_on = (struct date){ 0 };
}

static void on_agenda_elsewhere(void)
{
    give_file(&w, true);
}

static void tie(void)
{
    give_votes(&w, 1, 1, 0);
}

static void majority_instead_of_deferral(void)
{
    give_votes(&w, 2, 0, 0);
}

/* Without votes no majority exists either way, which would otherwise read as a deferral. */
static void nobody_voted(void)
{
    give_votes(&w, 0, 0, 0);
}

static void no_domain_named(void)
{
    w.asked.data.domains = 0;
}

static void no_answer(void)
{
    w.asked.data.has_answer = false;
}

static void results_came_along(void)
{
    w.asked.data.has_results = true;
}

static void fraud_before(void)
{
    w.facts.own.has_fraud = true;
}

static void annulled_too_early(void)
{
    w.asked.occurred_on = day("2026-01-13");
}

static void other_evaluation(void)
{
    w.asked.data.evaluation_id = an_id(999);
}

static void already_annulled(void)
{
    w.evaluations[w.now.evaluation_count - 1].is_annulled = true;
}

static void other_refusal(void)
{
    w.asked.data.decision_id = an_id(999);
}

#endif
