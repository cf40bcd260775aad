/* SPDX-License-Identifier: EUPL-1.2 */
/* The digital credential of a certificate, signed by clea-documents and sent as it is. */
#include "api/credentials/credentials.h"

#include "api/certificates/certificates.h"
#include "sql.h"

void credential_read(struct exchange *x, struct row *row, struct credential_snapshot *ret_known)
{
    ret_known->with_proof = row_text(row, "with_proof");
    ret_known->token = row_text(row, "token");
    const struct slice since = row_text(row, "created_at");
    const int64_t attempts = row_int(row, "attempts");
    if (!slice_is_set(ret_known->token))
        exchange_refuse(x, REASON_DOCUMENT_NOT_DRAWN,
                        arena_print(x->arena, "{\"attempts\":%lld,\"created_at\":\"%.*s\"}",
                                    (long long)attempts, (int)since.size,
                                    since.at ? since.at : ""));
}

void credential_render(struct exchange *x, const struct credential_snapshot *known,
                       struct writer *writer)
{
    buffer_slice(writer->buffer, x->type == CREDENTIAL_TOKEN ? known->token : known->with_proof);
}

/* --- of a certificate --- */

static void read_credential(struct exchange *x, struct row *row)
{
    struct credential_snapshot *known = x->snapshot;
    x->whose = row_id(row, "candidate_id");
    if (slice_is(row_text(row, "status"), "ANNULLED"))
        exchange_refuse(x, REASON_CERTIFICATE_ANNULLED, SLICE_UNSET);
    else
        credential_read(x, row, known);
}

static void render_credential(struct exchange *x, struct writer *writer)
{
    credential_render(x, x->snapshot, writer);
    x->reply_version = 1; /* what is signed never changes */
}

static const struct load credential_loads[] = {
    { &SQL_certificate_credential, exchange_bind_path, read_credential, LOAD_REQUIRED },
    { .statement = NULL },
};
static const enum reason credential_reasons[] = { REASON_CERTIFICATE_ANNULLED,
                                                  REASON_DOCUMENT_NOT_DRAWN, REASON_NONE };

/* --- which are worth nothing any more --- */

struct status_snapshot {
    struct credential_snapshot list;
    int64_t version;
};

static void read_status(struct exchange *x, struct row *row)
{
    struct status_snapshot *known = x->snapshot;
    credential_read(x, row, &known->list);
    known->version = row_int(row, "signed_version");
}

static void render_status(struct exchange *x, struct writer *writer)
{
    const struct status_snapshot *known = x->snapshot;
    credential_render(x, &known->list, writer);
    x->reply_version = known->version;
}

static const struct load status_loads[] = {
    { &SQL_credential_status, exchange_bind_path_id, read_status, LOAD_REQUIRED },
    { .statement = NULL },
};
static const enum reason status_reasons[] = { REASON_DOCUMENT_NOT_DRAWN, REASON_NONE };

const struct operation credential_operations[] = {
    {
        .id = "readCredential",
        .method = METHOD_GET,
        .path = "/v1/certificates/{certificate_id}/credential",
        .tag = "Credentials",
        .summary = "Read the digital credential of a certificate.",
        .description =
            "An Open Badge 3.0 (W3C Verifiable Credential 2.0), with a proof of Data Integrity "
            "(eddsa-rdfc-2022) or, to who accepts application/vc+jwt, as a JSON Web Token "
            "(RS256). It names nobody: its subject is a number drawn for it, so that whoever has "
            "it "
            "can show it. It is therefore for its holder, the organism that hands the certificate "
            "over, and the certifier alone. Signed once, some "
            "seconds after the certificate is issued, and always the same from then on. 503 with "
            "Retry-After until then; an annulled certificate has none (409), and the status list "
            "that the credential names says so to whoever was given it.",
        .roles = ROLE_CANDIDATE | ROLE_REFERENT | ROLE_CERTIFIER,
        .flags = OPERATION_REFERENCE | OPERATION_PERSONAL | OPERATION_RESTRICTED,
        .loads = credential_loads,
        .snapshot_size = sizeof(struct credential_snapshot),
        .reply = { 200, .render = render_credential, .types = CREDENTIAL_TYPES, .is_tagged = true },
        .reasons = credential_reasons,
    },
    {
        .id = "readCredentialStatus",
        .method = METHOD_GET,
        .path = "/v1/credential-status/{credential_list_id}",
        .tag = "Credentials",
        .summary = "Read which credentials are worth nothing any more.",
        .description =
            "Public. A Bitstring Status List of 131072 places, signed like the credentials that "
            "name it: the bit of a certificate that was annulled is set. From the moment an "
            "annulment is confirmed, the list is not told (503 with Retry-After) until one that "
            "says so is signed; what was read before may be kept for five minutes.",
        .roles = 0,
        .flags = OPERATION_PUBLIC_CACHE,
        .loads = status_loads,
        .snapshot_size = sizeof(struct status_snapshot),
        .reply = { 200, .render = render_status, .types = CREDENTIAL_TYPES, .is_tagged = true },
        .reasons = status_reasons,
    },
    { .id = NULL },
};
