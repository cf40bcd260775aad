/* SPDX-License-Identifier: EUPL-1.2 */
/* A server for each test, and what is said to it. */
#ifndef GROUND_H
#define GROUND_H

#include "fixture.h"

#define HOST " HTTP/1.1\r\nHost: a\r\n"

static inline int set_up(void **state)
{
    static struct fixture fixture;
    fixture_start(&fixture);
    *state = &fixture;
    return 0;
}

static inline int tear_down(void **state)
{
    fixture_stop(*state);
    return 0;
}

static inline void assert_has(const struct answer *answer, const char *wanted)
{
    if (!strstr(answer->head, wanted) && !strstr(answer->body, wanted))
        fail_msg("no %s in %s%s", wanted, answer->head, answer->body);
}

static inline void assert_closes(int fd)
{
    struct answer next = hear_any(fd, true, 2000);
    assert_int_equal(next.status, 0);
    assert_true(next.is_closed);
    assert_int_equal(next.error, 0);
}

#define SERVED(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
