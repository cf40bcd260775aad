/* SPDX-License-Identifier: EUPL-1.2 */
#include "reply.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    FED_BLOCK_BYTES = 16 * 1024
}; /* of an answer in pieces, what MHD hands the kernel at once */

/* On every reply (api.md 1.5): answers are data for programs, never pages, frames or guesses. */
static const struct {
    const char *name, *value;
} SECURITY[] = {
    { "X-Content-Type-Options", "nosniff" },
    { "Referrer-Policy", "no-referrer" },
    { "Cross-Origin-Resource-Policy", "same-site" },
    { "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'" },
};

void http_reply_header(struct http_reply *reply, const char *name, struct slice value)
{
    if (value.size == 0)
        return;
    assert(reply->header_count < HTTP_REPLY_HEADERS);
    reply->headers[reply->header_count].name = name;
    reply->headers[reply->header_count].value = value;
    reply->header_count++;
}

/* MHD wants a NUL behind the value and copies it. */
static bool add_header(struct MHD_Response *response, const char *name, struct slice value)
{
    char small[512];
    if (memchr(value.at, '\0', value.size))
        return false;
    char *text = value.size < sizeof small ? small : malloc(value.size + 1);
    if (!text)
        return false;
    memcpy(text, value.at, value.size);
    text[value.size] = '\0';
    bool is_added = MHD_add_response_header(response, name, text) == MHD_YES;
    if (text != small)
        free(text);
    return is_added;
}

/* A page has a policy of its own. */
static bool is_own(const struct http_reply *reply, const char *name)
{
    for (unsigned i = 0; i < reply->header_count; i++)
        if (strcmp(reply->headers[i].name, name) == 0)
            return true;
    return false;
}

static bool add_common(struct MHD_Response *response, const struct http_reply *reply, bool closes)
{
    for (size_t i = 0; i < sizeof SECURITY / sizeof *SECURITY; i++) {
        if (!is_own(reply, SECURITY[i].name) &&
            MHD_add_response_header(response, SECURITY[i].name, SECURITY[i].value) != MHD_YES)
            return false;
    }
    return !closes || MHD_add_response_header(response, "Connection", "close") == MHD_YES;
}

static struct MHD_Response *lend(struct slice text)
{
    /* MHD does not write to a persistent buffer; its type says so only since 1.0. */
    return MHD_create_response_from_buffer(text.size, (void *)(uintptr_t)text.at,
                                           MHD_RESPMEM_PERSISTENT);
}

static struct MHD_Response *take_body(struct http_reply *reply)
{
    if (slice_is_set(reply->shared)) {
        buffer_release(&reply->body);
        return lend(reply->shared);
    }
    size_t size = reply->body.size;
    if (size == 0) {
        buffer_release(&reply->body);
        return lend(SLICE(""));
    }
    char *at = buffer_take(&reply->body);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(size, at, MHD_RESPMEM_MUST_FREE);
    if (!response)
        free(at);
    return response;
}

/* NULL in place of `response`: there was no memory for it. */
static struct MHD_Response *complete(struct MHD_Response *response, const struct http_reply *reply,
                                     bool closes)
{
    if (!response)
        return NULL;
    bool is_built =
        reply->status >= 200 && reply->status <= 599 && add_common(response, reply, closes);
    for (unsigned i = 0; i < reply->header_count && is_built; i++)
        is_built = add_header(response, reply->headers[i].name, reply->headers[i].value);
    if (is_built)
        return response;
    MHD_destroy_response(response);
    return NULL;
}

static struct MHD_Response *build(struct http_reply *reply, bool closes)
{
    if (!reply->body.has_failed)
        return complete(take_body(reply), reply, closes);
    buffer_release(&reply->body);
    return NULL;
}

/* Or a bare 500. */
static struct MHD_Response *end(struct http_reply *take_reply, struct MHD_Response *response,
                                unsigned *ret_status)
{
    *ret_status = (unsigned)take_reply->status;
    if (!response) {
        response = lend(SLICE(""));
        *ret_status = 500;
        if (response)
            (void)add_common(response, &(struct http_reply){ 0 }, true);
    }
    *take_reply = (struct http_reply){ 0 };
    return response;
}

struct MHD_Response *reply_take(struct http_reply *take_reply, bool closes, unsigned *ret_status)
{
    return end(take_reply, build(take_reply, closes || take_reply->closes), ret_status);
}

struct MHD_Response *reply_take_fed(struct http_reply *take_reply, bool closes,
                                    ssize_t (*reader)(void *, uint64_t, char *, size_t), void *user,
                                    unsigned *ret_status)
{
    struct MHD_Response *response = MHD_create_response_from_callback(
        take_reply->fed_bytes, FED_BLOCK_BYTES, reader, user, NULL);
    buffer_release(&take_reply->body);
    return end(take_reply, complete(response, take_reply, closes || take_reply->closes),
               ret_status);
}

static void write_header(struct buffer *text, const char *name, struct slice value)
{
    buffer_text(text, name);
    buffer_text(text, ": ");
    buffer_slice(text, value);
    buffer_text(text, "\r\n");
}

static void write_date(struct buffer *text)
{
    /* Spelled out because strftime() would ask the locale. */
    static const char DAYS[7][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
    static const char MONTHS[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    time_t now = time(NULL);
    struct tm utc;
    if (!gmtime_r(&now, &utc))
        return;
    char date[64];
    size_t size = strftime(date, sizeof date, "%d xxx %Y %H:%M:%S GMT", &utc);
    memcpy(strchr(date, 'x'), MONTHS[utc.tm_mon], 3);
    buffer_text(text, "Date: ");
    buffer_text(text, DAYS[utc.tm_wday]);
    buffer_text(text, ", ");
    buffer_append(text, date, size);
    buffer_text(text, "\r\n");
}

void reply_write(const struct http_reply *reply, struct buffer *text)
{
    struct slice body = slice_is_set(reply->shared) ? reply->shared : buffer_as_slice(&reply->body);
    if (reply->body.has_failed)
        body = SLICE("");
    buffer_text(text, "HTTP/1.1 ");
    buffer_int(text, reply->status);
    buffer_text(text, " ");
    buffer_text(text, MHD_get_reason_phrase_for((unsigned)reply->status));
    buffer_text(text, "\r\nConnection: close\r\n");
    write_date(text);
    for (size_t i = 0; i < sizeof SECURITY / sizeof *SECURITY; i++)
        if (!is_own(reply, SECURITY[i].name))
            write_header(text, SECURITY[i].name, slice_of(SECURITY[i].value));
    for (unsigned i = 0; i < reply->header_count; i++) {
        struct slice value = reply->headers[i].value;
        if (!memchr(value.at, '\r', value.size) && !memchr(value.at, '\n', value.size))
            write_header(text, reply->headers[i].name, value);
    }
    buffer_text(text, "Content-Length: ");
    buffer_int(text, (int64_t)body.size);
    buffer_text(text, "\r\n\r\n");
    buffer_slice(text, body);
}
