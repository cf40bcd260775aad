/* The document of a certificate: drawn and sealed by clea-documents, kept in the database, sent as
 * it is. */
#include "api/certificates/certificates.h"
#include "api/documents/document.h"
#include "sql.h"

struct certificate_document {
    struct document_snapshot document;
    struct slice number;
};

/* Of one that was annulled nobody is given the paper again. */
static void read_document(struct exchange *x, struct row *row)
{
    struct certificate_document *known = x->snapshot;
    x->whose = row_id(row, "candidate_id");
    known->number = row_text(row, "number");
    if (slice_is(row_text(row, "status"), "ANNULLED")) {
        exchange_refuse(x, REASON_CERTIFICATE_ANNULLED, SLICE_UNSET);
        return;
    }
    document_read(x, row, &known->document);
}

static const struct load document_loads[] = {
    { &SQL_certificate_document, exchange_bind_path, read_document, LOAD_REQUIRED },
    { .statement = NULL },
};

static void render_document(struct exchange *x, struct writer *writer)
{
    const struct certificate_document *known = x->snapshot;
    const struct slice number = known->number;
    document_render(
        x, &known->document, arena_print(x->arena, "certificat-%.*s", (int)number.size, number.at),
        arena_print(x->arena, "Certificat CléA %.*s", (int)number.size, number.at), writer);
}

static const enum reason document_reasons[] = { REASON_CERTIFICATE_ANNULLED,
                                                REASON_DOCUMENT_NOT_DRAWN, REASON_NONE };

const struct operation certificate_document_operations[] = {
    {
        .id = "readCertificateDocument",
        .method = METHOD_GET,
        .path = "/v1/certificates/{certificate_id}/document",
        .tag = "Certificates",
        .summary = "Read a certificate on paper.",
        .description = "The sealed file (PDF, PAdES): drawn once, some seconds after the "
                       "certificate is issued, and always the same from then on: `Repr-Digest` is "
                       "that of the register. 503 with Retry-After until it is drawn; an annulled "
                       "certificate has none (409).",
        .roles = CERTIFICATE_READERS,
        .flags = OPERATION_REFERENCE | OPERATION_PERSONAL,
        .loads = document_loads,
        .snapshot_size = sizeof(struct certificate_document),
        .reply = { 200, .render = render_document, .content_type = "application/pdf",
                   .is_file = true },
        .reasons = document_reasons,
    },
    { .id = NULL },
};
