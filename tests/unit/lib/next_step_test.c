/* SPDX-License-Identifier: EUPL-1.2 */
/* What a state goes on with on the main route, transcribed from the domain page (9.2, 9.3). */
#include "candidacy_machine.h"
#include "fixture.h"
#include "session_machine.h"

#include <string.h>

static void a_candidacy_waits_for_the_next_event_of_its_route(void **state)
{
    static const struct {
        const char *from, *event;
    } route[] = {
        { "CONTACT", "RECORD_INFORMATION" },
        { "INFORMED", "START_PRIOR" },
        { "PRIOR_IN_PROGRESS", "COMPLETE_PRIOR" },
        { "PRIOR_COMPLETED", "RECORD_RESTITUTION" },
        { "PARTIAL", "PROPOSE_PATH" },
        { "PATH_PROPOSED", "ACCEPT_PATH" },
        { "IN_TRAINING", "CLOSE_PATH" },
        { "FINAL_READY", "START_FINAL" },
        { "FINAL_IN_PROGRESS", "COMPLETE_FINAL" },
        { "FINAL_COMPLETED", "RECORD_RESTITUTION" },
        { "JURY_READY", "SUBMIT_FILE" },
        { "SUBMITTED", "PUT_ON_AGENDA" },
        { "ON_AGENDA", "CERTIFY" },
        { "DEFERRED", "ANSWER_COMPLEMENT" },
    };
    (void)state;
    int found = 0;
    for (int from = CANDIDACY_NONE; from < CANDIDACY_STATE_COUNT; from++) {
        const struct transition *next = transition_next((enum candidacy_state)from);
        if (!next)
            continue;
        assert_int_equal(next->from, from);
        assert_string_equal(candidacy_state_names[from], route[found].from);
        assert_string_equal(candidacy_event_name(next->event), route[found].event);
        found++;
    }
    assert_int_equal(found, sizeof route / sizeof route[0]);
}

static void a_session_goes_on_to_its_minutes(void **state)
{
    static const struct {
        enum session_state from;
        enum session_event event;
        unsigned actors;
    } route[] = {
        { SESSION_PLANNED, SESSION_EVENT_CONVENE, ACTOR_SECRETARY },
        { SESSION_CONVENED, SESSION_EVENT_OPEN, ACTOR_JUROR | ACTOR_CHAIR },
        { SESSION_OPEN, SESSION_EVENT_CLOSE, ACTOR_JUROR | ACTOR_CHAIR },
        { SESSION_CLOSED, SESSION_EVENT_SIGN, ACTOR_JUROR | ACTOR_CHAIR },
    };
    (void)state;
    for (size_t i = 0; i < sizeof route / sizeof route[0]; i++) {
        const struct session_transition *next = session_transition_next(route[i].from);
        assert_non_null(next);
        assert_int_equal(next->event, route[i].event);
        assert_int_equal(next->actors, route[i].actors);
    }
    assert_null(session_transition_next(SESSION_SIGNED));
    assert_null(session_transition_next(SESSION_CANCELLED));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_candidacy_waits_for_the_next_event_of_its_route),
        cmocka_unit_test(a_session_goes_on_to_its_minutes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
