/* The daemon: libmicrohttpd in an external epoll loop, suspended while an answer is being worked
 * out. */
#include "client.h"

#include "hygiene.h"
#include "reply.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
    PASSES =
        4, /* a late reply needs three (performance 8), the next request may start in the fourth */
    STOP_PASSES = 50,
    BACKLOG = 1024,
    FIRST_ANNOUNCED_BYTES = 64 * 1024,
    FIRST_CHUNKED_BYTES = 4 * 1024,
};

/* Hands a reply to MHD. False: nothing is queued and the connection must go. */
static bool queue(struct client *client, struct http_reply *take_reply)
{
    unsigned status;
    struct MHD_Response *response = reply_take(take_reply, client->server->is_quiesced, &status);
    if (!response)
        return false;
    bool is_queued = MHD_queue_response(client->connection, status, response) == MHD_YES;
    MHD_destroy_response(response);
    return is_queued;
}

/* In the first call only: MHD closes the connection after the reply, and reads no body. */
static enum MHD_Result refuse_early(struct client *client, int status, const char *code)
{
    const struct http_handler *handler = &client->server->handler;
    struct http_reply reply = { .status = status };
    handler->on_refusal(handler->user, &client->call, status, code, &reply);
    reply.closes = true;
    client->call.is_answered = true;
    client->lingers = true;
    client_move(client, CLIENT_ANSWERED);
    return queue(client, &reply) ? MHD_YES : MHD_NO;
}

/* In a data call, where MHD accepts no reply: say it ourselves, then have MHD close. */
static enum MHD_Result refuse_body(struct client *client, int status, const char *code)
{
    client_refuse_raw(client, status, code);
    client_move(client, CLIENT_ANSWERED);
    return MHD_NO;
}

static enum MHD_Result begin_body(struct client *client, const struct head *head)
{
    struct http_server *server = client->server;
    struct http_call *call = &client->call;
    client->refusal = (struct http_reply){ 0 };
    client->has_begun = true;
    server->open_calls++;
    int64_t limit = server->handler.on_head(server->handler.user, call, &client->refusal);
    bool has_body = head->is_chunked || head->body_announced > 0;
    if (limit < 0) {
        client->is_refused = true;
        if (!has_body) {
            client_move(client, CLIENT_BODY);
            return MHD_YES;
        }
        call->is_answered = true;
        client->lingers = true;
        client->refusal.closes = true;
        client_move(client, CLIENT_ANSWERED);
        return queue(client, &client->refusal) ? MHD_YES : MHD_NO;
    }
    if (head->body_announced > (size_t)limit)
        return refuse_early(client, 413, "BODY_TOO_LARGE");
    client->body_limit = (size_t)limit;
    client->body_announced = head->body_announced;
    client_move(client, CLIENT_BODY);
    return MHD_YES;
}

static enum MHD_Result begin(struct client *client, const char *url, const char *method,
                             const char *version)
{
    struct http_server *server = client->server;
    if (!slice_is_set(client->target))
        return refuse_early(client, 503, "TEMPORARY_REDUCED_CAPACITY");
    struct head head = {
        .connection = client->connection,
        .method = method,
        .version = version,
        .url = url,
        .target = client->target,
        .knows_layout = server->knows_layout,
    };
    struct refusal refusal = hygiene_judge(&head, &client->call);
    if (refusal.status)
        return refuse_early(client, refusal.status, refusal.code);
    return begin_body(client, &head);
}

/* Room for `more` bytes and a NUL. An announced length is believed only after its first 64 KiB have
 * come, so that announcing costs the client as much as us. */
static bool reserve(struct client *client, size_t more)
{
    size_t needed = client->call.body.size + more + 1;
    if (needed <= client->body_capacity)
        return true;
    bool is_announced = client->body_announced > 0;
    size_t most = (is_announced ? client->body_announced : client->body_limit) + 1;
    size_t capacity = is_announced ? most : client->body_capacity * 2;
    if (client->body_capacity == 0)
        capacity = is_announced ? FIRST_ANNOUNCED_BYTES : FIRST_CHUNKED_BYTES;
    if (capacity < needed)
        capacity = needed;
    if (capacity > most)
        capacity = most;
    char *body = arena_alloc(&client->arena, capacity);
    if (!body)
        return false;
    if (client->call.body.size)
        memcpy(body, client->body, client->call.body.size);
    client->body = body;
    client->body_capacity = capacity;
    return true;
}

static enum MHD_Result take_body(struct client *client, const char *data, size_t *size)
{
    struct http_call *call = &client->call;
    if (*size > client->body_limit - call->body.size)
        return refuse_body(client, 413, "BODY_TOO_LARGE");
    if (!reserve(client, *size))
        return refuse_body(client, 503, "TEMPORARY_REDUCED_CAPACITY");
    memcpy(client->body + call->body.size, data, *size);
    call->body = (struct slice){ client->body, call->body.size + *size };
    *size = 0;
    return MHD_YES;
}

