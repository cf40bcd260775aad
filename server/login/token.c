/* SPDX-License-Identifier: EUPL-1.2 */
#include "login/token.h"

#include "json/document.h"
#include "text/base64url.h"

#include <strings.h>

const char *const token_fault_names[TOKEN_FAULT_COUNT] = {
#define FAULT(name, code) [TOKEN_##name] = code,
#include "login/fault.def"
#undef FAULT
};

/* Beyond this numbers are no moments: 2^53 is what every JSON reader agrees upon. */
static const int64_t MOMENT_MAX = INT64_C(1) << 53;

static bool is_given(const struct document *object, const char *name)
{
    return document_member(object, name) != NULL;
}

/* A text of visible ASCII and blanks, at least one character of it; false when it is anything else
 * or longer. */
static bool read_name(const struct document *value, char *ret_name, size_t most)
{
    const struct slice text = document_text(value);
    if (!slice_is_set(text) || text.size == 0 || text.size > most)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] < ' ' || text.at[i] > '~')
            return false;
    }
    memcpy(ret_name, text.at, text.size);
    ret_name[text.size] = '\0';
    return true;
}

static bool read_optional_name(const struct document *object, const char *name,
                               char ret_name[TOKEN_NAME_MAX + 1])
{
    ret_name[0] = '\0';
    return !is_given(object, name) ||
           read_name(document_member(object, name), ret_name, TOKEN_NAME_MAX);
}

/* The three parts, as they are written. */
static bool split(struct slice text, struct slice ret_parts[3])
{
    for (unsigned i = 0; i < 3; i++) {
        const char *dot = memchr(text.at, '.', text.size);
        if ((dot != NULL) != (i < 2))
            return false;
        const size_t size = dot ? (size_t)(dot - text.at) : text.size;
        ret_parts[i] = (struct slice){ text.at, size };
        if (size == 0)
            return false;
        if (dot) {
            text.at += size + 1;
            text.size -= size + 1;
        }
    }
    return true;
}

/* Duplicate members, depth and NULs are refused by the reader of JSON. */
static enum status read_object(struct slice encoded, unsigned char *bytes, size_t capacity,
                               enum token_fault fault, struct document **ret_object,
                               enum token_fault *ret_fault)
{
    size_t size;
    enum status status;
    struct document *object = NULL;
    if (!base64url_decode(encoded, bytes, capacity, &size)) {
        *ret_fault = TOKEN_FORM;
        return STATUS_OK;
    }
    *ret_fault = fault;
    if (document_parse((struct slice){ (const char *)bytes, size }, &object, &status) ==
            REASON_NONE &&
        status == STATUS_OK) {
        *ret_object = object;
        if (document_is_object(object))
            *ret_fault = TOKEN_SOUND;
    }
    return status;
}

/* at+jwt, with or without application/ before it (RFC 9068, 4). A media type has no case. */
static bool is_access_token(struct slice type)
{
    static const struct slice tree = { "application/", 12 };
    if (type.size > tree.size && strncasecmp(type.at, tree.at, tree.size) == 0) {
        type.at += tree.size;
        type.size -= tree.size;
    }
    return type.size == 6 && strncasecmp(type.at, "at+jwt", 6) == 0;
}

static bool find_algorithm(struct slice name, enum algorithm *ret_algorithm)
{
    for (unsigned i = 0; i < ALGORITHM_COUNT; i++) {
        if (slice_is(name, algorithm_names[i])) {
            *ret_algorithm = (enum algorithm)i;
            return true;
        }
    }
    return false;
}

static enum token_fault read_header(const struct document *header, struct token *token)
{
    static const char *const keys[] = { "jku", "jwk", "x5u", "x5c" };
    if (is_given(header, "crit"))
        return TOKEN_CRITICAL;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (is_given(header, keys[i]))
            return TOKEN_OWN_KEY;
    }
    if (!is_access_token(document_text(document_member(header, "typ"))))
        return TOKEN_TYPE;
    if (!find_algorithm(document_text(document_member(header, "alg")), &token->algorithm))
        return TOKEN_ALGORITHM;
    if (!read_name(document_member(header, "kid"), token->key_id, TOKEN_KEY_ID_MAX))
        return TOKEN_KEY_ID;
    return TOKEN_SOUND;
}

static const struct issuer *find_issuer(struct slice name, const struct issuer issuers[],
                                        unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (slice_is_set(name) && slice_is(name, issuers[i].settings->issuer))
            return &issuers[i];
    }
    return NULL;
}

/* One audience or several; ours must be among them, and each must be a text. */
static bool is_for_us(const struct document *audience, const char *ours)
{
    const size_t count = document_count(audience);
    if (slice_is_set(document_text(audience)))
        return slice_is(document_text(audience), ours);
    bool is_named = false;
    for (size_t i = 0; i < count; i++) {
        const struct slice one = document_text(document_item(audience, i));
        if (!slice_is_set(one) || i == TOKEN_AUDIENCES_MAX)
            return false;
        is_named |= slice_is(one, ours);
    }
    return is_named;
}

