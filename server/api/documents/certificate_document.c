/* What people hold of a certificate: drawn and sealed by clea-documents, kept in the database, sent
 * as it is. */
#include "api/certificates/certificates.h"
#include "api/documents/document.h"
#include "sql.h"

#include <stdio.h>

struct certificate_document {
    struct document_snapshot document;
    struct slice number;
    int64_t ordinal; /* of a duplicate */
};

static void bind_kind(const struct exchange *x, struct params *params, enum document_kind_word kind,
                      struct id duplicate_id)
{
    exchange_bind_path(x, params);
    params_text(params, "kind", slice_of(document_kind_words.codes[kind]));
    params_id(params, "certificate_duplicate_id", duplicate_id);
}

static void bind_certificate(const struct exchange *x, struct params *params)
{
    bind_kind(x, params, DOCUMENT_CERTIFICATE, (struct id){ { 0 } });
}

static void bind_duplicate(const struct exchange *x, struct params *params)
{
    bind_kind(x, params, DOCUMENT_DUPLICATE, x->path_id[1]);
}

static void bind_annulment(const struct exchange *x, struct params *params)
{
    bind_kind(x, params, DOCUMENT_ANNULMENT, (struct id){ { 0 } });
}

/* Each kind is there in one state of the certificate: of one that was annulled nobody is given the
 * paper again. */
static void read_in(struct exchange *x, struct row *row, bool wants_annulled)
{
    struct certificate_document *known = x->snapshot;
    const bool is_annulled = slice_is(row_text(row, "status"), "ANNULLED");
    x->whose = row_id(row, "candidate_id");
    known->number = row_text(row, "number");
    known->ordinal = row_int(row, "ordinal");
    if (is_annulled != wants_annulled)
        exchange_refuse(x,
                        is_annulled ? REASON_CERTIFICATE_ANNULLED : REASON_CERTIFICATE_NOT_ANNULLED,
                        SLICE_UNSET);
    else
        document_read(x, row, &known->document);
}

static void read_paper(struct exchange *x, struct row *row)
{
    read_in(x, row, false);
}

static void read_annulment(struct exchange *x, struct row *row)
{
    read_in(x, row, true);
}

static const struct load certificate_loads[] = {
    { &SQL_certificate_document, bind_certificate, read_paper, LOAD_REQUIRED },
    { .statement = NULL },
};
static const struct load duplicate_loads[] = {
    { &SQL_certificate_document, bind_duplicate, read_paper, LOAD_REQUIRED },
    { .statement = NULL },
};
static const struct load annulment_loads[] = {
    { &SQL_certificate_document, bind_annulment, read_annulment, LOAD_REQUIRED },
    { .statement = NULL },
};

static void render(struct exchange *x, const char *ascii, const char *name, struct writer *writer)
{
    const struct certificate_document *known = x->snapshot;
    const struct slice number = known->number;
    document_render(x, &known->document,
                    arena_print(x->arena, "%s-%.*s", ascii, (int)number.size, number.at),
                    arena_print(x->arena, "%s %.*s", name, (int)number.size, number.at), writer);
}

static void render_certificate(struct exchange *x, struct writer *writer)
{
    render(x, "certificat", "Certificat CléA", writer);
}

static void render_duplicate(struct exchange *x, struct writer *writer)
{
    const struct certificate_document *known = x->snapshot;
    char ascii[64], name[64];
    snprintf(ascii, sizeof ascii, "duplicata-%lld", (long long)known->ordinal);
    snprintf(name, sizeof name, "Duplicata n° %lld", (long long)known->ordinal);
    render(x, ascii, name, writer);
}

static void render_annulment(struct exchange *x, struct writer *writer)
{
    render(x, "annulation", "Annulation du certificat", writer);
}

static const enum reason paper_reasons[] = { REASON_CERTIFICATE_ANNULLED, REASON_DOCUMENT_NOT_DRAWN,
                                             REASON_NONE };
static const enum reason annulment_reasons[] = { REASON_CERTIFICATE_NOT_ANNULLED,
                                                 REASON_DOCUMENT_NOT_DRAWN, REASON_NONE };

#define CERTIFICATE_DOCUMENT(its_loads, its_render, its_reasons)                                   \
    .method = METHOD_GET, .tag = "Certificates", .roles = CERTIFICATE_READERS,                     \
    .flags = OPERATION_REFERENCE | OPERATION_PERSONAL, .loads = (its_loads),                       \
    .snapshot_size = sizeof(struct certificate_document),                                          \
    .reply = { 200, .render = (its_render), .content_type = "application/pdf", .is_file = true },  \
    .reasons = (its_reasons)

const struct operation certificate_document_operations[] = {
    {
        CERTIFICATE_DOCUMENT(certificate_loads, render_certificate, paper_reasons),
        .id = "readCertificateDocument",
        .path = "/v1/certificates/{certificate_id}/document",
        .summary = "Read a certificate on paper.",
        .description = "The sealed file (PDF, PAdES): drawn once, some seconds after the "
                       "certificate is issued, and always the same from then on: `Repr-Digest` is "
                       "that of the register. 503 with Retry-After until it is drawn; an annulled "
                       "certificate has none (409).",
    },
    {
        CERTIFICATE_DOCUMENT(duplicate_loads, render_duplicate, paper_reasons),
        .id = "readCertificateDuplicateDocument",
        .path = "/v1/certificates/{certificate_id}/duplicates/{certificate_duplicate_id}/document",
        .summary = "Read a duplicate on paper.",
        .description = "As the certificate, with the mark of the duplicate and its day.",
    },
    {
        CERTIFICATE_DOCUMENT(annulment_loads, render_annulment, annulment_reasons),
        .id = "readAnnulmentNotice",
        .path = "/v1/certificates/{certificate_id}/annulment-notice",
        .summary = "Read the letter to whom held an annulled certificate.",
        .description = "The sealed file: which certificate, since when and why, what that changes "
                       "and what may follow. There is none of a certificate that is valid (409).",
    },
    { .id = NULL },
};
