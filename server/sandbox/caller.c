/* SPDX-License-Identifier: EUPL-1.2 */
#include "sandbox/caller.h"

#include "progress.h"

#include <stdio.h>

void seed_caller_init(struct seed_caller *caller, uint16_t port)
{
    *caller = (struct seed_caller){ 0 };
    seed_client_init(&caller->client, port);
}

void seed_caller_release(struct seed_caller *caller)
{
    seed_client_release(&caller->client);
    buffer_release(&caller->body);
    document_free(caller->answer);
}

void seed_caller_about(struct seed_caller *caller, const char *subject, unsigned *call_count)
{
    caller->subject = subject;
    caller->call_count = call_count;
}

struct writer *seed_caller_body(struct seed_caller *caller)
{
    buffer_clear(&caller->body);
    writer_init(&caller->writer, &caller->body);
    writer_open(&caller->writer, '{');
    return &caller->writer;
}

static void complain(const struct seed_caller *caller, const struct seed_request *request,
                     int status, struct slice answer)
{
    const int shown = 600;
    struct slice code = document_text(document_member(caller->answer, "code"));
    progress_note("seed: %s %s (%s) was answered %d %.*s\n  sent: %.*s\n  got: %.*s",
                  request->method, request->path, request->key ? request->key : "", status,
                  (int)code.size, code.size ? code.at : "",
                  request->body.size > 600 ? shown : (int)request->body.size,
                  request->body.at ? request->body.at : "",
                  answer.size > 600 ? shown : (int)answer.size, answer.at ? answer.at : "");
}

static bool call(struct seed_caller *caller, const struct seed_request *request)
{
    struct slice answer;
    enum status status = STATUS_OK;
    int code = seed_client_call(&caller->client, request, &answer);
    document_free(caller->answer);
    caller->answer = NULL;
    if (answer.size && document_parse(answer, &caller->answer, &status) != REASON_NONE)
        caller->answer = NULL;
    if (code >= 200 && code < 300 && status == STATUS_OK)
        return true;
    complain(caller, request, code, answer);
    return false;
}

bool seed_caller_send(struct seed_caller *caller, const char *method, const char *path,
                      const char *token)
{
    char key[80];
    writer_close(&caller->writer, '}');
    if (caller->subject)
        snprintf(key, sizeof key, "%s-%u", caller->subject, ++*caller->call_count);
    if (caller->body.has_failed)
        return false;
    return call(caller, &(struct seed_request){ .method = method,
                                                .path = path,
                                                .token = token,
                                                .key = caller->subject ? key : NULL,
                                                .body = buffer_as_slice(&caller->body) });
}

bool seed_caller_get(struct seed_caller *caller, const char *path, const char *token)
{
    return call(caller, &(struct seed_request){ .method = "GET", .path = path, .token = token });
}

/* Without a key: a replay would tell what was set before instead of setting it again. */
bool seed_caller_set_clock(struct seed_caller *caller, const char *token, struct date today)
{
    struct writer *writer = seed_caller_body(caller);
    writer_key(writer, "today");
    writer_date(writer, today);
    caller->subject = NULL;
    return seed_caller_send(caller, "PUT", "/v1/sandbox/clock", token);
}
