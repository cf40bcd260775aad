/* The operations of the contract, one table a resource, in the order in which the contract prints them. */
#include "api/operation.h"

extern const struct operation candidate_operations[];
extern const struct operation candidacy_operations[];
extern const struct operation candidacy_event_operations[];
extern const struct operation evaluation_operations[];

const struct operation *const operation_tables[] = {
    candidate_operations,
    candidacy_operations,
    candidacy_event_operations,
    evaluation_operations,
    NULL,
};
