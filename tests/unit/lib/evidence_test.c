/* SPDX-License-Identifier: EUPL-1.2 */
/* When evidence may come and go. */
#include "evidence.h"

#include "fixture.h"

static void it_comes_and_goes_until_the_file_is_sent(void **state)
{
    (void)state;
    for (enum candidacy_state at = CANDIDACY_NONE; at < CANDIDACY_STATE_COUNT; at++) {
        const bool is_open = at == CANDIDACY_INFORMED || at == CANDIDACY_PRIOR_IN_PROGRESS ||
                             at == CANDIDACY_PRIOR_COMPLETED || at == CANDIDACY_PARTIAL ||
                             at == CANDIDACY_PATH_PROPOSED || at == CANDIDACY_IN_TRAINING ||
                             at == CANDIDACY_FINAL_READY || at == CANDIDACY_FINAL_IN_PROGRESS ||
                             at == CANDIDACY_FINAL_COMPLETED || at == CANDIDACY_JURY_READY ||
                             at == CANDIDACY_DEFERRED;
        const struct evidence_act act = { EVIDENCE_CLEAN, at, false, true };
        assert_int_equal(evidence_is_open(at), is_open);
        if (is_open)
            assert_accepted(evidence_decide(&act, EVIDENCE_EVENT_REMOVE));
        else
            assert_refused(evidence_decide(&act, EVIDENCE_EVENT_REMOVE), REASON_EVIDENCE_SENT);
    }
}

static void what_a_commission_was_sent_stays(void **state)
{
    const struct evidence_act act = { EVIDENCE_CLEAN, CANDIDACY_DEFERRED, true, true };
    (void)state;
    assert_refused(evidence_decide(&act, EVIDENCE_EVENT_REMOVE), REASON_EVIDENCE_SENT);
}

static void it_is_removed_with_a_reason_once_and_not_when_it_was_refused(void **state)
{
    (void)state;
    for (enum evidence_state at = 0; at < EVIDENCE_STATE_COUNT; at++) {
        struct evidence_act act = { at, CANDIDACY_PARTIAL, false, true };
        if (at == EVIDENCE_REFUSED || at == EVIDENCE_REMOVED) {
            assert_refused(evidence_decide(&act, EVIDENCE_EVENT_REMOVE), REASON_INVALID_STATE);
            continue;
        }
        assert_accepted(evidence_decide(&act, EVIDENCE_EVENT_REMOVE));
        act.has_reason = false;
        assert_refused(evidence_decide(&act, EVIDENCE_EVENT_REMOVE), REASON_REASON_REQUIRED);
    }
}

static void what_is_no_event_is_refused(void **state)
{
    const struct evidence_act act = { EVIDENCE_CLEAN, CANDIDACY_PARTIAL, false, true };
    (void)state;
    assert_refused(evidence_decide(&act, EVIDENCE_EVENT_COUNT), REASON_INVALID_STATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_comes_and_goes_until_the_file_is_sent),
        cmocka_unit_test(what_a_commission_was_sent_stays),
        cmocka_unit_test(it_is_removed_with_a_reason_once_and_not_when_it_was_refused),
        cmocka_unit_test(what_is_no_event_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
