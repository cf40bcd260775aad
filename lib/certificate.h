/* SPDX-License-Identifier: EUPL-1.2 */
/* Certificates (parchemin): when one may be issued, check digits of references, verification codes.
 */
#ifndef CERTIFICATE_H
#define CERTIFICATE_H

#include "candidacy.h"
#include "outcome.h"
#include "session.h"
#include "typed_code.h"

/* ISSUED -> ANNULLED, once and for good, by four eyes (annulment_request.h). */
enum certificate_state { CERTIFICATE_ISSUED, CERTIFICATE_ANNULLED, CERTIFICATE_STATE_COUNT };
extern const char *const certificate_state_names[]; /* by value, NULL-terminated */

/* Why a certificate or an evaluation is annulled. */
enum annul_reason { ANNUL_FOR_ERROR, ANNUL_FOR_FRAUD, ANNUL_REASON_COUNT };
extern const char *const annul_reason_names[]; /* by value, NULL-terminated */

/* Why a duplicate is issued. What the certifier admits beyond these is OTHER, with a note. */
enum duplicate_reason {
    DUPLICATE_OF_LOST,
    DUPLICATE_OF_STOLEN,
    DUPLICATE_OF_DESTROYED,
    DUPLICATE_OF_NOT_RECEIVED,
    DUPLICATE_OF_IDENTITY_CORRECTED,
    DUPLICATE_FOR_OTHER,
    DUPLICATE_REASON_COUNT
};
extern const char *const duplicate_reason_names[]; /* by value, NULL-terminated */

struct certificate_facts {
    enum candidacy_state candidacy_state;
    enum session_state session_state; /* of the decision */
    enum verdict verdict;
    struct id live_certificate_id; /* of the same candidate and certification; unset = none */
    bool is_decided_otherwise;     /* in signed minutes, and nothing waits for others */
    bool is_annulled;              /* the one that was issued for this candidacy */
};

/* 9.3, invariants 2 and 3: INVALID_STATE, SESSION_NOT_SIGNED, CERTIFICATE_EXISTS;
 * CERTIFICATE_ANNULLED: what follows an annulled certificate is a new candidacy. */
struct outcome certificate_issue(const struct certificate_facts *facts);

/* References PREFIX-YYYY-NNNNNN-KK, KK = 98 - (100·N mod 97) with N the digits of the text without
 * dashes and letters as 10..35. `text` is what stands before KK, dashes and spaces are skipped. -1
 * = another character, or none at all. */
int reference_check(const char *text, size_t size);
enum { REFERENCE_TEXT_SIZE = 40 };
/* The shape PREFIX-YYYY-N…-KK, upper case, six digits or more, and the right KK. */
bool reference_is_valid(const char *text, size_t size);

/* 16 random bytes as 26 characters of Crockford's base32. */
enum { VERIFICATION_CODE_SIZE = TYPED_CODE_SIZE };
void verification_code_print(const unsigned char random[16], char ret_text[VERIFICATION_CODE_SIZE]);
/* What a human typed, as the canonical text (typed_code.h). False: not a code. */
bool verification_code_normalise(const char *text, size_t size,
                                 char ret_text[VERIFICATION_CODE_SIZE]);

#endif
