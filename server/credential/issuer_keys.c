/* SPDX-License-Identifier: EUPL-1.2 */
#include "credential/issuer_keys.h"

#include "credential/base58.h"
#include "text/base64url.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const algorithms[] = { [SIGNER_RS256] = "RS256", [SIGNER_EDDSA] = "EdDSA" };

/* --- from the settings --- */

static bool name_key(struct issuer_key *key)
{
    unsigned char digest[SIGNER_SHA256_SIZE];
    struct buffer jwk = { 0 }, id = { 0 };
    bool is_named = signer_write_public(key->signer, &jwk) == STATUS_OK &&
                    signer_sha256(buffer_as_slice(&jwk), digest) == STATUS_OK;
    if (is_named)
        base64url_write((struct slice){ (const char *)digest, sizeof digest }, &id);
    is_named = is_named && !id.has_failed && id.size + 1 == sizeof key->id;
    if (is_named)
        memcpy(key->id, id.at, id.size);
    buffer_release(&jwk);
    buffer_release(&id);
    return is_named;
}

static bool is_over(const struct issuer_key *key, struct date today)
{
    return date_is_set(key->last_on) && date_compare(key->last_on, today) < 0;
}

/* "/run/keys/one.pem@2027-06-30" */
static bool read_place(struct slice text, struct issuer_key *key, char ret_why[SEAL_WHY_SIZE])
{
    const char *mark = memrchr(text.at, '@', text.size);
    const size_t size = mark ? (size_t)(mark - text.at) : text.size;
    snprintf(ret_why, SEAL_WHY_SIZE, "\"%.*s\" is no path of a file", (int)text.size, text.at);
    if (size == 0 || size >= sizeof key->path)
        return false;
    memcpy(key->path, text.at, size);
    snprintf(ret_why, SEAL_WHY_SIZE, "\"%.*s\": what stands behind the @ is no day (2027-06-30)",
             (int)text.size, text.at);
    return !mark || date_parse(mark + 1, text.size - size - 1, &key->last_on);
}

static bool read_key(struct issuer_keys *keys, struct slice text, struct date today,
                     char ret_why[SEAL_WHY_SIZE])
{
    struct issuer_key *key = &keys->keys[keys->count];
    if (!read_place(text, key, ret_why))
        return false;
    key->signer = signer_open(key->path, SIGNER_ANY, ret_why);
    if (!key->signer)
        return false;
    keys->count++;
    if (!name_key(key)) {
        snprintf(ret_why, SEAL_WHY_SIZE, "%s cannot be named: out of memory", key->path);
        return false;
    }
    for (unsigned i = 0; i + 1 < keys->count; i++) {
        if (strcmp(keys->keys[i].id, key->id) == 0) {
            snprintf(ret_why, SEAL_WHY_SIZE, "%s holds the key of %s again", key->path,
                     keys->keys[i].path);
            return false;
        }
    }
    if (is_over(key, today))
        snprintf(ret_why, SEAL_WHY_SIZE, "the last day of %s is over", key->path);
    return !is_over(key, today);
}

static struct slice next_place(const char **rest)
{
    while (**rest == ' ' || **rest == ',')
        (*rest)++;
    struct slice place = { *rest, strcspn(*rest, ",") };
    *rest += place.size;
    while (place.size > 0 && place.at[place.size - 1] == ' ')
        place.size--;
    return place;
}

static bool read_keys(struct issuer_keys *keys, const char *files, struct date today,
                      char ret_why[SEAL_WHY_SIZE])
{
    struct slice place;
    while ((place = next_place(&files)).size > 0) {
        if (keys->count == ISSUER_KEYS_MOST) {
            snprintf(ret_why, SEAL_WHY_SIZE, "more than %d keys are named", ISSUER_KEYS_MOST);
            return false;
        }
        if (!read_key(keys, place, today, ret_why))
            return false;
    }
    for (unsigned kind = 0; kind < SIGNER_KINDS; kind++) {
        if (!issuer_keys_signing(keys, kind)) {
            snprintf(ret_why, SEAL_WHY_SIZE,
                     "no key is named that signs with %s: one of RSA and "
                     "one of Ed25519 are needed",
                     algorithms[kind]);
            return false;
        }
    }
    return true;
}

