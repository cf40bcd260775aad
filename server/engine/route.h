/* SPDX-License-Identifier: EUPL-1.2 */
/* From a method and a path to an operation: whole templates are matched, member by member. */
#ifndef ROUTE_H
#define ROUTE_H

#include "api/operation.h"
#include "http/http.h"

enum { ROUTES_MAX = 512, ROUTE_MEMBERS_MAX = 8 };

struct route_match {
    const struct operation *operation;           /* NULL when no operation has this method */
    struct slice members[EXCHANGE_PATH_MEMBERS]; /* the values of the {members}, raw */
    unsigned allowed; /* bit per enum method that this path knows; 0 = unknown path; of "*" all */
    unsigned takes_body;         /* those of them that take a body */
    const struct intake *intake; /* of POST, when that takes a file */
};

/* Builds the table from operation_tables, which are sound (operations_init()). */
void route_init(void);
/* The members between the slashes; their number, 0 when there are too many. */
unsigned route_split(struct slice path, struct slice ret_members[ROUTE_MEMBERS_MAX]);
struct route_match route_find(enum http_method method, struct slice path);
enum { ROUTE_ALLOW_SIZE = 96 };
/* "GET, HEAD, POST, OPTIONS" for Allow. */
void route_print_allow(unsigned allowed, char ret_text[ROUTE_ALLOW_SIZE]);
/* Name of the n-th {member} of a template, for the contract. */
struct slice route_member_name(const struct operation *operation, unsigned n);

#endif
