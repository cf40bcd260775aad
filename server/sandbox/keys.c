/* SPDX-License-Identifier: EUPL-1.2 */
#include "sandbox/keys.h"

#include "api/api_key.h"
#include "uuid.h"

/* The label of the keys of one run. */
#define LENT "lent to a scenario:"

enum { LENT_MINUTES = 60 };

/* Keys that are drawn together. */
struct lot {
    const char *label; /* then comes who holds it */
    bool is_sandbox;
    int minutes; /* 0 = without an end */
};

static bool draw(struct store *store, const struct lot *lot, struct demo *demo, char *ret_why,
                 size_t why_size)
{
    struct params params;
    struct arena arena;
    struct store_statement insert;
    store_statement_init(
        &insert,
        "insert into api_key (id, hash, prefix, person_id, scope, scope_id, roles, permissions, "
        "label, is_sandbox, expires_at)"
        " select x.id, x.hash, x.prefix, x.person_id, x.scope, x.scope_id, x.roles::text[], "
        "'{READ,WRITE,KEYS}', x.label, x.is_sandbox, clock_timestamp() + make_interval(mins => "
        "nullif(x.minutes, 0))"
        " from unnest($1::uuid[], $2::bytea[], $3::text[], $4::uuid[], $5::text[], $6::uuid[], "
        "$7::text[],"
        "             $8::text[], $9::bool[], $10::int[])"
        "      as x(id, hash, prefix, person_id, scope, scope_id, roles, label, is_sandbox, "
        "minutes)");
    arena_init(&arena, 0);
    params_init(&params, &insert.statement, &arena);
    for (unsigned i = 0; i < demo->key_count; i++) {
        struct demo_key *key = &demo->keys[i];
        unsigned char hash[API_KEY_HASH_SIZE];
        char label[60];
        api_key_new(lot->is_sandbox, key->holder->token);
        api_key_hash(slice_of(key->holder->token), hash);
        snprintf(label, sizeof label, "%s %s", lot->label, key->title);
        params_item(&params);
        params_id(&params, "id", uuid_v7_new());
        params_bytes(&params, "hash", hash, sizeof hash);
        params_text(&params, "prefix", api_key_prefix(slice_of(key->holder->token)));
        params_id(&params, "person_id", key->holder->id);
        params_text(&params, "scope", slice_of(key->scope));
        params_id(&params, "scope_id", key->scope_id);
        params_text(&params, "roles", slice_of(key->roles));
        params_text(&params, "label", slice_of(label));
        params_bool(&params, "is_sandbox", lot->is_sandbox);
        params_int(&params, "minutes", lot->minutes);
    }
    return store_run(store, insert.statement.text, &params, ret_why, why_size);
}

bool demo_write_keys(struct store *store, struct demo *demo, bool is_sandbox, char *ret_why,
                     size_t why_size)
{
    const struct lot lot = { .label = "demo", .is_sandbox = is_sandbox };
    return store_run(store,
                     "update api_key set status = 'REVOKED', revoked_at = clock_timestamp() "
                     "where label like 'demo %' and status = 'ACTIVE'",
                     NULL, ret_why, why_size) &&
           draw(store, &lot, demo, ret_why, why_size);
}

bool demo_lend_keys(struct store *store, struct demo *demo, char *ret_why, size_t why_size)
{
    const struct lot lot = { .label = LENT, .is_sandbox = true, .minutes = LENT_MINUTES };
    return draw(store, &lot, demo, ret_why, why_size);
}

bool demo_take_keys_back(struct store *store, char *ret_why, size_t why_size)
{
    return store_run(store,
                     "update api_key set status = 'REVOKED', revoked_at = clock_timestamp() where "
                     "label like '" LENT " %' and status = 'ACTIVE'",
                     NULL, ret_why, why_size);
}

bool demo_print_tokens(const struct demo *demo, FILE *out)
{
    fprintf(out, "# ROLE token scope; organism: the id of its scope. These keys exist in clear "
                 "nowhere else.\n");
    for (unsigned i = 0; i < demo->key_count; i++) {
        const struct demo_key *key = &demo->keys[i];
        char scope_id[ID_TEXT_SIZE];
        id_print(key->scope_id, scope_id);
        fprintf(out, "%s %s %s\n", key->title, key->holder->token,
                id_is_set(key->scope_id) ? scope_id : key->scope);
    }
    return !ferror(out);
}
