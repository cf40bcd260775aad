/* SPDX-License-Identifier: EUPL-1.2 */
/* Cursors of paged lists: direction, the id of an entry, the key that it is sorted by (a date: a
 * cursor stands in addresses, so nothing personal is in it), and a check over all of it, the
 * filters, the sort and, of a search, its body, so that a cursor used with others, or a mangled
 * one, is refused instead of answering something else. */
#ifndef CURSOR_H
#define CURSOR_H

#include "http/http.h"
#include "id.h"

#include <stdbool.h>

enum { CURSOR_KEY_SIZE = 16, CURSOR_TEXT_SIZE = 64 };

struct cursor {
    bool is_backward;
    struct id id;
    unsigned char key_size; /* 0: the sort has no key, or one that is looked up */
    char key[CURSOR_KEY_SIZE];
};

/* What a cursor belongs to. */
struct cursor_list {
    const char *operation_id;
    const struct http_pair *filters;
    size_t filter_count;
    struct slice body; /* as it was read, in the words of its table; unset = none */
};

void cursor_print(const struct cursor_list *list, const struct cursor *cursor,
                  char ret_text[CURSOR_TEXT_SIZE]);
bool cursor_parse(struct slice text, const struct cursor_list *list, struct cursor *ret_cursor);

#endif
