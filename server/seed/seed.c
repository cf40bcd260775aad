#include "seed/seed.h"

#include "data.h"
#include "db/seed_store.h"
#include "api/referentials/referential_document.h"
#include "seed/demo.h"
#include "seed/flag.h"
#include "seed/names.h"
#include "uuid.h"

#include <stdio.h>
#include <string.h>

enum { CANDIDACIES = 200, CANDIDACIES_MAX = SEED_IDENTITIES, ORGANISMS_MAX = 2000 };

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
        fprintf(stderr, "clea-server: seed: %s: %.*s %s\n", file,
                (int)violations->items[i].where.size, violations->items[i].where.at,
                reason_info(violations->items[i].code)->code);
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
        fprintf(stderr, "clea-server: seed: %s: %s\n", file, reason_info(malformed)->code);
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
        fprintf(stderr, "clea-server: seed: %s: an active version cannot be incomplete\n", file);
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
            fprintf(stderr, "clea-server: seed: %s: %s\n", file, why);
        else
            fprintf(stderr, "clea-server: référentiel %.*s %.*s %s%s\n", (int)draft.code.size,
                    draft.code.at, (int)draft.version.size, draft.version.at, status,
                    outcome == SEED_UNCHANGED ? " (was there)" : "");
    }
    arena_release(&arena);
    return is_ok;
}

static bool seed_base(const struct config *config)
{
    char why[512] = "";
    struct seed_store *store = seed_store_open(config->database.migrator_conninfo, why, sizeof why);
    bool is_ok = store != NULL;
    if (is_ok && config->sandbox.enabled)
        is_ok = seed_store_sandbox(store, why, sizeof why) != SEED_FAILED;
    if (!is_ok)
        fprintf(stderr, "clea-server: seed: %s\n", why);
    for (unsigned i = 0; is_ok && i < sizeof versions / sizeof versions[0]; i++)
        is_ok = seed_version(store, versions[i].file, versions[i].status);
    seed_store_close(store);
    return is_ok;
}

int seed_run(const struct config *config, char *const arguments[])
{
    struct seed_demo_options options = { .candidacies = CANDIDACIES };
    bool is_demo = false, is_understood = true;
    for (char *const *at = arguments; *at; at++) {
        const char *value;
        if (strcmp(*at, "--demo") == 0)
            is_demo = true;
        else if ((value = seed_flag_value(&at, "--tokens")))
            options.tokens_path = value;
        else if ((value = seed_flag_value(&at, "--candidacies")))
            is_understood &= seed_flag_number("seed", value, CANDIDACIES_MAX, &options.candidacies);
        else if ((value = seed_flag_value(&at, "--organisms")))
            is_understood &=
                seed_flag_number("seed", value, ORGANISMS_MAX, &options.more_organisms);
    }
    if (!is_understood)
        return 2;
    if (!seed_base(config))
        return 1;
    return is_demo ? seed_demo(config, &options) : 0;
}
