/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/scan.h"

#include "clock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOOK_MS = 20, CANNOT_RUN = 127, FOUND = 1 };

/* Of the command nothing is left when we are gone, however we went: it leads a group of its own. */
static void become_scanner(pid_t parent, char *const words[], const int input[2],
                           const int output[2])
{
    static char *const nothing[] = { "PATH=/usr/bin:/bin", "LC_ALL=C", NULL };
    const int silence = open("/dev/null", O_WRONLY | O_CLOEXEC);
    const struct rlimit no_core = { 0, 0 };
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGPIPE, SIG_DFL);
    setrlimit(RLIMIT_CORE, &no_core); /* it would hold the file */
    if (getppid() == parent && dup2(input[0], STDIN_FILENO) >= 0 &&
        dup2(output[1], STDOUT_FILENO) >= 0 && dup2(silence, STDERR_FILENO) >= 0)
        execve(words[0], words, nothing);
    _exit(CANNOT_RUN);
}

static void close_both(const int ends[2])
{
    close(ends[0]);
    close(ends[1]);
}

static bool open_pipes(int ret_input[2], int ret_output[2])
{
    if (pipe2(ret_input, O_CLOEXEC) != 0)
        return false;
    if (pipe2(ret_output, O_CLOEXEC) == 0)
        return true;
    close_both(ret_input);
    return false;
}

bool scan_begin(struct scan *scan, char *const words[], int timeout_s)
{
    int input[2], output[2];
    const pid_t parent = getpid();
    *scan = (struct scan){ .pid = -1, .input = -1, .output = -1 };
    scan->deadline_ms = clock_monotonic_ms() + (int64_t)timeout_s * 1000;
    if (!open_pipes(input, output)) {
        snprintf(scan->fault, sizeof scan->fault, "no pipe to the scanner");
        return false;
    }
    scan->pid = fork();
    if (scan->pid == 0)
        become_scanner(parent, words, input, output);
    if (scan->pid < 0) {
        close_both(input);
        close_both(output);
        snprintf(scan->fault, sizeof scan->fault, "no process for the scanner");
        return false;
    }
    setpgid(scan->pid, scan->pid); /* whoever of us is first */
    close(input[0]);
    close(output[1]);
    scan->input = input[1];
    scan->output = output[0];
    fcntl(scan->input, F_SETFL, O_NONBLOCK);
    fcntl(scan->output, F_SETFL, O_NONBLOCK);
    return true;
}

static void close_end(int *end)
{
    if (*end >= 0)
        close(*end);
    *end = -1;
}

/* Its first line is kept, and the rest of what it says is thrown away, so that it never waits. */
static void listen_to(struct scan *scan)
{
    char text[4096];
    const ssize_t size = read(scan->output, text, sizeof text);
    if (size < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (size <= 0)
        close_end(&scan->output);
    for (ssize_t i = 0; i < size && !scan->has_line; i++) {
        if (text[i] == '\n' && scan->finding_size > 0)
            scan->has_line = true;
        else if (text[i] >= ' ' && text[i] <= '~' && scan->finding_size < SCAN_FINDING_SIZE)
            scan->finding[scan->finding_size++] = text[i];
    }
}

/* Waits for either end, a little; false: its time is up. */
static bool attend(struct scan *scan)
{
    struct pollfd ends[] = { { scan->input, POLLOUT, 0 }, { scan->output, POLLIN, 0 } };
    const int64_t left_ms = scan->deadline_ms - clock_monotonic_ms();
    if (left_ms <= 0)
        return false;
    poll(ends, 2, left_ms < LOOK_MS ? (int)left_ms : LOOK_MS);
    if (scan->output >= 0 && ends[1].revents)
        listen_to(scan);
    return true;
}

bool scan_feed(struct scan *scan, struct slice bytes)
{
    while (bytes.size > 0 && scan->input >= 0) {
        const ssize_t size = write(scan->input, bytes.at, bytes.size);
        if (size > 0)
            bytes = (struct slice){ bytes.at + size, bytes.size - (size_t)size };
        else if (errno != EAGAIN && errno != EINTR)
            close_end(&scan->input);
        if (bytes.size > 0 && !attend(scan))
            return false;
    }
    return true;
}

/* How it ended, as waitpid() says; ended by us when it does not by itself. */
static int await(struct scan *scan, bool *ret_is_late)
{
    int status = 0;
    *ret_is_late = false;
    for (;;) {
        const pid_t ended = waitpid(scan->pid, &status, *ret_is_late ? 0 : WNOHANG);
        if (ended == scan->pid || (ended < 0 && errno != EINTR))
            return status;
        if (ended == 0 && !attend(scan)) {
            kill(-scan->pid, SIGKILL);
            kill(scan->pid, SIGKILL);
            *ret_is_late = true;
        }
    }
}

static enum scan_verdict judge(struct scan *scan, int status, bool is_late)
{
    if (is_late)
        snprintf(scan->fault, sizeof scan->fault, "the scanner did not end in time");
    else if (WIFSIGNALED(status))
        snprintf(scan->fault, sizeof scan->fault, "the scanner was ended by SIG%s",
                 sigabbrev_np(WTERMSIG(status)));
    else if (WEXITSTATUS(status) == CANNOT_RUN)
        snprintf(scan->fault, sizeof scan->fault, "the scanner cannot be run");
    else if (WEXITSTATUS(status) > FOUND)
        snprintf(scan->fault, sizeof scan->fault, "the scanner ended with %d", WEXITSTATUS(status));
    else
        return WEXITSTATUS(status) == FOUND ? SCAN_FOUND : SCAN_CLEAN;
    return SCAN_FAILED;
}

enum scan_verdict scan_end(struct scan *scan, bool is_whole)
{
    bool is_late = false;
    close_end(&scan->input);
    if (!is_whole)
        scan->deadline_ms = 0;
    const int status = await(scan, &is_late);
    while (scan->output >= 0 && scan->deadline_ms > 0 && !scan->has_line) {
        const ssize_t before = (ssize_t)scan->finding_size;
        listen_to(scan);
        if ((ssize_t)scan->finding_size == before)
            break;
    }
    close_end(&scan->output);
    kill(-scan->pid, SIGKILL); /* what it left behind */
    return judge(scan, status, is_late);
}
