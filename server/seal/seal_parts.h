/* SPDX-License-Identifier: EUPL-1.2 */
/* What a seal is made of; for seal/ only. */
#ifndef SEAL_PARTS_H
#define SEAL_PARTS_H

#include "seal/seal.h"

#include <openssl/evp.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <sys/stat.h>

struct seal {
    EVP_PKEY *key;
    X509 *certificate;
    STACK_OF(X509) * chain; /* without the certificate itself */
};

/* One line in ret_why: `words` about the file. */
void seal_tell(char ret_why[SEAL_WHY_SIZE], const char *path, const char *words);
/* The private key of a file that nobody else may read. NULL: ret_why says why. */
EVP_PKEY *seal_read_key(const char *path, char ret_why[SEAL_WHY_SIZE]);
/* A file that was not there before. */
FILE *seal_create_file(const char *path, mode_t mode, char ret_why[SEAL_WHY_SIZE]);
bool seal_close_file(FILE *file, bool is_written, const char *path, char ret_why[SEAL_WHY_SIZE]);

#endif
