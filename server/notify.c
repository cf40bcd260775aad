/* SPDX-License-Identifier: EUPL-1.2 */
#include "notify.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* PATIENCE_S: a manager that has much to hear has not heard this yet. */
enum { NOTIFY_SIZE = 1024, PATIENCE_S = 2 };

static void send_text(const char *path, const char *text, size_t size)
{
    struct sockaddr_un to = { .sun_family = AF_UNIX };
    const size_t path_size = strlen(path);
    /* '@' stands for the zero byte of a name that is no file. */
    if ((*path != '/' && *path != '@') || path_size >= sizeof to.sun_path)
        return;
    memcpy(to.sun_path, path, path_size);
    if (*path == '@')
        to.sun_path[0] = '\0';
    const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    const struct timeval patience = { .tv_sec = PATIENCE_S };
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    /* A manager that does not listen must not stop the server: the result is ignored on purpose. */
    const ssize_t sent = sendto(fd, text, size, MSG_NOSIGNAL, (const struct sockaddr *)&to,
                                (socklen_t)(offsetof(struct sockaddr_un, sun_path) + path_size));
    (void)sent;
    close(fd);
}

void notify(const char *format, ...)
{
    const char *path = secure_getenv("NOTIFY_SOCKET");
    char text[NOTIFY_SIZE];
    va_list arguments;
    if (!path)
        return;
    va_start(arguments, format);
    const int size = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (size > 0)
        send_text(path, text, (size_t)size < sizeof text ? (size_t)size : sizeof text - 1);
}

void notify_reloading(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    notify("RELOADING=1\nMONOTONIC_USEC=%lld\nSTATUS=reading the settings again",
           (long long)now.tv_sec * 1000000 + now.tv_nsec / 1000);
}

int64_t notify_watchdog_ms(void)
{
    const char *wanted = secure_getenv("WATCHDOG_USEC"), *of = secure_getenv("WATCHDOG_PID");
    const long long us = wanted ? strtoll(wanted, NULL, 10) : 0;
    if (us <= 0 || !secure_getenv("NOTIFY_SOCKET") ||
        (of && strtoll(of, NULL, 10) != (long long)getpid()))
        return 0;
    return us >= 1000 ? us / 1000 : 1;
}
