/* SPDX-License-Identifier: EUPL-1.2 */
/* What a refusal voids (T23), what an appeal lifts (9.3) and what is rectified (3.4), as it is
 * written. */
#include "api/candidacies/candidacy_voidings.h"

#include "api/candidacies/candidacy_history.h"
#include "uuid.h"

void candidacy_bind_voiding_insert(const struct exchange *x, const struct effect *effect,
                                   struct params *params)
{
    const struct candidacy_move *move = effect->item;
    const struct referential *referential = move->snapshot->candidacy.referential;
    params_id(params, "id", uuid_v7_new());
    params_id(params, "candidacy_id", move->snapshot->candidacy.id);
    params_id(params, "decision_id", move->decision_id);
    params_text(params, "domain_codes",
                history_domain_codes(x, referential, move->command->data.domains));
    params_int(params, "mask", (int64_t)move->decision.voided);
    params_date(params, "voided_on", move->command->occurred_on);
    params_int(params, "after_ordinal", move->decision.voided_after);
}

void candidacy_bind_voiding_lift(const struct exchange *x, const struct effect *effect,
                                 struct params *params)
{
    const struct candidacy_move *move = effect->item;
    (void)x;
    params_id(params, "candidacy_id", move->snapshot->candidacy.id);
    params_id(params, "decision_id", move->command->data.decision_id);
    params_id(params, "appeal_id", move->appeal_id);
    params_date(params, "lifted_on", move->command->occurred_on);
}

void candidacy_bind_voiding_replace(const struct exchange *x, const struct effect *effect,
                                    struct params *params)
{
    const struct candidacy_move *move = effect->item;
    candidacy_bind_voiding_insert(x, effect, params);
    params_id(params, "rectification_id", move->rectification_id);
}
