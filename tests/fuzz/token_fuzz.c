/* SPDX-License-Identifier: EUPL-1.2 */
/* Fuzz target: what reads bytes of strangers before anybody knows who they are. The first byte says
 * which reader gets the rest: a token, a set of keys, the metadata of a provider, an address.
 *
 * What must hold beside that nothing breaks: of all tokens one alone is genuine, the one that the
 * key signed (all keys are those of a fixed seed); and what is read is within its bounds. */
#include "login/keyring.h"
#include "login/provider.h"

#include <openssl/evp.h>
#include <stdlib.h>

enum { NOW = 1800000000 };

static const struct issuer_settings settings = {
    .issuer = "https://id.example",
    .audience = "clea",
    .jwks_uri = "",
    .algorithms = "EdDSA,ES256,RS256",
    .permission_claim = "scope",
};
static struct issuer issuer;
static struct keyring *keyring;
static char genuine[1024];

static void must(bool holds)
{
    if (!holds)
        abort();
}

static size_t encode(const unsigned char *bytes, size_t size, char *ret_text)
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

/* The key of a fixed seed, its set, and the one token that it signed. */
static void prepare(void)
{
    static const unsigned char seed[32] = "the seed of a key, of 32 bytes..";
    static const char header[] = "{\"typ\":\"at+jwt\",\"alg\":\"EdDSA\",\"kid\":\"k\"}";
    static const char claims[] =
        "{\"iss\":\"https://id.example\",\"aud\":[\"x\",\"clea\"],\"sub\":\"s\","
        "\"exp\":1800000300,\"iat\":1800000000,\"scope\":\"a b\"}";
    char why[400], jwks[300], x[50];
    unsigned char raw[32], signature[64];
    size_t raw_size = sizeof raw, signature_size = sizeof signature;
    EVP_PKEY *key = EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, sizeof seed);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    must(issuer_read(&settings, &issuer, why, sizeof why));
    must(EVP_PKEY_get_raw_public_key(key, raw, &raw_size) == 1);
    encode(raw, raw_size, x);
    snprintf(jwks, sizeof jwks,
             "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"k\",\"x\":\"%s\"}]}", x);
    keyring = keyring_new(slice_of(jwks));
    must(keyring != NULL);
    size_t size = encode((const unsigned char *)header, sizeof header - 1, genuine);
    genuine[size++] = '.';
    size += encode((const unsigned char *)claims, sizeof claims - 1, genuine + size);
    must(EVP_DigestSignInit(context, NULL, NULL, NULL, key) == 1 &&
         EVP_DigestSign(context, signature, &signature_size, (const unsigned char *)genuine,
                        size) == 1);
    genuine[size++] = '.';
    encode(signature, signature_size, genuine + size);
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(key);
}

static bool is_genuine(struct slice text)
{
    struct token token;
    enum token_fault fault;
    bool answer = false;
    if (token_read(text, &issuer, 1, NOW, &token, &fault) != STATUS_OK || fault != TOKEN_SOUND)
        return false;
    must(token.issuer == &issuer && token.signature_size <= TOKEN_SIGNATURE_MAX);
    must(token.signed_part.at == text.at && token.signed_part.size < text.size);
    must(*token.subject && strlen(token.subject) <= TOKEN_NAME_MAX);
    must(strlen(token.permissions) <= TOKEN_PERMISSIONS_MAX);
    must(token.expires_at_s + TOKEN_SKEW_S > NOW);
    const struct key *key = keyring_find(keyring, token.key_id);
    must(!key || key_verify(key, token.signed_part, token.signature, token.signature_size,
                            &answer) == STATUS_OK);
    return answer;
}

static void read_keys(struct slice text)
{
    struct keyring *read = keyring_new(text);
    must(!read || (read->count > 0 && read->count <= KEYRING_MAX));
    for (unsigned i = 0; read && i < read->count; i++)
        must(read->keys[i].public_key && keyring_find(read, read->keys[i].id) == &read->keys[i]);
    keyring_free(read);
}

static void read_metadata(struct slice text)
{
    char uri[URL_MAX + 1], why[PROVIDER_WHY_SIZE];
    struct url url;
    if (provider_read_metadata(text, &issuer, uri, why))
        must(url_parse(slice_of(uri), &url) && url.is_https && url.host.size == 10);
}

/* What a header says of itself in clear, as a token: the fuzzer need not learn base64url first. */
static void read_in_clear(struct slice text)
{
    char token[3 * 4096];
    const char *line = memchr(text.at, '\n', text.size);
    const size_t size = line ? (size_t)(line - text.at) : text.size;
    if (text.size > 4096)
        return;
    size_t end = encode((const unsigned char *)text.at, size, token);
    token[end++] = '.';
    if (line)
        end += encode((const unsigned char *)line + 1, text.size - size - 1, token + end);
    memcpy(token + end, ".c2ln", 5);
    must(!is_genuine((struct slice){ token, end + 5 }));
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    struct url url;
    if (!keyring)
        prepare();
    if (size == 0)
        return 0;
    /* A copy of its own size, so that a byte beyond it is seen. */
    char *copy = malloc(size);
    must(copy != NULL);
    memcpy(copy, bytes + 1, size - 1);
    const struct slice text = { copy, size - 1 };
    switch (bytes[0] % 5) {
    case 0:
        must(is_genuine(text) == slice_is(text, genuine));
        break;
    case 1:
        read_keys(text);
        break;
    case 2:
        read_metadata(text);
        break;
    case 3:
        read_in_clear(text);
        break;
    default:
        must(!url_parse(text, &url) || (url.host.size > 0 && url.port > 0));
    }
    free(copy);
    return 0;
}
