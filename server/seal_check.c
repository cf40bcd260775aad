/* SPDX-License-Identifier: EUPL-1.2 */
#include "seal_check.h"

#include "clock.h"
#include "time_zone.h"

#include <stdio.h>

bool seal_is_wanted(const struct config *config)
{
    return *config->documents.seal_key_file || *config->documents.seal_certificate_file;
}

struct seal *seal_of(const struct config *config, char ret_why[SEAL_WHY_SIZE])
{
    const char *key = config->documents.seal_key_file;
    const char *certificate = config->documents.seal_certificate_file;
    if (*key && *certificate)
        return seal_open(key, certificate, clock_unix_ms() / 1000, ret_why);
    snprintf(ret_why, SEAL_WHY_SIZE, "documents.%s is empty, and documents.%s is not",
             *key ? "seal_certificate_file" : "seal_key_file",
             *key ? "seal_key_file" : "seal_certificate_file");
    if (!*key && !*certificate)
        snprintf(ret_why, SEAL_WHY_SIZE,
                 "documents.seal_key_file and documents.seal_certificate_file are empty");
    return NULL;
}

bool proof_of(const struct config *config, struct proof_key **ret_key, char ret_why[SEAL_WHY_SIZE])
{
    const char *path = config->documents.proof_key_file;
    *ret_key = *path ? proof_open(path, ret_why) : NULL;
    return !*path || *ret_key;
}

bool credential_keys_of(const struct config *config, struct issuer_keys **ret_keys,
                        char ret_why[SEAL_WHY_SIZE])
{
    const char *files = config->credentials.key_files;
    *ret_keys = *files ? issuer_keys_open(slice_of(config->credentials.address), files,
                                          date_in_paris(clock_unix_ms() / 1000), ret_why)
                       : NULL;
    return !*files || *ret_keys;
}

bool seal_is_ready(const struct config *config, char ret_why[SEAL_WHY_SIZE])
{
    struct proof_key *key = NULL;
    if (!proof_of(config, &key, ret_why))
        return false;
    proof_close(key);
    struct issuer_keys *keys = NULL;
    if (!credential_keys_of(config, &keys, ret_why))
        return false;
    issuer_keys_close(keys);
    if (!seal_is_wanted(config))
        return true;
    struct seal *seal = seal_of(config, ret_why);
    seal_close(seal);
    return seal != NULL;
}
