/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/work_command.h"

#include "clock.h"
#include "documents/credential_queue.h"
#include "documents/credential_work.h"
#include "documents/draw.h"
#include "documents/finish.h"
#include "documents/paper.h"
#include "documents/queue.h"
#include "documents/scan_work.h"
#include "documents/seal_pdf.h"
#include "documents/supervise.h"
#include "log.h"
#include "seal_check.h"
#include "text/drawn.h"
#include "time_zone.h"
#include "user.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* How often an empty queue is asked, and a database that is away; how often it is told that the
 * seal is no longer one. */
enum { REST_MS = 500, DATABASE_REST_MS = 1000, SEAL_REST_MS = 60 * 1000 };

const struct command_option work_command_options[] = {
    { "until-empty", NULL, "end as soon as nothing waits, instead of waiting for more" },
    { 0 },
};

_Static_assert((int)CONFIG_WORKERS_MAX < (int)SUPERVISED_MOST, "and one that scans");

/* A worker from its start to its end. */
struct work {
    const struct config *config;
    struct livery livery;
    struct slice mark;
    struct fonts *fonts;
    struct seal *seal;
    struct proof_key *proof; /* NULL = codes are not signed */
    struct picture *logo;    /* NULL = none */
    struct frame frame;
    struct issuer_keys *keys; /* NULL = credentials are not signed */
    struct store *store;      /* NULL = out of reach */
    struct scan_work scans;   /* in a process of its own, so that neither waits for the other */
    bool ends_when_empty;
    bool has_withdrawn_key; /* it would sign what nobody is to trust: it works no more */
};

/* Cut short by a signal. */
static void rest(unsigned ms)
{
    const struct timespec pause = { ms / 1000, (long)(ms % 1000) * 1000000 };
    if (!supervise_is_ending())
        nanosleep(&pause, NULL);
}

/* --- one document --- */

static void tell_drawing(const struct draw_fault *fault, char ret_fault[QUEUE_FAULT_SIZE])
{
    if (fault->kind == DRAW_CHARACTER_MISSING)
        snprintf(ret_fault, QUEUE_FAULT_SIZE, "no font has the character U+%04X", fault->character);
    else
        snprintf(ret_fault, QUEUE_FAULT_SIZE,
                 fault->kind == DRAW_TEXT_TOO_LONG ? "a text has no room"
                                                   : "the library that draws has failed");
}

/* False: ret_fault says why there is no sealed file. */
static bool draw_and_seal(struct work *work, const struct layout *layout, struct arena *arena,
                          struct buffer *ret_pdf, char ret_fault[QUEUE_FAULT_SIZE])
{
    struct draw_fault fault = { 0 };
    struct buffer drawn = { 0 }, finished = { 0 };
    bool is_made = false;
    if (draw_pdf(work->fonts, layout, arena, &drawn, &fault) != STATUS_OK)
        tell_drawing(&fault, ret_fault);
    else if (finish_pdf(layout, buffer_as_slice(&drawn), &work->frame, &finished) != STATUS_OK)
        snprintf(ret_fault, QUEUE_FAULT_SIZE, "the drawing could not be finished");
    else if (seal_pdf(work->seal, buffer_as_slice(&finished), work->livery.certifier,
                      clock_unix_ms() / 1000, ret_pdf) != STATUS_OK)
        snprintf(ret_fault, QUEUE_FAULT_SIZE, "the drawing could not be sealed");
    else
        is_made = true;
    buffer_release(&drawn);
    buffer_release(&finished);
    return is_made;
}

static bool make(struct work *work, const struct queue_item *item, struct buffer *ret_pdf,
                 char ret_fault[QUEUE_FAULT_SIZE])
{
    struct document *told = NULL;
    struct layout layout;
    struct arena arena;
    const char *missing = NULL;
    enum status status = STATUS_OK;
    bool is_made = false;
    arena_init(&arena, 0);
    if (!slice_is_set(item->told) || document_parse(item->told, &told, &status) != REASON_NONE ||
        status != STATUS_OK)
        snprintf(ret_fault, QUEUE_FAULT_SIZE, "what it has to say could not be read");
    else if ((status = paper_lay_out(&arena, item->kind, told, &work->livery, work->mark, &layout,
                                     &missing)) == STATUS_FAILED)
        snprintf(ret_fault, QUEUE_FAULT_SIZE, "%s is not there, or not of its kind", missing);
    else if (status != STATUS_OK)
        snprintf(ret_fault, QUEUE_FAULT_SIZE, "out of memory");
    else
        is_made = draw_and_seal(work, &layout, &arena, ret_pdf, ret_fault);
    arena_release(&arena);
    document_free(told);
    return is_made;
}

