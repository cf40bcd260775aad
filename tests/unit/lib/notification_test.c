/* SPDX-License-Identifier: EUPL-1.2 */
/* Notifications: what is told, when, once, and how a record is corrected (3.4, decision 48). */
#include "notification.h"

#include "fixture.h"

static const struct notified_decision untold = { .verdict = VERDICT_REFUSED,
                                                 .effective_on = { 2026, 2, 10 } };
static const struct notified_decision told = { .verdict = VERDICT_REFUSED,
                                               .effective_on = { 2026, 2, 10 },
                                               .is_notified = true,
                                               .notified_on = { 2026, 2, 20 },
                                               .appeal_by = { 2026, 4, 20 } };

static struct outcome record(const struct notified_decision *decision, const char *on,
                             bool is_correction, struct date *ret_appeal_by)
{
    const struct notification_command asked = { day(on), day("2026-06-01"), is_correction };
    return notification_record(decision, &asked, &POLICY_DEFAULT, ret_appeal_by);
}

static void assert_told(const struct notified_decision *decision, const char *on,
                        bool is_correction, enum reason expected)
{
    struct date appeal_by = { 1999, 1, 1 };
    const struct outcome outcome = record(decision, on, is_correction, &appeal_by);
    if (expected == REASON_NONE) {
        assert_accepted(outcome);
        return;
    }
    assert_refused(outcome, expected);
    assert_date(appeal_by, "1999-01-01");
}

static void a_decision_is_told_between_its_effect_and_today(void **state)
{
    (void)state;
    assert_told(&untold, "2026-02-10", false, REASON_NONE);
    assert_told(&untold, "2026-06-01", false, REASON_NONE);
    assert_told(&untold, "2026-02-09", false, REASON_DATE_BEFORE_PREVIOUS_ACT);
    assert_told(&untold, "2026-06-02", false, REASON_DATE_IN_FUTURE);
}

static void it_is_told_once_and_then_corrected(void **state)
{
    (void)state;
    assert_told(&told, "2026-03-01", false, REASON_ALREADY_NOTIFIED);
    assert_told(&untold, "2026-03-01", true, REASON_ALREADY_NOTIFIED);
    assert_told(&told, "2026-03-01", true, REASON_NONE);
    assert_told(&told, "2026-02-20", true, REASON_NONE); /* the channel was wrong */
    assert_told(&told, "2026-02-19", true, REASON_NOTIFIED_EARLIER);
}

static void what_is_not_in_effect_is_not_told(void **state)
{
    (void)state;
    struct notified_decision unsigned_yet = untold;
    unsigned_yet.effective_on = (struct date){ 0 };
    assert_told(&unsigned_yet, "2026-03-01", false, REASON_DECISION_NOT_IN_EFFECT);
    for (enum verdict verdict = VERDICT_NONE; verdict <= VERDICT_NOT_EXAMINED; verdict++) {
        struct notified_decision other = untold;
        other.verdict = verdict;
        const bool is_told = verdict != VERDICT_NONE && verdict != VERDICT_NOT_EXAMINED;
        assert_told(&other, "2026-03-01", false,
                    is_told ? REASON_NONE : REASON_DECISION_NOT_IN_EFFECT);
    }
}

static void the_time_to_appeal_runs_from_the_day_and_is_never_shortened(void **state)
{
    (void)state;
    struct date appeal_by;
    assert_accepted(record(&untold, "2026-02-20", false, &appeal_by));
    assert_date(appeal_by, "2026-04-20");
    assert_accepted(record(&told, "2026-03-05", true, &appeal_by));
    assert_date(appeal_by, "2026-05-05");
    struct notified_decision longer = told; /* told under another policy */
    longer.appeal_by = (struct date){ 2026, 8, 20 };
    assert_accepted(record(&longer, "2026-03-05", true, &appeal_by));
    assert_date(appeal_by, "2026-08-20");
    struct notified_decision favourable = untold;
    favourable.verdict = VERDICT_CERTIFIED;
    assert_accepted(record(&favourable, "2026-02-20", false, &appeal_by));
    assert_false(date_is_set(appeal_by));
}

static void it_is_due_so_many_days_after_the_session(void **state)
{
    (void)state;
    assert_date(notification_due(day("2026-02-20"), &POLICY_DEFAULT), "2026-03-07");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_decision_is_told_between_its_effect_and_today),
        cmocka_unit_test(it_is_told_once_and_then_corrected),
        cmocka_unit_test(what_is_not_in_effect_is_not_told),
        cmocka_unit_test(the_time_to_appeal_runs_from_the_day_and_is_never_shortened),
        cmocka_unit_test(it_is_due_so_many_days_after_the_session),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
