/* SPDX-License-Identifier: EUPL-1.2 */
/* The public verification as a page for people. */
#ifndef VERIFICATION_PAGE_H
#define VERIFICATION_PAGE_H

#include "api/page_frame.h"

struct verification_query {
    struct page_query page;
    struct slice code; /* where it does not stand in the path */
};
extern const struct fields verification_query_table; /* of a code that is typed */
/* What was asked for; unset: nothing. */
struct slice verification_code(const struct exchange *x);
extern const struct page verification_page;

#endif
