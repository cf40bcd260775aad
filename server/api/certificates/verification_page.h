/* The public verification as a page for people. */
#ifndef VERIFICATION_PAGE_H
#define VERIFICATION_PAGE_H

#include "api/operation.h"

/* In which language: the first member of the query. */
struct page_query {
    struct given given;
    int lang;          /* enum page_language_word */
    struct slice code; /* where it does not stand in the path */
};
extern const struct fields page_query_table;      /* of a code in the path */
extern const struct fields page_code_query_table; /* of one that is typed */
/* What was asked for; unset: nothing. */
struct slice page_code(const struct exchange *x);
extern const struct page verification_page;

#endif
