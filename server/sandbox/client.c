/* SPDX-License-Identifier: EUPL-1.2 */
#include "sandbox/client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

enum { TRIES = 40, PAUSE_US = 100 * 1000, TIMEOUT_S = 30, READ_SIZE = 16 * 1024 };

void seed_client_init(struct seed_client *client, uint16_t port)
{
    *client = (struct seed_client){ .port = port, .fd = -1 };
}

static void hang_up(struct seed_client *client)
{
    if (client->fd >= 0)
        close(client->fd);
    client->fd = -1;
}

void seed_client_release(struct seed_client *client)
{
    hang_up(client);
    buffer_release(&client->request);
    buffer_release(&client->reply);
}

static bool connect_to_server(struct seed_client *client)
{
    const struct sockaddr_in address = { .sin_family = AF_INET,
                                         .sin_port = htons(client->port),
                                         .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    const struct timeval timeout = { .tv_sec = TIMEOUT_S };
    const int yes = 1;
    client->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (client->fd < 0)
        return false;
    setsockopt(client->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    setsockopt(client->fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
    setsockopt(client->fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout);
    if (connect(client->fd, (const struct sockaddr *)&address, sizeof address) == 0)
        return true;
    hang_up(client);
    return false;
}

static void print_request(struct buffer *text, const struct seed_request *request, uint16_t port)
{
    char head[1024];
    bool has_body = slice_is_set(request->body);
    snprintf(head, sizeof head,
             "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nAuthorization: Bearer %s\r\n",
             request->method, request->path, port, request->token);
    buffer_clear(text);
    buffer_text(text, head);
    if (request->key) {
        snprintf(head, sizeof head, "Idempotency-Key: \"%s\"\r\n", request->key);
        buffer_text(text, head);
    }
    if (has_body) {
        snprintf(head, sizeof head, "Content-Type: application/json\r\nContent-Length: %zu\r\n",
                 request->body.size);
        buffer_text(text, head);
    }
    buffer_text(text, "\r\n");
    if (has_body)
        buffer_slice(text, request->body);
}

static bool send_all(int fd, struct slice text)
{
    for (size_t sent = 0; sent < text.size;) {
        ssize_t size = send(fd, text.at + sent, text.size - sent, MSG_NOSIGNAL);
        if (size < 0 && errno != EINTR)
            return false;
        sent += size > 0 ? (size_t)size : 0;
    }
    return true;
}

/* The text ends where its digits end, not with a NUL. */
static size_t number_at(const char *at, const char *end)
{
    size_t number = 0;
    while (at < end && *at == ' ')
        at++;
    for (; at < end && *at >= '0' && *at <= '9'; at++)
        number = number * 10 + (size_t)(*at - '0');
    return number;
}

/* Our server always says Content-Length. */
static bool find_body(const struct buffer *reply, size_t *ret_start, size_t *ret_size)
{
    if (reply->size == 0)
        return false;
    const char *end = memmem(reply->at, reply->size, "\r\n\r\n", 4);
    if (!end)
        return false;
    const char *line = reply->at;
    *ret_start = (size_t)(end - reply->at) + 4;
    *ret_size = 0;
    while (line < end) {
        if (end - line > 15 && strncasecmp(line, "content-length:", 15) == 0)
            *ret_size = number_at(line + 15, end);
        const char *next = memmem(line, (size_t)(end + 2 - line), "\r\n", 2);
        line = next + 2;
    }
    return true;
}

static bool read_some(int fd, struct buffer *reply)
{
    char part[READ_SIZE];
    ssize_t size;
    do
        size = recv(fd, part, sizeof part, 0);
    while (size < 0 && errno == EINTR);
    if (size <= 0)
        return false;
    buffer_append(reply, part, (size_t)size);
    return !reply->has_failed;
}

static bool says_close(const struct buffer *reply, size_t head_size)
{
    static const char header[] = "\r\nConnection: close\r\n";
    return memmem(reply->at, head_size, header, sizeof header - 1) != NULL;
}

static int exchange_once(struct seed_client *client, struct slice *ret_body)
{
    struct buffer *reply = &client->reply;
    size_t start = 0, size = 0;
    int status = 0;
    buffer_clear(reply);
    if (client->fd < 0 && !connect_to_server(client))
        return 0;
    if (!send_all(client->fd, buffer_as_slice(&client->request))) {
        hang_up(client);
        return 0;
    }
    while (!find_body(reply, &start, &size) || reply->size < start + size) {
        if (!read_some(client->fd, reply)) {
            hang_up(client);
            return 0;
        }
    }
    if (start > 12 && memcmp(reply->at, "HTTP/1.1 ", 9) == 0)
        status = (int)number_at(reply->at + 9, reply->at + 12);
    *ret_body = (struct slice){ reply->at + start, size };
    if (says_close(reply, start))
        hang_up(client);
    return status;
}

int seed_client_call(struct seed_client *client, const struct seed_request *request,
                     struct slice *ret_body)
{
    int status = 0;
    *ret_body = (struct slice){ 0 };
    print_request(&client->request, request, client->port);
    if (client->request.has_failed)
        return 0;
    for (int i = 0; i < TRIES; i++) {
        status = exchange_once(client, ret_body);
        if (status != 0 && status != 503)
            break;
        usleep(PAUSE_US);
    }
    return status;
}
