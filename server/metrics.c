/* SPDX-License-Identifier: EUPL-1.2 */
#include "metrics.h"

#include "login/login.h"
#include "process.h"

#include <stdio.h>
#include <unistd.h>

static void head(struct buffer *text, const char *name, const char *type, const char *help)
{
    char line[256];
    int size = snprintf(line, sizeof line, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
    buffer_append(text, line, (size_t)size);
}

static void sample(struct buffer *text, const char *name, const char *labels, double value)
{
    char line[256];
    int size = snprintf(line, sizeof line, "%s%s %.10g\n", name, labels, value);
    buffer_append(text, line, (size_t)size);
}

static void print_requests(struct loop *const loops[], unsigned count, struct buffer *text)
{
    head(text, "clea_http_requests_total", "counter", "Requests answered, by status class.");
    for (unsigned class = 1; class <= 5; class ++) {
        char labels[32];
        unsigned long total = 0;
        for (unsigned i = 0; i < count; i++)
            total += atomic_load(&loop_engine_count(loops[i])->requests[class]);
        snprintf(labels, sizeof labels, "{status_class=\"%uxx\"}", class);
        sample(text, "clea_http_requests_total", labels, (double)total);
    }
}

static void print_latency(struct loop *const loops[], unsigned count, struct buffer *text)
{
    static const char *const bounds[ENGINE_LATENCY_BUCKETS + 1] = {
        "0.001", "0.002", "0.005", "0.01", "0.025", "0.05", "0.1",
        "0.25",  "0.5",   "1",     "2.5",  "10",    "+Inf",
    };
    head(text, "clea_http_request_duration_seconds", "histogram",
         "Time from the head of a request to its answer.");
    unsigned long total = 0, sum_ms = 0;
    for (unsigned bucket = 0; bucket <= ENGINE_LATENCY_BUCKETS; bucket++) {
        char labels[32];
        for (unsigned i = 0; i < count; i++)
            total += atomic_load(&loop_engine_count(loops[i])->latency[bucket]);
        snprintf(labels, sizeof labels, "{le=\"%s\"}", bounds[bucket]);
        sample(text, "clea_http_request_duration_seconds_bucket", labels, (double)total);
    }
    for (unsigned i = 0; i < count; i++)
        sum_ms += atomic_load(&loop_engine_count(loops[i])->latency_sum_ms);
    sample(text, "clea_http_request_duration_seconds_sum", "", (double)sum_ms / 1000.0);
    sample(text, "clea_http_request_duration_seconds_count", "", (double)total);
}

static void print_engine(struct loop *const loops[], unsigned count, struct buffer *text)
{
    unsigned long batches = 0, members = 0, alone = 0, stale = 0, unknown = 0;
    unsigned long remembered = 0, unremembered = 0;
    for (unsigned i = 0; i < count; i++) {
        const struct engine_counts *counts = loop_engine_count(loops[i]);
        batches += atomic_load(&counts->batches);
        members += atomic_load(&counts->batched_flights);
        alone += atomic_load(&counts->replayed_alone);
        stale += atomic_load(&counts->stale);
        unknown += atomic_load(&counts->unknown_outcomes);
        remembered += atomic_load(&counts->remembered);
        unremembered += atomic_load(&counts->unremembered);
    }
    head(text, "clea_commits_total", "counter", "Commits sent to the database.");
    sample(text, "clea_commits_total", "", (double)batches);
    head(text, "clea_commands_total", "counter", "Commands that travelled in those commits.");
    sample(text, "clea_commands_total", "", (double)members);
    head(text, "clea_commands_alone_total", "counter",
         "Commands run again alone after a failed batch.");
    sample(text, "clea_commands_alone_total", "", (double)alone);
    head(text, "clea_commands_stale_total", "counter",
         "Decisions taken again on a newer snapshot.");
    sample(text, "clea_commands_stale_total", "", (double)stale);
    head(text, "clea_commands_unknown_total", "counter",
         "Commands whose outcome was unknown when the database was lost.");
    sample(text, "clea_commands_unknown_total", "", (double)unknown);
    head(text, "clea_credential_lookups_total", "counter",
         "Credentials shown, by whether their holder was remembered.");
    sample(text, "clea_credential_lookups_total", "{answer=\"remembered\"}", (double)remembered);
    sample(text, "clea_credential_lookups_total", "{answer=\"asked\"}", (double)unremembered);
}

static void print_lanes(struct loop *const loops[], unsigned count, struct buffer *text)
{
    head(text, "clea_shed_total", "counter",
         "Requests refused because so many of their tenant waited, or for so long, by lane.");
    for (enum lane lane = 0; lane < LANES; lane++) {
        char labels[64];
        unsigned long total = 0;
        for (unsigned i = 0; i < count; i++)
            total += atomic_load(&loop_engine_count(loops[i])->shed[lane]);
        snprintf(labels, sizeof labels, "{lane=\"%s\"}", lane_infos[lane].name);
        sample(text, "clea_shed_total", labels, (double)total);
    }
}

static void print_pool(struct loop *const loops[], unsigned count, struct buffer *text)
{
    static const char *const lanes[POOL_LANES] = {
        [POOL_READ] = "read",
        [POOL_WRITE] = "write",
        [POOL_NATIONAL_READ] = "national_read",
        [POOL_NATIONAL_WRITE] = "national_write",
        [POOL_LIST] = "list",
        [POOL_NATIONAL_LIST] = "national_list",
        [POOL_NATIONAL_HEAVY] = "national_heavy",
    };
    struct pool_counts all = { 0 };
    for (unsigned i = 0; i < count; i++) {
        struct loop_counts counts;
        loop_count(loops[i], &counts);
        const struct pool_counts one = counts.pool;
        for (unsigned lane = 0; lane < POOL_LANES; lane++) {
            all.connections[lane] += one.connections[lane];
            all.live[lane] += one.live[lane];
            all.waiting[lane] += one.waiting[lane];
        }
        all.losses += one.losses;
    }
    head(text, "clea_db_pool_connections", "gauge", "Database connections by lane and state.");
    for (unsigned lane = 0; lane < POOL_LANES; lane++) {
        char labels[64];
        snprintf(labels, sizeof labels, "{lane=\"%s\",state=\"live\"}", lanes[lane]);
        sample(text, "clea_db_pool_connections", labels, all.live[lane]);
        snprintf(labels, sizeof labels, "{lane=\"%s\",state=\"away\"}", lanes[lane]);
        sample(text, "clea_db_pool_connections", labels, all.connections[lane] - all.live[lane]);
    }
    head(text, "clea_db_pool_waiting", "gauge",
         "Transactions that wait for a connection, by lane.");
    for (unsigned lane = 0; lane < POOL_LANES; lane++) {
        char labels[64];
        snprintf(labels, sizeof labels, "{lane=\"%s\"}", lanes[lane]);
        sample(text, "clea_db_pool_waiting", labels, all.waiting[lane]);
    }
    head(text, "clea_db_connection_losses_total", "counter", "Database connections lost.");
    sample(text, "clea_db_connection_losses_total", "", (double)all.losses);
}

static void print_http(struct loop *const loops[], unsigned count, struct buffer *text)
{
    struct http_counts all = { 0 };
    for (unsigned i = 0; i < count; i++) {
        struct loop_counts counts;
        loop_count(loops[i], &counts);
        all.connections += counts.http.connections;
        all.body_bytes += counts.http.body_bytes;
        all.answer_bytes += counts.http.answer_bytes;
        all.bodies_refused += counts.http.bodies_refused;
        all.slow_cut += counts.http.slow_cut;
        all.rest_cut += counts.http.rest_cut;
        all.heads_cut += counts.http.heads_cut;
    }
    head(text, "clea_http_connections", "gauge", "Open client connections.");
    sample(text, "clea_http_connections", "", all.connections);
    head(text, "clea_http_held_bytes", "gauge",
         "Bodies on their way in, and answers that their clients have not taken yet.");
    sample(text, "clea_http_held_bytes", "{what=\"bodies\"}", (double)all.body_bytes);
    sample(text, "clea_http_held_bytes", "{what=\"answers\"}", (double)all.answer_bytes);
    head(text, "clea_http_bodies_refused_total", "counter", "Bodies refused for want of memory.");
    sample(text, "clea_http_bodies_refused_total", "", (double)all.bodies_refused);
    head(text, "clea_http_cut_total", "counter", "Connections cut, by why.");
    sample(text, "clea_http_cut_total", "{why=\"slow\"}", (double)all.slow_cut);
    sample(text, "clea_http_cut_total", "{why=\"rest\"}", (double)all.rest_cut);
    sample(text, "clea_http_cut_total", "{why=\"head\"}", (double)all.heads_cut);
}

static void print_process(struct buffer *text)
{
    char labels[64];
    long pages = 0, resident = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file) {
        /* NOLINTNEXTLINE(cert-err34-c): the kernel writes no number that is too large */
        if (fscanf(file, "%ld %ld", &pages, &resident) != 2)
            resident = 0;
        fclose(file);
    }
    head(text, "process_resident_memory_bytes", "gauge", "Resident memory.");
    sample(text, "process_resident_memory_bytes", "",
           (double)resident * (double)sysconf(_SC_PAGESIZE));
    head(text, "process_start_time_seconds", "gauge", "Start of the process, seconds since 1970.");
    sample(text, "process_start_time_seconds", "", (double)process.started_unix_ms / 1000.0);
    head(text, "clea_build_info", "gauge", "Version of the server.");
    snprintf(labels, sizeof labels, "{version=\"%s\"}", process.version);
    sample(text, "clea_build_info", labels, 1);
}

