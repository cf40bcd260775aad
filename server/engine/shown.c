/* SPDX-License-Identifier: EUPL-1.2 */
/* What an answer shows of persons, and what it therefore leaves in the logs (decision 46). */
#include "engine/flight.h"

/* Somebody with a credential, in whatever function, or in none yet. What anybody may read shows no
 * person. */
static bool is_of_known_caller(const struct flight *flight)
{
    const struct principal *principal = &flight->x.principal;
    return slice_is_set(principal->scope) && id_is_set(principal->credential_id) &&
           !flight->is_errand;
}

static bool is_refused_command(const struct flight *flight)
{
    const struct operation *operation = flight->x.operation;
    return operation && (operation->flags & OPERATION_COMMAND) && !flight->is_dry_run &&
           flight->outcome.kind != OUTCOME_REPLY;
}

static void name_path(struct flight *flight)
{
    const struct operation *operation = flight->x.operation;
    for (unsigned i = 0; i < EXCHANGE_PATH_MEMBERS; i++) {
        if (id_is_set(flight->x.path_id[i]))
            names_add(&flight->x.names, named_by_member(route_member_name(operation, i)),
                      flight->x.path_id[i]);
    }
}

void shown_read(struct flight *flight)
{
    struct exchange *x = &flight->x;
    const struct operation *operation = x->operation;
    if (!operation || !flight->has_read)
        return;
    const struct reply *reply = &operation->reply;
    struct names_of of = { 0 };
    const bool is_json = !reply->content_type && !reply->types[0] && !page_is_wanted(flight);
    if (is_json || flight->outcome.kind == OUTCOME_PROBLEM)
        names_init(&x->names, x->arena);
    if (flight->reply.status < 400)
        of = (struct names_of){ reply->view, operation->flags & OPERATION_LIST,
                                reply->embedded.name, reply->embedded.view };
    if (is_json || (flight->reply.status >= 400 && !page_is_wanted(flight)))
        names_read(&x->names, buffer_as_slice(&flight->body), &of);
    /* A refusal says something of whom the body asks about. */
    if (flight->reply.status == 409 && !x->upload)
        names_read(&x->names, flight->call->body, &(struct names_of){ 0 });
    if (flight->outcome.kind == OUTCOME_MOVED)
        names_add(&x->names, named_by_member(route_member_name(operation, 0)), x->moved_to);
    if (flight->reply.status < 400)
        names_join(&x->names, &x->beside);
    name_path(flight);
    /* Known here: the database need not look up whose the ids are (candidates_of_objects). */
    if (flight->reply.status < 400)
        names_tell_all(&x->names, x->whose);
}

/* An id of somebody's file is as good as a name to who looks for the file: whoever was shown one is
 * found by whom it belongs to. Which member names whom is said by server/api/named.def alone. */
static bool shows_file(const struct flight *flight)
{
    return flight->reply.status < 400 && flight->x.names.lists[NAMED_OBJECT].count;
}

bool shown_is_due(const struct flight *flight)
{
    const struct operation *operation = flight->x.operation;
    if (flight->is_traced || !flight->has_read || flight->reply.status >= 500 ||
        !is_of_known_caller(flight))
        return false;
    return flight->is_dry_run || (operation->flags & OPERATION_PERSONAL) ||
           names_hold_person(&flight->x.names) || shows_file(flight) ||
           include_shows_persons(flight);
}

bool shown_refusal_is_due(const struct flight *flight)
{
    const int status = flight->reply.status;
    return !flight->is_traced && status >= 400 && status < 500 && status != 401 &&
           flight->outcome.reason != REASON_QUOTA_EXCEEDED && /* or a flood would write */
           is_refused_command(flight) && slice_is_set(flight->x.principal.scope);
}
