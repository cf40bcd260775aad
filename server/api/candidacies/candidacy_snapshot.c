#include "api/candidacies/candidacy_snapshot.h"

#include "candidacy_guards.h"
#include "name.h"

#include <stdint.h>
#include <string.h>

const char *const candidacies_by_names[] = {
    [BY_CANDIDACY] = "CANDIDACY",
    [BY_EVALUATION] = "EVALUATION",
    [BY_SESSION] = "SESSION",
    [BY_AGENDA_ITEM] = "AGENDA_ITEM",
    [BY_FILE] = "FILE",
    [BY_CERTIFICATE] = "CERTIFICATE",
    [BY_APPEAL] = "APPEAL",
    [BY_TIME] = "TIME",
    NULL,
};
NAMES_END_WITH(candidacies_by_names, CANDIDACIES_BY_COUNT);

void candidacy_bind_named(struct params *params, enum candidacies_by by, struct id id,
                          struct slice text)
{
    params_item(params);
    params_text(params, "kind", slice_of(candidacies_by_names[by]));
    params_id(params, "id", id);
    params_text(params, "text", text);
}

void candidacy_bind_path(const struct exchange *x, struct params *params)
{
    candidacy_bind_named(params, BY_CANDIDACY, x->path_id[0], x->path_text[0]);
}

void candidacy_bind_evaluation_path(const struct exchange *x, struct params *params)
{
    candidacy_bind_named(params, BY_EVALUATION, x->path_id[0], (struct slice){ 0 });
}

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

bool candidacy_is_held_elsewhere(const struct exchange *x, const struct candidacy *now)
{
    return slice_is(x->principal.scope, "ORGANISM") &&
           !id_equals(now->owner_org_id, exchange_organism(x));
}

struct candidacy_snapshot *candidacy_set_find(struct candidacy_set *set, struct id candidacy_id)
{
    for (unsigned i = 0; i < set->count; i++) {
        if (id_equals(set->items[i]->candidacy.id, candidacy_id))
            return set->items[i];
    }
    return NULL;
}

/* The snapshot that a child row belongs to. Rows of candidacies that the root load did not show are
 * not for the caller. */
static struct candidacy_snapshot *snapshot_of(struct exchange *x, struct row *row)
{
    return candidacy_set_find(x->snapshot, row_id(row, "candidacy_id"));
}

/* Remembers a version that was read, once. */
static void keep_check(struct exchange *x, unsigned reads, const char *kind, struct id id,
                       int64_t version)
{
    struct candidacy_set *set = x->snapshot;
    for (unsigned i = 0; i < set->check_count; i++) {
        if (id_equals(set->checks[i].id, id))
            return;
    }
    if (!id_is_set(id))
        return;
    struct fact_check *checks = exchange_room(x, set->checks, set->check_count, sizeof *checks);
    if (!checks)
        return;
    checks[set->check_count++] = (struct fact_check){ kind, id, version, reads };
    set->checks = checks;
}

static int index_of(const char *const *names, struct slice name)
{
    for (int i = 0; names[i]; i++) {
        if (slice_is(name, names[i]))
            return i;
    }
    return 0;
}

/* "{sex,birth_year}" as PostgreSQL prints an array of plain words. */
static const char **read_names(struct exchange *x, struct row *row, const char *column,
                               size_t *ret_count)
{
    struct slice text = row_text(row, column);
    const char **names = NULL;
    char *at = exchange_alloc(x, text.size + 1);
    *ret_count = 0;
    if (!at || text.size < 2)
        return NULL;
    memcpy(at, text.at + 1, text.size - 2);
    for (char *save = NULL, *name = strtok_r(at, ",", &save); name;
         name = strtok_r(NULL, ",", &save)) {
        names = exchange_room(x, names, *ret_count, sizeof *names);
        if (!names) {
            *ret_count = 0;
            return NULL;
        }
        names[(*ret_count)++] = name;
    }
    return names;
}

static const struct referential *read_shape(struct exchange *x, struct row *row)
{
    struct slice shape = row_text(row, "shape");
    if (!slice_is_set(shape))
        return NULL;
    struct referential *referential = exchange_alloc(x, sizeof *referential);
    if (referential && !referential_parse(shape.at, shape.size, referential)) {
        row->has_failed = true;
        return NULL;
    }
    return referential;
}

