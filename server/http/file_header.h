/* SPDX-License-Identifier: EUPL-1.2 */
/* What headers say of a file that is sent: its name (RFC 6266, 8187) and its digest (RFC 9530). */
#ifndef FILE_HEADER_H
#define FILE_HEADER_H

#include "arena.h"
#include "slice.h"

#include <stdbool.h>

enum { FILE_DIGEST_SIZE = 32 };

/* The file name of a Content-Disposition; unset when it names none. filename* (UTF-8) goes before
 * filename, which is ASCII. False: it cannot be read, one of them comes twice, or memory is short.
 * Neither blanks around nor folders before the name are part of it. The bytes of filename* are as
 * they came: whether they are UTF-8 is for the caller to judge. */
bool file_header_name(struct slice disposition, struct arena *arena, struct slice *ret_name);
/* The SHA-256 of a Content-Digest or Repr-Digest. *ret_has_digest is false when it names other
 * algorithms alone, which nobody has to know. False: it cannot be read. */
bool file_header_digest(struct slice digests, unsigned char ret_digest[FILE_DIGEST_SIZE],
                        bool *ret_has_digest);

#endif
