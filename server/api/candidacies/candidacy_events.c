/* SPDX-License-Identifier: EUPL-1.2 */
/* The one door of candidacy transitions: POST /v1/candidacies/{id}/events, and what comes through
 * other doors into the same decision (results of a grid, a sitting). */
#include "api/candidacies/candidacy_effects.h"
#include "api/candidacies/candidacy_views.h"
#include "sql.h"

#include "act_order.h"
#include "api/access.h"
#include "api/candidacies/candidacy_event_data.h"
#include "api/candidacies/candidacy_event_days.h"
#include "api/candidacies/candidacy_event_loads.h"
#include "api/candidacies/candidacy_events.h"
#include "api/consent.h"

struct event_snapshot {
    struct candidacy_set set; /* first */
};
BEGINS_WITH_SET(event_snapshot);

/* --- reading --- */

/* A grid that says two things of one criterion says nothing. */
static void check_results(struct exchange *x, const struct event_input *input)
{
    const struct result_input *results = input->results.items;
    for (size_t i = 1; i < input->results.count; i++) {
        for (size_t k = 0; k < i; k++) {
            if (!slice_is_set(results[i].criterion_code) ||
                !slice_equals(results[i].criterion_code, results[k].criterion_code))
                continue;
            exchange_violate_item(x, "/results", i, "", REASON_DUPLICATE_ITEM);
            break;
        }
    }
}

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
    const struct event_plan *plan = &event_plans[event];
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
    event_check_days(x, event, input);
    event_check_schedule(x, request);
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
    events_prepare(x);
    if (!exchange_is_sound(x, "/event")) /* nobody knows what was meant */
        return;
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

static unsigned related(bool is_trained, bool is_elsewhere)
{
    const unsigned none = RELATION_TRAINED | RELATION_TRAINED_ELSEWHERE;
    if (is_elsewhere)
        return RELATION_TRAINED_ELSEWHERE;
    return RELATIONS_ALL & ~(is_trained ? (unsigned)RELATION_TRAINED_ELSEWHERE : none);
}

/* Whose an act is that a trainer may not do there, his role being right; WHOSE_NOBODY: he may.
 * Hours of a module, and its end, are told by the organism that gives it, where colleagues stand in
 * for each other; who holds the candidacy tells them of any module. */
static enum whose withheld_from_trainer(const struct exchange *x, const struct candidacy_set *set,
                                        const struct event_request *request)
{
    const struct candidacy *now = &set->items[0]->candidacy;
    const bool is_attendance = event_is_of_attendance(request->event);
    if (!is_attendance && candidacy_is_held_elsewhere(x, now))
        return WHOSE_REFERENT;
    const bool corrects = request->event == EVENT_CORRECT_ATTENDANCE;
    const int found =
        path_find_module(now->path, corrects ? set->recorded.module_id : request->input->module_id);
    if (found < 0 ? !set->is_module_of_others
                  : candidacy_module_is_own(x, &now->path->modules[found]))
        return WHOSE_NOBODY;
    return is_attendance ? WHOSE_TRAINER : WHOSE_REFERENT;
}

/* The roles by which the caller acts, without that of a trainer where it does not reach; refused
 * when none is left of those whose event it is. */
static unsigned admit_trainer(struct exchange *x, const struct candidacy_set *set,
                              const struct event_request *request, unsigned actors)
{
    const unsigned owners = transition_actors(request->event) & CANDIDACY_EVENT_ROLES;
    const enum whose whose =
        actors & ROLE_TRAINER ? withheld_from_trainer(x, set, request) : WHOSE_NOBODY;
    if (whose == WHOSE_NOBODY)
        return actors;
    actors &= ~(unsigned)ROLE_TRAINER;
    if (!(actors & owners))
        refuse_role(x, owners, whose, NULL);
    return actors;
}

/* Whether somebody who may be the same person is followed is what the event answers, met or not. */
static void note_likeness(struct exchange *x, const struct candidacy_snapshot *snapshot,
                          const struct event_request *request)
{
    if (snapshot->candidacy.state == CANDIDACY_CONTACT && !request->input->is_distinct &&
        candidacy_event_raises(request->event, REASON_POSSIBLE_DUPLICATE))
        exchange_liken(x, snapshot->birth_name, snapshot->birth_year);
}

