/* SPDX-License-Identifier: EUPL-1.2 */
/* Host and port by the grammar of RFC 3986, and what of it http takes. */
#include "http/authority.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static const char *const sound[] = {
    "a",
    "a.example",
    "a_b-c~d.example",
    "127.0.0.1:8080",
    "a%C3%A9",
    "a!$&'()*+,;=b",
    "a:",
    "a:0",
    "a:00080",
    "a:65535",
    "[::1]",
    "[::1]:80",
    "[2001:DB8::1]:",
    "[::ffff:192.0.2.1]",
    "[1:2:3:4:5:6:7:8]:1",
};
static const char *const unsound[] = {
    "",
    ":",
    ":80",
    "a:65536",
    "a:99999999",
    "a:99999999999999999999",
    "a:xx",
    "a:-1",
    "a:+1",
    "a: 1",
    "a:8x",
    "x:8082:1",
    "::1",
    "a b",
    "a/b",
    "a?b",
    "a#b",
    "a@b",
    "a\\b",
    "a%",
    "a%4",
    "a%4g",
    "a%:1",
    "\xc3\xa9",
    "[",
    "[]",
    "[::1",
    "::1]",
    "a]",
    "a[::1]",
    "[zz]",
    "[a]",
    "[127.0.0.1]",
    "[1:2:3:4:5:6:7]",
    "[1:2:3:4:5:6:7:8:9]",
    "[::1::]",
    "[[::1]]",
    "[::1]x",
    "[::1]80",
    "[::1]:x",
    "[::1]:65536",
    "[fe80::1%25eth0]",
    "[v1.a]",
    "[0000:0000:0000:0000:0000:0000:0000:0000:0000:0000]",
};

static void a_host_and_its_port_are_read_strictly(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(sound); i++) {
        if (!authority_is_sound(slice_of(sound[i])))
            fail_msg("refused: %s", sound[i]);
    }
    for (size_t i = 0; i < COUNT(unsound); i++) {
        if (authority_is_sound(slice_of(unsound[i])))
            fail_msg("taken: %s", unsound[i]);
    }
    assert_false(authority_is_sound((struct slice){ "a\0b", 3 }));
    assert_false(authority_is_sound((struct slice){ "[::1\0]", 6 }));
    assert_false(authority_is_sound(SLICE_UNSET));
}

static void a_target_in_full_is_cut_behind_its_authority(void **state)
{
    (void)state;
    static const struct {
        const char *target, *authority, *rest; /* NULL: it is not in full */
    } cases[] = {
        { "http://a/b", "a", "/b" },
        { "HTTP://a:80/b?c", "a:80", "/b?c" },
        { "hTTpS://[::1]", "[::1]", "" },
        { "http://a?b/c", "a", "?b/c" },
        { "http://a#b", "a", "#b" },
        { "http://", "", "" },
        { "http:///b", "", "/b" },
        { "http://a@b//c", "a@b", "//c" },
        { "http:/a", NULL, NULL },
        { "/http://a/b", NULL, NULL },
        { "ftp://a/b", NULL, NULL },
        { "//a/b", NULL, NULL },
        { "*", NULL, NULL },
        { "", NULL, NULL },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct slice authority, rest;
        const bool is_cut = authority_cut(slice_of(cases[i].target), &authority, &rest);
        if (is_cut != (cases[i].authority != NULL) ||
            (is_cut &&
             (!slice_is(authority, cases[i].authority) || !slice_is(rest, cases[i].rest))))
            fail_msg("%s", cases[i].target);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_host_and_its_port_are_read_strictly),
        cmocka_unit_test(a_target_in_full_is_cut_behind_its_authority),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
