/* SPDX-License-Identifier: EUPL-1.2 */
#include "contract/contract_text.h"

#include <stdio.h>

void write_text(struct writer *writer, const char *key, const char *text)
{
    writer_key(writer, key);
    writer_text(writer, text);
}

void write_int(struct writer *writer, const char *key, int64_t number)
{
    writer_key(writer, key);
    writer_int(writer, number);
}

void write_bool(struct writer *writer, const char *key, bool value)
{
    writer_key(writer, key);
    writer_bool(writer, value);
}

void write_ref_text(struct writer *writer, const char *key, const char *kind, const char *name)
{
    char path[192];
    snprintf(path, sizeof path, "#/components/%s/%s", kind, name);
    write_text(writer, key, path);
}

void write_ref_member(struct writer *writer, const char *kind, const char *name)
{
    write_ref_text(writer, "$ref", kind, name);
}

void write_ref(struct writer *writer, const char *kind, const char *name)
{
    writer_open(writer, '{');
    write_ref_member(writer, kind, name);
    writer_close(writer, '}');
}

void write_deprecation(struct writer *writer, const struct deprecation *deprecation)
{
    if (!deprecation)
        return;
    write_bool(writer, "deprecated", true);
    writer_key(writer, "x-deprecated-since");
    writer_date(writer, deprecation->since);
    writer_key(writer, "x-sunset");
    writer_date(writer, deprecation->sunset);
}

void print_deprecation(struct buffer *buffer, const struct deprecation *deprecation)
{
    char since[DATE_TEXT_SIZE], sunset[DATE_TEXT_SIZE], text[80];
    if (!deprecation)
        return;
    date_print(deprecation->since, since);
    date_print(deprecation->sunset, sunset);
    snprintf(text, sizeof text, " Deprecated since %s, kept until %s: ", since, sunset);
    buffer_text(buffer, text);
    buffer_text(buffer, deprecation->instead);
}

void write_roles(struct writer *writer, const char *key, unsigned roles)
{
    writer_key(writer, key);
    writer_open(writer, '[');
    for (unsigned i = 0; role_names[i]; i++) {
        if (roles & (1u << i))
            writer_text(writer, role_names[i]);
    }
    writer_close(writer, ']');
}

void write_file_types(struct writer *writer, const char *const *media_types, bool has_example)
{
    for (; *media_types; media_types++) {
        writer_key(writer, *media_types);
        writer_raw(writer, has_example
                               ? SLICE("{\"schema\":{\"type\":\"string\",\"format\":\"binary\"},"
                                       "\"example\":\"(the bytes of the file)\"}")
                               : SLICE("{\"schema\":{\"type\":\"string\",\"format\":\"binary\"}}"));
    }
}
