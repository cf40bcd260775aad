/* What the database refuses, in the domain's words: constraint name to reason. */
#ifndef CONSTRAINT_H
#define CONSTRAINT_H

#include "reason.h"

#include <stdbool.h>

/* REASON_NONE for a constraint that no correct request can violate: a bug, answered 500. */
enum reason constraint_reason(const char *constraint);
/* Only a command that committed since the load can have made the row that this constraint meets:
 * the snapshot was stale, and is loaded again. */
bool constraint_is_stale(const char *constraint);
/* The names of the map, in its order; NULL after the last. */
const char *constraint_name(unsigned index);

#endif
