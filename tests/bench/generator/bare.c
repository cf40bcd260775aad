/* SPDX-License-Identifier: EUPL-1.2 */
/* The floor: a server of one thread that answers every request with the same reply, whatever was
 * asked.
 *
 *   bare PORT STATUS BYTES     STATUS 200 with a body of so many bytes, or 304 without one */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CONNECTIONS = 4096, REQUEST = 8192, REPLY = 1 << 16, EVENTS = 128 };

struct reply {
    char text[REPLY];
    size_t size;
};

static char held[CONNECTIONS][REQUEST];
static size_t held_size[CONNECTIONS];

static void fail(const char *what)
{
    fprintf(stderr, "bare: %s: %s\n", what, strerror(errno));
    exit(2);
}

static int listen_on(const char *port)
{
    const int on = 1;
    const struct sockaddr_in address = { .sin_family = AF_INET,
                                         .sin_port = htons((uint16_t)strtoul(port, NULL, 10)),
                                         .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof address) != 0 ||
        listen(fd, 512) != 0)
        fail("listen");
    return fd;
}

static size_t print_reply(char reply[REPLY], int status, size_t size)
{
    int head = snprintf(reply, REPLY,
                        "HTTP/1.1 %d %s\r\nDate: Sun, 29 Nov 2026 00:00:00 GMT\r\nContent-Type: "
                        "application/json\r\n"
                        "ETag: \"1.o\"\r\nContent-Length: %zu\r\n\r\n",
                        status, status == 304 ? "Not Modified" : "OK", status == 304 ? 0 : size);
    if (status == 304)
        return (size_t)head;
    if (size > REPLY - (size_t)head)
        size = REPLY - (size_t)head;
    memset(reply + head, 'x', size);
    return (size_t)head + size;
}

static void accept_all(int listener, int epoll)
{
    const int on = 1;
    int fd;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (fd >= CONNECTIONS || epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) != 0)
            close(fd);
        else
            held_size[fd] = 0;
    }
}

/* A request is whole with the blank line behind its head: bodies are not for this one. */
static void answer(int fd, const struct reply *replies)
{
    ssize_t got = recv(fd, held[fd] + held_size[fd], REQUEST - held_size[fd] - 1, 0);
    if (got <= 0) {
        if (got == 0 || errno != EAGAIN)
            close(fd);
        return;
    }
    held_size[fd] += (size_t)got;
    held[fd][held_size[fd]] = '\0';
    if (!strstr(held[fd], "\r\n\r\n"))
        return;
    held_size[fd] = 0;
    const struct reply *reply = &replies[strstr(held[fd], "If-None-Match") ? 1 : 0];
    if (send(fd, reply->text, reply->size, MSG_NOSIGNAL) != (ssize_t)reply->size)
        close(fd);
}

int main(int count, char **words)
{
    static struct reply replies[2];
    struct epoll_event events[EVENTS];
    if (count != 3)
        return 2;
    replies[0].size = print_reply(replies[0].text, 200, strtoul(words[2], NULL, 10));
    replies[1].size = print_reply(replies[1].text, 304, 0);
    int listener = listen_on(words[1]), epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = { .events = EPOLLIN, .data.fd = listener };
    if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event) != 0)
        fail("epoll");
    for (;;) {
        int ready = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.fd == listener)
                accept_all(listener, epoll);
            else
                answer(events[i].data.fd, replies);
        }
    }
}
