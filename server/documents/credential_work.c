/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/credential_work.h"

#include "clock.h"
#include "credential/badge.h"
#include "credential/status_list.h"
#include "documents/credential_queue.h"
#include "log.h"

#include <stdio.h>
#include <stdlib.h>

struct signed_texts {
    struct buffer with_proof, token;
};

static bool sign(const struct issuer_keys *keys, struct secured *what, struct signed_texts *texts,
                 char ret_fault[QUEUE_FAULT_SIZE])
{
    what->signed_at_s = clock_unix_ms() / 1000;
    const bool is_signed = secure(keys, what, &texts->with_proof, &texts->token) == STATUS_OK;
    if (!is_signed)
        snprintf(ret_fault, QUEUE_FAULT_SIZE, "it could not be signed");
    return is_signed;
}

static bool make_list(const struct issuer_keys *keys, const struct credential_item *item,
                      struct signed_texts *texts, char ret_fault[QUEUE_FAULT_SIZE])
{
    struct status_list list;
    const bool is_written =
        status_list_write(keys, item->id, item->told, strtoll(item->since_s.at, NULL, 10), &list) ==
        STATUS_OK;
    if (!is_written)
        snprintf(ret_fault, QUEUE_FAULT_SIZE, "the list could not be written");
    const bool is_made = is_written && sign(keys, &list.secured, texts, ret_fault);
    status_list_release(&list);
    return is_made;
}

static bool make_badge(const struct issuer_keys *keys, struct slice certifier,
                       const struct credential_item *item, struct signed_texts *texts,
                       char ret_fault[QUEUE_FAULT_SIZE])
{
    struct document *told = NULL;
    struct badge badge = { 0 };
    const char *missing = NULL;
    enum status status = STATUS_OK;
    bool is_made = false;
    if (!slice_is_set(item->told) || document_parse(item->told, &told, &status) != REASON_NONE ||
        status != STATUS_OK)
        snprintf(ret_fault, QUEUE_FAULT_SIZE, "what it has to say could not be read");
    else if (badge_write(keys, certifier, told, &badge, &missing) != STATUS_OK)
        snprintf(ret_fault, QUEUE_FAULT_SIZE, "%s is not there, or not of its kind", missing);
    else
        is_made = sign(keys, &badge.secured, texts, ret_fault);
    badge_release(&badge);
    document_free(told);
    return is_made;
}

static bool do_item(struct store *store, const struct issuer_keys *keys, struct slice certifier,
                    const struct credential_item *item, char ret_why[QUEUE_WHY_SIZE])
{
    char fault[QUEUE_FAULT_SIZE] = "";
    struct signed_texts texts = { 0 };
    bool is_first = false;
    const int64_t started_ms = clock_monotonic_ms();
    const bool is_list = item->queue == CREDENTIAL_LISTS;
    const bool is_made = is_list ? make_list(keys, item, &texts, fault)
                                 : make_badge(keys, certifier, item, &texts, fault);
    const bool is_told =
        is_made ? credential_queue_keep(store, item, buffer_as_slice(&texts.with_proof),
                                        buffer_as_slice(&texts.token), &is_first, ret_why)
                : credential_queue_tell_fault(store, item, fault, ret_why);
    if (is_told)
        log_fields(is_made ? LOG_INFO : LOG_ERROR,
                   !is_made   ? "credential not signed"
                   : is_first ? "credential signed"
                              : "credential was there",
                   LOG_TEXT("kind", is_list ? "STATUS_LIST" : "CREDENTIAL"),
                   LOG_SLICE("id", item->id), LOG_SLICE("attempts", item->attempts),
                   LOG_TEXT("fault", is_made ? NULL : fault),
                   LOG_NUMBER("ms", clock_monotonic_ms() - started_ms));
    buffer_release(&texts.with_proof);
    buffer_release(&texts.token);
    return is_told;
}

bool credential_work_next(struct store *store, const struct issuer_keys *keys,
                          struct slice certifier, bool *ret_is_empty, char ret_why[QUEUE_WHY_SIZE])
{
    struct credential_item item;
    bool has_item = false;
    for (unsigned queue = 0; queue < CREDENTIAL_QUEUES && !has_item; queue++) {
        if (!credential_queue_take(store, (enum credential_queue)queue, &item, &has_item, ret_why))
            return false;
    }
    *ret_is_empty = !has_item;
    if (!has_item)
        return true;
    const bool is_done = do_item(store, keys, certifier, &item, ret_why);
    credential_item_release(&item);
    return is_done;
}
