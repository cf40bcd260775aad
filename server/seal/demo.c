/* SPDX-License-Identifier: EUPL-1.2 */
/* A seal for practice, which says so wherever it is looked at. */
#include "seal/seal.h"

#include "seal/seal_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BITS = 3072, VALID_S = 10 * 366 * 24 * 3600, YESTERDAY_S = 24 * 3600 };

static bool add_extension(X509 *certificate, int what, const char *value)
{
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, what, value);
    const bool is_added = extension && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return is_added;
}

static X509 *make_certificate(EVP_PKEY *key, int64_t now_s)
{
    static const unsigned char name_text[] = "Sceau de démonstration, sans valeur";
    X509 *certificate = X509_new();
    BIGNUM *serial = BN_new();
    X509_NAME *name = certificate ? X509_get_subject_name(certificate) : NULL;
    const bool is_made =
        certificate && serial && BN_rand(serial, 127, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1 &&
        BN_to_ASN1_INTEGER(serial, X509_get_serialNumber(certificate)) &&
        X509_set_version(certificate, X509_VERSION_3) == 1 &&
        ASN1_TIME_set(X509_getm_notBefore(certificate), (time_t)(now_s - YESTERDAY_S)) &&
        ASN1_TIME_set(X509_getm_notAfter(certificate), (time_t)(now_s + VALID_S)) &&
        X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, name_text, -1, -1, 0) == 1 &&
        X509_set_issuer_name(certificate, name) == 1 && X509_set_pubkey(certificate, key) == 1 &&
        add_extension(certificate, NID_key_usage, "critical,digitalSignature,nonRepudiation") &&
        add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
        X509_sign(certificate, key, EVP_sha256()) > 0;
    BN_free(serial);
    if (is_made)
        return certificate;
    X509_free(certificate);
    return NULL;
}

/* A file that was not there, for its owner alone unless `mode` says more. */
FILE *seal_create_file(const char *path, mode_t mode, char ret_why[SEAL_WHY_SIZE])
{
    const int descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, mode);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "w");
    if (!file) {
        snprintf(ret_why, SEAL_WHY_SIZE, "%s cannot be made: %s", path, strerrordesc_np(errno));
        if (descriptor >= 0)
            close(descriptor);
    }
    return file;
}

bool seal_close_file(FILE *file, bool is_written, const char *path, char ret_why[SEAL_WHY_SIZE])
{
    if (fclose(file) == 0 && is_written)
        return true;
    snprintf(ret_why, SEAL_WHY_SIZE, "%s cannot be written", path);
    return false;
}

bool seal_make_demo(const char *key_path, const char *certificate_path, int64_t now_s,
                    char ret_why[SEAL_WHY_SIZE])
{
    bool is_made = false;
    EVP_PKEY *key = EVP_RSA_gen(BITS);
    X509 *certificate = key ? make_certificate(key, now_s) : NULL;
    FILE *file = certificate ? seal_create_file(key_path, 0600, ret_why) : NULL;
    if (!certificate)
        snprintf(ret_why, SEAL_WHY_SIZE, "OpenSSL makes no key");
    if (file)
        is_made = seal_close_file(
            file, PEM_write_PKCS8PrivateKey(file, key, NULL, NULL, 0, NULL, NULL) == 1, key_path,
            ret_why);
    file = is_made ? seal_create_file(certificate_path, 0644, ret_why) : NULL;
    is_made = file && seal_close_file(file, PEM_write_X509(file, certificate) == 1,
                                      certificate_path, ret_why);
    X509_free(certificate);
    EVP_PKEY_free(key);
    ERR_clear_error();
    return is_made;
}
