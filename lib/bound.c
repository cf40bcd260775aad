/* SPDX-License-Identifier: EUPL-1.2 */
#include "bound.h"

static const int most_of[BOUND_COUNT] = {
#define BOUND(name, most, fr, en) [BOUND_##name] = (most),
#include "bound.def"
#undef BOUND
};

const char *const bound_names[] = {
#define BOUND(name, most, fr, en) [BOUND_##name] = #name,
#include "bound.def"
#undef BOUND
    NULL,
};

static const struct bound_text texts[BOUND_COUNT] = {
#define BOUND(name, most, fr, en) [BOUND_##name] = { #name, fr, en },
#include "bound.def"
#undef BOUND
};

const struct bound_text *bound_text(enum bound bound)
{
    return &texts[bound];
}

int bound_most(enum bound bound)
{
    return most_of[bound];
}

void bound_judge(enum bound bound, int count, struct outcome *outcome)
{
    if (count >= most_of[bound])
        outcome_add(outcome, REASON_RECORDS_TOO_MANY,
                    &(struct reason_detail){ .bound = most_of[bound] });
}
