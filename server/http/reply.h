/* SPDX-License-Identifier: EUPL-1.2 */
/* Replies as libmicrohttpd wants them, and as bytes for the few moments when it can not be asked.
 */
#ifndef REPLY_H
#define REPLY_H

#include "http.h"

#include <microhttpd.h>

/* Takes the body. *ret_status is the reply's, or 500 when it could not be built as given (the
 * response is then bare). NULL when there is no memory even for that. The caller destroys the
 * response. */
struct MHD_Response *reply_take(struct http_reply *take_reply, bool closes, unsigned *ret_status);
/* The same of a reply whose body, take_reply->fed_bytes, the reader brings. */
struct MHD_Response *reply_take_fed(struct http_reply *take_reply, bool closes,
                                    ssize_t (*reader)(void *, uint64_t, char *, size_t), void *user,
                                    unsigned *ret_status);
/* The whole reply with "Connection: close", appended to `text`. */
void reply_write(const struct http_reply *reply, struct buffer *text);

#endif
