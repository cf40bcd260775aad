/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/registry/registry.h"

#include "api/access.h"
#include "api/refusals.h"
#include "api/sentence.h"

void registry_read_organism(struct row *row, struct registry_organism *ret_organism)
{
    ret_organism->id = row_id(row, "id");
    ret_organism->version = row_int(row, "version");
    ret_organism->is_member = row_bool(row, "is_member");
    ret_organism->has_referent = row_bool(row, "has_referent");
}

void registry_read_holder(struct row *row, struct registry_holder *ret_holder)
{
    ret_holder->has_organism = row_bool(row, "has_organism");
    ret_holder->has_network = row_bool(row, "has_network");
    ret_holder->has_referential = row_bool(row, "has_referential");
}

static unsigned relations_to(const struct principal *principal,
                             const struct registry_organism *organism)
{
    if (slice_is(principal->scope, "ORGANISM"))
        return id_equals(principal->scope_id, organism->id) ? RELATION_OWN : RELATION_NOBODY;
    if (slice_is(principal->scope, "NETWORK") && organism->is_member)
        return RELATION_NETWORK | (organism->has_referent ? 0u : RELATION_UNLED);
    return slice_is(principal->scope, "CERTIFIER") ? RELATION_NATIONAL : RELATION_NOBODY;
}

bool registry_admits(struct exchange *x, const struct registry_organism *organism,
                     const char *pointer)
{
    const unsigned relations = relations_to(&x->principal, organism);
    if (access_reaching(x->operation, x->principal.roles, relations))
        return true;
    if (relations & RELATION_NETWORK)
        exchange_refuse(x, REASON_ORGANISM_HAS_REFERENT, SLICE_UNSET);
    else
        refuse_whose(x, WHOSE_ORGANISM, pointer);
    return false;
}

void registry_check_period(struct exchange *x, struct date valid_from, struct date valid_to)
{
    if (!date_is_set(valid_to) || !date_is_before(valid_to, valid_from))
        return;
    /* A change may tell the one and leave the other as it stands: what was sent is at fault. */
    const bool is_of_begin = x->operation->method == METHOD_PATCH && x->body &&
                             !field_is_given(x->operation->body, x->body, "valid_to");
    exchange_violate_data(x, is_of_begin ? "/valid_from" : "/valid_to", REASON_RANGE);
    exchange_expect(x, is_of_begin ? expected_dates((struct date){ 0 }, valid_to)
                                   : expected_dates(valid_from, (struct date){ 0 }));
}

void registry_check_end(struct exchange *x, const char *pointer, struct date first,
                        struct date last)
{
    const struct date taken_back = date_add_days(first, -1);
    if (!date_is_set(last) || !date_is_before(last, taken_back))
        return;
    exchange_violate_data(x, pointer, REASON_RANGE);
    exchange_expect(x, expected_dates(taken_back, (struct date){ 0 }));
}

void registry_read_exercise(struct row *row, struct exercise *ret_exercise)
{
    ret_exercise->id = row_id(row, "used_id");
    ret_exercise->on = row_date(row, "used_on");
}

void registry_refuse_awaited(struct exchange *x, struct id session_id)
{
    char id[ID_TEXT_SIZE];
    if (!id_is_set(session_id))
        return;
    id_print(session_id, id);
    exchange_refuse(x, REASON_SIGNATURE_AWAITED,
                    arena_print(x->arena, "{\"session_id\":\"%s\"}", id));
    exchange_resolve(x, "POST", arena_print(x->arena, "/v1/sessions/%s/stand-ins", id));
}

void registry_refuse_in_use(struct exchange *x, struct date last, const struct exercise *exercise)
{
    char id[ID_TEXT_SIZE], day[DATE_TEXT_SIZE];
    if (!date_is_set(last) || !date_is_set(exercise->on) || !date_is_before(last, exercise->on))
        return;
    id_print(exercise->id, id);
    date_print(exercise->on, day);
    const bool is_named = exercise->member && id_is_set(exercise->id);
    const unsigned before = x->refusal_count;
    exchange_refuse(x, REASON_FUNCTION_IN_USE,
                    is_named ? arena_print(x->arena,
                                           "{\"pointer\":\"%s\",\"%s\":\"%s\",\"date\":\"%s\"}",
                                           exercise->pointer, exercise->member, id, day)
                             : arena_print(x->arena, "{\"pointer\":\"%s\",\"date\":\"%s\"}",
                                           exercise->pointer, day));
    if (x->refusal_count > before)
        x->refusals[before].message = sentence_print(
            x, REASON_FUNCTION_IN_USE, &(struct reason_detail){ .date = exercise->on }, NULL);
    if (is_named)
        exchange_resolve(x, "GET", exchange_address(x, exercise->address, exercise->id));
}

bool registry_is_longer(struct date before, struct date after)
{
    return date_is_set(before) && (!date_is_set(after) || date_is_after(after, before));
}

static const struct member former_name_members[] = {
    { "name", MEMBER_TEXT, .doc = "The name." },
    { "ended_at", MEMBER_INSTANT, .doc = "When it was corrected." },
    { .name = NULL },
};
const struct view former_name_view = { "FormerName", "A name before it was corrected.",
                                       former_name_members };
