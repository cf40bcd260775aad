#include "api/candidacies/candidacy_snapshot.h"

#include "candidacy_guards.h"

#include <string.h>

void candidacy_bind_name(struct params *params, const struct candidacy_name *name)
{
    params_item(params);
    params_id(params, "id", name->id);
    params_text(params, "reference", name->reference);
    params_id(params, "evaluation_id", name->evaluation_id);
    params_id(params, "session_id", name->session_id);
    params_id(params, "file_id", name->file_id);
    params_text(params, "due", name->due);
    params_id(params, "certificate_id", name->certificate_id);
    params_id(params, "appeal_id", name->appeal_id);
}

void candidacy_bind_path(const struct exchange *x, struct params *params)
{
    struct candidacy_name name = { .id = x->path_id[0] };
    if (!id_is_set(name.id))
        name.reference = x->path_text[0];
    candidacy_bind_name(params, &name);
}

void candidacy_bind_evaluation_path(const struct exchange *x, struct params *params)
{
    struct candidacy_name name = { .evaluation_id = x->path_id[0] };
    candidacy_bind_name(params, &name);
}

void facts_bind_organism(struct params *params, struct id org_id, struct id candidacy_id,
                         struct slice candidacy_reference, struct slice referential_code)
{
    params_item(params);
    params_id(params, "org_id", org_id);
    params_id(params, "candidacy_id", candidacy_id);
    params_text(params, "candidacy_reference", candidacy_reference);
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
    if (set->check_count == FACTS_CHECKS) {
        x->has_failed = true;
        return;
    }
    set->checks_reads[set->check_count] = reads;
    set->checks[set->check_count++] = (struct fact_check){ kind, id, version };
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
    const char **names = exchange_alloc(x, 16 * sizeof *names);
    char *at = exchange_alloc(x, text.size + 1);
    *ret_count = 0;
    if (!names || !at || text.size < 2)
        return names;
    memcpy(at, text.at + 1, text.size - 2);
    for (char *save = NULL, *name = strtok_r(at, ",", &save); name && *ret_count < 16;
         name = strtok_r(NULL, ",", &save))
        names[(*ret_count)++] = name;
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
    if (!s || set->count == SNAPSHOT_CANDIDACIES) {
        x->has_failed = true;
        return;
    }
    set->items[set->count++] = s;
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
    c->evaluations = s->evaluations;
    c->voidings = s->voidings;
    x->version = c->version;
}

void candidacy_read_evaluation(struct exchange *x, struct row *row)
{
    struct candidacy_snapshot *s = snapshot_of(x, row);
    if (!s)
        return;
    if (s->candidacy.evaluation_count == SNAPSHOT_EVALUATIONS) {
        x->has_failed = true;
        return;
    }
    int at = s->candidacy.evaluation_count++;
    struct evaluation *e = &s->evaluations[at];
    e->id = row_id(row, "id");
    e->kind = (enum evaluation_kind)index_of(evaluation_kind_names, row_text(row, "kind"));
    e->org_id = row_id(row, "org_id");
    e->scope = (uint64_t)row_int(row, "scope_mask");
    e->results = row_text(row, "results").at;
    e->statuses = row_text(row, "subdomain_statuses").at;
    e->completed_on = row_date(row, "completed_on");
    e->restituted_on = row_date(row, "restituted_on");
    e->is_annulled = row_bool(row, "is_annulled");
    s->sittings[at] = exchange_alloc(x, SNAPSHOT_SITTINGS * sizeof *s->sittings[at]);
    e->sittings = s->sittings[at];
}

void candidacy_read_sitting(struct exchange *x, struct row *row)
{
    struct candidacy_snapshot *s = snapshot_of(x, row);
    struct id evaluation_id = row_id(row, "evaluation_id");
    for (int i = 0; s && i < s->candidacy.evaluation_count; i++) {
        struct evaluation *e = &s->evaluations[i];
        if (!id_equals(e->id, evaluation_id))
            continue;
        if (!e->sittings || e->sitting_count == SNAPSHOT_SITTINGS) {
            x->has_failed = true;
            return;
        }
        struct sitting *sitting = &s->sittings[i][e->sitting_count++];
        sitting->id = row_id(row, "id");
        sitting->date = row_date(row, "held_on");
        sitting->evaluator.id = row_id(row, "evaluator_id");
        sitting->evaluator.human_id = row_id(row, "evaluator_human_id");
        sitting->org_id = row_id(row, "acting_org_id");
    }
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
    if (!s->modules) {
        s->modules = exchange_alloc(x, PATH_MAX_MODULES * sizeof *s->modules);
        s->trainers = exchange_alloc(x, SNAPSHOT_TRAINERS * sizeof *s->trainers);
    }
    path->modules = s->modules;
    s->candidacy.trainers = s->trainers;
    s->path_count = (int)row_int(row, "ordinal");
    s->candidacy.path = path;
}

void candidacy_read_module(struct exchange *x, struct row *row)
{
    struct candidacy_snapshot *s = snapshot_of(x, row);
    if (!s || !s->modules || !s->trainers)
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
    if (s->candidacy.trainer_count < SNAPSHOT_TRAINERS)
        s->trainers[s->candidacy.trainer_count++] = module.trainer;
    else
        x->has_failed = true;
    if (!id_equals(path_id, s->path.id))
        return;
    if (s->path.module_count < PATH_MAX_MODULES)
        s->modules[s->path.module_count++] = module;
    else
        x->has_failed = true;
}

void candidacy_read_voiding(struct exchange *x, struct row *row)
{
    struct candidacy_snapshot *s = snapshot_of(x, row);
    if (!s)
        return;
    if (s->candidacy.voiding_count == SNAPSHOT_VOIDINGS) {
        x->has_failed = true;
        return;
    }
    struct voiding *voiding = &s->voidings[s->candidacy.voiding_count++];
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
    bool is_same = last && id_equals(set->habilitation_ids[set->habilitation_count - 1], id) &&
                   id_equals(last->org_id, h.org_id) &&
                   date_compare(last->spell.from, h.spell.from) == 0 &&
                   date_compare(last->spell.to, h.spell.to) == 0;
    if (!is_same) {
        if (set->habilitation_count == FACTS_HABILITATIONS) {
            x->has_failed = true;
            return;
        }
        set->habilitation_ids[set->habilitation_count] = id;
        last = &set->habilitations[set->habilitation_count++];
        *last = h;
    }
    if (!date_is_set(suspension.from))
        return;
    struct spell *suspensions = exchange_room(x, last->suspensions, (size_t)last->suspension_count,
                                              sizeof *suspensions);
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
        if (set->person_count == FACTS_PERSONS) {
            x->has_failed = true;
            return;
        }
        set->persons[set->person_count++] = person;
    }
    if (row_is_null(row, "organism_id"))
        return;
    if (set->affiliation_count == FACTS_AFFILIATIONS) {
        x->has_failed = true;
        return;
    }
    struct affiliation *a = &set->affiliations[set->affiliation_count++];
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
    if (set->referential_count == FACTS_REFERENTIALS) {
        x->has_failed = true;
        return;
    }
    struct active_referential *r = &set->referentials[set->referential_count++];
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
        facts.missing_identity = (const char *const *)snapshot->missing_identity;
        facts.missing_identity_count = snapshot->missing_identity_count;
        facts.missing_cdc_identity = (const char *const *)snapshot->missing_cdc_identity;
        facts.missing_cdc_identity_count = snapshot->missing_cdc_identity_count;
    }
    return facts;
}
