/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/scan_work.h"

#include "buffer.h"
#include "clock.h"
#include "documents/queue.h"
#include "documents/scan.h"
#include "documents/supervise.h"
#include "hex.h"
#include "log.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* How often an empty queue is asked, and a database that is away; what a scan takes beside the
 * scanner. */
enum { REST_MS = 500, DATABASE_REST_MS = 1000, LEASE_SPARE_S = 30 };

/* --- one file --- */

/* False: the database failed. *ret_is_whole: every piece was fed. */
static bool feed(struct scan_work *work, const struct queue_evidence *item, struct scan *scan,
                 bool *ret_is_whole, char why[QUEUE_WHY_SIZE])
{
    struct buffer piece = { 0 };
    bool is_read = true;
    *ret_is_whole = true;
    for (int64_t number = 0; number < item->part_count && is_read && *ret_is_whole; number++) {
        is_read = queue_read_evidence(work->store, item, number, &piece, why);
        *ret_is_whole = is_read && piece.size > 0 && scan_feed(scan, buffer_as_slice(&piece));
    }
    buffer_release(&piece);
    return is_read;
}

static void tell(const struct queue_evidence *item, const char *event, const char *fault,
                 int64_t started_ms)
{
    log_fields(fault ? LOG_ERROR : LOG_INFO, event, LOG_SLICE("evidence_id", item->id),
               LOG_SLICE("attempts", item->attempts), LOG_TEXT("fault", fault),
               LOG_NUMBER("ms", clock_monotonic_ms() - started_ms));
}

/* False: the database failed. */
static bool scan_item(struct scan_work *work, const struct queue_evidence *item,
                      char why[QUEUE_WHY_SIZE])
{
    const int64_t started_ms = clock_monotonic_ms();
    struct scan scan;
    bool is_whole = false, is_fed = true;
    enum scan_verdict verdict = SCAN_FAILED;
    if (scan_begin(&scan, work->scanner.words, work->config->evidence.scan_timeout_s)) {
        is_fed = feed(work, item, &scan, &is_whole, why);
        verdict = scan_end(&scan, is_fed && is_whole);
    }
    if (!is_fed)
        return false;
    if (verdict == SCAN_FAILED) {
        tell(item, "evidence not scanned", scan.fault, started_ms);
        return queue_tell_evidence_fault(work->store, item, scan.fault, why);
    }
    tell(item, verdict == SCAN_CLEAN ? "evidence clean" : "evidence refused", NULL, started_ms);
    return queue_judge_evidence(
        work->store, item, verdict == SCAN_CLEAN ? "CLEAN" : "REFUSED",
        verdict == SCAN_FOUND ? (struct slice){ scan.finding, scan.finding_size } : SLICE_UNSET,
        why);
}

/* --- one after the other --- */

static void lose_database(struct scan_work *work, const char *why)
{
    log_fields(LOG_WARNING, "database out of reach", LOG_TEXT("why", why));
    store_close(work->store);
    work->store = NULL;
}

/* Whether there may be more at once. */
static bool do_next(struct scan_work *work, bool *ret_is_empty)
{
    const bool has_scanner = work->scanner.words[0] != NULL;
    const int lease_s = work->config->evidence.scan_timeout_s + LEASE_SPARE_S;
    char why[QUEUE_WHY_SIZE] = "";
    struct queue_evidence item;
    bool has_item = false;
    *ret_is_empty = false;
    if (!work->store)
        work->store = queue_open(work->config->database.documents_conninfo, why);
    if (!work->store ||
        !queue_take_evidence(work->store, lease_s, has_scanner, &item, &has_item, why)) {
        lose_database(work, why);
        return false;
    }
    *ret_is_empty = !has_item;
    if (!has_item)
        return false;
    const bool is_done =
        has_scanner ? scan_item(work, &item, why)
                    : queue_judge_evidence(work->store, &item, "UNSCANNED", SLICE_UNSET, why);
    store_rows_release(&item.rows);
    if (!is_done)
        lose_database(work, why);
    return is_done;
}

int scan_work_run(struct scan_work *work)
{
    bool is_empty = false;
    signal(SIGPIPE, SIG_IGN);
    while (!supervise_is_ending() && !(work->ends_when_empty && is_empty)) {
        const bool goes_on = do_next(work, &is_empty);
        const int ms = is_empty ? REST_MS : DATABASE_REST_MS;
        const struct timespec pause = { ms / 1000, (long)(ms % 1000) * 1000000 };
        if (!goes_on && !(work->ends_when_empty && is_empty) && !supervise_is_ending())
            nanosleep(&pause, NULL);
    }
    store_close(work->store);
    return EXIT_SUCCESS;
}

bool scan_work_is_needed(const struct scan_work *work)
{
    return work->scanner.words[0] || work->config->evidence.unscanned == UNSCANNED_SHOWN;
}
