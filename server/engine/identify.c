/* SPDX-License-Identifier: EUPL-1.2 */
/* Who asks: from the credential of a request to one principal in one function. */
#include "engine/flight.h"

#include "api/access.h"
#include "api/api_key.h"
#include "api/words.h"
#include "clock.h"
#include "login/login.h"

#include <sodium.h>

enum { AGAIN_AFTER_MS = 500 };

/* --- in which function --- */

static void write_roles(struct writer *writer, unsigned roles)
{
    writer_open(writer, '[');
    for (unsigned bit = 0; role_names[bit]; bit++) {
        if (roles >> bit & 1)
            writer_text(writer, role_names[bit]);
    }
    writer_close(writer, ']');
}

static void write_functions(struct writer *writer, const struct holder *holder)
{
    writer_open(writer, '{');
    writer_key(writer, "functions");
    writer_open(writer, '[');
    for (unsigned i = 0; i < holder->count; i++) {
        const struct principal *function = &holder->functions[i];
        writer_open(writer, '{');
        writer_key(writer, "id");
        writer_id(writer, function->function_id);
        writer_key(writer, "scope");
        writer_string(writer, function->scope);
        writer_key(writer, "scope_id");
        writer_id(writer, function->scope_id);
        writer_key(writer, "roles");
        write_roles(writer, function->roles);
        writer_close(writer, '}');
    }
    writer_close(writer, ']');
    writer_close(writer, '}');
}

/* The functions that he has, to whoever has to name another one, or one at all. */
static enum step refuse_function(struct flight *flight, enum reason reason,
                                 const struct holder *holder)
{
    struct exchange *x = &flight->x;
    struct buffer buffer = { 0 };
    struct writer writer;
    writer_init(&writer, &buffer);
    write_functions(&writer, holder);
    x->principal = holder->whole; /* who is refused is known, and is in the logs */
    x->principal.scope = SLICE("PUBLIC");
    exchange_refuse(x, reason, arena_copy(x->arena, buffer_as_slice(&buffer)));
    const bool has_failed = buffer.has_failed || x->has_failed;
    buffer_release(&buffer);
    if (has_failed)
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    return flight_end(flight, OUTCOME_REFUSALS);
}

/* Everybody may ask which functions he has; he then asks in none. */
static enum step go_without_function(struct flight *flight, const struct holder *holder)
{
    flight->x.principal = holder->whole;
    flight->x.principal.scope = SLICE("PUBLIC");
    return STEP_ADMIT;
}

/* Who is known and opens nothing, or not so, is told it as often as a wrong key is, each credential
 * for itself; asking on costs nobody else anything. Of a key that is none the address is counted,
 * when it is answered (answer.c). */
static bool may_be_told(struct flight *flight, const struct holder *holder)
{
    struct id asks = holder->whole.credential_id;
    if (holder->refusal == REASON_TOKEN_INVALID)
        return true;
    if (!id_is_set(asks)) /* a login that is nobody's: the token */
        memcpy(asks.bytes, flight->digest, sizeof asks.bytes);
    return flight_takes(flight, LIMIT_WRONG_KEYS, asks);
}

static bool may_ask_without(const struct flight *flight, enum reason reason)
{
    return (reason == REASON_FUNCTION_REQUIRED || reason == REASON_NO_FUNCTION) &&
           (flight->x.operation->flags & OPERATION_ANY_FUNCTION);
}

