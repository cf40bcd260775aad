/* SPDX-License-Identifier: EUPL-1.2 */
/* The parts of a référentiel draft as referential_draft_fields reads them: for the tables and for
 * who builds the document. */
#ifndef REFERENTIAL_DRAFT_H
#define REFERENTIAL_DRAFT_H

#include "api/referentials/referential_document.h"

struct validation_draft {
    struct given given;
    int64_t min_pct, min_validated; /* 0 = not given */
    struct field_list mandatory_criteria;
    struct slice threshold_status, mandatory_status;
};

struct criterion_draft {
    struct given given;
    struct slice code, title, title_in_source;
};

struct subdomain_draft {
    struct given given;
    struct slice code, title, title_status;
    struct field_list title_sources;
    struct validation_draft validation;
    struct field_list criteria;
};

struct domain_draft {
    struct given given;
    struct slice code, title;
    struct field_list subdomains;
};

#endif
