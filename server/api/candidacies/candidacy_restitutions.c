/* SPDX-License-Identifier: EUPL-1.2 */
/* The restitution of an evaluation (T4, T15), as it is written and put right. */
#include "api/candidacies/candidacy_restitutions.h"

#include "api/candidacies/candidacy_event_data.h"

void candidacy_bind_restitution_insert(const struct exchange *x, const struct effect *effect,
                                       struct params *params)
{
    const struct candidacy_move *move = effect->item;
    (void)x;
    params_id(params, "evaluation_id", move->evaluation_id);
    params_id(params, "candidacy_id", move->snapshot->candidacy.id);
    params_date(params, "given_on", move->command->occurred_on);
    params_id(params, "person_id", move->person_id);
    params_id(params, "org_id", move->command->acting_org_id);
    params_text(params, "modality", slice_of(modality_words.codes[move->input->modality]));
    params_text(params, "synthesis", move->input->synthesis);
}

void candidacy_bind_restitution_correct(const struct exchange *x, const struct effect *effect,
                                        struct params *params)
{
    const struct candidacy_move *move = effect->item;
    (void)x;
    params_id(params, "evaluation_id", move->evaluation_id);
    params_id(params, "candidacy_id", move->snapshot->candidacy.id);
    event_bind_restitution_told(move->input, params);
}
