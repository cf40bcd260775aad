#include "seal/proof.h"

#include "seal/seal_parts.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <stdlib.h>

struct proof_key {
    EVP_PKEY *key;
    char id[PROOF_KEY_ID_SIZE];
};

static bool name_key(struct proof_key *key)
{
    unsigned char *der = NULL, digest[SHA256_DIGEST_LENGTH];
    const int size = i2d_PUBKEY(key->key, &der);
    if (size <= 0)
        return false;
    SHA256(der, (size_t)size, digest);
    OPENSSL_free(der);
    snprintf(key->id, sizeof key->id, "%02x%02x%02x%02x", digest[0], digest[1], digest[2],
             digest[3]);
    return true;
}

struct proof_key *proof_open(const char *path, char ret_why[SEAL_WHY_SIZE])
{
    struct proof_key *key = calloc(1, sizeof *key);
    seal_tell(ret_why, path, "cannot be read: out of memory");
    if (!key)
        return NULL;
    key->key = seal_read_key(path, ret_why);
    const bool is_right = key->key && EVP_PKEY_get_base_id(key->key) == EVP_PKEY_ED25519;
    if (key->key && !is_right)
        seal_tell(ret_why, path, "is no key for Ed25519");
    ERR_clear_error();
    if (is_right && name_key(key))
        return key;
    proof_close(key);
    return NULL;
}

void proof_close(struct proof_key *key)
{
    if (!key)
        return;
    EVP_PKEY_free(key->key);
    free(key);
}

const char *proof_key_id(const struct proof_key *key)
{
    return key->id;
}

enum status proof_sign(const struct proof_key *key, struct slice text,
                       unsigned char ret_signature[PROOF_SIGNATURE_BYTES])
{
    size_t size = PROOF_SIGNATURE_BYTES;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    const bool is_signed =
        context && EVP_DigestSignInit(context, NULL, NULL, NULL, key->key) == 1 &&
        EVP_DigestSign(context, ret_signature, &size, (const unsigned char *)text.at, text.size) ==
            1 &&
        size == PROOF_SIGNATURE_BYTES;
    EVP_MD_CTX_free(context);
    ERR_clear_error();
    return is_signed ? STATUS_OK : STATUS_FAILED;
}

bool proof_make(const char *path, char ret_why[SEAL_WHY_SIZE])
{
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
    FILE *file = key ? seal_create_file(path, 0600, ret_why) : NULL;
    if (!key)
        seal_tell(ret_why, path, "cannot be made: OpenSSL makes no key");
    const bool is_made =
        file &&
        seal_close_file(file, PEM_write_PKCS8PrivateKey(file, key, NULL, NULL, 0, NULL, NULL) == 1,
                        path, ret_why);
    EVP_PKEY_free(key);
    ERR_clear_error();
    return is_made;
}
