/* SPDX-License-Identifier: EUPL-1.2 */
/* Every reason for which something is refused or fails, in one registry (reason.def): its code on
 * the wire, its HTTP status and its French and English texts. Nothing else in the program types a
 * code or a message of a refusal. */
#ifndef REASON_H
#define REASON_H

#include <stdbool.h>
#include <stddef.h>

enum reason {
    REASON_NONE = 0,
#define REASON(code, status, title_fr, title_en, detail_fr, detail_en) REASON_##code,
#include "reason.def"
#undef REASON
    REASON_COUNT
};

struct reason_info {
    const char *code; /* UPPER_SNAKE: what clients switch on */
    int status; /* HTTP. 409 guards, 422 field codes; a code that is both (DATE_IN_FUTURE) carries
                   the guard's */
    const char *title_fr;
    const char *title_en;
    const char
        *detail_fr; /* what is wrong and what to do about it; never quotes what the client sent */
    const char *detail_en;
};

enum { REASON_CODE_SIZE = 48 }; /* of the longest code and its NUL */

/* Never NULL: REASON_NONE and numbers out of range answer the entry of INTERNAL. */
const struct reason_info *reason_info(enum reason reason);
/* What developers are told beside (hint.def): codes, headers, members. NULL for most reasons. */
const char *reason_hint(enum reason reason, bool is_english);
/* What a guard of this reason says when nothing is wrong (holds.def); NULL where no guard has it.
 */
const char *reason_holds(enum reason reason, bool is_english);
/* The members of a body that a refusal of this reason may be about (wants.def), NULL-terminated;
 * NULL where it is about none. */
const char *const *reason_wants(enum reason reason);
/* REASON_NONE when no reason has this code. */
enum reason reason_from_code(const char *code, size_t size);
/* "GRID_INCOMPLETE" -> "grid-incomplete", for problem types. */
void reason_print_kebab(enum reason reason, char ret_text[REASON_CODE_SIZE]);

#endif
