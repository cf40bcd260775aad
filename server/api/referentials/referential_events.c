/* SPDX-License-Identifier: EUPL-1.2 */
/* The life of a version of a référentiel: DRAFT -> ACTIVE -> RETIRED, and what is allowed now. */
#include "api/events.h"
#include "api/referentials/referential_version.h"
#include "sql.h"

enum { REFERENTIAL_EVENT_COUNT = REFERENTIAL_EVENT_RETIRE + 1 };

struct event_sent {
    struct given given;
    struct date last_day;
};
#define AT(member) offsetof(struct event_sent, member)
static const struct field no_fields[] = { { .name = NULL } };
static const struct field end_fields[] = {
    { "last_day", FIELD_DATE, FIELD_REQUIRED, AT(last_day),
      .doc = "Last day of validity, included; not before today.", .example = "\"2027-12-31\"" },
    { .name = NULL },
};
static const struct field retirement_fields[] = {
    { "last_day", FIELD_DATE, FIELD_NULLABLE, AT(last_day),
      .doc = "Last day of validity, included; today when absent.", .example = "\"2027-12-31\"" },
    { .name = NULL },
};
#undef AT
static const struct fields *const data_tables[REFERENTIAL_EVENT_COUNT] = {
    [REFERENTIAL_EVENT_ACTIVATE] = EVENT_DATA("ReferentialActivate", no_fields, event_sent),
    [REFERENTIAL_EVENT_END] = EVENT_DATA("ReferentialEnd", end_fields, event_sent),
    [REFERENTIAL_EVENT_RETIRE] = EVENT_DATA("ReferentialRetire", retirement_fields, event_sent),
};

struct event_body {
    struct given given;
    int event;
    int64_t expected_version;
    struct event_sent data;
};

/* It takes effect when it is recorded: what has a day is the last day of validity. */
static const struct field event_fields[] = {
    EVENT_FIELD(event_body, referential_event_words, 0,
                "ACTIVATE a draft; END an active version on a last day until which it serves; "
                "RETIRE it now.",
                "\"ACTIVATE\""),
    EVENT_DATA_FIELD(event_body, data_tables),
    EVENT_VERSION_FIELD(event_body),
    { .name = NULL },
};
static const struct fields event_body = { "ReferentialEventBody", event_fields,
                                          sizeof(struct event_body) };

static const struct load event_loads[] = {
    REFERENTIAL_VERSION_LOADS,
    { .statement = NULL },
};

/* Decision 11: what its validation report finds wrong keeps a draft from being activated. */
static void refuse_findings(struct exchange *x)
{
    const struct referential_findings *findings = referential_find(x);
    for (unsigned i = 0; findings && i < findings->count; i++) {
        const struct referential_finding *finding = &findings->items[i];
        if (finding->is_blocking)
            exchange_refuse(x, finding->reason,
                            arena_print(x->arena, "{\"pointer\":\"%.*s\",\"code\":\"%s\"}",
                                        (int)finding->pointer.size, finding->pointer.at,
                                        finding->code));
    }
}

static struct date last_day(const struct exchange *x)
{
    const struct event_body *body = x->body;
    return date_is_set(body->data.last_day) ? body->data.last_day : x->today;
}

static struct date later_of(struct date a, struct date b)
{
    return date_is_after(a, b) ? a : b;
}

/* The last day only ever comes nearer, never before the first nor into the past: evaluations that
 * began since stand on the version. */
static void check_last_day(struct exchange *x, const struct referential_version_snapshot *known)
{
    const struct event_body *body = x->body;
    const bool ends = body->event == REFERENTIAL_EVENT_END;
    const bool is_over = date_is_set(known->valid_to) && date_is_before(known->valid_to, x->today);
    const struct date first = later_of(known->valid_from, is_over ? known->valid_to : x->today);
    const bool is_too_late = date_is_set(body->data.last_day) && date_is_set(known->valid_to) &&
                             date_is_after(body->data.last_day, known->valid_to);
    if (ends && is_over) {
        exchange_refuse(x, REASON_REFERENTIAL_PERIOD_OVER, (struct slice){ 0 });
    } else if (date_is_before(last_day(x), first) || is_too_late) {
        exchange_violate_data(x, "/last_day", REASON_RANGE);
        exchange_expect(x, expected_dates(first, known->valid_to));
    }
}

enum { UPDATE_STATUS, EVENT_WRITES };
static const struct write event_writes[EVENT_WRITES];

static void decide_event(struct exchange *x)
{
    const struct referential_version_snapshot *known = x->snapshot;
    const struct event_body *body = x->body;
    x->result_id = x->root_id = known->id;
    if (!events_admit(x, (unsigned)body->event))
        return;
    if (body->event == REFERENTIAL_EVENT_ACTIVATE)
        refuse_findings(x);
    else
        check_last_day(x, known);
    exchange_effect(x, &event_writes[UPDATE_STATUS], 0, NULL);
}

/* An ended version serves until its last day. */
static enum referential_status_word status_after(int event)
{
    return event == REFERENTIAL_EVENT_RETIRE ? REFERENTIAL_RETIRED : REFERENTIAL_ACTIVE;
}

