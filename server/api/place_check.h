/* Places of a body against the register of communes and countries, as it was on the days that count
 * (migrations/always/45_place.sql). Where nothing was loaded, only the form of a code is checked.
 */
#ifndef PLACE_CHECK_H
#define PLACE_CHECK_H

#include "api/operation.h"

/* The .read of a load whose rows are what the register does not know: `pointer`, `suggestions`. */
void place_check_read(struct exchange *x, struct row *row);

#endif
