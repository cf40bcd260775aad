/* SPDX-License-Identifier: EUPL-1.2 */
/* What a service manager hears, on sockets of our own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "notify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define TEST(name) static void name(void **state)

static char name[100];

/* A manager that listens: on a file, or under a name that is none ('@'). */
static int listen_at(const char *path)
{
    struct sockaddr_un at = { .sun_family = AF_UNIX };
    const size_t size = strlen(path);
    memcpy(at.sun_path, path, size);
    if (*path == '@')
        at.sun_path[0] = '\0';
    const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (const struct sockaddr *)&at,
                          (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size)),
                     0);
    setenv("NOTIFY_SOCKET", path, 1);
    return fd;
}

static const char *heard(int fd)
{
    static char text[4096];
    const ssize_t size = recv(fd, text, sizeof text - 1, 0);
    text[size > 0 ? size : 0] = '\0';
    return text;
}

static int forget(void **state)
{
    (void)state;
    unsetenv("NOTIFY_SOCKET");
    unsetenv("WATCHDOG_USEC");
    unsetenv("WATCHDOG_PID");
    unlink(name);
    return 0;
}

TEST(a_file_hears_it)
{
    (void)state;
    snprintf(name, sizeof name, "/tmp/clea-notify-%d", (int)getpid());
    const int fd = listen_at(name);
    notify("READY=1\nSTATUS=serving on port %d", 8080);
    assert_string_equal(heard(fd), "READY=1\nSTATUS=serving on port 8080");
    assert_string_equal(heard(fd), "");
    close(fd);
}

TEST(a_name_that_is_no_file_hears_it)
{
    (void)state;
    snprintf(name, sizeof name, "@clea-notify-%d", (int)getpid());
    const int fd = listen_at(name);
    notify("STOPPING=1");
    assert_string_equal(heard(fd), "STOPPING=1");
    close(fd);
}

TEST(a_reload_says_since_when)
{
    (void)state;
    struct timespec before, after;
    long long told = 0;
    snprintf(name, sizeof name, "@clea-notify-%d", (int)getpid());
    const int fd = listen_at(name);
    clock_gettime(CLOCK_MONOTONIC, &before);
    notify_reloading();
    clock_gettime(CLOCK_MONOTONIC, &after);
    assert_int_equal(sscanf(heard(fd), "RELOADING=1\nMONOTONIC_USEC=%lld\nSTATUS=", &told), 1);
    assert_true(told >= (long long)before.tv_sec * 1000000 + before.tv_nsec / 1000);
    assert_true(told <= (long long)after.tv_sec * 1000000 + after.tv_nsec / 1000);
    close(fd);
}

TEST(what_is_too_long_is_cut)
{
    (void)state;
    char text[3000];
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    snprintf(name, sizeof name, "@clea-notify-%d", (int)getpid());
    const int fd = listen_at(name);
    notify("STATUS=%s", text);
    assert_int_equal(strlen(heard(fd)), 1023);
    close(fd);
}

TEST(nobody_is_told_where_nobody_listens)
{
    (void)state;
    notify("READY=1");
    setenv("NOTIFY_SOCKET", "/nowhere/at/all", 1);
    notify("READY=1");
    setenv("NOTIFY_SOCKET", "vsock:2:1", 1);
    notify("READY=1");

    char longest[200];
    memset(longest, 'x', sizeof longest);
    longest[0] = '/';
    longest[sizeof longest - 1] = '\0';
    setenv("NOTIFY_SOCKET", longest, 1);
    notify("READY=1");
}

TEST(the_watchdog_is_of_this_process)
{
    (void)state;
    char pid[20];
    assert_int_equal(notify_watchdog_ms(), 0);
    setenv("WATCHDOG_USEC", "30000000", 1);
    assert_int_equal(notify_watchdog_ms(), 0); /* nobody hears it */
    setenv("NOTIFY_SOCKET", "@anything", 1);
    assert_int_equal(notify_watchdog_ms(), 30000);
    snprintf(pid, sizeof pid, "%d", (int)getpid());
    setenv("WATCHDOG_PID", pid, 1);
    assert_int_equal(notify_watchdog_ms(), 30000);
    setenv("WATCHDOG_PID", "1", 1);
    assert_int_equal(notify_watchdog_ms(), 0);
    unsetenv("WATCHDOG_PID");
    setenv("WATCHDOG_USEC", "10", 1);
    assert_int_equal(notify_watchdog_ms(), 1);
    setenv("WATCHDOG_USEC", "-5", 1);
    assert_int_equal(notify_watchdog_ms(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_file_hears_it, forget),
        cmocka_unit_test_teardown(a_name_that_is_no_file_hears_it, forget),
        cmocka_unit_test_teardown(a_reload_says_since_when, forget),
        cmocka_unit_test_teardown(what_is_too_long_is_cut, forget),
        cmocka_unit_test_teardown(nobody_is_told_where_nobody_listens, forget),
        cmocka_unit_test_teardown(the_watchdog_is_of_this_process, forget),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
