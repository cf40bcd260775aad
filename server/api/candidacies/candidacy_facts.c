/* SPDX-License-Identifier: EUPL-1.2 */
/* What the guards of a candidacy ask about others: habilitations, functions, versions of
 * référentiels, the commission, the method, the site. */
#include "api/candidacies/candidacy_snapshot.h"

#include "api/shapes.h"
#include "candidacy_guards.h"

void facts_bind_organism(struct params *params, struct id org_id, struct id candidacy_id,
                         struct slice candidacy_reference, struct id evaluation_id,
                         struct slice referential_code)
{
    params_item(params);
    params_id(params, "org_id", org_id);
    params_id(params, "candidacy_id", candidacy_id);
    params_text(params, "candidacy_reference", candidacy_reference);
    params_id(params, "evaluation_id", evaluation_id);
    params_text(params, "referential_code", referential_code);
}

const struct referential *facts_read_shape(struct exchange *x, struct row *row,
                                           struct id version_id)
{
    const struct referential *known = shapes_find(x->shapes, version_id);
    if (known || !id_is_set(version_id))
        return known;
    struct slice shape = row_text(row, "shape");
    if (!slice_is_set(shape)) {
        x->lacks |= BRINGS_SHAPE;
        return NULL;
    }
    known = shapes_keep(x->shapes, version_id, shape);
    if (known)
        return known;
    struct referential *referential = exchange_alloc(x, sizeof *referential);
    if (referential && !referential_parse(shape.at, shape.size, referential)) {
        row->has_failed = true;
        return NULL;
    }
    return referential;
}

void facts_keep_check(struct exchange *x, unsigned reads, const char *kind, struct id id,
                      int64_t version)
{
    struct candidacy_set *set = x->snapshot;
    for (unsigned i = 0; i < set->check_count; i++) {
        if (id_equals(set->checks[i].id, id))
            return;
    }
    if (!id_is_set(id))
        return;
    struct fact_check *added = exchange_more(x, &set->checks, set->check_count, sizeof *added);
    if (!added)
        return;
    *added = (struct fact_check){ kind, id, version, reads };
    set->check_count++;
}

/* A quality certificate has a name only here and in the statement. */
static enum activity activity_of(struct slice name)
{
    return slice_is(name, "TRAINING_QUALITY")
               ? ACTIVITY_TRAINING_QUALITY
               : (enum activity)vocabulary_number(&activity_words, name);
}

void facts_read_habilitation(struct exchange *x, struct row *row)
{
    struct candidacy_set *set = x->snapshot;
    struct habilitation h = { .org_id = row_id(row, "org_id") };
    struct id id = row_id(row, "id");
    h.activity = activity_of(row_text(row, "activity"));
    h.spell.from = row_date(row, "valid_from");
    h.spell.to = row_date(row, "valid_to");
    struct spell suspension = { .from = row_date(row, "suspended_from") };
    suspension.to = row_date(row, "suspended_to");
    const char *check_kind =
        slice_is(row_text(row, "check_kind"), "ORGANISM") ? "ORGANISM" : "HABILITATION";
    struct id check_id = row_id(row, "check_id");
    facts_keep_check(x, READS_HABILITATION, check_kind, check_id, row_int(row, "check_version"));
    struct id membership_id = row_id(row, "membership_id");
    facts_keep_check(x, READS_HABILITATION, "NETWORK_MEMBERSHIP", membership_id,
                     row_int(row, "membership_version"));
    struct habilitation *last =
        set->habilitation_count ? &set->habilitations[set->habilitation_count - 1] : NULL;
    bool is_same = last && id_equals(set->last_habilitation_id, id) &&
                   id_equals(last->org_id, h.org_id) &&
                   date_compare(last->spell.from, h.spell.from) == 0 &&
                   date_compare(last->spell.to, h.spell.to) == 0;
    if (!is_same) {
        last = exchange_more(x, &set->habilitations, set->habilitation_count, sizeof *last);
        if (!last)
            return;
        set->habilitation_count++;
        set->last_habilitation_id = id;
        *last = h;
    }
    if (!date_is_set(suspension.from))
        return;
    struct spell *added =
        exchange_more(x, &last->suspensions, (size_t)last->suspension_count, sizeof *added);
    if (!added)
        return;
    *added = suspension;
    last->suspension_count++;
}

