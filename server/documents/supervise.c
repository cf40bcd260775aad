#include "documents/supervise.h"

#include "log.h"

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
static volatile sig_atomic_t worker_pid; /* 0 = there is none */

static void end_soon(int signal_number)
{
    is_ending = 1;
    if (worker_pid > 0)
        kill((pid_t)worker_pid, signal_number);
}

static void watch_signals(void)
{
    const struct sigaction action = { .sa_handler = end_soon };
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
}

bool supervise_is_ending(void)
{
    return is_ending;
}

/* In the new process. Its parent may have died before it could say with whom it dies. */
static void begin_work(pid_t parent, int (*work)(void *context), void *context)
{
    worker_pid = 0;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): there is one thread */
    exit(getppid() == parent ? work(context) : EXIT_FAILURE);
}

/* How it ended, as waitpid() says. Told while we wait: passed on by the handler. */
static int await(pid_t worker)
{
    int status = 0;
    while (waitpid(worker, &status, 0) < 0 && errno == EINTR) {
    }
    worker_pid = 0;
    return status;
}

int supervise(int (*work)(void *context), void *context)
{
    const pid_t parent = getpid();
    watch_signals();
    while (!is_ending) {
        const pid_t worker = fork();
        if (worker == 0)
            begin_work(parent, work, context);
        if (worker < 0)
            return EXIT_FAILURE;
        worker_pid = worker;
        if (is_ending) /* told between the two lines above */
            kill(worker, SIGTERM);
        const int status = await(worker);
        if (WIFEXITED(status))
            return WEXITSTATUS(status);
        log_fields(is_ending ? LOG_INFO : LOG_ERROR, "worker ended",
                   LOG_TEXT("signal", sigabbrev_np(WTERMSIG(status))));
        const struct timespec pause = { PAUSE_S, 0 };
        if (!is_ending)
            nanosleep(&pause, NULL);
    }
    return EXIT_SUCCESS;
}
