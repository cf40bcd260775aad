/* SPDX-License-Identifier: EUPL-1.2 */
/* The same for the order of days, for what a day holds, and for corrections. */
#ifndef DAY_BREAKS_H
#define DAY_BREAKS_H

#include "act_order.h"
#include "broken_world.h"

static void informed_after(void)
{
    w.now.information_on = date_add_days(w.asked.data.sitting_date, 1);
    w.asked.occurred_on = w.now.information_on;
}

/* The sitting lies behind what the act itself precedes. */
static void started_early(void)
{
    w.asked.occurred_on =
        date_add_days(w.now.path != NULL ? w.path.closed_on : w.now.information_on, -1);
}

static void closed_after(void)
{
    w.path.closed_on = date_add_days(w.asked.data.sitting_date, 1);
}

static void results_after(void)
{
    w.evaluations[w.now.evaluation_count - 1].results_on = date_add_days(w.asked.occurred_on, 1);
}

static void submitted_after(void)
{
    w.file.moved_on = date_add_days(w.asked.occurred_on, 1);
}

static void session_before(void)
{
    w.session.held_on = date_add_days(w.file.moved_on, -1);
}

/* Whatever the state, something of the cycle lies behind its end. */
static void acted_after(void)
{
    w.now.information_on = date_add_days(w.asked.occurred_on, 1);
}

static void abandoned_after(void)
{
    w.now.abandoned_on = date_add_days(w.asked.occurred_on, 1);
}

/* The one before it that was held. */
static void sitting_moved_early(void)
{
    w.asked.data.sitting_date =
        date_add_days(w.evaluations[w.now.evaluation_count - 1].sittings[0].date, -1);
}

/* Whoever's it is has recorded results long before. */
static void sitting_moved_late(void)
{
    const int evaluators[] = { OTHER_EVALUATOR, EVALUATOR };
    for (int i = 0; i < 2; i++) {
        give_act(&w, 2 + i, EVENT_RECORD_RESULTS, "2026-01-01");
        w.acts[2 + i].evaluation_id = w.evaluations[w.now.evaluation_count - 1].id;
        w.acts[2 + i].person = a_person(evaluators[i]);
    }
}

/* Two of one evaluator on one day. */
static void sitting_moved_upon(void)
{
    struct evaluation *evaluation = &w.evaluations[w.now.evaluation_count - 1];
    w.sittings[w.now.evaluation_count - 1][evaluation->sitting_count - 1].evaluator =
        a_person(EVALUATOR);
    w.asked.data.sitting_date = evaluation->sittings[0].date;
}

/* Who gave it on that day was the organism's no more. */
static void giver_left(void)
{
    w.affiliations[1].spell.to = day("2026-01-13");
    w.asked.data.evaluator = a_person(EVALUATOR);
}

static void given_early(void)
{
    w.asked.data.given_on = day("2026-01-13");
}

static void given_late(void)
{
    w.asked.data.given_on = day("2026-01-15");
    w.evaluations[0].built_upon_on = day("2026-01-14");
}

static void nothing_new(void)
{
    w.asked.data.is_unchanged = true;
}

static void no_act(void)
{
    w.asked.data.act_id = an_id(REFUSAL);
}

static void sent_since(void)
{
    give_act(&w, 2, EVENT_SUBMIT_FILE, "2026-10-20");
}

static void counsellor_came_later(void)
{
    w.affiliations[0].spell.from = w.acts[1].day;
}

static void happened_before_previous(void)
{
    give_act(&w, 1, EVENT_RECORD_RESTITUTION, "2026-01-14");
    give_act(&w, 2, EVENT_PROPOSE_PATH, "2026-01-20");
    w.asked.data.act_id = w.acts[2].id;
    w.asked.data.happened_on = day("2026-01-13");
}

/* Behind whatever the history holds, so that no other break is undone. */
static void happened_after_next(void)
{
    give_act(&w, (int)w.facts.act_count, EVENT_WITHDRAW, "2026-01-12");
    w.asked.data.happened_on = day("2026-01-13");
}

static void dated_past_deadline(void)
{
    give_act(&w, 1, EVENT_CLOSE_PATH, "2026-09-30");
    w.now.deadline = day("2026-10-01");
    w.asked.data.happened_on = day("2026-10-02");
}

/* Of whichever act it is by now. */
static void same_day(void)
{
    const struct act *act = act_find(&w.facts, w.asked.data.act_id);
    if (act != NULL)
        w.asked.data.happened_on = act->day;
}

static void same_minutes(void)
{
    w.asked.data.attended_minutes = w.asked.data.recorded.attended_minutes;
}

static void same_contact(void)
{
    w.asked.data.contact_on = w.now.contact_on;
}

static void same_trainer(void)
{
    w.asked.data.trainer = w.modules[0].trainer;
}

/* Of one minute more than was recorded, nothing is left. */
static void hours_beyond_day(void)
{
    w.asked.data.attended_minutes = w.asked.data.recorded.attended_minutes + 1;
    w.asked.data.day_minutes = DAY_MAX_MINUTES - w.asked.data.attended_minutes + 1;
}

#endif
