/* SPDX-License-Identifier: EUPL-1.2 */
/* Asking what may happen to a candidacy now, and if not, why not. */
#include "api/candidacies/candidacy_event_loads.h"
#include "sql.h"

struct allowed_snapshot {
    struct candidacy_set set; /* first */
};
BEGINS_WITH_SET(allowed_snapshot);

static const struct load allowed_loads[] = {
    CANDIDACY_LIVE_LOADS,
    { .statement = NULL },
};

static void prepare_allowed(struct exchange *x)
{
    struct event_request *request = exchange_alloc(x, sizeof *request);
    if (!request)
        return;
    event_take_path(x, request);
    x->plan = request;
    x->brings |= BRINGS_CANDIDATE;
    x->extra_loads = candidacy_fact_loads;
}

ALLOWED_EVENTS_VIEW(candidacy, "Candidacy", candidacy_state_words, candidacy_event_words);

const struct operation allowed_event_operations[] = {
    {
        ALLOWED_EVENTS_OF(candidacy_machine, candidacy_allowed_events_view),
        .id = "readAllowedEvents",
        .path = "/v1/candidacies/{candidacy_id}/allowed-events",
        .tag = "Candidacies",
        .summary = "Ask what may happen to a candidacy now, and if not, why not.",
        .roles = ROLES_ORGANISM | ROLE_CANDIDATE | ROLES_COMMISSION | ROLE_NETWORK_MANAGER,
        .flags = OPERATION_REFERENCE | OPERATION_TRAINING,
        .loads = allowed_loads,
        .snapshot_size = sizeof(struct allowed_snapshot),
        .prepare = prepare_allowed,
    },
    { .id = NULL },
};
