/* SPDX-License-Identifier: EUPL-1.2 */
/* What libmicrohttpd 0.9.75 lets through and we do not: the head of a request is judged before
 * anything of it is used or any body is read. */
#ifndef HYGIENE_H
#define HYGIENE_H

#include "http.h"

#include <microhttpd.h>

enum {
    HEAD_LIMIT_BYTES = 8 * 1024,
    HEAD_LINES_LIMIT = 100,
    TARGET_LIMIT_BYTES = 4 * 1024,
};

struct refusal {
    int status; /* 0 = none */
    const char *code;
    const char *header; /* the one at fault, when it is one we know; or NULL */
};

struct head {
    /* Given. */
    struct MHD_Connection *connection;
    const char *method, *version; /* as MHD hands them over: where they lie in memory matters */
    const char *url;
    struct slice target; /* raw copy */
    bool knows_layout;   /* this MHD leaves the head in place, so it can be re-read byte by byte */
    /* Found. */
    bool is_chunked;
    size_t body_announced; /* Content-Length, 0 when absent */
};

/* Fills the call (method, path, pairs, headers) as far as it is sound, also when it refuses. */
struct refusal hygiene_judge(struct head *head, struct http_call *call);
/* What is wrong with the header lines alone, of a head that MHD itself has refused for them; fills
 * the headers of the call. */
struct refusal hygiene_judge_lines(struct MHD_Connection *connection, struct http_call *call);

#endif
