/* SPDX-License-Identifier: EUPL-1.2 */
#include "login/issuer.h"

#include <stdio.h>

const char *const algorithm_names[ALGORITHM_COUNT] = {
    [ALGORITHM_RS256] = "RS256",
    [ALGORITHM_ES256] = "ES256",
    [ALGORITHM_EDDSA] = "EdDSA",
};

static bool complain(char *ret_why, size_t why_size, const char *key, const char *text,
                     const char *rule)
{
    snprintf(ret_why, why_size, "%s: \"%.200s\" %s", key, text, rule);
    return false;
}

/* "ES256,EdDSA": at least one, each a known name. */
static bool read_algorithms(const char *text, unsigned *ret_algorithms)
{
    unsigned algorithms = 0;
    for (const char *at = text;; at++) {
        const size_t size = strcspn(at, ",");
        unsigned found = 0;
        while (found < ALGORITHM_COUNT &&
               !slice_is((struct slice){ at, size }, algorithm_names[found]))
            found++;
        if (found == ALGORITHM_COUNT)
            return false;
        algorithms |= 1u << found;
        at += size;
        if (!*at)
            break;
    }
    *ret_algorithms = algorithms;
    return true;
}

bool issuer_read(const struct issuer_settings *settings, struct issuer *ret_issuer, char *ret_why,
                 size_t why_size)
{
    static const char need[] = "must be https:// (http:// for this machine only), with neither "
                               "user nor fragment";
    struct issuer issuer = { .settings = settings };
    struct url keys;
    if (!url_parse(slice_of(settings->issuer), &issuer.url) || !url_is_private(&issuer.url))
        return complain(ret_why, why_size, "issuer", settings->issuer, need);
    if (strchr(settings->issuer, '?'))
        return complain(ret_why, why_size, "issuer", settings->issuer, "must have no query");
    if (*settings->jwks_uri &&
        (!url_parse(slice_of(settings->jwks_uri), &keys) || !url_is_private(&keys)))
        return complain(ret_why, why_size, "jwks_uri", settings->jwks_uri, need);
    if (!*settings->audience)
        return complain(ret_why, why_size, "audience", "",
                        "must be the name by which the issuer knows this API");
    if (!read_algorithms(settings->algorithms, &issuer.algorithms))
        return complain(ret_why, why_size, "algorithms", settings->algorithms,
                        "must be some of RS256,ES256,EdDSA, separated by commas");
    *ret_issuer = issuer;
    return true;
}

bool issuers_are_right(const struct issuer_settings settings[ISSUERS_MAX], char *ret_why,
                       size_t why_size)
{
    struct issuer issuer;
    char why[400];
    for (unsigned i = 0; i < ISSUERS_MAX; i++) {
        if (!*settings[i].issuer)
            continue;
        if (!issuer_read(&settings[i], &issuer, why, sizeof why)) {
            snprintf(ret_why, why_size, "login_%u.%s", i + 1, why);
            return false;
        }
        for (unsigned k = 0; k < i; k++) {
            if (strcmp(settings[i].issuer, settings[k].issuer) == 0) {
                snprintf(ret_why, why_size, "login_%u.issuer: it is that of login_%u", i + 1,
                         k + 1);
                return false;
            }
        }
    }
    return true;
}

bool issuer_allows(const struct issuer *issuer, enum algorithm algorithm)
{
    return issuer->algorithms & 1u << algorithm;
}
