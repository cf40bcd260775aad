/* What an operation answers, as OpenAPI: responses, their headers, and the problems that many
 * share. */
#include "contract/contract_response.h"

#include "contract/contract_operation.h"
#include "contract/contract_reasons.h"
#include "contract/contract_schema.h"
#include "contract/contract_text.h"
#include "engine/flight.h"
#include "engine/route.h"

#include <stdio.h>

/* --- problems --- */

/* Refusals that any operation may meet, by status; operations add their own reasons. */
static const struct refused {
    int status;
    const char *name;
    enum reason reason; /* of the example */
    const char *doc;
    bool is_of_commands; /* else of what changes nothing, where both have a row */
} refused[] = {
    { 400, "BadRequest", REASON_PARAMETER_INVALID,
      "The request cannot be read: JSON, a parameter, a header or a reference is malformed." },
    { 401, "Unauthorized", REASON_CREDENTIALS_REQUIRED,
      "There are no credentials, or they are not good." },
    { 403, "Forbidden", REASON_ROLE_NOT_ALLOWED, "The caller's roles do not allow this." },
    { 404, "NotFound", REASON_NOT_FOUND, "It does not exist, or the caller has no access to it." },
    { 409, "Conflict", REASON_IDEMPOTENCY_IN_PROGRESS,
      "The state of things does not allow it; `reasons` lists every guard that does not hold." },
    { 412, "PreconditionFailed", REASON_VERSION_MISMATCH,
      "The resource has another version by now." },
    { 422, "UnprocessableContent", REASON_VALIDATION_FAILED,
      "The content is not valid by itself; `errors` lists every violation with its place." },
    { 428, "PreconditionRequired", REASON_PRECONDITION_REQUIRED, "If-Match is missing." },
    { 429, "TooManyRequests", REASON_QUOTA_EXCEEDED,
      "This credential, or this address, asked too often; retry after Retry-After." },
    { 503, "ServiceUnavailable", REASON_DATABASE_UNAVAILABLE,
      "The service cannot answer now; retry after Retry-After." },
    { 503, "CommandUnavailable", REASON_OUTCOME_UNKNOWN,
      "The service cannot answer now; retry after Retry-After. Nothing was recorded, unless `code` "
      "is OUTCOME_UNKNOWN: then it may have been. The same Idempotency-Key tells.",
      .is_of_commands = true },
};

enum { REFUSED_COUNT = sizeof refused / sizeof refused[0] };

static void write_reason_member(struct writer *writer, enum reason reason)
{
    writer_key(writer, "reasons");
    writer_open(writer, '[');
    writer_open(writer, '{');
    write_text(writer, "code", reason_info(reason)->code);
    write_text(writer, "message", reason_info(reason)->detail_en);
    writer_key(writer, "details");
    writer_raw(writer, SLICE("{}"));
    writer_key(writer, "resolve_with");
    writer_null(writer);
    writer_close(writer, '}');
    writer_close(writer, ']');
}

/* The document that the server would write, with the list that its status carries. */
static void write_problem_example(struct writer *writer, int status, enum reason reason)
{
    struct buffer text = { 0 };
    problem_write(&text, reason, SLICE_UNSET, true, SLICE("01944f0a-7d2e-7c3b-8a2e-5d1c0b9f4e21"));
    struct slice head = buffer_as_slice(&text);
    writer_raw(writer, (struct slice){ head.at, head.size ? head.size - 1 : 0 });
    writer->has_member[writer->depth + 1] = true; /* the object is open behind its members */
    writer->depth++;
    if (status == 409 && reason != REASON_IDEMPOTENCY_IN_PROGRESS)
        write_reason_member(writer, reason);
    if (status == 422) {
        writer_key(writer, "errors");
        writer_open(writer, '[');
        violation_write(
            writer, &(struct violation){ .where = SLICE("/name"), .code = REASON_REQUIRED }, true);
        writer_close(writer, ']');
        writer_key(writer, "is_truncated");
        writer_bool(writer, false);
    }
    writer_close(writer, '}');
    buffer_release(&text);
}

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

static void write_problem_response(struct writer *writer, int status, enum reason reason,
                                   const char *doc)
{
    writer_open(writer, '{');
    write_text(writer, "description", doc);
    writer_key(writer, "headers");
    writer_open(writer, '{');
    write_header_ref(writer, "X-Request-Id", "RequestId");
    if (status == 503 || status == 429)
        write_header_ref(writer, "Retry-After", "RetryAfter");
    if (status == 429)
        write_limit_headers(writer);
    writer_close(writer, '}');
    writer_key(writer, "content");
    writer_open(writer, '{');
    writer_key(writer, "application/problem+json");
    writer_open(writer, '{');
    writer_key(writer, "schema");
    schema_write_ref(writer, "Problem");
    if (reason != REASON_NONE) {
        writer_key(writer, "example");
        write_problem_example(writer, status, reason);
    }
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
    if (operation_is_fixed(o) || o->reply.is_file || o->reply.is_tagged)
        return true;
    return view && !(o->flags & (OPERATION_LIST | OPERATION_NO_CONTENT)) &&
           (o->reply.statement || o->reply.embedded.statement || o->loads) &&
           view_find(view, "version") >= 0;
}

