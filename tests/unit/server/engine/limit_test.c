/* SPDX-License-Identifier: EUPL-1.2 */
/* Buckets: how much at once, how soon again, and whose they are. */
#include "engine/limit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { NOW = 1000000 };

static struct id who(unsigned char number)
{
    return (struct id){ { 1, [15] = number } };
}

static unsigned allowed(enum limit limit, unsigned char number, unsigned per_minute, unsigned times,
                        int64_t now_ms)
{
    unsigned count = 0;
    while (times--)
        count += limit_take(limit, who(number), per_minute, now_ms).is_allowed;
    return count;
}

static void a_minute_gives_as_many_as_the_setting_says(void **state)
{
    (void)state;
    assert_int_equal(allowed(LIMIT_REQUESTS, 1, 30, 50, NOW), 30);
    assert_int_equal(allowed(LIMIT_REQUESTS, 1, 30, 50, NOW + 20000), 10);
    assert_int_equal(allowed(LIMIT_REQUESTS, 1, 30, 50, NOW + 200000), 30);
}

static void everybody_has_a_bucket_for_each_limit(void **state)
{
    (void)state;
    assert_int_equal(allowed(LIMIT_REQUESTS, 2, 5, 9, NOW), 5);
    assert_int_equal(allowed(LIMIT_REQUESTS, 3, 5, 9, NOW), 5);
    assert_int_equal(allowed(LIMIT_IDENTITY, 2, 5, 9, NOW), 5);
}

static void what_is_left_is_told(void **state)
{
    struct limit_answer answer = limit_take(LIMIT_ADDRESS, who(4), 60, NOW);
    (void)state;
    assert_int_equal(answer.most, 60);
    assert_int_equal(answer.window_s, 60);
    assert_int_equal(answer.left, 59);
    assert_int_equal(answer.full_s, 1);
    allowed(LIMIT_ADDRESS, 4, 60, 59, NOW);
    answer = limit_take(LIMIT_ADDRESS, who(4), 60, NOW);
    assert_false(answer.is_allowed);
    assert_int_equal(answer.left, 0);
    assert_int_equal(answer.wait_s, 1);
    assert_int_equal(answer.full_s, 60);
}

static void codes_come_five_at_once_then_one_a_second(void **state)
{
    (void)state;
    assert_int_equal(limit_take(LIMIT_CODES, who(5), 60, NOW).window_s, 5);
    assert_int_equal(allowed(LIMIT_CODES, 5, 60, 9, NOW), 4);
    assert_int_equal(allowed(LIMIT_CODES, 5, 60, 9, NOW + 1000), 1);
    assert_int_equal(allowed(LIMIT_CODES, 5, 60, 9, NOW + 60000), 5);
}

static void guesses_come_ten_at_once_then_by_the_hour(void **state)
{
    enum { HOUR = 3600000 };
    (void)state;
    assert_int_equal(allowed(LIMIT_GUESSES, 7, 30, 14, NOW), 10);
    assert_int_equal(allowed(LIMIT_GUESSES, 7, 30, 14, NOW + 60000), 0);
    assert_int_equal(allowed(LIMIT_GUESSES, 7, 30, 14, NOW + HOUR / 30), 1);
    assert_int_equal(limit_take(LIMIT_GUESSES, who(7), 30, NOW + HOUR / 30).wait_s, 120);
    assert_int_equal(allowed(LIMIT_GUESSES, 7, 30, 14, NOW + 3 * HOUR), 10);
}

/* Whatever a tenant shares, one of it takes half of; what nobody shares has no such half. */
static void what_is_shared_has_an_own_part(void **state)
{
    (void)state;
    for (enum limit limit = LIMIT_NONE; limit < LIMITS; limit++) {
        const enum limit own = limit_own(limit);
        const bool is_shared = limit == LIMIT_IDENTITY || limit == LIMIT_SEARCH ||
                               limit == LIMIT_GRANTS || limit == LIMIT_UPLOADS;
        assert_int_equal(own != LIMIT_NONE, is_shared);
        assert_int_equal(limit_own(own), LIMIT_NONE);
        if (is_shared)
            assert_int_equal(limit_take(own, who(8), limit_half(1000), NOW).most,
                             limit_half(limit_take(limit, who(8), 1000, NOW).most));
    }
    assert_int_equal(limit_half(0), 0);
    assert_int_equal(limit_half(1), 1);
    assert_int_equal(limit_half(5), 3);
}

