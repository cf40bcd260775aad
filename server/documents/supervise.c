/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/supervise.h"

#include "log.h"
#include "notify.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PAUSE_S = 1 };

static volatile sig_atomic_t is_ending;
static volatile sig_atomic_t supervisor;            /* the process that has them */
static volatile sig_atomic_t pids[SUPERVISED_MOST]; /* 0 = it does not run */

static void tell_all(int signal_number)
{
    for (unsigned i = 0; i < SUPERVISED_MOST; i++) {
        if (pids[i] > 0)
            kill((pid_t)pids[i], signal_number);
    }
}

/* Those that work have the same handler, and tell nobody. */
static void end_soon(int signal_number)
{
    is_ending = 1;
    if (getpid() == supervisor)
        tell_all(signal_number);
}

static void watch_signals(void)
{
    const struct sigaction action = { .sa_handler = end_soon };
    supervisor = getpid();
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
}

bool supervise_is_ending(void)
{
    return is_ending;
}

/* In the new process. Its parent may have died before it could say with whom it dies. */
static void begin_work(pid_t parent, const struct supervised *one)
{
    prctl(PR_SET_PDEATHSIG, one->dies_by);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): there is one thread */
    exit(getppid() == parent ? one->work(one->context) : EXIT_FAILURE);
}

static bool start(const struct supervised *works, unsigned place)
{
    const pid_t parent = getpid(), pid = fork();
    if (pid == 0)
        begin_work(parent, &works[place]);
    if (pid < 0)
        return false;
    pids[place] = pid;
    if (is_ending) /* told between the two lines above */
        kill(pid, SIGTERM);
    return true;
}

static void end_others(int *code)
{
    if (*code == EXIT_SUCCESS)
        *code = EXIT_FAILURE;
    is_ending = 1;
    tell_all(SIGTERM);
}

/* Which of them has ended, and how; `count`: none is left. */
static unsigned await(unsigned count, int *ret_status)
{
    pid_t pid;
    while ((pid = waitpid(-1, ret_status, 0)) < 0 && errno == EINTR) {
    }
    unsigned place = 0;
    while (place < count && (pid <= 0 || pids[place] != pid))
        place++;
    if (place < count)
        pids[place] = 0;
    return place;
}

/* After a signal. False: it cannot be started again. */
static bool start_again(const struct supervised *works, unsigned place, int status)
{
    const struct timespec pause = { PAUSE_S, 0 };
    log_fields(is_ending ? LOG_INFO : LOG_ERROR, "worker ended",
               LOG_TEXT("signal", sigabbrev_np(WTERMSIG(status))));
    if (!is_ending)
        nanosleep(&pause, NULL);
    return is_ending || start(works, place);
}

int supervise(const struct supervised *works, unsigned count)
{
    int code = EXIT_SUCCESS, status = 0;
    bool is_told = false; /* that it ends */
    unsigned place;
    assert(count <= SUPERVISED_MOST);
    watch_signals();
    for (unsigned i = 0; i < count && !is_ending; i++) {
        if (!start(works, i))
            end_others(&code);
    }
    notify("READY=1\nSTATUS=%u processes at work", count);
    while ((place = await(count, &status)) < count) {
        if (is_ending && !is_told)
            notify("STOPPING=1");
        is_told = is_ending;
        if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS)
            continue;
        if (WIFEXITED(status) && code == EXIT_SUCCESS)
            code = WEXITSTATUS(status);
        if (WIFEXITED(status) || !start_again(works, place, status))
            end_others(&code);
    }
    return code;
}
