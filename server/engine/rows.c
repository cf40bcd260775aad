/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/rows.h"

#include <assert.h>

struct shared_rows *shared_rows_new(struct segment *segment, unsigned execution, unsigned seats)
{
    struct shared_rows *shared = segment_alloc(segment, sizeof *shared);
    if (!shared)
        return NULL;
    *shared = (struct shared_rows){ .segment = segment, .execution = execution, .seats = seats };
    shared->items = segment_alloc(segment, seats * sizeof shared->items[0]);
    return shared->items ? shared : NULL;
}

/* The seat of an item, 1-based as in SQL, and whether there is one; `near` is where the item before
 * it was found, for rows come mostly in the order of their items. */
struct finger {
    unsigned seat;
    int64_t first; /* item of the seat */
};

static bool find_seat(const struct shared_rows *shared, int64_t item, struct finger *near)
{
    if (item < near->first)
        *near = (struct finger){ 0, 1 };
    while (near->seat < shared->seats && item >= near->first + shared->items[near->seat])
        near->first += shared->items[near->seat++];
    return item >= 1 && near->seat < shared->seats;
}

/* Counts, then places: rows keep their order within a seat. */
static bool split(struct shared_rows *shared)
{
    unsigned total = segment_row_count(shared->segment, shared->execution);
    shared->start = segment_alloc(shared->segment, (shared->seats + 2) * sizeof shared->start[0]);
    shared->order = segment_alloc(shared->segment, (total + 1) * sizeof shared->order[0]);
    unsigned *seat_of = segment_alloc(shared->segment, (total + 1) * sizeof seat_of[0]);
    if (!shared->start || !shared->order || !seat_of)
        return false;
    struct finger near = { 0, 1 };
    for (unsigned i = 0; i < total; i++) {
        if (!find_seat(shared, segment_item(shared->segment, shared->execution, i), &near))
            return false;
        seat_of[i] = near.seat;
        shared->start[near.seat + 2]++;
    }
    for (unsigned seat = 2; seat < shared->seats + 2; seat++)
        shared->start[seat] += shared->start[seat - 1];
    for (unsigned i = 0; i < total; i++)
        shared->order[shared->start[seat_of[i] + 1]++] = i;
    assert(shared->start[shared->seats] == total);
    return true;
}

bool shared_rows_of(struct shared_rows *shared, unsigned seat, struct rows *ret_rows)
{
    assert(seat < shared->seats);
    if (!shared->is_split) {
        shared->has_failed = shared->seats > 1 && !split(shared);
        shared->is_split = true;
    }
    if (shared->has_failed)
        return false;
    *ret_rows = (struct rows){ shared->segment, shared->execution, 0, NULL };
    if (shared->seats == 1) {
        ret_rows->count = segment_row_count(shared->segment, shared->execution);
        return true;
    }
    ret_rows->at = shared->order + shared->start[seat];
    ret_rows->count = shared->start[seat + 1] - shared->start[seat];
    return true;
}
