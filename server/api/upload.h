/* SPDX-License-Identifier: EUPL-1.2 */
/* Files that come and go as they are, piece by piece: nobody holds a whole one in memory.
 *
 * In: the body of an operation with an intake. decide() is asked twice. First from the head alone
 * (upload->is_whole is false): what it refuses is told before anything is sent. Then every piece is
 * looked at and kept by itself as it comes, all but the last one, and belongs to nothing yet; then
 * decide() is asked again, and its writes, one of which keeps the last piece, make them belong to
 * something, or nothing does: what is left of a client that went away is swept.
 *
 * Out: the answer of an operation with a feed. What it says of the file is loaded and logged like
 * any answer; the pieces are read one after the other, as fast as the client takes them. */
#ifndef UPLOAD_H
#define UPLOAD_H

#include "id.h"
#include "slice.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct exchange;
struct params;
struct statement;

enum { UPLOAD_DIGEST_SIZE = 32 };

struct upload {
    struct id id;            /* by which its pieces are kept: a new one for each request */
    struct id root_id;       /* x->root_id of the first decide() */
    struct slice media_type; /* claimed by the caller, one of those of the intake, in lower case */
    struct slice title;      /* file name of Content-Disposition, UTF-8; unset = none was given */
    struct slice piece;      /* that is there: looked at, kept; in the end, the last one */
    int64_t piece_count;     /* before that one */
    int64_t byte_count;      /* of all that came so far, that one included */
    unsigned char sha256[UPLOAD_DIGEST_SIZE]; /* of all, once it is whole */
    bool is_whole;
    void *look; /* the operation's own: look_size bytes, zeroed */
};

struct intake {
    const char *const *media_types; /* that it may be, lower case; NULL-terminated */
    const char *accepted;           /* the same as a list, for Accept-Post */
    size_t look_size;
    /* A piece more of it (x->upload->piece, which may be empty when is_last): exchange_refuse()
     * says what is wrong with it. */
    void (*look)(struct exchange *x, bool is_last);
    /* Keeps a piece that is not the last: touches one row, or the caller may not. */
    const struct statement *keep;
    void (*bind)(const struct exchange *x, struct params *params);
};

struct feed {
    const char *const *media_types; /* that it may be; NULL-terminated */
    /* The column `content` of its one row is piece number x->fed_piece, in hexadecimal. */
    const struct statement *statement;
    void (*bind)(const struct exchange *x, struct params *params);
};

#endif