/* The day of an act is put right by whoever may do that act. */
static void admit_corrector(struct exchange *x, const struct candidacy_set *set,
                            const struct event_request *request, unsigned actors)
{
    const struct facts history = { .acts = set->acts, .act_count = set->act_count };
    const struct act *act = act_find(&history, request->input->corrects_id);
    const unsigned owners = act ? transition_actors(act->event) & CANDIDACY_EVENT_ROLES : 0;
    if (request->event == EVENT_CORRECT_DATE && owners && !(actors & owners))
        refuse_role(x, owners, WHOSE_NOBODY, "/data/corrects_id");
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
    const bool is_trained = candidacy_is_trained(x, &snapshot->candidacy);
    const bool is_elsewhere = candidacy_is_held_elsewhere(x, &snapshot->candidacy);
    if (is_elsewhere && !is_trained) {
        exchange_refuse(x, REASON_OUT_OF_SCOPE, (struct slice){ 0 });
        return NULL;
    }
    command->hand = candidacy_hand(x);
    const unsigned actors =
        access_reaching(x->operation, x->principal.roles, related(is_trained, is_elsewhere));
    command->actors = admit_trainer(x, set, request, actors);
    admit_corrector(x, set, request, command->actors);
    if (x->refusal_count)
        return NULL;
    if (request->event == EVENT_TRANSFER)
        consent_needs_person(x);
    check_persons(x, set, request->input);
    event_check_references(x, set, request->input);
    check_method(x, set, request->input);
    if (id_is_set(request->input->site_id) && !set->is_site_known)
        exchange_violate_data(x, "/site_id", REASON_REFERENCE_UNKNOWN);
    else if (id_is_set(request->input->site_id) && !set->is_site_open)
        refuse_with(x, REASON_SITE_CLOSED, (struct reason_detail){ .id = request->input->site_id });
    *facts = candidacy_set_facts(set, snapshot);
    command->event = request->event;
    candidacy_set_days(x, snapshot->owner_time_zone, &snapshot->candidacy, command);
    command->occurred_on =
        date_is_set(request->occurred_on) ? request->occurred_on : command->today;
    if (!command->actors) {
        x->is_missing = true;
        return NULL;
    }
    command->acting_org_id = acting_organism(x, &snapshot->candidacy);
    command->facts = facts;
    command->data = event_data_of(x, set, &snapshot->candidacy, request, command->occurred_on);
    if (request->event == EVENT_TRANSFER &&
        id_equals(request->input->to_org_id,
                  snapshot->candidacy.owner_org_id)) /* holds it already */
        exchange_violate_data(x, "/to_org_id", REASON_SAME_RECORD);
    if (x->violations.count)
        return NULL;
    note_likeness(x, snapshot, request);
    struct candidacy_move *move =
        candidacy_move(x, set, snapshot, command, request->input, request->person_id);
    if (!move)
        return NULL;
    move->reason = event_reason_code(request);
    if (candidacy_event_raises(request->event, REASON_EVALUATOR_IS_TRAINER))
        move->evaluated_by = candidacy_evaluating_hand(command).id;
    return move;
}

/* Whether a guard of the event asks about the candidate, in whatever state. */
static bool reads_candidate(enum candidacy_event event)
{
    size_t count;
    const struct transition *rows = transitions(&count);
    for (size_t i = 0; i < count; i++) {
        const enum guard *guard = rows[i].guards;
        if (rows[i].event != event)
            continue;
        while (*guard != GUARD_NONE && *guard != GUARD_FILE_INCOMPLETE) /* its portfolio */
            guard++;
        if (*guard != GUARD_NONE || (transition_reads(&rows[i]) & READS_CANDIDATE))
            return true;
    }
    return false;
}

static void prepare_door(struct exchange *x)
{
    prepare_event(x);
    const struct event_request *request = x->plan;
    if (request && reads_candidate(request->event))
        x->brings |= BRINGS_CANDIDATE;
}

/* A refusal tells which events are allowed instead: asked of everything. */
static void decide_event(struct exchange *x)
{
    event_decide(x);
    if (x->refusal_count && x->violations.count == 0)
        x->lacks |= BRINGS_CANDIDATE;
}

/* A page of the history. */
static void bind_history(const struct exchange *x, struct params *params)
{
    params_id(params, "id", x->path_id[0]);
    params_text(params, "reference", id_is_set(x->path_id[0]) ? SLICE_UNSET : x->path_text[0]);
}

const struct load candidacy_training_loads[] = {
    { &SQL_candidacy_training_exists, NULL, load_read_nothing, LOAD_REQUIRED },
    { .statement = NULL },
};
const struct load candidacy_exists_loads[] = {
    { &SQL_candidacy_exists, NULL, load_read_nothing, LOAD_REQUIRED },
    { .statement = NULL },
};
static const struct load event_loads[] = {
    CANDIDACY_LIVE_LOADS,
    { .statement = NULL },
};

