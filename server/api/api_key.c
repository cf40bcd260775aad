/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/api_key.h"

#include <sodium.h>
#include <stdint.h>
#include <string.h>

static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

enum { PREFIX_SIZE = 10, RANDOM_SIZE = 43, CHECK_SIZE = 6 };

static uint32_t crc32_of(const char *at, size_t size)
{
    uint32_t crc = 0xFFFFFFFFu;
    for (size_t i = 0; i < size; i++) {
        crc ^= (unsigned char)at[i];
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ (0xEDB88320u & (0u - (crc & 1u)));
    }
    return ~crc;
}

static void print_check(const char *key, char *ret_check)
{
    uint32_t crc = crc32_of(key, PREFIX_SIZE + RANDOM_SIZE);
    for (int i = CHECK_SIZE - 1; i >= 0; i--) {
        ret_check[i] = digits[crc % 62];
        crc /= 62;
    }
}

void api_key_new(bool is_test, char ret_text[API_KEY_TEXT_SIZE])
{
    memcpy(ret_text, is_test ? "clea_test_" : "clea_live_", PREFIX_SIZE);
    for (int i = 0; i < RANDOM_SIZE; i++)
        ret_text[PREFIX_SIZE + i] = digits[randombytes_uniform(62)];
    print_check(ret_text, ret_text + PREFIX_SIZE + RANDOM_SIZE);
    ret_text[API_KEY_SIZE] = '\0';
}

bool api_key_is_well_formed(struct slice key)
{
    if (key.size != API_KEY_SIZE || (memcmp(key.at, "clea_live_", PREFIX_SIZE) != 0 &&
                                     memcmp(key.at, "clea_test_", PREFIX_SIZE) != 0))
        return false;
    char check[CHECK_SIZE];
    print_check(key.at, check);
    return memcmp(check, key.at + PREFIX_SIZE + RANDOM_SIZE, CHECK_SIZE) == 0;
}

bool api_key_is_test(struct slice key)
{
    return memcmp(key.at, "clea_test_", PREFIX_SIZE) == 0;
}

struct slice api_key_prefix(struct slice key)
{
    return (struct slice){ key.at, API_KEY_PREFIX_SIZE };
}

void api_key_hash(struct slice key, unsigned char ret_hash[API_KEY_HASH_SIZE])
{
    crypto_hash_sha256(ret_hash, (const unsigned char *)key.at, key.size);
}