/* False: the database failed. */
static bool do_item(struct work *work, const struct queue_item *item, char why[QUEUE_WHY_SIZE])
{
    char fault[QUEUE_FAULT_SIZE] = "";
    struct buffer pdf = { 0 };
    bool is_first = false;
    const int64_t started_ms = clock_monotonic_ms();
    const bool is_made = make(work, item, &pdf, fault);
    const bool is_told = is_made
                             ? queue_keep(work->store, item, buffer_as_slice(&pdf), &is_first, why)
                             : queue_tell_fault(work->store, item, fault, why);
    if (is_told)
        log_fields(is_made ? LOG_INFO : LOG_ERROR,
                   !is_made   ? "document not drawn"
                   : is_first ? "document sealed"
                              : "document was there",
                   LOG_SLICE("kind", item->kind), LOG_SLICE("subject_id", item->subject_id),
                   LOG_SLICE("attempts", item->attempts), LOG_TEXT("fault", is_made ? NULL : fault),
                   LOG_NUMBER("bytes", (int64_t)pdf.size),
                   LOG_NUMBER("ms", clock_monotonic_ms() - started_ms));
    buffer_release(&pdf);
    return is_told;
}

/* --- one after the other --- */

static void lose_database(struct work *work, const char *why)
{
    log_fields(LOG_WARNING, "database out of reach", LOG_TEXT("why", why));
    store_close(work->store);
    work->store = NULL;
}

/* One of the documents that wait. False: the database failed. */
static bool draw_next(struct work *work, bool *ret_is_empty, char why[QUEUE_WHY_SIZE])
{
    struct queue_item item;
    bool has_item = false;
    if (!queue_take(work->store, &item, &has_item, why))
        return false;
    *ret_is_empty = !has_item;
    if (!has_item)
        return true;
    bool is_done = queue_read(work->store, &item, why);
    if (is_done) {
        is_done = do_item(work, &item, why);
    } else {
        log_fields(LOG_ERROR, "document not read", LOG_SLICE("kind", item.kind),
                   LOG_SLICE("subject_id", item.subject_id), LOG_TEXT("why", why));
        is_done = queue_tell_fault(work->store, &item, "what it says cannot be read", why);
    }
    queue_item_release(&item);
    return is_done;
}

static bool open_database(struct work *work, char why[QUEUE_WHY_SIZE])
{
    if (!work->store)
        work->store = queue_open(work->config->database.documents_conninfo, why);
    else
        return true;
    return work->store && (!work->keys || credential_queue_publish(work->store, work->keys, why));
}

/* A document, and what is to be signed. Whether there may be more at once. What takes longer than
 * the lease ends this process: another takes it up, and this one is started again (supervise.h). */
static bool do_next(struct work *work, bool *ret_is_empty)
{
    char why[QUEUE_WHY_SIZE] = "";
    bool is_drawn = true, is_signed = true;
    *ret_is_empty = false;
    alarm(QUEUE_LEASE_S);
    bool is_there = open_database(work, why) &&
                    (!work->keys || credential_work_next(work->store, work->keys,
                                                         work->livery.certifier, &is_signed, why));
    alarm(QUEUE_LEASE_S);
    is_there = is_there && draw_next(work, &is_drawn, why);
    work->has_withdrawn_key =
        !is_there && work->store && credential_queue_key_is_withdrawn(work->store);
    if (!is_there && !work->has_withdrawn_key)
        lose_database(work, why);
    *ret_is_empty = is_there && is_drawn && is_signed;
    return is_there && !*ret_is_empty;
}

/* Once in each of the processes. */
static void release(struct work *work)
{
    store_close(work->store);
    fonts_close(work->fonts);
    seal_close(work->seal);
    proof_close(work->proof);
    picture_close(work->logo);
    frame_release(&work->frame);
    issuer_keys_close(work->keys);
}

