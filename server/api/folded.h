/* Names as the database compares them (lib/identity.h), as parameters of a statement. */
#ifndef FOLDED_H
#define FOLDED_H

#include "db/params.h"

/* An unset slice is NULL. Of a field of 200 characters at most. */
void params_folded(struct params *params, const char *name, struct slice text);

#endif
