/* What a seal is made of; for seal/ only. */
#ifndef SEAL_PARTS_H
#define SEAL_PARTS_H

#include <openssl/evp.h>
#include <openssl/x509.h>

struct seal {
    EVP_PKEY *key;
    X509 *certificate;
    STACK_OF(X509) * chain; /* without the certificate itself */
};

#endif
