/* SPDX-License-Identifier: EUPL-1.2 */
/* Addresses of ours as text: parameters percent-encoded again, for Link and Location. */
#ifndef ADDRESS_H
#define ADDRESS_H

#include "buffer.h"
#include "http/http.h"

/* Appends "?a=b&c=d" with the parameters of the call but its cursor and `limit` when a page is
 * given; then "limit=…&cursor=…" of that page. */
struct address_page {
    int64_t limit;
    const char *name; /* of the parameter of the cursor */
    const char *cursor;
};
/* A path as http gives it: its blanks are escaped again. */
void address_add_path(struct buffer *address, struct slice path);
void address_add_pairs(struct buffer *address, const struct http_call *call,
                       const struct address_page *page);

#endif
