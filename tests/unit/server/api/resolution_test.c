/* SPDX-License-Identifier: EUPL-1.2 */
/* What a refusal proposes to call exists, takes the event it names, and is filled from what the
 * refusal knows. */
#include "api/resolution.h"

#include "act_order.h"
#include "api/access.h"
#include "api/role.h"
#include "candidacy_machine.h"
#include "name.h"
#include "session_machine.h"
#include "wording.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct operation *find_operation(enum method method, const char *path)
{
    for (const struct operation *const *table = operation_tables; *table; table++) {
        for (const struct operation *operation = *table; operation->id; operation++) {
            if (operation->method == method && strcmp(operation->path, path) == 0)
                return operation;
        }
    }
    return NULL;
}

static void every_resolution_is_an_operation_of_the_contract(void **state)
{
    (void)state;
    for (const struct resolution *row = resolutions; row->reason != REASON_NONE; row++) {
        if (!find_operation(row->method, row->path))
            fail_msg("%s leads to %s, which does not exist", reason_info(row->reason)->code,
                     row->path);
        if (row->event && name_find(candidacy_event_names, row->event, strlen(row->event)) < 0)
            fail_msg("%s proposes the event %s", reason_info(row->reason)->code, row->event);
        if ((row->event != NULL) !=
            (strcmp(row->path, "/v1/candidacies/{candidacy_id}/events") == 0))
            fail_msg("%s: an event without its machine", reason_info(row->reason)->code);
    }
}

/* What has to be asked with something is asked with it: no way out ends in a 400. */
static void every_parameter_that_is_required_is_given(void **state)
{
    (void)state;
    for (const struct resolution *row = resolutions; row->reason != REASON_NONE; row++) {
        const struct operation *operation = find_operation(row->method, row->path);
        const struct field *field = operation && operation->query ? operation->query->fields : NULL;
        for (; field && field->name; field++) {
            char given[64];
            snprintf(given, sizeof given, "%s=", field->name);
            if ((field->flags & FIELD_REQUIRED) && !(row->query && strstr(row->query, given)))
                fail_msg("%s leads to %s without %s", reason_info(row->reason)->code, row->path,
                         field->name);
        }
    }
}

/* Whoever may be told the reason: by a guard of an event, where a state has none, or by an
 * operation that declares it. */
static unsigned told_roles(enum reason reason)
{
    unsigned roles = 0;
    size_t count;
    const struct transition *moves = transitions(&count);
    for (size_t i = 0; i < count; i++) {
        for (const enum guard *guard = moves[i].guards; *guard != GUARD_NONE; guard++) {
            if (guard_info(*guard)->reason == reason)
                roles |= moves[i].actors;
        }
    }
    for (int event = 0; event < CANDIDACY_EVENT_COUNT; event++) {
        for (int state = CANDIDACY_NONE + 1; state < CANDIDACY_STATE_COUNT; state++) {
            if (!transition_find((enum candidacy_state)state, (enum candidacy_event)event) &&
                transition_missing_reason((enum candidacy_state)state,
                                          (enum candidacy_event)event) == reason)
                roles |= transition_actors((enum candidacy_event)event);
        }
    }
    const struct session_transition *steps = session_transitions(&count);
    for (size_t i = 0; i < count; i++) {
        for (const enum session_guard *guard = steps[i].guards; *guard; guard++) {
            if (session_guard_info(*guard)->reason == reason)
                roles |= steps[i].actors;
        }
    }
    for (const struct operation *const *table = operation_tables; *table; table++) {
        for (const struct operation *operation = *table; operation->id; operation++) {
            const enum reason *at = strstr(operation->path, "/events") ? NULL : operation->reasons;
            for (; at && *at != REASON_NONE; at++) {
                if (*at == reason)
                    roles |= operation->roles;
            }
        }
    }
    return roles & ROLES_ANY;
}

/* How a text names who may; a role without words is named by no text. */
static const char *const role_named[ROLE_COUNT][2] = {
    [ROLE_BIT_COUNSELLOR] = { "onseiller", "ounsellor" },
    [ROLE_BIT_EVALUATOR] = { "valuateur", "valuator" },
    [ROLE_BIT_TRAINER] = { "ormateur", "rainer" },
    [ROLE_BIT_REFERENT] = { "éférent", "eferent" },
    [ROLE_BIT_NETWORK_MANAGER] = { "estionnaire", "anager" },
    [ROLE_BIT_SECRETARY] = { "ecrétariat", "ecretar" },
    [ROLE_BIT_JUROR] = { "uré", "uror" },
    [ROLE_BIT_CHAIR] = { "résident", "hair" },
    [ROLE_BIT_CERTIFIER] = { "ertificateur", "ertifier" },
    [ROLE_BIT_CANDIDATE] = { "andidat", "andidate" },
};

