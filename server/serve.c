#include "serve.h"

#include "clock.h"
#include "db/migrate.h"
#include "db/seed_store.h"
#include "contract/contract.h"
#include "engine/operation_check.h"
#include "log.h"
#include "loop.h"
#include "metrics.h"
#include "policy.h"
#include "process.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum { LOOPS_MAX = 64, ORIGINS_MAX = 32 };

struct service {
    const struct config *config;
    struct policy policy;
    char *origins_text;
    const char *origins[ORIGINS_MAX + 1];
    struct loop *loops[LOOPS_MAX];
    pthread_t threads[LOOPS_MAX];
    unsigned count;
    struct http_server *admin;
    int signal_fd;
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

static void split_origins(struct service *service)
{
    unsigned count = 0;
    service->origins_text = strdup(service->config->http.origins);
    for (char *save = NULL,
              *at = service->origins_text ? strtok_r(service->origins_text, ", ", &save) : NULL;
         at && count < ORIGINS_MAX; at = strtok_r(NULL, ", ", &save))
        service->origins[count++] = at;
}

/* The choices of policy.mandatory_pieces are in the order of the sets they name. */
_Static_assert(PIECE_ATTESTATION == 0 && PIECE_PORTFOLIO == 1 && PIECE_KIND_COUNT == 2,
               "policy.mandatory_pieces names every set of pieces");

struct policy serve_policy(const struct config *config)
{
    struct policy policy = POLICY_DEFAULT;
    policy.min_per_college = config->policy.min_per_college;
    policy.entry_grace_days = config->policy.entry_grace_days;
    policy.deferral_days = config->policy.deferral_days;
    policy.abandon_days = config->policy.abandon_days;
    policy.contact_days = config->policy.contact_days;
    policy.idle_months = config->policy.idle_months;
    policy.appeal_months = config->policy.appeal_months;
    policy.is_stricter = config->policy.stricter_thresholds;
    policy.retest_granularity = config->policy.retest_granularity == CONFIG_RETEST_DOMAIN
                                    ? RETEST_DOMAIN
                                    : RETEST_SUBDOMAIN;
    policy.path_must_cover_gaps = config->policy.path_covers_gaps;
    policy.mandatory_pieces = (unsigned)config->policy.mandatory_pieces;
    policy.training_quality_from = config->policy.quality_certificate_from;
    policy.training_rule = date_is_set(policy.training_quality_from)
                               ? TRAINING_BY_QUALITY_CERTIFICATE
                               : TRAINING_BY_HABILITATION;
    return policy;
}

static int64_t admin_head(void *user, struct http_call *call, struct http_reply *reply)
{
    (void)user, (void)call, (void)reply;
    return 0;
}

static void admin_request(void *user, struct http_call *call)
{
    struct service *service = user;
    struct http_reply reply = { .status = 404, .shared = SLICE("only /metrics is here\n") };
    if (slice_is(call->path, "/metrics")) {
        reply.status = 200;
        reply.shared = (struct slice){ 0 };
        metrics_print(service->loops, service->count, &reply.body);
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
    struct http_handler handler = { service, admin_head, admin_request, admin_end, admin_refusal };
    struct http_options options = {
        .address = config->admin.listen,
        .port = (uint16_t)config->admin.port,
        .connection_limit = 64,
        .idle_timeout_s = 60,
        .header_deadline_ms = 5000,
        .body_deadline_ms = 5000,
        .connection_memory = 16 * 1024,
        .arena_limit = 8 * 1024 * 1024, /* minutes of a full session are signed in one call */
    };
    service->admin = http_start(&options, &handler, why, why_size);
    return service->admin != NULL;
}

static bool start_loops(struct service *service, char *why, size_t why_size)
{
    const struct config *config = service->config;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned wanted =
        config->http.loops > 0 ? (unsigned)config->http.loops : (unsigned)(cores > 0 ? cores : 1);
    struct loop_options options = {
        .config = config,
        .port = (uint16_t)config->http.port,
        .engine = {
            .origins = service->origins,
            .policy = &service->policy,
            .certifier_name = config->policy.certifier_name,
            .is_sandbox = config->sandbox.enabled,
        },
    };
    options.loop_count = wanted;
    for (unsigned i = 0; i < wanted && i < LOOPS_MAX; i++) {
        options.has_jobs = i == 0;
        service->loops[i] = loop_new(&options, why, why_size);
        if (!service->loops[i])
            return false;
        service->count++;
    }
    return true;
}

/* One turn of the main thread: signals and the admin listener. False when it is time to end. */
static bool watch(struct service *service, int epoll_fd)
{
    struct epoll_event events[4];
    int64_t now_ms = clock_monotonic_ms();
    int wait_ms = service->admin ? http_timeout_ms(service->admin, now_ms) : 1000;
    int count = epoll_wait(epoll_fd, events, 4, wait_ms < 0 || wait_ms > 1000 ? 1000 : wait_ms);
    bool goes_on = true;
    for (int i = 0; i < count; i++) {
        struct signalfd_siginfo signal;
        if (events[i].data.fd == service->signal_fd &&
            read(service->signal_fd, &signal, sizeof signal) == sizeof signal &&
            signal.ssi_signo != SIGHUP)
            goes_on = false;
    }
    if (service->admin)
        http_run(service->admin, clock_monotonic_ms());
    return goes_on;
}

static int open_watch(struct service *service)
{
    int epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = { .events = EPOLLIN, .data.fd = service->signal_fd };
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, service->signal_fd, &event);
    if (service->admin) {
        int fd = http_epoll_fd(service->admin);
        event.data.fd = fd;
        epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event);
    }
    return epoll_fd;
}

