#include "documents/queue.h"

#include "db/inspect.h"
#include "documents/asked.h"
#include "id_text.h"

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
    ret_item->told = store_value(&ret_item->rows, 0, "told");
    return true;
}

void queue_item_release(struct queue_item *item)
{
    store_rows_release(&item->rows);
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
