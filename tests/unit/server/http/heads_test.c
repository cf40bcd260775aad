/* SPDX-License-Identifier: EUPL-1.2 */
/* Whose half heads count together, and who of them gives way. */
#include "http/client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <arpa/inet.h>
#include <cmocka.h>

static unsigned place_of(const char *text)
{
    struct sockaddr_in v4 = { .sin_family = AF_INET };
    struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };
    if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
        return heads_place((const struct sockaddr *)&v4);
    assert_int_equal(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
    return heads_place((const struct sockaddr *)&v6);
}

static void a_network_of_ipv6_is_one_place(void **state)
{
    (void)state;
    assert_int_equal(place_of("2001:db8:1:2::1"), place_of("2001:db8:1:2:ffff:1:2:3"));
    assert_int_not_equal(place_of("2001:db8:1:2::1"), place_of("2001:db8:1:3::1"));
    assert_int_equal(place_of("::ffff:192.0.2.7"), place_of("192.0.2.7"));
    assert_int_not_equal(place_of("192.0.2.8"), place_of("192.0.2.7"));
}

static void the_oldest_of_the_greediest_gives_way(void **state)
{
    static struct heads heads;
    static struct client clients[5];
    (void)state;
    for (unsigned i = 0; i < 5; i++) {
        clients[i].place = i < 3 ? 7 : 9;
        heads_add(&heads, &clients[i]);
    }
    assert_ptr_equal(heads_of_greediest(&heads, 2), &clients[0]);
    assert_null(heads_of_greediest(&heads, 3));
    heads_remove(&heads, &clients[0]);
    heads_remove(&heads, &clients[2]);
    assert_ptr_equal(heads_of_greediest(&heads, 1), &clients[3]);
    heads_remove(&heads, &clients[3]);
    heads_remove(&heads, &clients[1]);
    assert_ptr_equal(heads_of_greediest(&heads, 0), &clients[4]);
    heads_remove(&heads, &clients[4]);
    assert_null(heads_of_greediest(&heads, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_network_of_ipv6_is_one_place),
        cmocka_unit_test(the_oldest_of_the_greediest_gives_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
