/* SPDX-License-Identifier: EUPL-1.2 */
/* gzip for the bodies of replies. The only home of zlib. */
#ifndef GZIP_H
#define GZIP_H

#include "buffer.h"
#include "slice.h"

#include <stdbool.h>
#include <stddef.h>

/* Below, a coding costs more than it saves; above, the loop would stand still for everybody: what
 * is that large and always the same is coded once, ahead (gzip_text). */
enum { GZIP_LEAST_BYTES = 1024, GZIP_MOST_BYTES = 256 * 1024 };

/* The state of a coder and room for one body: one per loop, so that a request allocates nothing. */
struct gzip;
struct gzip *gzip_new(void); /* NULL when memory is short */
void gzip_free(struct gzip *gzip);
/* Codes `size` bytes, GZIP_MOST_BYTES at most, where they stand. The new size, or 0 when they would
 * not get smaller: then they are as they were. */
size_t gzip_in_place(struct gzip *gzip, char *at, size_t size);
/* Of any size, with more care, appended to `coded`. False when memory is short. */
bool gzip_text(struct slice text, struct buffer *coded);

#endif
