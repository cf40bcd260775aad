/* SPDX-License-Identifier: EUPL-1.2 */
#include "credential/secure.h"

#include "credential/base58.h"
#include "credential/contexts.h"
#include "credential/quads.h"
#include "text/base64url.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* An object whose last bracket is left away: members may follow. */
static void write_open(struct buffer *json, struct slice object)
{
    buffer_append(json, object.at, object.size - 1);
}

static void write_instant(struct buffer *text, int64_t unix_s)
{
    char said[32];
    struct tm parts;
    const time_t at = (time_t)unix_s;
    gmtime_r(&at, &parts);
    strftime(said, sizeof said, "%Y-%m-%dT%H:%M:%SZ", &parts);
    buffer_text(text, said);
}

/* --- Data Integrity EdDSA Cryptosuites, 3.2 --- */

static enum status digest_of(struct slice json, unsigned char ret_digest[SIGNER_SHA256_SIZE])
{
    struct buffer quads = { 0 };
    enum status status = quads_write(json, &quads);
    if (status == STATUS_OK)
        status = signer_sha256(buffer_as_slice(&quads), ret_digest);
    buffer_release(&quads);
    return status;
}

/* The proof without its value. */
static void write_proof(const struct issuer_keys *keys, const struct issuer_key *key,
                        int64_t signed_at_s, struct buffer *json)
{
    buffer_text(json, "\"type\":\"DataIntegrityProof\",\"cryptosuite\":\"eddsa-rdfc-2022\","
                      "\"created\":\"");
    write_instant(json, signed_at_s);
    buffer_text(json, "\",\"verificationMethod\":\"");
    issuer_key_write_method_id(keys, key, json);
    buffer_text(json, "\",\"proofPurpose\":\"assertionMethod\"");
}

/* What is signed: the digest of the proof's own words, then that of the credential. */
static enum status sign_proof(const struct issuer_key *key, const struct secured *what,
                              struct slice proof, struct buffer *ret_signature)
{
    unsigned char digests[2 * SIGNER_SHA256_SIZE];
    struct buffer options = { 0 };
    buffer_text(&options, "{\"@context\":" CREDENTIAL_CONTEXTS ",");
    buffer_slice(&options, proof);
    buffer_char(&options, '}');
    enum status status =
        options.has_failed ? STATUS_FAILED : digest_of(buffer_as_slice(&options), digests);
    if (status == STATUS_OK)
        status = digest_of(what->json, digests + SIGNER_SHA256_SIZE);
    if (status == STATUS_OK)
        status = signer_sign(key->signer, (struct slice){ (const char *)digests, sizeof digests },
                             ret_signature);
    buffer_release(&options);
    return status;
}

static enum status secure_with_proof(const struct issuer_keys *keys, const struct secured *what,
                                     struct buffer *ret_with_proof)
{
    const struct issuer_key *key = issuer_keys_signing(keys, SIGNER_EDDSA);
    struct buffer proof = { 0 }, signature = { 0 };
    write_proof(keys, key, what->signed_at_s, &proof);
    const enum status status = proof.has_failed
                                   ? STATUS_FAILED
                                   : sign_proof(key, what, buffer_as_slice(&proof), &signature);
    if (status == STATUS_OK) {
        write_open(ret_with_proof, what->json);
        buffer_text(ret_with_proof, ",\"proof\":[{");
        buffer_slice(ret_with_proof, buffer_as_slice(&proof));
        buffer_text(ret_with_proof, ",\"proofValue\":\"z");
        base58_write(buffer_as_slice(&signature), ret_with_proof);
        buffer_text(ret_with_proof, "\"}]}");
    }
    buffer_release(&proof);
    buffer_release(&signature);
    return status;
}

/* --- JSON Web Token, Open Badges 3.0, 8.2.4 --- */

static void write_claims(const struct issuer_keys *keys, const struct secured *what,
                         struct buffer *json)
{
    write_open(json, what->json);
    buffer_text(json, ",\"iss\":\"");
    issuer_write_id(keys, json);
    buffer_text(json, "\",\"jti\":\"");
    buffer_slice(json, what->id);
    if (slice_is_set(what->subject)) {
        buffer_text(json, "\",\"sub\":\"");
        buffer_slice(json, what->subject);
    }
    buffer_text(json, "\",\"nbf\":");
    buffer_int(json, what->valid_from_s);
    buffer_char(json, '}');
}

static enum status secure_as_token(const struct issuer_keys *keys, const struct secured *what,
                                   struct buffer *ret_token)
{
    const struct issuer_key *key = issuer_keys_signing(keys, SIGNER_RS256);
    const size_t from = ret_token->size;
    struct buffer header = { 0 }, claims = { 0 }, signature = { 0 };
    buffer_text(&header, "{\"alg\":\"RS256\",\"kid\":\"");
    issuer_key_write_address(keys, key, &header);
    buffer_text(&header, "\",\"typ\":\"JWT\"}");
    write_claims(keys, what, &claims);
    base64url_write(buffer_as_slice(&header), ret_token);
    buffer_char(ret_token, '.');
    base64url_write(buffer_as_slice(&claims), ret_token);
    const bool has_failed = header.has_failed || claims.has_failed || ret_token->has_failed;
    const struct slice said = { has_failed ? "" : ret_token->at + from,
                                has_failed ? 0 : ret_token->size - from };
    enum status status = has_failed ? STATUS_FAILED : signer_sign(key->signer, said, &signature);
    if (status == STATUS_OK) {
        buffer_char(ret_token, '.');
        base64url_write(buffer_as_slice(&signature), ret_token);
    }
    buffer_release(&header);
    buffer_release(&claims);
    buffer_release(&signature);
    return status;
}

enum status secure(const struct issuer_keys *keys, const struct secured *what,
                   struct buffer *ret_with_proof, struct buffer *ret_token)
{
    const bool is_object = what->json.size > 2 && what->json.at[what->json.size - 1] == '}';
    if (!is_object || secure_with_proof(keys, what, ret_with_proof) != STATUS_OK ||
        secure_as_token(keys, what, ret_token) != STATUS_OK)
        return STATUS_FAILED;
    return ret_with_proof->has_failed || ret_token->has_failed ? STATUS_FAILED : STATUS_OK;
}
