/* What a refusal proposes to call exists, takes the event it names, and is filled from what the
 * refusal knows. */
#include "api/resolution.h"

#include "candidacy_command.h"
#include "name.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const struct operation *find_operation(enum method method, const char *path)
{
    for (const struct operation *const *table = operation_tables; *table; table++) {
        for (const struct operation *operation = *table; operation->id; operation++) {
            if (operation->method == method && strcmp(operation->path, path) == 0)
                return operation;
        }
    }
    return NULL;
}

static void every_resolution_is_an_operation_of_the_contract(void **state)
{
    (void)state;
    for (const struct resolution *row = resolutions; row->reason != REASON_NONE; row++) {
        if (!find_operation(row->method, row->path))
            fail_msg("%s leads to %s, which does not exist", reason_info(row->reason)->code,
                     row->path);
        if (row->event && name_find(candidacy_event_names, row->event, strlen(row->event)) < 0)
            fail_msg("%s proposes the event %s", reason_info(row->reason)->code, row->event);
    }
}

/* What has to be asked with something is asked with it: no way out ends in a 400. */
static void every_parameter_that_is_required_is_given(void **state)
{
    (void)state;
    for (const struct resolution *row = resolutions; row->reason != REASON_NONE; row++) {
        const struct operation *operation = find_operation(row->method, row->path);
        const struct field *field = operation && operation->query ? operation->query->fields : NULL;
        for (; field && field->name; field++) {
            char given[64];
            snprintf(given, sizeof given, "%s=", field->name);
            if ((field->flags & FIELD_REQUIRED) && !(row->query && strstr(row->query, given)))
                fail_msg("%s leads to %s without %s", reason_info(row->reason)->code, row->path,
                         field->name);
        }
    }
}

static void a_reason_has_one_resolution(void **state)
{
    (void)state;
    for (const struct resolution *row = resolutions; row->reason != REASON_NONE; row++) {
        for (const struct resolution *other = row + 1; other->reason != REASON_NONE; other++)
            assert_int_not_equal(row->reason, other->reason);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_resolution_is_an_operation_of_the_contract),
        cmocka_unit_test(every_parameter_that_is_required_is_given),
        cmocka_unit_test(a_reason_has_one_resolution),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
