/* Cursors of paged lists: direction, last id, and a check over both and the filters, so that a
 * cursor used with other filters, or a mangled one, is refused instead of answering something else.
 */
#ifndef CURSOR_H
#define CURSOR_H

#include "http/http.h"
#include "id.h"

#include <stdbool.h>

enum { CURSOR_TEXT_SIZE = 48 };

void cursor_print(const char *operation_id, const struct http_pair *filters, size_t count,
                  struct id id, bool is_backward, char ret_text[CURSOR_TEXT_SIZE]);
bool cursor_parse(struct slice text, const char *operation_id, const struct http_pair *filters,
                  size_t count, struct id *ret_id, bool *ret_is_backward);

#endif
