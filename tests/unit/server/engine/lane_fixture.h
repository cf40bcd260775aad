/* SPDX-License-Identifier: EUPL-1.2 */
/* An engine without a database, and calls of tenants that come to its lanes. */
#ifndef LANE_FIXTURE_H
#define LANE_FIXTURE_H

#include "engine/flight.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { FLIGHTS = 32, TENANT_WAITING = 10, WAIT_MS = 20, ANSWERS_KIB = 64, BODIES_KIB = 128 };

static const struct operation read_thing = { .id = "readThing", .roles = 1 };
static const struct operation change_thing = { .id = "changeThing",
                                               .roles = 1,
                                               .flags = OPERATION_COMMAND };

static struct engine *engine;
static struct flight flights[FLIGHTS];
static struct http_call calls[FLIGHTS];
static unsigned used;

static inline int begin(void **state)
{
    static const struct policy policy;
    const struct engine_options options = { .policy = &policy,
                                            .certifier_name = "",
                                            .live.tenant_waiting = TENANT_WAITING,
                                            .live.wait_ms = WAIT_MS,
                                            .tenant_answer_bytes = ANSWERS_KIB * 1024,
                                            .tenant_body_bytes = BODIES_KIB * 1024,
                                            .batch_limit = BATCH_MAX,
                                            .live.request_ms = 1000 };
    (void)state;
    memset(flights, 0, sizeof flights);
    used = 0;
    engine = engine_new(&options, NULL);
    return engine ? 0 : -1;
}

static inline int finish(void **state)
{
    (void)state;
    for (unsigned i = 0; i < used; i++)
        flight_take(&flights[i]);
    engine_free(engine);
    return 0;
}

/* 'A' is an organism, and so is every other letter. */
static inline struct flight *of(char tenant, const struct operation *operation)
{
    assert_true(used < FLIGHTS);
    struct flight *flight = &flights[used];
    flight_init(flight, engine, &calls[used++]);
    flight->x.operation = operation;
    flight->x.principal = (struct principal){
        .scope = SLICE("ORGANISM"),
        .scope_id = { { 1, [15] = (unsigned char)tenant } },
    };
    return flight;
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, begin, finish)

#endif
