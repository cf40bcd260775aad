/* The public verification as a page for people. */
#ifndef VERIFICATION_PAGE_H
#define VERIFICATION_PAGE_H

#include "api/operation.h"

/* In which language: the first member of the query. */
struct page_query {
    struct given given;
    int lang; /* enum page_language_word */
};
extern const struct fields page_query_table;
extern const struct page verification_page;

#endif
