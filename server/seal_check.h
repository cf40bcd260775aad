/* The seal that the settings name, looked at before anybody needs it: by `check-config`, `doctor`
 * and whatever seals. */
#ifndef SEAL_CHECK_H
#define SEAL_CHECK_H

#include "config.h"
#include "seal/seal.h"

/* Whether any is named. */
bool seal_is_wanted(const struct config *config);
/* The seal of the settings, to be closed; NULL and one line: it cannot seal now. */
struct seal *seal_of(const struct config *config, char ret_why[SEAL_WHY_SIZE]);
/* True and no line: none is named, or it can seal now. */
bool seal_is_ready(const struct config *config, char ret_why[SEAL_WHY_SIZE]);

#endif
