/* Who sits in a commission and is nothing else there. */
#ifndef JUROR_H
#define JUROR_H

#include "api/exchange.h"

/* The caller, where a juror who is nothing else reads his own only: the files of his sessions, his
 * convocations. Unset = everything of the scope; of a key without a person, nobody (an id that no
 * person has). */
struct id juror_alone(const struct exchange *x);

#endif
