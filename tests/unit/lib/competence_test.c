/* SPDX-License-Identifier: EUPL-1.2 */
/* The certifier names another commission than the rule: when, and when no more (A30). */
#include "competence.h"

#include "fixture.h"

static const struct competence waiting = { .state = CANDIDACY_SUBMITTED, .is_commission = true };

static void what_is_taken_up_or_over_stays_where_it_is(void **state)
{
    (void)state;
    for (int from = CANDIDACY_CONTACT; from < CANDIDACY_STATE_COUNT; from++) {
        struct competence now = waiting;
        now.state = (enum candidacy_state)from;
        switch (from) {
        case CANDIDACY_ON_AGENDA:
            assert_refused(competence_override(&now), REASON_FILE_ON_AGENDA);
            break;
        case CANDIDACY_DEFERRED:
        case CANDIDACY_CERTIFIED:
            assert_refused(competence_override(&now), REASON_FILE_DECIDED);
            break;
        case CANDIDACY_EXPIRED:
        case CANDIDACY_WITHDRAWN:
        case CANDIDACY_ABANDONED:
        case CANDIDACY_CANCELLED:
            assert_refused(competence_override(&now), REASON_INVALID_STATE);
            break;
        default:
            assert_accepted(competence_override(&now));
        }
        assert_int_equal(competence_moves_file(&now), from == CANDIDACY_SUBMITTED);
    }
}

static void a_file_that_was_decided_once_stays_with_its_commission(void **state)
{
    (void)state;
    struct competence now = waiting;
    now.is_decided = true;
    assert_refused(competence_override(&now), REASON_FILE_DECIDED);
    now.state = CANDIDACY_PARTIAL; /* refused, and on its way to another file */
    assert_accepted(competence_override(&now));
}

static void the_commission_is_another_one_that_can_decide(void **state)
{
    (void)state;
    struct competence now = waiting;
    now.is_there = true;
    assert_refused(competence_override(&now), REASON_COMMISSION_ALREADY_COMPETENT);
    now.is_commission = false;
    assert_refused(competence_override(&now), REASON_COMMISSION_NOT_COMPETENT);
}

/* Where a naming that was ended left it: it is named anew, and nothing is sent. */
static void a_file_that_waits_there_is_not_sent_again(void **state)
{
    (void)state;
    struct competence now = waiting;
    now.is_waiting_there = true;
    assert_accepted(competence_override(&now));
    assert_false(competence_moves_file(&now));
    now.is_decided = true;
    assert_refused(competence_override(&now), REASON_FILE_DECIDED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_taken_up_or_over_stays_where_it_is),
        cmocka_unit_test(a_file_that_was_decided_once_stays_with_its_commission),
        cmocka_unit_test(the_commission_is_another_one_that_can_decide),
        cmocka_unit_test(a_file_that_waits_there_is_not_sent_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
