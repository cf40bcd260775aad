/* SPDX-License-Identifier: EUPL-1.2 */
/* No table says a thing twice, and none leaves a thing out: rows, names, reasons of the rules. */
#include "fixture.h"

#include "annulment_request.h"
#include "appeal.h"
#include "appointment.h"
#include "notification.h"
#include "rectification.h"
#include "certificate.h"
#include "handover.h"
#include "session_machine.h"
#include "link_request.h"
#include "repetition.h"
#include "transfer_request.h"

static const struct {
    const char *what;
    const char *const *names;
    int count;
} arrays[] = {
    { "candidacy_state", candidacy_state_names, CANDIDACY_STATE_COUNT },
    { "candidacy_event", candidacy_event_names, CANDIDACY_EVENT_COUNT },
    { "evaluation_kind", evaluation_kind_names, EVALUATION_KIND_COUNT },
    { "path_status", path_status_names, PATH_STATUS_COUNT },
    { "module_status", module_status_names, MODULE_STATUS_COUNT },
    { "session_state", session_state_names, SESSION_STATE_COUNT },
    { "session_event", session_event_names, SESSION_EVENT_COUNT },
    { "college", college_names, COLLEGE_COUNT },
    { "presence", presence_names, PRESENCE_COUNT },
    { "vote", vote_names, VOTE_COUNT },
    { "verdict", verdict_names, VERDICT_COUNT },
    { "guard_answer", guard_answer_names, GUARD_ANSWER_COUNT },
    { "certificate_state", certificate_state_names, CERTIFICATE_STATE_COUNT },
    { "handover_channel", handover_channel_names, HANDOVER_CHANNEL_COUNT },
    { "duplicate_reason", duplicate_reason_names, DUPLICATE_REASON_COUNT },
    { "annul_reason", annul_reason_names, ANNUL_REASON_COUNT },
    { "annulment_request_state", annulment_request_state_names, ANNULMENT_REQUEST_STATE_COUNT },
    { "annulment_request_event", annulment_request_event_names, ANNULMENT_REQUEST_EVENT_COUNT },
    { "notification_channel", notification_channel_names, CHANNEL_COUNT },
    { "rectification_state", rectification_state_names, RECTIFICATION_STATE_COUNT },
    { "appeal_state", appeal_state_names, APPEAL_STATE_COUNT },
    { "appeal_event", appeal_event_names, APPEAL_EVENT_COUNT },
    { "appointment_state", appointment_state_names, APPOINTMENT_STATE_COUNT },
    { "appointment_event", appointment_event_names, APPOINTMENT_EVENT_COUNT },
    { "transfer_request_state", transfer_request_state_names, TRANSFER_REQUEST_STATE_COUNT },
    { "transfer_request_event", transfer_request_event_names, TRANSFER_REQUEST_EVENT_COUNT },
    { "transfer_kind", transfer_kind_names, TRANSFER_KIND_COUNT },
    { "transfer_party", transfer_party_names, TRANSFER_PARTY_COUNT },
    { "link_kind", link_kind_names, LINK_KIND_COUNT },
    { "link_request_state", link_request_state_names, LINK_REQUEST_STATE_COUNT },
    { "link_request_event", link_request_event_names, LINK_REQUEST_EVENT_COUNT },
    { "piece_kind", piece_kind_names, PIECE_KIND_COUNT },
};

static void every_enumerator_has_a_name_of_its_own(void **state)
{
    (void)state;
    for (size_t a = 0; a < COUNT(arrays); a++) {
        for (int i = 0; i < arrays[a].count; i++) {
            if (arrays[a].names[i] == NULL)
                fail_msg("%s %d has no name", arrays[a].what, i);
            for (int k = 0; k < i; k++)
                if (strcmp(arrays[a].names[i], arrays[a].names[k]) == 0)
                    fail_msg("%s has %s twice", arrays[a].what, arrays[a].names[i]);
        }
        assert_null(arrays[a].names[arrays[a].count]);
    }
}

