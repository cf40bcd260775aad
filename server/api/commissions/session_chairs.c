/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/commissions/session_chairs.h"

#include "api/refusals.h"

void chairs_read(struct exchange *x, struct row *row, struct chairs *chairs)
{
    struct chair *member = exchange_more(x, &chairs->members, chairs->count, sizeof *member);
    if (!member)
        return;
    chairs->count++;
    member->member_id = row_id(row, "id");
    struct slice college = row_text(row, "college");
    if (!college_from_name(college.at, college.size, &member->college))
        row->has_failed = true;
    member->mandate.from = row_date(row, "mandate_from");
    member->mandate.to = row_date(row, "mandate_to");
}

int chairs_college(struct exchange *x, const struct chairs *chairs, const char *pointer,
                   struct id member_id, struct date day)
{
    enum reason reason = REASON_REFERENCE_UNKNOWN;
    if (!id_is_set(member_id))
        return -1;
    for (unsigned i = 0; i < chairs->count; i++) {
        const struct chair *member = &chairs->members[i];
        if (!id_equals(member->member_id, member_id))
            continue;
        if (spell_contains(member->mandate, day))
            return (int)member->college;
        reason = REASON_NOT_IN_FORCE;
    }
    exchange_violate(x, pointer, reason);
    return -1;
}

void chairs_check_colleges(struct exchange *x, int chair, int vice_chair)
{
    const bool is_vice_chair = field_is_given(x->operation->body, x->body, "vice_chair_member_id");
    if (chair >= 0 && chair == vice_chair)
        refuse_of_member(x, REASON_SAME_COLLEGE_SIGNATURES,
                         is_vice_chair ? SLICE("vice_chair_member_id") : SLICE("chair_member_id"));
}