void http_answer(struct http_call *call, struct http_reply *take_reply)
{
    struct client *client = call->connection;
    assert(!call->is_answered);
    bool is_suspended = client->phase == CLIENT_SUSPENDED;
    call->is_answered = true;
    client_move(client, CLIENT_ANSWERED);
    /* When it fails, MHD asks handle() once more, which closes. */
    (void)queue(client, take_reply);
    if (is_suspended) {
        MHD_resume_connection(client->connection);
        client->server->has_resumed = true;
    }
}

static void answer_draining(struct client *client)
{
    const struct http_handler *handler = &client->server->handler;
    struct http_reply reply = { .status = 503 };
    handler->on_refusal(handler->user, &client->call, 503, "DRAINING", &reply);
    http_answer(&client->call, &reply);
}

static enum MHD_Result serve(struct client *client)
{
    struct http_server *server = client->server;
    struct http_call *call = &client->call;
    client_move(client, CLIENT_SERVED);
    if (client->is_refused) {
        call->is_answered = true;
        client_move(client, CLIENT_ANSWERED);
        return queue(client, &client->refusal) ? MHD_YES : MHD_NO;
    }
    if (server->is_stopping)
        answer_draining(client);
    else
        server->handler.on_request(server->handler.user, call);
    if (!call->is_answered) {
        MHD_suspend_connection(client->connection);
        client_move(client, CLIENT_SUSPENDED);
    }
    return MHD_YES;
}

static enum MHD_Result handle(void *user, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload_data,
                              size_t *upload_data_size, void **state)
{
    (void)user;
    (void)connection;
    struct client *client = *state;
    if (!client)
        return MHD_NO;
    switch (client->phase) {
    case CLIENT_CONNECTED:
    case CLIENT_HEAD:
        return begin(client, url, method, version);
    case CLIENT_BODY:
        return *upload_data_size ? take_body(client, upload_data, upload_data_size) : serve(client);
    default:
        /* Cut, or its reply could not be queued: MHD asks again and is told to close. */
        return MHD_NO;
    }
}

/* The request line, before MHD decodes and cuts it. What this returns becomes the state of
 * handle(). */
static void *note_target(void *user, const char *uri, struct MHD_Connection *connection)
{
    (void)user;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct client *client = info ? info->socket_context : NULL;
    if (!client)
        return NULL;
    if (client->phase != CLIENT_CONNECTED)
        client_move(client, CLIENT_HEAD);
    client->call = (struct http_call){
        .method = HTTP_OTHER,
        .peer = slice_of(client->peer),
        .arena = &client->arena,
        .started_ms = client->server->now_ms,
        .connection = client,
    };
    client->target = arena_copy(&client->arena, slice_of(uri ? uri : ""));
    return client;
}

/* MHD would route %2F as '/' and end the path at %00: we decode ourselves, strictly (platform
 * facts 1.3). */
static size_t leave_escaped(void *user, struct MHD_Connection *connection, char *text)
{
    (void)user;
    (void)connection;
    return strlen(text);
}

static void complete(void *user, struct MHD_Connection *connection, void **state,
                     enum MHD_RequestTerminationCode code)
{
    (void)user;
    (void)connection;
    (void)code;
    struct client *client = *state;
    if (!client)
        return;
    client_end_call(client);
    client_move(client, CLIENT_IDLE);
}

static void notice(void *user, struct MHD_Connection *connection, void **context,
                   enum MHD_ConnectionNotificationCode code)
{
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        *context = client_new(user, connection);
        return;
    }
    struct client *client = *context;
    if (!client)
        return;
    client_linger(client);
    client_free(client);
    *context = NULL;
}

