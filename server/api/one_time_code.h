/* SPDX-License-Identifier: EUPL-1.2 */
/* Codes that are handed over and used once: shown to who hands one over and kept nowhere, but for
 * the digest. By one a login is bound (invitations), a request for a link answered, the record of a
 * candidate opened. */
#ifndef ONE_TIME_CODE_H
#define ONE_TIME_CODE_H

#include "api/checks.h"
#include "api/exchange.h"
#include "typed_code.h"

/* A member that takes such a code; whose: "candidate", "person". */
#define ONE_TIME_CODE_FIELD(its_name, its_offset, whose)                                           \
    {                                                                                              \
        its_name, FIELD_TEXT, FIELD_REQUIRED | FIELD_PERSONAL | FIELD_TYPED, its_offset, 1, 100,   \
            .check = check_typed_code,                                                             \
            .doc = "The code that the " whose " was given. Case, spaces and dashes of every kind " \
                   "do not count.",                                                                \
            .example = "\"9ZQ4-T0K7-M2X8-W5V1-C6R3-J0H4-E8\""                                      \
    }

enum { ONE_TIME_CODE_DIGEST_SIZE = 32, ONE_TIME_CODE_DAYS = 7 };

/* 130 bits, in the digits of a code, with a NUL. */
void one_time_code_new(char ret_text[TYPED_CODE_SIZE]);
/* Drawn for this request: x->secret, which the reply shows and nothing keeps. Unset when
 * memory is short. */
struct slice one_time_code_draw(struct exchange *x);
/* SHA-256 of a code as somebody typed it (typed_code.h); of what cannot be one zeros, which are
 * nobody's. */
void one_time_code_digest(struct slice typed, unsigned char ret_digest[ONE_TIME_CODE_DIGEST_SIZE]);
/* The end of a code that is given now, in real time. */
int64_t one_time_code_expires_ms(const struct exchange *x);

#endif