static void a_first_guess_is_one_an_hour(void **state)
{
    enum { HOUR = 3600000 };
    (void)state;
    assert_int_equal(allowed(LIMIT_FIRST_GUESS, 9, 1, 3, NOW), 1);
    assert_int_equal(allowed(LIMIT_FIRST_GUESS, 9, 1, 3, NOW + HOUR - 1), 0);
    assert_int_equal(allowed(LIMIT_FIRST_GUESS, 9, 1, 3, NOW + HOUR), 1);
}

static void no_setting_and_nobody_mean_no_limit(void **state)
{
    (void)state;
    assert_int_equal(allowed(LIMIT_REQUESTS, 6, 0, 1000, NOW), 1000);
    assert_int_equal(limit_take(LIMIT_REQUESTS, who(6), 0, NOW).most, 0);
    for (unsigned i = 0; i < 10; i++)
        assert_true(limit_take(LIMIT_REQUESTS, (struct id){ { 0 } }, 1, NOW).is_allowed);
}

/* Of a limit whose tables are as good as full: whoever has spent a bucket has spent it, while
 * thousands of others ask once each. No four of these have their places together: there are four.
 */
static void a_crowd_forgives_nobody_who_has_spent_a_bucket(void **state)
{
    enum { CROWD = 40000, SPENT = 200, OFTEN = 60 };
    unsigned next = 0; /* nobody of the crowd asks twice */
    (void)state;
    for (enum limit limit = LIMIT_NONE + 1; limit < LIMITS; limit++) {
        for (unsigned i = 1; i < SPENT; i++) {
            for (unsigned times = 0; times < OFTEN; times++)
                (void)limit_take(limit, (struct id){ { 1, [5] = (unsigned char)i } }, OFTEN, NOW);
        }
        for (enum limit other = LIMIT_NONE + 1; other < LIMITS; other++) {
            for (unsigned i = 0; i < CROWD; i++) {
                struct id one = { { 2 } };
                memcpy(one.bytes + 12, &next, sizeof next);
                next++;
                (void)limit_take(other, one, OFTEN, NOW + 1);
            }
        }
        for (unsigned i = 1; i < SPENT; i++)
            assert_false(
                limit_take(limit, (struct id){ { 1, [5] = (unsigned char)i } }, OFTEN, NOW + 2)
                    .is_allowed);
    }
}

/* Identifiers of a demonstration, or taken over from elsewhere, differ in one byte: each has a
 * bucket all the same, and none is forgotten for another's sake. */
static void what_was_spent_is_spent_wherever_identifiers_differ(void **state)
{
    enum { ASKERS = 64 };
    (void)state;
    for (unsigned byte = 0; byte < sizeof(struct id); byte++) {
        for (unsigned again = 0; again < 2; again++) {
            for (unsigned i = 0; i < ASKERS; i++) {
                struct id one = { { 7, [8] = 7 } };
                one.bytes[byte] = (unsigned char)(100 + i);
                const bool is_allowed =
                    limit_take(LIMIT_GRANTS, one, 1, NOW + 3 + 200000 * (int64_t)byte).is_allowed;
                assert_int_equal(is_allowed, again == 0);
            }
        }
    }
}

static void every_limit_has_its_word(void **state)
{
    (void)state;
    for (enum limit limit = LIMIT_NONE + 1; limit < LIMITS; limit++) {
        assert_non_null(limit_name(limit));
        assert_int_equal(reason_info(limit_reason(limit))->status, 429);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_minute_gives_as_many_as_the_setting_says),
        cmocka_unit_test(everybody_has_a_bucket_for_each_limit),
        cmocka_unit_test(what_is_left_is_told),
        cmocka_unit_test(codes_come_five_at_once_then_one_a_second),
        cmocka_unit_test(guesses_come_ten_at_once_then_by_the_hour),
        cmocka_unit_test(what_is_shared_has_an_own_part),
        cmocka_unit_test(a_first_guess_is_one_an_hour),
        cmocka_unit_test(no_setting_and_nobody_mean_no_limit),
        cmocka_unit_test(a_crowd_forgives_nobody_who_has_spent_a_bucket),
        cmocka_unit_test(what_was_spent_is_spent_wherever_identifiers_differ),
        cmocka_unit_test(every_limit_has_its_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