bool candidacy_event_raises(enum candidacy_event event, enum reason reason)
{
    size_t count;
    const struct transition *rows = transitions(&count);
    for (size_t i = 0; i < count; i++) {
        const enum guard *guard = rows[i].guards;
        if (rows[i].event != event)
            continue;
        while (*guard != GUARD_NONE && guard_info(*guard)->reason != reason)
            guard++;
        if (*guard != GUARD_NONE)
            return true;
    }
    for (int state = CANDIDACY_NONE + 1; state < CANDIDACY_STATE_COUNT; state++)
        if (!transition_find((enum candidacy_state)state, event) &&
            transition_missing_reason((enum candidacy_state)state, event) == reason)
            return true;
    return false;
}

/* Guards of every transition that comes through this door, and what is refused before them. */
static bool is_raised_by_the_machine(enum reason reason)
{
    for (int event = 0; event < CANDIDACY_EVENT_COUNT; event++)
        if (event_data_fields((enum candidacy_event)event) &&
            candidacy_event_raises((enum candidacy_event)event, reason))
            return true;
    return false;
}

static const enum reason event_reasons[] = {
    REASON_INVALID_STATE,        REASON_METHOD_OF_OTHER_REFERENTIAL,
    REASON_METHOD_NOT_AVAILABLE, REASON_SITE_CLOSED,
    REASON_SESSION_LOCKED,       REASON_ROLE_NOT_ALLOWED,
    REASON_ACT_OF_ANOTHER,       REASON_PERSON_REQUIRED,
    REASON_OUT_OF_SCOPE,         REASON_NONE,
};

const struct operation candidacy_event_operations[] = {
    {
        .id = "recordCandidacyEvent",
        .method = METHOD_POST,
        .path = "/v1/candidacies/{candidacy_id}/events",
        .tag = "Candidacies",
        .summary = "Record an event of a candidacy.",
        .description =
            "The one door of every transition. `data` has the members of the event; a refusal "
            "lists every guard that does not hold, and the events that the state allows. CANCEL "
            "and ANNUL_EVALUATION are the certifier's; EXPIRE comes by itself on the day after the "
            "deadline. TRANSFER needs the agreement of the receiving organism: its transfer "
            "request, or an offer that it accepted. The former organism goes on reading the "
            "candidacy as it was on that day. A trainer acts on modules of the own organism, any "
            "of the trainers of the path for the others there; on those of another organism its "
            "trainer does, and a referent of the organism in charge. Who trains for another "
            "organism than the holder's records attendance, and nothing else.",
        .roles = CANDIDACY_EVENT_ROLES,
        .flags = OPERATION_COMMAND | OPERATION_BATCHED | OPERATION_REFERENCE | OPERATION_TRAINING |
                 OPERATION_KEY_REQUIRED | OPERATION_PERSONAL | OPERATION_LARGE_BODY,
        .body = &event_body_fields,
        .loads = event_loads,
        .snapshot_size = sizeof(struct event_snapshot),
        .prepare = prepare_door,
        .decide = decide_event,
        .writes = { WRITES(candidacy_writes) },
        .reply = { 201, &SQL_event_insert, NULL, &candidacy_event_view, .is_written = true,
                   .location = "/v1/candidacies/%s/events",
                   .embedded = { "resource", &SQL_candidacy_view, exchange_bind_result_row,
                                 &candidacy_view } },
        .reasons = event_reasons,
        .raises = is_raised_by_the_machine,
        .machine = &candidacy_machine,
    },
    {
        .id = "listCandidacyEvents",
        .method = METHOD_GET,
        .path = "/v1/candidacies/{candidacy_id}/events",
        .tag = "Candidacies",
        .summary = "Read the events of a candidacy, oldest first.",
        .description = "Append-only: replaying it gives the live state. Who trains the candidate "
                       "of another organism reads the attendance of its modules.",
        .roles = ROLES_ORGANISM | ROLE_CANDIDATE | ROLE_NETWORK_MANAGER | ROLES_COMMISSION,
        .flags = OPERATION_LIST | OPERATION_PERSONAL | OPERATION_REFERENCE | OPERATION_TRAINING,
        .loads = candidacy_training_loads,
        .reply = { 200, &SQL_event_list, bind_history, &candidacy_event_view },
    },
    {
        .id = "readCandidacyHistory",
        .method = METHOD_GET,
        .path = "/v1/candidacies/{candidacy_id}/history",
        .tag = "Candidacies",
        .summary = "Read the history of a candidacy, oldest first.",
        .description =
            "The same rows as its events: who did what, when, in the name of which organism.",
        .roles = ROLES_ORGANISM | ROLE_CANDIDATE | ROLE_NETWORK_MANAGER | ROLES_COMMISSION,
        .flags = OPERATION_LIST | OPERATION_PERSONAL | OPERATION_REFERENCE | OPERATION_TRAINING,
        .loads = candidacy_training_loads,
        .reply = { 200, &SQL_event_list, bind_history, &candidacy_event_view },
    },
    { .id = NULL },
};
