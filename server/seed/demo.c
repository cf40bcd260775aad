#include "seed/demo.h"

#include "clock.h"
#include "db/seed_store.h"
#include "engine/route.h"
#include "json/document.h"
#include "json/writer.h"
#include "log.h"
#include "loop.h"
#include "process.h"
#include "seed/journey.h"
#include "seed/people.h"
#include "serve.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READY_MS = 15 * 1000, WHY_SIZE = 512 };

/* What the database remembers of its demonstration, in the table of settings. */
struct mark {
    bool is_there, is_complete;
    unsigned candidacies, more_organisms;
    struct date today; /* the day it is told from: an interrupted seed goes on with the same days */
    struct date clock; /* what the clock of the sandbox was set to, and is set to again; unset = the
                          real day */
};

struct seeding {
    const struct config *config;
    const struct seed_demo_options *options;
    struct seed_store *store;
    struct mark mark;
    struct demo demo;
    char why[WHY_SIZE];
};

static bool run(struct seeding *seeding, const char *statement)
{
    return seed_store_run(seeding->store, statement, NULL, seeding->why, WHY_SIZE);
}

static bool read_text(struct seeding *seeding, const char *query, struct buffer *ret_text)
{
    buffer_clear(ret_text);
    return seed_store_read(seeding->store, query, ret_text, seeding->why, WHY_SIZE);
}

/* --- the mark --- */

static struct date date_of(struct slice text)
{
    struct date date = { 0 };
    if (!slice_is_set(text) || !date_parse(text.at, text.size, &date))
        return (struct date){ 0 };
    return date;
}

static bool read_mark(struct seeding *seeding)
{
    struct mark *mark = &seeding->mark;
    struct buffer text = { 0 };
    struct document *document = NULL;
    enum status status = STATUS_OK;
    bool is_read = read_text(seeding, "select value::text from setting where name = 'demo'", &text);
    if (is_read && text.size &&
        document_parse(buffer_as_slice(&text), &document, &status) == REASON_NONE &&
        status == STATUS_OK) {
        mark->is_there = true;
        mark->is_complete = document_bool(document_member(document, "is_complete"), false);
        mark->candidacies = (unsigned)document_int(document_member(document, "candidacies"), 0);
        mark->more_organisms =
            (unsigned)document_int(document_member(document, "more_organisms"), 0);
        mark->today = date_of(document_text(document_member(document, "today")));
        mark->clock = date_of(document_text(document_member(document, "clock")));
    }
    document_free(document);
    buffer_release(&text);
    return is_read;
}

/* The day the sandbox pretends it is, or unset. */
static bool read_clock(struct seeding *seeding, struct date *ret_today)
{
    struct buffer text = { 0 };
    bool is_read = read_text(seeding, "select today::text from sandbox_clock", &text);
    *ret_today = is_read ? date_of(buffer_as_slice(&text)) : (struct date){ 0 };
    buffer_release(&text);
    return is_read;
}

static bool write_mark(struct seeding *seeding)
{
    const struct mark *mark = &seeding->mark;
    struct params params = { 0 };
    struct buffer value = { 0 };
    struct writer writer;
    writer_init(&writer, &value);
    writer_open(&writer, '{');
    writer_key(&writer, "today");
    writer_date(&writer, mark->today);
    writer_key(&writer, "clock");
    writer_date(&writer, mark->clock);
    writer_key(&writer, "candidacies");
    writer_int(&writer, mark->candidacies);
    writer_key(&writer, "more_organisms");
    writer_int(&writer, mark->more_organisms);
    writer_key(&writer, "is_complete");
    writer_bool(&writer, mark->is_complete);
    writer_close(&writer, '}');
    params_item(&params);
    params_text(&params, buffer_as_slice(&value));
    buffer_release(&value);
    return seed_store_run(
        seeding->store,
        "insert into setting (name, value) select 'demo', x.value::jsonb"
        " from unnest($1::text[]) as x(value)"
        " on conflict on constraint setting_pk do update set value = excluded.value",
        &params, seeding->why, WHY_SIZE);
}

