/* SPDX-License-Identifier: EUPL-1.2 */
/* Nobody waits for ever: what awaits an answer can be answered either way, and taken back by who
 * asked. Generated: over every machine that has a table, and every operation that makes its things.
 */
#include "api/events.h"
#include "api/operation.h"
#include "api/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const char *const waiting[] = { "REQUESTED", "PENDING", "FILED", "AGREED" };

static bool is_waiting(const char *state)
{
    for (size_t i = 0; i < sizeof waiting / sizeof waiting[0]; i++) {
        if (strcmp(state, waiting[i]) == 0)
            return true;
    }
    return false;
}

/* Whose events lead on from a state, and how many these are. */
static unsigned leaving(const struct machine *machine, unsigned state, unsigned *ret_count)
{
    unsigned roles = 0;
    *ret_count = 0;
    for (unsigned i = 0; i < machine->rule_count; i++) {
        if (!(machine->rules[i].from >> state & 1))
            continue;
        roles |= machine->rules[i].roles & machine->roles;
        ++*ret_count;
    }
    return roles;
}

/* "/v1/habilitations/%s" is where the things are whose events go to
 * "/v1/habilitations/{habilitation_id}/events". */
static bool makes(const struct operation *maker, const struct operation *events)
{
    const char *place = maker->reply.location, *end = place ? strstr(place, "%s") : NULL;
    return end && maker != events && maker->method == METHOD_POST && !maker->machine &&
           end[2] == '\0' && strncmp(events->path, place, (size_t)(end - place)) == 0 &&
           events->path[end - place] == '{';
}

static unsigned makers_of(const struct operation *events)
{
    unsigned roles = 0;
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++)
            roles |= makes(o, events) ? o->roles : 0;
    }
    return roles;
}

static unsigned judge(const struct operation *o)
{
    const struct machine *machine = o->machine;
    unsigned found = 0;
    for (unsigned state = 0; machine->states->codes[state]; state++) {
        unsigned count;
        const unsigned roles = leaving(machine, state, &count);
        if (!is_waiting(machine->states->codes[state]))
            continue;
        found++;
        if (count < 2)
            fail_msg("%s: %s can only be answered in one way", o->path,
                     machine->states->codes[state]);
        if (makers_of(o) & ~roles)
            fail_msg("%s: who asked waits for ever in %s (roles %x)", o->path,
                     machine->states->codes[state], makers_of(o) & ~roles);
    }
    return found;
}

static void whoever_waits_has_a_way_out(void **state)
{
    unsigned found = 0;
    (void)state;
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            if (o->machine && o->machine->rules && o->method == METHOD_POST &&
                strstr(o->path, "/events"))
                found += judge(o);
        }
    }
    assert_true(found >= 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(whoever_waits_has_a_way_out) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
