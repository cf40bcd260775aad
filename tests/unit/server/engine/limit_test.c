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
    enum { HOUR_MS = 3600000 };
    (void)state;
    assert_int_equal(allowed(LIMIT_GUESSES, 7, 30, 14, NOW), 10);
    assert_int_equal(allowed(LIMIT_GUESSES, 7, 30, 14, NOW + 60000), 0);
    assert_int_equal(allowed(LIMIT_GUESSES, 7, 30, 14, NOW + HOUR_MS / 30), 1);
    assert_int_equal(limit_take(LIMIT_GUESSES, who(7), 30, NOW + HOUR_MS / 30).wait_s, 120);
    assert_int_equal(allowed(LIMIT_GUESSES, 7, 30, 14, NOW + 3 * HOUR_MS), 10);
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

/* --- a line: 100 at once, then 120 an hour, one each 30 s --- */

enum { SECOND = 1000, HOUR = 3600 * SECOND, LINE = 120, STEP = HOUR / LINE };

static struct id what(unsigned char number)
{
    return (struct id){ { 3, [15] = number } };
}

static struct id one_of(unsigned number)
{
    struct id one = { { 4 } };
    memcpy(one.bytes + 11, &number, sizeof number);
    return one;
}

static struct limit_answer stand(unsigned char about, unsigned number, int64_t now_ms)
{
    const struct limit_answer place = limit_place(LIMIT_GUESSED, one_of(number), LINE, now_ms);
    return place.most > 0 ? place
                          : limit_line(LIMIT_GUESSED, what(about), one_of(number), LINE, now_ms);
}

static void exhaust(unsigned char about, int64_t now_ms)
{
    unsigned count = 0;
    while (limit_take(LIMIT_GUESSED, what(about), LINE, now_ms).is_allowed)
        count++;
    assert_int_equal(count, 100);
}

/* Whoever is told a time is let through at it, though everybody else asks all the while. */
static void a_place_in_a_line_is_kept(void **state)
{
    enum { AHEAD = 20, ASKS = 999 };
    (void)state;
    exhaust(1, NOW);
    for (unsigned i = 1; i <= AHEAD; i++)
        assert_int_equal(stand(1, i, NOW).wait_s, i * STEP / SECOND);
    const struct limit_answer told = stand(1, ASKS, NOW);
    assert_false(told.is_allowed);
    assert_int_equal(told.wait_s, (AHEAD + 1) * STEP / SECOND);
    const int64_t due = NOW + told.wait_s * INT64_C(1000);
    for (int64_t now = NOW; now < due; now += SECOND) {
        for (unsigned i = 1000; i < 1100; i++) /* a crowd, at every second */
            (void)stand(1, i, now);
        assert_int_equal(stand(1, ASKS, now).wait_s, (due - now) / SECOND);
    }
    assert_true(stand(1, ASKS, due).is_allowed);
    assert_false(stand(1, ASKS, due).is_allowed); /* once */
}

/* However many ask, no more are let through than the bucket held and the time brought. */
static void a_line_lets_no_more_through(void **state)
{
    enum { ASKERS = 400, HOURS = 5 };
    unsigned count = 0;
    (void)state;
    for (int64_t now = NOW; now < NOW + (int64_t)HOURS * HOUR; now += 10 * SECOND)
        for (unsigned i = 0; i < ASKERS; i++)
            count += stand(2, 10000 + i, now).is_allowed;
    assert_in_range(count, 100 + HOURS * LINE - ASKERS, 100 + HOURS * LINE);
    /* What was promised is owed, though nobody had asked for an hour. */
    exhaust(3, NOW);
    for (unsigned i = 0; i < 200; i++)
        assert_int_equal(stand(3, 20000 + i, NOW).wait_s, (i + 1) * STEP / SECOND);
    assert_false(limit_take(LIMIT_GUESSED, what(3), LINE, NOW + HOUR).is_allowed);
    assert_true(limit_take(LIMIT_GUESSED, what(3), LINE, NOW + 201 * STEP).is_allowed);
}

static void a_line_is_a_day_long_and_a_place_is_kept_for_an_hour(void **state)
{
    enum { DAY = 24 * LINE };
    unsigned places = 0;
    (void)state;
    exhaust(4, NOW);
    for (unsigned i = 0; i < 2 * DAY; i++)
        places += stand(4, 30000 + i, NOW).wait_s <= 24 * HOUR / SECOND;
    assert_in_range(places, DAY - 1, 2 * DAY); /* those in sets that are full wait, too */
    assert_in_range(stand(4, 50000, NOW).wait_s, 24 * HOUR / SECOND, 25 * HOUR / SECOND);

    exhaust(5, NOW);
    const int64_t due = NOW + stand(5, 60000, NOW).wait_s * INT64_C(1000);
    const int64_t other_due = NOW + stand(5, 60001, NOW).wait_s * INT64_C(1000);
    exhaust(6, due + HOUR);
    assert_true(limit_place(LIMIT_GUESSED, one_of(60000), LINE, due + HOUR).is_allowed);
    assert_int_equal(limit_place(LIMIT_GUESSED, one_of(60001), LINE, other_due + HOUR + 1).most, 0);
}

/* What was right was no guess: the bucket is as full as before, and no fuller than it can be. */
static void what_is_given_back_is_there_again(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 500; i++) {
        assert_true(limit_take(LIMIT_GUESSED, what(7), LINE, NOW).is_allowed);
        limit_give(LIMIT_GUESSED, what(7), LINE, true, NOW);
    }
    for (unsigned i = 0; i < 5; i++)
        limit_give(LIMIT_GUESSED, what(7), LINE, true, NOW);
    assert_true(limit_take(LIMIT_GUESSED, what(7), LINE, NOW).is_allowed);
    limit_give(LIMIT_GUESSED, what(7), LINE, false, NOW);
    assert_int_equal(limit_take(LIMIT_GUESSED, what(7), LINE, NOW).left, 98);
    limit_give(LIMIT_GUESSED, what(7), 0, true, NOW);
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
        cmocka_unit_test(a_place_in_a_line_is_kept),
        cmocka_unit_test(a_line_lets_no_more_through),
        cmocka_unit_test(a_line_is_a_day_long_and_a_place_is_kept_for_an_hour),
        cmocka_unit_test(what_is_given_back_is_there_again),
        cmocka_unit_test(no_setting_and_nobody_mean_no_limit),
        cmocka_unit_test(a_crowd_forgives_nobody_who_has_spent_a_bucket),
        cmocka_unit_test(what_was_spent_is_spent_wherever_identifiers_differ),
        cmocka_unit_test(every_limit_has_its_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
