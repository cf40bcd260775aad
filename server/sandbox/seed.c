#include "sandbox/seed.h"

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

/* Only where the settings say that it is one: a demonstration may live without the clock. */
static bool mark(const struct config *config)
{
    char why[512] = "";
    if (!config->sandbox.enabled)
        return true;
    struct store *store =
        store_open(config->database.migrator_conninfo, "clea-sandbox seed", why, sizeof why);
    const bool is_marked = store && sandbox_mark(store, why, sizeof why);
    if (!is_marked)
        progress_note("seed: %s", why);
    store_close(store);
    return is_marked;
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
    return code == 0 && command_value(line, "demo") ? seed_demo(config, &options) : code;
}
