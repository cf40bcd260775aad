/* SPDX-License-Identifier: EUPL-1.2 */
/* What an operation answers, as OpenAPI: responses, their headers, and the problems that many
 * share. */
#include "contract/contract_response.h"

#include "api/deprecation.h"
#include "contract/contract_example.h"
#include "contract/contract_operation.h"
#include "contract/contract_reasons.h"
#include "contract/contract_schema.h"
#include "contract/contract_text.h"
#include "engine/flight.h"
#include "engine/route.h"

#include <stdio.h>

/* --- problems --- */

/* Refusals that an operation may meet, by status; x-problem-codes says which codes of its own. What
 * any operation may meet besides is the response `default`. */
static const struct refused {
    int status;
    const char *doc;
} refused[] = {
    { 400, "The request cannot be read: JSON, a parameter, a header or a reference is malformed." },
    { 401, "There are no credentials, or they are not good." },
    { 403, "The caller's roles do not allow this." },
    { 404, "It does not exist, or the caller has no access to it." },
    { 409,
      "The state of things does not allow it; `reasons` lists every guard that does not hold." },
    { 410, "It is too late for that: one begins anew." },
    { 412, "The resource has another version by now." },
    { 422, "The content is not valid by itself; `errors` lists every violation with its place." },
    { 428, "If-Match is missing." },
};

enum { REFUSED_COUNT = sizeof refused / sizeof refused[0] };

static const char other_doc[] =
    "Any other refusal: of the protocol (method, size, type, length), 429 when this credential or "
    "this address asked too often, 503 when the service cannot answer now; 429 and 503 say in "
    "Retry-After when to come back. After a 503 nothing was recorded, unless `code` is "
    "OUTCOME_UNKNOWN: then it may have been. The same Idempotency-Key tells.";

static void write_header_ref(struct writer *writer, const char *name, const char *component)
{
    writer_key(writer, name);
    write_ref(writer, "headers", component);
}

static void write_limit_headers(struct writer *writer)
{
    write_header_ref(writer, "RateLimit-Policy", "RateLimitPolicy");
    write_header_ref(writer, "RateLimit", "RateLimit");
}

static bool is_the_status(int status, int of)
{
    return status == of;
}

static bool is_listed_nowhere(int status, int of)
{
    (void)of;
    for (unsigned i = 0; i < REFUSED_COUNT; i++) {
        if (refused[i].status == status)
            return false;
    }
    return true;
}

/* status 0: every one that has no response of its own. */
static void write_problem_response(struct writer *writer, int status, const char *doc)
{
    writer_open(writer, '{');
    write_text(writer, "description", doc);
    writer_key(writer, "headers");
    writer_open(writer, '{');
    write_header_ref(writer, "X-Request-Id", "RequestId");
    write_header_ref(writer, "Link", "Help");
    if (status == 0 || status == 409)
        write_header_ref(writer, "Retry-After", "RetryAfter");
    if (status == 0)
        write_limit_headers(writer);
    writer_close(writer, '}');
    writer_key(writer, "content");
    writer_open(writer, '{');
    writer_key(writer, "application/problem+json");
    writer_open(writer, '{');
    writer_key(writer, "schema");
    schema_write_ref(writer, "Problem");
    example_write_problems(writer, status ? is_the_status : is_listed_nowhere, status);
    writer_close(writer, '}');
    writer_close(writer, '}');
    writer_close(writer, '}');
}

/* --- which --- */

/* A single resource with a version: it has a tag, and a copy of it can be asked after. */
static bool has_etag(const struct operation *o)
{
    const struct view *view = o->reply.embedded.view ? o->reply.embedded.view : o->reply.view;
    if (o->machine && !operation_is_command(o)) /* it says what is possible today */
        return false;
    if (operation_is_fixed(o) || o->reply.is_file || o->reply.is_tagged || operation_is_endless(o))
        return true;
    return view && !(o->flags & (OPERATION_LIST | OPERATION_NO_CONTENT)) &&
           (o->reply.statement || o->reply.embedded.statement || o->loads) &&
           view_find(view, "version") >= 0;
}

