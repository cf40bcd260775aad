/* SPDX-License-Identifier: EUPL-1.2 */
/* Whose request it is behind proxies: whose word counts, and what is no address. */
#include "engine/forwarded.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct {
    const char *proxies, *peer;
    enum http_header header;
    const char *told, *caller;
} cases[] = {
    /* Nobody's word, or not this one's. */
    { "", "192.0.2.1", HTTP_X_FORWARDED_FOR, "198.51.100.7", "192.0.2.1" },
    { "192.0.2.9", "192.0.2.1", HTTP_X_FORWARDED_FOR, "198.51.100.7", "192.0.2.1" },
    { "192.0.2.1", "192.0.2.1", HTTP_X_FORWARDED_FOR, NULL, "192.0.2.1" },
    { "192.0.2.1", "192.0.2.1", HTTP_X_FORWARDED_FOR, "", "192.0.2.1" },
    /* The last one, whatever stands before it. */
    { "192.0.2.1", "192.0.2.1", HTTP_X_FORWARDED_FOR, "198.51.100.7", "198.51.100.7" },
    { "192.0.2.1", "192.0.2.1", HTTP_X_FORWARDED_FOR, "203.0.113.5,  198.51.100.7 ",
      "198.51.100.7" },
    { "192.0.2.1", "192.0.2.1", HTTP_X_FORWARDED_FOR, "192.0.2.1, 198.51.100.7", "198.51.100.7" },
    /* Through several of ours, to the first that is not. */
    { "192.0.2.0/24, 10.0.0.0/8", "192.0.2.1", HTTP_X_FORWARDED_FOR,
      "203.0.113.5, 198.51.100.7, 10.1.2.3", "198.51.100.7" },
    { "192.0.2.0/24,10.0.0.0/8", "192.0.2.1", HTTP_X_FORWARDED_FOR, "10.9.9.9, 10.1.2.3",
      "10.9.9.9" },
    /* What cannot be read ends the walk. */
    { "192.0.2.1", "192.0.2.1", HTTP_X_FORWARDED_FOR, "198.51.100.7, unknown", "192.0.2.1" },
    { "192.0.2.1", "192.0.2.1", HTTP_X_FORWARDED_FOR, "198.51.100.7,", "192.0.2.1" },
    { "192.0.2.1", "192.0.2.1", HTTP_X_FORWARDED_FOR, "198.51.100.7/32", "192.0.2.1" },
    { "192.0.2.1", "192.0.2.1", HTTP_X_FORWARDED_FOR, "198.051.100.7", "192.0.2.1" },
    { "192.0.2.1 10.0.0.0/8", "192.0.2.1", HTTP_X_FORWARDED_FOR, "198.51.100.7, _x, 10.1.2.3",
      "10.1.2.3" },
    /* Ports, brackets, one spelling. */
    { "192.0.2.1", "192.0.2.1", HTTP_X_FORWARDED_FOR, "198.51.100.7:4711", "198.51.100.7" },
    { "192.0.2.1", "192.0.2.1", HTTP_X_FORWARDED_FOR, "[2001:DB8:0::1]:4711", "2001:db8::1" },
    { "192.0.2.1", "192.0.2.1", HTTP_X_FORWARDED_FOR, "2001:db8:0:0:0:0:0:1", "2001:db8::1" },
    { "2001:db8::/32", "2001:db8::9", HTTP_X_FORWARDED_FOR, "::ffff:198.51.100.7", "198.51.100.7" },
    /* RFC 7239. */
    { "192.0.2.1", "192.0.2.1", HTTP_FORWARDED, "for=198.51.100.7", "198.51.100.7" },
    { "192.0.2.1", "192.0.2.1", HTTP_FORWARDED,
      "for=1.1.1.1, proto=https; For=\"198.51.100.7:80\";by=x", "198.51.100.7" },
    { "192.0.2.1", "192.0.2.1", HTTP_FORWARDED, "for=\"[2001:db8::1]:4711\"", "2001:db8::1" },
    { "192.0.2.1", "192.0.2.1", HTTP_FORWARDED, "for=\"9.9.9.9, for=198.51.100.7", "198.51.100.7" },
    { "192.0.2.1", "192.0.2.1", HTTP_FORWARDED, "proto=https", "192.0.2.1" },
    { "192.0.2.1", "192.0.2.1", HTTP_FORWARDED, "for=unknown", "192.0.2.1" },
    { "192.0.2.1", "192.0.2.1", HTTP_FORWARDED, "for=", "192.0.2.1" },
    { "192.0.2.1", "192.0.2.1", HTTP_FORWARDED, "198.51.100.7", "192.0.2.1" },
};

static void the_word_of_listed_proxies_counts_and_no_other(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct forwarding forwarding = { .header = cases[i].header };
        struct http_call call = { .peer = slice_of(cases[i].peer), .arena = &arena };
        assert_true(address_ranges_from_list(cases[i].proxies, &forwarding.proxies));
        call.headers[cases[i].header] = slice_of(cases[i].told);
        /* The other header is not looked at. */
        call.headers[cases[i].header == HTTP_FORWARDED ? HTTP_X_FORWARDED_FOR : HTTP_FORWARDED] =
            SLICE("for=9.9.9.9");
        const struct slice caller = forwarded_peer(&forwarding, &call);
        if (!slice_is(caller, cases[i].caller))
            fail_msg("%s from %s: %.*s", cases[i].told ? cases[i].told : "nothing", cases[i].peer,
                     (int)caller.size, caller.at);
    }
    arena_release(&arena);
}

static void a_setting_lists_networks(void **state)
{
    (void)state;
    struct address_ranges ranges;
    assert_true(address_ranges_from_list("", &ranges));
    assert_int_equal(ranges.count, 0);
    assert_true(address_ranges_from_list(" 192.0.2.0/24,\t2001:db8::/32 ", &ranges));
    assert_int_equal(ranges.count, 2);
    assert_false(
        address_ranges_from_list("192.0.2.1/24", &ranges)); /* bits behind those that count */
    assert_false(address_ranges_from_list("proxy.example", &ranges));
    assert_false(address_ranges_from_list(
        "1.1.1.1 2.2.2.2 3.3.3.3 4.4.4.4 5.5.5.5 6.6.6.6 7.7.7.7 8.8.8.8 "
        "9.9.9.9 1.1.1.2 1.1.1.3 1.1.1.4 1.1.1.5 1.1.1.6 1.1.1.7 1.1.1.8 1.1.1.9",
        &ranges));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_word_of_listed_proxies_counts_and_no_other),
        cmocka_unit_test(a_setting_lists_networks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