static enum step act_as(struct flight *flight, const struct holder *holder)
{
    const enum reason reason = holder_choose(holder, flight->function_id, &flight->x.principal);
    const bool is_elsewhere = holder->refusal == REASON_NONE &&
                              !address_ranges_allow(&holder->allowed_from, flight->call->peer);
    const bool may_ask = reason == REASON_NONE || may_ask_without(flight, reason);
    if ((is_elsewhere || !may_ask) && !may_be_told(flight, holder))
        return flight_refuse(flight, limit_reason(LIMIT_WRONG_KEYS));
    if (is_elsewhere)
        return flight_refuse(flight, REASON_NETWORK_NOT_ALLOWED);
    if (holder->refusal == REASON_NONE && holder->whole.credential == CREDENTIAL_KEY)
        key_uses_note(&flight->engine->key_uses, holder->whole.credential_id, flight->x.now_ms);
    if (reason == REASON_NONE) {
        flight->x.principal.human_id = holder->human_id;
        flight->x.principal.admitted =
            flight->x.principal.roles & access_roles(flight->x.operation);
        return STEP_ADMIT;
    }
    if (may_ask)
        return go_without_function(flight, holder);
    if (reason == REASON_FUNCTION_REQUIRED || reason == REASON_NO_FUNCTION ||
        reason == REASON_FUNCTION_NOT_YOURS)
        return refuse_function(flight, reason, holder);
    return flight_refuse(flight, reason);
}

/* --- whose credential --- */

static struct principal read_principal(struct row *row)
{
    const struct slice credential = row_text(row, "credential");
    return (struct principal){
        .credential = slice_is(credential, credential_names[CREDENTIAL_LOGIN]) ? CREDENTIAL_LOGIN
                                                                               : CREDENTIAL_KEY,
        .credential_id = row_id(row, "credential_id"),
        .person_id = row_id(row, "person_id"),
        .function_id = row_id(row, "function_id"),
        .scope = scope_intern(row_text(row, "scope")),
        .scope_id = row_id(row, "scope_id"),
        .roles = roles_from_array(row_text(row, "roles")),
        .permissions = permissions_from_array(row_text(row, "permissions")),
        .time_zone = exchange_read_zone(row, "time_zone"),
    };
}

/* The first row is the credential itself, the others are functions; of one that has not begun, only
 * when it will. */
static void read_row(struct holder *holder, struct row *row, bool is_first)
{
    const struct slice refusal = row_text(row, "refusal");
    if (is_first) {
        holder->whole = read_principal(row);
        holder->human_id = row_id(row, "human_id");
        holder->refusal =
            slice_is_set(refusal) ? reason_from_code(refusal.at, refusal.size) : REASON_NONE;
        if (!address_ranges_from_array(row_text(row, "allowed_from"), &holder->allowed_from))
            holder->refusal = REASON_TOKEN_INVALID; /* what cannot be read opens nothing */
    } else if (row_bool(row, "is_held")) {
        holder->functions[holder->count++] = read_principal(row);
    }
    if (!row_is_null(row, "life_ms") && row_int(row, "life_ms") < holder->life_ms)
        holder->life_ms = row_int(row, "life_ms");
}

unsigned login_permissions(const struct login_identity *identity)
{
    return identity->is_narrowed ? permissions_from_words(slice_of(identity->permissions))
                                 : PERMISSIONS_ALL;
}

/* A token may allow less than its login does, and ends by itself. */
static void narrow(struct holder *holder, const struct login_identity *identity)
{
    const int64_t life_ms = identity->expires_at_s * 1000 - clock_unix_ms();
    const unsigned allowed = login_permissions(identity);
    holder->whole.permissions &= allowed;
    for (unsigned i = 0; i < holder->count; i++)
        holder->functions[i].permissions &= allowed;
    if (life_ms < holder->life_ms)
        holder->life_ms = life_ms;
    /* A system's token is no person's, whoever has the same subject: people have no scope of their
     * own, only functions. */
    if (identity->is_client && !slice_is_set(holder->whole.scope))
        holder->refusal = REASON_LOGIN_UNBOUND;
}

/* NULL when memory is short. */
static struct holder *read_holder(struct flight *flight)
{
    struct rows rows = load_holder_rows(flight);
    struct holder *holder =
        arena_alloc(flight->x.arena, sizeof *holder + rows.count * sizeof holder->functions[0]);
    bool has_failed = !holder;
    if (holder) { /* unless there is a row */
        holder->refusal = flight->login ? REASON_LOGIN_UNBOUND : REASON_TOKEN_INVALID;
        holder->life_ms = HOLDER_LIFE_MS;
    }
    for (unsigned i = 0; i < rows.count && !has_failed; i++) {
        struct row row =
            segment_row(rows.segment, rows.execution, rows_number(&rows, i), flight->x.arena);
        read_row(holder, &row, i == 0);
        has_failed = row.has_failed;
    }
    if (!has_failed && flight->login)
        narrow(holder, flight->login);
    return has_failed ? NULL : holder;
}

