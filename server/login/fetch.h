/* SPDX-License-Identifier: EUPL-1.2 */
/* One document of an address of the settings, over HTTP. */
#ifndef LOGIN_FETCH_H
#define LOGIN_FETCH_H

#include "login/keyring.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

enum { FETCH_MAX = KEYRING_TEXT_MAX, FETCH_CONNECT_MS = 2000, FETCH_TIMEOUT_MS = 3500 };

struct fetched {
    size_t size;
    char text[FETCH_MAX];
};

/* The body of a 200; a redirect is not followed. `ca_file`: who vouches for the host, "" = the
 * authorities of the system. `is_ending` cuts it short. False with ret_why. */
bool fetch(const char *url, const char *ca_file, const atomic_bool *is_ending,
           struct fetched *ret_fetched, char *ret_why, size_t why_size);

#endif
