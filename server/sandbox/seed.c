/* SPDX-License-Identifier: EUPL-1.2 */
#include "sandbox/seed.h"

#include "sandbox_data.h"

#include "operator/load_places.h"
#include "progress.h"
#include "sandbox/demo.h"
#include "sandbox/mark.h"
#include "sandbox/names.h"
#include "seed/referentials.h"

enum { CANDIDACIES = 200, CANDIDACIES_MAX = SEED_IDENTITIES, ORGANISMS_MAX = 2000 };

const struct command_option sandbox_seed_options[] = {
    { "demo", NULL, "invent networks, organisms, people and candidacies" },
    { "tokens", "FILE", "with --demo: write the keys it makes there, \"ROLE token scope\" a line" },
    { "candidacies", "N", "with --demo: how many (200)", CANDIDACIES_MAX },
    { "organisms", "N", "with --demo: so many beside those of the story (0)", ORGANISMS_MAX },
    { 0 },
};

/* Nothing is invented, and nothing marked, in what the settings call a real instance. */
static bool mark(const struct config *config)
{
    char why[512] = "";
    if (!config->sandbox.enabled) {
        progress_note("seed: this instance is not a sandbox (sandbox.enabled = false): nothing is "
                      "invented there; clea-server seed loads the référentiels");
        return false;
    }
    struct store *store =
        store_open(config->database.migrator_conninfo, "clea-sandbox seed", why, sizeof why);
    const bool is_marked = store && sandbox_mark(store, why, sizeof why);
    if (!is_marked)
        progress_note("seed: %s", why);
    store_close(store);
    return is_marked;
}

/* A few places, most of them invented, by the way that the real ones take; a register that is there
 * stays. */
static bool seed_places(const struct config *config)
{
    char why[512] = "";
    struct place_fault fault;
    struct arena arena;
    struct place_list list = { .arena = &arena };
    unsigned long communes = 0, countries = 0;
    struct store *store =
        store_open(config->database.migrator_conninfo, "clea-sandbox seed", why, sizeof why);
    arena_init(&arena, 0);
    bool is_ok = store && count_places(store, &communes, &countries);
    if (is_ok && communes + countries == 0) {
        for (const struct embedded_text *data = embedded_sandbox_data; is_ok && data->name; data++)
            is_ok = place_list_read(&list, slice_of(data->text), &fault);
        is_ok = is_ok && load_places(store, &list);
    }
    if (!store)
        progress_note("seed: %s", why);
    store_close(store);
    arena_release(&arena);
    return is_ok;
}

int sandbox_seed_run(const struct config *config, const struct command_line *line)
{
    const struct seed_demo_options options = {
        .tokens_path = command_value(line, "tokens"),
        .candidacies = command_number(line, "candidacies", CANDIDACIES),
        .more_organisms = command_number(line, "organisms", 0),
    };
    if (!mark(config))
        return 1;
    const int code = referentials_seed(config);
    if (code != 0 || !command_value(line, "demo"))
        return code;
    return seed_places(config) ? seed_demo(config, &options) : 1;
}