static bool names_one_of(const char *fr, const char *en, unsigned roles)
{
    for (int i = 0; i < ROLE_COUNT; i++) {
        const char *const *words = role_named[i];
        if ((roles & 1u << i) && words[0] && strstr(fr, words[0]) && strstr(en, words[1]))
            return true;
    }
    return false;
}

static bool every_text_names_one_of(enum reason reason, unsigned roles)
{
    const struct reason_info *info = reason_info(reason);
    bool is_named = names_one_of(info->detail_fr, info->detail_en, roles);
    size_t count;
    const struct wording *rows = wordings(&count);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].reason == reason)
            is_named = is_named && names_one_of(rows[i].fr, rows[i].en, roles);
    }
    return is_named;
}

/* A way out that not everybody who is refused may go: the text says whose it is. */
static void whoever_is_refused_may_do_what_helps_or_reads_who_may(void **state)
{
    int faults = 0;
    (void)state;
    for (const struct resolution *row = resolutions; row->reason != REASON_NONE; row++) {
        const unsigned told = told_roles(row->reason), helping = resolution_roles(row);
        assert_int_not_equal(told, 0);
        if (helping == 0 ||
            ((told & ~helping) != 0 && !every_text_names_one_of(row->reason, helping))) {
            faults++;
            print_error("%s is told to %x, and %s %s is for %x:", reason_info(row->reason)->code,
                        told, row->path, row->event ? row->event : "", helping);
            for (int i = 0; i < ROLE_COUNT; i++) {
                if (told & ~helping & 1u << i)
                    print_error(" not %s", role_names[i]);
            }
            print_error("\n");
        }
    }
    assert_int_equal(faults, 0);
}

/* Everything that a way may be filled from is known, but for who asks. */
static bool is_led_by(const struct resolution *row, unsigned roles, enum candidacy_event act,
                      uint64_t own_jurors)
{
    static const char *const one[] = { "one" };
    const enum reason reason = row->reason;
    struct arena arena;
    struct buffer buffer = { 0 };
    struct writer writer;
    arena_init(&arena, 0);
    struct exchange x = { .arena = &arena, .principal.roles = roles };
    const struct id known = { { 1 } };
    const struct resolution_subject subject = { .candidacy_id = known,
                                                .candidate_id = known,
                                                .session_id = known,
                                                .member_id = known,
                                                .own_jurors = own_jurors,
                                                .referential_code = SLICE("CLEA-SOCLE"),
                                                .is_contact = true,
                                                .is_final_ready = row->needs_final };
    struct date limit = { 2026, 1, 6 };
    if (row->needs_nothing_before)
        limit.year = 0;
    const struct unmet unmet = { reason,
                                 { .id = known,
                                   .date = { 2026, 1, 5 },
                                   .limit = limit,
                                   .behind = (int)act + 1,
                                   .jurors = 1,
                                   .candidate_ids = one,
                                   .candidate_id_count = row->needs_candidates,
                                   .names = one,
                                   .name_count = row->needs_names } };
    writer_init(&writer, &buffer);
    write_resolution(&x, &writer, reason, &unmet.detail, &subject);
    const bool is_written = !slice_is(buffer_as_slice(&buffer), "null");
    /* A refusal says the same as the guard that is asked beforehand. */
    const struct outcome outcome = { .count = 1, .unmet = { unmet } };
    exchange_refuse(&x, reason, SLICE_UNSET);
    resolve_refusals(&x, 0, &outcome, &subject);
    assert_int_equal(x.refusals[0].resolve_method != NULL, is_written);
    buffer_release(&buffer);
    arena_release(&arena);
    return is_written;
}

static bool is_led(const struct resolution *row, unsigned roles)
{
    return is_led_by(row, roles, CANDIDACY_EVENT_COUNT, UINT64_MAX);
}

/* What corrects a day is for whoever may do the act of that day, and there is nothing that corrects
 * what a commission decided. */
static void the_way_to_another_day_is_told_to_whoever_may_put_that_right(void **state)
{
    (void)state;
    unsigned told = 0, untold = 0;
    for (const struct resolution *row = resolutions; row->reason != REASON_NONE; row++) {
        for (int act = 0; row->is_of_act && act < CANDIDACY_EVENT_COUNT; act++) {
            const enum candidacy_event by = act_corrected_by((enum candidacy_event)act);
            for (unsigned bit = 0; bit < ROLE_COUNT; bit++) {
                const unsigned role = 1u << bit;
                const bool may = by != CANDIDACY_EVENT_COUNT && (transition_actors(by) & role) &&
                                 (by != EVENT_CORRECT_DATE ||
                                  (transition_actors((enum candidacy_event)act) & role));
                if (is_led_by(row, role, (enum candidacy_event)act, 0) != may)
                    fail_msg("%s behind %s and %s", reason_info(row->reason)->code,
                             candidacy_event_names[act], role_names[bit]);
                told += may;
                untold += !may;
            }
        }
    }
    assert_true(told > 50 && untold > 500);
}