bool operation_may_be_unchanged(const struct operation *o)
{
    return o->method == METHOD_GET && !operation_is_command(o) && has_etag(o);
}

static bool requires_row(const struct operation *o)
{
    for (const struct load *load = o->loads; load && load->statement; load++) {
        if (load->flags & LOAD_REQUIRED)
            return true;
    }
    return (o->flags & OPERATION_SANDBOX) || slice_is_set(route_member_name(o, 0));
}

static bool answers(const struct operation *o, const struct refused *kind)
{
    const int status = kind->status;
    if (operation_has_reason(o, status))
        return true;
    switch (status) {
    case 400:
        return true;
    case 401:
    case 403:
        return o->roles || (o->flags & OPERATION_LOGIN);
    case 404:
        return requires_row(o);
    case 409:
        return operation_is_command(o);
    case 412:
        return operation_has_version(o) || operation_may_be_unchanged(o);
    case 422:
        return o->body != NULL || operation_is_command(o);
    case 428:
        return o->flags & OPERATION_IF_MATCH;
    default:
        return false;
    }
}

/* --- of an operation --- */

/* What Accept chooses among. */
static void write_types(struct writer *writer, const struct operation *o, const struct reply *reply)
{
    writer_key(writer, "content");
    writer_open(writer, '{');
    for (const char *const *type = reply->types; *type; type++) {
        writer_key(writer, *type);
        writer_open(writer, '{');
        if (strstr(*type, "json")) {
            example_write_foreign(writer, o);
        } else {
            writer_key(writer, "schema");
            writer_raw(writer, SLICE("{\"type\":\"string\"}"));
        }
        writer_close(writer, '}');
    }
    writer_close(writer, '}');
}

static void write_content(struct writer *writer, const struct operation *o,
                          const struct reply *reply, int status)
{
    char name[SCHEMA_NAME_SIZE];
    if (reply->types[0]) {
        write_types(writer, o, reply);
        return;
    }
    if (reply == &o->reply)
        schema_print_reply_name(o, name);
    else
        snprintf(name, sizeof name, "%s", reply->view->name);
    /* Without its type a typed client knows nothing of the JSON beside it either. */
    const struct slice text = SLICE("{\"schema\":{\"type\":\"string\"}}");
    writer_key(writer, "content");
    writer_open(writer, '{');
    if (reply->feed) {
        write_file_types(writer, reply->feed->media_types, false);
        writer_close(writer, '}');
        return;
    }
    writer_key(writer, o->reply.content_type ? o->reply.content_type : "application/json");
    writer_open(writer, '{');
    writer_key(writer, "schema");
    if (o->reply.content_type || !name[0])
        writer_raw(writer, o->reply.content_type ? SLICE("{\"type\":\"string\"}")
                                                 : SLICE("{\"type\":\"object\"}"));
    else
        schema_write_ref(writer, name);
    if (!o->reply.content_type)
        example_write_answer(writer, o, status);
    writer_close(writer, '}');
    for (unsigned i = FORMAT_JSON + 1; layout_has_formats(o) && i < FORMATS; i++) {
        writer_key(writer, layout_media_types[i]);
        writer_raw(writer, text);
    }
    if (reply->page && !reply->page->is_all) {
        writer_key(writer, "text/html");
        writer_raw(writer, text);
    }
    writer_close(writer, '}');
}