static void a_state_answers_an_event_once(void **state)
{
    (void)state;
    size_t count;
    const struct transition *rows = transitions(&count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            if (rows[i].from == rows[k].from && rows[i].event == rows[k].event)
                fail_msg("%s from %s is there twice", candidacy_event_name(rows[i].event),
                         candidacy_state_name(rows[i].from));
    const struct session_transition *sessions = session_transitions(&count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            assert_false(sessions[i].from == sessions[k].from &&
                         sessions[i].event == sessions[k].event);
    const struct appeal_transition *appeals = appeal_transitions(&count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            assert_false(appeals[i].from == appeals[k].from &&
                         appeals[i].event == appeals[k].event);
    const struct appointment_transition *appointments = appointment_transitions(&count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            assert_false(appointments[i].from == appointments[k].from &&
                         appointments[i].event == appointments[k].event);
    const struct transfer_request_transition *requests = transfer_request_transitions(&count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            assert_false(requests[i].from == requests[k].from &&
                         requests[i].party == requests[k].party &&
                         requests[i].event == requests[k].event);
    const struct link_request_transition *links = link_request_transitions(&count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            assert_false(links[i].from == links[k].from && links[i].event == links[k].event);
}

/* A list ended too early would hide what stands behind its end. */
static void a_row_names_each_guard_target_and_effect_once(void **state)
{
    (void)state;
    size_t count;
    const struct transition *rows = transitions(&count);
    for (size_t i = 0; i < count; i++) {
        const struct transition *row = &rows[i];
        int ends = 0;
        for (int g = 0; row->guards[g] != GUARD_NONE; g++)
            for (int k = 0; k < g; k++)
                if (row->guards[g] == row->guards[k])
                    fail_msg("%s asks %s twice", row->rule, guard_info(row->guards[g])->name);
        for (int t = 0; row->to[t] != CANDIDACY_NONE; t++)
            for (int k = 0; k < t; k++)
                assert_int_not_equal(row->to[t], row->to[k]);
        for (int e = 0; row->effects[e] != CANDIDACY_EFFECT_NONE; e++)
            for (int k = 0; k < e; k++)
                assert_int_not_equal(row->effects[e], row->effects[k]);
        for (int g = 0; g <= TRANSITION_MAX_GUARDS; g++) {
            ends += row->guards[g] == GUARD_NONE;
            assert_true(ends == 0 || row->guards[g] == GUARD_NONE);
        }
        assert_true(ends > 0);
    }
}

/* Asked for a pair of state and event, one answer only may fit. */
static void every_guard_is_used_and_has_a_name(void **state)
{
    (void)state;
    size_t count;
    const struct transition *rows = transitions(&count);
    for (int guard = GUARD_NONE + 1; guard < GUARD_COUNT; guard++) {
        bool is_used = false;
        for (size_t i = 0; i < count; i++)
            for (int g = 0; rows[i].guards[g] != GUARD_NONE; g++)
                is_used |= rows[i].guards[g] == (enum guard)guard;
        assert_non_null(guard_info((enum guard)guard)->name);
        if (!is_used)
            fail_msg("no row asks %s", guard_info((enum guard)guard)->name);
    }
}

static void no_state_has_more_events_than_there_is_room_for(void **state)
{
    (void)state;
    size_t count;
    const struct transition *rows = transitions(&count);
    int events[CANDIDACY_STATE_COUNT] = { 0 };
    for (size_t i = 0; i < count; i++)
        assert_in_range(++events[rows[i].from], 1, CANDIDACY_MAX_ALLOWED_EVENTS);
}

static void a_reason_has_texts_of_its_own(void **state)
{
    (void)state;
    for (int i = REASON_NONE + 1; i < REASON_COUNT; i++) {
        const struct reason_info *info = reason_info((enum reason)i);
        assert_int_equal(reason_from_code(info->code, strlen(info->code)), i);
        for (int k = REASON_NONE + 1; k < i; k++) {
            const struct reason_info *other = reason_info((enum reason)k);
            if (strcmp(info->detail_en, other->detail_en) == 0 ||
                strcmp(info->detail_fr, other->detail_fr) == 0)
                fail_msg("%s says what %s says", info->code, other->code);
        }
    }
}

/* Who may, as the glossary has it: the chair opens, decides and reopens; the secretary plans,
 * convenes and cancels (decision 35). */
static void the_secretary_cancels_and_the_bench_reopens(void **state)
{
    (void)state;
    static const struct {
        enum session_state from;
        enum session_event event;
        unsigned actors;
    } cases[] = {
        { SESSION_PLANNED, SESSION_EVENT_CANCEL, ACTOR_SECRETARY },
        { SESSION_CONVENED, SESSION_EVENT_CANCEL, ACTOR_SECRETARY },
        { SESSION_CLOSED, SESSION_EVENT_REOPEN, ACTOR_JUROR | ACTOR_CHAIR },
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(session_transition_find(cases[i].from, cases[i].event)->actors,
                         cases[i].actors);
}

/* What nobody has to write a reason for, and what somebody has to. */
static void a_no_to_a_transfer_says_why(void **state)
{
    (void)state;
    static const struct {
        enum transfer_request_state from;
        enum transfer_request_event event;
        enum transfer_party party;
        bool needs_reason;
    } cases[] = {
        { TRANSFER_REQUEST_PENDING, TRANSFER_REQUEST_EVENT_ACCEPT, TRANSFER_PARTY_RECEIVED, false },
        { TRANSFER_REQUEST_AGREED, TRANSFER_REQUEST_EVENT_DECLINE, TRANSFER_PARTY_RECEIVED, true },
        { TRANSFER_REQUEST_AGREED, TRANSFER_REQUEST_EVENT_RETRACT, TRANSFER_PARTY_SENT, false },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct transfer_standing now = { TRANSFER_KIND_OFFER, cases[i].from };
        const struct transfer_request_transition *row =
            transfer_request_transition_find(now, cases[i].party, cases[i].event);
        assert_non_null(row);
        assert_int_equal(row->needs_reason, cases[i].needs_reason);
    }
}

/* What is known to nobody stands in the settings; what the tests of other suites count on, here. */
static void what_is_asked_of_others_lapses_and_ends_somewhere(void **state)
{
    (void)state;
    struct outcome outcome = { 0 };
    assert_int_equal(POLICY_DEFAULT.consent_days, 30);
    assert_int_equal(POLICY_DEFAULT.requests_per_matter, 5);
    assert_int_equal(POLICY_DEFAULT.horizon_years, 10);
    assert_int_equal(POLICY_DEFAULT.planning_months, 24);
    assert_int_equal(POLICY_DEFAULT.file_minutes, 10);
    repetition_judge((struct repetition){ .count = 0, .most = 1 }, &outcome);
    assert_true(outcome_is_accepted(&outcome));
    repetition_judge((struct repetition){ .count = 1, .most = 0 }, &outcome);
    assert_true(outcome_is_accepted(&outcome));
    repetition_judge((struct repetition){ .count = 1, .most = 1 }, &outcome);
    assert_true(outcome_has(&outcome, REASON_REQUESTS_TOO_MANY));
}

/* Whoever can cure a refusal by what he sends is told where (wants.def), but for these: what is
 * named elsewhere, and what no member of the body is about. */
static void a_guard_on_the_data_points_at_its_member(void **state)
{
    (void)state;
    static const enum reason without[] = {
        REASON_DEADLINE_PASSED,     REASON_DOMAINS_MISSING, /* of the state too */
        REASON_RESULTS_FROZEN,      REASON_COMMISSION_NOT_COMPETENT, REASON_SESSION_LOCKED,
        REASON_SESSION_FULL,        REASON_SESSION_NOT_OPEN,         REASON_PARITY_BROKEN,
        REASON_QUORUM_NOT_MET,      REASON_JUROR_NOT_INDEPENDENT,    REASON_NO_MAJORITY,
        REASON_DECISION_BUILT_UPON,
    };
    for (int guard = GUARD_NONE + 1; guard < GUARD_COUNT; guard++) {
        const struct guard_info *info = guard_info((enum guard)guard);
        bool is_without = info->kind != GUARD_DATA;
        for (size_t i = 0; i < COUNT(without); i++)
            is_without |= without[i] == info->reason;
        if ((reason_wants(info->reason) == NULL) != is_without && info->kind == GUARD_DATA)
            fail_msg("%s has %s member", info->name, is_without ? "a" : "no");
    }
    assert_null(reason_wants(REASON_NONE));
    assert_null(reason_wants((enum reason) - 1));
    assert_null(reason_wants(REASON_COUNT));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_enumerator_has_a_name_of_its_own),
        cmocka_unit_test(a_guard_on_the_data_points_at_its_member),
        cmocka_unit_test(a_state_answers_an_event_once),
        cmocka_unit_test(a_row_names_each_guard_target_and_effect_once),
        cmocka_unit_test(every_guard_is_used_and_has_a_name),
        cmocka_unit_test(no_state_has_more_events_than_there_is_room_for),
        cmocka_unit_test(a_reason_has_texts_of_its_own),
        cmocka_unit_test(the_secretary_cancels_and_the_bench_reopens),
        cmocka_unit_test(a_no_to_a_transfer_says_why),
        cmocka_unit_test(what_is_asked_of_others_lapses_and_ends_somewhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