/* Parsed once a version: the files of a session mostly share it. */
static const struct referential *read_pinned_shape(struct exchange *x, struct row *row,
                                                   struct id version_id)
{
    struct candidacy_set *set = x->snapshot;
    for (unsigned i = 0; i + 1 < set->count; i++) {
        const struct candidacy *other = &set->items[i]->candidacy;
        if (id_is_set(version_id) && id_equals(other->referential_version_id, version_id))
            return other->referential;
    }
    return read_shape(x, row);
}

void candidacy_read_root(struct exchange *x, struct row *row)
{
    struct candidacy_set *set = x->snapshot;
    struct candidacy_snapshot *s = exchange_alloc(x, sizeof *s);
    struct candidacy_snapshot **items = exchange_room(x, set->items, set->count, sizeof(void *));
    if (!s || !items)
        return;
    items[set->count++] = s;
    set->items = items;
    struct candidacy *c = &s->candidacy;
    c->id = row_id(row, "id");
    c->version = row_int(row, "version");
    struct slice state = row_text(row, "state");
    if (!candidacy_state_from_name(state.at, state.size, &c->state))
        row->has_failed = true;
    c->candidate_id = row_id(row, "candidate_id");
    c->owner_org_id = row_id(row, "owner_org_id");
    s->referential_code = row_text(row, "referential_code");
    c->referential_version_id = row_id(row, "referential_version_id");
    c->referential = read_pinned_shape(x, row, c->referential_version_id);
    c->information_on = row_date(row, "information_on");
    c->cycle_start = row_date(row, "cycle_start_date");
    c->deadline = row_date(row, "deadline_date");
    c->answer_by = row_date(row, "answer_by_date");
    struct slice previous = row_text(row, "previous_state");
    if (slice_is_set(previous) &&
        !candidacy_state_from_name(previous.at, previous.size, &c->previous_state))
        row->has_failed = true;
    c->last_activity_on = row_date(row, "last_activity_on");
    c->entered_on = row_date(row, "entered_on");
    s->reference = row_text(row, "reference");
    s->missing_identity = read_names(x, row, "missing_identity", &s->missing_identity_count);
    s->missing_cdc_identity = read_names(x, row, "missing_cdc", &s->missing_cdc_identity_count);
    s->has_live_candidacy = row_bool(row, "has_live_candidacy");
    s->is_certified = row_bool(row, "is_certified");
    s->has_fraud = row_bool(row, "has_fraud");
    c->is_opened_by_certifier = row_bool(row, "is_opened_by_certifier");
    keep_check(x, READS_CANDIDATE, "CANDIDATE", c->candidate_id, row_int(row, "candidate_version"));
    s->has_portfolio = row_bool(row, "has_portfolio");
    x->version = c->version;
}

void candidacy_read_evaluation(struct exchange *x, struct row *row)
{
    struct candidacy_snapshot *s = snapshot_of(x, row);
    if (!s)
        return;
    struct candidacy *c = &s->candidacy;
    struct evaluation *evaluations =
        exchange_room(x, c->evaluations, (size_t)c->evaluation_count, sizeof *evaluations);
    if (!evaluations)
        return;
    struct evaluation *e = &evaluations[c->evaluation_count++];
    c->evaluations = evaluations;
    e->id = row_id(row, "id");
    e->kind = (enum evaluation_kind)index_of(evaluation_kind_names, row_text(row, "kind"));
    e->org_id = row_id(row, "org_id");
    e->scope = (uint64_t)row_int(row, "scope_mask");
    e->results = row_text(row, "results").at;
    e->statuses = row_text(row, "subdomain_statuses").at;
    e->completed_on = row_date(row, "completed_on");
    e->restituted_on = row_date(row, "restituted_on");
    e->is_annulled = row_bool(row, "is_annulled");
}

static void add_sitting(struct exchange *x, struct evaluation *e, const struct sitting *sitting)
{
    struct sitting *sittings =
        exchange_room(x, e->sittings, (size_t)e->sitting_count, sizeof *sittings);
    if (!sittings)
        return;
    sittings[e->sitting_count++] = *sitting;
    e->sittings = sittings;
}

void candidacy_read_sitting(struct exchange *x, struct row *row)
{
    struct candidacy_snapshot *s = snapshot_of(x, row);
    struct id evaluation_id = row_id(row, "evaluation_id");
    struct sitting sitting = { .id = row_id(row, "id") };
    sitting.date = row_date(row, "held_on");
    sitting.evaluator.id = row_id(row, "evaluator_id");
    sitting.evaluator.human_id = row_id(row, "evaluator_human_id");
    sitting.org_id = row_id(row, "acting_org_id");
    const int found = s ? candidacy_find_evaluation(&s->candidacy, evaluation_id) : -1;
    if (found >= 0)
        add_sitting(x, (struct evaluation *)(uintptr_t)&s->candidacy.evaluations[found], &sitting);
}

