/* SPDX-License-Identifier: EUPL-1.2 */
#include "json/document.h"

#include "json/parse.h"

/* A document is a jansson value under a name that other folders may know; it is never defined. */
static const json_t *json_of(const struct document *document)
{
    return (const json_t *)document;
}

static const struct document *document_of(const json_t *json)
{
    return (const struct document *)json;
}

enum reason document_parse(struct slice text, struct document **ret_document,
                           enum status *ret_status)
{
    json_t *root;
    enum reason reason = parse_text(text, PARSE_WITHOUT_NUL, &root, NULL, ret_status);
    if (reason == REASON_NONE && *ret_status == STATUS_OK)
        *ret_document = (struct document *)root;
    return reason;
}

void document_free(struct document *document)
{
    json_decref((json_t *)document);
}

bool document_is_object(const struct document *document)
{
    return json_is_object(json_of(document));
}

bool document_is_array(const struct document *document)
{
    return json_is_array(json_of(document));
}

bool document_is_int(const struct document *document)
{
    return json_is_integer(json_of(document));
}

bool document_is_bool(const struct document *document)
{
    return json_is_boolean(json_of(document));
}

const struct document *document_member(const struct document *document, const char *name)
{
    return document_of(json_object_get(json_of(document), name));
}

const struct document *document_item(const struct document *document, size_t index)
{
    return document_of(json_array_get(json_of(document), index));
}

size_t document_count(const struct document *document)
{
    const json_t *json = json_of(document);
    return json_is_object(json) ? json_object_size(json) : json_array_size(json);
}

struct slice document_text(const struct document *document)
{
    const json_t *json = json_of(document);
    return (struct slice){ json_string_value(json), json_string_length(json) };
}

int64_t document_int(const struct document *document, int64_t otherwise)
{
    return document_is_int(document) ? json_integer_value(json_of(document)) : otherwise;
}

bool document_bool(const struct document *document, bool otherwise)
{
    return document_is_bool(document) ? json_is_true(json_of(document)) : otherwise;
}