/* A process may live longer than what it signs with. */
static const char *what_is_over(const struct work *work)
{
    const int64_t now_s = clock_unix_ms() / 1000;
    if (!seal_is_valid(work->seal, now_s))
        return "the certificate of the seal has expired";
    if (work->keys && !issuer_keys_are_valid(work->keys, date_in_paris(now_s)))
        return "the last day of a key of credentials is over";
    return NULL;
}

static int work_on(void *context)
{
    struct work *work = context;
    bool is_empty = false;
    while (!supervise_is_ending() && !work->has_withdrawn_key &&
           !(work->ends_when_empty && is_empty)) {
        const char *over = what_is_over(work);
        if (over) {
            log_event(LOG_ERROR, over, NULL, 0);
            rest(SEAL_REST_MS);
            continue;
        }
        const bool goes_on = do_next(work, &is_empty);
        alarm(0);
        if (!goes_on && !work->has_withdrawn_key && !(work->ends_when_empty && is_empty))
            rest(is_empty ? REST_MS : DATABASE_REST_MS);
    }
    if (work->has_withdrawn_key)
        log_event(LOG_ERROR, "a key of credentials was withdrawn: take it out of the settings",
                  NULL, 0);
    release(work);
    return work->has_withdrawn_key ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* The process that scans draws and seals nothing: it holds no key. */
static int scan_on(void *context)
{
    struct work *work = context;
    release(work);
    return scan_work_run(&work->scans);
}

static int run(struct work *work)
{
    struct supervised all[SUPERVISED_MOST];
    const long cores = sysconf(_SC_NPROCESSORS_ONLN);
    const int wanted = work->config->documents.workers;
    const long drawing = wanted > 0                   ? wanted
                         : cores > CONFIG_WORKERS_MAX ? CONFIG_WORKERS_MAX
                                                      : cores;
    unsigned count = 0;
    do
        all[count++] = (struct supervised){ work_on, work, SIGKILL };
    while (count < drawing);
    if (scan_work_is_needed(&work->scans))
        all[count++] = (struct supervised){ scan_on, work, SIGTERM };
    return supervise(all, count);
}

/* The server lets through what the table promises: fonts that have less would leave documents
 * undrawn whose numbers are given. */
static bool has_promised(const struct fonts *fonts, char ret_why[SEAL_WHY_SIZE])
{
    for (unsigned code = text_next_drawn(1); code; code = text_next_drawn(code + 1)) {
        if (fonts_have(fonts, code))
            continue;
        snprintf(ret_why, SEAL_WHY_SIZE,
                 "none has the character U+%04X, which the server takes: install the packages of "
                 "the fonts anew",
                 code);
        return false;
    }
    return true;
}

static int fail(const char *what, const char *why)
{
    fprintf(stderr, "clea-documents: work: %s: %s\n", what, why);
    return EXIT_FAILURE;
}

int work_command_run(const struct config *config, const struct command_line *line)
{
    char why[SEAL_WHY_SIZE] = "";
    struct work work = { .config = config, .livery = livery_of(config) };
    work.ends_when_empty = command_value(line, "until-empty") != NULL;
    if (config->sandbox.enabled)
        work.mark = SLICE("SANS VALEUR");
    work.seal = seal_of(config, why); /* by root, where it is root's alone */
    if (!work.seal)
        return fail("the seal", why);
    if (!proof_of(config, &work.proof, why)) {
        release(&work);
        return fail("the key that signs codes", why);
    }
    if (!livery_logo(config, &work.logo, why)) {
        release(&work);
        return fail("the logo", why);
    }
    work.livery.proof = work.proof;
    work.livery.logo = work.logo;
    if (!credential_keys_of(config, &work.keys, why)) {
        release(&work);
        return fail("the keys of credentials", why);
    }
    const bool has_fonts =
        fonts_open(&work.fonts, why) == STATUS_OK && has_promised(work.fonts, why);
    const bool is_harmless = has_fonts && user_become(config->process.user, why, sizeof why);
    work.scans = (struct scan_work){ .config = config, .ends_when_empty = work.ends_when_empty };
    const bool has_scanner = is_harmless && scanner_of(config, &work.scans.scanner, why);
    const int code = !has_fonts     ? fail("the fonts", why)
                     : !is_harmless ? fail("the user", why)
                     : !has_scanner ? fail("the scanner", why)
                                    : run(&work);
    release(&work);
    return code;
}
