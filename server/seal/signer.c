/* SPDX-License-Identifier: EUPL-1.2 */
#include "seal/signer.h"

#include "seal/seal_parts.h"
#include "text/base64url.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <stdlib.h>

enum { RSA_BITS_LEAST = 2048, RSA_BITS_DEMO = 3072, NUMBER_MAX = 2048, SIGNATURE_MAX = 2048 };

struct signer {
    EVP_PKEY *key;
    enum signer_kind kind;
};

static const struct kind {
    int base_id, bits_least;
} kinds[SIGNER_KINDS] = {
    [SIGNER_RS256] = { EVP_PKEY_RSA, RSA_BITS_LEAST },
    [SIGNER_EDDSA] = { EVP_PKEY_ED25519, 0 },
};

static bool is_of(const EVP_PKEY *key, enum signer_kind kind)
{
    return EVP_PKEY_get_base_id(key) == kinds[kind].base_id &&
           EVP_PKEY_get_bits(key) >= kinds[kind].bits_least;
}

struct signer *signer_open(const char *path, unsigned kind_set, char ret_why[SEAL_WHY_SIZE])
{
    struct signer *signer = calloc(1, sizeof *signer);
    bool is_fit = false;
    if (!signer) {
        seal_tell(ret_why, path, "cannot be read: out of memory");
        return NULL;
    }
    signer->key = seal_read_key(path, ret_why);
    for (unsigned kind = 0; signer->key && kind < SIGNER_KINDS && !is_fit; kind++) {
        is_fit = (kind_set >> kind & 1) && is_of(signer->key, kind);
        signer->kind = kind;
    }
    if (signer->key && !is_fit)
        seal_tell(ret_why, path,
                  kind_set == SIGNER_ANY ? "is neither RSA of 2,048 bits or more nor Ed25519"
                                         : "is no key for Ed25519");
    ERR_clear_error();
    if (is_fit)
        return signer;
    signer_close(signer);
    return NULL;
}

enum signer_kind signer_kind(const struct signer *signer)
{
    return signer->kind;
}

void signer_close(struct signer *signer)
{
    if (!signer)
        return;
    EVP_PKEY_free(signer->key);
    free(signer);
}

enum status signer_sign(const struct signer *signer, struct slice text,
                        struct buffer *ret_signature)
{
    unsigned char signature[SIGNATURE_MAX];
    size_t size = sizeof signature;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    const EVP_MD *digest = signer->kind == SIGNER_RS256 ? EVP_sha256() : NULL;
    const bool is_signed =
        context && EVP_DigestSignInit(context, NULL, digest, NULL, signer->key) == 1 &&
        EVP_DigestSign(context, signature, &size, (const unsigned char *)text.at, text.size) == 1;
    EVP_MD_CTX_free(context);
    ERR_clear_error();
    if (is_signed)
        buffer_append(ret_signature, (const char *)signature, size);
    return is_signed && !ret_signature->has_failed ? STATUS_OK : STATUS_FAILED;
}

static bool write_number(EVP_PKEY *key, const char *parameter, const char *before,
                         struct buffer *ret_jwk)
{
    unsigned char bytes[NUMBER_MAX];
    BIGNUM *number = NULL;
    const bool is_known =
        EVP_PKEY_get_bn_param(key, parameter, &number) == 1 && BN_num_bytes(number) <= NUMBER_MAX;
    if (is_known) {
        buffer_text(ret_jwk, before);
        base64url_write((struct slice){ (const char *)bytes, (size_t)BN_bn2bin(number, bytes) },
                        ret_jwk);
        buffer_char(ret_jwk, '"');
    }
    BN_free(number);
    return is_known;
}

enum status signer_write_public(const struct signer *signer, struct buffer *ret_jwk)
{
    unsigned char bytes[SIGNER_ED25519_SIZE];
    bool is_written = false;
    if (signer->kind == SIGNER_RS256) {
        is_written =
            write_number(signer->key, OSSL_PKEY_PARAM_RSA_E, "{\"e\":\"", ret_jwk) &&
            write_number(signer->key, OSSL_PKEY_PARAM_RSA_N, ",\"kty\":\"RSA\",\"n\":\"", ret_jwk);
    } else if (signer_public_bytes(signer, bytes) == STATUS_OK) {
        buffer_text(ret_jwk, "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"");
        base64url_write((struct slice){ (const char *)bytes, sizeof bytes }, ret_jwk);
        buffer_char(ret_jwk, '"');
        is_written = true;
    }
    buffer_char(ret_jwk, '}');
    ERR_clear_error();
    return is_written && !ret_jwk->has_failed ? STATUS_OK : STATUS_FAILED;
}

enum status signer_public_bytes(const struct signer *signer,
                                unsigned char ret_bytes[SIGNER_ED25519_SIZE])
{
    size_t size = SIGNER_ED25519_SIZE;
    const bool is_read = signer->kind == SIGNER_EDDSA &&
                         EVP_PKEY_get_raw_public_key(signer->key, ret_bytes, &size) == 1 &&
                         size == SIGNER_ED25519_SIZE;
    return is_read ? STATUS_OK : STATUS_FAILED;
}

enum status signer_sha256(struct slice text, unsigned char ret_digest[SIGNER_SHA256_SIZE])
{
    return EVP_Digest(text.at, text.size, ret_digest, NULL, EVP_sha256(), NULL) == 1
               ? STATUS_OK
               : STATUS_FAILED;
}

bool signer_make(const char *path, enum signer_kind kind, char ret_why[SEAL_WHY_SIZE])
{
    EVP_PKEY *key = kind == SIGNER_RS256 ? EVP_RSA_gen(RSA_BITS_DEMO)
                                         : EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
    if (!key)
        seal_tell(ret_why, path, "cannot be made: OpenSSL makes no key");
    FILE *file = key ? seal_create_file(path, 0600, ret_why) : NULL;
    const bool is_made =
        file &&
        seal_close_file(file, PEM_write_PKCS8PrivateKey(file, key, NULL, NULL, 0, NULL, NULL) == 1,
                        path, ret_why);
    EVP_PKEY_free(key);
    ERR_clear_error();
    return is_made;
}
