/* SPDX-License-Identifier: EUPL-1.2 */
/* What every kind of document cannot do without: each member of its shape, taken away from a whole
 * sample, is either not missed or named by its pointer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "documents/paper.h"
#include "documents/paper_kind.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TEXT_SIZE = 1 << 16, POINTER_SIZE = 256 };

static char sample[TEXT_SIZE];

static void read_sample(const char *kind)
{
    char path[512];
    snprintf(path, sizeof path, "%s/../documents/samples/%s.json", TEST_DATA, kind);
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    const size_t size = fread(sample, 1, sizeof sample - 1, file);
    assert_true(size > 0 && size < sizeof sample - 1);
    sample[size] = '\0';
    fclose(file);
}

/* --- a member of the text --- */

static char *skip_blanks(char *at)
{
    return at + strspn(at, " \n\r\t,:");
}

static char *skip_text(char *at)
{
    for (at++; *at != '"'; at++)
        at += *at == '\\';
    return at + 1;
}

static char *skip_value(char *at)
{
    unsigned depth = 0;
    do {
        if (*at == '"') {
            at = skip_text(at);
            continue;
        }
        depth += *at == '{' || *at == '[';
        depth -= *at == '}' || *at == ']';
        at++;
    } while (depth > 0 || (*at && !strchr(",]}\n", *at)));
    return at;
}

/* The key of a member of the object at `at`; NULL: it has none. */
static char *key_of(char *at, const char *name, size_t size)
{
    for (at = skip_blanks(at + 1); *at == '"'; at = skip_blanks(at)) {
        char *key = at, *behind = skip_text(at);
        if ((size_t)(behind - key) == size + 2 && memcmp(key + 1, name, size) == 0)
            return key;
        at = skip_value(skip_blanks(behind));
    }
    return NULL;
}

/* The key that a pointer leads to; "0" is the first item of a list. NULL: it is not in the sample,
 * or null there. */
static char *find_key(const char *pointer)
{
    char *at = skip_blanks(sample), *key = NULL;
    while (*pointer == '/') {
        const size_t size = strcspn(++pointer, "/");
        if (*at == '[') {
            at = skip_blanks(at + 1);
        } else {
            key = *at == '{' ? key_of(at, pointer, size) : NULL;
            if (!key)
                return NULL;
            at = skip_blanks(skip_text(key));
        }
        pointer += size;
    }
    return strncmp(at, "null", 4) == 0 ? NULL : key;
}

/* --- what becomes of it --- */

static enum status lay_out(const char *kind, struct arena *arena, const char **ret_missing)
{
    const struct livery livery = { .certifier = SLICE("Certif’Pro"),
                                   .signatory = SLICE("Claude Besson"),
                                   .signatory_role = SLICE("Pour le certificateur"),
                                   .verification_address = SLICE("https://verification.example/") };
    struct document *told = NULL;
    struct layout layout;
    enum status status;
    *ret_missing = NULL;
    assert_int_equal(document_parse(slice_of(sample), &told, &status), REASON_NONE);
    status = paper_lay_out(arena, slice_of(kind), told, &livery, SLICE_UNSET, &layout, ret_missing);
    document_free(told);
    return status;
}

/* Without it: laid out, or refused by this pointer, which a rule may ask for too. */
static void take_away(const char *kind, const struct told_member *member, const char *pointer,
                      unsigned *count)
{
    struct arena arena;
    const char *missing;
    char *key = find_key(pointer);
    if (!key)
        return;
    const char first = key[1];
    arena_init(&arena, 0);
    key[1] = '~';
    const enum status status = lay_out(kind, &arena, &missing);
    /* Of an object, the first of its members that is needed. */
    const size_t size = strlen(pointer);
    const bool is_named = status == STATUS_FAILED && strncmp(missing, pointer, size) == 0 &&
                          (!missing[size] || member->kind == TOLD_OBJECT);
    if (member->is_needed ? !is_named : status != STATUS_OK && !is_named)
        fail_msg("%s without %s: %s", kind, pointer, missing ? missing : "laid out");
    key[1] = first;
    arena_release(&arena);
    (*count)++;
}

static void take_all_away(const char *kind, const char *above, const struct told_shape *shape,
                          unsigned *count)
{
    for (size_t i = 0; i < shape->count; i++) {
        const struct told_member *member = &shape->members[i];
        char pointer[POINTER_SIZE];
        snprintf(pointer, sizeof pointer, "%s/%s", above, member->name);
        take_away(kind, member, pointer, count);
        if (member->kind == TOLD_LIST)
            snprintf(pointer, sizeof pointer, "%s/%s/0", above, member->name);
        if (member->shape)
            take_all_away(kind, pointer, member->shape, count);
    }
}

static void what_is_needed_and_missing_is_named(void **state)
{
    (void)state;
    for (size_t i = 0; paper_kinds[i]; i++) {
        unsigned count = 0;
        read_sample(paper_kinds[i]->name);
        take_all_away(paper_kinds[i]->name, "", paper_kinds[i]->shape, &count);
        assert_true(count > 10);
    }
}

static void every_sample_is_laid_out(void **state)
{
    (void)state;
    for (size_t i = 0; paper_kinds[i]; i++) {
        struct arena arena;
        const char *missing;
        arena_init(&arena, 0);
        read_sample(paper_kinds[i]->name);
        assert_int_equal(lay_out(paper_kinds[i]->name, &arena, &missing), STATUS_OK);
        arena_release(&arena);
    }
}

static void want_of_memory_is_told_wherever_it_comes(void **state)
{
    (void)state;
    for (size_t i = 0; paper_kinds[i]; i++) {
        read_sample(paper_kinds[i]->name);
        enum status status = STATUS_NO_MEMORY;
        for (size_t limit = 256; status == STATUS_NO_MEMORY; limit += limit / 6) {
            struct arena arena;
            const char *missing;
            arena_init(&arena, limit);
            status = lay_out(paper_kinds[i]->name, &arena, &missing);
            arena_release(&arena);
            assert_true(limit < (size_t)1 << 26);
        }
        assert_int_equal(status, STATUS_OK);
    }
}

static void an_unknown_kind_is_told(void **state)
{
    (void)state;
    struct arena arena;
    const char *missing;
    arena_init(&arena, 0);
    read_sample("CERTIFICATE");
    assert_int_equal(lay_out("DIPLOMA", &arena, &missing), STATUS_FAILED);
    assert_string_equal(missing, "the kind of document");
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sample_is_laid_out),
        cmocka_unit_test(what_is_needed_and_missing_is_named),
        cmocka_unit_test(want_of_memory_is_told_wherever_it_comes),
        cmocka_unit_test(an_unknown_kind_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
