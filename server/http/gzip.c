/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/gzip.h"

#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

/* Lists of JSON repeat their names: the quick level finds nearly all of that, in a third of the
 * time.
 */
enum { LEVEL = 2, WINDOW = 15 + 16 /* with the head of gzip */, MEMORY = 8 };

struct gzip {
    z_stream stream;
    unsigned char room[GZIP_MOST_BYTES];
};

struct gzip *gzip_new(void)
{
    struct gzip *gzip = calloc(1, sizeof *gzip);
    if (gzip && deflateInit2(&gzip->stream, LEVEL, Z_DEFLATED, WINDOW, MEMORY,
                             Z_DEFAULT_STRATEGY) != Z_OK) {
        free(gzip);
        return NULL;
    }
    return gzip;
}

void gzip_free(struct gzip *gzip)
{
    if (!gzip)
        return;
    deflateEnd(&gzip->stream);
    free(gzip);
}

size_t gzip_in_place(struct gzip *gzip, char *at, size_t size)
{
    if (size == 0 || size > GZIP_MOST_BYTES || deflateReset(&gzip->stream) != Z_OK)
        return 0;
    gzip->stream.next_in = (unsigned char *)at;
    gzip->stream.avail_in = (unsigned)size;
    gzip->stream.next_out = gzip->room;
    gzip->stream.avail_out = (unsigned)size - 1;
    if (deflate(&gzip->stream, Z_FINISH) != Z_STREAM_END)
        return 0;
    const size_t coded = size - 1 - gzip->stream.avail_out;
    memcpy(at, gzip->room, coded);
    return coded;
}

bool gzip_text(struct slice text, struct buffer *coded)
{
    z_stream stream = { 0 };
    /* The best level takes three times as long for three hundredths less. */
    if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, WINDOW, MEMORY,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    const size_t bound = deflateBound(&stream, text.size);
    unsigned char *room = malloc(bound);
    /* zlib does not write to its input; its type says so only when asked for with ZLIB_CONST. */
    stream.next_in = (unsigned char *)(uintptr_t)text.at;
    stream.avail_in = (unsigned)text.size;
    stream.next_out = room;
    stream.avail_out = (unsigned)bound;
    const bool is_coded = room && deflate(&stream, Z_FINISH) == Z_STREAM_END;
    deflateEnd(&stream);
    if (is_coded)
        buffer_append(coded, (const char *)room, bound - stream.avail_out);
    free(room);
    return is_coded && !coded->has_failed;
}
