/* The one door of candidacy transitions: POST /v1/candidacies/{id}/events, and what comes through
 * other doors into the same decision (results of a grid, a sitting). */
#include "api/candidacies/candidacy_effects.h"
#include "api/candidacies/candidacy_views.h"
#include "sql.h"

#include "api/candidacies/candidacy_event_data.h"
#include "api/candidacies/candidacy_events.h"

#define EVENT_ROLES (ROLES_ORGANISM | ROLE_CANDIDATE)

/* What an event needs beside the snapshot of its candidacy, and which member names who acts (A38).
 */
struct event_plan {
    const struct load *loads;
    size_t person_offset; /* in struct event_input; 0 = the caller acts */
    const char *person_pointer;
};

struct event_snapshot {
    struct candidacy_set set; /* first */
};
BEGINS_WITH_SET(event_snapshot);

/* --- facts --- */

static const struct event_input *input_of(const struct exchange *x)
{
    return ((const struct event_request *)x->plan)->input;
}

static void bind_organism(const struct event_request *request, struct params *params,
                          struct id org_id)
{
    facts_bind_organism(params, org_id, request->candidacy_id, request->candidacy_reference,
                        request->evaluation_id, (struct slice){ 0 });
}

static void bind_organisms(const struct exchange *x, struct params *params)
{
    const struct event_request *request = x->plan;
    const struct event_input *input = input_of(x);
    const struct module_input *modules = input ? input->modules.items : NULL;
    bind_organism(request, params, exchange_organism(x));
    if (input && id_is_set(input->training_org_id))
        bind_organism(request, params, input->training_org_id);
    if (input && id_is_set(input->to_org_id))
        bind_organism(request, params, input->to_org_id);
    for (size_t i = 0; modules && i < input->modules.count; i++) {
        if (id_is_set(modules[i].training_org_id))
            bind_organism(request, params, modules[i].training_org_id);
    }
}

/* org_id: where the person's functions matter; those of the candidacy's training organisms do
 * anyway. */
static void bind_person(const struct event_request *request, struct params *params, struct id id,
                        struct id org_id)
{
    if (!id_is_set(id))
        return;
    params_item(params);
    params_id(params, "id", id);
    params_id(params, "org_id", org_id);
    params_id(params, "candidacy_id", request->candidacy_id);
    params_text(params, "candidacy_reference", request->candidacy_reference);
}

static void bind_persons(const struct exchange *x, struct params *params)
{
    const struct event_request *request = x->plan;
    const struct event_input *input = request->input;
    const struct module_input *modules = input ? input->modules.items : NULL;
    const struct id own = exchange_organism(x);
    bind_person(request, params, request->person_id, own);
    if (!input)
        return;
    bind_person(request, params, input->trainer_id, own);
    const struct id trains = id_is_set(input->training_org_id) ? input->training_org_id : own;
    for (size_t i = 0; modules && i < input->modules.count; i++) {
        const struct id named = modules[i].training_org_id;
        bind_person(request, params, modules[i].trainer_id, id_is_set(named) ? named : trains);
    }
}

static void bind_candidacy(const struct exchange *x, struct params *params)
{
    const struct event_request *request = x->plan;
    params_item(params);
    params_id(params, "candidacy_id", request->candidacy_id);
    params_text(params, "candidacy_reference", request->candidacy_reference);
    params_null(params, "referential_code");
}

static void bind_commission(const struct exchange *x, struct params *params)
{
    const struct event_request *request = x->plan;
    params_item(params);
    params_id(params, "candidacy_id", request->candidacy_id);
    params_text(params, "candidacy_reference", request->candidacy_reference);
    params_id(params, "commission_id",
              request->input ? request->input->commission_id : (struct id){ { 0 } });
}

/* Nothing is asked when no method is named. */
static void bind_method(const struct exchange *x, struct params *params)
{
    const struct event_request *request = x->plan;
    const struct event_input *input = request->input;
    if (!id_is_set(input->method_id))
        return;
    params_item(params);
    params_id(params, "method_id", input->method_id);
    params_id(params, "candidacy_id", request->candidacy_id);
    params_text(params, "candidacy_reference", request->candidacy_reference);
    params_id(params, "org_id", exchange_organism(x));
    params_date(params, "on_day",
                date_is_set(input->held_on)         ? input->held_on
                : date_is_set(request->occurred_on) ? request->occurred_on
                                                    : date_in_paris(x->now_ms / 1000));
}

