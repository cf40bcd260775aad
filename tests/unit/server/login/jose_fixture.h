/* SPDX-License-Identifier: EUPL-1.2 */
/* What a provider does, for tests: base64url written, keys made and told as JWK, tokens signed. */
#ifndef JOSE_FIXTURE_H
#define JOSE_FIXTURE_H

#include "login/key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

/* Returns the size; NUL-terminated. */
static inline size_t jose_encode(const unsigned char *bytes, size_t size, char *ret_text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    unsigned held = 0, bits = 0;
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        held = held << 8 | bytes[i];
        for (bits += 8; bits >= 6; bits -= 6)
            ret_text[count++] = digits[held >> (bits - 6) & 63];
    }
    if (bits > 0)
        ret_text[count++] = digits[held << (6 - bits) & 63];
    ret_text[count] = '\0';
    return count;
}

static inline EVP_PKEY *jose_key(enum algorithm algorithm)
{
    return algorithm == ALGORITHM_RS256   ? EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048)
           : algorithm == ALGORITHM_ES256 ? EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256")
                                          : EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
}

static inline void jose_number(const EVP_PKEY *key, const char *name, size_t size, char *ret_text)
{
    unsigned char bytes[1024];
    BIGNUM *number = NULL;
    if (EVP_PKEY_get_bn_param(key, name, &number) != 1)
        abort();
    size = size ? size : (size_t)BN_num_bytes(number);
    if (BN_bn2binpad(number, bytes, (int)size) < 0)
        abort();
    jose_encode(bytes, size, ret_text);
    BN_free(number);
}

/* The members of a JWK that say which key it is: {"kty":…,…} without its closing brace. */
static inline void jose_print_jwk(const EVP_PKEY *key, enum algorithm algorithm, char ret_jwk[1024])
{
    char first[700], second[100];
    unsigned char x[32];
    size_t size = sizeof x;
    if (algorithm == ALGORITHM_RS256) {
        jose_number(key, OSSL_PKEY_PARAM_RSA_N, 0, first);
        jose_number(key, OSSL_PKEY_PARAM_RSA_E, 0, second);
        snprintf(ret_jwk, 1024, "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\"", first, second);
    } else if (algorithm == ALGORITHM_ES256) {
        jose_number(key, OSSL_PKEY_PARAM_EC_PUB_X, 32, first);
        jose_number(key, OSSL_PKEY_PARAM_EC_PUB_Y, 32, second);
        snprintf(ret_jwk, 1024, "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"%s\",\"y\":\"%s\"",
                 first, second);
    } else {
        if (EVP_PKEY_get_raw_public_key(key, x, &size) != 1)
            abort();
        jose_encode(x, size, first);
        snprintf(ret_jwk, 1024, "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"", first);
    }
}

/* Returns the size of the signature as JOSE has it. */
static inline size_t jose_sign(EVP_PKEY *key, enum algorithm algorithm, struct slice text,
                               unsigned char ret_signature[TOKEN_SIGNATURE_MAX])
{
    unsigned char der[128];
    const unsigned char *at = der;
    size_t size = algorithm == ALGORITHM_ES256 ? sizeof der : TOKEN_SIGNATURE_MAX;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (EVP_DigestSignInit_ex(context, NULL, algorithm == ALGORITHM_EDDSA ? NULL : "SHA256", NULL,
                              NULL, key, NULL) != 1 ||
        EVP_DigestSign(context, algorithm == ALGORITHM_ES256 ? der : ret_signature, &size,
                       (const unsigned char *)text.at, text.size) != 1)
        abort();
    EVP_MD_CTX_free(context);
    if (algorithm != ALGORITHM_ES256)
        return size;
    ECDSA_SIG *halves = d2i_ECDSA_SIG(NULL, &at, (long)size);
    BN_bn2binpad(ECDSA_SIG_get0_r(halves), ret_signature, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(halves), ret_signature + 32, 32);
    ECDSA_SIG_free(halves);
    return KEY_ES256_SIZE;
}

#endif