void candidacy_read_path(struct exchange *x, struct row *row)
{
    struct candidacy_snapshot *s = snapshot_of(x, row);
    if (!s)
        return;
    /* Oldest first: the last row wins. */
    struct path *path = &s->path;
    *path = (struct path){ .id = row_id(row, "id") };
    path->status = (enum path_status)index_of(path_status_names, row_text(row, "status"));
    path->proposed_on = row_date(row, "proposed_on");
    path->accepted_on = row_date(row, "answered_on");
    path->planned_end = row_date(row, "planned_end_date");
    path->closed_on = row_date(row, "closed_on");
    s->candidacy.path_count = (int)row_int(row, "ordinal");
    s->candidacy.path = path;
}

static void add_trainer(struct exchange *x, struct candidacy *c, struct person trainer)
{
    struct person *trainers =
        exchange_room(x, c->trainers, (size_t)c->trainer_count, sizeof *trainers);
    if (!trainers)
        return;
    trainers[c->trainer_count++] = trainer;
    c->trainers = trainers;
}

static void add_module(struct exchange *x, struct path *path, const struct module *module)
{
    struct module *modules =
        exchange_room(x, path->modules, (size_t)path->module_count, sizeof *modules);
    if (!modules)
        return;
    modules[path->module_count++] = *module;
    path->modules = modules;
}

void candidacy_read_module(struct exchange *x, struct row *row)
{
    struct candidacy_snapshot *s = snapshot_of(x, row);
    if (!s)
        return;
    struct id path_id = row_id(row, "path_id");
    struct module module = { .id = row_id(row, "id") };
    struct slice domain = row_text(row, "domain_code");
    module.domain = s->candidacy.referential
                        ? referential_find_domain(s->candidacy.referential, domain.at, domain.size)
                        : -1;
    module.trainer.id = row_id(row, "trainer_id");
    module.trainer.human_id = row_id(row, "trainer_human_id");
    module.training_org_id = row_id(row, "training_org_id");
    module.status = (enum module_status)index_of(module_status_names, row_text(row, "status"));
    module.closed_on = row_date(row, "closed_on");
    add_trainer(x, &s->candidacy, module.trainer);
    if (id_equals(path_id, s->path.id))
        add_module(x, &s->path, &module);
}

void candidacy_read_voiding(struct exchange *x, struct row *row)
{
    struct candidacy_snapshot *s = snapshot_of(x, row);
    if (!s)
        return;
    struct candidacy *c = &s->candidacy;
    struct voiding *voidings =
        exchange_room(x, c->voidings, (size_t)c->voiding_count, sizeof *voidings);
    if (!voidings)
        return;
    struct voiding *voiding = &voidings[c->voiding_count++];
    c->voidings = voidings;
    voiding->subdomains = (uint64_t)row_int(row, "subdomain_mask");
    voiding->after_evaluations = (int)row_int(row, "after_evaluation_ordinal");
    voiding->decision_id = row_id(row, "decision_id");
    voiding->is_lifted = row_bool(row, "is_lifted");
}

void candidacy_read_file(struct exchange *x, struct row *row)
{
    struct candidacy_snapshot *s = snapshot_of(x, row);
    if (!s)
        return;
    s->file.id = row_id(row, "id");
    s->file.commission_id = row_id(row, "commission_id");
    s->file.submitted_on = row_date(row, "submitted_on");
    s->file.live_session_id = row_id(row, "session_id");
    s->file_count = (int)row_int(row, "ordinal");
    s->candidacy.file = &s->file;
}

/* As the statement says them. */
static const char *const facts_activities[] = { "EVALUATION", "TRAINING", "TRAINING_QUALITY",
                                                NULL };
static const char *const facts_kinds[] = { "HABILITATION", "ORGANISM", NULL };