/* Nothing is asked when no site is named. */
static void bind_site(const struct exchange *x, struct params *params)
{
    const struct event_input *input = input_of(x);
    if (!id_is_set(input->site_id))
        return;
    params_item(params);
    params_id(params, "id", input->site_id);
    params_id(params, "organism_id", exchange_organism(x));
}

static const struct load person_loads[] = {
    { &SQL_persons_load, bind_persons, facts_read_person, 0 },
    { .statement = NULL },
};
static const struct load path_loads[] = {
    { &SQL_habilitations_load, bind_organisms, facts_read_habilitation, 0 },
    { &SQL_persons_load, bind_persons, facts_read_person, 0 },
    { .statement = NULL },
};
static const struct load sitting_loads[] = {
    { &SQL_habilitations_load, bind_organisms, facts_read_habilitation, 0 },
    { &SQL_persons_load, bind_persons, facts_read_person, 0 },
    { &SQL_site_facts, bind_site, facts_read_site, 0 },
    { .statement = NULL },
};
static const struct load start_loads[] = {
    { &SQL_habilitations_load, bind_organisms, facts_read_habilitation, 0 },
    { &SQL_persons_load, bind_persons, facts_read_person, 0 },
    { &SQL_referentials_load, bind_candidacy, facts_read_referential, 0 },
    { &SQL_method_facts, bind_method, facts_read_method, 0 },
    { &SQL_site_facts, bind_site, facts_read_site, 0 },
    { .statement = NULL },
};
static const struct load final_loads[] = {
    { &SQL_habilitations_load, bind_organisms, facts_read_habilitation, 0 },
    { &SQL_persons_load, bind_persons, facts_read_person, 0 },
    { &SQL_method_facts, bind_method, facts_read_method, 0 },
    { &SQL_site_facts, bind_site, facts_read_site, 0 },
    { .statement = NULL },
};
static const struct load transfer_loads[] = {
    { &SQL_habilitations_load, bind_organisms, facts_read_habilitation, 0 },
    { .statement = NULL },
};
static const struct load submit_loads[] = {
    { &SQL_commission_competent, bind_commission, facts_read_commission, 0 },
    { .statement = NULL },
};
const struct load candidacy_exists_loads[] = {
    { &SQL_candidacy_exists, NULL, load_read_nothing, LOAD_REQUIRED },
    { .statement = NULL },
};
const struct load candidacy_fact_loads[] = {
    { &SQL_habilitations_load, bind_organisms, facts_read_habilitation, 0 },
    { &SQL_referentials_load, bind_candidacy, facts_read_referential, 0 },
    { &SQL_commission_competent, bind_commission, facts_read_commission, 0 },
    { .statement = NULL },
};

#define PERSON(member) offsetof(struct event_input, member), "/" #member
static const struct event_plan plans[CANDIDACY_EVENT_COUNT] = {
    [EVENT_RECORD_INFORMATION] = { person_loads, PERSON(counsellor_id) },
    [EVENT_START_PRIOR] = { start_loads, PERSON(evaluator_id) },
    [EVENT_ADD_SITTING] = { sitting_loads, PERSON(evaluator_id) },
    [EVENT_RECORD_RESULTS] = { person_loads, PERSON(evaluator_id) },
    [EVENT_COMPLETE_PRIOR] = { person_loads, PERSON(evaluator_id) },
    [EVENT_RECORD_RESTITUTION] = { person_loads, PERSON(person_id) },
    [EVENT_PROPOSE_PATH] = { path_loads },
    [EVENT_CHANGE_TRAINER] = { person_loads },
    [EVENT_START_FINAL] = { final_loads, PERSON(evaluator_id) },
    [EVENT_COMPLETE_FINAL] = { person_loads, PERSON(evaluator_id) },
    [EVENT_SUBMIT_FILE] = { submit_loads },
    [EVENT_TRANSFER] = { transfer_loads },
};