void facts_read_person(struct exchange *x, struct row *row)
{
    struct candidacy_set *set = x->snapshot;
    struct person person = { .id = row_id(row, "id") };
    person.human_id = row_id(row, "human_id");
    if (!candidacy_set_knows_person(set, person.id)) {
        struct person *added = exchange_more(x, &set->persons, set->person_count, sizeof *added);
        if (!added)
            return;
        *added = person;
        set->person_count++;
        struct id *own = row_bool(row, "is_own") ? exchange_more(x, &set->own_persons,
                                                                 set->own_person_count, sizeof *own)
                                                 : NULL;
        if (own)
            set->own_persons[set->own_person_count++] = person.id;
    }
    if (row_is_null(row, "organism_id"))
        return;
    struct affiliation *a = exchange_more(x, &set->affiliations, set->affiliation_count, sizeof *a);
    if (!a)
        return;
    set->affiliation_count++;
    a->person = person;
    a->org_id = row_id(row, "organism_id");
    a->role =
        (enum affiliation_role)vocabulary_number(&affiliation_role_words, row_text(row, "role"));
    a->spell.from = row_date(row, "valid_from");
    a->spell.to = row_date(row, "valid_to");
    struct id affiliation_id = row_id(row, "affiliation_id");
    facts_keep_check(x, READS_AFFILIATION, "AFFILIATION", affiliation_id, row_int(row, "version"));
}

void facts_read_referential(struct exchange *x, struct row *row)
{
    struct candidacy_set *set = x->snapshot;
    struct active_referential *r =
        exchange_more(x, &set->referentials, set->referential_count, sizeof *r);
    if (!r)
        return;
    set->referential_count++;
    r->version_id = row_id(row, "id");
    r->referential = facts_read_shape(x, row, r->version_id);
    r->spell.from = row_date(row, "valid_from");
    r->spell.to = row_date(row, "valid_to");
    facts_keep_check(x, READS_REFERENTIAL, "REFERENTIAL", r->version_id,
                     row_int(row, "row_version"));
}

void facts_read_commission(struct exchange *x, struct row *row)
{
    struct candidacy_set *set = x->snapshot;
    set->competent_commission_id = row_id(row, "id");
    set->is_commission_competent = row_bool(row, "is_competent");
    set->is_commission_named = row_bool(row, "is_named");
    set->is_region_missing = row_bool(row, "is_region_missing");
    if (id_is_set(set->competent_commission_id))
        facts_keep_check(x, READS_COMMISSION, "COMMISSION", set->competent_commission_id,
                         row_int(row, "version"));
}

void facts_read_method(struct exchange *x, struct row *row)
{
    struct method_facts *method = &((struct candidacy_set *)x->snapshot)->method;
    method->is_known = true;
    method->serves_referential = row_bool(row, "serves_referential");
    method->is_available = row_bool(row, "is_available");
}

void facts_read_site(struct exchange *x, struct row *row)
{
    struct candidacy_set *set = x->snapshot;
    set->is_site_known = true;
    set->is_site_open = row_bool(row, "is_open");
    set->site_zone = exchange_read_zone(row, "time_zone");
}

void facts_read_agreement(struct exchange *x, struct row *row)
{
    ((struct candidacy_set *)x->snapshot)->is_transfer_agreed = row_bool(row, "is_agreed");
}

void facts_read_attendance(struct exchange *x, struct row *row)
{
    struct candidacy_set *set = x->snapshot;
    set->attendance_id = row_id(row, "id");
    set->is_module_of_others = row_bool(row, "is_of_others");
    set->day_minutes = (int)row_int(row, "day_minutes");
}

