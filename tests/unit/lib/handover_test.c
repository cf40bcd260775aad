/* SPDX-License-Identifier: EUPL-1.2 */
/* Handing certificates over: when, once, and how a record is corrected. */
#include "handover.h"

#include "fixture.h"

static struct handover_certificate certificate; /* valid, and not handed over */

static int begin(void **state)
{
    (void)state;
    certificate = (struct handover_certificate){ .issued_on = { 2026, 2, 10 } };
    return 0;
}

static struct outcome record(const char *on, bool is_correction)
{
    const struct handover_command asked = { day(on), day("2026-06-01"), is_correction };
    return handover_record(&certificate, &asked);
}

static void it_lies_between_the_issue_and_today(void **state)
{
    (void)state;
    assert_accepted(record("2026-02-10", false));
    assert_accepted(record("2026-06-01", false));
    assert_refused(record("2026-02-09", false), REASON_DATE_BEFORE_PREVIOUS_ACT);
    assert_refused(record("2026-06-02", false), REASON_DATE_IN_FUTURE);
}

static void it_is_recorded_once_and_then_corrected(void **state)
{
    (void)state;
    assert_refused(record("2026-03-01", true), REASON_ALREADY_HANDED_OVER);
    certificate.is_handed_over = true;
    assert_refused(record("2026-03-01", false), REASON_ALREADY_HANDED_OVER);
    assert_int_equal(record("2026-12-01", false).count, 1);
    assert_accepted(record("2026-02-10", true)); /* earlier or later than what was written */
    assert_refused(record("2026-02-09", true), REASON_DATE_BEFORE_PREVIOUS_ACT);
}

/* The paper is with its holder then: who wants it back has to know. */
static void what_was_handed_over_before_the_annulment_is_still_recorded(void **state)
{
    (void)state;
    certificate.annulled_on = day("2026-04-01");
    assert_accepted(record("2026-03-31", false));
    assert_accepted(record("2026-04-01", false));
    assert_refused(record("2026-04-02", false), REASON_CERTIFICATE_ANNULLED);
    certificate.is_handed_over = true;
    assert_accepted(record("2026-03-31", true));
    assert_refused(record("2026-04-02", true), REASON_CERTIFICATE_ANNULLED);
}

/* What takes its place is in another name. */
static void what_was_superseded_is_handed_over_no_more(void **state)
{
    (void)state;
    certificate.superseded_on = day("2026-04-01");
    assert_accepted(record("2026-03-31", false));
    assert_refused(record("2026-04-01", false), REASON_CERTIFICATE_SUPERSEDED);
    assert_refused(record("2026-04-02", false), REASON_CERTIFICATE_SUPERSEDED);
    certificate.is_handed_over = true;
    assert_accepted(record("2026-03-31", true));
    assert_refused(record("2026-04-01", true), REASON_CERTIFICATE_SUPERSEDED);
}

static void it_is_due_some_days_after_the_issue(void **state)
{
    (void)state;
    struct policy policy = POLICY_DEFAULT;
    assert_date(handover_due(day("2026-02-10"), &policy), "2026-03-12");
    policy.handover_days = 1;
    assert_date(handover_due(day("2026-12-31"), &policy), "2027-01-01");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(it_lies_between_the_issue_and_today, begin),
        cmocka_unit_test_setup(it_is_recorded_once_and_then_corrected, begin),
        cmocka_unit_test_setup(what_was_handed_over_before_the_annulment_is_still_recorded, begin),
        cmocka_unit_test_setup(what_was_superseded_is_handed_over_no_more, begin),
        cmocka_unit_test(it_is_due_some_days_after_the_issue),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