bool operation_may_be_unchanged(const struct operation *o)
{
    return o->method == METHOD_GET && !operation_is_command(o) && has_etag(o);
}

static bool is_static(const struct operation *o)
{
    return !operation_is_command(o) && !o->loads && !o->reply.statement;
}

static bool is_limited(const struct operation *o)
{
    return o->roles != 0 || (o->flags & OPERATION_LOGIN) || !is_static(o);
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
    if (status == 503 && kind->is_of_commands != operation_is_command(o))
        return false;
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
    case 429:
        return is_limited(o);
    case 503:
        return !is_static(o) && o->reply.other_status != 503;
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
            schema_write_foreign(writer, o);
        } else {
            writer_key(writer, "schema");
            writer_raw(writer, SLICE("{\"type\":\"string\"}"));
        }
        writer_close(writer, '}');
    }
    writer_close(writer, '}');
}

static void write_content(struct writer *writer, const struct operation *o,
                          const struct reply *reply)
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
    if (!o->reply.content_type && name[0]) {
        writer_key(writer, "examples");
        writer_open(writer, '{');
        writer_key(writer, "reply");
        write_ref(writer, "examples", name);
        writer_close(writer, '}');
    }
    writer_close(writer, '}');
    for (unsigned i = FORMAT_JSON + 1; layout_has_formats(o) && i < FORMATS; i++) {
        writer_key(writer, layout_media_types[i]);
        writer_raw(writer, SLICE("{\"schema\":{\"type\":\"string\"}}"));
    }
    if (reply->page && !reply->page->is_all) {
        writer_key(writer, "text/html");
        writer_raw(writer, SLICE("{\"schema\":{\"type\":\"string\"}}"));
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
    if (is_limited(o))
        write_limit_headers(writer);
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
    if (operation_is_command(o))
        write_header_ref(writer, "Idempotency-Replayed", "IdempotencyReplayed");
    writer_close(writer, '}');
    if (status != 204)
        write_content(writer, o, reply);
    writer_close(writer, '}');
}

/* The shared response, or one that names the operation's own reasons. */
static void write_refused(struct writer *writer, const struct operation *o,
                          const struct refused *kind)
{
    char key[8];
    snprintf(key, sizeof key, "%d", kind->status);
    writer_key(writer, key);
    if (!operation_has_reason(o, kind->status)) {
        write_ref(writer, "responses", kind->name);
        return;
    }
    struct buffer doc = { 0 };
    buffer_text(&doc, kind->doc);
    buffer_text(&doc, "\n\nCodes of this operation:");
    enum reason codes[REASON_COUNT];
    const unsigned count = operation_reasons(o, kind->status, codes);
    for (unsigned i = 0; i < count; i++) {
        buffer_text(&doc, i == 0 ? " `" : ", `");
        buffer_text(&doc, reason_info(codes[i])->code);
        buffer_char(&doc, '`');
    }
    buffer_append(&doc, ".", 2); /* and its NUL */
    write_problem_response(writer, kind->status, codes[0], doc.at ? doc.at : kind->doc);
    buffer_release(&doc);
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
        write_ref(writer, "responses", "NotModified");
    }
    if (o->flags & OPERATION_MOVES) {
        writer_key(writer, "308");
        write_ref(writer, "responses", "Moved");
    }
    for (unsigned i = 0; i < REFUSED_COUNT; i++) {
        if (answers(o, &refused[i]))
            write_refused(writer, o, &refused[i]);
    }
    if (o->reply.other_status)
        write_success(writer, o, &o->reply, o->reply.other_status);
    writer_key(writer, "default");
    write_ref(writer, "responses", "Other");
    writer_close(writer, '}');
}

/* --- shared --- */

/* Whether some operation answers it without reasons of its own. */
static bool is_shared(const struct refused *kind)
{
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            if (answers(o, kind) && !operation_has_reason(o, kind->status))
                return true;
        }
    }
    return false;
}

void contract_write_responses(struct writer *writer)
{
    writer_open(writer, '{');
    for (unsigned i = 0; i < REFUSED_COUNT; i++) {
        if (!is_shared(&refused[i]))
            continue;
        writer_key(writer, refused[i].name);
        write_problem_response(writer, refused[i].status, refused[i].reason, refused[i].doc);
    }
    writer_key(writer, "NotModified");
    writer_open(writer, '{');
    write_text(writer, "description", "The client's copy still holds; no body.");
    writer_key(writer, "headers");
    writer_open(writer, '{');
    write_header_ref(writer, "X-Request-Id", "RequestId");
    write_header_ref(writer, "ETag", "ETag");
    writer_close(writer, '}');
    writer_close(writer, '}');
    writer_key(writer, "Moved");
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
    writer_key(writer, "Other");
    write_problem_response(
        writer, 0, REASON_NONE,
        "Any other refusal of the protocol: method, size, type, length, limits, a fault of ours.");
    writer_close(writer, '}');
}
