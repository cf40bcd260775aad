/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/guess.h"

#include "clock.h"
#include "engine/flight.h"

static struct slice guessed(const struct flight *flight)
{
    const struct operation *operation = flight->x.operation;
    return operation && operation->guessed ? operation->guessed(&flight->x) : SLICE_UNSET;
}

static unsigned often(const struct flight *flight, enum limit limit)
{
    return flight->engine->options.live.often[limit];
}

/* A place was paid for when it was given. Without one the own token is taken first: who has none
 * left takes none of everybody's. */
bool guess_is_allowed(struct flight *flight)
{
    const struct slice about = guessed(flight);
    const int64_t now_ms = clock_monotonic_ms();
    if (!slice_is_set(about))
        return true;
    const struct id asks = flight_guesser(flight, about), all = flight_guessed(about);
    const struct limit_answer place =
        limit_place(LIMIT_GUESSED, asks, often(flight, LIMIT_GUESSED), now_ms);
    if (place.most > 0)
        return flight_limited(flight, place);
    return flight_takes(flight, LIMIT_GUESSES, asks) &&
           flight_limited(
               flight, limit_line(LIMIT_GUESSED, all, asks, often(flight, LIMIT_GUESSED), now_ms));
}

void guess_settle(struct flight *flight)
{
    const bool was_right = flight->x.was_right;
    const struct slice about = guessed(flight);
    const int64_t now_ms = clock_monotonic_ms();
    if (!slice_is_set(about))
        return;
    limit_give(LIMIT_GUESSES, flight_guesser(flight, about), often(flight, LIMIT_GUESSES),
               was_right, now_ms);
    limit_give(LIMIT_GUESSED, flight_guessed(about), often(flight, LIMIT_GUESSED), was_right,
               now_ms);
}
