/* SPDX-License-Identifier: EUPL-1.2 */
/* Commands of one root go one behind the other, each loaded after the commit of the one before: in
 * one loop nobody works on a snapshot that a neighbour is about to make stale.
 *
 * A command queues twice. Before it loads, for the id of its path: that is its root, or a child of
 * it, or the parent of what it makes. Once it has decided, for x->root_id, when that is another. A
 * command never waits while it holds a place: one that finds its root taken gives the first place
 * up, stands in the line of the root, and loads again when its turn comes. So no two can wait for
 * one another.
 *
 * The tenants in a line take turns, so that whoever asks for much, or for what is not his to ask
 * for, waits for himself: of each tenant one command goes in each round.
 *
 * A command that changes several roots (a session and the candidacies of its agenda) names one of
 * them as its root_id: the session. Of the others their versions speak, as they do between two
 * loops: who comes second is stale and loads again. */
#include "engine/flight.h"
#include "id_spread.h"

#include <assert.h>

enum { PATH_PLACE, ROOT_PLACE };

static struct root_place **line_of(struct engine *engine, struct id root)
{
    return &engine->lines[id_spread(root) % ROOT_LINES];
}

static bool is_first(const struct root_place *line, const struct root_place *place)
{
    while (!id_equals(line->root, place->root))
        line = line->next;
    return line == place;
}

/* In which round: behind what its tenant has in the line, and not before the one that is under way.
 */
static uint64_t round_of(const struct root_place *line, const struct root_place *place)
{
    uint64_t round = 0;
    bool is_begun = false;
    for (; line; line = line->next) {
        if (!id_equals(line->root, place->root))
            continue;
        if (!is_begun)
            round = line->round;
        is_begun = true;
        if (id_equals(line->whose, place->whose) && line->round + 1 > round)
            round = line->round + 1;
    }
    return round;
}

/* True: nobody else is in this root's line. Who is first stays first: the turn is given. */
static bool enter(struct flight *flight, struct root_place *place, struct id root)
{
    struct root_place **line = line_of(flight->engine, root), **link = line;
    assert(!id_is_set(place->root) && id_is_set(root));
    *place = (struct root_place){ .flight = flight, .root = root, .whose = lane_whose(flight) };
    place->round = round_of(*line, place);
    while (*link && !(id_equals((*link)->root, root) && (*link)->round > place->round))
        link = &(*link)->next;
    place->next = *link;
    *link = place;
    return is_first(*line, place);
}

static void leave(struct flight *flight, struct root_place *place)
{
    if (!id_is_set(place->root))
        return;
    struct root_place **link = line_of(flight->engine, place->root);
    bool was_first = is_first(*link, place);
    while (*link != place)
        link = &(*link)->next;
    *link = place->next;
    struct root_place *next = place->next;
    while (next && !id_equals(next->root, place->root))
        next = next->next;
    *place = (struct root_place){ .flight = NULL };
    /* One that was refused while it waited leaves by itself, and passes the turn on. */
    if (was_first && next && next->flight->list == &next->flight->engine->queued)
        flight_wake(next->flight, STEP_LOAD, "its turn");
}

enum step root_queue(struct flight *flight)
{
    struct id root = flight->x.path_id[0];
    if (!id_is_set(root) || enter(flight, &flight->places[PATH_PLACE], root))
        return STEP_LOAD;
    flight_wait(flight, &flight->engine->queued);
    return STEP_WAITS;
}

bool root_take(struct flight *flight, struct id root)
{
    struct root_place *places = flight->places;
    if (!id_is_set(root) || id_equals(places[PATH_PLACE].root, root) ||
        id_equals(places[ROOT_PLACE].root, root))
        return true;
    leave(flight, &places[ROOT_PLACE]); /* what it named before it loaded again */
    if (enter(flight, &places[ROOT_PLACE], root))
        return true;
    leave(flight, &places[PATH_PLACE]);
    flight_wait(flight, &flight->engine->queued);
    return false;
}

void root_leave(struct flight *flight)
{
    leave(flight, &flight->places[ROOT_PLACE]);
    leave(flight, &flight->places[PATH_PLACE]);
}
