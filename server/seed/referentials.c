/* SPDX-License-Identifier: EUPL-1.2 */
#include "seed/referentials.h"

#include "api/referentials/referential_document.h"
#include "data.h"
#include "db/store.h"
#include "id_text.h"
#include "progress.h"
#include "uuid.h"

#include <string.h>

/* What is known of each version decides its life: the one of 2015 is incomplete and closed, so it
 * is history only. */
static const struct {
    const char *file, *status;
} versions[] = {
    { "referential-clea-socle-2015.json", "RETIRED" },
    { "referential-clea-socle.json", "ACTIVE" },
    { "referential-clea-numerique.json", "ACTIVE" },
};

static const char *data_of(const char *file)
{
    for (const struct embedded_text *data = embedded_data; data->name; data++) {
        if (strcmp(data->name, file) == 0)
            return data->text;
    }
    return NULL;
}

static void print_violations(const char *file, const struct violations *violations)
{
    for (unsigned i = 0; i < violations->count; i++)
        progress_note("seed: %s: %.*s %s", file, (int)violations->items[i].where.size,
                      violations->items[i].where.at, reason_info(violations->items[i].code)->code);
}

static bool read_document(const char *file, struct arena *arena, struct referential_draft *draft,
                          struct referential_document *document)
{
    struct violations violations = { .arena = arena };
    enum status status = STATUS_OK;
    const char *text = data_of(file);
    enum reason malformed = fields_read_body(&referential_draft_fields, slice_of(text), arena,
                                             draft, &violations, &status);
    if (malformed == REASON_NONE && status == STATUS_OK && violations.count == 0)
        status = referential_document_build(draft, arena, &violations, document);
    print_violations(file, &violations);
    if (malformed != REASON_NONE)
        progress_note("seed: %s: %s", file, reason_info(malformed)->code);
    return malformed == REASON_NONE && status == STATUS_OK && violations.count == 0;
}

/* A version whose code and label are there already is left as it is, whatever its content. */
static bool insert_version(struct store *store, const struct referential_draft *draft,
                           const struct referential_document *document, const char *status,
                           bool *ret_is_new)
{
    static const char text[] =
        "insert into referential_version (id, code, version, title, status, valid_from, valid_to, "
        "shape, tree, declared_counts, listed_counts, activated_at)"
        " select id, code, version, title, status, valid_from, valid_to, shape, tree::jsonb,"
        " declared::jsonb, listed::jsonb,"
        " case when status = 'DRAFT' then null else clock_timestamp() end"
        " from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::date[],"
        " $7::date[], $8::text[], $9::text[], $10::text[], $11::text[])"
        " as x(id, code, version, title, status, valid_from, valid_to, shape, tree, declared,"
        " listed)"
        " on conflict on constraint referential_version_one_label do nothing";
    struct store_statement insert;
    struct params params;
    struct arena arena;
    unsigned long written = 0;
    char why[512] = "";
    arena_init(&arena, 0);
    store_statement_init(&insert, text);
    params_init(&params, &insert.statement, &arena);
    params_item(&params);
    params_id(&params, "id", uuid_v7_new());
    params_text(&params, "code", draft->code);
    params_text(&params, "version", draft->version);
    params_text(&params, "title", draft->title);
    params_text(&params, "status", slice_of(status));
    params_date(&params, "valid_from", draft->valid_from);
    params_date(&params, "valid_to", draft->valid_to);
    params_text(&params, "shape", document->shape);
    params_text(&params, "tree", document->tree);
    params_text(&params, "declared", document->declared_counts);
    params_text(&params, "listed", document->listed_counts);
    if (!store_write(store, text, &params, &written, why, sizeof why)) {
        progress_note("seed: a référentiel: %s", why);
        return false;
    }
    *ret_is_new = written > 0;
    return true;
}

static bool seed_version(struct store *store, const char *file, const char *status)
{
    struct referential_draft draft;
    struct referential_document document;
    struct arena arena;
    arena_init(&arena, 0);
    bool is_ok = read_document(file, &arena, &draft, &document);
    if (is_ok && document.gap_count > 0 && strcmp(status, "ACTIVE") == 0) {
        progress_note("seed: %s: an active version cannot be incomplete", file);
        is_ok = false;
    }
    if (is_ok) {
        bool is_new;
        is_ok = insert_version(store, &draft, &document, status, &is_new);
        if (is_ok)
            progress_note("référentiel %.*s %.*s %s%s", (int)draft.code.size, draft.code.at,
                          (int)draft.version.size, draft.version.at, status,
                          is_new ? "" : " (was there)");
    }
    arena_release(&arena);
    return is_ok;
}

int referentials_seed(const struct config *config)
{
    char why[512] = "";
    struct store *store =
        store_open(config->database.migrator_conninfo, "clea-server seed", why, sizeof why);
    bool is_ok = store != NULL;
    if (!is_ok)
        progress_note("seed: %s", why);
    for (unsigned i = 0; is_ok && i < sizeof versions / sizeof versions[0]; i++)
        is_ok = seed_version(store, versions[i].file, versions[i].status);
    store_close(store);
    return is_ok ? 0 : 1;
}
