/* SPDX-License-Identifier: EUPL-1.2 */
#include "seal/seal.h"

#include "seal/seal_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { RSA_BITS_LEAST = 2048, EC_BITS_LEAST = 256, CHAIN_MAX = 8 };

void seal_tell(char ret_why[SEAL_WHY_SIZE], const char *path, const char *words)
{
    snprintf(ret_why, SEAL_WHY_SIZE, "%s %s", path, words);
}

/* Nobody is asked for a password. */
static int no_password(char *text, int size, int is_writing, void *user)
{
    (void)text, (void)size, (void)is_writing, (void)user;
    return 0;
}

static FILE *open_file(const char *path, bool is_private, char ret_why[SEAL_WHY_SIZE])
{
    struct stat about;
    FILE *file = fopen(path, "re");
    if (!file) {
        snprintf(ret_why, SEAL_WHY_SIZE, "%s cannot be read: %s", path, strerrordesc_np(errno));
        return NULL;
    }
    if (is_private && (fstat(fileno(file), &about) != 0 || (about.st_mode & 077) != 0)) {
        seal_tell(ret_why, path, "may be read by others: chmod 600");
        fclose(file);
        return NULL;
    }
    return file;
}

EVP_PKEY *seal_read_key(const char *path, char ret_why[SEAL_WHY_SIZE])
{
    FILE *file = open_file(path, true, ret_why);
    if (!file)
        return NULL;
    EVP_PKEY *key = PEM_read_PrivateKey(file, NULL, no_password, NULL);
    fclose(file);
    if (!key)
        seal_tell(ret_why, path, "holds no private key in PEM without a password");
    return key;
}

static bool read_key(struct seal *seal, const char *path, char ret_why[SEAL_WHY_SIZE])
{
    seal->key = seal_read_key(path, ret_why);
    if (!seal->key)
        return false;
    const int bits = EVP_PKEY_get_bits(seal->key);
    const int kind = EVP_PKEY_get_base_id(seal->key);
    if ((kind == EVP_PKEY_RSA && bits >= RSA_BITS_LEAST) ||
        (kind == EVP_PKEY_EC && bits >= EC_BITS_LEAST))
        return true;
    seal_tell(ret_why, path,
              "is neither RSA of 2,048 bits or more nor of an elliptic curve of 256");
    return false;
}

static bool read_certificates(struct seal *seal, const char *path, char ret_why[SEAL_WHY_SIZE])
{
    FILE *file = open_file(path, false, ret_why);
    X509 *next;
    if (!file)
        return false;
    seal->certificate = PEM_read_X509(file, NULL, no_password, NULL);
    seal->chain = sk_X509_new_null();
    while (seal->certificate && seal->chain && sk_X509_num(seal->chain) < CHAIN_MAX &&
           (next = PEM_read_X509(file, NULL, no_password, NULL))) {
        if (sk_X509_push(seal->chain, next) == 0)
            X509_free(next);
    }
    fclose(file);
    if (seal->certificate && seal->chain)
        return true;
    seal_tell(ret_why, path, "holds no certificate in PEM");
    return false;
}

static bool has_begun(const struct seal *seal, int64_t now_s)
{
    time_t now = (time_t)now_s;
    return X509_cmp_time(X509_get0_notBefore(seal->certificate), &now) < 0;
}

static bool has_ended(const struct seal *seal, int64_t now_s)
{
    time_t now = (time_t)now_s;
    return X509_cmp_time(X509_get0_notAfter(seal->certificate), &now) <= 0;
}

bool seal_is_valid(const struct seal *seal, int64_t now_s)
{
    return has_begun(seal, now_s) && !has_ended(seal, now_s);
}

static bool fits(const struct seal *seal, const char *key_path, const char *certificate_path,
                 int64_t now_s, char ret_why[SEAL_WHY_SIZE])
{
    if (X509_check_private_key(seal->certificate, seal->key) != 1) {
        snprintf(ret_why, SEAL_WHY_SIZE, "the key of %s is not that of the certificate of %s",
                 key_path, certificate_path);
        return false;
    }
    if (!has_begun(seal, now_s)) {
        seal_tell(ret_why, certificate_path, "is not valid yet");
        return false;
    }
    if (has_ended(seal, now_s)) {
        seal_tell(ret_why, certificate_path, "has expired");
        return false;
    }
    /* All bits are set when the certificate does not say what its key is for. */
    if (!(X509_get_key_usage(seal->certificate) & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION))) {
        seal_tell(ret_why, certificate_path, "is not made for signatures");
        return false;
    }
    return true;
}

struct seal *seal_open(const char *key_path, const char *certificate_path, int64_t now_s,
                       char ret_why[SEAL_WHY_SIZE])
{
    struct seal *seal = calloc(1, sizeof *seal);
    if (!seal) {
        seal_tell(ret_why, key_path, "cannot be read: out of memory");
        return NULL;
    }
    const bool is_good = read_key(seal, key_path, ret_why) &&
                         read_certificates(seal, certificate_path, ret_why) &&
                         fits(seal, key_path, certificate_path, now_s, ret_why);
    ERR_clear_error();
    if (is_good)
        return seal;
    seal_close(seal);
    return NULL;
}

void seal_close(struct seal *seal)
{
    if (!seal)
        return;
    EVP_PKEY_free(seal->key);
    X509_free(seal->certificate);
    sk_X509_pop_free(seal->chain, X509_free);
    free(seal);
}
