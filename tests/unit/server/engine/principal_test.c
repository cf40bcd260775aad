/* SPDX-License-Identifier: EUPL-1.2 */
/* What a loop remembers of a credential, and when it may not: the news, the lease, the bounds. */
#include "engine/principal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { FUNCTIONS = 2, NOW = 1000000 };

static struct principals known;

static struct id id_of(unsigned number)
{
    struct id id = { { 1 } };
    memcpy(id.bytes + 8, &number, sizeof number);
    return id;
}

static const unsigned char *digest_of(unsigned number)
{
    static unsigned char digest[DIGEST_SIZE];
    memset(digest, 0, sizeof digest);
    /* Well spread, as the digests of random keys are. */
    for (unsigned i = 0; i < sizeof digest; i++)
        digest[i] = (unsigned char)((number + 1) * 2654435761u >> (i % 4 * 8) ^ i * 37);
    return digest;
}

/* The human `number`, by a login with so many functions: 10 * number + 1, and so on. */
static const struct holder *holder_of(unsigned number, unsigned functions)
{
    static _Alignas(struct holder) unsigned char
        room[sizeof(struct holder) + FUNCTIONS * sizeof(struct principal)];
    struct holder *holder = (struct holder *)room;
    memset(room, 0, sizeof room);
    holder->whole =
        (struct principal){ .credential = CREDENTIAL_LOGIN, .credential_id = id_of(1000 + number) };
    holder->human_id = id_of(number);
    holder->life_ms = HOLDER_LIFE_MS;
    holder->count = functions;
    for (unsigned i = 0; i < functions; i++)
        holder->functions[i] = (struct principal){ .function_id = id_of(10 * number + 1 + i),
                                                   .scope = SLICE("ORGANISM"),
                                                   .scope_id = id_of(500 + i),
                                                   .roles = 1u << i };
    return holder;
}

static int begin(void **state)
{
    (void)state;
    known = (struct principals){ .news = principal_news_new() };
    principal_news_hold(known.news, NOW);
    return known.news ? 0 : -1;
}

static int finish(void **state)
{
    (void)state;
    principals_release(&known);
    principal_news_free(known.news);
    return 0;
}

static void keep(unsigned number)
{
    principals_keep(&known, digest_of(number), holder_of(number, 1),
                    principal_news_number(known.news), NOW);
}

static bool is_known(unsigned number)
{
    return principals_find(&known, digest_of(number), NOW) != NULL;
}

/* --- one function at a time --- */

static void one_function_is_meant_several_are_named(void **state)
{
    struct principal chosen = { 0 };
    const struct id none = { { 0 } };
    (void)state;
    assert_int_equal(holder_choose(holder_of(3, 0), none, &chosen), REASON_NO_FUNCTION);
    assert_int_equal(holder_choose(holder_of(3, 1), none, &chosen), REASON_NONE);
    assert_int_equal(chosen.roles, 1);
    assert_int_equal(holder_choose(holder_of(3, 2), none, &chosen), REASON_FUNCTION_REQUIRED);
    assert_int_equal(holder_choose(holder_of(3, 2), id_of(32), &chosen), REASON_NONE);
    assert_int_equal(chosen.roles, 2); /* that of the second alone */
    assert_int_equal(holder_choose(holder_of(3, 2), id_of(41), &chosen), REASON_FUNCTION_NOT_YOURS);
    assert_int_equal(holder_choose(holder_of(3, 0), id_of(31), &chosen), REASON_FUNCTION_NOT_YOURS);
}

static void a_key_acts_for_its_scope_or_in_one_function(void **state)
{
    struct principal chosen = { 0 };
    struct holder *holder = malloc(sizeof *holder + FUNCTIONS * sizeof(struct principal));
    assert_non_null(holder);
    memcpy(holder, holder_of(4, 2), sizeof *holder + FUNCTIONS * sizeof(struct principal));
    holder->whole.scope = SLICE("ORGANISM");
    holder->whole.roles = 3;
    (void)state;
    assert_int_equal(holder_choose(holder, (struct id){ { 0 } }, &chosen), REASON_NONE);
    assert_int_equal(chosen.roles, 3);
    assert_int_equal(holder_choose(holder, id_of(41), &chosen), REASON_NONE);
    assert_int_equal(chosen.roles, 1);
    holder->refusal = REASON_KEY_REVOKED;
    assert_int_equal(holder_choose(holder, id_of(41), &chosen), REASON_KEY_REVOKED);
    free(holder);
}

/* --- the news --- */

static void news_take_off_whom_they_concern(void **state)
{
    (void)state;
    for (unsigned i = 1; i <= 3; i++)
        keep(i);
    principal_news_tell(known.news, id_of(2)); /* the human */
    assert_true(is_known(1) && !is_known(2) && is_known(3));
    principal_news_tell(known.news, id_of(1003)); /* the credential */
    assert_true(is_known(1) && !is_known(3));
    principal_news_tell(known.news, id_of(77)); /* somebody else */
    assert_true(is_known(1));
    principal_news_tell(known.news, id_of(500)); /* where he has his function */
    assert_false(is_known(1));
}

static void news_of_everybody_and_too_many_take_off_all(void **state)
{
    (void)state;
    keep(1);
    principal_news_tell(known.news, (struct id){ { 0 } });
    assert_false(is_known(1));
    keep(1);
    for (unsigned i = 0; i < NEWS_KEPT; i++)
        principal_news_tell(known.news, id_of(9000 + i));
    assert_true(is_known(1)); /* all of them were kept */
    for (unsigned i = 0; i <= NEWS_KEPT; i++)
        principal_news_tell(known.news, id_of(9000 + i));
    assert_false(is_known(1));
}

