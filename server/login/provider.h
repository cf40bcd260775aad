/* SPDX-License-Identifier: EUPL-1.2 */
/* A provider and its keys: where they are asked for, how long they are good, and when somebody may
 * have them asked for again. The thread of login.c replaces them, loops read them. */
#ifndef LOGIN_PROVIDER_H
#define LOGIN_PROVIDER_H

#include "login/issuer.h"
#include "login/keyring.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum {
    PROVIDER_REFRESH_MS = 5 * 60 * 1000, /* keys are asked for again before anybody misses one */
    PROVIDER_RETRY_MS = 60 * 1000,       /* after a failure */
    PROVIDER_FIRST_RETRY_MS = 5 * 1000,  /* while there is no key at all */
    PROVIDER_WANTED_MS = 60 * 1000,      /* for a key that nobody knows: at most this often */
    PROVIDER_STALE_MS = 24 * 3600 * 1000,
    PROVIDER_WHY_SIZE = 700
};

/* Times are of the monotonic clock. */
struct provider {
    struct issuer issuer;
    _Atomic(struct keyring *) keys; /* NULL before the first success */
    _Atomic int64_t known_ms;       /* when the provider last told them */
    /* A loop met a key that it does not know. Taken back when that was seen to. */
    atomic_bool is_wanted;
    _Atomic int64_t open_from_ms; /* until then a key that is not known stays unknown */
    atomic_uint key_count;
    atomic_ulong fetches, failures;
    int64_t due_ms; /* the thread's own: the next attempt that nobody has to ask for */
};

/* Asks the provider now: its metadata when the settings do not tell where its keys are, then its
 * keys. NULL with ret_why. */
struct keyring *provider_ask(const struct issuer *issuer, const atomic_bool *is_ending,
                             char ret_why[PROVIDER_WHY_SIZE]);

/* What the metadata (OpenID Connect Discovery, 3) say of the keys: at the issuer's own address, or
 * they are not believed. False with ret_why. */
bool provider_read_metadata(struct slice text, const struct issuer *issuer,
                            char ret_jwks_uri[URL_MAX + 1], char ret_why[PROVIDER_WHY_SIZE]);

/* Is it time for an attempt? */
bool provider_is_due(const struct provider *provider, int64_t now_ms);
/* What an attempt that has just ended means for the next ones. */
void provider_note(struct provider *provider, bool was_successful, bool was_wanted, int64_t now_ms);
/* So long away that its keys are not believed any more. */
bool provider_is_stale(const struct provider *provider, int64_t now_ms);

#endif
