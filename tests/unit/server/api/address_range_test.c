/* SPDX-License-Identifier: EUPL-1.2 */
/* Addresses in one spelling, and the part of one that a host does not choose. */
#include "api/address_range.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void expect_host(const char *address, const char *host)
{
    char text[ADDRESS_TEXT_SIZE];
    if (host == NULL) {
        assert_false(address_host_print(slice_of(address), text));
        return;
    }
    assert_true(address_host_print(slice_of(address), text));
    assert_string_equal(text, host);
}

static void of_ipv6_a_network_is_one_host(void **state)
{
    (void)state;
    expect_host("192.0.2.7", "192.0.2.7");
    expect_host("::ffff:192.0.2.7", "192.0.2.7");
    expect_host("2001:db8:1:2::1", "2001:db8:1:2::");
    expect_host("2001:0DB8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::");
    expect_host("2001:db8:1:3::1", "2001:db8:1:3::");
    expect_host("::1", "::");
    expect_host("2001:db8::/32", NULL);
    expect_host("somebody", NULL);
    expect_host("", NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_ipv6_a_network_is_one_host),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
