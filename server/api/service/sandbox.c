/* SPDX-License-Identifier: EUPL-1.2 */
/* The settable clock of a sandbox: five years pass in one request. An instance that is not a
 * sandbox has no such path. */
#include "api/operation.h"
#include "sql.h"

struct clock_body {
    struct given given;
    struct date today;
    int64_t instant;
};

static const struct field clock_fields[] = {
    { "today", FIELD_DATE, FIELD_NULLABLE, offsetof(struct clock_body, today), 1900, 2199,
      .doc = "The day to pretend, the same in every zone; null, without an instant, for the real "
             "time again.",
      .example = "\"2027-01-31\"" },
    { "instant", FIELD_INSTANT, FIELD_NULLABLE, offsetof(struct clock_body, instant), 2000, 2199,
      .doc = "Instead of a day: the instant to pretend, which has a day in each zone." },
    { .name = NULL },
};
static const struct fields clock_body = { "SandboxClockInput", clock_fields,
                                          sizeof(struct clock_body) };

static const struct member clock_members[] = {
    { "today", MEMBER_DATE, MEMBER_NULLABLE, .doc = "The day that was set; null = the real one." },
    { "instant", MEMBER_INSTANT, MEMBER_NULLABLE,
      .doc = "The instant that was set; null = a day, or the real time." },
    { "effective_date", MEMBER_DATE, .doc = "The day it is now, in Europe/Paris." },
    { "is_real", MEMBER_BOOL, .doc = "Whether that is the real day." },
    { .name = NULL },
};
static const struct view clock_view = { "SandboxClock", "The clock of a sandbox.", clock_members };

/* The real day travels as a parameter: x->today may already be the pretended one. */
static void bind_clock(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_date(params, "real_day", date_in_paris(x->now_ms / 1000));
}

static void prepare_clock(struct exchange *x)
{
    const struct clock_body *body = x->body;
    if (date_is_set(body->today) && body->instant)
        exchange_violate(x, "/instant", REASON_ONLY_ONE_ALLOWED);
    else if (!body->given.present)
        exchange_violate(x, "/today", REASON_ONE_REQUIRED);
}

enum { SET_CLOCK, CLOCK_WRITES };
static const struct write clock_writes[CLOCK_WRITES];

static void decide_clock(struct exchange *x)
{
    exchange_effect(x, &clock_writes[SET_CLOCK], 0, NULL);
}

static void bind_set(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct clock_body *body = x->body;
    (void)effect;
    params_date(params, "today", body->today);
    params_int_or_null(params, "instant", body->instant != 0, body->instant);
}

static const struct write clock_writes[CLOCK_WRITES] = {
    [SET_CLOCK] = { &SQL_sandbox_clock_update, bind_set, WRITE_EXACT },
};

const struct operation sandbox_operations[] = {
    {
        .id = "getSandboxClock",
        .method = METHOD_GET,
        .path = "/v1/sandbox/clock",
        .tag = "Sandbox",
        .summary = "Read the clock.",
        .description = "One clock for the whole instance: organisms and commissions meet in it. "
                       "Sandboxes only.",
        .roles = ROLES_ANY,
        .flags = OPERATION_SANDBOX,
        .reply = { 200, &SQL_sandbox_clock_view, bind_clock, &clock_view },
    },
    {
        .id = "setSandboxClock",
        .method = METHOD_PUT,
        .path = "/v1/sandbox/clock",
        .tag = "Sandbox",
        .summary = "Set the clock.",
        .description = "Every rule of the instance is judged on that day from now on; tokens, keys "
                       "and time limits keep to the real time. Sandboxes only.",
        .roles = ROLE_ADMINISTRATOR | ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND | OPERATION_SANDBOX,
        .body = &clock_body,
        .prepare = prepare_clock,
        .decide = decide_clock,
        .writes = { WRITES(clock_writes) },
        .reply = { 200, &SQL_sandbox_clock_view, bind_clock, &clock_view },
    },
    { .id = NULL },
};
