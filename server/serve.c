/* SPDX-License-Identifier: EUPL-1.2 */
#include "serve.h"

#include "clock.h"
#include "db/migrate.h"
#include "contract/arazzo.h"
#include "contract/contract.h"
#include "engine/operation_check.h"
#include "engine/prepared.h"
#include "ground.h"
#include "log.h"
#include "login/login.h"
#include "loop.h"
#include "managed.h"
#include "metrics.h"
#include "principal_watch.h"
#include "process.h"
#include "user.h"
#include "text/denomination.h"
#include "text/text.h"

#include <assert.h>
#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum {
    LOOK_MS = 1000,
    CONNECTION_BYTES = 20 * 1024,
    TRIM_LEAST_BYTES = 2 * 1024 * 1024,
};

struct service {
    const struct config *config;
    struct managed managed;
    struct loop *loops[CONFIG_LOOPS_MAX];
    pthread_t threads[CONFIG_LOOPS_MAX];
    unsigned count, running; /* loops, threads */
    struct http_server *admin;
    struct principal_watch *principal_watch;
    struct login *login;
    int signal_fd, watch_fd;
    int64_t looked_ms; /* give_memory_back(): when it last looked */
    bool was_ready;
    uint64_t height_bytes; /* the most that was held since memory was last given back */
};

static bool all_ready(void *context)
{
    const struct service *service = context;
    for (unsigned i = 0; i < service->count; i++) {
        if (!loop_is_ready(service->loops[i]))
            return false;
    }
    return service->count > 0;
}

static void *run_loop(void *loop)
{
    loop_run(loop);
    return NULL;
}

static struct forwarding forwarding_of(const struct config *config)
{
    struct forwarding forwarding = { .header = config->http.proxy_header == PROXY_HEADER_FORWARDED
                                                   ? HTTP_FORWARDED
                                                   : HTTP_X_FORWARDED_FOR };
    const bool is_read = address_ranges_from_list(config->http.proxies, &forwarding.proxies);
    assert(is_read); /* CONFIG_NETWORKS */
    (void)is_read;
    return forwarding;
}

static int64_t admin_head(void *user, struct http_call *call)
{
    (void)user, (void)call;
    return 0;
}

static void admin_request(void *user, struct http_call *call)
{
    struct service *service = user;
    struct http_reply reply = { .status = 404, .shared = SLICE("only /metrics is here\n") };
    if (slice_is(call->path, "/metrics")) {
        reply.status = 200;
        reply.shared = (struct slice){ 0 };
        metrics_print(service->loops, service->count, service->login, &reply.body);
        http_reply_header(&reply, "Content-Type", SLICE("text/plain; version=0.0.4"));
    }
    http_answer(call, &reply);
}

static void admin_end(void *user, struct http_call *call)
{
    (void)user, (void)call;
}

static void admin_refusal(void *user, struct http_call *call, int status, const char *code,
                          struct http_reply *reply)
{
    (void)user, (void)call, (void)code;
    reply->status = status;
}

static bool start_admin(struct service *service, char *why, size_t why_size)
{
    const struct config *config = service->config;
    if (config->admin.port == 0)
        return true;
    struct http_handler handler = {
        .user = service,
        .on_head = admin_head,
        .on_request = admin_request,
        .on_end = admin_end,
        .on_refusal = admin_refusal,
    };
    struct http_options options = {
        .address = config->admin.listen,
        .port = (uint16_t)config->admin.port,
        .connection_limit = 64,
        .idle_timeout_s = 60,
        .header_deadline_ms = 5000,
        .body_deadline_ms = 5000,
        .connection_memory = 16 * 1024,
        .arena_limit = 1024 * 1024,
    };
    service->admin = http_start(&options, &handler, why, why_size);
    return service->admin != NULL;
}

/* The setting has the same bound: only a machine of more processors is cut, and told. */
static unsigned count_loops(const struct config *config)
{
    const long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (config->http.loops > 0)
        return (unsigned)config->http.loops;
    if (cores <= CONFIG_LOOPS_MAX)
        return cores > 0 ? (unsigned)cores : 1;
    log_fields(LOG_WARNING, "more processors than loops", LOG_NUMBER("processors", cores),
               LOG_NUMBER("loops", CONFIG_LOOPS_MAX));
    return CONFIG_LOOPS_MAX;
}

static struct notices notices_of(const struct config *config)
{
    return (struct notices){ slice_of(config->documents.verification_address),
                             slice_of(config->documents.legal_notice),
                             slice_of(config->documents.data_protection) };
}

