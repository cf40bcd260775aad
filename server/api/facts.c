/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/facts.h"

void facts_bind_check(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct fact_check *check = effect->item;
    (void)x;
    params_text(params, "kinds", slice_of(check->kind));
    params_id(params, "ids", check->id);
    params_int(params, "versions", check->version);
}

void facts_bind_most(struct params *params, enum bound bound)
{
    params_int(params, "most", bound_most(bound));
}

void facts_lock(struct exchange *x, const struct write *row, struct id id)
{
    struct fact_check *lock = exchange_alloc(x, sizeof *lock);
    if (!lock)
        return;
    *lock = (struct fact_check){ .kind = "LOCK", .id = id };
    exchange_effect(x, row, 0, lock);
}
