/* The operations of the contract, one table a resource, in the order in which the contract prints them. */
#include "api/operation.h"

extern const struct operation candidate_operations[];
extern const struct operation commission_operations[];
extern const struct operation session_operations[];
extern const struct operation session_event_operations[];
extern const struct operation agenda_operations[];
extern const struct operation file_operations[];
extern const struct operation attendance_operations[];
extern const struct operation vote_operations[];
extern const struct operation minutes_operations[];
extern const struct operation certificate_operations[];

const struct operation *const operation_tables[] = {
    candidate_operations,
    commission_operations,
    session_operations,
    session_event_operations,
    agenda_operations,
    file_operations,
    attendance_operations,
    vote_operations,
    minutes_operations,
    certificate_operations,
    NULL,
};