/* --- reading --- */

/* A grid that says two things of one criterion says nothing. */
static void check_results(struct exchange *x, const struct event_input *input)
{
    const struct result_input *results = input->results.items;
    for (size_t i = 1; i < input->results.count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (!slice_equals(results[i].criterion_code, results[k].criterion_code))
                continue;
            exchange_violate_item(x, "/results", i, "", REASON_DUPLICATE_ITEM);
            break;
        }
    }
}

static bool is_backwards(struct date start, struct date end)
{
    return date_is_set(start) && date_is_set(end) && date_compare(end, start) < 0;
}

/* What ends does so after it began: a sitting, a path, a module within the dates of its path. */
static void check_periods(struct exchange *x, const struct event_input *input)
{
    const struct module_input *modules = input->modules.items;
    if (input->starts_at && input->ends_at && input->ends_at <= input->starts_at)
        exchange_violate_data(x, "/ends_at", REASON_RANGE);
    if (is_backwards(input->planned_start_date, input->planned_end_date))
        exchange_violate_data(x, "/planned_end_date", REASON_RANGE);
    for (size_t i = 0; i < input->modules.count; i++) {
        if (is_backwards(modules[i].planned_start_date, modules[i].planned_end_date))
            exchange_violate_item(x, "/modules", i, "/planned_end_date", REASON_RANGE);
    }
}

/* The reference of the path, where it is no id. */
void event_take_path(const struct exchange *x, struct event_request *request)
{
    request->candidacy_id = x->path_id[0];
    if (!id_is_set(request->candidacy_id))
        request->candidacy_reference = x->path_text[0];
}

/* NULL when memory was short. */
static struct event_request *request_make(struct exchange *x, enum candidacy_event event,
                                          struct date occurred_on, const struct event_input *input)
{
    struct event_request *request = exchange_alloc(x, sizeof *request);
    if (!request)
        return NULL;
    const struct event_plan *plan = &plans[event];
    request->event = event;
    request->occurred_on = occurred_on;
    request->input = input;
    request->person_id = x->principal.person_id;
    if (plan->person_offset) {
        const struct id *named = (const struct id *)((const char *)input + plan->person_offset);
        if (id_is_set(*named))
            request->person_id = *named;
        else if (!id_is_set(request->person_id))
            exchange_violate_data(x, plan->person_pointer, REASON_REQUIRED);
    }
    check_results(x, input);
    check_periods(x, input);
    x->plan = request;
    x->extra_loads = plan->loads;
    return request;
}

void event_prepare(struct exchange *x, enum candidacy_event event, struct date occurred_on,
                   const struct event_input *input, struct id evaluation_id)
{
    struct event_request *request = request_make(x, event, occurred_on, input);
    if (request)
        request->evaluation_id = evaluation_id;
}

static void prepare_event(struct exchange *x)
{
    const struct event_body *body = x->body;
    enum candidacy_event event = (enum candidacy_event)body->event;
    if (body->expected_version)
        x->expected_version = body->expected_version;
    x->data_pointer = "/data";
    struct event_request *request = request_make(x, event, body->occurred_on, &body->data);
    if (request)
        event_take_path(x, request);
}

/* --- deciding --- */

static const struct {
    size_t offset;
    const char *pointer;
} named_persons[] = {
    { offsetof(struct event_input, counsellor_id), "/counsellor_id" },
    { offsetof(struct event_input, evaluator_id), "/evaluator_id" },
    { offsetof(struct event_input, person_id), "/person_id" },
    { offsetof(struct event_input, trainer_id), "/trainer_id" },
};

