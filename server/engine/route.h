/* From a method and a path to an operation: whole templates are matched, member by member. */
#ifndef ROUTE_H
#define ROUTE_H

#include "api/operation.h"
#include "http/http.h"

enum { ROUTE_MEMBERS_MAX = 8 };

struct route_match {
    const struct operation *operation;           /* NULL when no operation has this method */
    struct slice members[EXCHANGE_PATH_MEMBERS]; /* the values of the {members}, raw */
    unsigned allowed; /* bit per enum method that this path knows; 0 = unknown path */
};

/* Builds the table from operation_tables; call once before the loops start. */
void route_init(void);
struct route_match route_find(enum http_method method, struct slice path);
/* "GET, HEAD, POST, OPTIONS" for Allow. */
void route_print_allow(unsigned allowed, char *ret_text, size_t size);
/* Every operation in the order of the tables; NULL after the last. */
const struct operation *route_operation(unsigned index);
/* Name of the n-th {member} of a template, for the contract. */
struct slice route_member_name(const struct operation *operation, unsigned n);

#endif
