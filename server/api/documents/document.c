/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/documents/document.h"

void document_read(struct exchange *x, struct row *row, struct document_snapshot *ret_document)
{
    ret_document->edition = row_int(row, "edition");
    ret_document->content = row_text(row, "content");
    ret_document->digest = row_text(row, "digest");
    const struct slice since = row_text(row, "created_at");
    const int64_t attempts = row_int(row, "attempts");
    if (slice_is_set(ret_document->content))
        return;
    exchange_refuse(x, REASON_DOCUMENT_NOT_DRAWN,
                    arena_print(x->arena, "{\"attempts\":%lld,\"created_at\":\"%.*s\"}",
                                (long long)attempts, (int)since.size, since.at ? since.at : ""));
}

/* RFC 8187: what is no letter, digit or one of a few marks is written by its bytes. */
static void write_encoded(struct buffer *buffer, struct slice text)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.size; i++) {
        const unsigned char byte = (unsigned char)text.at[i];
        const bool is_plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                              (byte >= 'a' && byte <= 'z') || byte == '-' || byte == '.';
        if (!is_plain) {
            buffer_char(buffer, '%');
            buffer_char(buffer, digits[byte >> 4]);
        }
        buffer_char(buffer, is_plain ? (char)byte : digits[byte & 15]);
    }
}

/* RFC 6266. */
struct slice document_disposition(struct exchange *x, struct slice ascii_name, struct slice name,
                                  const char *ending)
{
    struct buffer text = { 0 };
    buffer_text(&text, "attachment; filename=\"");
    buffer_slice(&text, ascii_name);
    buffer_text(&text, ending);
    buffer_text(&text, "\"; filename*=UTF-8''");
    write_encoded(&text, name);
    buffer_text(&text, ending);
    const struct slice copy =
        text.has_failed ? SLICE_UNSET : arena_copy(x->arena, buffer_as_slice(&text));
    buffer_release(&text);
    if (!slice_is_set(copy))
        x->has_failed = true;
    return copy;
}

void document_render(struct exchange *x, const struct document_snapshot *document,
                     struct slice ascii_name, struct slice name, struct writer *writer)
{
    buffer_hex(writer->buffer, document->content);
    x->reply_version = document->edition; /* what is sealed never changes */
    x->disposition = document_disposition(x, ascii_name, name, ".pdf");
    x->digest =
        arena_print(x->arena, "sha-256=:%.*s:", (int)document->digest.size, document->digest.at);
}
