/* SPDX-License-Identifier: EUPL-1.2 */
#include "login/key.h"

#include "json/document.h"
#include "text/base64url.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

enum { P256_SIZE = 32, ED25519_SIZE = 32, EXPONENT_MAX = 8 };

static bool member_is(const struct document *object, const char *name, const char *wanted)
{
    return slice_is(document_text(document_member(object, name)), wanted);
}

static bool read_bytes(const struct document *jwk, const char *name, unsigned char *ret_bytes,
                       size_t capacity, size_t *ret_size)
{
    const struct slice text = document_text(document_member(jwk, name));
    return slice_is_set(text) && base64url_decode(text, ret_bytes, capacity, ret_size);
}

/* NULL when OpenSSL does not take it, or takes it and then finds it unsound: a point off its curve,
 * an even modulus, an exponent of 1. */
static EVP_PKEY *import_key(const char *type, const OSSL_PARAM params[])
{
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL), *check = NULL;
    if (context && EVP_PKEY_fromdata_init(context) == 1 &&
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, (OSSL_PARAM *)(uintptr_t)params) == 1)
        check = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
    if (!check || EVP_PKEY_public_check(check) != 1) {
        EVP_PKEY_free(key);
        key = NULL;
    }
    EVP_PKEY_CTX_free(check);
    EVP_PKEY_CTX_free(context);
    ERR_clear_error();
    return key;
}

static EVP_PKEY *read_rsa(const struct document *jwk)
{
    unsigned char n[KEY_RSA_BITS_MAX / 8], e[EXPONENT_MAX];
    size_t n_size, e_size;
    if (!read_bytes(jwk, "n", n, sizeof n, &n_size) || !read_bytes(jwk, "e", e, sizeof e, &e_size))
        return NULL;
    EVP_PKEY *key = NULL;
    BIGNUM *modulus = BN_bin2bn(n, (int)n_size, NULL), *exponent = BN_bin2bn(e, (int)e_size, NULL);
    OSSL_PARAM_BLD *build = OSSL_PARAM_BLD_new();
    OSSL_PARAM *params = NULL;
    if (modulus && exponent && build && BN_num_bits(modulus) >= KEY_RSA_BITS_MIN &&
        OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_N, modulus) == 1 &&
        OSSL_PARAM_BLD_push_BN(build, OSSL_PKEY_PARAM_RSA_E, exponent) == 1)
        params = OSSL_PARAM_BLD_to_param(build);
    if (params)
        key = import_key("RSA", params);
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(build);
    BN_free(exponent);
    BN_free(modulus);
    return key;
}

static EVP_PKEY *read_p256(const struct document *jwk)
{
    unsigned char point[1 + 2 * P256_SIZE] = { 0x04 }; /* not compressed */
    size_t x_size, y_size;
    if (!member_is(jwk, "crv", "P-256") || !read_bytes(jwk, "x", point + 1, P256_SIZE, &x_size) ||
        x_size != P256_SIZE || !read_bytes(jwk, "y", point + 1 + P256_SIZE, P256_SIZE, &y_size) ||
        y_size != P256_SIZE)
        return NULL;
    char group[] = "P-256";
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point, sizeof point),
        OSSL_PARAM_construct_end(),
    };
    return import_key("EC", params);
}

static EVP_PKEY *read_ed25519(const struct document *jwk)
{
    unsigned char x[ED25519_SIZE];
    size_t size;
    if (!member_is(jwk, "crv", "Ed25519") || !read_bytes(jwk, "x", x, sizeof x, &size) ||
        size != sizeof x)
        return NULL;
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, x, sizeof x),
        OSSL_PARAM_construct_end(),
    };
    return import_key("ED25519", params);
}

/* What a kind of key is good for. A shared secret (oct) has no row. */
static const struct {
    const char *type;
    enum algorithm algorithm;
    EVP_PKEY *(*read)(const struct document *jwk);
} kinds[] = {
    { "RSA", ALGORITHM_RS256, read_rsa },
    { "EC", ALGORITHM_ES256, read_p256 },
    { "OKP", ALGORITHM_EDDSA, read_ed25519 },
};

