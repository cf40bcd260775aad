/* SPDX-License-Identifier: EUPL-1.2 */
#include "credential/quads.h"

#include "json/document.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum kind { TEXT, INSTANT, MULTIBASE, SUITE, WORD, TYPE, REFERENCE };

static const struct term {
    const char *member;
    enum kind kind;
    const char *iri;
} terms[] = {
#define TERM(member, kind, iri) { member, kind, iri },
#define TYPE(name, iri)
#include "credential/terms.def"
#undef TERM
#undef TYPE
};

static const struct type {
    const char *name, *iri;
} types[] = {
#define TERM(member, kind, iri)
#define TYPE(name, iri) { name, iri },
#include "credential/terms.def"
#undef TERM
#undef TYPE
};

static const char *const datatypes[] = {
    [INSTANT] = "http://www.w3.org/2001/XMLSchema#dateTime",
    [MULTIBASE] = "https://w3id.org/security#multibase",
    [SUITE] = "https://w3id.org/security#cryptosuiteString",
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])
enum { LINES_MAX = 256 };

struct lines {
    struct buffer text;
    size_t ends[LINES_MAX];
    size_t count;
    bool has_failed;
};

static void end_line(struct lines *lines)
{
    buffer_text(&lines->text, " .\n");
    if (lines->count == LINES_MAX)
        lines->has_failed = true;
    else
        lines->ends[lines->count++] = lines->text.size;
}

/* Nothing in an IRI of ours needs an escape; what would is no IRI. */
static void write_iri(struct lines *lines, struct slice iri)
{
    for (size_t i = 0; i < iri.size; i++)
        lines->has_failed |= (unsigned char)iri.at[i] <= ' ' || strchr("<>\"{}|^`\\", iri.at[i]);
    lines->has_failed |= iri.size == 0;
    buffer_char(&lines->text, '<');
    buffer_slice(&lines->text, iri);
    buffer_char(&lines->text, '>');
}

static void write_subject(struct lines *lines, struct slice id)
{
    if (slice_is_set(id))
        write_iri(lines, id);
    else
        buffer_text(&lines->text, "_:c14n0");
}

/* Canonical N-Quads, 4.1: these have letters of their own, other controls are \u00XX. */
static void write_escaped(struct buffer *text, unsigned char c)
{
    static const char letters[] = "\bb\tt\nn\ff\rr\"\"\\\\", digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i + 1 < sizeof letters; i += 2) {
        if (c == (unsigned char)letters[i]) {
            buffer_char(text, '\\');
            buffer_char(text, letters[i + 1]);
            return;
        }
    }
    if (c >= ' ' && c != 0x7f) {
        buffer_char(text, (char)c);
        return;
    }
    buffer_text(text, "\\u00");
    buffer_char(text, digits[c >> 4]);
    buffer_char(text, digits[c & 15]);
}

static void write_literal(struct lines *lines, struct slice value, const char *datatype)
{
    buffer_char(&lines->text, '"');
    for (size_t i = 0; i < value.size; i++)
        write_escaped(&lines->text, (unsigned char)value.at[i]);
    buffer_char(&lines->text, '"');
    if (datatype) {
        buffer_text(&lines->text, "^^");
        write_iri(lines, slice_of(datatype));
    }
}

static void write_type(struct lines *lines, struct slice name)
{
    for (size_t i = 0; i < COUNT(types); i++) {
        if (slice_is(name, types[i].name)) {
            write_iri(lines, slice_of(types[i].iri));
            return;
        }
    }
    lines->has_failed = true;
}

static void write_value(struct lines *lines, const struct term *term, struct slice value)
{
    switch (term->kind) {
    case TYPE:
        write_type(lines, value);
        return;
    case REFERENCE:
        write_iri(lines, value);
        return;
    case WORD: /* of the vocabulary of proofs; there is one that we say */
        lines->has_failed |= !slice_is(value, "assertionMethod");
        write_iri(lines, SLICE("https://w3id.org/security#assertionMethod"));
        return;
    case TEXT:
        write_literal(lines, value, NULL);
        return;
    default:
        write_literal(lines, value, datatypes[term->kind]);
    }
}

static void write_node(struct lines *lines, const struct document *node, bool is_root);

static void write_statement(struct lines *lines, struct slice subject, const struct term *term,
                            const struct document *value)
{
    const bool is_node = document_is_object(value);
    const struct slice text = document_text(is_node ? document_member(value, "id") : value);
    if (!slice_is_set(text) || (is_node && term->kind != REFERENCE)) {
        lines->has_failed = true;
        return;
    }
    write_subject(lines, subject);
    buffer_char(&lines->text, ' ');
    write_iri(lines, slice_of(term->iri));
    buffer_char(&lines->text, ' ');
    write_value(lines, term, text);
    end_line(lines);
    if (is_node)
        write_node(lines, value, false);
}

static void write_node(struct lines *lines, const struct document *node, bool is_root)
{
    const struct slice id = document_text(document_member(node, "id"));
    size_t known = (slice_is_set(id) ? 1 : 0) + (document_member(node, "@context") ? 1u : 0u);
    lines->has_failed |= !is_root && !slice_is_set(id);
    for (size_t i = 0; i < COUNT(terms) && !lines->has_failed; i++) {
        const struct document *value = document_member(node, terms[i].member);
        if (!value)
            continue;
        known++;
        if (!document_is_array(value))
            write_statement(lines, id, &terms[i], value);
        for (size_t k = 0; document_is_array(value) && k < document_count(value); k++)
            write_statement(lines, id, &terms[i], document_item(value, k));
    }
    lines->has_failed |= known != document_count(node); /* something that is none of ours */
}

static int compare(const void *a, const void *b)
{
    const struct slice *one = a, *other = b;
    const size_t size = one->size < other->size ? one->size : other->size;
    const int order = memcmp(one->at, other->at, size);
    return order ? order : (one->size > other->size) - (one->size < other->size);
}

static void sort_lines(struct lines *lines, struct buffer *ret_quads)
{
    struct slice each[LINES_MAX] = { { 0 } };
    size_t start = 0;
    for (size_t i = 0; i < lines->count; i++) {
        each[i] = (struct slice){ lines->text.at + start, lines->ends[i] - start };
        start = lines->ends[i];
    }
    qsort(each, lines->count, sizeof *each, compare);
    for (size_t i = 0; i < lines->count; i++) {
        if (i == 0 || !slice_equals(each[i], each[i - 1])) /* a set of statements */
            buffer_slice(ret_quads, each[i]);
    }
}

enum status quads_write(struct slice json, struct buffer *ret_quads)
{
    struct document *document = NULL;
    struct lines *lines = calloc(1, sizeof *lines);
    enum status status = STATUS_OK;
    const bool is_json =
        document_parse(json, &document, &status) == REASON_NONE && status == STATUS_OK;
    if (lines && is_json && document_is_object(document)) {
        write_node(lines, document, true);
        if (!lines->has_failed && !lines->text.has_failed)
            sort_lines(lines, ret_quads);
    }
    const bool is_done = lines && is_json && lines->count > 0 && !lines->has_failed &&
                         !lines->text.has_failed && !ret_quads->has_failed;
    if (lines)
        buffer_release(&lines->text);
    free(lines);
    if (is_json)
        document_free(document);
    return is_done ? STATUS_OK : STATUS_FAILED;
}
