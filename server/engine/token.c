/* What is no key of ours may be a token of an identity provider: is it genuine? No database,
 * whatever it says. */
#include "engine/flight.h"

#include "clock.h"
#include "login/login.h"

/* It waits with the others until an attempt to fetch keys has ended. */
static enum step wait_for_keys(struct flight *flight)
{
    struct flight_list *keyless = &flight->engine->keyless;
    if (keyless->count >= KEYLESS_MAX)
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    flight_wait(flight, keyless);
    return STEP_WAITS;
}

/* NEEDSWORK: to whom is the subject bound? Until that can be asked he is a stranger. */
static enum step bind(struct flight *flight, const struct login_identity *identity)
{
    struct login_identity *kept = arena_alloc(flight->x.arena, sizeof *kept);
    if (!kept)
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    *kept = *identity;
    flight->login = kept;
    return flight_refuse(flight, REASON_TOKEN_INVALID);
}

enum step token_ask(struct flight *flight)
{
    struct login_reader *reader = flight->engine->options.login;
    const struct slice token =
        header_credentials(flight->call->headers[HTTP_AUTHORIZATION], "Bearer");
    struct login_identity identity;
    const enum login_answer answer =
        reader ? login_ask(reader, token, clock_unix_ms() / 1000, &identity) : LOGIN_REFUSED;
    switch (answer) {
    case LOGIN_NOT_YET:
        return wait_for_keys(flight);
    case LOGIN_UNAVAILABLE:
        flight->failure.cause = "the identity provider has not told its keys";
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    case LOGIN_VERIFIED:
        return bind(flight, &identity);
    default:
        return flight_refuse(flight, REASON_TOKEN_INVALID);
    }
}