/* Somebody who was named must exist. */
static void check_persons(struct exchange *x, const struct candidacy_set *set,
                          const struct event_input *input)
{
    const struct module_input *modules = input->modules.items;
    for (unsigned i = 0; i < sizeof named_persons / sizeof named_persons[0]; i++) {
        const struct id *id = (const struct id *)((const char *)input + named_persons[i].offset);
        if (id_is_set(*id) && !candidacy_set_knows_person(set, *id))
            exchange_violate_data(x, named_persons[i].pointer, REASON_REFERENCE_UNKNOWN);
    }
    for (size_t i = 0; i < input->modules.count; i++) {
        if (!candidacy_set_knows_person(set, modules[i].trainer_id))
            exchange_violate_item(x, "/modules", i, "/trainer_id", REASON_REFERENCE_UNKNOWN);
    }
}

/* Decision 19: methods are data, each of a certification and of a network or a branch. */
static void check_method(struct exchange *x, const struct candidacy_set *set,
                         const struct event_input *input)
{
    const struct method_facts *method = &set->method;
    const struct slice where = SLICE("{\"pointer\":\"/data/method_id\"}");
    if (!id_is_set(input->method_id))
        return;
    if (!method->is_known) {
        exchange_violate_data(x, "/method_id", REASON_REFERENCE_UNKNOWN);
        return;
    }
    if (!method->serves_referential)
        exchange_refuse(x, REASON_METHOD_OF_OTHER_REFERENTIAL, where);
    if (!method->is_available)
        exchange_refuse(x, REASON_METHOD_NOT_AVAILABLE, where);
}

/* In whose name: the caller's organism, or for the candidate the one that holds his file; the
 * certifier acts for none. */
static struct id acting_organism(const struct exchange *x, const struct candidacy *now)
{
    if (slice_is(x->principal.scope, "CANDIDATE"))
        return now->owner_org_id;
    return exchange_organism(x);
}

/* Beside INVALID_STATE stands what the state allows. */
static void tell_allowed(struct exchange *x, const struct candidacy_set *set,
                         const struct candidacy_snapshot *snapshot)
{
    struct facts facts = candidacy_set_facts(set, snapshot);
    struct allowed_event *events = exchange_alloc(x, CANDIDACY_MAX_ALLOWED_EVENTS * sizeof *events);
    if (!events)
        return;
    int count =
        candidacy_allowed_events(&snapshot->candidacy, &facts, x->policy, x->today, 0, events);
    refuse_with_allowed(x, events, count);
}

struct candidacy_move *event_decide(struct exchange *x)
{
    struct candidacy_set *set = x->snapshot;
    const struct event_request *request = x->plan;
    struct candidacy_snapshot *snapshot = set->items[0];
    struct candidacy_command *command = exchange_alloc(x, sizeof *command);
    struct facts *facts = exchange_alloc(x, sizeof *facts);
    if (!command || !facts)
        return NULL;
    x->root_id = x->result_id = snapshot->candidacy.id;
    if (candidacy_is_held_elsewhere(x, &snapshot->candidacy)) {
        exchange_refuse(x, REASON_OUT_OF_SCOPE, (struct slice){ 0 });
        return NULL;
    }
    check_persons(x, set, request->input);
    check_method(x, set, request->input);
    if (id_is_set(request->input->site_id) && !set->is_site_known)
        exchange_violate_data(x, "/site_id", REASON_REFERENCE_UNKNOWN);
    *facts = candidacy_set_facts(set, snapshot);
    command->event = request->event;
    command->occurred_on = date_is_set(request->occurred_on) ? request->occurred_on : x->today;
    command->today = x->today;
    command->actors = x->principal.roles;
    command->acting_org_id = acting_organism(x, &snapshot->candidacy);
    command->facts = facts;
    command->data = event_data_of(x, set, &snapshot->candidacy, request);
    if (request->event == EVENT_TRANSFER &&
        id_equals(request->input->to_org_id, snapshot->candidacy.owner_org_id))
        exchange_violate_data(x, "/to_org_id", REASON_RANGE); /* it holds the file already */
    if (x->violations.count)
        return NULL;
    struct candidacy_move *move =
        candidacy_move(x, set, snapshot, command, request->input, request->person_id);
    if (!move) {
        tell_allowed(x, set, snapshot);
        return NULL;
    }
    move->reason = event_reason_code(request);
    x->other_id = move->event_id;
    return move;
}

static void decide_event(struct exchange *x)
{
    event_decide(x);
}

