/* SPDX-License-Identifier: EUPL-1.2 */
/* The certificate (parchemin) as a sheet of paper (domain page, section 4): title, référentiel,
 * holder, decision, commission, number, day of issue, certifier, signatories, verification code. No
 * grade, no level. */
#ifndef CERTIFICATE_PAPER_H
#define CERTIFICATE_PAPER_H

#include "arena.h"
#include "documents/holder_text.h"
#include "documents/paper_kind.h"

enum { PAPER_SIGNATORIES = 3 };

struct signatory {
    struct slice name, role;
};

/* Texts are borrowed from what it was read from; unset = not known, where that is said. */
struct certificate_paper {
    struct slice title, referential_code, referential_version, number, verification_code,
        commission_name;
    struct date decision_on, issued_on;
    struct holder holder;
    struct told_list signatories; /* struct signatory, PAPER_SIGNATORIES at most */
    struct {
        int ordinal; /* 0 = it is none */
        struct date issued_on;
    } duplicate;
    struct date annulled_on;   /* unset = it is not */
    struct slice annul_reason; /* FRAUD, ERROR */
};

/* From what GET /v1/certificates/{id} answers; `signatories` (name, role) beside it are those of
 * the minutes, `duplicate` (ordinal, issued_on) says that it is one. */
extern const struct told_shape certificate_shape;

#endif