enum step identify_known(struct flight *flight)
{
    const struct holder *holder = read_holder(flight);
    load_let_go(flight);
    if (!holder)
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    principals_keep(&flight->engine->principals, flight->digest, holder, flight->news_number,
                    clock_monotonic_ms());
    return act_as(flight, holder);
}

static bool read_function(struct flight *flight)
{
    const struct slice named = flight->call->headers[HTTP_CLEA_FUNCTION];
    if (!slice_is_set(named) || id_parse(named, &flight->function_id))
        return true;
    violations_add(&flight->x.violations, VIOLATION_HEADER, SLICE("Clea-Function"),
                   REASON_HEADER_INVALID, NULL);
    return false;
}

static enum step ask_for_key(struct flight *flight, int64_t now_ms)
{
    struct principals *known = &flight->engine->principals;
    memcpy(flight->lookup, flight->digest, sizeof flight->lookup);
    if (principals_may_ask(known, flight->digest, now_ms))
        return STEP_IDENTIFY;
    return flight_refuse(flight, principal_news_is_fresh(known->news, now_ms)
                                     ? REASON_TOKEN_INVALID
                                     : REASON_TEMPORARY_REDUCED_CAPACITY);
}

/* Who asked was known from the head. A body may come so slowly that he has been revoked meanwhile:
 * when there was news of anybody, or a moment has passed, it is asked again. */
enum step identify_again(struct flight *flight)
{
    const struct principal_news *news = flight->engine->principals.news;
    const int64_t now_ms = clock_monotonic_ms();
    const bool is_recent = now_ms - flight->call->started_ms < AGAIN_AFTER_MS;
    if (!id_is_set(flight->x.principal.credential_id) && !flight->login)
        return STEP_INPUT;
    if (is_recent && principal_news_is_fresh(news, now_ms) &&
        principal_news_number(news) == flight->news_number)
        return STEP_INPUT;
    flight->is_asked_again = true;
    flight->x.principal = (struct principal){ 0 }; /* nobody, until it is known */
    return identify(flight);
}

enum step identify(struct flight *flight)
{
    struct principals *known = &flight->engine->principals;
    const int64_t now_ms = clock_monotonic_ms();
    const struct slice credentials =
        header_credentials(flight->call->headers[HTTP_AUTHORIZATION], "Bearer");
    if (flight->x.operation->roles == 0 && !(flight->x.operation->flags & OPERATION_LOGIN)) {
        flight->x.principal = (struct principal){ .scope = SLICE("PUBLIC") };
        return STEP_ADMIT;
    }
    if (!slice_is_set(credentials))
        return flight_refuse(flight, REASON_CREDENTIALS_REQUIRED);
    if (!read_function(flight))
        return flight_end(flight, OUTCOME_VIOLATIONS);
    flight->news_number = principal_news_number(known->news);
    if (flight->x.operation->flags & OPERATION_LOGIN)
        return api_key_is_well_formed(credentials) ? flight_refuse(flight, REASON_SIGN_IN_REQUIRED)
                                                   : STEP_TOKEN;
    const bool is_key = principal_hash(credentials, flight->digest);
    if (is_key && api_key_is_test(credentials) != flight->engine->options.is_sandbox)
        return flight_refuse(flight, REASON_TOKEN_INVALID);
    if (!is_key)
        crypto_hash_sha256(flight->digest, (const unsigned char *)credentials.at, credentials.size);
    const struct holder *holder = principals_find(known, flight->digest, now_ms);
    struct engine_counts *counts = &flight->engine->counts;
    atomic_fetch_add(holder ? &counts->remembered : &counts->unremembered, 1);
    if (holder)
        return act_as(flight, holder);
    return is_key ? ask_for_key(flight, now_ms) : STEP_TOKEN;
}
