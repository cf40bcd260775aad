/* SPDX-License-Identifier: EUPL-1.2 */
#include "login/provider.h"

#include "json/document.h"
#include "login/fetch.h"

#include <stdio.h>
#include <stdlib.h>

static bool take_metadata(const struct document *metadata, const struct issuer *issuer,
                          char ret_jwks_uri[URL_MAX + 1], char ret_why[PROVIDER_WHY_SIZE])
{
    struct url url;
    const struct slice name = document_text(document_member(metadata, "issuer"));
    const struct slice address = document_text(document_member(metadata, "jwks_uri"));
    if (!slice_is_set(name) || !slice_is(name, issuer->settings->issuer)) {
        snprintf(ret_why, PROVIDER_WHY_SIZE, "%s calls itself otherwise in its metadata",
                 issuer->settings->issuer);
        return false;
    }
    if (!slice_is_set(address) || !url_parse(address, &url) ||
        !url_has_origin_of(&url, &issuer->url)) {
        snprintf(ret_why, PROVIDER_WHY_SIZE,
                 "%s: its metadata name no jwks_uri at its own address; set jwks_uri",
                 issuer->settings->issuer);
        return false;
    }
    memcpy(ret_jwks_uri, address.at, address.size);
    ret_jwks_uri[address.size] = '\0';
    return true;
}

bool provider_read_metadata(struct slice text, const struct issuer *issuer,
                            char ret_jwks_uri[URL_MAX + 1], char ret_why[PROVIDER_WHY_SIZE])
{
    struct document *metadata = NULL;
    enum status status;
    if (document_parse(text, &metadata, &status) != REASON_NONE || status != STATUS_OK) {
        snprintf(ret_why, PROVIDER_WHY_SIZE, "%s: its metadata are not JSON",
                 issuer->settings->issuer);
        return false;
    }
    const bool is_read = take_metadata(metadata, issuer, ret_jwks_uri, ret_why);
    document_free(metadata);
    return is_read;
}

static bool find_keys(const struct issuer *issuer, const atomic_bool *is_ending,
                      struct fetched *fetched, char ret_jwks_uri[URL_MAX + 1],
                      char ret_why[PROVIDER_WHY_SIZE])
{
    char url[URL_MAX + 64];
    size_t size = strlen(issuer->settings->issuer);
    if (*issuer->settings->jwks_uri) {
        snprintf(ret_jwks_uri, URL_MAX + 1, "%s", issuer->settings->jwks_uri);
        return true;
    }
    size -= issuer->settings->issuer[size - 1] == '/';
    snprintf(url, sizeof url, "%.*s/.well-known/openid-configuration", (int)size,
             issuer->settings->issuer);
    return fetch(url, issuer->settings->ca_file, is_ending, fetched, ret_why, PROVIDER_WHY_SIZE) &&
           provider_read_metadata((struct slice){ fetched->text, fetched->size }, issuer,
                                  ret_jwks_uri, ret_why);
}

struct keyring *provider_ask(const struct issuer *issuer, const atomic_bool *is_ending,
                             char ret_why[PROVIDER_WHY_SIZE])
{
    char jwks_uri[URL_MAX + 1];
    struct keyring *keyring = NULL;
    struct fetched *fetched = malloc(sizeof *fetched);
    snprintf(ret_why, PROVIDER_WHY_SIZE, "out of memory");
    if (fetched && find_keys(issuer, is_ending, fetched, jwks_uri, ret_why) &&
        fetch(jwks_uri, issuer->settings->ca_file, is_ending, fetched, ret_why,
              PROVIDER_WHY_SIZE)) {
        snprintf(ret_why, PROVIDER_WHY_SIZE,
                 "%s: no set of keys in which one is RSA of 2048 bits, P-256 or Ed25519, for "
                 "signatures, under a name (kid) of its own",
                 jwks_uri);
        keyring = keyring_new((struct slice){ fetched->text, fetched->size });
    }
    free(fetched);
    return keyring;
}

bool provider_is_due(const struct provider *provider, int64_t now_ms)
{
    return now_ms >= provider->due_ms ||
           (atomic_load(&provider->is_wanted) && now_ms >= atomic_load(&provider->open_from_ms));
}

void provider_note(struct provider *provider, bool was_successful, bool was_wanted, int64_t now_ms)
{
    const bool has_keys = atomic_load(&provider->keys);
    atomic_fetch_add(&provider->fetches, 1);
    if (was_successful)
        atomic_store(&provider->known_ms, now_ms);
    else
        atomic_fetch_add(&provider->failures, 1);
    provider->due_ms = now_ms + (was_successful ? PROVIDER_REFRESH_MS
                                 : has_keys     ? PROVIDER_RETRY_MS
                                                : PROVIDER_FIRST_RETRY_MS);
    /* What was asked for by callers is bounded; what the clock asks for does not count there. */
    if (was_wanted)
        atomic_store(&provider->open_from_ms, now_ms + PROVIDER_WANTED_MS);
}

bool provider_is_stale(const struct provider *provider, int64_t now_ms)
{
    return now_ms - atomic_load(&provider->known_ms) > PROVIDER_STALE_MS;
}
