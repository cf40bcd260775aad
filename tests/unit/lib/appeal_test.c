/* SPDX-License-Identifier: EUPL-1.2 */
/* Appeals: who is in time, and every state with every event (9.3). */
#include "appeal.h"
#include "fixture.h"

static const struct appealed_decision refusal = {
    VERDICT_REFUSED, { 2026, 2, 10 }, { 2026, 4, 20 }, { { 0 } }
}; /* told on 20 February */

static void assert_filed(struct appealed_decision decision, const char *filed, const char *today,
                         enum reason expected)
{
    const struct outcome outcome = appeal_file(&decision, day(filed), day(today));
    if (expected == REASON_NONE)
        assert_accepted(outcome);
    else
        assert_refused(outcome, expected);
}

static void a_refusal_is_appealed_until_the_day_that_was_told(void **state)
{
    (void)state;
    assert_filed(refusal, "2026-02-10", "2026-05-01", REASON_NONE); /* he heard before */
    assert_filed(refusal, "2026-04-20", "2026-05-01", REASON_NONE); /* the last day */
    assert_filed(refusal, "2026-04-21", "2026-05-01", REASON_APPEAL_TOO_LATE);
    assert_filed(refusal, "2026-02-09", "2026-05-01", REASON_DATE_BEFORE_PREVIOUS_ACT);
    assert_filed(refusal, "2026-03-02", "2026-03-01", REASON_DATE_IN_FUTURE);
    const struct outcome late = appeal_file(&refusal, day("2026-04-21"), day("2026-05-01"));
    assert_date(late.unmet[0].detail.limit, "2026-04-20");
}

static void who_was_not_told_is_never_too_late(void **state)
{
    (void)state;
    struct appealed_decision untold = refusal;
    untold.appeal_by = (struct date){ 0 };
    assert_filed(untold, "2036-02-10", "2036-02-10", REASON_NONE);
    assert_filed(untold, "2026-02-09", "2036-02-10", REASON_DATE_BEFORE_PREVIOUS_ACT);
}

static void the_two_months_end_with_the_month(void **state)
{
    (void)state;
    assert_date(appeal_deadline(day("2026-12-31"), &POLICY_DEFAULT), "2027-02-28");
}

static void only_an_effective_refusal_is_appealed_once(void **state)
{
    (void)state;
    for (enum verdict verdict = VERDICT_NONE; verdict <= VERDICT_NOT_EXAMINED; verdict++) {
        struct appealed_decision other = refusal;
        other.verdict = verdict;
        assert_filed(other, "2026-03-01", "2026-03-01",
                     verdict == VERDICT_REFUSED ? REASON_NONE : REASON_DECISION_NOT_APPEALABLE);
    }
    struct appealed_decision unsigned_yet = refusal;
    unsigned_yet.effective_on = (struct date){ 0 };
    assert_filed(unsigned_yet, "2026-03-01", "2026-03-01", REASON_DECISION_NOT_APPEALABLE);
    struct appealed_decision again = refusal;
    again.appeal_id = an_id(7);
    assert_filed(again, "2026-03-01", "2026-03-01", REASON_APPEAL_EXISTS);
}

static struct outcome decide(enum appeal_state from, enum appeal_event event, const char *on,
                             bool has_reason, enum appeal_state *ret_to)
{
    const struct appeal_command asked = { event, day(on), day("2026-04-01"), has_reason };
    return appeal_decide(from, day("2026-03-01"), &asked, ret_to);
}

static void every_state_and_event_is_as_specified(void **state)
{
    (void)state;
    static const int expected[APPEAL_STATE_COUNT][APPEAL_EVENT_COUNT] = {
        [APPEAL_FILED] = { APPEAL_ADMISSIBLE, -1, -1, APPEAL_REJECTED, APPEAL_WITHDRAWN },
        [APPEAL_ADMISSIBLE] = { -1, APPEAL_UPHELD, APPEAL_REEXAMINE, APPEAL_REJECTED,
                                APPEAL_WITHDRAWN },
        [APPEAL_UPHELD] = { -1, -1, -1, -1, -1 },
        [APPEAL_REEXAMINE] = { -1, -1, -1, -1, -1 },
        [APPEAL_REJECTED] = { -1, -1, -1, -1, -1 },
        [APPEAL_WITHDRAWN] = { -1, -1, -1, -1, -1 },
    };
    for (enum appeal_state from = 0; from < APPEAL_STATE_COUNT; from++)
        for (enum appeal_event event = 0; event < APPEAL_EVENT_COUNT; event++) {
            enum appeal_state to = APPEAL_STATE_COUNT;
            const struct outcome outcome = decide(from, event, "2026-03-15", true, &to);
            if (expected[from][event] < 0) {
                assert_refused(outcome, REASON_INVALID_STATE);
                assert_int_equal(to, APPEAL_STATE_COUNT);
                continue;
            }
            assert_accepted(outcome);
            assert_int_equal(to, expected[from][event]);
        }
}

