/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/cursor.h"

#include <sodium.h>

enum {
    CHECK_BYTES = 8,
    HEAD_BYTES = 1 + 16, /* direction, id; then the key, then the check */
    CURSOR_BYTES = HEAD_BYTES + CURSOR_KEY_SIZE + CHECK_BYTES,
};

/* What says where a page begins, how long it is and how it is laid out is no part of what is
 * listed. */
static bool is_filter(const struct http_pair *pair)
{
    static const char *const others[] = { "cursor",    "after", "limit",  "format",
                                          "separator", "bom",   "fields", "include" };
    for (unsigned i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (slice_is(pair->name, others[i]))
            return false;
    }
    return true;
}

/* Who is looked for stands in no address: of a body there are so few bits in a cursor that many a
 * name has the same, and another search is still told from this one. */
static void add_body(crypto_hash_sha256_state *state, struct slice body)
{
    enum { BODY_BYTES = 2 };
    unsigned char digest[crypto_hash_sha256_BYTES];
    if (!slice_is_set(body))
        return;
    crypto_hash_sha256(digest, (const unsigned char *)body.at, body.size);
    crypto_hash_sha256_update(state, digest, BODY_BYTES);
}

static void compute_check(const struct cursor_list *list, const unsigned char *content, size_t size,
                          unsigned char ret_check[CHECK_BYTES])
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const unsigned char *)list->operation_id,
                              strlen(list->operation_id));
    for (size_t i = 0; i < list->filter_count; i++) {
        const struct http_pair *filter = &list->filters[i];
        if (!is_filter(filter))
            continue;
        /* The NULs keep "a=bc" apart from "ab=c". */
        crypto_hash_sha256_update(&state, (const unsigned char *)"", 1);
        crypto_hash_sha256_update(&state, (const unsigned char *)filter->name.at,
                                  filter->name.size);
        crypto_hash_sha256_update(&state, (const unsigned char *)"", 1);
        crypto_hash_sha256_update(&state, (const unsigned char *)filter->value.at,
                                  filter->value.size);
    }
    add_body(&state, list->body);
    crypto_hash_sha256_update(&state, content, size);
    crypto_hash_sha256_final(&state, digest);
    memcpy(ret_check, digest, CHECK_BYTES);
}

void cursor_print(const struct cursor_list *list, const struct cursor *cursor,
                  char ret_text[CURSOR_TEXT_SIZE])
{
    unsigned char bytes[CURSOR_BYTES] = { cursor->is_backward };
    const size_t size = HEAD_BYTES + cursor->key_size;
    memcpy(bytes + 1, cursor->id.bytes, sizeof cursor->id.bytes);
    memcpy(bytes + HEAD_BYTES, cursor->key, cursor->key_size);
    compute_check(list, bytes, size, bytes + size);
    sodium_bin2base64(ret_text, CURSOR_TEXT_SIZE, bytes, size + CHECK_BYTES,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool cursor_parse(struct slice text, const struct cursor_list *list, struct cursor *ret_cursor)
{
    unsigned char bytes[CURSOR_BYTES], check[CHECK_BYTES];
    size_t size;
    if (sodium_base642bin(bytes, sizeof bytes, text.at, text.size, NULL, &size, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        size < HEAD_BYTES + CHECK_BYTES || bytes[0] > 1)
        return false;
    size -= CHECK_BYTES;
    compute_check(list, bytes, size, check);
    if (memcmp(check, bytes + size, CHECK_BYTES) != 0)
        return false;
    *ret_cursor = (struct cursor){ .is_backward = bytes[0] == 1,
                                   .key_size = (unsigned char)(size - HEAD_BYTES) };
    memcpy(ret_cursor->id.bytes, bytes + 1, sizeof ret_cursor->id.bytes);
    memcpy(ret_cursor->key, bytes + HEAD_BYTES, ret_cursor->key_size);
    return true;
}
