#include "engine/cursor.h"

#include <sodium.h>

enum { CHECK_BYTES = 8, CURSOR_BYTES = 1 + 16 + CHECK_BYTES };

static bool is_filter(const struct http_pair *pair)
{
    return !slice_is(pair->name, "cursor") && !slice_is(pair->name, "limit");
}

static void compute_check(const char *operation_id, const struct http_pair *filters, size_t count,
                          const unsigned char *content, unsigned char ret_check[CHECK_BYTES])
{
    unsigned char digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const unsigned char *)operation_id, strlen(operation_id));
    for (size_t i = 0; i < count; i++) {
        if (!is_filter(&filters[i]))
            continue;
        /* The NULs keep "a=bc" apart from "ab=c". */
        crypto_hash_sha256_update(&state, (const unsigned char *)"", 1);
        crypto_hash_sha256_update(&state, (const unsigned char *)filters[i].name.at,
                                  filters[i].name.size);
        crypto_hash_sha256_update(&state, (const unsigned char *)"", 1);
        crypto_hash_sha256_update(&state, (const unsigned char *)filters[i].value.at,
                                  filters[i].value.size);
    }
    crypto_hash_sha256_update(&state, content, CURSOR_BYTES - CHECK_BYTES);
    crypto_hash_sha256_final(&state, digest);
    memcpy(ret_check, digest, CHECK_BYTES);
}

void cursor_print(const char *operation_id, const struct http_pair *filters, size_t count,
                  struct id id, bool is_backward, char ret_text[CURSOR_TEXT_SIZE])
{
    unsigned char bytes[CURSOR_BYTES] = { is_backward };
    memcpy(bytes + 1, id.bytes, sizeof id.bytes);
    compute_check(operation_id, filters, count, bytes, bytes + 1 + sizeof id.bytes);
    sodium_bin2base64(ret_text, CURSOR_TEXT_SIZE, bytes, sizeof bytes,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool cursor_parse(struct slice text, const char *operation_id, const struct http_pair *filters,
                  size_t count, struct id *ret_id, bool *ret_is_backward)
{
    unsigned char bytes[CURSOR_BYTES], check[CHECK_BYTES];
    size_t size;
    if (sodium_base642bin(bytes, sizeof bytes, text.at, text.size, NULL, &size, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        size != sizeof bytes || bytes[0] > 1)
        return false;
    compute_check(operation_id, filters, count, bytes, check);
    if (memcmp(check, bytes + CURSOR_BYTES - CHECK_BYTES, CHECK_BYTES) != 0)
        return false;
    *ret_is_backward = bytes[0] == 1;
    memcpy(ret_id->bytes, bytes + 1, sizeof ret_id->bytes);
    return true;
}
