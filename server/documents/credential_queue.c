/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/credential_queue.h"

#include "documents/asked.h"
#include "id_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *take, *keep, *fault;
} statements[CREDENTIAL_QUEUES] = {
    [CREDENTIAL_LISTS] = { "credential_list_take.sql", "credential_list_keep.sql",
                           "credential_list_fault.sql" },
    [CREDENTIALS] = { "credential_take.sql", "credential_keep.sql", "credential_fault.sql" },
};

static bool publish(struct store *store, const struct issuer_keys *keys,
                    const struct issuer_key *key, char ret_why[QUEUE_WHY_SIZE])
{
    struct buffer issuer = { 0 }, jwk = { 0 }, method = { 0 };
    struct asked asked;
    const bool is_eddsa = signer_kind(key->signer) == SIGNER_EDDSA;
    issuer_write_id(keys, &issuer);
    bool is_done = issuer_key_write_jwk(keys, key, &jwk) == STATUS_OK &&
                   issuer_key_write_method(keys, key, &method) == STATUS_OK && !issuer.has_failed;
    snprintf(ret_why, QUEUE_WHY_SIZE, "a public key could not be written");
    if (is_done) {
        asked_init(&asked, "credential_key_insert.sql");
        params_text(&asked.params, "id", slice_of(key->id));
        params_text(&asked.params, "issuer", buffer_as_slice(&issuer));
        params_text(&asked.params, "algorithm", is_eddsa ? SLICE("EdDSA") : SLICE("RS256"));
        params_text(&asked.params, "jwk", buffer_as_slice(&jwk));
        params_text(&asked.params, "method", is_eddsa ? buffer_as_slice(&method) : SLICE_UNSET);
        is_done = store_run(store, asked.text, &asked.params, ret_why, QUEUE_WHY_SIZE);
    }
    buffer_release(&issuer);
    buffer_release(&jwk);
    buffer_release(&method);
    return is_done;
}

bool credential_queue_publish(struct store *store, const struct issuer_keys *keys,
                              char ret_why[QUEUE_WHY_SIZE])
{
    bool is_done = true;
    /* The one that is named last is published first: the newest is the one that signs. */
    for (unsigned i = keys->count; i > 0 && is_done; i--)
        is_done = publish(store, keys, &keys->keys[i - 1], ret_why);
    return is_done;
}

bool credential_queue_key_is_withdrawn(const struct store *store)
{
    return strcmp(store_constraint(store), "credential_key_withdrawn") == 0;
}

bool credential_queue_take(struct store *store, enum credential_queue queue,
                           struct credential_item *ret_item, bool *ret_has_item,
                           char ret_why[QUEUE_WHY_SIZE])
{
    struct asked asked;
    asked_init(&asked, statements[queue].take);
    params_int(&asked.params, "lease_s", QUEUE_LEASE_S);
    if (!store_query(store, asked.text, &asked.params, &ret_item->rows, ret_why, QUEUE_WHY_SIZE))
        return false;
    *ret_has_item = ret_item->rows.count > 0;
    if (!*ret_has_item) {
        store_rows_release(&ret_item->rows);
        return true;
    }
    ret_item->queue = queue;
    ret_item->id = store_value(&ret_item->rows, 0, "id");
    ret_item->attempts = store_value(&ret_item->rows, 0, "attempts");
    ret_item->told = store_value(&ret_item->rows, 0, "told");
    ret_item->version = store_value(&ret_item->rows, 0, "version");
    ret_item->since_s = store_value(&ret_item->rows, 0, "since_s");
    return true;
}

void credential_item_release(struct credential_item *item)
{
    store_rows_release(&item->rows);
}

static void ask_of(struct asked *asked, const char *name, const struct credential_item *item)
{
    struct id id = { { 0 } };
    asked_init(asked, name);
    id_parse(item->id, &id);
    params_id(&asked->params, "id", id);
}

bool credential_queue_keep(struct store *store, const struct credential_item *item,
                           struct slice with_proof, struct slice token, bool *ret_is_first,
                           char ret_why[QUEUE_WHY_SIZE])
{
    struct asked asked;
    unsigned long written = 0;
    const bool has_version = slice_is_set(item->version);
    ask_of(&asked, statements[item->queue].keep, item);
    params_text(&asked.params, "with_proof", with_proof);
    params_text(&asked.params, "token", token);
    params_int_or_null(&asked.params, "version", has_version,
                       has_version ? strtoll(item->version.at, NULL, 10) : 0);
    if (!store_write(store, asked.text, &asked.params, &written, ret_why, QUEUE_WHY_SIZE))
        return false;
    *ret_is_first = written == 1;
    return true;
}

bool credential_queue_tell_fault(struct store *store, const struct credential_item *item,
                                 const char *fault, char ret_why[QUEUE_WHY_SIZE])
{
    struct asked asked;
    ask_of(&asked, statements[item->queue].fault, item);
    params_text(&asked.params, "fault", slice_of(fault));
    return store_run(store, asked.text, &asked.params, ret_why, QUEUE_WHY_SIZE);
}
