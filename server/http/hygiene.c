/* SPDX-License-Identifier: EUPL-1.2 */
#include "hygiene.h"

#include "authority.h"
#include "header.h"
#include "path.h"
#include "query.h"

#include <stdint.h>
#include <strings.h>

/* Headers that are looked at here, behind those of the call. */
enum { HOST = HTTP_HEADER_COUNT, CONTENT_LENGTH, TRANSFER_ENCODING, EXPECT, KNOWN_HEADERS };

enum repetition {
    ONCE,   /* a second one is an attempt to be understood in two ways */
    JOINED, /* a list: RFC 9110 5.3 lets it come in several lines */
    NONE,   /* a second one makes the first void (trace context) */
};

static const struct {
    const char *name;
    size_t size;
    enum repetition repetition;
} KNOWN[KNOWN_HEADERS] = {
#define NAMED(text) .name = text, .size = sizeof text - 1
    [HTTP_AUTHORIZATION] = { NAMED("Authorization"), ONCE },
    [HTTP_CONTENT_TYPE] = { NAMED("Content-Type"), ONCE },
    [HTTP_ACCEPT] = { NAMED("Accept"), JOINED },
    [HTTP_ACCEPT_LANGUAGE] = { NAMED("Accept-Language"), JOINED },
    [HTTP_IDEMPOTENCY_KEY] = { NAMED("Idempotency-Key"), ONCE },
    [HTTP_IF_MATCH] = { NAMED("If-Match"), JOINED },
    [HTTP_IF_NONE_MATCH] = { NAMED("If-None-Match"), JOINED },
    [HTTP_ORIGIN] = { NAMED("Origin"), ONCE },
    [HTTP_REQUEST_ID] = { NAMED("X-Request-Id"), ONCE },
    [HTTP_ACCESS_CONTROL_REQUEST_METHOD] = { NAMED("Access-Control-Request-Method"), ONCE },
    [HTTP_ACCEPT_ENCODING] = { NAMED("Accept-Encoding"), JOINED },
    [HTTP_CONTENT_ENCODING] = { NAMED("Content-Encoding"), JOINED },
    [HTTP_CLEA_FUNCTION] = { NAMED("Clea-Function"), ONCE },
    [HTTP_X_FORWARDED_FOR] = { NAMED("X-Forwarded-For"), JOINED },
    [HTTP_FORWARDED] = { NAMED("Forwarded"), JOINED },
    [HTTP_CONTENT_DISPOSITION] = { NAMED("Content-Disposition"), ONCE },
    [HTTP_CONTENT_DIGEST] = { NAMED("Content-Digest"), JOINED },
    [HTTP_REPR_DIGEST] = { NAMED("Repr-Digest"), JOINED },
    [HOST] = { NAMED("Host"), ONCE },
    [CONTENT_LENGTH] = { NAMED("Content-Length"), ONCE },
    [TRANSFER_ENCODING] = { NAMED("Transfer-Encoding"), JOINED },
    [EXPECT] = { NAMED("Expect"), ONCE },
#undef NAMED
};

static const struct refusal SOUND = { 0, NULL, NULL };
static const struct refusal NO_MEMORY = { 503, "TEMPORARY_REDUCED_CAPACITY", NULL };

static struct refusal refuse(int status, const char *code)
{
    return (struct refusal){ status, code, NULL };
}

static struct refusal refuse_header(int known)
{
    return (struct refusal){ 400, known == HOST ? "HOST_INVALID" : "HEADER_INVALID",
                             KNOWN[known].name };
}

static bool is_token(struct slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        const char c = text.at[i];
        const bool is_alphanumeric =
            (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!is_alphanumeric && (c == '\0' || !strchr("!#$%&'*+-.^_`|~", c)))
            return false;
    }
    return text.size > 0;
}

/* No controls but the tab; beyond ASCII only where we do not look. */
static bool is_value(struct slice text, bool is_known)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if ((c < ' ' && c != '\t') || c == 0x7f || (is_known && c > 0x7f))
            return false;
    }
    return true;
}

struct reading {
    struct head *head;
    struct http_call *call;
    struct slice values[KNOWN_HEADERS];
    unsigned seen[KNOWN_HEADERS];
    unsigned count;
    const char
        *expected; /* where the next line must start if nothing is hidden; NULL = not to be known */
    struct refusal refusal;
};

static int find_known(struct slice name)
{
    for (int i = 0; i < KNOWN_HEADERS; i++) {
        if (KNOWN[i].size == name.size && strncasecmp(KNOWN[i].name, name.at, name.size) == 0)
            return i;
    }
    return -1;
}

/* MHD 0.9.75 parses in place: it puts NULs over the colon and over CR LF, and nothing else. A line
 * that does not start exactly two bytes after the value before it hides something: a bare LF, a NUL
 * inside a value, a folded line (which this version glues to the *name* of the header before). All
 * three are how requests get understood differently by a proxy in front (platform facts 1.6). */
