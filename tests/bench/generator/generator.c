/* SPDX-License-Identifier: EUPL-1.2 */
/* The load of the bench: one thread, keep-alive connections, every reply judged.
 *
 *   generator PLAN PORT CONNECTIONS WARM_S MEASURED_S [RATE]
 *
 * Without a rate each connection asks again as soon as it was answered (closed loop). With one,
 * requests arrive at random moments, so many a second, and are timed from the moment at which they
 * should have gone out (open loop). Says "begin" and "end" on standard output where the measured
 * time begins and ends, then what it saw as JSON. */
#include "client.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 256, DRAIN_US = 12 * 1000 * 1000 };

struct run {
    struct plan plan;
    struct clients clients;
    double warm_s, measured_s, rate;
    double next_due_us; /* open loop: the next arrival */
    uint64_t begins_us, ends_us, cpu_us;
};

static uint64_t own_cpu_us(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
           (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

static void say(const char *word)
{
    puts(word);
    fflush(stdout);
}

/* Requests that are due, on connections that are free. */
static void ask_all(struct run *run)
{
    struct clients *clients = &run->clients;
    for (unsigned i = 0; i < clients->count; i++) {
        struct connection *connection = &clients->items[i];
        if (connection->is_busy)
            continue;
        uint64_t now = now_us();
        if (run->rate <= 0) {
            client_ask(clients, connection, now);
        } else if (run->next_due_us <= (double)now) {
            client_ask(clients, connection, (uint64_t)run->next_due_us);
            run->next_due_us += -log(clients_random(clients)) * 1e6 / run->rate;
        } else {
            return;
        }
    }
}

static void await(struct run *run, bool goes_on)
{
    struct epoll_event events[EVENTS];
    struct clients *clients = &run->clients;
    int64_t wait_us = 100 * 1000;
    if (run->rate > 0 && goes_on && clients->busy_count < clients->count) {
        wait_us = (int64_t)(run->next_due_us - (double)now_us());
        wait_us = wait_us < 0 ? 0 : wait_us;
    }
    const struct timespec wait = { wait_us / 1000000, wait_us % 1000000 * 1000 };
    int count = epoll_pwait2(clients->epoll_fd, events, EVENTS, &wait, NULL);
    for (int i = 0; i < count; i++) {
        struct connection *connection = events[i].data.ptr;
        if (client_receive(clients, connection) && goes_on && run->rate <= 0)
            client_ask(clients, connection, now_us());
    }
}

static void go_until(struct run *run, double seconds)
{
    const uint64_t end = now_us() + (uint64_t)(seconds * 1e6);
    while (now_us() < end) {
        ask_all(run);
        await(run, true);
    }
}

/* Every target whose tag a conditional request needs is asked once. */
static bool has_unlearned(const struct plan *plan)
{
    for (unsigned i = 0; i < plan->kind_count; i++) {
        const struct kind *kind = &plan->kinds[i];
        for (size_t t = 0; kind->status == 304 && t < kind->count; t++) {
            if (!kind->targets[t].tag[0])
                return true;
        }
    }
    return false;
}

static void drain(struct run *run)
{
    struct clients *clients = &run->clients;
    const uint64_t end = now_us() + DRAIN_US;
    while (clients->busy_count > 0 && now_us() < end)
        await(run, false);
    clients->wrong += clients->busy_count; /* never answered */
}

static void print_text(const char *text)
{
    putchar('"');
    for (; *text; text++) {
        if ((unsigned char)*text < ' ')
            putchar(' ');
        else if (*text == '"' || *text == '\\')
            printf("\\%c", *text);
        else
            putchar(*text);
    }
    putchar('"');
}

static void print_latencies(const struct histogram *h)
{
    printf("\"count\":%llu,\"mean_us\":%.0f,\"p50_us\":%llu,\"p90_us\":%llu,\"p99_us\":%llu,\"p999_"
           "us\":%llu,\"max_us\":%llu",
           (unsigned long long)h->total, h->total ? h->sum_us / (double)h->total : 0.0,
           (unsigned long long)histogram_at(h, 0.5), (unsigned long long)histogram_at(h, 0.9),
           (unsigned long long)histogram_at(h, 0.99), (unsigned long long)histogram_at(h, 0.999),
           (unsigned long long)h->max_us);
}

static void print_all(const struct run *run)
{
    static struct histogram whole;
    const struct clients *clients = &run->clients;
    printf("{\"seconds\":%.6f,\"cpu_us\":%llu,\"wrong\":%llu,\"reconnected\":%llu,\"acknowledged\":"
           "%llu,\"kinds\":{",
           (double)(run->ends_us - run->begins_us) / 1e6, (unsigned long long)run->cpu_us,
           (unsigned long long)clients->wrong, (unsigned long long)clients->reconnected,
           (unsigned long long)clients->acknowledged);
    for (unsigned i = 0; i < run->plan.kind_count; i++) {
        const struct kind *kind = &run->plan.kinds[i];
        histogram_merge(&whole, &kind->histogram);
        printf("%s\"%s\":{\"wrong\":%llu,", i ? "," : "", kind->name,
               (unsigned long long)kind->wrong);
        print_latencies(&kind->histogram);
        putchar('}');
    }
    printf("},");
    print_latencies(&whole);
    printf(",\"complaints\":[");
    for (unsigned i = 0; i < clients->complaint_count; i++) {
        putchar(i ? ',' : ' ');
        print_text(clients->complaints[i]);
    }
    printf("]}\n");
}

int main(int count, char **words)
{
    static struct run run;
    if (count < 6) {
        fprintf(stderr, "generator PLAN PORT CONNECTIONS WARM_S MEASURED_S [RATE]\n");
        return 2;
    }
    plan_read(&run.plan, words[1]);
    run.clients = (struct clients){ .plan = &run.plan,
                                    .port = (int)strtol(words[2], NULL, 10),
                                    .count = (unsigned)strtoul(words[3], NULL, 10),
                                    .random = UINT64_C(0x9E3779B97F4A7C15) ^ (uint64_t)getpid() };
    run.warm_s = strtod(words[4], NULL);
    run.measured_s = strtod(words[5], NULL);
    run.rate = count > 6 ? strtod(words[6], NULL) : 0;
    snprintf(run.clients.run, sizeof run.clients.run, "bench-%llx", (unsigned long long)now_us());
    clients_open(&run.clients);
    run.next_due_us = (double)now_us();
    go_until(&run, run.warm_s);
    for (int i = 0; i < 60 && has_unlearned(&run.plan); i++)
        go_until(&run, 0.25);
    run.clients.is_measured = true;
    run.begins_us = now_us();
    run.cpu_us = own_cpu_us();
    say("begin");
    go_until(&run, run.measured_s);
    run.ends_us = now_us();
    run.cpu_us = own_cpu_us() - run.cpu_us;
    say("end");
    run.clients.is_measured = false;
    drain(&run);
    print_all(&run);
    return 0;
}
