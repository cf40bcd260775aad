/* SPDX-License-Identifier: EUPL-1.2 */
/* What an act rests on that nobody of the certifier does alone (identity_statements.c). */
#include "api/candidates/identity_standing.h"

#include "api/refusals.h"

void identity_bind_asker(const struct exchange *x, struct params *params)
{
    params_id(params, "person_id", x->principal.person_id);
    params_id(params, "credential_id", x->principal.credential_id);
}

void identity_read_standing(struct row *row, struct identity_standing *ret_standing)
{
    *ret_standing = (struct identity_standing){ .candidate_id = row_id(row, "candidate_id"),
                                                .id = row_id(row, "id"),
                                                .is_asker = row_bool(row, "is_asker") };
}

void identity_refuse_unstated(struct exchange *x, const struct identity_standing *standing,
                              const char *const *names, size_t name_count)
{
    if (id_is_set(standing->id) && !standing->is_asker)
        return;
    if (id_is_set(standing->id)) {
        exchange_refuse(x, REASON_CONFIRMER_IS_ASKER, SLICE_UNSET);
        return;
    }
    char id[ID_TEXT_SIZE];
    id_print(standing->candidate_id, id);
    refuse_with(x, REASON_IDENTITY_UNCONFIRMED,
                (struct reason_detail){ .names = names, .name_count = name_count });
    exchange_resolve(x, "POST", arena_print(x->arena, "/v1/candidates/%s/identity-statements", id));
}