void facts_read_habilitation(struct exchange *x, struct row *row)
{
    struct candidacy_set *set = x->snapshot;
    struct habilitation h = { .org_id = row_id(row, "org_id") };
    struct id id = row_id(row, "id");
    h.activity = (enum activity)index_of(facts_activities, row_text(row, "activity"));
    h.spell.from = row_date(row, "valid_from");
    h.spell.to = row_date(row, "valid_to");
    struct spell suspension = { .from = row_date(row, "suspended_from") };
    suspension.to = row_date(row, "suspended_to");
    const char *check_kind = facts_kinds[index_of(facts_kinds, row_text(row, "check_kind"))];
    struct id check_id = row_id(row, "check_id");
    keep_check(x, READS_HABILITATION, check_kind, check_id, row_int(row, "check_version"));
    struct id membership_id = row_id(row, "membership_id");
    keep_check(x, READS_HABILITATION, "NETWORK_MEMBERSHIP", membership_id,
               row_int(row, "membership_version"));
    struct habilitation *last =
        set->habilitation_count ? &set->habilitations[set->habilitation_count - 1] : NULL;
    bool is_same = last && id_equals(set->last_habilitation_id, id) &&
                   id_equals(last->org_id, h.org_id) &&
                   date_compare(last->spell.from, h.spell.from) == 0 &&
                   date_compare(last->spell.to, h.spell.to) == 0;
    if (!is_same) {
        struct habilitation *all =
            exchange_room(x, set->habilitations, set->habilitation_count, sizeof *all);
        if (!all)
            return;
        set->habilitations = all;
        set->last_habilitation_id = id;
        last = &all[set->habilitation_count++];
        *last = h;
    }
    if (!date_is_set(suspension.from))
        return;
    struct spell *suspensions =
        exchange_room(x, last->suspensions, (size_t)last->suspension_count, sizeof *suspensions);
    if (!suspensions)
        return;
    suspensions[last->suspension_count++] = suspension;
    last->suspensions = suspensions;
}

static const char *const affiliation_roles[] = { "COUNSELLOR", "EVALUATOR", "TRAINER",
                                                 "REFERENT",   "EMPLOYEE",  NULL };

void facts_read_person(struct exchange *x, struct row *row)
{
    struct candidacy_set *set = x->snapshot;
    struct person person = { .id = row_id(row, "id") };
    person.human_id = row_id(row, "human_id");
    if (!candidacy_set_knows_person(set, person.id)) {
        struct person *persons = exchange_room(x, set->persons, set->person_count, sizeof *persons);
        if (!persons)
            return;
        persons[set->person_count++] = person;
        set->persons = persons;
    }
    if (row_is_null(row, "organism_id"))
        return;
    struct affiliation *affiliations =
        exchange_room(x, set->affiliations, set->affiliation_count, sizeof *affiliations);
    if (!affiliations)
        return;
    set->affiliations = affiliations;
    struct affiliation *a = &affiliations[set->affiliation_count++];
    a->person = person;
    a->org_id = row_id(row, "organism_id");
    a->role = (enum affiliation_role)index_of(affiliation_roles, row_text(row, "role"));
    a->spell.from = row_date(row, "valid_from");
    a->spell.to = row_date(row, "valid_to");
    struct id affiliation_id = row_id(row, "affiliation_id");
    keep_check(x, READS_AFFILIATION, "AFFILIATION", affiliation_id, row_int(row, "version"));
}

void facts_read_referential(struct exchange *x, struct row *row)
{
    struct candidacy_set *set = x->snapshot;
    struct active_referential *referentials =
        exchange_room(x, set->referentials, set->referential_count, sizeof *referentials);
    if (!referentials)
        return;
    set->referentials = referentials;
    struct active_referential *r = &referentials[set->referential_count++];
    r->version_id = row_id(row, "id");
    r->referential = read_shape(x, row);
    r->spell.from = row_date(row, "valid_from");
    r->spell.to = row_date(row, "valid_to");
    keep_check(x, READS_REFERENTIAL, "REFERENTIAL", r->version_id, row_int(row, "row_version"));
}

void facts_read_commission(struct exchange *x, struct row *row)
{
    struct candidacy_set *set = x->snapshot;
    set->competent_commission_id = row_id(row, "id");
    set->is_commission_competent = row_bool(row, "is_competent");
    keep_check(x, READS_COMMISSION, "COMMISSION", set->competent_commission_id,
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
    (void)row;
    ((struct candidacy_set *)x->snapshot)->is_site_known = true;
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
    };
    if (snapshot) {
        facts.has_live_candidacy = snapshot->has_live_candidacy;
        facts.is_certified = snapshot->is_certified;
        facts.has_fraud = snapshot->has_fraud;
        facts.has_portfolio = snapshot->has_portfolio;
        facts.missing_identity = (const char *const *)snapshot->missing_identity;
        facts.missing_identity_count = snapshot->missing_identity_count;
        facts.missing_cdc_identity = (const char *const *)snapshot->missing_cdc_identity;
        facts.missing_cdc_identity_count = snapshot->missing_cdc_identity_count;
    }
    return facts;
}