static bool start_loops(struct service *service, char *why, size_t why_size)
{
    const struct config *config = service->config;
    const unsigned wanted = count_loops(config);
    struct loop_options options = {
        .config = config,
        .live = service->managed.live,
        .port = (uint16_t)config->http.port,
        .engine = {
            .forwarding = forwarding_of(config),
            .policy = &config->policy,
            .certifier_name = config->certifier_name,
            .notices = notices_of(config),
            .is_sandbox = config->sandbox.enabled,
            .news = principal_watch_news(service->principal_watch),
        },
    };
    options.loop_count = wanted;
    for (unsigned i = 0; i < wanted; i++) {
        options.has_jobs = i == 0;
        options.engine.login = login_reader_new(service->login);
        if (!options.engine.login)
            return false;
        service->loops[i] = loop_new(&options, why, why_size);
        if (!service->loops[i])
            return false;
        service->count++;
    }
    return true;
}

/* What a crowd has left behind goes back to the system: once it holds half of what it held at its
 * height. Connections are counted by what one costs about, with its 16 KiB of libmicrohttpd. */
static void give_memory_back(struct service *service, int64_t now_ms)
{
    uint64_t held = 0;
    if (now_ms < service->looked_ms + LOOK_MS)
        return;
    service->looked_ms = now_ms;
    if (!service->was_ready && all_ready(service)) { /* preparing took some, and is over */
        service->was_ready = true;
        service->height_bytes = TRIM_LEAST_BYTES;
    }
    for (unsigned i = 0; i < service->count; i++) {
        struct loop_counts counts;
        loop_count(service->loops[i], &counts);
        held += counts.http.body_bytes + counts.http.answer_bytes +
                counts.http.connections * (uint64_t)CONNECTION_BYTES;
    }
    if (held > service->height_bytes)
        service->height_bytes = held;
    if (service->height_bytes < TRIM_LEAST_BYTES || held > service->height_bytes / 2)
        return;
    service->height_bytes = held;
    malloc_trim(0);
}

/* One turn of the main thread: signals and the admin listener. False when it is time to end. */
static bool watch(struct service *service)
{
    struct epoll_event events[4];
    int64_t now_ms = clock_monotonic_ms();
    int wait_ms = service->admin ? http_timeout_ms(service->admin, now_ms) : LOOK_MS;
    wait_ms =
        managed_wait_ms(&service->managed, wait_ms < 0 || wait_ms > LOOK_MS ? LOOK_MS : wait_ms);
    int count = epoll_wait(service->watch_fd, events, 4, wait_ms);
    bool goes_on = true;
    for (int i = 0; i < count; i++) {
        struct signalfd_siginfo signal;
        if (events[i].data.fd != service->signal_fd ||
            read(service->signal_fd, &signal, sizeof signal) != sizeof signal)
            continue;
        if (signal.ssi_signo == SIGHUP)
            managed_ask(&service->managed);
        else
            goes_on = false;
    }
    if (service->admin)
        http_run(service->admin, clock_monotonic_ms());
    managed_turn(&service->managed, all_ready(service), clock_monotonic_ms());
    give_memory_back(service, clock_monotonic_ms());
    return goes_on;
}

static bool watch_fd(int epoll_fd, int fd)
{
    struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };
    return epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) == 0;
}

/* -1 with ret_why. */
static int open_watch(const struct service *service, char *why, size_t why_size)
{
    int epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    if (epoll_fd >= 0 && watch_fd(epoll_fd, service->signal_fd) &&
        (!service->admin || watch_fd(epoll_fd, http_epoll_fd(service->admin))))
        return epoll_fd;
    snprintf(why, why_size, "signals cannot be watched: %s", strerrordesc_np(errno));
    if (epoll_fd >= 0)
        close(epoll_fd);
    return -1;
}

static bool take_signals(struct service *service, char *why, size_t why_size)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    service->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    if (service->signal_fd < 0)
        snprintf(why, why_size, "signals cannot be taken: %s", strerrordesc_np(errno));
    return service->signal_fd >= 0;
}

