/* SPDX-License-Identifier: EUPL-1.2 */
/* The query of a target: raw text in, decoded pairs out. */
#ifndef QUERY_H
#define QUERY_H

#include "http.h"

enum query_result {
    QUERY_OK,
    QUERY_MALFORMED, /* a bad escape, %00, a character that may not stand there, an empty name, too
                        many */
    QUERY_NOT_UTF8,
    QUERY_NO_MEMORY,
};

enum { QUERY_PAIRS_LIMIT = 64 };

/* `raw` is what follows '?'; unset or empty means no pairs. '+' is a blank. Fills call->pairs from
 * call->arena. */
enum query_result query_parse(struct slice raw, struct http_call *call);

#endif
