/* SPDX-License-Identifier: EUPL-1.2 */
/* Unknown strangers are counted, in bounded memory, and nothing of what they typed is kept. */
#include "engine/strangers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct strangers strangers;

static uint64_t count_of(const char *address, const char *prefix, int64_t minute_s)
{
    uint64_t count = 0;
    for (unsigned i = 0; i < STRANGER_SLOTS; i++) {
        const struct stranger *c = &strangers.slots[i];
        if (c->count && strcmp(c->address, address) == 0 && strcmp(c->key_prefix, prefix) == 0 &&
            c->minute_s == minute_s)
            count += c->count;
    }
    return count;
}

static void note(const char *address, const char *authorization, int64_t s)
{
    strangers_note(&strangers, s * 1000, slice_of(address), slice_of(authorization),
                   authorization ? REASON_TOKEN_INVALID : REASON_CREDENTIALS_REQUIRED);
}

static void counts_by_minute_address_and_head_of_the_key(void **state)
{
    (void)state;
    strangers_clear(&strangers);
    note("192.0.2.1", "Bearer clea_live_abcdSECRETSECRETSECRET", 60);
    note("192.0.2.1", "Bearer clea_live_abcdOTHERSECRETSECRET", 119);
    note("192.0.2.1", "Bearer clea_live_abcdSECRETSECRETSECRET", 120);
    note("192.0.2.1", NULL, 60);
    note("192.0.2.1", "Bearer marie.curie@example.org-and-more", 60);
    note("192.0.2.2", "Bearer clea_live_ab\"SECRETSECRETSECRET", 60);
    assert_int_equal(count_of("192.0.2.1", "clea_live_abcd", 60), 2);
    assert_int_equal(count_of("192.0.2.1", "clea_live_abcd", 120), 1);
    assert_int_equal(count_of("192.0.2.1", "", 60), 2);
    assert_int_equal(count_of("192.0.2.2", "", 60), 1);
}

static void who_comes_beyond_is_counted_with_the_others(void **state)
{
    (void)state;
    uint64_t total = 0;
    strangers_clear(&strangers);
    for (unsigned i = 0; i < 100000; i++) {
        char address[STRANGER_ADDRESS_SIZE];
        snprintf(address, sizeof address, "2001:db8::%x", i);
        note(address, NULL, 60);
    }
    for (unsigned i = 0; i < STRANGER_SLOTS; i++)
        total += strangers.slots[i].count;
    assert_int_equal(total, 100000);
    assert_int_equal(count_of("OTHERS", "", 60), 100000 - STRANGERS_MAX);
    for (unsigned minute = 0; minute < 10000; minute++) /* never full, hence never endless */
        note("192.0.2.9", NULL, 60 * minute);
    assert_true(strangers.used < STRANGER_SLOTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_by_minute_address_and_head_of_the_key),
        cmocka_unit_test(who_comes_beyond_is_counted_with_the_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