static void a_rejection_says_why_and_acts_keep_their_order(void **state)
{
    (void)state;
    enum appeal_state to = APPEAL_FILED;
    assert_refused(decide(APPEAL_FILED, APPEAL_EVENT_REJECT, "2026-03-15", false, &to),
                   REASON_REASON_REQUIRED);
    assert_refused(decide(APPEAL_ADMISSIBLE, APPEAL_EVENT_REJECT, "2026-03-15", false, &to),
                   REASON_REASON_REQUIRED);
    assert_refused(decide(APPEAL_FILED, APPEAL_EVENT_WITHDRAW, "2026-03-15", false, &to),
                   REASON_REASON_REQUIRED);
    assert_refused(decide(APPEAL_ADMISSIBLE, APPEAL_EVENT_WITHDRAW, "2026-03-15", false, &to),
                   REASON_REASON_REQUIRED);
    assert_refused(decide(APPEAL_ADMISSIBLE, APPEAL_EVENT_UPHOLD, "2026-03-15", false, &to),
                   REASON_REASON_REQUIRED);
    assert_refused(decide(APPEAL_ADMISSIBLE, APPEAL_EVENT_UPHOLD, "2026-02-28", true, &to),
                   REASON_DATE_BEFORE_PREVIOUS_ACT);
    assert_refused(decide(APPEAL_ADMISSIBLE, APPEAL_EVENT_REEXAMINE, "2026-04-02", true, &to),
                   REASON_DATE_IN_FUTURE);
    assert_int_equal(to, APPEAL_FILED);
    assert_refused(decide(APPEAL_ADMISSIBLE, APPEAL_EVENT_REEXAMINE, "2026-03-01", false, &to),
                   REASON_REASON_REQUIRED);
    assert_accepted(decide(APPEAL_ADMISSIBLE, APPEAL_EVENT_REEXAMINE, "2026-03-01", true, &to));
}

static void names_lead_to_states(void **state)
{
    (void)state;
    enum appeal_state found;
    for (int i = 0; i < APPEAL_STATE_COUNT; i++) {
        assert_true(
            appeal_state_from_name(appeal_state_names[i], strlen(appeal_state_names[i]), &found));
        assert_int_equal(found, i);
    }
    assert_false(appeal_state_from_name("DECIDED", 7, &found));
    assert_null(appeal_state_names[APPEAL_STATE_COUNT]);
    assert_null(appeal_event_names[APPEAL_EVENT_COUNT]);
}

static void the_whole_table_is_what_is_found(void **state)
{
    (void)state;
    size_t count;
    const struct appeal_transition *table = appeal_transitions(&count);
    assert_in_range(count, 5, 20);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            assert_false(table[i].from == table[k].from && table[i].event == table[k].event);
}

static void every_state_is_read_back(void **state)
{
    (void)state;
    for (int i = 0; i < APPEAL_STATE_COUNT; i++) {
        enum appeal_state found = APPEAL_STATE_COUNT;
        assert_true(
            appeal_state_from_name(appeal_state_names[i], strlen(appeal_state_names[i]), &found));
        assert_int_equal(found, i);
    }
}

static void an_appeal_is_admitted_without_a_reason(void **state)
{
    (void)state;
    enum appeal_state to = APPEAL_STATE_COUNT;
    assert_accepted(
        decide(APPEAL_FILED, APPEAL_EVENT_DECLARE_ADMISSIBLE, "2026-03-02", false, &to));
    assert_int_equal(to, APPEAL_ADMISSIBLE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_refusal_is_appealed_until_the_day_that_was_told),
        cmocka_unit_test(who_was_not_told_is_never_too_late),
        cmocka_unit_test(the_two_months_end_with_the_month),
        cmocka_unit_test(only_an_effective_refusal_is_appealed_once),
        cmocka_unit_test(every_state_and_event_is_as_specified),
        cmocka_unit_test(a_rejection_says_why_and_acts_keep_their_order),
        cmocka_unit_test(names_lead_to_states),
        cmocka_unit_test(the_whole_table_is_what_is_found),
        cmocka_unit_test(every_state_is_read_back),
        cmocka_unit_test(an_appeal_is_admitted_without_a_reason),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