static void bind_status(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    const struct referential_version_snapshot *known = x->snapshot;
    const struct event_body *body = x->body;
    struct date valid_to = known->valid_to;
    (void)effect;
    if (body->event != REFERENTIAL_EVENT_ACTIVATE &&
        (!date_is_set(valid_to) || date_is_before(last_day(x), valid_to)))
        valid_to = last_day(x);
    params_id(params, "id", known->id);
    params_int(params, "version", x->version);
    params_text(params, "status",
                slice_of(referential_status_words.codes[status_after(body->event)]));
    params_date(params, "valid_to", valid_to);
}

static const struct write event_writes[EVENT_WRITES] = {
    [UPDATE_STATUS] = { &SQL_referential_update, bind_status, WRITE_EXACT },
};

/* --- allowed events --- */

#define FROM(status) (UINT64_C(1) << REFERENTIAL_##status)
/* clang-format off */
static const struct event_rule rules[] = {
    { REFERENTIAL_EVENT_ACTIVATE, FROM(DRAFT), ROLE_CERTIFIER,
      { REASON_SUBDOMAIN_WITHOUT_CRITERIA, REASON_THRESHOLD_MISSING, REASON_THRESHOLD_AMBIGUOUS,
        REASON_REFERENTIAL_OVERLAP },
      { REASON_NONE } },
    { REFERENTIAL_EVENT_END, FROM(ACTIVE), ROLE_CERTIFIER, { REASON_REFERENTIAL_PERIOD_OVER }, { REASON_NONE } },
    { REFERENTIAL_EVENT_RETIRE, FROM(ACTIVE), ROLE_CERTIFIER, { REASON_NONE }, { REASON_NONE } },
};
/* clang-format on */
#undef FROM

static unsigned state_of(const struct exchange *x)
{
    const struct referential_version_snapshot *known = x->snapshot;
    return (unsigned)vocabulary_number(&referential_status_words, known->status);
}

static struct slice address_of(struct exchange *x)
{
    return arena_print(x->arena, "/v1/referentials/%.*s/versions/%.*s", (int)x->path_text[0].size,
                       x->path_text[0].at, (int)x->path_text[1].size, x->path_text[1].at);
}

static void judge(struct exchange *x, unsigned event, struct outcome *outcome)
{
    const struct referential_version_snapshot *known = x->snapshot;
    if (event == REFERENTIAL_EVENT_END && date_is_set(known->valid_to) &&
        date_is_before(known->valid_to, x->today))
        outcome_add(outcome, REASON_REFERENTIAL_PERIOD_OVER, NULL);
    if (event != REFERENTIAL_EVENT_ACTIVATE)
        return;
    const struct referential_findings *findings = referential_find(x);
    for (unsigned i = 0; findings && i < findings->count; i++) {
        if (findings->items[i].is_blocking)
            outcome_add(outcome, findings->items[i].reason, NULL);
    }
}

static const struct machine referential_machine = {
    .states = &referential_status_words,
    .events = &referential_event_words,
    .noun = { "La version du référentiel", "The version of the référentiel" },
    .roles = ROLE_CERTIFIER,
    .state = state_of,
    .address = address_of,
    .rules = rules,
    .rule_count = sizeof rules / sizeof rules[0],
    .judge = judge,
};

ALLOWED_EVENTS_VIEW(referential, "Referential", referential_status_words, referential_event_words);
EVENT_REPLY_VIEW(referential, "ReferentialEvent", referential_event_words);

static const enum reason event_reasons[] = {
    REASON_INVALID_STATE,
    REASON_SUBDOMAIN_WITHOUT_CRITERIA,
    REASON_THRESHOLD_MISSING,
    REASON_THRESHOLD_AMBIGUOUS,
    REASON_REFERENTIAL_OVERLAP,
    REASON_REFERENTIAL_PERIOD_OVER,
    REASON_NONE,
};

const struct operation referential_event_operations[] = {
    {
        EVENTS_OF(referential_machine, referential_event_reply,
                  "/v1/referentials/{code}/versions/{version}", SQL_referential_view,
                  referential_bind_label, referential_version_view),
        .id = "recordReferentialEvent",
        .path = "/v1/referentials/{code}/versions/{version}/events",
        .tag = "Referentials",
        .summary = "Activate a draft, or end an active version.",
        .description = "An active version no longer changes. Two versions of one référentiel are "
                       "never in force on the same day: END the old one with its last day before "
                       "activating the new one. Candidacies keep the version they are pinned to.",
        .roles = ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED,
        .body = &event_body,
        .loads = event_loads,
        .snapshot_size = sizeof(struct referential_version_snapshot),
        .prepare = events_prepare,
        .decide = decide_event,
        .writes = { WRITES(event_writes) },
        .reasons = event_reasons,
    },
    {
        ALLOWED_EVENTS_OF(referential_machine, referential_allowed_events_view),
        .id = "readAllowedReferentialEvents",
        .path = "/v1/referentials/{code}/versions/{version}/allowed-events",
        .tag = "Referentials",
        .summary = "Ask what may become of a version now, and if not, why not.",
        .roles = ROLES_ANY,
        .loads = event_loads,
        .snapshot_size = sizeof(struct referential_version_snapshot),
    },
    { .id = NULL },
};
