/* SPDX-License-Identifier: EUPL-1.2 */
/* Short hands for printing the contract: a key and its value at once. */
#ifndef CONTRACT_TEXT_H
#define CONTRACT_TEXT_H

#include "api/role.h"
#include "json/deprecation.h"
#include "json/writer.h"

void write_text(struct writer *writer, const char *key, const char *text);
void write_int(struct writer *writer, const char *key, int64_t number);
void write_bool(struct writer *writer, const char *key, bool value);
/* { "$ref": "#/components/<kind>/<name>" }; as a member of an open object; as the text of another
 * key. */
void write_ref(struct writer *writer, const char *kind, const char *name);
void write_ref_member(struct writer *writer, const char *kind, const char *name);
void write_ref_text(struct writer *writer, const char *key, const char *kind, const char *name);
/* The names of roles, as an array. */
/* deprecated, x-deprecated-since and x-sunset; nothing when there is no deprecation. */
void write_deprecation(struct writer *writer, const struct deprecation *deprecation);
/* The same as a sentence behind a description. */
void print_deprecation(struct buffer *buffer, const struct deprecation *deprecation);
void write_roles(struct writer *writer, const char *key, unsigned roles);
/* Members of a `content`: a file of one of these types, NULL-terminated; with how one begins. */
void write_file_types(struct writer *writer, const char *const *media_types, bool has_example);

#endif
