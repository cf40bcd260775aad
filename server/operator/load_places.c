/* SPDX-License-Identifier: EUPL-1.2 */
#include "operator/load_places.h"

#include "api/folded.h"
#include "progress.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

enum { BATCH = 1000, FILES_MAX = 16, FILE_BYTES_MAX = 64 << 20, WHY_SIZE = 512 };

const struct command_option load_places_options[] = {
    { "file", "FILE",
      "a file of the geographical code (INSEE), as often as there are files: "
      "v_commune_depuis_1943.csv, v_commune_comer_YYYY.csv, "
      "v_pays_et_territoire_depuis_1943.csv; v_commune_YYYY.csv for the districts of Paris, Lyon "
      "and Marseille",
      0 },
    { 0 },
};

/* A table, and the kinds that take one another's place in it. */
struct register_part {
    const char *noun, *table;
    enum place_kind kinds[2];
    bool needs_dates; /* without them, births long ago would be judged by the names of today */
};

static const struct register_part parts[] = {
    { "communes", "commune", { PLACE_COMMUNE, PLACE_DISTRICT }, true },
    { "communes overseas", "commune", { PLACE_OVERSEAS, PLACE_OVERSEAS }, false },
    { "countries", "country", { PLACE_COUNTRY, PLACE_TERRITORY }, true },
};

static bool is_of(const struct register_part *part, const struct place *place)
{
    return place->kind == part->kinds[0] || place->kind == part->kinds[1];
}

/* The same row has the same id, whatever it stands beside. */
static struct id id_of(const struct place *place)
{
    char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    struct id id;
    date_print(place->from, from);
    date_print(place->to, to);
    const struct slice texts[] = { slice_of(place_kind_names[place->kind]), place->code,
                                   place->label,
                                   date_is_set(place->from) ? slice_of(from) : SLICE(""),
                                   date_is_set(place->to) ? slice_of(to) : SLICE("") };
    crypto_hash_sha256_init(&state);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        crypto_hash_sha256_update(&state, (const unsigned char *)texts[i].at, texts[i].size);
        crypto_hash_sha256_update(&state, (const unsigned char *)"|", 1);
    }
    crypto_hash_sha256_final(&state, hash);
    memcpy(id.bytes, hash, sizeof id.bytes);
    return id;
}

/* What is new, and what is searched by another rule than when it was loaded. */
#define INSERT(table)                                                                              \
    "insert into public." table " as t (id, code, label, kind, valid_from, valid_to, "             \
    "search_label, search_name) select distinct on (id) * from unnest($1::uuid[], $2::text[], "    \
    "$3::text[], "                                                                                 \
    "$4::text[], $5::date[], $6::date[], $7::text[], $8::text[]) as x(id, code, label, kind, "     \
    "valid_from, valid_to, search_label, search_name) on conflict (id) do update set "             \
    "search_label = excluded.search_label, search_name = excluded.search_name where "              \
    "(t.search_label, t.search_name) is distinct from (excluded.search_label, "                    \
    "excluded.search_name)"
/* What no file of the kind has any more. */
#define DELETE(table)                                                                              \
    "delete from public." table " t where t.kind = any ($1::text[]) and not exists "               \
    "(select from unnest($2::uuid[]) as x(id) where x.id = t.id)"

static bool say(const char *why)
{
    progress_note("load-places: %s", why);
    return false;
}

static void add_row(struct params *params, const struct place *place)
{
    params_item(params);
    params_id(params, "id", id_of(place));
    params_text(params, "code", place->code);
    params_text(params, "label", place->label);
    params_text(params, "kind", slice_of(place_kind_names[place->kind]));
    params_date(params, "valid_from", place->from);
    params_date(params, "valid_to", place->to);
    params_folded(params, "search_label", place->label);
    params_folded(params, "search_name", place->name);
}

/* From *at on, at most a batch; moves *at. */
static bool write_batch(struct store *store, const struct place_list *list,
                        const struct register_part *part, struct progress *progress, size_t *at,
                        unsigned long *written)
{
    const char *text = strcmp(part->table, "country") == 0 ? INSERT("country") : INSERT("commune");
    struct store_statement insert;
    struct params params;
    struct arena arena;
    unsigned long count = 0;
    char why[WHY_SIZE] = "";
    arena_init(&arena, 0);
    store_statement_init(&insert, text);
    params_init(&params, &insert.statement, &arena);
    for (; *at < list->count && params.item_count < BATCH; (*at)++) {
        if (is_of(part, &list->places[*at])) {
            add_row(&params, &list->places[*at]);
            progress_step(progress, NULL);
        }
    }
    if (params.item_count == 0)
        arena_release(&arena);
    else if (!store_write(store, text, &params, &count, why, sizeof why))
        return say(why);
    *written += count;
    return true;
}

