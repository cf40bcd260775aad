/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/candidacies/candidacy_history.h"

#include "act_order.h"

static struct id candidacy_id(const struct exchange *x, const struct candidacy_move *move)
{
    return move->command->event == EVENT_OPEN_CONTACT ? x->result_id : move->snapshot->candidacy.id;
}

struct slice history_domain_codes(const struct exchange *x, const struct referential *referential,
                                  uint32_t domains)
{
    struct buffer codes = { 0 };
    for (int i = 0; i < referential->domain_count; i++) {
        if (!(domains & (1u << i)))
            continue;
        if (codes.size)
            buffer_char(&codes, ',');
        buffer_text(&codes, referential->domains[i].code);
    }
    const struct slice text =
        codes.size ? arena_copy(x->arena, buffer_as_slice(&codes)) : SLICE("");
    buffer_release(&codes);
    return text;
}

/* "2,3" after the move; unset before a version is pinned, and of who does not see what was judged.
 */
static struct slice missing_codes(const struct exchange *x, const struct candidacy_move *move)
{
    const struct referential *referential = move->snapshot->candidacy.referential;
    if (!referential || move->is_for_other)
        return (struct slice){ 0 };
    return history_domain_codes(x, referential, move->decision.missing_domains);
}

void history_bind_event(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    const struct candidacy_move *move = effect->item;
    enum candidacy_state from = move->snapshot->candidacy.state;
    params_id(params, "id", move->event_id);
    params_id(params, "candidacy_id", candidacy_id(x, move));
    params_text(params, "event", slice_of(candidacy_event_name(move->command->event)));
    params_text(params, "from_state",
                from == CANDIDACY_NONE ? SLICE("NONE") : slice_of(candidacy_state_name(from)));
    params_text(params, "to_state", slice_of(candidacy_state_name(move->decision.to)));
    params_date(params, "occurred_on", move->command->occurred_on);
    params_id(params, "org_id", move->command->acting_org_id);
    params_id(params, "person_id", move->person_id);
    params_id(params, "credential_id", x->principal.credential_id);
    params_text(params, "reason", move->reason);
    params_text(params, "data", move->history);
    params_id(params, "owner_org_id", move->decision.owner_org_id);
    params_text(params, "missing_domain_codes", missing_codes(x, move));
    params_text(params, "texts", move->texts);
    params_id(params, "evaluated_by", move->evaluated_by);
}

void history_bind_text(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct candidacy_move *move = effect->item;
    params_id(params, "id", move->event_id);
    params_id(params, "candidacy_id", candidacy_id(x, move));
    params_text(params, "texts", move->texts);
}

void history_bind_act_day(const struct exchange *x, const struct effect *effect,
                          struct params *params)
{
    const struct candidacy_move *move = effect->item;
    const struct candidacy_command *command = move->command;
    const struct act *act = act_find(command->facts, command->data.act_id);
    (void)x;
    params_id(params, "candidacy_id", move->snapshot->candidacy.id);
    params_text(params, "event", slice_of(candidacy_event_name(act->event)));
    params_date(params, "happened_on", command->data.happened_on);
    params_date(params, "results_on", move->decision.results_on);
    params_id(params, "evaluation_id", act->evaluation_id);
    params_id(params, "path_id", act->path_id);
    params_id(params, "module_id", act->module_id);
    params_id(params, "file_id", move->file_id);
}