static bool starts_where_expected(struct reading *reading, struct slice name, struct slice value)
{
    if (!reading->expected)
        return true;
    if (name.at != reading->expected || value.at <= name.at + name.size)
        return false;
    for (const char *at = name.at + name.size + 1; at < value.at; at++) {
        if (*at != ' ' && *at != '\t')
            return false;
    }
    if (value.at[value.size + 1] != '\0')
        return false;
    reading->expected = value.at + value.size + 2;
    return true;
}

static struct refusal keep(struct reading *reading, int known, struct slice value)
{
    struct slice *kept = &reading->values[known];
    if (reading->seen[known]++ == 0) {
        *kept = value;
        return SOUND;
    }
    switch (KNOWN[known].repetition) {
    case JOINED:
        *kept = arena_print(reading->call->arena, "%.*s, %.*s", (int)kept->size, kept->at,
                            (int)value.size, value.at);
        return slice_is_set(*kept) ? SOUND : NO_MEMORY;
    case NONE:
        *kept = (struct slice){ NULL, 0 };
        return SOUND;
    default:
        return refuse_header(known);
    }
}

/* What MHD frames the body by is judged as MHD reads it, which is with the blanks behind it. */
static bool is_framing(int known)
{
    return known == CONTENT_LENGTH || known == TRANSFER_ENCODING;
}

static enum MHD_Result read_line(void *user, enum MHD_ValueKind kind, const char *key,
                                 size_t key_size, const char *text, size_t text_size)
{
    (void)kind;
    struct reading *reading = user;
    struct slice name = { key, key_size };
    struct slice value = { text ? text : "", text ? text_size : 0 };
    int known = find_known(name);
    struct refusal refusal = SOUND;
    const bool is_hidden = !starts_where_expected(reading, name, value);
    if (++reading->count > HEAD_LINES_LIMIT)
        refusal = refuse(431, "HEADERS_TOO_LARGE");
    else if (is_hidden || !is_token(name))
        refusal = refuse(400, "HEADER_INVALID");
    else if (!is_value(value, known >= 0))
        refusal = known < 0 ? refuse(400, "HEADER_INVALID") : refuse_header(known);
    else if (known >= 0)
        refusal = keep(reading, known, is_framing(known) ? value : header_trim(value));
    if (reading->refusal.status == 0)
        reading->refusal = refusal;
    /* Also behind a line that is refused: who asks, from which page, in which language. */
    return is_hidden ? MHD_NO : MHD_YES;
}

static size_t head_size(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    return info ? info->header_size : 0;
}

static struct refusal read_lines(struct reading *reading)
{
    struct head *head = reading->head;
    size_t size = head_size(head->connection);
    if (size > HEAD_LIMIT_BYTES)
        reading->refusal = refuse(431, "HEADERS_TOO_LARGE");
    if (head->knows_layout) {
        /* A NUL in the request line would cut the target short. */
        size_t line = (size_t)(head->version - head->url) - 1;
        if (line != head->target.size || head->version[sizeof "HTTP/1.1"] != '\0')
            return refuse(400, "PATH_INVALID");
        reading->expected = head->version + sizeof "HTTP/1.1" + 1;
    }
    MHD_get_connection_values_n(head->connection, MHD_HEADER_KIND, read_line, reading);
    if (reading->refusal.status)
        return reading->refusal;
    if (reading->expected && reading->expected + 2 != head->method + size)
        return refuse(400, "HEADER_INVALID");
    return SOUND;
}

static struct refusal judge_length(struct head *head, struct slice length)
{
    if (length.size == 0)
        return refuse_header(CONTENT_LENGTH);
    for (size_t i = 0; i < length.size; i++) {
        if (length.at[i] < '0' || length.at[i] > '9')
            return refuse_header(CONTENT_LENGTH);
        if (head->body_announced > SIZE_MAX / 100)
            return refuse(413, "BODY_TOO_LARGE");
        head->body_announced = head->body_announced * 10 + (size_t)(length.at[i] - '0');
    }
    return SOUND;
}

/* Of a body that is not plainly chunked MHD would wait for the end for ever. Where chunked comes
 * before another coding, nobody could know the end (RFC 9112, 6.3); everything else is a body that
 * somebody can read, but we cannot: "gzip, chunked", and also what the list of RFC 9110 allows
 * and MHD does not take for chunked ("chunked ,"). */
static struct refusal judge_other_coding(struct slice coding)
{
    struct weighted element;
    bool was_chunked = false;
    for (struct slice rest = coding; header_next_weighted(&rest, &element);) {
        if (was_chunked)
            return refuse_header(TRANSFER_ENCODING);
        was_chunked = header_is(element.value, "chunked");
    }
    return refuse(501, "NOT_IMPLEMENTED");
}