static bool delete_rest(struct store *store, const struct place_list *list,
                        const struct register_part *part, unsigned long *ret_count)
{
    const char *text = strcmp(part->table, "country") == 0 ? DELETE("country") : DELETE("commune");
    struct buffer ids = { 0 };
    struct store_rows rows;
    char kinds[64], why[WHY_SIZE] = "out of memory", id[ID_TEXT_SIZE];
    snprintf(kinds, sizeof kinds, "{%s,%s}", place_kind_names[part->kinds[0]],
             place_kind_names[part->kinds[1]]);
    buffer_char(&ids, '{');
    for (size_t i = 0; i < list->count; i++) {
        if (!is_of(part, &list->places[i]))
            continue;
        if (ids.size > 1)
            buffer_char(&ids, ',');
        id_print(id_of(&list->places[i]), id);
        buffer_text(&ids, id);
    }
    buffer_text(&ids, "}");
    buffer_char(&ids, '\0');
    const char *const values[] = { kinds, ids.at };
    const bool is_done =
        !ids.has_failed && store_ask(store, text, 2, values, &rows, why, sizeof why);
    buffer_release(&ids);
    if (!is_done)
        return say(why);
    *ret_count = rows.changed;
    store_rows_release(&rows);
    return true;
}

static bool load_part(struct store *store, const struct place_list *list,
                      const struct register_part *part, struct progress *progress)
{
    const bool is_there =
        place_list_has(list, part->kinds[0], false) || place_list_has(list, part->kinds[1], false);
    unsigned long written = 0, deleted = 0;
    if (!is_there)
        return true;
    if (part->needs_dates && !place_list_has(list, part->kinds[0], true) &&
        !place_list_has(list, part->kinds[1], true)) {
        progress_note("load-places: of the %s no file has dates: add the one since 1943",
                      part->noun);
        return false;
    }
    for (size_t at = 0; at < list->count;) {
        if (!write_batch(store, list, part, progress, &at, &written))
            return false;
    }
    if (!delete_rest(store, list, part, &deleted))
        return false;
    progress_note("%s: %lu rows written, %lu taken away", part->noun, written, deleted);
    return true;
}

static bool run(struct store *store, const char *statement)
{
    char why[WHY_SIZE] = "";
    return store_run(store, statement, NULL, why, sizeof why) || say(why);
}

bool load_places(struct store *store, struct place_list *list)
{
    struct progress progress;
    bool is_loaded = run(store, "begin") && run(store, "lock table public.commune, public.country "
                                                       "in share row exclusive mode");
    place_list_settle(list);
    progress_begin(&progress, "places", (unsigned)list->count);
    for (size_t i = 0; is_loaded && i < sizeof parts / sizeof parts[0]; i++)
        is_loaded = load_part(store, list, &parts[i], &progress);
    if (is_loaded)
        progress_end(&progress);
    return run(store, is_loaded ? "commit" : "rollback") && is_loaded;
}

bool count_places(struct store *store, unsigned long *ret_communes, unsigned long *ret_countries)
{
    struct store_rows rows;
    char why[WHY_SIZE];
    if (!store_ask(store,
                   "select (select count(distinct code) from public.commune) as communes, "
                   "(select count(distinct code) from public.country) as countries",
                   0, NULL, &rows, why, sizeof why))
        return false;
    *ret_communes = strtoul(store_value(&rows, 0, "communes").at, NULL, 10);
    *ret_countries = strtoul(store_value(&rows, 0, "countries").at, NULL, 10);
    store_rows_release(&rows);
    return true;
}

/* --- files --- */

/* Whole, into memory; false after it said why. The caller releases it. */
static bool read_file(const char *path, struct buffer *ret_text)
{
    FILE *file = fopen(path, "re");
    char block[1 << 16];
    size_t size;
    if (!file) {
        progress_note("load-places: %s: %s", path, strerrordesc_np(errno));
        return false;
    }
    while ((size = fread(block, 1, sizeof block, file)) > 0 && ret_text->size < FILE_BYTES_MAX)
        buffer_append(ret_text, block, size);
    const bool is_read = !ferror(file) && feof(file) && !ret_text->has_failed;
    if (!is_read)
        progress_note("load-places: %s: %s", path,
                      ferror(file) ? strerrordesc_np(errno)
                                   : "larger than any file of the geographical code");
    fclose(file);
    return is_read;
}

static bool read_files(struct place_list *list, const char *const paths[], struct buffer texts[],
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct place_fault fault;
        const size_t before = list->count;
        if (!read_file(paths[i], &texts[i]))
            return false;
        if (!place_list_read(list, buffer_as_slice(&texts[i]), &fault)) {
            progress_note("load-places: %s, line %u, %s", paths[i], fault.line, fault.text);
            return false;
        }
        progress_note("load-places: %s: %zu rows", paths[i], list->count - before);
    }
    return true;
}

int load_places_run(const struct config *config, const struct command_line *line)
{
    const char *paths[FILES_MAX];
    struct buffer texts[FILES_MAX] = { 0 };
    struct arena arena;
    struct place_list list = { .arena = &arena };
    char why[WHY_SIZE] = "";
    size_t count = 0;
    if (line->count == 0 || line->count > FILES_MAX) {
        say(line->count == 0 ? "which files? --file FILE names one, as often as there are files"
                             : "these are more files than the geographical code has");
        return EXIT_FAILURE;
    }
    for (; count < line->count; count++)
        paths[count] = line->values[count].value;
    arena_init(&arena, 0);
    bool is_loaded = read_files(&list, paths, texts, count);
    if (is_loaded) {
        struct store *store = store_open(config->database.migrator_conninfo,
                                         "clea-server load-places", why, sizeof why);
        is_loaded = store ? load_places(store, &list) : say(why);
        store_close(store);
    }
    for (size_t i = 0; i < count; i++)
        buffer_release(&texts[i]);
    arena_release(&arena);
    return is_loaded ? EXIT_SUCCESS : EXIT_FAILURE;
}
