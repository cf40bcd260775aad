/* SPDX-License-Identifier: EUPL-1.2 */
/* Appointments that would be one: of one candidate and counsellor, of one kind and at one time. */
#include "api/candidates/appointments.h"

#include "id_text.h"

void appointment_read_planned(struct exchange *x, struct row *row)
{
    struct appointment_snapshot *known = x->snapshot;
    known->twin_id = row_id(row, "twin_id");
    known->is_same = row_bool(row, "is_same");
}

void appointment_name_twin(struct exchange *x)
{
    const struct appointment_snapshot *known = x->snapshot;
    char id[ID_TEXT_SIZE];
    id_print(known->twin_id, id);
    exchange_refuse(x, REASON_APPOINTMENT_ALREADY_PLANNED,
                    arena_print(x->arena, "{\"id\":\"%s\"}", id));
    exchange_resolve(x, "PATCH", exchange_address(x, "/v1/appointments/", known->twin_id));
}

void appointment_bind_twin(const struct exchange *x, struct params *params, struct id counsellor_id,
                           int64_t starts_at, struct slice kind)
{
    params_item(params);
    params_id(params, "id", x->path_id[0]);
    params_id(params, "counsellor_id", counsellor_id);
    params_int_or_null(params, "starts_at", starts_at != 0, starts_at);
    params_text(params, "kind", kind);
}

void appointment_read_twin(struct exchange *x, struct row *row)
{
    ((struct appointment_snapshot *)x->snapshot)->twin_id = row_id(row, "twin_id");
}