/* Where a key says what it is for, it must be this. */
static bool is_for_signatures(const struct document *jwk, enum algorithm algorithm)
{
    const struct document *operations = document_member(jwk, "key_ops");
    bool verifies = !operations;
    for (size_t i = 0; i < document_count(operations); i++)
        verifies |= slice_is(document_text(document_item(operations, i)), "verify");
    return verifies && (!document_member(jwk, "use") || member_is(jwk, "use", "sig")) &&
           (!document_member(jwk, "alg") || member_is(jwk, "alg", algorithm_names[algorithm]));
}

bool key_read(const struct document *jwk, struct key *ret_key)
{
    struct key key = { .public_key = NULL };
    const struct slice id = document_text(document_member(jwk, "kid"));
    /* Whoever publishes the private half has no key any more. */
    if (!slice_is_set(id) || id.size == 0 || id.size > TOKEN_KEY_ID_MAX ||
        document_member(jwk, "d"))
        return false;
    memcpy(key.id, id.at, id.size);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && !key.public_key; i++) {
        key.algorithm = kinds[i].algorithm;
        if (member_is(jwk, "kty", kinds[i].type) && is_for_signatures(jwk, key.algorithm))
            key.public_key = kinds[i].read(jwk);
    }
    if (!key.public_key)
        return false;
    *ret_key = key;
    return true;
}

void key_release(struct key *key)
{
    EVP_PKEY_free(key->public_key);
    key->public_key = NULL;
}

bool key_equals(const struct key *key, const struct key *other)
{
    return key->algorithm == other->algorithm &&
           EVP_PKEY_eq(key->public_key, other->public_key) == 1;
}

/* A number of DER: no zeros before it but the one that keeps it from being negative. */
static size_t put_number(const unsigned char *half, unsigned char *ret_der)
{
    size_t from = 0;
    while (from < P256_SIZE && half[from] == 0)
        from++;
    const size_t pad = from < P256_SIZE && half[from] >= 0x80, size = P256_SIZE - from;
    if (size == 0)
        return 0;
    ret_der[0] = 0x02;
    ret_der[1] = (unsigned char)(pad + size);
    ret_der[2] = 0;
    memcpy(ret_der + 2 + pad, half + from, size);
    return 2 + pad + size;
}

size_t key_der_of_halves(const unsigned char halves[KEY_ES256_SIZE],
                         unsigned char ret_der[KEY_DER_MAX])
{
    const size_t r = put_number(halves, ret_der + 2);
    const size_t s = r ? put_number(halves + P256_SIZE, ret_der + 2 + r) : 0;
    if (!s)
        return 0;
    ret_der[0] = 0x30;
    ret_der[1] = (unsigned char)(r + s);
    return 2 + r + s;
}

enum status key_verify(const struct key *key, struct slice signed_part,
                       const unsigned char *signature, size_t signature_size, bool *ret_is_genuine)
{
    static const char *const digests[ALGORITHM_COUNT] = {
        [ALGORITHM_RS256] = "SHA256", [ALGORITHM_ES256] = "SHA256", [ALGORITHM_EDDSA] = NULL, /* its
                                                                                                 own
                                                                                               */
    };
    unsigned char der[KEY_DER_MAX];
    *ret_is_genuine = false;
    if (key->algorithm == ALGORITHM_EDDSA && signature_size != KEY_EDDSA_SIZE)
        return STATUS_OK;
    if (key->algorithm == ALGORITHM_ES256) {
        if (signature_size != KEY_ES256_SIZE ||
            !(signature_size = key_der_of_halves(signature, der)))
            return STATUS_OK;
        signature = der;
    }
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (!context)
        return STATUS_NO_MEMORY;
    *ret_is_genuine =
        EVP_DigestVerifyInit_ex(context, NULL, digests[key->algorithm], NULL, NULL, key->public_key,
                                NULL) == 1 &&
        EVP_DigestVerify(context, signature, signature_size, (const unsigned char *)signed_part.at,
                         signed_part.size) == 1;
    EVP_MD_CTX_free(context);
    ERR_clear_error();
    return STATUS_OK;
}
