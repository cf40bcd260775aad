/* The operations of the contract, one table a resource, in the order in which the contract prints them. */
#include "api/operation.h"

extern const struct operation candidate_operations[];

const struct operation *const operation_tables[] = {
    candidate_operations,
    NULL,
};
