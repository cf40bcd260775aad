/* SPDX-License-Identifier: EUPL-1.2 */
/* The list of guards and the one switch that calls their predicates. */
#include "guard_predicates.h"

static const struct guard_info infos[GUARD_COUNT] = {
#define GUARD(name, predicate, reason, kind, reads)                                                \
    [GUARD_##name] = { #name, REASON_##reason, GUARD_##kind, reads },
#include "candidacy_guards.def"
#undef GUARD
};

const struct guard_info *guard_info(enum guard guard)
{
    return &infos[guard];
}

static bool is_met(enum guard guard, const struct question *q, struct reason_detail *detail)
{
    switch (guard) {
#define GUARD(name, predicate, reason, kind, reads)                                                \
    case GUARD_##name:                                                                             \
        return guard_##predicate(q, detail);
#include "candidacy_guards.def"
#undef GUARD
    case GUARD_NONE:
    case GUARD_COUNT:
        break;
    }
    return true;
}

bool guard_holds(enum guard guard, const struct candidacy *now,
                 const struct candidacy_command *asked, const struct policy *policy,
                 struct reason_detail *ret_detail)
{
    const struct question question = question_of(now, asked, policy);
    *ret_detail = (struct reason_detail){ 0 };
    return is_met(guard, &question, ret_detail);
}
