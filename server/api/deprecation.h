/* SPDX-License-Identifier: EUPL-1.2 */
/* Which operations have something that clients are asked to leave (json/deprecation.h): themselves,
 * a parameter, a member of their body or of their answer. */
#ifndef API_DEPRECATION_H
#define API_DEPRECATION_H

#include "api/operation.h"
#include "json/deprecation.h"

enum { DEPRECATION_TEXT_SIZE = 24, SUNSET_TEXT_SIZE = 30 };

/* False when its dates or its sentence break the promise: a year between them. */
bool deprecation_is_sound(const struct deprecation *deprecation);
/* Of all that an operation has, the one that ends first; NULL = none. */
const struct deprecation *operation_deprecation(const struct operation *operation);
/* "@1767225600" and "Fri, 01 Jan 2027 00:00:00 GMT": days begin in UTC here. */
void deprecation_print(const struct deprecation *deprecation, char ret_since[DEPRECATION_TEXT_SIZE],
                       char ret_sunset[SUNSET_TEXT_SIZE]);

#endif
