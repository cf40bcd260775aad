/* What may happen to a candidacy now, and if not, why not: the walk of the machine, asked instead
 * of run into. */
#include "api/candidacies/candidacy_event_loads.h"
#include "api/candidacies/candidacy_views.h"
#include "sql.h"

/* Of a session's operations too: their snapshot begins with the set, whose first candidacy is the
 * one that moves. */
static const struct candidacy_snapshot *snapshot_of(const struct exchange *x)
{
    const struct candidacy_set *set = x->snapshot;
    return set->items[0];
}

static unsigned state_of(const struct exchange *x)
{
    return (unsigned)snapshot_of(x)->candidacy.state - 1; /* the words begin behind NONE */
}

static struct slice address_of(struct exchange *x)
{
    char id[ID_TEXT_SIZE];
    id_print(snapshot_of(x)->candidacy.id, id);
    return arena_print(x->arena, "/v1/candidacies/%s", id);
}

/* A former owner reads, and does nothing more. */
static bool is_side(const struct exchange *x, unsigned event)
{
    (void)event;
    return !candidacy_is_held_elsewhere(x, &snapshot_of(x)->candidacy);
}

static struct resolution_subject subject_of(const struct exchange *x)
{
    const struct candidacy_snapshot *snapshot = snapshot_of(x);
    return candidacy_subject(&snapshot->candidacy, snapshot->referential_code);
}

static void take_answer(struct exchange *x, const struct candidacy *now,
                        const struct allowed_event *event, struct event_answer *ret_answer)
{
    const enum candidacy_event number = event->transition->event;
    const bool has_door = event_data_fields(number) != NULL;
    *ret_answer = (struct event_answer){ .event = number,
                                         .roles = has_door ? event->transition->actors : 0 };
    for (int i = 0; i < event->guard_count; i++) {
        const struct asked_guard *asked = &event->guards[i];
        struct event_guard *guard =
            event_answer_add(ret_answer, guard_info(asked->guard)->reason, asked->answer);
        if (asked->answer != GUARD_UNMET)
            continue;
        guard->details = detail_print(x, &asked->detail, now->referential);
        guard->about = asked->detail.id;
    }
}

static unsigned ask(struct exchange *x, struct event_answer ret_answers[EVENTS_MAX])
{
    const struct candidacy_snapshot *snapshot = snapshot_of(x);
    const struct facts facts = candidacy_set_facts(x->snapshot, snapshot);
    struct allowed_event *events = exchange_alloc(x, CANDIDACY_MAX_ALLOWED_EVENTS * sizeof *events);
    if (!events)
        return 0;
    int count =
        candidacy_allowed_events(&snapshot->candidacy, &facts, x->policy, x->today, 0, events);
    for (int i = 0; i < count; i++)
        take_answer(x, &snapshot->candidacy, &events[i], &ret_answers[i]);
    return (unsigned)count;
}

_Static_assert((int)CANDIDACY_MAX_ALLOWED_EVENTS <= (int)EVENTS_MAX, "room for every event");
_Static_assert((int)TRANSITION_MAX_GUARDS <= (int)EVENT_GUARDS_MAX, "room for every guard");

const struct machine candidacy_machine = {
    .states = &candidacy_state_words,
    .events = &candidacy_event_words,
    .noun = { "Le dossier", "The candidacy" },
    .roles = CANDIDACY_EVENT_ROLES,
    .state = state_of,
    .address = address_of,
    .is_side = is_side,
    .ask = ask,
    .subject = subject_of,
};

/* --- asking --- */

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

ALLOWED_EVENTS_VIEW(candidacy, "Candidacy", candidacy_state_words, candidacy_event_words);

const struct operation allowed_event_operations[] = {
    {
        ALLOWED_EVENTS_OF(candidacy_machine, candidacy_allowed_events_view),
        .id = "readAllowedEvents",
        .path = "/v1/candidacies/{candidacy_id}/allowed-events",
        .tag = "Candidacies",
        .summary = "Ask what may happen to a candidacy now, and if not, why not.",
        .roles = ROLES_ORGANISM | ROLE_CANDIDATE | ROLES_COMMISSION | ROLE_NETWORK_MANAGER,
        .flags = OPERATION_REFERENCE,
        .loads = allowed_loads,
        .snapshot_size = sizeof(struct allowed_snapshot),
        .prepare = prepare_allowed,
    },
    { .id = NULL },
};