/* It stands in JSON and between the brackets of N-Quads as it is. */
static bool is_address(struct slice address)
{
    if (!slice_starts_with(address, SLICE("https://")) &&
        !slice_starts_with(address, SLICE("http://")))
        return false;
    for (size_t i = 0; i < address.size; i++) {
        const unsigned char c = (unsigned char)address.at[i];
        if (c <= ' ' || c >= 0x7f || strchr("\"#<>?\\^`{|}", c))
            return false;
    }
    return true;
}

struct issuer_keys *issuer_keys_open(struct slice address, const char *files, struct date today,
                                     char ret_why[SEAL_WHY_SIZE])
{
    struct issuer_keys *keys = calloc(1, sizeof *keys);
    snprintf(ret_why, SEAL_WHY_SIZE, "the keys cannot be read: out of memory");
    if (!keys)
        return NULL;
    while (address.size > 0 && address.at[address.size - 1] == '/')
        address.size--;
    keys->address = address;
    keys->keys = calloc(ISSUER_KEYS_MOST, sizeof *keys->keys);
    if (!is_address(address))
        snprintf(ret_why, SEAL_WHY_SIZE, "\"%.*s\" is no address of this API", (int)address.size,
                 address.at);
    else if (keys->keys && read_keys(keys, files, today, ret_why))
        return keys;
    issuer_keys_close(keys);
    return NULL;
}

void issuer_keys_close(struct issuer_keys *keys)
{
    if (!keys)
        return;
    for (unsigned i = 0; keys->keys && i < keys->count; i++)
        signer_close(keys->keys[i].signer);
    free(keys->keys);
    free(keys);
}

const struct issuer_key *issuer_keys_signing(const struct issuer_keys *keys, enum signer_kind kind)
{
    for (unsigned i = 0; i < keys->count; i++) {
        if (signer_kind(keys->keys[i].signer) == kind)
            return &keys->keys[i];
    }
    return NULL;
}

bool issuer_keys_are_valid(const struct issuer_keys *keys, struct date today)
{
    for (unsigned kind = 0; kind < SIGNER_KINDS; kind++) {
        if (is_over(issuer_keys_signing(keys, kind), today))
            return false;
    }
    return true;
}

/* --- what others are told --- */

void issuer_write_id(const struct issuer_keys *keys, struct buffer *text)
{
    buffer_slice(text, keys->address);
    buffer_text(text, "/v1/issuer");
}

void issuer_key_write_address(const struct issuer_keys *keys, const struct issuer_key *key,
                              struct buffer *text)
{
    issuer_write_id(keys, text);
    buffer_text(text, "/keys/");
    buffer_text(text, key->id);
}

void issuer_key_write_method_id(const struct issuer_keys *keys, const struct issuer_key *key,
                                struct buffer *text)
{
    issuer_write_id(keys, text);
    buffer_char(text, '#');
    buffer_text(text, key->id);
}

enum status issuer_key_write_jwk(const struct issuer_keys *keys, const struct issuer_key *key,
                                 struct buffer *json)
{
    buffer_text(json, "{\"kid\":\"");
    issuer_key_write_address(keys, key, json);
    buffer_text(json, "\",\"alg\":\"");
    buffer_text(json, algorithms[signer_kind(key->signer)]);
    buffer_text(json, "\",\"use\":\"sig\",");
    struct buffer members = { 0 };
    const bool is_written = signer_write_public(key->signer, &members) == STATUS_OK;
    if (is_written) /* without its bracket */
        buffer_append(json, members.at + 1, members.size - 1);
    buffer_release(&members);
    return is_written && !json->has_failed ? STATUS_OK : STATUS_FAILED;
}

enum status issuer_key_write_method(const struct issuer_keys *keys, const struct issuer_key *key,
                                    struct buffer *json)
{
    /* Multikey: what kind of key it is (0xed as a varint), then the key. */
    unsigned char bytes[2 + SIGNER_ED25519_SIZE] = { 0xed, 0x01 };
    if (signer_kind(key->signer) != SIGNER_EDDSA)
        return STATUS_OK;
    if (signer_public_bytes(key->signer, bytes + 2) != STATUS_OK)
        return STATUS_FAILED;
    buffer_text(json, "{\"id\":\"");
    issuer_key_write_method_id(keys, key, json);
    buffer_text(json, "\",\"type\":\"Multikey\",\"controller\":\"");
    issuer_write_id(keys, json);
    buffer_text(json, "\",\"publicKeyMultibase\":\"z");
    base58_write((struct slice){ (const char *)bytes, sizeof bytes }, json);
    buffer_text(json, "\"}");
    return json->has_failed ? STATUS_FAILED : STATUS_OK;
}