/* Ends what runs and releases what there is. */
static void stop(struct service *service)
{
    for (unsigned i = 0; i < service->running; i++)
        loop_stop(service->loops[i]);
    for (unsigned i = 0; i < service->running; i++)
        pthread_join(service->threads[i], NULL);
    for (unsigned i = 0; i < service->count; i++)
        loop_free(service->loops[i]);
    if (service->admin)
        http_stop(service->admin);
    login_free(service->login); /* its thread tells the news */
    principal_watch_stop(service->principal_watch);
    managed_release(&service->managed);
    if (service->watch_fd >= 0)
        close(service->watch_fd);
    if (service->signal_fd >= 0)
        close(service->signal_fd);
}

static bool start_principal_watch(struct service *service, char *why, size_t why_size)
{
    const struct config *config = service->config;
    const bool has_own = config->database.listener_conninfo[0] != '\0';
    service->principal_watch = principal_watch_start(
        has_own ? config->database.listener_conninfo : config->database.conninfo, why, why_size);
    return service->principal_watch != NULL;
}

/* What was found out about a token is remembered, and may rest on the key that is gone. */
static void forget_tokens(void *news)
{
    principal_news_tell(news, (struct id){ { 0 } });
}

static bool start_login(struct service *service, char *why, size_t why_size)
{
    login_on_withdrawn(service->login, forget_tokens,
                       principal_watch_news(service->principal_watch));
    return login_start(service->login, why, why_size);
}

static void describe_process(struct service *service)
{
    process = (struct process){
        .version = CLEA_VERSION,
        .is_sandbox = service->config->sandbox.enabled,
        .migration_level = migrate_level_of_binary(),
        .is_ready = all_ready,
        .context = service,
        .started_unix_ms = clock_unix_ms(),
        .contract_json = contract_json(),
        .contract_yaml = contract_yaml(),
        .arazzo_yaml = arazzo_yaml(),
    };
}

/* Without them everything else is served; the page says what is missing. */
static void read_docs(const struct config *config)
{
    char why[DOCS_WHY_SIZE];
    if (*config->docs.folder && !docs_files_read(config->docs.folder, &process.docs, why))
        log_fields(LOG_WARNING, "no page /docs", LOG_TEXT("why", why));
}

static bool start_threads(struct service *service, char *why, size_t why_size)
{
    for (; service->running < service->count; service->running++) {
        const int error = pthread_create(&service->threads[service->running], NULL, run_loop,
                                         service->loops[service->running]);
        if (error != 0) {
            snprintf(why, why_size, "no thread for a loop: %s", strerrordesc_np(error));
            return false;
        }
        pthread_setname_np(service->threads[service->running], "loop");
    }
    return true;
}

/* In this order: nothing is opened as root, and no port is taken for a database that is not right.
 */
static bool start(struct service *service, char *why, size_t why_size)
{
    const struct config *config = service->config;
    if (!user_become(config->process.user, why, why_size) ||
        !ground_is_sound(config, why, why_size) || !managed_init(&service->managed, config) ||
        !take_signals(service, why, why_size))
        return false;
    operations_init();
    describe_process(service);
    read_docs(config);
    prepared_init(slice_of(config->certifier_name));
    service->login = login_new(config->login, why, why_size);
    if (!service->login || !start_admin(service, why, why_size) ||
        !start_principal_watch(service, why, why_size) || !start_loops(service, why, why_size) ||
        !start_login(service, why, why_size))
        return false;
    service->watch_fd = open_watch(service, why, why_size);
    return service->watch_fd >= 0 && start_threads(service, why, why_size);
}

int serve_run(const struct config *config)
{
    struct service service = { .config = config, .signal_fd = -1, .watch_fd = -1 };
    char why[MIGRATE_MESSAGE_SIZE] = "out of memory";
    ground_prepare(config);
    text_admit_scripts(config->name_scripts);
    denomination_reserve(config->certifier_name);
    if (!start(&service, why, sizeof why)) {
        log_fields(LOG_ERROR, "cannot start", LOG_TEXT("why", why));
        stop(&service);
        return 1;
    }
    log_fields(LOG_INFO, "serving", LOG_TEXT("listen", config->http.listen),
               LOG_NUMBER("port", config->http.port), LOG_NUMBER("loops", service.count),
               LOG_FLAG("sandbox", config->sandbox.enabled), LOG_TEXT("version", CLEA_VERSION));
    prepared_code();
    managed_begin(&service.managed, service.loops, service.count);
    while (watch(&service)) {
    }
    managed_end(&service.managed);
    log_fields(LOG_INFO, "stopping", LOG_NUMBER("loops", service.count));
    stop(&service);
    log_fields(LOG_INFO, "stopped", LOG_NUMBER("loops", service.count));
    return 0;
}
