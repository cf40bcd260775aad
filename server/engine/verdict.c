/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/verdict.h"

#include "api/constraint.h"
#include "engine/bookkeeping.h"

/* How often what ends soon is tried again: for a quarter of a second or so (again.c). */
enum { BRIEF_ATTEMPTS = 8 };

/* Somebody else committed between our load and our write: a lock that did not come in time, a
 * deadlock, facts that moved (CL001), a row that only a command that came before can have written.
 */
static bool is_stale(struct flight *flight, const struct segment *segment, enum reason cause)
{
    if (cause == REASON_VERSION_MISMATCH || failure_is_stale(segment))
        return true;
    const struct constraint *broken = constraint_find(segment->error.constraint);
    if (broken &&
        (broken->reason == REASON_NONE || (broken->is_brief && flight->attempts < BRIEF_ATTEMPTS)))
        return true;
    /* The decision was right for what was loaded, and the database knows better: the next load sees
     * why, and tells what a late comer is told, details and all. Once: what that load does not see
     * either is told by the constraint. */
    bool is_first = segment->error.constraint[0] && !flight->met_constraint;
    flight->met_constraint = true;
    return is_first;
}

static enum reason reason_of_failure(const struct segment *segment, enum reason cause)
{
    if (cause != REASON_NONE)
        return cause;
    if (bookkeeping_has_failed(segment)) /* what cannot be written down is not done */
        return REASON_DATABASE_UNAVAILABLE;
    /* Of a write it means row-level security: not the caller's. */
    if (strcmp(segment->error.sqlstate, "42501") == 0)
        return REASON_NOT_FOUND;
    return failure_reason(segment);
}

/* What no load had shown and only the database knew. */
static enum step refuse_unseen(struct flight *flight, enum reason reason)
{
    exchange_refuse(&flight->x, reason, (struct slice){ 0 });
    return flight_end(flight, OUTCOME_REFUSALS);
}

static enum step refuse_broken(struct flight *flight, const struct constraint *broken)
{
    if (!broken->pointer)
        return refuse_unseen(flight, broken->reason);
    exchange_violate_data(&flight->x, broken->pointer, broken->reason);
    return flight_end(flight, OUTCOME_VIOLATIONS);
}

enum step verdict_on_failure(struct flight *flight, const struct segment *segment,
                             enum reason cause)
{
    failure_note(&flight->failure, segment);
    if (flight->step == STEP_AUDIT && failure_is_stale(segment))
        return STEP_AGAIN;
    if (flight->step == STEP_AUDIT) { /* its trace could not be written: fail closed */
        flight_forget(flight);
        return flight_refuse(flight, REASON_DATABASE_UNAVAILABLE);
    }
    if (is_stale(flight, segment, cause))
        return STEP_AGAIN;
    struct id root = flight->x.root_id; /* what the trace is about */
    flight_forget(flight);
    flight->x.root_id = root;
    const struct constraint *broken =
        cause == REASON_NONE ? constraint_find(segment->error.constraint) : NULL;
    if (broken)
        return refuse_broken(flight, broken);
    if (cause == REASON_OUT_OF_SCOPE)
        return refuse_unseen(flight, cause);
    return flight_refuse(flight, reason_of_failure(segment, cause));
}
