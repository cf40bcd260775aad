/* How often one credential may ask what could tell it who exists: a bucket of tokens for each
 * credential and each kind of question, filled again over a minute. One table of the whole process,
 * whatever loop runs the request. */
#ifndef LIMIT_H
#define LIMIT_H

#include "api/operation.h"
#include "id.h"

#include <stdbool.h>
#include <stdint.h>

struct limit_answer {
    bool is_allowed;
    unsigned most, left; /* tokens of a full bucket, and of this one now */
    unsigned full_s;     /* until it is full again */
    unsigned wait_s;     /* until there is a token; 0 when there was one */
};

/* Takes a token. `per_minute` is that of the setting; kinds that ask less of others get more of it.
 */
struct limit_answer limit_take(struct id credential, enum operation_limit kind, unsigned per_minute,
                               int64_t now_ms);
/* "identity", for the headers. */
const char *limit_name(enum operation_limit kind);

#endif