static void take_signals(struct service *service)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    service->signal_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    signal(SIGPIPE, SIG_IGN);
}

static void stop(struct service *service, unsigned running)
{
    for (unsigned i = 0; i < running; i++)
        loop_stop(service->loops[i]);
    for (unsigned i = 0; i < running; i++)
        pthread_join(service->threads[i], NULL);
    for (unsigned i = 0; i < service->count; i++)
        loop_free(service->loops[i]);
    if (service->admin)
        http_stop(service->admin);
    free(service->origins_text);
    close(service->signal_fd);
}

/* No core dump may hold what people told us. */
static void forbid_core_dumps(void)
{
    const struct rlimit none = { 0, 0 };
    setrlimit(RLIMIT_CORE, &none);
}

int serve_run(const struct config *config)
{
    struct service service = { .config = config, .policy = serve_policy(config) };
    char why[256] = "out of memory";
    forbid_core_dumps();
    struct migrate_report report = migrate_check(config->database.conninfo);
    if (report.state != MIGRATE_CURRENT) {
        log_fields(LOG_ERROR, "cannot start", LOG_TEXT("why", report.message));
        return 1;
    }
    if (!sandbox_agrees(config->database.conninfo, config->sandbox.enabled, why, sizeof why)) {
        log_fields(LOG_ERROR, "cannot start", LOG_TEXT("why", why));
        return 1;
    }
    operations_init();
    take_signals(&service);
    split_origins(&service);
    process = (struct process){
        .version = CLEA_VERSION,
        .is_sandbox = config->sandbox.enabled,
        .migration_level = migrate_level_of_binary(),
        .is_ready = all_ready,
        .context = &service,
        .started_unix_ms = clock_unix_ms(),
        .contract_json = contract_json(),
        .contract_yaml = contract_yaml(),
    };
    if (!start_admin(&service, why, sizeof why) || !start_loops(&service, why, sizeof why)) {
        log_fields(LOG_ERROR, "cannot start", LOG_TEXT("why", why));
        stop(&service, 0);
        return 1;
    }
    for (unsigned i = 0; i < service.count; i++)
        pthread_create(&service.threads[i], NULL, run_loop, service.loops[i]);
    log_fields(LOG_INFO, "serving", LOG_TEXT("listen", config->http.listen),
               LOG_NUMBER("port", config->http.port), LOG_NUMBER("loops", service.count),
               LOG_FLAG("sandbox", config->sandbox.enabled), LOG_TEXT("version", CLEA_VERSION));
    int epoll_fd = open_watch(&service);
    while (watch(&service, epoll_fd)) {
    }
    log_fields(LOG_INFO, "stopping", LOG_NUMBER("loops", service.count));
    stop(&service, service.count);
    close(epoll_fd);
    log_fields(LOG_INFO, "stopped", LOG_NUMBER("loops", service.count));
    return 0;
}