/* --- the file of tokens --- */

static bool has_tokens(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && info.st_size > 0;
}

/* Whole or not at all, and readable by its owner only from its first byte on. */
static bool write_tokens(struct seeding *seeding)
{
    const char *path = seeding->options->tokens_path;
    char draft[4096];
    if (!path)
        return true;
    int size = snprintf(draft, sizeof draft, "%s.draft", path);
    unlink(draft);
    int fd = size < (int)sizeof draft
                 ? open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR)
                 : -1;
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
    bool is_written = file && demo_print_tokens(&seeding->demo, file);
    if (file)
        is_written = fclose(file) == 0 && is_written;
    else if (fd >= 0)
        close(fd);
    if (is_written && rename(draft, path) == 0)
        return true;
    snprintf(seeding->why, WHY_SIZE, "%s cannot be written: %s", path, strerror(errno));
    unlink(draft);
    return false;
}

/* --- people --- */

/* Invented organisms have no place among real ones. */
static bool is_free_for_demo(struct seeding *seeding)
{
    struct buffer text = { 0 };
    bool is_free = false;
    if (read_text(seeding, "select count(*) from organism", &text)) {
        is_free = strcmp(text.at, "0") == 0;
        if (!is_free)
            snprintf(seeding->why, WHY_SIZE,
                     "this database holds organisms already; use one of its own");
    }
    buffer_release(&text);
    return is_free;
}

static bool write_people(struct seeding *seeding)
{
    if (!seeding->mark.is_there &&
        (!is_free_for_demo(seeding) ||
         !demo_write_people(seeding->store, &seeding->demo, seeding->why, WHY_SIZE) ||
         !write_mark(seeding)))
        return false;
    return demo_write_keys(seeding->store, &seeding->demo, seeding->config->sandbox.enabled,
                           seeding->why, WHY_SIZE);
}

/* The keys count once their file is there: a file that cannot be written leaves the old ones valid.
 */
static bool make_people(struct seeding *seeding)
{
    if (!run(seeding, "begin"))
        return false;
    if (write_people(seeding) && write_tokens(seeding))
        return run(seeding, "commit");
    return false; /* the end of the connection rolls back */
}

/* --- candidacies --- */

static bool is_never_ready(void *context)
{
    (void)context;
    return false;
}

static void *run_loop(void *loop)
{
    loop_run(loop);
    return NULL;
}

static bool await_ready(const struct loop *loop)
{
    int64_t end_ms = clock_monotonic_ms() + READY_MS;
    while (!loop_is_ready(loop) && clock_monotonic_ms() < end_ms)
        usleep(2000);
    return loop_is_ready(loop);
}

static bool run_journeys(struct seeding *seeding, const struct policy *policy,
                         const char *item_codes, struct loop *loop)
{
    struct journey_options options = {
        .demo = &seeding->demo,
        .policy = policy,
        .item_codes = item_codes,
        .port = loop_port(loop),
        .count = seeding->mark.candidacies,
        .has_clock = seeding->config->sandbox.enabled,
        .clock_today = seeding->mark.clock,
    };
    pthread_t thread;
    if (pthread_create(&thread, NULL, run_loop, loop) != 0)
        return false;
    snprintf(seeding->why, WHY_SIZE, "the server inside does not get its database");
    bool is_done = await_ready(loop);
    if (is_done) {
        snprintf(seeding->why, WHY_SIZE, "the candidacies stopped half-way; the next run goes on");
        is_done = journeys_run(&options);
    }
    loop_stop(loop);
    pthread_join(thread, NULL);
    return is_done;
}

/* A server of our own, seen by nobody else, takes the requests: demonstration data obey every rule.
 */
