#include "seed/referentials.h"

#include "api/referentials/referential_document.h"
#include "data.h"
#include "db/seed_store.h"
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
    static struct violations violations;
    enum status status = STATUS_OK;
    const char *text = data_of(file);
    violations.count = 0;
    enum reason malformed = fields_read_body(&referential_draft_fields, slice_of(text), arena,
                                             draft, &violations, &status);
    if (malformed == REASON_NONE && status == STATUS_OK && violations.count == 0)
        status = referential_document_build(draft, arena, &violations, document);
    print_violations(file, &violations);
    if (malformed != REASON_NONE)
        progress_note("seed: %s: %s", file, reason_info(malformed)->code);
    return malformed == REASON_NONE && status == STATUS_OK && violations.count == 0;
}

static bool seed_version(struct seed_store *store, const char *file, const char *status)
{
    struct referential_draft draft;
    struct referential_document document;
    struct arena arena;
    char why[512] = "";
    arena_init(&arena, 0);
    bool is_ok = read_document(file, &arena, &draft, &document);
    if (is_ok && document.gap_count > 0 && strcmp(status, "ACTIVE") == 0) {
        progress_note("seed: %s: an active version cannot be incomplete", file);
        is_ok = false;
    }
    if (is_ok) {
        struct seed_referential version = {
            .id = uuid_v7_new(),
            .code = draft.code,
            .version = draft.version,
            .title = draft.title,
            .status = slice_of(status),
            .valid_from = draft.valid_from,
            .valid_to = draft.valid_to,
            .shape = document.shape,
            .tree = document.tree,
            .declared_counts = document.declared_counts,
            .listed_counts = document.listed_counts,
        };
        enum seed_outcome outcome = seed_store_referential(store, &version, why, sizeof why);
        is_ok = outcome != SEED_FAILED;
        if (!is_ok)
            progress_note("seed: %s: %s", file, why);
        else
            progress_note("référentiel %.*s %.*s %s%s", (int)draft.code.size, draft.code.at,
                          (int)draft.version.size, draft.version.at, status,
                          outcome == SEED_UNCHANGED ? " (was there)" : "");
    }
    arena_release(&arena);
    return is_ok;
}

int referentials_seed(const struct config *config)
{
    char why[512] = "";
    struct seed_store *store = seed_store_open(config->database.migrator_conninfo, why, sizeof why);
    bool is_ok = store != NULL;
    if (!is_ok)
        progress_note("seed: %s", why);
    for (unsigned i = 0; is_ok && i < sizeof versions / sizeof versions[0]; i++)
        is_ok = seed_version(store, versions[i].file, versions[i].status);
    seed_store_close(store);
    return is_ok ? 0 : 1;
}
