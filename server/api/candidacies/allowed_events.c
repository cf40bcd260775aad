/* What may happen to a candidacy now, and if not, why not: the walk of the machine, asked instead
 * of run into. */
#include "api/candidacies/candidacy_event_loads.h"
#include "api/candidacies/candidacy_views.h"
#include "sql.h"

struct allowed_snapshot {
    struct candidacy_set set; /* first */
};
BEGINS_WITH_SET(allowed_snapshot);

static const struct load allowed_loads[] = {
    CANDIDACY_LOADS(candidacy_bind_path, LOAD_REQUIRED | LOAD_ROOT),
    { .statement = NULL },
};

static void prepare_allowed(struct exchange *x)
{
    struct event_request *request = exchange_alloc(x, sizeof *request);
    if (!request)
        return;
    event_take_path(x, request);
    x->plan = request;
    x->extra_loads = candidacy_fact_loads;
}

static void render_allowed(struct exchange *x, struct writer *writer)
{
    struct candidacy_set *set = x->snapshot;
    const struct candidacy_snapshot *snapshot = set->items[0];
    struct facts facts = candidacy_set_facts(set, snapshot);
    struct allowed_event *events = exchange_alloc(x, CANDIDACY_MAX_ALLOWED_EVENTS * sizeof *events);
    if (!events)
        return;
    /* Who reads everything asks on everybody's behalf. */
    unsigned actors = exchange_has_role(x, ROLES_READ_ALL) ? 0 : x->principal.roles;
    struct candidacy_command context = { .actors = actors, .facts = &facts };
    candidacy_set_days(x, snapshot->owner_time_zone, &context);
    int count = candidacy_allowed_events(&snapshot->candidacy, &context, x->policy, events);
    x->reply_version = snapshot->candidacy.version;
    writer_open(writer, '{');
    writer_key(writer, "state");
    writer_text(writer, candidacy_state_name(snapshot->candidacy.state));
    writer_key(writer, "version");
    writer_int(writer, snapshot->candidacy.version);
    writer_key(writer, "on_date");
    writer_date(writer, context.today);
    writer_key(writer, "data");
    write_allowed_events(x, writer, events, count, &snapshot->candidacy);
    writer_close(writer, '}');
}

struct allowed_query {
    struct given given;
    bool explain;
};
static const struct field allowed_query_fields[] = {
    { "explain", FIELD_BOOL, 0, offsetof(struct allowed_query, explain),
      .doc = "Guards are always explained; accepted for clarity of calls.", .example = "true" },
    { .name = NULL },
};
static const struct fields allowed_query = { "AllowedEventsQuery", allowed_query_fields,
                                             sizeof(struct allowed_query) };

static const struct member guard_members[] = {
    { "code", MEMBER_TEXT, .doc = "Reason that the guard raises.",
      .example = "\"DEADLINE_PASSED\"" },
    { "answer", MEMBER_ENUM, .words = &guard_answer_words, .doc = "As of today." },
    { "message", MEMBER_TEXT, .doc = "In the language that was asked for." },
    { "details", MEMBER_JSON, .doc = "What is at fault." },
    { "resolve_with", MEMBER_JSON, MEMBER_NULLABLE,
      .doc = "Of an unmet guard, the call that would help, when there is one: method, href and, "
             "where the call takes events, event." },
    { .name = NULL },
};
static const struct view guard_view = { "GuardAnswer", "A guard and its answer.", guard_members };
static const struct member allowed_members[] = {
    { "event", MEMBER_ENUM, .words = &candidacy_event_words, .doc = "An event of this state." },
    { "is_allowed", MEMBER_BOOL, .doc = "No guard is unmet; the data may still be refused." },
    { "guards", MEMBER_OBJECTS, .of = &guard_view,
      .doc = "Every guard, in the order of the rules." },
    { .name = NULL },
};
static const struct view allowed_view = { "AllowedEvent", "An event and its guards.",
                                          allowed_members };
static const struct member allowed_reply_members[] = {
    { "state", MEMBER_ENUM, .words = &candidacy_state_words, .doc = "State of the candidacy." },
    { "version", MEMBER_INT, .doc = "Version that was looked at." },
    { "on_date", MEMBER_DATE, .doc = "The day the guards were asked for." },
    { "data", MEMBER_OBJECTS, .of = &allowed_view,
      .doc = "Events that have a transition from here." },
    { .name = NULL },
};
static const struct view allowed_reply_view = { "AllowedEvents",
                                                "What may happen now, and why not.",
                                                allowed_reply_members };

const struct operation allowed_event_operations[] = {
    {
        .id = "readAllowedEvents",
        .method = METHOD_GET,
        .path = "/v1/candidacies/{candidacy_id}/allowed-events",
        .tag = "Candidacies",
        .summary = "Ask what may happen now, and if not, why not.",
        .description = "Every guard of every event that has a transition from the present state: "
                       "met, unmet with its details, or needing the data of the event.",
        .roles = ROLES_ORGANISM | ROLE_CANDIDATE | ROLES_COMMISSION,
        .flags = OPERATION_REFERENCE,
        .query = &allowed_query,
        .loads = allowed_loads,
        .snapshot_size = sizeof(struct allowed_snapshot),
        .prepare = prepare_allowed,
        .reply = { 200, .render = render_allowed, .view = &allowed_reply_view },
    },
    { .id = NULL },
};