static void print_login(const struct login *login, struct buffer *text)
{
    static const char *const answers[LOGIN_ANSWER_COUNT] = {
        [LOGIN_REFUSED] = "refused",         [LOGIN_VERIFIED] = "verified",
        [LOGIN_EXPIRED] = "expired",         [LOGIN_NOT_YET] = "not_yet",
        [LOGIN_UNAVAILABLE] = "unavailable",
    };
    struct login_counts counts;
    char labels[64];
    login_count(login, &counts);
    head(text, "clea_login_tokens_total", "counter",
         "Tokens of identity providers, by what was answered.");
    for (unsigned i = 0; i < LOGIN_ANSWER_COUNT; i++) {
        snprintf(labels, sizeof labels, "{answer=\"%s\"}", answers[i]);
        sample(text, "clea_login_tokens_total", labels, (double)counts.answers[i]);
    }
    head(text, "clea_login_refused_total", "counter", "Refused tokens, by what was wrong.");
    for (unsigned i = TOKEN_SOUND + 1; i < TOKEN_FAULT_COUNT; i++) {
        snprintf(labels, sizeof labels, "{fault=\"%s\"}", token_fault_names[i]);
        sample(text, "clea_login_refused_total", labels, (double)counts.faults[i]);
    }
}

/* By the number of their section in the settings. */
static void print_issuers(const struct login *login, struct buffer *text)
{
    struct login_counts counts;
    char labels[64];
    login_count(login, &counts);
    head(text, "clea_login_keys", "gauge", "Keys that an identity provider told.");
    head(text, "clea_login_keys_age_seconds", "gauge", "Time since it told them; -1 = never.");
    head(text, "clea_login_fetches_total", "counter", "Times that it was asked for them.");
    head(text, "clea_login_fetch_failures_total", "counter", "Times that it did not tell them.");
    for (unsigned i = 0; i < ISSUERS_MAX; i++) {
        if (!counts.issuers[i].is_set)
            continue;
        snprintf(labels, sizeof labels, "{login=\"%u\"}", i + 1);
        sample(text, "clea_login_keys", labels, counts.issuers[i].key_count);
        sample(text, "clea_login_keys_age_seconds", labels, (double)counts.issuers[i].age_s);
        sample(text, "clea_login_fetches_total", labels, (double)counts.issuers[i].fetches);
        sample(text, "clea_login_fetch_failures_total", labels, (double)counts.issuers[i].failures);
    }
}

void metrics_print(struct loop *const loops[], unsigned count, const struct login *login,
                   struct buffer *text)
{
    print_requests(loops, count, text);
    print_latency(loops, count, text);
    print_engine(loops, count, text);
    print_lanes(loops, count, text);
    print_pool(loops, count, text);
    print_http(loops, count, text);
    print_login(login, text);
    print_issuers(login, text);
    print_process(text);
}
