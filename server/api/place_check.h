/* SPDX-License-Identifier: EUPL-1.2 */
/* Places of a body against the register of communes and countries, as it was on the days that count
 * (migrations/always/45_place.sql). Where nothing was loaded, only the form of a code is checked.
 */
#ifndef PLACE_CHECK_H
#define PLACE_CHECK_H

#include "api/operation.h"
#include "time_zone.h"

/* The .read of a load whose rows are what the register does not know: `pointer`, `suggestions`. */
void place_check_read(struct exchange *x, struct row *row);

/* A name that stands beside a code: whoever types both has told the place twice. */
struct place_name {
    const char *pointer;
    struct slice typed; /* unset = none is told */
    size_t most;        /* characters that its field takes: a longer name is cut there */
};

/* PLACE_NAME_MISMATCH when the code is known by no such name. A row with `names`, all that the code
 * was ever called, a line each, and `suggestions`. */
void place_check_name(struct exchange *x, struct row *row, const struct place_name *name);

/* Whether a typed name is that of the register: case, marks, hyphens and the article do not count,
 * St is Saint; a number of a district and the end of a postal address (Cedex) may be left out or
 * added. False also when memory is short: `ret_has_failed` is then set. */
bool place_is_called(struct slice typed, struct slice name, size_t most, bool *ret_has_failed);

/* The zone of a place, by its commune, else by its postal code (either may be unset). False: its
 * codes do not say. */
bool place_zone(struct slice insee_code, struct slice postal_code, enum time_zone *ret_zone);

#endif
