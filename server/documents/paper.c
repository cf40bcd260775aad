/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/paper.h"

#include "documents/paper_kind.h"

const struct paper_kind *const paper_kinds[] = {
    &certificate_kind, &duplicate_kind,          &annulment_kind,   &restitution_kind,
    &portfolio_kind,   &path_proposal_kind,      &convocation_kind, &agenda_kind,
    &minutes_kind,     &rectifying_minutes_kind, &decision_kind,    NULL,
};

static const struct paper_kind *find(struct slice name)
{
    for (size_t i = 0; paper_kinds[i]; i++) {
        if (slice_is(name, paper_kinds[i]->name))
            return paper_kinds[i];
    }
    return NULL;
}

enum status paper_lay_out(struct arena *arena, struct slice kind, const struct document *told,
                          const struct livery *livery, struct slice mark, struct layout *ret_layout,
                          const char **ret_missing)
{
    const struct paper_kind *found = find(kind);
    *ret_missing = "the kind of document";
    if (!found)
        return STATUS_FAILED;
    void *read = arena_alloc(arena, found->shape->size);
    if (!read)
        return STATUS_NO_MEMORY;
    const enum status status = told_read(arena, told, found->shape, read, ret_missing);
    if (status != STATUS_OK)
        return status;
    return found->lay_out(&(struct paper_desk){ arena, livery, mark }, read, ret_layout,
                          ret_missing);
}