static void bind_event_reply(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "id", x->other_id);
}

static const struct load event_loads[] = {
    CANDIDACY_LOADS(candidacy_bind_path, LOAD_REQUIRED | LOAD_ROOT),
    { .statement = NULL },
};

/* Guards of every transition that comes through this door, and what is refused before them. */
static bool is_raised_by_the_machine(enum reason reason)
{
    size_t count;
    const struct transition *rows = transitions(&count);
    for (size_t i = 0; i < count; i++) {
        const enum guard *guard = rows[i].guards;
        while (*guard != GUARD_NONE && guard_info(*guard)->reason != reason)
            guard++;
        if (*guard != GUARD_NONE && event_data_fields(rows[i].event))
            return true;
    }
    return false;
}

static const enum reason event_reasons[] = {
    REASON_INVALID_STATE,
    REASON_METHOD_OF_OTHER_REFERENTIAL,
    REASON_METHOD_NOT_AVAILABLE,
    REASON_SESSION_LOCKED,
    REASON_ROLE_NOT_ALLOWED,
    REASON_OUT_OF_SCOPE,
    REASON_NONE,
};

const struct operation candidacy_event_operations[] = {
    {
        .id = "recordCandidacyEvent",
        .method = METHOD_POST,
        .path = "/v1/candidacies/{candidacy_id}/events",
        .tag = "Candidacies",
        .summary = "Record an event of a candidacy.",
        .description = "The one door of every transition. `data` has the members of "
                       "the event; a refusal "
                       "lists every guard that does not hold, and the events that the state "
                       "allows. CANCEL and "
                       "ANNUL_EVALUATION are the certifier's; EXPIRE comes by itself on the day "
                       "after the deadline. After "
                       "TRANSFER the former "
                       "organism keeps reading.",
        .roles = EVENT_ROLES | ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND | OPERATION_BATCHED | OPERATION_REFERENCE |
                 OPERATION_KEY_REQUIRED | OPERATION_PERSONAL | OPERATION_LARGE_BODY,
        .body = &event_body_fields,
        .loads = event_loads,
        .snapshot_size = sizeof(struct event_snapshot),
        .prepare = prepare_event,
        .decide = decide_event,
        .writes = { WRITES(candidacy_writes) },
        .reply = { 201, &SQL_event_view, bind_event_reply, &candidacy_event_view,
                   .location = "/v1/candidacies/%s/events",
                   .embedded = { "resource", &SQL_candidacy_view, exchange_bind_result_row,
                                 &candidacy_view } },
        .reasons = event_reasons,
        .raises = is_raised_by_the_machine,
        .example = "{\"event\":\"RECORD_INFORMATION\",\"occurred_on\":\"2026-01-10\",\"data\":{"
                   "\"has_consent\":true}}",
    },
    {
        .id = "listCandidacyEvents",
        .method = METHOD_GET,
        .path = "/v1/candidacies/{candidacy_id}/events",
        .tag = "Candidacies",
        .summary = "Read the events of a candidacy, oldest first.",
        .description = "The history is append-only: replaying it gives the live state.",
        .roles = EVENT_ROLES | ROLE_NETWORK_MANAGER | ROLES_COMMISSION,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_PERSONAL | OPERATION_REFERENCE,
        .loads = candidacy_exists_loads,
        .reply = { 200, &SQL_event_list, exchange_bind_path, &candidacy_event_view },
    },
    {
        .id = "readCandidacyHistory",
        .method = METHOD_GET,
        .path = "/v1/candidacies/{candidacy_id}/history",
        .tag = "Candidacies",
        .summary = "Read the history of a candidacy, oldest first.",
        .description =
            "The same rows as its events: who did what, when, in the name of which organism.",
        .roles = EVENT_ROLES | ROLE_NETWORK_MANAGER | ROLES_COMMISSION,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_PERSONAL | OPERATION_REFERENCE,
        .loads = candidacy_exists_loads,
        .reply = { 200, &SQL_event_list, exchange_bind_path, &candidacy_event_view },
    },
    { .id = NULL },
};
