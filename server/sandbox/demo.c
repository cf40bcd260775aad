/* SPDX-License-Identifier: EUPL-1.2 */
#include "sandbox/demo.h"

#include "db/store.h"
#include "progress.h"
#include "sandbox/inside.h"
#include "sandbox/journey.h"
#include "sandbox/keys.h"
#include "sandbox/mark.h"
#include "sandbox/people.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WHY_SIZE = 512 };

struct seeding {
    const struct config *config;
    const struct seed_demo_options *options;
    struct store *store;
    struct seed_mark mark;
    struct demo demo;
    char why[WHY_SIZE];
};

static bool run(struct seeding *seeding, const char *statement)
{
    return store_run(seeding->store, statement, NULL, seeding->why, WHY_SIZE);
}

static bool read_text(struct seeding *seeding, const char *query, struct buffer *ret_text)
{
    buffer_clear(ret_text);
    return store_read(seeding->store, query, ret_text, seeding->why, WHY_SIZE);
}

static bool write_mark(struct seeding *seeding)
{
    return seed_mark_write(seeding->store, &seeding->mark, seeding->why, WHY_SIZE);
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
    snprintf(seeding->why, WHY_SIZE, "%s cannot be written: %s", path, strerrordesc_np(errno));
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

static bool go_through(void *context, const struct seed_inside *inside)
{
    struct seeding *seeding = context;
    const struct journey_options options = {
        .demo = &seeding->demo,
        .policy = inside->policy,
        .item_codes = inside->item_codes,
        .port = inside->port,
        .count = seeding->mark.candidacies,
        .has_clock = seeding->config->sandbox.enabled,
        .clock_today = seeding->mark.clock,
    };
    snprintf(seeding->why, WHY_SIZE, "the candidacies stopped half-way; the next run goes on");
    return journeys_run(&options);
}

static bool make_candidacies(struct seeding *seeding)
{
    return seed_inside_run(seeding->config, seeding->store, go_through, seeding, seeding->why,
                           WHY_SIZE);
}

static void tell(struct seeding *seeding)
{
    struct buffer text = { 0 };
    if (read_text(seeding,
                  "select string_agg(state || ' ' || count, ', ' order by state)"
                  " from (select state, count(*) from candidacy group by state) s",
                  &text))
        progress_note("demonstration: %u organisms; candidacies: %s", seeding->demo.organism_count,
                      text.size ? text.at : "none");
    buffer_release(&text);
}

/* --- all of it --- */

static bool prepare(struct seeding *seeding)
{
    struct seed_mark *mark = &seeding->mark;
    /* Two seeds at a time would both find nothing. */
    if (!run(seeding, "select pg_advisory_lock(hashtext('clea seed'))") ||
        !seed_mark_read(seeding->store, mark, seeding->why, WHY_SIZE))
        return false;
    if (!mark->is_there) {
        mark->candidacies = seeding->options->candidacies;
        mark->more_organisms = seeding->options->more_organisms;
        if (!seed_clock_read(seeding->store, &mark->clock, seeding->why, WHY_SIZE))
            return false;
        mark->today = seed_clock_day(mark->clock);
    }
    snprintf(seeding->why, WHY_SIZE, "out of memory");
    return demo_init(&seeding->demo, mark->more_organisms, mark->today);
}

static bool seed(struct seeding *seeding)
{
    const char *tokens_path = seeding->options->tokens_path;
    struct seed_mark *mark = &seeding->mark;
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
    seeding.store =
        store_open(config->database.migrator_conninfo, "clea-sandbox seed", seeding.why, WHY_SIZE);
    bool is_done = seeding.store && seed(&seeding);
    if (!is_done)
        progress_note("seed: %s", seeding.why);
    demo_release(&seeding.demo);
    store_close(seeding.store);
    return is_done ? 0 : 1;
}
