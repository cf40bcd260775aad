/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/flight.h"

#include "api/address_range.h"
#include "clock.h"
#include "sql.h"

#include <assert.h>
#include <sodium.h>

void flight_init(struct flight *flight, struct engine *engine, struct http_call *call)
{
    const struct engine_options *options = &engine->options;
    flight->engine = engine;
    flight->call = call;
    flight->is_whole = !call->has_body;
    call->peer = forwarded_peer(&options->forwarding, call);
    flight->x.arena = flight->x.violations.arena = call->arena;
    names_init(&flight->x.names, call->arena);
    names_init(&flight->x.beside, call->arena);
    flight->x.policy = options->policy;
    flight->x.shapes = &engine->shapes;
    flight->x.certifier_name = slice_of(options->certifier_name);
    flight->x.notices = &options->notices;
}

/* It waits no longer: its tenant has one less in that lane. */
static void leave_lane(struct flight *flight)
{
    struct account *account = flight->account;
    flight->account = NULL;
    assert(account->waiting[flight->lane] > 0);
    account->waiting[flight->lane]--;
    account->waiting_in_all--;
    account->since_ms[flight->lane] = flight->waits_since_ms; /* the next one came later */
}

void flight_take(struct flight *flight)
{
    struct flight_list *list = flight->list;
    if (!list)
        return;
    if (flight->account)
        leave_lane(flight);
    *(flight->previous ? &flight->previous->next : &list->first) = flight->next;
    *(flight->next ? &flight->next->previous : &list->last) = flight->previous;
    flight->previous = flight->next = NULL;
    flight->list = NULL;
    list->count--;
}

void flight_wait_behind(struct flight *flight, struct flight_list *list, struct flight *before)
{
    assert(!flight->list);
    flight->previous = before;
    flight->next = before ? before->next : list->first;
    *(before ? &before->next : &list->first) = flight;
    *(flight->next ? &flight->next->previous : &list->last) = flight;
    flight->list = list;
    list->count++;
}

void flight_wait(struct flight *flight, struct flight_list *list)
{
    flight_wait_behind(flight, list, list->last);
}

void flight_wake(struct flight *flight, enum step step, const char *why)
{
    assert(flight->list != &flight->engine->ready);
    flight_take(flight);
    flight->woken = step;
    flight->why = why;
    flight_wait(flight, &flight->engine->ready);
}

/* What everybody may send is no longer than its members may be. */
static size_t public_body_limit(const struct operation *operation, size_t most)
{
    enum { STEP_BYTES = 4 * 1024 };
    const size_t longest = fields_longest(operation->body);
    const size_t rounded = (longest + STEP_BYTES - 1) / STEP_BYTES * STEP_BYTES;
    return longest && rounded < most ? rounded : most;
}

size_t flight_body_limit(const struct engine *engine, const struct operation *operation)
{
    const struct engine_options *options = &engine->options;
    if (operation && operation->intake)
        return options->live.file_limit;
    if (operation && operation_permission(operation) == 0)
        return public_body_limit(operation, options->live.body_limit);
    return operation && (operation->flags & OPERATION_LARGE_BODY) ? options->live.grid_body_limit
                                                                  : options->live.body_limit;
}

enum step flight_end(struct flight *flight, enum outcome_kind kind)
{
    flight->outcome.kind = kind;
    flight->outcome.reason = REASON_NONE;
    return STEP_ANSWER;
}

enum step flight_refuse(struct flight *flight, enum reason reason)
{
    enum step step = flight_end(flight, OUTCOME_PROBLEM);
    flight->outcome.reason = reason;
    return step;
}

