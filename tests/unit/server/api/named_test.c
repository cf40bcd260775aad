/* SPDX-License-Identifier: EUPL-1.2 */
/* Every id that an answer or a path can hold says whom it names, and what shows a person says that
 * it does. */
#include "api/named.h"
#include "api/operation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static unsigned failed;

static bool ends_with(struct slice text, const char *end)
{
    const size_t size = strlen(end);
    return text.size > size && memcmp(text.at + text.size - size, end, size) == 0;
}

static bool is_person(enum named named)
{
    return named == NAMED_CANDIDATE || named == NAMED_PERSON;
}

static enum named named_by(const struct view *view, const struct member *member)
{
    const struct slice name = slice_of(member->name);
    return slice_is(name, "id") ? named_by_view(view) : named_by_member(name);
}

static bool is_id(const struct member *member)
{
    return member->type == MEMBER_ID ||
           (member->type == MEMBER_TEXTS && ends_with(slice_of(member->name), "_ids"));
}

/* Whether it, or an object in it, names a person. */
static bool judge(const struct view *view, const struct operation *operation)
{
    bool names_person = false;
    for (const struct member *m = view ? view->members : NULL; m && m->name; m++) {
        names_person |= judge(m->of, operation);
        if (!is_id(m))
            continue;
        if (named_by(view, m) == NAMED_UNSAID) {
            print_error("%s: %s of %s names nobody knows whom: a line of server/api/named.def\n",
                        operation->id, m->name, view->name);
            failed++;
        }
        names_person |= is_person(named_by(view, m));
    }
    return names_person;
}

static void judge_path(const struct operation *operation)
{
    for (const char *at = strchr(operation->path, '{'); at; at = strchr(at + 1, '{')) {
        const struct slice name = { at + 1, (size_t)(strchr(at, '}') - at - 1) };
        if (!ends_with(name, "_id") || named_by_member(name) != NAMED_UNSAID)
            continue;
        print_error("%s: {%.*s} names nobody knows whom: a line of server/api/named.def\n",
                    operation->id, (int)name.size, name.at);
        failed++;
    }
}

static void every_id_says_whom_it_names(void **state)
{
    (void)state;
    unsigned count = 0;
    failed = 0;
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++, count++) {
            bool names_person = judge(o->reply.view, o);
            names_person |= judge(o->reply.embedded.view, o);
            names_person |= o->reply.other && judge(o->reply.other->view, o);
            judge_path(o);
            if (names_person && !(o->flags & OPERATION_PERSONAL)) {
                print_error("%s shows a person and is not OPERATION_PERSONAL\n", o->id);
                failed++;
            }
        }
    }
    assert_true(count > 100);
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_id_says_whom_it_names) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
