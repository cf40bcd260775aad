/* SPDX-License-Identifier: EUPL-1.2 */
/* What headers say of a file. */
#include "http/file_header.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void a_name_is_read_as_it_was_meant(void **state)
{
    static const struct {
        const char *header, *name; /* NULL = none */
    } cases[] = {
        { "attachment", NULL },
        { "attachment; filename=a.pdf", "a.pdf" },
        { "Attachment ;\tFileName = \"a b.pdf\"", "a b.pdf" },
        { "attachment; filename=\"a\\\"b.pdf\"", "a\"b.pdf" },
        { "attachment; filename*=UTF-8''%C3%A9t%C3%A9.pdf", "été.pdf" },
        { "attachment; filename=\"e.pdf\"; filename*=utf-8'fr'%C3%A9.pdf", "é.pdf" },
        { "attachment; filename*=UTF-8''b.pdf; filename=\"a.pdf\"", "b.pdf" },
        { "attachment; filename=\"C:/Users/me/a.pdf\"", "a.pdf" },
        { "attachment; filename*=UTF-8''%2Fetc%2Fpasswd", "passwd" },
        { "attachment; filename*=UTF-8''c%5Cd.png", "d.png" },
        { "attachment; filename=\"\"", NULL },
        { "attachment; filename*=UTF-8''%20", NULL },
        { "attachment; size=3", NULL },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct slice name;
        arena_init(&arena, 0);
        assert_true(file_header_name(slice_of(cases[i].header), &arena, &name));
        if (slice_is_set(name) != (cases[i].name != NULL) ||
            (cases[i].name && !slice_is(name, cases[i].name)))
            fail_msg("%s: %.*s", cases[i].header, (int)name.size, name.at ? name.at : "");
        arena_release(&arena);
    }
}

static void what_cannot_be_read_is_no_name(void **state)
{
    static const char *const cases[] = {
        "",
        ";",
        "attachment filename=a",
        "attachment; filename",
        "attachment; =a",
        "attachment; filename=",
        "attachment; filename=\"a",
        "attachment; filename=\"a\\",
        "attachment; filename*=a.pdf",
        "attachment; filename=\"a.pdf\"; filename=\"b.hta\"",
        "attachment; filename=\"\"; filename=\"b.hta\"",
        "attachment; filename*=UTF-8''a.pdf; filename*=UTF-8''b.hta",
        "attachment; filename*=ISO-8859-1''a.pdf",
        "attachment; filename*=UTF-8'a.pdf",
        "attachment; filename*=UTF-8''%C",
        "attachment; filename*=UTF-8''%zz",
        "attachment; filename*=UTF-8''%00a",
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct slice name;
        arena_init(&arena, 0);
        if (file_header_name(slice_of(cases[i]), &arena, &name))
            fail_msg("%s", cases[i]);
        arena_release(&arena);
    }
}

#define DIGEST "X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE="

static void a_digest_is_found_among_others(void **state)
{
    static const struct {
        const char *header;
        bool is_read, has_digest;
    } cases[] = {
        { "sha-256=:" DIGEST ":", true, true },
        { "SHA-256=:" DIGEST ":", true, true },
        { "sha-512=:YQ==:, sha-256=:" DIGEST ":", true, true },
        { "sha-256=:" DIGEST ": , unixsum=:YQ==:", true, true },
        { "sha-512=:YQ==:", true, false },
        { "sha-256=" DIGEST, false, false },
        { "sha-256=:" DIGEST, false, false },
        { "sha-256=:YQ==:", false, false },
        { "sha-256=:!!!!:", false, false },
        { "sha-256=:" DIGEST ": sha-512=:YQ==:", false, true },
        { "=:YQ==:", false, false },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        unsigned char digest[FILE_DIGEST_SIZE];
        bool has_digest;
        const bool is_read = file_header_digest(slice_of(cases[i].header), digest, &has_digest);
        if (is_read != cases[i].is_read || (is_read && has_digest != cases[i].has_digest))
            fail_msg("%s", cases[i].header);
        if (is_read && has_digest)
            assert_int_equal(digest[0], 0x5f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_read_as_it_was_meant),
        cmocka_unit_test(what_cannot_be_read_is_no_name),
        cmocka_unit_test(a_digest_is_found_among_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