static struct refusal judge_framing(struct reading *reading)
{
    const struct slice *values = reading->values;
    struct head *head = reading->head;
    const struct slice coding = values[TRANSFER_ENCODING], length = values[CONTENT_LENGTH];
    if (slice_is_set(coding)) {
        if (slice_is_set(length) || strcmp(head->version, "HTTP/1.1") != 0)
            return refuse_header(TRANSFER_ENCODING);
        head->is_chunked = header_is(coding, "chunked");
        if (!head->is_chunked)
            return judge_other_coding(coding);
    }
    if (slice_is_set(length))
        return judge_length(head, length);
    return SOUND;
}

/* MHD could ask for Host by itself (MHD_OPTION_STRICT_FOR_CLIENT), but then answers with two heads.
 */
static struct refusal judge_host(const struct reading *reading)
{
    const struct slice host = reading->values[HOST];
    if (slice_is_set(host) ? authority_is_sound(host)
                           : strcmp(reading->head->version, "HTTP/1.0") == 0)
        return SOUND;
    return refuse_header(HOST);
}

static struct refusal judge_expectation(const struct reading *reading)
{
    const struct slice expectation = reading->values[EXPECT];
    if (slice_is_set(expectation) && !header_is(expectation, "100-continue"))
        return (struct refusal){ 417, "EXPECTATION_FAILED", KNOWN[EXPECT].name };
    return SOUND;
}

static enum http_method find_method(const char *name)
{
    static const char *const NAMES[] = {
        [HTTP_GET] = "GET",         [HTTP_HEAD] = "HEAD",   [HTTP_POST] = "POST",
        [HTTP_PUT] = "PUT",         [HTTP_PATCH] = "PATCH", [HTTP_DELETE] = "DELETE",
        [HTTP_OPTIONS] = "OPTIONS",
    };
    for (int i = 0; i < HTTP_OTHER; i++) {
        if (strcmp(NAMES[i], name) == 0)
            return (enum http_method)i;
    }
    return HTTP_OTHER;
}

/* A target in full names the service better than Host does, which must be sound and is then passed
 * over (RFC 9112, 3.2.2). What is left is in the usual form. */
static struct refusal judge_authority(struct slice *target, enum http_method method)
{
    struct slice authority, rest;
    if (!authority_cut(*target, &authority, &rest))
        return SOUND;
    if (!authority_is_sound(authority))
        return refuse(400, "HOST_INVALID");
    *target = rest;
    if (rest.size == 0)
        *target = method == HTTP_OPTIONS ? SLICE("*") : SLICE("/");
    return SOUND;
}

static struct refusal judge_target(const struct head *head, struct http_call *call)
{
    struct slice target = head->target;
    if (target.size > TARGET_LIMIT_BYTES)
        return refuse(414, "URI_TOO_LONG");
    struct refusal refusal = judge_authority(&target, call->method);
    if (refusal.status)
        return refusal;
    if (call->method == HTTP_OPTIONS && slice_is(target, "*")) {
        call->path = target;
        return SOUND;
    }
    const char *mark = memchr(target.at, '?', target.size);
    struct slice path = { target.at, mark ? (size_t)(mark - target.at) : target.size };
    struct slice query = { mark ? mark + 1 : NULL, mark ? target.size - path.size - 1 : 0 };
    if (path.size == 0 && target.at != head->target.at)
        path = SLICE("/"); /* http://host?query */
    switch (path_read(path, call->arena, &call->path)) {
    case PATH_OK:
        break;
    case PATH_NO_MEMORY:
        return NO_MEMORY;
    default:
        return refuse(400, "PATH_INVALID");
    }
    switch (query_parse(query, call)) {
    case QUERY_OK:
        return SOUND;
    case QUERY_NOT_UTF8:
        return refuse(400, "INVALID_UTF8");
    case QUERY_NO_MEMORY:
        return NO_MEMORY;
    default:
        return refuse(400, "PARAMETER_INVALID");
    }
}

struct refusal hygiene_judge(struct head *head, struct http_call *call)
{
    struct reading reading = { .head = head, .call = call };
    call->method = find_method(head->method);
    struct refusal refusal = read_lines(&reading);
    /* Also when refused: the request id is wanted in the refusal. */
    memcpy(call->headers, reading.values, sizeof call->headers);
    if (refusal.status == 0)
        refusal = judge_host(&reading);
    if (refusal.status == 0)
        refusal = judge_framing(&reading);
    if (refusal.status == 0)
        refusal = judge_expectation(&reading);
    if (refusal.status == 0)
        refusal = judge_target(head, call);
    if (refusal.status == 0 && call->method == HTTP_OTHER)
        refusal = refuse(501, "NOT_IMPLEMENTED");
    call->fault_header = slice_of(refusal.header);
    return refusal;
}

struct refusal hygiene_judge_lines(struct MHD_Connection *connection, struct http_call *call)
{
    struct head head = { .connection = connection, .version = "" };
    struct reading reading = { .head = &head, .call = call };
    struct refusal refusal = read_lines(&reading);
    memcpy(call->headers, reading.values, sizeof call->headers);
    if (refusal.status == 0)
        refusal = judge_framing(&reading);
    call->fault_header = slice_of(refusal.header);
    return refusal;
}
