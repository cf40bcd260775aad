/* SPDX-License-Identifier: EUPL-1.2 */
/* JSON text into a jansson value, with the bounds that jansson does not have. For json/ only. */
#ifndef PARSE_H
#define PARSE_H

#include "reason.h"
#include "slice.h"
#include "status.h"

#include <jansson.h>

enum { PARSE_DEPTH_MAX = 16 };

/* Whether a text may hold U+0000, which whoever reads then refuses where it stands; else the whole
 * is no JSON. A name of a member never may: CHARACTER_INVALID, or no JSON likewise. */
enum parse_nul { PARSE_WITHOUT_NUL, PARSE_WITH_NUL };

/* The text of a body: {} when it is empty, and without the byte order mark that some editors write
 * in front, which a parser may pass over (RFC 8259, 8.1). */
struct slice parse_body(struct slice body);

/* The 400 of the text, or REASON_NONE. Any top level is accepted. *ret_root (release it with
 * json_decref) is written only when the result is REASON_NONE and *ret_status is STATUS_OK.
 * ret_offset, which may be NULL: how many bytes of a text that is refused were read.
 *
 * Numbers that nothing holds are numbers all the same: an integer beyond 64 bits is the largest or
 * the least there is, a real beyond every double some real. Whoever reads refuses both where they
 * stand. */
enum reason parse_text(struct slice text, enum parse_nul nul, json_t **ret_root, size_t *ret_offset,
                       enum status *ret_status);

#endif
