/* SPDX-License-Identifier: EUPL-1.2 */
/* One reply of HTTP/1.1 in a buffer: whether it is whole, and what it says. */
#ifndef REPLY_H
#define REPLY_H

#include <stdbool.h>
#include <stddef.h>

struct reply {
    int status;
    bool is_whole, is_wrong, closes;
    const char *body, *tag;
    size_t head_size, body_size, tag_size;
};

/* `at` is terminated by a NUL behind its `size` bytes. */
struct reply reply_parse(const char *at, size_t size);

#endif
