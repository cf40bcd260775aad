/* SPDX-License-Identifier: EUPL-1.2 */
#include "reply.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The value of a header line when it has this name. */
static const char *value_of(const char *line, const char *name)
{
    size_t size = strlen(name);
    if (strncasecmp(line, name, size) != 0 || line[size] != ':')
        return NULL;
    line += size + 1;
    return line + strspn(line, " \t");
}

struct reply reply_parse(const char *at, size_t size)
{
    struct reply reply = { 0 };
    const char *end = size >= 12 ? memmem(at, size, "\r\n\r\n", 4) : NULL;
    long body_size = -1;
    if (!end)
        return reply;
    reply.is_wrong = strncmp(at, "HTTP/1.1 ", 9) != 0;
    reply.status = (int)strtol(at + 9, NULL, 10);
    for (const char *line = strstr(at, "\r\n"); line && line < end;
         line = strstr(line + 2, "\r\n")) {
        const char *value;
        if ((value = value_of(line + 2, "Content-Length")))
            body_size = strtol(value, NULL, 10);
        else if ((value = value_of(line + 2, "ETag"))) {
            reply.tag = value;
            reply.tag_size = strcspn(value, "\r\n");
        } else if ((value = value_of(line + 2, "Connection")))
            reply.closes = strncasecmp(value, "close", 5) == 0;
    }
    if (reply.status == 304 || reply.status == 204)
        body_size = 0;
    reply.is_wrong |= body_size < 0;
    reply.head_size = (size_t)(end + 4 - at);
    reply.body = end + 4;
    reply.body_size = body_size < 0 ? 0 : (size_t)body_size;
    reply.is_whole = reply.is_wrong || size >= reply.head_size + reply.body_size;
    return reply;
}
