/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/address.h"

#include <stdio.h>

static bool is_unreserved(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.' || c == '_' || c == '~' || c == ',';
}

static void add_encoded(struct buffer *address, struct slice text)
{
    for (size_t i = 0; i < text.size; i++) {
        char code[4];
        if (is_unreserved(text.at[i])) {
            buffer_char(address, text.at[i]);
            continue;
        }
        snprintf(code, sizeof code, "%%%02X", (unsigned char)text.at[i]);
        buffer_append(address, code, 3);
    }
}

void address_add_path(struct buffer *address, struct slice path)
{
    for (size_t i = 0; i < path.size; i++) {
        if (path.at[i] == ' ')
            buffer_text(address, "%20");
        else
            buffer_char(address, path.at[i]);
    }
}

static void add_pair(struct buffer *address, char *separator, struct slice name, struct slice value)
{
    buffer_char(address, *separator);
    *separator = '&';
    add_encoded(address, name);
    if (!slice_is_set(value))
        return;
    buffer_char(address, '=');
    add_encoded(address, value);
}

void address_add_pairs(struct buffer *address, const struct http_call *call,
                       const struct address_page *page)
{
    char separator = '?', limit[24];
    for (size_t i = 0; i < call->pair_count; i++) {
        struct slice name = call->pairs[i].name;
        if (!page || (!slice_is(name, page->name) && !slice_is(name, "limit")))
            add_pair(address, &separator, name, call->pairs[i].value);
    }
    if (!page)
        return;
    snprintf(limit, sizeof limit, "%lld", (long long)page->limit);
    add_pair(address, &separator, SLICE("limit"), slice_of(limit));
    add_pair(address, &separator, slice_of(page->name), slice_of(page->cursor));
}
