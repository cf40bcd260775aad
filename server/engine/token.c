/* SPDX-License-Identifier: EUPL-1.2 */
/* What is no key of ours may be a token of an identity provider: is it genuine? No database,
 * whatever it says, until it is. */
#include "engine/flight.h"

#include "clock.h"
#include "login/login.h"

#include <sodium.h>
#include <string.h>

/* It waits with the others until an attempt to fetch keys has ended. */
static enum step wait_for_keys(struct flight *flight)
{
    struct flight_list *keyless = &flight->engine->keyless;
    if (keyless->count >= KEYLESS_MAX)
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    flight_wait(flight, keyless);
    return STEP_WAITS;
}

/* A login is found by the digest of issuer and subject, with a NUL between them, which neither
 * holds: no digest of a key is made of that. */
static void hash_identity(const struct login_identity *identity,
                          unsigned char ret_digest[DIGEST_SIZE])
{
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const unsigned char *)identity->issuer,
                              strlen(identity->issuer) + 1);
    crypto_hash_sha256_update(&state, (const unsigned char *)identity->subject,
                              strlen(identity->subject));
    crypto_hash_sha256_final(&state, ret_digest);
}

/* Genuine: to whom is it bound? Whoever accepts an invitation need not be bound to anybody. */
static enum step bind(struct flight *flight, const struct login_identity *identity)
{
    struct exchange *x = &flight->x;
    struct login_identity *kept = arena_alloc(x->arena, sizeof *kept);
    if (!kept)
        return flight_refuse(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
    *kept = *identity;
    flight->login = kept;
    hash_identity(kept, flight->lookup);
    if (!(x->operation->flags & OPERATION_LOGIN))
        return STEP_IDENTIFY;
    x->login = (struct exchange_login){ .issuer = slice_of(kept->issuer),
                                        .subject = slice_of(kept->subject),
                                        .is_client = kept->is_client };
    memcpy(x->login.digest, flight->lookup, sizeof x->login.digest);
    x->principal = (struct principal){ .credential = CREDENTIAL_LOGIN,
                                       .scope = SLICE("PUBLIC"),
                                       .permissions = login_permissions(kept) };
    return STEP_ADMIT;
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
    case LOGIN_EXPIRED:
        return flight_refuse(flight, REASON_TOKEN_EXPIRED);
    default:
        return flight_refuse(flight, REASON_TOKEN_INVALID);
    }
}