void flight_forget(struct flight *flight)
{
    struct exchange *x = &flight->x;
    x->effect_count = 0;
    x->refusal_count = 0;
    x->allowed_events = (struct slice){ 0 };
    x->result_id = x->other_id = x->root_id = (struct id){ { 0 } };
    x->moved_to = x->survivor_id = x->whose = x->recorded_id = (struct id){ { 0 } };
    x->present_count = 0;
    x->version = x->reply_version = 0;
    x->status = 0;
    x->disposition = x->digest = x->media_type = SLICE_UNSET;
    x->fed_bytes = x->fed_piece = 0;
    x->is_missing = x->is_unchanged = x->is_other = x->was_right = false;
    x->lacks = 0;
    if (x->snapshot)
        memset(x->snapshot, 0, x->operation->snapshot_size);
    buffer_clear(&flight->body);
    flight->reply.header_count = 0;
    flight->outcome.kind = OUTCOME_NONE;
    names_init(&x->names, x->arena);
    names_init(&x->beside, x->arena);
}

enum realm flight_realm(const struct flight *flight)
{
    const struct slice scope = flight->x.principal.scope;
    return !slice_is_set(scope) || scope_is_tenant(scope) ? REALM_TENANT : REALM_NATION;
}

bool flight_sees_as(const struct flight *a, const struct flight *b)
{
    const struct principal *one = &a->x.principal, *other = &b->x.principal;
    return slice_equals(one->scope, other->scope) && id_equals(one->scope_id, other->scope_id) &&
           id_equals(principal_reach(one), principal_reach(other));
}

void flight_set_scope(const struct flight *flight, struct segment *segment)
{
    const struct principal *principal = &flight->x.principal;
    const struct id reach = principal_reach(principal);
    segment_add(segment, segment->count == 0 ? &SQL_scope_set : &SQL_scope_change, principal->scope,
                principal->scope_id);
    if (!id_is_set(reach))
        return;
    struct execution *execution =
        segment_add(segment, &SQL_scope_narrow, principal->scope, principal->scope_id);
    if (execution) {
        params_item(&execution->params);
        params_id(&execution->params, "person_id", reach);
    }
}

struct asker flight_asker(const struct flight *flight)
{
    const struct principal *principal = &flight->x.principal;
    return (struct asker){ principal->scope, principal->scope_id, principal_reach(principal) };
}

/* What has no id of its own, as one: a digest at its end, where identifiers are random too. */
static struct id id_of_text(struct slice text)
{
    static const unsigned char key[crypto_shorthash_KEYBYTES];
    unsigned char digest[crypto_shorthash_BYTES];
    struct id id = { { 0 } };
    if (!slice_is_set(text))
        return id;
    crypto_shorthash(digest, (const unsigned char *)text.at, text.size, key);
    memcpy(id.bytes + sizeof id.bytes - sizeof digest, digest, sizeof digest);
    return id;
}

struct id flight_guessed(struct slice text)
{
    return id_of_text(text);
}

static struct id id_of_both(struct id whose, struct slice text)
{
    struct id both = id_of_text(text);
    for (size_t i = 0; i < sizeof both.bytes; i++)
        both.bytes[i] ^= whose.bytes[i];
    return both;
}

struct id flight_guesser(const struct flight *flight, struct slice text)
{
    return id_of_both(flight_address(flight), text);
}

struct id flight_address(const struct flight *flight)
{
    char host[ADDRESS_TEXT_SIZE];
    const struct slice peer = flight->call->peer;
    return id_of_text(slice_is_set(peer) && address_host_print(peer, host) ? slice_of(host) : peer);
}

struct id flight_tenant(const struct flight *flight)
{
    const struct principal *principal = &flight->x.principal;
    return id_is_set(principal->scope_id) ? principal->scope_id : id_of_text(principal->scope);
}

struct id flight_likened(const struct flight *flight, struct slice text)
{
    return id_of_both(flight_tenant(flight), text);
}

bool flight_limited(struct flight *flight, struct limit_answer answer)
{
    if (answer.most == 0)
        return true;
    assert(flight->limit_count < FLIGHT_LIMITS);
    flight->limits[flight->limit_count++] = answer;
    if (!answer.is_allowed)
        flight->retry_s = answer.wait_s;
    return answer.is_allowed;
}

bool flight_takes(struct flight *flight, enum limit limit, struct id asks)
{
    return flight_limited(flight, limit_take(limit, asks, flight->engine->options.live.often[limit],
                                             clock_monotonic_ms()));
}
