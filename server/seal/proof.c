/* SPDX-License-Identifier: EUPL-1.2 */
#include "seal/proof.h"

#include "seal/signer.h"

#include <stdio.h>
#include <stdlib.h>

/* Of the DER of a public key for Ed25519 (RFC 8410, 4): what stands before its 32 bytes. */
static const unsigned char der_before[] = { 0x30, 0x2a, 0x30, 0x05, 0x06, 0x03,
                                            0x2b, 0x65, 0x70, 0x03, 0x21, 0x00 };

struct proof_key {
    struct signer *signer;
    char id[PROOF_KEY_ID_SIZE];
};

static bool name_key(struct proof_key *key)
{
    unsigned char der[sizeof der_before + SIGNER_ED25519_SIZE], digest[SIGNER_SHA256_SIZE];
    memcpy(der, der_before, sizeof der_before);
    if (signer_public_bytes(key->signer, der + sizeof der_before) != STATUS_OK ||
        signer_sha256((struct slice){ (const char *)der, sizeof der }, digest) != STATUS_OK)
        return false;
    snprintf(key->id, sizeof key->id, "%02x%02x%02x%02x", digest[0], digest[1], digest[2],
             digest[3]);
    return true;
}

struct proof_key *proof_open(const char *path, char ret_why[SEAL_WHY_SIZE])
{
    struct proof_key *key = calloc(1, sizeof *key);
    snprintf(ret_why, SEAL_WHY_SIZE, "%s cannot be read: out of memory", path);
    if (!key)
        return NULL;
    key->signer = signer_open(path, SIGNER_ONLY_EDDSA, ret_why);
    if (key->signer && name_key(key))
        return key;
    proof_close(key);
    return NULL;
}

void proof_close(struct proof_key *key)
{
    if (!key)
        return;
    signer_close(key->signer);
    free(key);
}

const char *proof_key_id(const struct proof_key *key)
{
    return key->id;
}

enum status proof_sign(const struct proof_key *key, struct slice text,
                       unsigned char ret_signature[PROOF_SIGNATURE_BYTES])
{
    struct buffer signature = { 0 };
    const bool is_signed = signer_sign(key->signer, text, &signature) == STATUS_OK &&
                           signature.size == PROOF_SIGNATURE_BYTES;
    if (is_signed)
        memcpy(ret_signature, signature.at, PROOF_SIGNATURE_BYTES);
    buffer_release(&signature);
    return is_signed ? STATUS_OK : STATUS_FAILED;
}
