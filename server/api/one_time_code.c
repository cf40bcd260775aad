/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/one_time_code.h"

#include <sodium.h>
#include <string.h>

enum { DAY_MS = 24 * 60 * 60 * 1000 };

void one_time_code_new(char ret_text[TYPED_CODE_SIZE])
{
    for (unsigned i = 0; i < TYPED_CODE_LENGTH; i++)
        ret_text[i] = typed_code_digits[randombytes_uniform(TYPED_CODE_DIGITS)];
    ret_text[TYPED_CODE_LENGTH] = '\0';
}

struct slice one_time_code_draw(struct exchange *x)
{
    char *text = exchange_alloc(x, TYPED_CODE_SIZE);
    if (text)
        one_time_code_new(text);
    x->secret = (struct slice){ text, text ? TYPED_CODE_LENGTH : 0 };
    return x->secret;
}

void one_time_code_digest(struct slice typed, unsigned char ret_digest[ONE_TIME_CODE_DIGEST_SIZE])
{
    char code[TYPED_CODE_SIZE];
    if (typed_code_normalise(typed.at, typed.size, code))
        crypto_hash_sha256(ret_digest, (const unsigned char *)code, TYPED_CODE_LENGTH);
    else
        memset(ret_digest, 0, ONE_TIME_CODE_DIGEST_SIZE);
}

int64_t one_time_code_expires_ms(const struct exchange *x)
{
    return x->now_ms + (int64_t)ONE_TIME_CODE_DAYS * DAY_MS;
}
