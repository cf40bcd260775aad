/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/listener.h"

#include "clock.h"
#include "log.h"

#include <libpq-fe.h>

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* The database is asked every BEAT_MS whether it is still there: a network that is cut in the
 * middle says nothing by itself. */
enum {
    BEAT_MS = 150,
    ANSWER_LIMIT_MS = 2000,
    QUERY_LIMIT_MS = 10 * 1000,
    OPEN_LIMIT_MS = 5000,
    BACKOFF_FIRST_MS = 50,
    BACKOFF_LAST_MS = 2000
};

struct listener {
    struct listener_options options;
    pthread_t thread;
    int stop_fd;
    bool is_stopping; /* of the thread */
    bool is_failure_told;
    PGconn *libpq;
};

/* --- waiting --- */

/* False: time is up, or it is time to stop. */
static bool await(struct listener *listener, int fd, short events, int64_t until_ms)
{
    struct pollfd fds[] = { { .fd = listener->stop_fd, .events = POLLIN },
                            { .fd = fd, .events = events } };
    const int64_t wait_ms = until_ms - clock_monotonic_ms();
    const int count = poll(fds, fd < 0 ? 1 : 2, wait_ms > 0 ? (int)wait_ms : 0);
    if (fds[0].revents)
        listener->is_stopping = true;
    return !listener->is_stopping && (count > 0 || (count < 0 && errno == EINTR));
}

static void tell_notices(struct listener *listener)
{
    PGnotify *notice;
    while ((notice = PQnotifies(listener->libpq)) != NULL) {
        listener->options.on_notice(listener->options.owner, slice_of(notice->extra));
        PQfreemem(notice);
    }
}

/* --- asking --- */

static bool read_result(struct listener *listener, const PGresult *result)
{
    const ExecStatusType status = PQresultStatus(result);
    for (int row = 0; status == PGRES_TUPLES_OK && row < PQntuples(result); row++)
        listener->options.on_row(
            listener->options.owner,
            (struct slice){ PQgetvalue(result, row, 0), (size_t)PQgetlength(result, row, 0) });
    return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK || status == PGRES_EMPTY_QUERY;
}

/* One statement, answered to its end. False: it was refused or not answered in time, the connection
 * is gone, or it is time to stop. */
static bool ask(struct listener *listener, const char *statement, int64_t limit_ms)
{
    PGconn *libpq = listener->libpq;
    const int64_t until_ms = clock_monotonic_ms() + limit_ms;
    bool is_good = PQsendQuery(libpq, statement) == 1;
    while (is_good) {
        const int unsent = PQflush(libpq);
        if (unsent >= 0 && !PQisBusy(libpq)) {
            PGresult *result = PQgetResult(libpq);
            if (!result)
                break;
            is_good = read_result(listener, result);
            PQclear(result);
            continue;
        }
        is_good = unsent >= 0 &&
                  await(listener, PQsocket(libpq), (short)(unsent ? POLLIN | POLLOUT : POLLIN),
                        until_ms) &&
                  PQconsumeInput(libpq) == 1;
    }
    tell_notices(listener); /* also those that came before a loss */
    return is_good && PQstatus(libpq) == CONNECTION_OK;
}

/* --- one connection --- */

static bool open_connection(struct listener *listener)
{
    const char *const keywords[] = {
        "fallback_application_name", "tcp_user_timeout", "keepalives_idle",
        "keepalives_count",          "dbname",           NULL
    };
    const char *const values[] = { "clea-server listener",     "5000", "5", "3",
                                   listener->options.conninfo, NULL };
    const int64_t until_ms = clock_monotonic_ms() + OPEN_LIMIT_MS;
    listener->libpq = PQconnectStartParams(keywords, values, 1);
    PostgresPollingStatusType next = PGRES_POLLING_WRITING;
    while (listener->libpq && PQstatus(listener->libpq) != CONNECTION_BAD &&
           (next == PGRES_POLLING_WRITING || next == PGRES_POLLING_READING) &&
           await(listener, PQsocket(listener->libpq),
                 next == PGRES_POLLING_WRITING ? POLLOUT : POLLIN, until_ms))
        next = PQconnectPoll(listener->libpq);
    return next == PGRES_POLLING_OK && PQsetnonblocking(listener->libpq, 1) == 0;
}

