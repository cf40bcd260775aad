/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/constraint.h"

#include <string.h>

/* A name that stands there twice is declared twice. */
enum {
#define RULE(name, reason)           CONSTRAINT_##name,
#define FIELD(name, reason, pointer) CONSTRAINT_##name,
#define BRIEF(name, reason)          CONSTRAINT_##name,
#define STALE(name)                  CONSTRAINT_##name,
#include "api/constraint.def"
#undef RULE
#undef FIELD
#undef BRIEF
#undef STALE
    CONSTRAINT_COUNT
};

static const struct constraint constraints[CONSTRAINT_COUNT] = {
#define RULE(name, reason)           { #name, REASON_##reason, NULL, false },
#define FIELD(name, reason, pointer) { #name, REASON_##reason, pointer, false },
#define BRIEF(name, reason)          { #name, REASON_##reason, NULL, true },
#define STALE(name)                  { #name, REASON_NONE, NULL, false },
#include "api/constraint.def"
#undef RULE
#undef FIELD
#undef BRIEF
#undef STALE
};

const struct constraint *constraint_find(const char *name)
{
    for (unsigned i = 0; i < CONSTRAINT_COUNT; i++) {
        if (strcmp(name, constraints[i].name) == 0)
            return &constraints[i];
    }
    return NULL;
}

const struct constraint *constraint_at(unsigned index)
{
    return index < CONSTRAINT_COUNT ? &constraints[index] : NULL;
}
