/* Référentiels: the published versions and their life DRAFT -> ACTIVE -> RETIRED. */
#include "api/checks.h"
#include "api/referentials/referential_version.h"
#include "sql.h"

#define SHORT_MEMBERS                                                                              \
    { "id", MEMBER_ID, .doc = "Identifier." },                                                     \
        { "code", MEMBER_TEXT, .doc = "Certification.", .example = "\"CLEA-SOCLE\"" },             \
        { "version", MEMBER_TEXT, .doc = "Label of the version.", .example = "\"2018\"" },         \
        { "title", MEMBER_TEXT, .doc = "Official title." },                                        \
        { "status", MEMBER_ENUM, .words = &referential_status_words,                               \
          .doc = "DRAFT, ACTIVE or RETIRED." },                                                    \
        { "valid_from", MEMBER_DATE, .doc = "First day of validity." },                            \
        { "valid_to", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Last day, included; null = open." },   \
        { "declared_counts", MEMBER_OBJECT, .of = &referential_counts_view,                        \
          .doc = "What the certifier declares to exist." },                                        \
        { "listed_counts", MEMBER_OBJECT, .of = &referential_counts_view,                          \
          .doc = "What is listed in this version." },                                              \
        { "item_count", MEMBER_INT, .doc = "Results that an evaluation of everything has." },      \
        { "subdomain_count", MEMBER_INT,                                                           \
          .doc = "Units that are validated; a domain without sub-domains counts as one." },        \
        { "row_version", MEMBER_INT,                                                               \
          .doc = "For If-Match: `version` is the published label here." },                         \
        { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },                          \
    {                                                                                              \
        "activated_at", MEMBER_INSTANT, MEMBER_NULLABLE, .doc = "When it was activated."           \
    }

static const struct member short_members[] = { SHORT_MEMBERS, { .name = NULL } };
static const struct view short_view = { "ReferentialVersionSummary",
                                        "A version of a référentiel in a list.", short_members };

static const struct member version_members[] = {
    SHORT_MEMBERS,
    { "source_status", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "How far the sources go, in the words of who prepared it." },
    { "notes", MEMBER_JSON, MEMBER_NULLABLE, .doc = "Remarks on the sources." },
    { "sources", MEMBER_JSON, MEMBER_NULLABLE, .doc = "Sources, by their key." },
    { "domains", MEMBER_OBJECTS, .of = &referential_domain_view, .doc = "Domains, in order." },
    { .name = NULL },
};
const struct view referential_version_view = { "ReferentialVersion",
                                               "A version of a référentiel with its whole tree.",
                                               version_members };

/* --- listing --- */

struct list_query {
    struct given given;
    struct slice code;
    int status;
};

static const struct field list_fields[] = {
    { "code", FIELD_TEXT, 0, offsetof(struct list_query, code), 1, 40,
      .doc = "Versions of one certification.", .example = "\"CLEA-SOCLE\"" },
    { "status", FIELD_ENUM, 0, offsetof(struct list_query, status),
      .words = &referential_status_words, .doc = "Versions in one status." },
    { .name = NULL },
};
static const struct fields list_query = { "ReferentialQuery", list_fields,
                                          sizeof(struct list_query) };

static void bind_list(const struct exchange *x, struct params *params)
{
    const struct list_query *query = x->query;
    params_text(params, "code", query->code);
    params_text(
        params, "status",
        enum_text(&list_query, query, "status", referential_status_words.codes, query->status));
}

/* --- activating and retiring --- */

static const struct {
    const char *from, *to;
} moves[] = {
    [REFERENTIAL_EVENT_ACTIVATE] = { "DRAFT", "ACTIVE" },
    [REFERENTIAL_EVENT_END] = { "ACTIVE", "ACTIVE" }, /* it serves until its last day */
    [REFERENTIAL_EVENT_RETIRE] = { "ACTIVE", "RETIRED" },
};

struct event_body {
    struct given given;
    int event;
    struct date last_day;
    int64_t expected_version;
};

static const struct field event_fields[] = {
    { "event", FIELD_ENUM, FIELD_REQUIRED, offsetof(struct event_body, event),
      .words = &referential_event_words,
      .doc = "ACTIVATE a draft; END an active version on a last day until which it serves; RETIRE "
             "it now.",
      .example = "\"ACTIVATE\"" },
    { "last_day", FIELD_DATE, FIELD_NULLABLE, offsetof(struct event_body, last_day),
      .doc = "END, RETIRE: last day of validity, included; RETIRE: by default today.",
      .example = "\"2027-12-31\"" },
    { "expected_version", FIELD_INT, FIELD_NULLABLE, offsetof(struct event_body, expected_version),
      1, FIELD_INT_MAX, .doc = "`row_version` the decision was taken on." },
    { .name = NULL },
};
static const struct fields event_body = { "ReferentialEventInput", event_fields,
                                          sizeof(struct event_body) };

static const struct load event_loads[] = {
    REFERENTIAL_VERSION_LOADS,
    { .statement = NULL },
};

static void prepare_event(struct exchange *x)
{
    const struct event_body *body = x->body;
    if (body->expected_version)
        x->expected_version = body->expected_version;
}

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
    return date_is_set(body->last_day) ? body->last_day : x->today;
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
    const bool is_end = body->event == REFERENTIAL_EVENT_END;
    const bool is_over = date_is_set(known->valid_to) && date_is_before(known->valid_to, x->today);
    const struct date first =
        later_of(known->valid_from, is_over && !is_end ? known->valid_to : x->today);
    const bool is_too_late = date_is_set(body->last_day) && date_is_set(known->valid_to) &&
                             date_is_after(body->last_day, known->valid_to);
    if (is_end && !date_is_set(body->last_day)) {
        exchange_violate(x, "/last_day", REASON_REQUIRED);
    } else if (date_is_before(last_day(x), first) || is_too_late) {
        exchange_violate(x, "/last_day", REASON_RANGE);
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
    if (!slice_is(known->status, moves[body->event].from)) {
        exchange_refuse(x, REASON_INVALID_STATE, (struct slice){ 0 });
        x->allowed_events = slice_is(known->status, "DRAFT")    ? SLICE("[\"ACTIVATE\"]")
                            : slice_is(known->status, "ACTIVE") ? SLICE("[\"END\",\"RETIRE\"]")
                                                                : SLICE("[]");
        return;
    }
    if (body->event != REFERENTIAL_EVENT_ACTIVATE)
        check_last_day(x, known);
    else if (date_is_set(body->last_day))
        exchange_violate(x, "/last_day", REASON_UNKNOWN_FIELD);
    else
        refuse_findings(x);
    exchange_effect(x, &event_writes[UPDATE_STATUS], 0, NULL);
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
    params_text(params, "status", slice_of(moves[body->event].to));
    params_date(params, "valid_to", valid_to);
}

static const struct write event_writes[EVENT_WRITES] = {
    [UPDATE_STATUS] = { &SQL_referential_update, bind_status, WRITE_EXACT },
};

static const enum reason event_reasons[] = {
    REASON_INVALID_STATE,     REASON_SUBDOMAIN_WITHOUT_CRITERIA,
    REASON_THRESHOLD_MISSING, REASON_THRESHOLD_AMBIGUOUS,
    REASON_REFERENTIAL_EMPTY, REASON_REFERENTIAL_OVERLAP,
    REASON_VERSION_MISMATCH,  REASON_NONE,
};

const struct operation referential_operations[] = {
    {
        .id = "listReferentials",
        .method = METHOD_GET,
        .path = "/v1/referentials",
        .tag = "Referentials",
        .summary = "List the versions of the référentiels.",
        .description =
            "Newest first, drafts included: what a certifier prepares is no secret. A candidacy is "
            "pinned to the version that is active when its prior evaluation begins.",
        .flags = OPERATION_LIST | OPERATION_PUBLIC_CACHE,
        .query = &list_query,
        .reply = { 200, &SQL_referential_list, bind_list, &short_view },
    },
    {
        .id = "getReferentialVersion",
        .method = METHOD_GET,
        .path = "/v1/referentials/{code}/versions/{version}",
        .tag = "Referentials",
        .summary = "Read a version with its whole tree.",
        .description = "Domains, sub-domains, criteria, thresholds and how well each is attested. "
                       "Active and retired versions never change.",
        .flags = OPERATION_PUBLIC_CACHE,
        .reply = { 200, &SQL_referential_view, referential_bind_label, &referential_version_view },
    },
    {
        .id = "recordReferentialEvent",
        .method = METHOD_POST,
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
        .prepare = prepare_event,
        .decide = decide_event,
        .writes = { WRITES(event_writes) },
        .reply = { 200, &SQL_referential_view, referential_bind_label, &referential_version_view },
        .reasons = event_reasons,
        .example = "{\"event\":\"ACTIVATE\"}",
    },
    { .id = NULL },
};
