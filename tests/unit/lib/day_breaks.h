/* The same for the order of days, for what a day holds, and for corrections. */
#ifndef DAY_BREAKS_H
#define DAY_BREAKS_H

#include "broken_world.h"

static void informed_after(void)
{
    w.now.information_on = date_add_days(w.asked.data.sitting_date, 1);
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
    w.file.submitted_on = date_add_days(w.asked.occurred_on, 1);
}

static void active_after(void)
{
    w.now.last_activity_on = date_add_days(w.asked.occurred_on, 1);
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