static void write_success(struct writer *writer, const struct operation *o,
                          const struct reply *reply, int status)
{
    static const char *const docs[] = {
        [0] = "Done.", [1] = "Made.", [2] = "Accepted.", [4] = "Done; no body."
    };
    char key[8];
    snprintf(key, sizeof key, "%d", status);
    writer_key(writer, key);
    writer_open(writer, '{');
    write_text(writer, "description",
               status >= 300               ? "No; the body says why."
               : status == 202             ? docs[2]
               : status == 204             ? docs[4]
               : status == 201             ? docs[1]
               : o->flags & OPERATION_LIST ? "The list."
               : operation_is_command(o)   ? docs[0]
                                           : "The answer.");
    writer_key(writer, "headers");
    writer_open(writer, '{');
    write_header_ref(writer, "X-Request-Id", "RequestId");
    if (has_etag(o))
        write_header_ref(writer, "ETag", "ETag");
    if (reply->is_file) {
        write_header_ref(writer, "Content-Disposition", "ContentDisposition");
        write_header_ref(writer, "Repr-Digest", "ReprDigest");
    }
    if (reply->location)
        write_header_ref(writer, "Location", "Location");
    if (operation_is_paged(o) || reply->link)
        write_header_ref(writer, "Link", "Link");
    if (operation_deprecation(o)) {
        write_header_ref(writer, "Deprecation", "Deprecation");
        write_header_ref(writer, "Sunset", "Sunset");
    }
    if (operation_is_endless(o))
        write_header_ref(writer, "Retry-After", "RetryAfter");
    if (operation_is_command(o))
        write_header_ref(writer, "Idempotency-Replayed", "IdempotencyReplayed");
    writer_close(writer, '}');
    if (status != 204)
        write_content(writer, o, reply, status);
    writer_close(writer, '}');
}

static void write_refused(struct writer *writer, const struct refused *kind)
{
    char key[8];
    snprintf(key, sizeof key, "%d", kind->status);
    writer_key(writer, key);
    write_ref(writer, "responses", key);
}

void operation_write_responses(struct writer *writer, const struct operation *o)
{
    int status = o->flags & OPERATION_NO_CONTENT ? 204 : o->reply.status ? o->reply.status : 200;
    writer_key(writer, "responses");
    writer_open(writer, '{');
    write_success(writer, o, &o->reply, status);
    if (o->reply.other && o->reply.other->status != o->reply.status)
        write_success(writer, o, o->reply.other, o->reply.other->status);
    if (operation_may_be_unchanged(o)) {
        writer_key(writer, "304");
        write_ref(writer, "responses", "304");
    }
    if (o->flags & OPERATION_MOVES) {
        writer_key(writer, "308");
        write_ref(writer, "responses", "308");
    }
    for (unsigned i = 0; i < REFUSED_COUNT; i++) {
        if (answers(o, &refused[i]))
            write_refused(writer, &refused[i]);
    }
    if (o->reply.other_status)
        write_success(writer, o, &o->reply, o->reply.other_status);
    writer_key(writer, "default");
    write_ref(writer, "responses", "default");
    writer_close(writer, '}');
}

/* --- shared --- */

void contract_write_responses(struct writer *writer)
{
    writer_open(writer, '{');
    for (unsigned i = 0; i < REFUSED_COUNT; i++) {
        char key[8];
        snprintf(key, sizeof key, "%d", refused[i].status);
        writer_key(writer, key);
        write_problem_response(writer, refused[i].status, refused[i].doc);
    }
    writer_key(writer, "304");
    writer_open(writer, '{');
    write_text(writer, "description", "The client's copy still holds; no body.");
    writer_key(writer, "headers");
    writer_open(writer, '{');
    write_header_ref(writer, "X-Request-Id", "RequestId");
    write_header_ref(writer, "ETag", "ETag");
    writer_close(writer, '}');
    writer_close(writer, '}');
    writer_key(writer, "308");
    writer_open(writer, '{');
    write_text(writer, "description",
               "The record was merged into another: ask again there, with the same method and "
               "body; no body.");
    writer_key(writer, "headers");
    writer_open(writer, '{');
    write_header_ref(writer, "X-Request-Id", "RequestId");
    write_header_ref(writer, "Location", "Location");
    writer_close(writer, '}');
    writer_close(writer, '}');
    writer_key(writer, "default");
    write_problem_response(writer, 0, other_doc);
    writer_close(writer, '}');
}