/* Sent twice, a correction finds what it made of it. */
void facts_read_recorded(struct exchange *x, struct row *row)
{
    struct candidacy_set *set = x->snapshot;
    set->recorded = (struct attendance){
        .id = row_id(row, "id"),
        .module_id = row_id(row, "module_id"),
        .attended_minutes = (int)row_int(row, "attended_minutes"),
    };
    set->day_minutes = (int)row_int(row, "day_minutes");
    set->attendance_id = row_bool(row, "is_unchanged") ? set->recorded.id : (struct id){ { 0 } };
}

void facts_read_told(struct exchange *x, struct row *row)
{
    struct candidacy_set *set = x->snapshot;
    set->recorded_told = arena_copy(x->arena, row_text(row, "told"));
    set->is_told_unchanged = row_bool(row, "is_unchanged");
}

void candidacy_read_attended(struct exchange *x, struct row *row)
{
    const struct candidacy_set *set = x->snapshot;
    if (set->count == 0)
        return;
    const struct path *path = &set->items[0]->path;
    const int found = path_find_module(path, row_id(row, "module_id"));
    if (found >= 0)
        ((struct module *)(uintptr_t)path->modules)[found].attended_on =
            row_date(row, "attended_on");
}

/* A line that is no act of this candidacy's rules is none that is corrected. */
void facts_read_act(struct exchange *x, struct row *row)
{
    struct candidacy_set *set = x->snapshot;
    struct act *act = exchange_more(x, &set->acts, set->act_count, sizeof *act);
    if (!act)
        return;
    set->act_count++;
    act->id = row_id(row, "id");
    act->event =
        (enum candidacy_event)vocabulary_number(&candidacy_event_words, row_text(row, "event"));
    act->day = row_date(row, "day");
    act->sitting_day = row_date(row, "sitting_day");
    act->rests_on = row_date(row, "rests_on");
    act->module_id = row_id(row, "module_id");
    act->evaluation_id = row_id(row, "evaluation_id");
    act->path_id = row_id(row, "path_id");
    act->person.id = row_id(row, "person_id");
    act->person.human_id = row_id(row, "human_id");
    act->org_id = row_id(row, "acting_org_id");
    act->is_fallen = row_bool(row, "is_fallen");
}

void facts_read_reference(struct exchange *x, struct row *row)
{
    struct candidacy_set *set = x->snapshot;
    struct id *added = exchange_more(x, &set->references, set->reference_count, sizeof *added);
    if (added)
        set->references[set->reference_count++] = row_id(row, "id");
}

static bool holds_id(const struct id *ids, size_t count, struct id id)
{
    for (size_t i = 0; i < count; i++) {
        if (id_equals(ids[i], id))
            return true;
    }
    return false;
}

bool candidacy_set_knows_reference(const struct candidacy_set *set, struct id id)
{
    return holds_id(set->references, set->reference_count, id);
}

bool candidacy_set_recorded_person(const struct candidacy_set *set, struct id person_id)
{
    return holds_id(set->own_persons, set->own_person_count, person_id);
}

bool candidacy_set_knows_person(const struct candidacy_set *set, struct id person_id)
{
    for (size_t i = 0; i < set->person_count; i++) {
        if (id_equals(set->persons[i].id, person_id))
            return true;
    }
    return false;
}

struct person candidacy_set_person(const struct candidacy_set *set, struct id person_id)
{
    for (size_t i = 0; i < set->person_count; i++) {
        if (id_equals(set->persons[i].id, person_id))
            return set->persons[i];
    }
    return (struct person){ .id = person_id };
}

struct facts candidacy_set_facts(const struct candidacy_set *set,
                                 const struct candidacy_snapshot *snapshot)
{
    struct facts facts = {
        .habilitations = set->habilitations,
        .habilitation_count = set->habilitation_count,
        .affiliations = set->affiliations,
        .affiliation_count = set->affiliation_count,
        .referentials = set->referentials,
        .referential_count = set->referential_count,
        .is_commission_competent = set->is_commission_competent,
        .is_region_missing = set->is_region_missing,
        .acts = set->acts,
        .act_count = set->act_count,
    };
    if (snapshot)
        facts.own = snapshot->facts;
    return facts;
}
