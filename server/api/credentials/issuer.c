/* SPDX-License-Identifier: EUPL-1.2 */
/* Who issues credentials, and the public keys by which they are verified: what clea-documents
 * published before it signed. */
#include "api/operation.h"
#include "sql.h"

struct issuer_snapshot {
    struct slice issuer, jwks, methods, method_ids; /* of the last two: inside of brackets */
};

static void bind_whole(const struct exchange *x, struct params *params)
{
    (void)x;
    params_item(params);
    params_bool(params, "whole", true);
}

static void read_issuer(struct exchange *x, struct row *row)
{
    struct issuer_snapshot *known = x->snapshot;
    known->issuer = row_text(row, "issuer");
    known->jwks = row_text(row, "jwks");
    known->methods = row_text(row, "methods");
    known->method_ids = row_text(row, "method_ids");
}

static const struct load profile_loads[] = {
    { &SQL_issuer_keys, bind_whole, read_issuer, LOAD_REQUIRED },
    { .statement = NULL },
};
/* A set of keys may be empty. */
static const struct load set_loads[] = {
    { &SQL_issuer_keys, bind_whole, read_issuer, 0 },
    { .statement = NULL },
};

static void write_list(struct writer *writer, const char *name, struct slice items)
{
    writer_key(writer, name);
    writer_open(writer, '[');
    buffer_slice(writer->buffer, items);
    writer_close(writer, ']');
}

static void render_profile(struct exchange *x, struct writer *writer)
{
    const struct issuer_snapshot *known = x->snapshot;
    writer_open(writer, '{');
    writer_key(writer, "@context");
    writer_raw(writer, SLICE("[\"https://www.w3.org/ns/did/v1\","
                             "\"https://w3id.org/security/multikey/v1\","
                             "\"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json\"]"));
    writer_key(writer, "id");
    writer_string(writer, known->issuer);
    writer_key(writer, "type");
    writer_raw(writer, SLICE("[\"Profile\"]"));
    writer_key(writer, "name");
    writer_string(writer, x->certifier_name);
    write_list(writer, "verificationMethod", known->methods);
    write_list(writer, "assertionMethod", known->method_ids);
    writer_close(writer, '}');
}

static void render_set(struct exchange *x, struct writer *writer)
{
    const struct issuer_snapshot *known = x->snapshot;
    writer_open(writer, '{');
    write_list(writer, "keys", known->jwks);
    writer_close(writer, '}');
}

/* --- one key --- */

static void bind_key(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_text(params, "id", x->path_text[0]);
}

static void read_key(struct exchange *x, struct row *row)
{
    struct slice *jwk = x->snapshot;
    *jwk = row_text(row, "jwk");
}

static void render_key(struct exchange *x, struct writer *writer)
{
    const struct slice *jwk = x->snapshot;
    writer_raw(writer, *jwk);
}

static const struct load key_loads[] = {
    { &SQL_issuer_key, bind_key, read_key, LOAD_REQUIRED },
    { .statement = NULL },
};

const struct operation issuer_operations[] = {
    {
        .id = "readIssuer",
        .method = METHOD_GET,
        .path = "/v1/issuer",
        .tag = "Credentials",
        .summary = "Read who issues digital credentials.",
        .description = "Public. The profile of Open Badges 3.0, with every key whose proofs are "
                       "good. 404 where no credentials are issued.",
        .roles = 0,
        .flags = OPERATION_PUBLIC_CACHE,
        .loads = profile_loads,
        .snapshot_size = sizeof(struct issuer_snapshot),
        .reply = { 200, .render = render_profile,
                   .types = { "application/ld+json", "application/json" } },
    },
    {
        .id = "readIssuerKey",
        .method = METHOD_GET,
        .path = "/v1/issuer/keys/{key}",
        .tag = "Credentials",
        .summary = "Read one public key of the issuer.",
        .description =
            "Public: the address that a token names as its `kid` (RFC 7517). 404 of a key "
            "that was withdrawn.",
        .roles = 0,
        .flags = OPERATION_PUBLIC_CACHE,
        .loads = key_loads,
        .snapshot_size = sizeof(struct slice),
        .reply = { 200, .render = render_key,
                   .types = { "application/jwk+json", "application/json" } },
    },
    {
        .id = "readIssuerKeys",
        .method = METHOD_GET,
        .path = "/.well-known/jwks.json",
        .tag = "Credentials",
        .summary = "Read the public keys of the issuer.",
        .description = "Public: a set of keys (RFC 7517), the newest first. A key that signs no "
                       "more stays: what it signed is verified for ever. One that was withdrawn, "
                       "because somebody else may have it, is gone: what it signed is not to be "
                       "trusted.",
        .roles = 0,
        .flags = OPERATION_PUBLIC_CACHE,
        .loads = set_loads,
        .snapshot_size = sizeof(struct issuer_snapshot),
        .reply = { 200, .render = render_set,
                   .types = { "application/jwk-set+json", "application/json" } },
    },
    { .id = NULL },
};