static bool begin_listening(struct listener *listener)
{
    char statement[80];
    snprintf(statement, sizeof statement, "listen %s", listener->options.channel);
    return ask(listener, statement, ANSWER_LIMIT_MS);
}

/* Tells what comes until the next beat is due. */
static bool hear(struct listener *listener, int64_t until_ms)
{
    while (await(listener, PQsocket(listener->libpq), POLLIN, until_ms)) {
        const bool is_open = PQconsumeInput(listener->libpq) == 1;
        tell_notices(listener);
        if (!is_open)
            return false;
    }
    return !listener->is_stopping;
}

/* As long as the connection lasts. */
static void serve(struct listener *listener)
{
    const struct listener_options *options = &listener->options;
    options->on_listening(options->owner);
    if (ask(listener, options->query, QUERY_LIMIT_MS)) {
        options->on_rows_end(options->owner);
        log_fields(LOG_INFO, "listening", LOG_TEXT("channel", options->channel));
        listener->is_failure_told = false;
        int64_t asked_ms = clock_monotonic_ms();
        while (ask(listener, "", ANSWER_LIMIT_MS)) {
            options->on_heard(options->owner, asked_ms);
            if (!hear(listener, asked_ms + BEAT_MS))
                break;
            asked_ms = clock_monotonic_ms();
        }
    }
    options->on_lost(options->owner);
}

static void tell_failure(struct listener *listener)
{
    if (listener->is_failure_told || listener->is_stopping)
        return;
    listener->is_failure_told = true;
    log_fields(LOG_WARNING, "not_listening", LOG_TEXT("channel", listener->options.channel),
               LOG_TEXT("reason", listener->libpq ? PQerrorMessage(listener->libpq) : "no memory"));
}

static void *run(void *user)
{
    struct listener *listener = user;
    int64_t backoff_ms = 0;
    while (!listener->is_stopping) {
        const bool is_listening = open_connection(listener) && begin_listening(listener);
        if (is_listening)
            serve(listener);
        tell_failure(listener);
        PQfinish(listener->libpq);
        listener->libpq = NULL;
        backoff_ms = is_listening ? BACKOFF_FIRST_MS : backoff_ms * 2;
        if (backoff_ms < BACKOFF_FIRST_MS)
            backoff_ms = BACKOFF_FIRST_MS;
        if (backoff_ms > BACKOFF_LAST_MS)
            backoff_ms = BACKOFF_LAST_MS;
        await(listener, -1, 0, clock_monotonic_ms() + backoff_ms);
    }
    return NULL;
}

/* --- life --- */

static bool is_conninfo(const char *conninfo)
{
    PQconninfoOption *parsed = PQconninfoParse(conninfo, NULL);
    PQconninfoFree(parsed);
    return parsed != NULL;
}

struct listener *listener_start(const struct listener_options *options, char *ret_why,
                                size_t why_size)
{
    /* Not libpq's message: it quotes the string, password and all. */
    if (!is_conninfo(options->conninfo)) {
        snprintf(ret_why, why_size, "the connection string of the listener is not one of libpq's");
        return NULL;
    }
    struct listener *listener = calloc(1, sizeof *listener);
    if (!listener)
        return NULL;
    listener->options = *options;
    listener->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    const int error =
        listener->stop_fd < 0 ? errno : pthread_create(&listener->thread, NULL, run, listener);
    if (error == 0)
        return listener;
    snprintf(ret_why, why_size, "no thread that listens to the database: %s",
             strerrordesc_np(error));
    if (listener->stop_fd >= 0)
        close(listener->stop_fd);
    free(listener);
    return NULL;
}

void listener_stop(struct listener *listener)
{
    const uint64_t one = 1;
    if (!listener)
        return;
    while (write(listener->stop_fd, &one, sizeof one) < 0 && errno == EINTR) {
    }
    pthread_join(listener->thread, NULL);
    close(listener->stop_fd);
    free(listener);
}
