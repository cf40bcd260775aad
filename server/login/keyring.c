/* SPDX-License-Identifier: EUPL-1.2 */
#include "login/keyring.h"

#include "json/document.h"

#include <stdlib.h>

const struct key *keyring_find(const struct keyring *keyring, const char *id)
{
    for (unsigned i = 0; i < keyring->count; i++) {
        if (strcmp(keyring->keys[i].id, id) == 0)
            return &keyring->keys[i];
    }
    return NULL;
}

bool keyring_holds_all_of(const struct keyring *keyring, const struct keyring *earlier)
{
    for (unsigned i = 0; i < earlier->count; i++) {
        const struct key *key = keyring_find(keyring, earlier->keys[i].id);
        if (!key || !key_equals(key, &earlier->keys[i]))
            return false;
    }
    return true;
}

/* False when two keys have one name: which of them was meant? */
static bool fill(struct keyring *keyring, const struct document *jwks)
{
    for (size_t i = 0; i < document_count(jwks) && keyring->count < KEYRING_MAX; i++) {
        struct key key;
        if (!key_read(document_item(jwks, i), &key))
            continue;
        if (keyring_find(keyring, key.id)) {
            key_release(&key);
            return false;
        }
        keyring->keys[keyring->count++] = key;
    }
    return keyring->count > 0;
}

struct keyring *keyring_new(struct slice text)
{
    struct document *document = NULL;
    enum status status;
    struct keyring *keyring = calloc(1, sizeof *keyring);
    bool is_filled = keyring && text.size <= KEYRING_TEXT_MAX &&
                     document_parse(text, &document, &status) == REASON_NONE &&
                     status == STATUS_OK && fill(keyring, document_member(document, "keys"));
    document_free(document);
    if (!is_filled) {
        keyring_free(keyring);
        keyring = NULL;
    }
    return keyring;
}

void keyring_free(struct keyring *keyring)
{
    for (unsigned i = 0; keyring && i < keyring->count; i++)
        key_release(&keyring->keys[i]);
    free(keyring);
}
