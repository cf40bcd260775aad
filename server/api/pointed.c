/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/pointed.h"

static struct pointed pointed[POINTED_KINDS] = {
    [POINTED_CANDIDATE] = { "getCandidate",
                            "CandidateName",
                            { "reference", "birth_name", "usage_name", "first_name_1", "status" },
                            .is_person = true },
    [POINTED_PERSON] = { "getPerson",
                         "PersonName",
                         { "last_name", "first_name", "status" },
                         .is_person = true },
    [POINTED_ORGANISM] = { "getOrganism",
                           "OrganismName",
                           { "reference", "siret", "name", "city", "status" } },
    [POINTED_SITE] = { "getSite", "SiteName", { "name", "postal_code", "city", "status" } },
    [POINTED_COMMISSION] = { "getCommission",
                             "CommissionName",
                             { "reference", "kind", "name", "status" } },
    [POINTED_NETWORK] = { "getNetwork", "NetworkName", { "name", "status" } },
    [POINTED_FUNDER] = { "getFunder", "FunderName", { "name", "status" } },
};

static const struct pointer pointers[] = {
#define POINTS(member, name, kind) { #member, #name, POINTED_##kind },
#include "api/pointed.def"
};

static const struct operation *find_operation(const char *id)
{
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            if (strcmp(o->id, id) == 0)
                return o;
        }
    }
    return NULL;
}

/* The members that are shown, and the mark of a row that is withheld. */
static bool take_members(struct pointed *one, const struct view *view)
{
    unsigned count = 0;
    for (unsigned i = 0; i < POINTED_MEMBERS && one->members[i]; i++) {
        const int at = view_find(view, one->members[i]);
        if (at < 0)
            return false;
        one->shown[count++] = view->members[at];
    }
    for (const struct member *m = view->members; m->name; m++) {
        if (m->flags & MEMBER_WITHHOLDS)
            one->shown[count++] = *m;
    }
    one->shown[count] = (struct member){ 0 };
    one->view = (struct view){ one->name, view->doc, one->shown };
    return true;
}

bool pointed_init(void)
{
    for (enum pointed_kind kind = 0; kind < POINTED_KINDS; kind++) {
        struct pointed *one = &pointed[kind];
        const struct operation *operation = find_operation(one->read);
        if (!operation || !operation->reply.statement || !take_members(one, operation->reply.view))
            return false;
        one->operation = operation;
    }
    return true;
}

const struct pointed *pointed_of(enum pointed_kind kind)
{
    return &pointed[kind];
}

static const struct pointer *find_pointer(const struct member *member)
{
    for (unsigned i = 0; i < sizeof pointers / sizeof pointers[0]; i++) {
        if (member->type == MEMBER_ID && strcmp(pointers[i].member, member->name) == 0)
            return &pointers[i];
    }
    return NULL;
}

unsigned pointers_of(const struct view *view, const struct pointer **ret_pointers, unsigned most)
{
    unsigned count = 0;
    for (const struct member *m = view->members; m->name && count < most; m++) {
        const struct pointer *pointer = find_pointer(m);
        if (pointer)
            ret_pointers[count++] = pointer;
    }
    return count;
}