static bool read_moment(const struct document *claims, const char *name, int64_t *ret_moment)
{
    const struct document *value = document_member(claims, name);
    *ret_moment = document_int(value, -1);
    return document_is_int(value) && *ret_moment >= 0 && *ret_moment <= MOMENT_MAX;
}

static enum token_fault read_times(const struct document *claims, int64_t now_s,
                                   struct token *token)
{
    int64_t issued_s, not_before_s;
    if (!read_moment(claims, "exp", &token->expires_at_s) || !read_moment(claims, "iat", &issued_s))
        return TOKEN_CLAIMS;
    not_before_s = issued_s;
    if (is_given(claims, "nbf") && !read_moment(claims, "nbf", &not_before_s))
        return TOKEN_CLAIMS;
    if (now_s >= token->expires_at_s + TOKEN_SKEW_S)
        return TOKEN_EXPIRED;
    if (now_s + TOKEN_SKEW_S < issued_s || now_s + TOKEN_SKEW_S < not_before_s)
        return TOKEN_EARLY;
    if (token->expires_at_s > issued_s + TOKEN_LIFETIME_MAX_S)
        return TOKEN_LIFETIME;
    return TOKEN_SOUND;
}

static bool append_permission(struct slice word, struct token *token, size_t *size)
{
    if (!slice_is_set(word) || *size + word.size + 1 > TOKEN_PERMISSIONS_MAX)
        return false;
    if (*size > 0)
        token->permissions[(*size)++] = ' ';
    for (size_t i = 0; i < word.size; i++) {
        if (word.at[i] < ' ' || word.at[i] > '~')
            return false;
        token->permissions[(*size)++] = word.at[i];
    }
    token->permissions[*size] = '\0';
    return true;
}

/* "a b" (RFC 8693, 4.2) or ["a", "b"]; absent is no permission at all. */
static bool read_permissions(const struct document *claims, const char *name, struct token *token)
{
    const struct document *claim = *name ? document_member(claims, name) : NULL;
    size_t size = 0;
    token->permissions[0] = '\0';
    if (!claim)
        return true;
    if (slice_is_set(document_text(claim)))
        return append_permission(document_text(claim), token, &size);
    if (!document_is_array(claim))
        return false;
    for (size_t i = 0; i < document_count(claim); i++) {
        if (!append_permission(document_text(document_item(claim, i)), token, &size))
            return false;
    }
    return true;
}

static enum token_fault read_claims(const struct document *claims, const struct issuer issuers[],
                                    unsigned issuer_count, int64_t now_s, struct token *token)
{
    token->issuer =
        find_issuer(document_text(document_member(claims, "iss")), issuers, issuer_count);
    if (!token->issuer)
        return TOKEN_ISSUER;
    const struct issuer_settings *settings = token->issuer->settings;
    if (!issuer_allows(token->issuer, token->algorithm))
        return TOKEN_ALGORITHM;
    if (!is_for_us(document_member(claims, "aud"), settings->audience))
        return TOKEN_AUDIENCE;
    if (!read_name(document_member(claims, "sub"), token->subject, TOKEN_NAME_MAX) ||
        !read_optional_name(claims, "client_id", token->client_id) ||
        !read_optional_name(claims, "jti", token->token_id) ||
        !read_permissions(claims, settings->permission_claim, token))
        return TOKEN_CLAIMS;
    return read_times(claims, now_s, token);
}

enum status token_read(struct slice text, const struct issuer issuers[], unsigned issuer_count,
                       int64_t now_s, struct token *ret_token, enum token_fault *ret_fault)
{
    unsigned char header_bytes[TOKEN_HEADER_MAX], claims_bytes[TOKEN_CLAIMS_MAX];
    struct slice parts[3];
    struct document *header = NULL, *claims = NULL;
    *ret_fault = TOKEN_SIZE;
    if (!slice_is_set(text) || text.size == 0 || text.size > TOKEN_MAX)
        return STATUS_OK;
    *ret_fault = TOKEN_FORM;
    if (!split(text, parts) || !base64url_decode(parts[2], ret_token->signature,
                                                 TOKEN_SIGNATURE_MAX, &ret_token->signature_size))
        return STATUS_OK;
    ret_token->signed_part = (struct slice){ text.at, parts[0].size + 1 + parts[1].size };
    enum status status =
        read_object(parts[0], header_bytes, sizeof header_bytes, TOKEN_HEADER, &header, ret_fault);
    if (*ret_fault == TOKEN_SOUND)
        *ret_fault = read_header(header, ret_token);
    if (status == STATUS_OK && *ret_fault == TOKEN_SOUND)
        status = read_object(parts[1], claims_bytes, sizeof claims_bytes, TOKEN_CLAIMS, &claims,
                             ret_fault);
    if (status == STATUS_OK && *ret_fault == TOKEN_SOUND)
        *ret_fault = read_claims(claims, issuers, issuer_count, now_s, ret_token);
    document_free(header);
    document_free(claims);
    return status;
}
