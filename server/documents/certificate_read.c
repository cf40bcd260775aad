/* SPDX-License-Identifier: EUPL-1.2 */
/* A certificate for paper, from the JSON of the API. */
#include "documents/certificate_paper.h"

#define AT(field) offsetof(struct certificate_paper, field)

static const struct told_member of_signatory[] = {
    { "name", TOLD_TEXT, true, offsetof(struct signatory, name) },
    { "role", TOLD_TEXT, true, offsetof(struct signatory, role) },
};
static const struct told_shape signatory_shape = TOLD_SHAPE(of_signatory, struct signatory);

static const struct told_member of_duplicate[] = {
    { "ordinal", TOLD_INT, true, AT(duplicate.ordinal) - AT(duplicate) },
    { "issued_on", TOLD_DAY, true, AT(duplicate.issued_on) - AT(duplicate) },
};
static const struct told_shape duplicate_shape = { of_duplicate, TOLD_COUNT(of_duplicate), 0 };

static const struct told_member members[] = {
    { "title", TOLD_TEXT, true, AT(title) },
    { "referential_code", TOLD_TEXT, true, AT(referential_code) },
    { "referential_version", TOLD_TEXT, true, AT(referential_version) },
    { "number", TOLD_TEXT, true, AT(number) },
    { "verification_code", TOLD_TEXT, true, AT(verification_code) },
    { "commission_name", TOLD_TEXT, true, AT(commission_name) },
    { "holder", TOLD_OBJECT, true, AT(holder), &holder_shape },
    { "decision_on", TOLD_DAY, true, AT(decision_on) },
    { "issued_on", TOLD_DAY, true, AT(issued_on) },
    { "signatories", TOLD_LIST, false, AT(signatories), &signatory_shape },
    { "duplicate", TOLD_OBJECT, false, AT(duplicate), &duplicate_shape },
    { "annulled_on", TOLD_DAY, false, AT(annulled_on) },
    { "annul_reason", TOLD_TEXT, false, AT(annul_reason) },
};
const struct told_shape certificate_shape = TOLD_SHAPE(members, struct certificate_paper);
