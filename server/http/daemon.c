/* SPDX-License-Identifier: EUPL-1.2 */
/* The daemon: libmicrohttpd in an external epoll loop, suspended while an answer is being worked
 * out. */
#include "client.h"

#include "address.h"
#include "call.h"
#include "hygiene.h"
#include "slow.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    PASSES =
        4, /* a late reply needs three (performance 8), the next request may start in the fourth */
    STOP_PASSES = 50,
    BACKLOG = 1024,
    REFUSED_MS = 1000,      /* to send the next byte of a body that was refused */
    CONNECTIONS_SPARE = 16, /* so that who gives way is seen before MHD stops to accept */
};

/* MHD 0.9.75 keeps a record of each parameter in the pool of the connection, and where some 240 of
 * them do not fit it closes without an answer (platform facts 1.5). We read the query ourselves,
 * from our copy, and count it there: of an empty one MHD records nothing. The text is its own,
 * which it is about to cut at the same places. */
static void empty_query(const char *uri)
{
    char *text;
    memcpy(&text, &uri, sizeof text);
    text = strchr(text, '?');
    if (text && text[1] != '\0')
        text[1] = '\0';
}

/* The request line, before MHD decodes and cuts it. What this returns becomes the state of
 * call_handle(). */
static void *note_target(void *user, const char *uri, struct MHD_Connection *connection)
{
    const struct http_server *server = user;
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    struct client *client = info ? info->socket_context : NULL;
    if (!client)
        return NULL;
    if (client->phase != CLIENT_CONNECTED)
        client_move(client, CLIENT_HEAD);
    call_open(client, uri ? uri : "");
    if (uri && server->knows_layout)
        empty_query(uri);
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
        struct http_server *server = user;
        *context = client_new(server, connection);
        if (server->counts.connections > server->client_limit)
            client_make_room(server);
        return;
    }
    struct client *client = *context;
    if (!client)
        return;
    client_linger(client);
    client_free(client);
    *context = NULL;
}

/* Between the end of its head and our first look at it. */
static struct client *find_unseen(struct http_server *server)
{
    static const enum client_phase phases[] = { CLIENT_CONNECTED, CLIENT_HEAD };
    for (size_t i = 0; i < sizeof phases / sizeof *phases; i++) {
        struct client *client = server->lists[phases[i]].first;
        for (; client; client = client->next) {
            if (slice_is_set(client->target) &&
                MHD_get_connection_info(client->connection,
                                        MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE))
                return client;
        }
    }
    return NULL;
}

/* MHD 0.9.75 answers a Content-Length that it cannot read, and a head without room for its cookies,
 * before we are asked; its answer has two heads. It says so in its log first. At that moment one
 * client alone has a whole head that we have not seen: he is answered here, in our words, and MHD
 * finds that nothing more can be sent to him. */
static void forestall_refusal(struct http_server *server)
{
    struct client *client = find_unseen(server);
    if (!client)
        return;
    struct refusal refusal = hygiene_judge_lines(client->connection, &client->call);
    if (refusal.status == 0)
        refusal = (struct refusal){ 431, "HEADERS_TOO_LARGE", NULL };
    client_refuse_raw(client, refusal.status, refusal.code);
    client_move(client, CLIENT_CUT);
    shutdown(client->fd, SHUT_WR);
}

static void hear(void *user, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/* MHD's log is what says why it does not start; later it only reports what clients do wrong. */
static void hear(void *user, const char *format, va_list arguments)
{
    struct http_server *server = user;
    if (!server->why) {
        forestall_refusal(server);
        return;
    }
    vsnprintf(server->why, server->why_size, format, arguments);
    server->why[strcspn(server->why, "\n")] = '\0';
}

static struct MHD_Daemon *start_daemon(struct http_server *server,
                                       const struct http_options *options,
                                       const struct address *address)
{
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    if (address->any.sa_family == AF_INET6)
        flags |= MHD_USE_IPv6;
    /* The logger comes first, or errors in later options go to stderr. Not strict: what that would
     * refuse, hygiene.c does, and in one answer. */
    return MHD_start_daemon(
        flags, options->port, NULL, NULL, call_handle, server, MHD_OPTION_EXTERNAL_LOGGER, hear,
        server, MHD_OPTION_SOCK_ADDR, &address->any, MHD_OPTION_LISTENING_ADDRESS_REUSE, 1u,
        MHD_OPTION_LISTEN_BACKLOG_SIZE, (unsigned)BACKLOG, MHD_OPTION_STRICT_FOR_CLIENT, 0,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, options->connection_memory, MHD_OPTION_CONNECTION_LIMIT,
        options->connection_limit + CONNECTIONS_SPARE, MHD_OPTION_CONNECTION_TIMEOUT,
        options->idle_timeout_s, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_UNESCAPE_CALLBACK,
        leave_escaped, NULL, MHD_OPTION_URI_LOG_CALLBACK, note_target, server,
        MHD_OPTION_NOTIFY_CONNECTION, notice, server, MHD_OPTION_NOTIFY_COMPLETED, complete, server,
        MHD_OPTION_END);
}

struct http_server *http_start(const struct http_options *options,
                               const struct http_handler *handler, char *ret_why, size_t why_size)
{
    struct address address;
    if (!address_parse(options->address, options->port, &address)) {
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
    server->stash.most = STASH_BLOCKS;
    server->client_limit = options->connection_limit;
    server->slowest_bytes_per_s = options->slowest_bytes_per_s;
    server->body_budget = options->body_budget;
    server->answer_budget = options->answer_budget;
    server->deadline_ms[CLIENT_CONNECTED] = options->header_deadline_ms;
    server->deadline_ms[CLIENT_IDLE] = idle_ms + options->header_deadline_ms;
    server->deadline_ms[CLIENT_HEAD] = options->header_deadline_ms;
    server->deadline_ms[CLIENT_BODY] = options->body_deadline_ms;
    server->deadline_ms[CLIENT_REFUSED] = REFUSED_MS;
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
    const unsigned slow = slow_look(server);
    if (slow + client_cut_late(server))
        run_passes(server, PASSES);
    client_drain_lingering(server);
}

int http_timeout_ms(struct http_server *server, int64_t now_ms)
{
    if (server->has_resumed)
        return 0;
    int timeout = daemon_timeout_ms(server);
    int64_t next = client_next_ms(server, now_ms);
    if (slow_is_looked_at(server) && (next < 0 || next > PACE_LOOK_MS))
        next = PACE_LOOK_MS;
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

void http_count(const struct http_server *server, struct http_counts *ret_counts)
{
    *ret_counts = server->counts;
}

void http_stop(struct http_server *server)
{
    http_quiesce(server);
    server->is_stopping = true;
    /* MHD aborts the process when it is stopped with a suspended connection (platform facts 1.2).
     */
    struct client *client;
    while ((client = server->lists[CLIENT_SUSPENDED].first) != NULL)
        call_answer_draining(client);
    while ((client = server->lists[CLIENT_HELD].first) != NULL)
        call_answer_draining(client);
    while ((client = server->lists[CLIENT_FED].first) != NULL)
        http_break(&client->call);
    run_passes(server, STOP_PASSES);
    MHD_stop_daemon(server->daemon);
    client_close_lingering(server);
    arena_stash_release(&server->stash);
    free(server);
}
