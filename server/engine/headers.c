/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/headers.h"

#include "api/deprecation.h"

#include <assert.h>
#include <stdio.h>

/* All that we ever send beside what a page may always read; what will be sent one day
 * is there too, so that a page need not wait for a second release. */
static const char exposed[] =
    "Accept-Encoding, Accept-Patch, Accept-Post, Allow, Content-Disposition, Content-Encoding, "
    "Content-Location, Deprecation, Dry-Run, ETag, Idempotency-Replayed, Link, Location, "
    "Preference-Applied, RateLimit, RateLimit-Policy, Repr-Digest, Retry-After, Sunset, Vary, "
    "WWW-Authenticate, "
    "X-Request-Id";

static const char accepted[] = "Accept, Accept-Language, Authorization, Clea-Function, "
                               "Content-Digest, Content-Disposition, Content-Type, "
                               "Idempotency-Key, If-Match, If-None-Match, Prefer, Repr-Digest, "
                               "X-Request-Id, traceparent, tracestate";

void headers_add_common(struct http_reply *reply, const char *const *origins, struct slice origin)
{
    if (!origins || !origins[0]) {
        http_reply_header(reply, "Vary", SLICE("Accept-Encoding, Accept-Language, Clea-Function"));
        return;
    }
    http_reply_header(reply, "Vary",
                      SLICE("Accept-Encoding, Accept-Language, Clea-Function, Origin"));
    for (unsigned i = 0; origins[i] && slice_is_set(origin); i++) {
        if (!slice_is(origin, origins[i]))
            continue;
        http_reply_header(reply, "Access-Control-Allow-Origin", origin);
        http_reply_header(reply, "Access-Control-Expose-Headers", slice_of(exposed));
    }
}

void headers_add_accepted(struct http_reply *reply, enum method method, const struct intake *intake)
{
    if (intake)
        http_reply_header(reply, "Accept-Post", slice_of(intake->accepted));
    else if (method == METHOD_POST)
        http_reply_header(reply, "Accept-Post", SLICE("application/json"));
    else if (method == METHOD_PATCH)
        http_reply_header(reply, "Accept-Patch",
                          SLICE("application/json, application/merge-patch+json"));
    else
        http_reply_header(reply, "Accept", SLICE("application/json"));
}

/* RFC 6750, 3.1: no error where there were no credentials. */
void headers_add_challenge(struct http_reply *reply, enum reason reason)
{
    http_reply_header(reply, "WWW-Authenticate",
                      reason == REASON_CREDENTIALS_REQUIRED
                          ? SLICE("Bearer realm=\"clea\"")
                          : SLICE("Bearer realm=\"clea\", error=\"invalid_token\""));
}

/* --- texts that are made once --- */

enum { DEPRECATED_MAX = 256 };

static char help[REASON_COUNT][REASON_CODE_SIZE + 32];
static struct deprecated {
    const struct operation *operation;
    char since[DEPRECATION_TEXT_SIZE], sunset[SUNSET_TEXT_SIZE];
} deprecated[DEPRECATED_MAX];
static unsigned deprecated_count;

void headers_init(const struct operation *const *tables)
{
    char kebab[REASON_CODE_SIZE];
    for (enum reason reason = REASON_NONE + 1; reason < REASON_COUNT; reason++) {
        reason_print_kebab(reason, kebab);
        snprintf(help[reason], sizeof help[reason], "</problems/%s>; rel=\"help\"", kebab);
    }
    deprecated_count = 0;
    for (unsigned table = 0; tables[table]; table++) {
        for (const struct operation *o = tables[table]; o->id; o++) {
            const struct deprecation *found = operation_deprecation(o);
            if (!found)
                continue;
            assert(deprecated_count < DEPRECATED_MAX);
            struct deprecated *row = &deprecated[deprecated_count++];
            row->operation = o;
            deprecation_print(found, row->since, row->sunset);
        }
    }
}

void headers_add_help(struct http_reply *reply, enum reason reason)
{
    http_reply_header(reply, "Link", slice_of(help[reason]));
}

void headers_add_deprecation(struct http_reply *reply, const struct operation *operation)
{
    for (unsigned i = 0; i < deprecated_count; i++) {
        if (deprecated[i].operation != operation)
            continue;
        http_reply_header(reply, "Deprecation", slice_of(deprecated[i].since));
        http_reply_header(reply, "Sunset", slice_of(deprecated[i].sunset));
    }
}

void headers_add_preflight(struct http_reply *reply, struct slice methods)
{
    http_reply_header(reply, "Access-Control-Allow-Methods", methods);
    http_reply_header(reply, "Access-Control-Allow-Headers", slice_of(accepted));
    http_reply_header(reply, "Access-Control-Max-Age", SLICE("7200"));
}
