/* SPDX-License-Identifier: EUPL-1.2 */
/* What the certifier says to the public beside an answer: settings of the section `documents`. */
#ifndef NOTICES_H
#define NOTICES_H

#include "slice.h"

struct notices {
    struct slice verification_address; /* what certificates print: the code is put behind it */
    struct slice legal_notice;         /* an address, or a text; empty = none */
    struct slice data_protection;      /* the same: whom to ask about personal data */
};

#endif