static void hear(void *user, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* MHD's log is what says why it does not start; later it only reports what clients do wrong. */
static void hear(void *user, const char *format, va_list arguments)
{
    struct http_server *server = user;
    if (server->why)
        vsnprintf(server->why, server->why_size, format, arguments);
}

struct address {
    union {
        struct sockaddr any;
        struct sockaddr_in v4;
        struct sockaddr_in6 v6;
    };
};

static bool parse_address(const struct http_options *options, struct address *ret_address)
{
    memset(ret_address, 0, sizeof *ret_address);
    if (inet_pton(AF_INET, options->address, &ret_address->v4.sin_addr) == 1) {
        ret_address->v4.sin_family = AF_INET;
        ret_address->v4.sin_port = htons(options->port);
        return true;
    }
    if (inet_pton(AF_INET6, options->address, &ret_address->v6.sin6_addr) == 1) {
        ret_address->v6.sin6_family = AF_INET6;
        ret_address->v6.sin6_port = htons(options->port);
        return true;
    }
    return false;
}

static struct MHD_Daemon *start_daemon(struct http_server *server,
                                       const struct http_options *options,
                                       const struct address *address)
{
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    if (address->any.sa_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    /* The logger comes first, or errors in later options go to stderr. */
    return MHD_start_daemon(
        flags, options->port, NULL, NULL, handle, server, MHD_OPTION_EXTERNAL_LOGGER, hear, server,
        MHD_OPTION_SOCK_ADDR, &address->any, MHD_OPTION_LISTENING_ADDRESS_REUSE, 1u,
        MHD_OPTION_LISTEN_BACKLOG_SIZE, (unsigned)BACKLOG, MHD_OPTION_STRICT_FOR_CLIENT, 1,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, options->connection_memory, MHD_OPTION_CONNECTION_LIMIT,
        options->connection_limit, MHD_OPTION_CONNECTION_TIMEOUT, options->idle_timeout_s,
        MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL,
        MHD_OPTION_URI_LOG_CALLBACK, note_target, server, MHD_OPTION_NOTIFY_CONNECTION, notice,
        server, MHD_OPTION_NOTIFY_COMPLETED, complete, server, MHD_OPTION_END);
}

struct http_server *http_start(const struct http_options *options,
                               const struct http_handler *handler, char *ret_why, size_t why_size)
{
    struct address address;
    if (!parse_address(options, &address)) {
        snprintf(ret_why, why_size, "not a numeric address: %s", options->address);
        return NULL;
    }
    struct http_server *server = calloc(1, sizeof *server);
    if (!server) {
        snprintf(ret_why, why_size, "no memory");
        return NULL;
    }
    int64_t idle_ms = (int64_t)options->idle_timeout_s * 1000;
    server->handler = *handler;
    server->arena_limit = options->arena_limit;
    server->deadline_ms[CLIENT_CONNECTED] = options->header_deadline_ms;
    server->deadline_ms[CLIENT_IDLE] = idle_ms + options->header_deadline_ms;
    server->deadline_ms[CLIENT_HEAD] = options->header_deadline_ms;
    server->deadline_ms[CLIENT_BODY] = options->body_deadline_ms;
    server->knows_layout = strcmp(MHD_get_version(), "0.9.75") == 0;
    signal(SIGPIPE, SIG_IGN);
    snprintf(ret_why, why_size, "the daemon does not start");
    server->why = ret_why;
    server->why_size = why_size;
    server->daemon = start_daemon(server, options, &address);
    server->why = NULL;
    if (!server->daemon) {
        free(server);
        return NULL;
    }
    return server;
}

uint16_t http_port(const struct http_server *server)
{
    return MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

int http_epoll_fd(const struct http_server *server)
{
    return MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
}

static int daemon_timeout_ms(struct http_server *server)
{
    MHD_UNSIGNED_LONG_LONG timeout;
    if (MHD_get_timeout(server->daemon, &timeout) != MHD_YES)
        return -1;
    return timeout > 60000 ? 60000 : (int)timeout;
}

static void run_passes(struct http_server *server, int limit)
{
    for (int pass = 0; pass < limit; pass++) {
        server->has_resumed = false;
        MHD_run(server->daemon);
        if (!server->has_resumed && daemon_timeout_ms(server) != 0)
            break;
    }
}

void http_run(struct http_server *server, int64_t now_ms)
{
    server->now_ms = now_ms;
    run_passes(server, PASSES);
    /* Afterwards, so that what had come in time is not late because we were. */
    if (client_cut_late(server))
        run_passes(server, PASSES);
    client_drain_lingering(server);
}

int http_timeout_ms(struct http_server *server, int64_t now_ms)
{
    if (server->has_resumed)
        return 0;
    int timeout = daemon_timeout_ms(server);
    int64_t next = client_next_ms(server, now_ms);
    if (next >= 0 && (timeout < 0 || next < timeout))
        return (int)next;
    return timeout;
}

void http_quiesce(struct http_server *server)
{
    if (server->is_quiesced)
        return;
    server->is_quiesced = true;
    int fd = MHD_quiesce_daemon(server->daemon);
    if (fd >= 0)
        close(fd);
}

unsigned http_open_calls(const struct http_server *server)
{
    return server->open_calls;
}

unsigned http_connections(const struct http_server *server)
{
    return MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS)
        ->num_connections;
}

void http_stop(struct http_server *server)
{
    http_quiesce(server);
    server->is_stopping = true;
    /* MHD aborts the process when it is stopped with a suspended connection (platform facts 1.2).
     */
    struct client *client;
    while ((client = server->lists[CLIENT_SUSPENDED].first) != NULL)
        answer_draining(client);
    run_passes(server, STOP_PASSES);
    MHD_stop_daemon(server->daemon);
    client_close_lingering(server);
    free(server);
}