/* The database was asked before somebody changed it, and answered after that was told. */
static void an_answer_that_the_news_overtook_is_not_kept(void **state)
{
    (void)state;
    const uint64_t before = principal_news_number(known.news);
    principal_news_tell(known.news, id_of(5));
    assert_false(is_known(99)); /* meanwhile somebody else was asked after: the news are heeded */
    principals_keep(&known, digest_of(5), holder_of(5, 1), before, NOW);
    principals_keep(&known, digest_of(6), holder_of(6, 1), before, NOW);
    assert_false(is_known(5));
    assert_true(is_known(6));
}

static void what_is_remembered_is_not_used_when_nobody_listens(void **state)
{
    (void)state;
    keep(1);
    assert_true(is_known(1));
    principal_news_drop(known.news);
    assert_false(is_known(1));
    keep(2);
    principal_news_hold(known.news, NOW);
    assert_true(is_known(1));
    assert_false(is_known(2)); /* not kept meanwhile */
    assert_non_null(principals_find(&known, digest_of(1), NOW + NEWS_LEASE_MS - 1));
    assert_null(principals_find(&known, digest_of(1), NOW + NEWS_LEASE_MS));
    known.news = (principal_news_free(known.news), NULL);
    assert_false(is_known(1));
}

static void a_holder_ends_with_its_life(void **state)
{
    (void)state;
    struct holder holder = *holder_of(1, 0);
    holder.life_ms = 250;
    principals_keep(&known, digest_of(1), &holder, 0, NOW);
    principal_news_hold(known.news, NOW + HOLDER_LIFE_MS);
    assert_non_null(principals_find(&known, digest_of(1), NOW + 249));
    assert_null(principals_find(&known, digest_of(1), NOW + 250));
    keep(2); /* without an end of its own */
    principals_keep(&known, digest_of(2), holder_of(2, 1), 0, NOW);
    assert_null(principals_find(&known, digest_of(2), NOW + HOLDER_LIFE_MS));
}

/* --- the bounds --- */

static void memory_is_bounded_and_the_oldest_go_first(void **state)
{
    (void)state;
    for (unsigned i = 0; i < HOLDERS_MAX + 10; i++)
        keep(i);
    assert_int_equal(known.holders.count, HOLDERS_MAX);
    assert_false(is_known(9));
    assert_true(is_known(10));
    assert_true(is_known(HOLDERS_MAX + 9));
}

static void refused_credentials_push_out_nobody(void **state)
{
    (void)state;
    const struct holder unknown = { .refusal = REASON_TOKEN_INVALID, .life_ms = HOLDER_LIFE_MS };
    keep(1);
    for (unsigned i = 10; i < 10 + 2 * REFUSED_MAX; i++)
        principals_keep(&known, digest_of(i), &unknown, 0, NOW);
    assert_int_equal(known.refused.count, REFUSED_MAX);
    assert_true(is_known(1));
    principal_news_hold(known.news, NOW + REFUSED_LIFE_MS);
    assert_null(principals_find(&known, digest_of(9 + 2 * REFUSED_MAX), NOW + REFUSED_LIFE_MS));
}

/* A crowd that is seen once, twice as large as there is room for. */
static void who_asks_again_is_not_driven_out(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 3 * HOLDERS_MAX; i++) {
        keep(i);
        if (i % 100 == 0)
            is_known(i);
        for (unsigned often = 0; often <= i && often < 1000; often += 100)
            assert_true(is_known(often));
    }
    assert_int_equal(known.holders.count, HOLDERS_MAX);
    assert_false(is_known(50));
}

static uint64_t head_of(unsigned number)
{
    uint64_t head = 0;
    for (unsigned i = 0; i < 8; i++)
        head = head << 8 | digest_of(number)[i];
    return head;
}

static void guesses_ask_the_database_ten_times_a_second(void **state)
{
    unsigned asked = 0;
    (void)state;
    assert_true(principals_may_ask(&known, digest_of(7), NOW)); /* not all keys are known yet */
    principal_news_admit(known.news, head_of(7));
    principal_news_complete(known.news);
    for (unsigned i = 0; i < 20000; i++) /* 2,000 a second */
        asked += principals_may_ask(&known, digest_of(100 + i), NOW + i / 2);
    assert_in_range(asked, 100, 130);
    for (unsigned i = 0; i < 100; i++) /* one that there is may always be asked for */
        assert_true(principals_may_ask(&known, digest_of(7), NOW + 10000));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, finish)
    const struct CMUnitTest tests[] = {
        TEST(one_function_is_meant_several_are_named),
        TEST(a_key_acts_for_its_scope_or_in_one_function),
        TEST(news_take_off_whom_they_concern),
        TEST(news_of_everybody_and_too_many_take_off_all),
        TEST(an_answer_that_the_news_overtook_is_not_kept),
        TEST(what_is_remembered_is_not_used_when_nobody_listens),
        TEST(a_holder_ends_with_its_life),
        TEST(memory_is_bounded_and_the_oldest_go_first),
        TEST(who_asks_again_is_not_driven_out),
        TEST(refused_credentials_push_out_nobody),
        TEST(guesses_ask_the_database_ten_times_a_second),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