/* Nobody is sent to step down whom another one would have to. */
static void a_juror_is_led_to_acts_of_the_jurors_own(void **state)
{
    (void)state;
    unsigned rows = 0;
    for (const struct resolution *row = resolutions; row->reason != REASON_NONE; row++) {
        if (!row->is_of_jurors)
            continue;
        rows++;
        assert_true(is_led_by(row, ROLE_CHAIR, CANDIDACY_EVENT_COUNT, 1));
        assert_false(is_led_by(row, ROLE_CHAIR, CANDIDACY_EVENT_COUNT, 2));
        assert_false(is_led_by(row, ROLE_JUROR, CANDIDACY_EVENT_COUNT, 0));
        assert_true(is_led_by(row, ROLE_SECRETARY, CANDIDACY_EVENT_COUNT, 0));
    }
    assert_true(rows >= 2);
}

/* By each role alone, as each request comes with the roles of one function. */
static void a_way_out_is_told_to_whoever_may_go_it_and_to_nobody_else(void **state)
{
    unsigned told = 0, untold = 0;
    (void)state;
    for (const struct resolution *row = resolutions; row->reason != REASON_NONE; row++) {
        const struct operation *operation = find_operation(row->method, row->path);
        for (unsigned bit = 0; !row->is_of_act && bit < ROLE_COUNT; bit++) {
            bool may = operation->roles == 0 || (access_roles(operation) & 1u << bit);
            size_t count;
            const struct transition *moves = transitions(&count);
            bool sends = false;
            for (size_t i = 0; row->event && i < count; i++)
                sends |= strcmp(candidacy_event_names[moves[i].event], row->event) == 0 &&
                         (moves[i].actors & 1u << bit);
            may = may && (!row->event || sends);
            if (is_led(row, 1u << bit) != may)
                fail_msg("%s and %s", reason_info(row->reason)->code, role_names[bit]);
            told += may;
            untold += !may;
        }
    }
    assert_true(told > 50 && untold > 50);
}

/* Of two ways out of one refusal the first is for some of its details only. */
static void a_reason_has_one_resolution(void **state)
{
    (void)state;
    for (const struct resolution *row = resolutions; row->reason != REASON_NONE; row++) {
        for (const struct resolution *other = row + 1; other->reason != REASON_NONE; other++)
            assert_true(row->reason != other->reason || row->needs_candidates || row->needs_names ||
                        row->needs_final || row->needs_nothing_before);
    }
}

static void a_possible_duplicate_that_nobody_sees_is_settled_by_a_whole_identity(void **state)
{
    (void)state;
    static const char *const one[] = { "one" };
    static const struct {
        size_t seen, unknown;
        const char *method; /* NULL: the certifier's, as the text says */
    } cases[] = { { 1, 1, "GET" }, { 1, 0, "GET" }, { 0, 1, "PATCH" }, { 0, 0, NULL } };
    const struct id known = { { 1 } };
    const struct resolution_subject subject = { .candidate_id = known };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        arena_init(&arena, 0);
        struct exchange x = { .arena = &arena, .principal.roles = ROLE_COUNSELLOR };
        const struct outcome outcome = { .count = 1,
                                         .unmet = { { REASON_POSSIBLE_DUPLICATE,
                                                      { .candidate_ids = one,
                                                        .candidate_id_count = cases[i].seen,
                                                        .names = one,
                                                        .name_count = cases[i].unknown } } } };
        exchange_refuse(&x, REASON_POSSIBLE_DUPLICATE, SLICE_UNSET);
        resolve_refusals(&x, 0, &outcome, &subject);
        const char *method = x.refusals[0].resolve_method;
        assert_string_equal(method ? method : "", cases[i].method ? cases[i].method : "");
        arena_release(&arena);
    }
}

int main(void)
{
    resolution_begin(operation_tables);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_resolution_is_an_operation_of_the_contract),
        cmocka_unit_test(every_parameter_that_is_required_is_given),
        cmocka_unit_test(whoever_is_refused_may_do_what_helps_or_reads_who_may),
        cmocka_unit_test(a_way_out_is_told_to_whoever_may_go_it_and_to_nobody_else),
        cmocka_unit_test(the_way_to_another_day_is_told_to_whoever_may_put_that_right),
        cmocka_unit_test(a_juror_is_led_to_acts_of_the_jurors_own),
        cmocka_unit_test(a_reason_has_one_resolution),
        cmocka_unit_test(a_possible_duplicate_that_nobody_sees_is_settled_by_a_whole_identity),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
