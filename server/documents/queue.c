/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/queue.h"

#include "db/inspect.h"
#include "documents/asked.h"
#include "id_text.h"

#include <stdlib.h>

/* As PostgreSQL prints it. */
static int edition_of(struct slice text)
{
    int edition = 0;
    for (size_t i = 0; i < text.size; i++)
        edition = edition * 10 + (text.at[i] - '0');
    return edition;
}

/* Of an item that was taken up. */
static void ask_of(struct asked *asked, const char *name, const struct queue_item *item)
{
    struct id id = { { 0 } };
    asked_init(asked, name);
    id_parse(item->subject_id, &id);
    params_text(&asked->params, "kind", item->kind);
    params_id(&asked->params, "subject_id", id);
    params_int(&asked->params, "edition", item->edition);
}

struct store *queue_open(const char *conninfo, char ret_why[QUEUE_WHY_SIZE])
{
    if (!inspect_role(conninfo, "database.documents_conninfo", ret_why, QUEUE_WHY_SIZE))
        return NULL;
    return store_open_as_is(conninfo, "clea-documents work", ret_why, QUEUE_WHY_SIZE);
}

bool queue_take(struct store *store, struct queue_item *ret_item, bool *ret_has_item,
                char ret_why[QUEUE_WHY_SIZE])
{
    struct asked asked;
    asked_init(&asked, "document_take.sql");
    params_int(&asked.params, "lease_s", QUEUE_LEASE_S);
    if (!store_query(store, asked.text, &asked.params, &ret_item->rows, ret_why, QUEUE_WHY_SIZE))
        return false;
    *ret_has_item = ret_item->rows.count > 0;
    if (!*ret_has_item) {
        store_rows_release(&ret_item->rows);
        return true;
    }
    ret_item->kind = store_value(&ret_item->rows, 0, "kind");
    ret_item->subject_id = store_value(&ret_item->rows, 0, "subject_id");
    ret_item->edition = edition_of(store_value(&ret_item->rows, 0, "edition"));
    ret_item->attempts = store_value(&ret_item->rows, 0, "attempts");
    ret_item->told_rows = (struct store_rows){ 0 };
    ret_item->told = SLICE_UNSET;
    return true;
}

bool queue_read(struct store *store, struct queue_item *item, char ret_why[QUEUE_WHY_SIZE])
{
    struct asked asked;
    ask_of(&asked, "document_read.sql", item);
    if (!store_query(store, asked.text, &asked.params, &item->told_rows, ret_why, QUEUE_WHY_SIZE))
        return false;
    if (item->told_rows.count)
        item->told = store_value(&item->told_rows, 0, "told");
    return true;
}

void queue_item_release(struct queue_item *item)
{
    store_rows_release(&item->rows);
    store_rows_release(&item->told_rows);
}

bool queue_keep(struct store *store, const struct queue_item *item, struct slice pdf,
                bool *ret_is_first, char ret_why[QUEUE_WHY_SIZE])
{
    struct asked asked;
    unsigned long written = 0;
    ask_of(&asked, "document_keep.sql", item);
    params_bytes(&asked.params, "content", (const unsigned char *)pdf.at, pdf.size);
    params_text(&asked.params, "drawing", SLICE(CLEA_VERSION));
    if (!store_write(store, asked.text, &asked.params, &written, ret_why, QUEUE_WHY_SIZE))
        return false;
    *ret_is_first = written == 1;
    return true;
}

bool queue_tell_fault(struct store *store, const struct queue_item *item, const char *fault,
                      char ret_why[QUEUE_WHY_SIZE])
{
    struct asked asked;
    ask_of(&asked, "document_fault.sql", item);
    params_text(&asked.params, "fault", slice_of(fault));
    return store_run(store, asked.text, &asked.params, ret_why, QUEUE_WHY_SIZE);
}

/* --- evidence --- */

static void ask_of_evidence(struct asked *asked, const char *name,
                            const struct queue_evidence *item)
{
    struct id id = { { 0 } };
    asked_init(asked, name);
    id_parse(item->id, &id);
    params_id(&asked->params, "id", id);
}

bool queue_take_evidence(struct store *store, int lease_s, bool has_scanner,
                         struct queue_evidence *ret_item, bool *ret_has_item,
                         char ret_why[QUEUE_WHY_SIZE])
{
    struct asked asked;
    asked_init(&asked, "evidence_take.sql");
    params_int(&asked.params, "lease_s", lease_s);
    params_bool(&asked.params, "has_scanner", has_scanner);
    if (!store_query(store, asked.text, &asked.params, &ret_item->rows, ret_why, QUEUE_WHY_SIZE))
        return false;
    *ret_has_item = ret_item->rows.count > 0;
    if (!*ret_has_item) {
        store_rows_release(&ret_item->rows);
        return true;
    }
    ret_item->id = store_value(&ret_item->rows, 0, "id");
    ret_item->attempts = store_value(&ret_item->rows, 0, "attempts");
    ret_item->part_count = strtoll(store_value(&ret_item->rows, 0, "part_count").at, NULL, 10);
    return true;
}

bool queue_read_evidence(struct store *store, const struct queue_evidence *item, int64_t number,
                         struct buffer *ret_piece, char ret_why[QUEUE_WHY_SIZE])
{
    struct asked asked;
    struct store_rows rows;
    ask_of_evidence(&asked, "evidence_read.sql", item);
    params_int(&asked.params, "number", number);
    buffer_clear(ret_piece);
    if (!store_query(store, asked.text, &asked.params, &rows, ret_why, QUEUE_WHY_SIZE))
        return false;
    if (rows.count)
        buffer_hex(ret_piece, store_value(&rows, 0, "content"));
    store_rows_release(&rows);
    return !ret_piece->has_failed;
}

bool queue_judge_evidence(struct store *store, const struct queue_evidence *item, const char *state,
                          struct slice finding, char ret_why[QUEUE_WHY_SIZE])
{
    struct asked asked;
    ask_of_evidence(&asked, "evidence_judge.sql", item);
    params_text(&asked.params, "state", slice_of(state));
    params_text(&asked.params, "finding", finding.size ? finding : SLICE_UNSET);
    return store_run(store, asked.text, &asked.params, ret_why, QUEUE_WHY_SIZE);
}

bool queue_tell_evidence_fault(struct store *store, const struct queue_evidence *item,
                               const char *fault, char ret_why[QUEUE_WHY_SIZE])
{
    struct asked asked;
    ask_of_evidence(&asked, "evidence_fault.sql", item);
    params_text(&asked.params, "fault", slice_of(fault));
    return store_run(store, asked.text, &asked.params, ret_why, QUEUE_WHY_SIZE);
}