static bool make_candidacies(struct seeding *seeding)
{
    struct config config = *seeding->config;
    const struct policy policy = serve_policy(&config);
    const char *const no_origins[] = { NULL };
    struct buffer codes = { 0 };
    config.http.listen = "127.0.0.1";
    process = (struct process){ .version = CLEA_VERSION,
                                .is_sandbox = config.sandbox.enabled,
                                .is_ready = is_never_ready };
    const struct loop_options options = {
        .config = &config,
        .engine = { .origins = no_origins,
                    .policy = &policy,
                    .certifier_name = config.policy.certifier_name,
                    .is_sandbox = config.sandbox.enabled },
        .loop_count = 1,
    };
    if (!read_text(
            seeding,
            "select array_to_string(item_codes, ' ') from referential_version"
            " where code = 'CLEA-SOCLE' and status = 'ACTIVE' order by valid_from desc limit 1",
            &codes)) {
        buffer_release(&codes);
        return false;
    }
    /* A line a request would bury what the seed has to say. */
    log_configure(config.log.level > LOG_WARNING ? LOG_WARNING : (enum log_level)config.log.level,
                  (enum log_format)config.log.format);
    route_init();
    struct loop *loop = loop_new(&options, seeding->why, WHY_SIZE);
    bool is_done = loop && run_journeys(seeding, &policy, codes.at, loop);
    loop_free(loop);
    buffer_release(&codes);
    return is_done;
}

static void tell(struct seeding *seeding)
{
    struct buffer text = { 0 };
    if (read_text(seeding,
                  "select string_agg(state || ' ' || count, ', ' order by state)"
                  " from (select state, count(*) from candidacy group by state) s",
                  &text))
        fprintf(stderr, "clea-server: demonstration: %u organisms; candidacies: %s\n",
                seeding->demo.organism_count, text.size ? text.at : "none");
    buffer_release(&text);
}

/* --- all of it --- */

static bool prepare(struct seeding *seeding)
{
    struct mark *mark = &seeding->mark;
    /* Two seeds at a time would both find nothing. */
    if (!run(seeding, "select pg_advisory_lock(hashtext('clea seed'))") || !read_mark(seeding))
        return false;
    if (!mark->is_there) {
        mark->candidacies = seeding->options->candidacies;
        mark->more_organisms = seeding->options->more_organisms;
        if (!read_clock(seeding, &mark->clock))
            return false;
        mark->today =
            date_is_set(mark->clock) ? mark->clock : date_in_paris(clock_unix_ms() / 1000);
    }
    snprintf(seeding->why, WHY_SIZE, "out of memory");
    return demo_init(&seeding->demo, mark->more_organisms, mark->today);
}

static bool seed(struct seeding *seeding)
{
    const char *tokens_path = seeding->options->tokens_path;
    struct mark *mark = &seeding->mark;
    if (!prepare(seeding))
        return false;
    bool was_complete = mark->is_there && mark->is_complete;
    if (was_complete && (!tokens_path || has_tokens(tokens_path)))
        return true;
    if (!make_people(seeding))
        return false;
    if (was_complete)
        return true;
    if (mark->candidacies > 0 && !make_candidacies(seeding))
        return false;
    mark->is_complete = true;
    if (!write_mark(seeding) || !run(seeding, "set client_min_messages = error") ||
        !run(seeding, "analyze"))
        return false;
    tell(seeding);
    return true;
}

int seed_demo(const struct config *config, const struct seed_demo_options *options)
{
    struct seeding seeding = { .config = config, .options = options };
    seeding.store = seed_store_open(config->database.migrator_conninfo, seeding.why, WHY_SIZE);
    bool is_done = seeding.store && seed(&seeding);
    if (!is_done)
        fprintf(stderr, "clea-server: seed: %s\n", seeding.why);
    demo_release(&seeding.demo);
    seed_store_close(seeding.store);
    return is_done ? 0 : 1;
}
