/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/candidacies/candidacy_snapshot.h"

#include "candidacy_guards.h"
#include "identity.h"
#include "name.h"

#include <stdint.h>
#include <string.h>

const char *const candidacies_by_names[] = {
    [BY_CANDIDACY] = "CANDIDACY",
    [BY_EVALUATION] = "EVALUATION",
    [BY_SESSION] = "SESSION",
    [BY_MINUTES] = "MINUTES",
    [BY_AGENDA_ITEM] = "AGENDA_ITEM",
    [BY_FILE] = "FILE",
    [BY_CERTIFICATE] = "CERTIFICATE",
    [BY_ANNULMENT_REQUEST] = "ANNULMENT_REQUEST",
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

void candidacy_bind_root(const struct exchange *x, struct params *params)
{
    exchange_bind_path(x, params);
    params_bool(params, "brings_shape", x->brings & BRINGS_SHAPE);
    params_bool(params, "brings_candidate", x->brings & BRINGS_CANDIDATE);
}

void candidacy_bind_judged(const struct exchange *x, struct params *params)
{
    exchange_bind_path(x, params);
    params_bool(params, "brings_shape", x->brings & BRINGS_SHAPE);
}

bool candidacy_is_held_elsewhere(const struct exchange *x, const struct candidacy *now)
{
    return slice_is(x->principal.scope, "ORGANISM") &&
           !id_equals(now->owner_org_id, exchange_organism(x));
}

void candidacy_act_there(struct exchange *x, enum time_zone owner)
{
    if (slice_is(x->principal.scope, "CANDIDATE") || slice_is(x->principal.scope, "CERTIFIER"))
        exchange_act_in(x, owner);
}

void candidacy_set_days(const struct exchange *x, enum time_zone owner, const struct candidacy *now,
                        struct candidacy_command *command)
{
    const struct date there = moment_day(x->moment, owner);
    command->today = exchange_day_behind(x, now->last_activity_on);
    command->latest = date_is_after(command->today, x->latest_day) ? command->today : x->latest_day;
    if (date_is_after(there, command->latest))
        command->latest = there;
    command->deadline_day = moment_deadline_day(x->moment, owner);
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

/* "{sex,birth_year}" as PostgreSQL prints an array of plain words. */
const char *const *facts_read_names(struct exchange *x, struct row *row, const char *column,
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
        const char **added = exchange_more(x, &names, *ret_count, sizeof *added);
        if (!added) {
            *ret_count = 0;
            return NULL;
        }
        *added = name;
        ++*ret_count;
    }
    return names;
}

/* Parsed once per version: the files of a session mostly share it. */
static const struct referential *read_pinned_shape(struct exchange *x, struct row *row,
                                                   struct id version_id)
{
    struct candidacy_set *set = x->snapshot;
    for (unsigned i = 0; i + 1 < set->count; i++) {
        const struct candidacy *other = &set->items[i]->candidacy;
        if (id_is_set(version_id) && id_equals(other->referential_version_id, version_id))
            return other->referential;
    }
    return facts_read_shape(x, row, version_id);
}

static struct identity_text text_of(struct row *row, const char *column)
{
    const struct slice text = row_text(row, column);
    return (struct identity_text){ text.at, text.size };
}

static const char **missing_of(struct exchange *x, const struct civil_identity *identity,
                               enum identity_purpose purpose, size_t *ret_count)
{
    const char **names = exchange_alloc(x, IDENTITY_PART_COUNT * sizeof *names);
    *ret_count = names ? identity_missing(identity, purpose, names) : 0;
    return names;
}

/* What its candidate lacks, and who may be the same person. */
static void read_identity(struct exchange *x, struct row *row, struct candidacy_facts *facts)
{
    const struct civil_identity identity = {
        .birth_name = text_of(row, "birth_name"),
        .first_name = text_of(row, "first_name"),
        .sex = text_of(row, "sex"),
        .birth_year = (int)row_int(row, "birth_year"),
        .birth_month = (int)row_int(row, "birth_month"),
        .birth_day = (int)row_int(row, "birth_day"),
        .birth_commune_insee = text_of(row, "birth_commune_insee"),
        .birth_postal_code = text_of(row, "birth_postal_code"),
        .birth_country_code = text_of(row, "birth_country_code"),
    };
    facts->missing_identity =
        missing_of(x, &identity, IDENTITY_FOR_INFORMATION, &facts->missing_identity_count);
    facts->missing_cdc_identity =
        missing_of(x, &identity, IDENTITY_FOR_CPF, &facts->missing_cdc_identity_count);
    facts->unknown_identity =
        missing_of(x, &identity, IDENTITY_FOR_MATCH, &facts->unknown_identity_count);
    facts->alike_count = (int)row_int(row, "alike_count");
    facts->alike_ids = facts_read_names(x, row, "alike_ids", &facts->alike_id_count);
    facts->needs_sight = row_bool(row, "needs_sight");
    facts_keep_check(x, READS_CANDIDATE, "LOCK", row_id(row, "identity_lock_id"), 0);
}

/* One more candidacy of the set. */
static struct candidacy_snapshot *add_candidacy(struct exchange *x)
{
    struct candidacy_set *set = x->snapshot;
    struct candidacy_snapshot *s = exchange_alloc(x, sizeof *s);
    struct candidacy_snapshot **item = exchange_more(x, &set->items, set->count, sizeof(void *));
    if (!s || !item)
        return NULL;
    *item = s;
    set->count++;
    return s;
}

void candidacy_read_root(struct exchange *x, struct row *row)
{
    struct candidacy_snapshot *s = add_candidacy(x);
    if (!s)
        return;
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
    c->abandoned_on = row_date(row, "abandoned_on");
    c->entered_on = row_date(row, "entered_on");
    c->contact_on = row_date(row, "opened_on");
    s->owner_time_zone = exchange_read_zone(row, "owner_time_zone");
    candidacy_act_there(x, s->owner_time_zone);
    s->reference = row_text(row, "reference");
    read_identity(x, row, &s->facts);
    s->birth_name = row_text(row, "birth_name");
    s->birth_year = (int)row_int(row, "birth_year");
    s->facts.has_live_candidacy = row_bool(row, "has_live_candidacy");
    s->facts.is_certified = row_bool(row, "is_certified");
    s->facts.has_fraud = row_bool(row, "has_fraud");
    s->facts.live_here_id = row_id(row, "live_here_id");
    s->facts.certified_here_id = row_id(row, "certified_here_id");
    s->facts.has_fraud_here = row_bool(row, "has_fraud_here");
    s->facts.has_receiver = row_bool(row, "has_receiver");
    c->is_opened_by_certifier = row_bool(row, "is_opened_by_certifier");
    c->event_count = (int)row_int(row, "event_count");
    facts_keep_check(x, READS_CANDIDATE, "CANDIDATE", c->candidate_id,
                     row_int(row, "candidate_version"));
    s->facts.has_portfolio = row_bool(row, "has_portfolio");
    x->version = c->version;
}

struct candidacy_snapshot *candidacy_read_shown(struct exchange *x, struct row *row)
{
    struct candidacy_snapshot *s = add_candidacy(x);
    if (!s)
        return NULL;
    struct candidacy *c = &s->candidacy;
    c->id = row_id(row, "candidacy_id");
    c->version = x->version = row_int(row, "version");
    c->candidate_id = x->whose = row_id(row, "candidate_id");
    c->referential_version_id = row_id(row, "referential_version_id");
    c->referential = facts_read_shape(x, row, c->referential_version_id);
    return s;
}

void candidacy_read_judged(struct exchange *x, struct row *row)
{
    struct candidacy_snapshot *s = candidacy_read_shown(x, row);
    if (!s)
        return;
    struct slice state = row_text(row, "state");
    if (!candidacy_state_from_name(state.at, state.size, &s->candidacy.state))
        row->has_failed = true;
    s->reference = row_text(row, "reference");
    s->candidacy.deadline = row_date(row, "deadline_date");
}

/* What every load of evaluations tells of one. */
static struct evaluation *add_evaluation(struct exchange *x, struct candidacy *c, struct row *row)
{
    struct evaluation *e =
        exchange_more(x, &c->evaluations, (size_t)c->evaluation_count, sizeof *e);
    if (!e)
        return NULL;
    c->evaluation_count++;
    e->id = row_id(row, "id");
    e->kind =
        (enum evaluation_kind)vocabulary_number(&evaluation_kind_words, row_text(row, "kind"));
    e->scope = (uint64_t)row_int(row, "scope_mask");
    e->statuses = row_text(row, "subdomain_statuses").at;
    e->completed_on = row_date(row, "completed_on");
    return e;
}

void candidacy_read_evaluation(struct exchange *x, struct row *row)
{
    struct candidacy_snapshot *s = snapshot_of(x, row);
    struct evaluation *e = s ? add_evaluation(x, &s->candidacy, row) : NULL;
    if (!e)
        return;
    e->org_id = row_id(row, "org_id");
    e->results = row_text(row, "results").at;
    e->results_on = row_date(row, "results_on");
    e->restituted_on = row_date(row, "restituted_on");
    e->is_annulled = row_bool(row, "is_annulled");
}

void candidacy_read_judgement(struct exchange *x, struct row *row)
{
    struct candidacy_snapshot *s = snapshot_of(x, row);
    struct evaluation *e = s ? add_evaluation(x, &s->candidacy, row) : NULL;
    if (e)
        e->is_annulled = row_bool(row, "is_annulled");
}

void candidacy_read_graded(struct exchange *x, struct candidacy_snapshot *snapshot, struct row *row)
{
    struct evaluation *e = add_evaluation(x, &snapshot->candidacy, row);
    if (e)
        e->results = row_text(row, "results").at;
}

static void add_sitting(struct exchange *x, struct evaluation *e, const struct sitting *sitting)
{
    struct sitting *added = exchange_more(x, &e->sittings, (size_t)e->sitting_count, sizeof *added);
    if (!added)
        return;
    *added = *sitting;
    e->sitting_count++;
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
    sitting.starts_at = row_int(row, "starts_at");
    const int found = s ? candidacy_find_evaluation(&s->candidacy, evaluation_id) : -1;
    if (found >= 0)
        add_sitting(x, (struct evaluation *)(uintptr_t)&s->candidacy.evaluations[found], &sitting);
}

/* What an organism did that held the candidacy before fills no bound of the one that holds it now.
 */
static bool is_of_owner(const struct candidacy_snapshot *s, struct row *row)
{
    return id_equals(row_id(row, "acting_org_id"), s->candidacy.owner_org_id);
}

void candidacy_read_path(struct exchange *x, struct row *row)
{
    struct candidacy_snapshot *s = snapshot_of(x, row);
    if (!s)
        return;
    /* Oldest first: the last row wins. */
    struct path *path = &s->path;
    *path = (struct path){ .id = row_id(row, "id") };
    path->status = (enum path_status)vocabulary_number(&path_status_words, row_text(row, "status"));
    path->proposed_on = row_date(row, "proposed_on");
    path->accepted_on = row_date(row, "answered_on");
    path->planned_end = row_date(row, "planned_end_date");
    path->closed_on = row_date(row, "closed_on");
    path->ended_on = row_date(row, "ended_on");
    for (int i = 0; i < s->candidacy.evaluation_count; i++)
        evaluation_is_built_upon((struct evaluation *)(uintptr_t)&s->candidacy.evaluations[i],
                                 path->proposed_on);
    s->path_ordinal = (int)row_int(row, "ordinal");
    s->candidacy.path_count += is_of_owner(s, row);
    s->candidacy.path = path;
}

static void add_person(struct exchange *x, const struct person **persons, int *count,
                       struct person person)
{
    struct person *added = exchange_more(x, persons, (size_t)*count, sizeof *added);
    if (!added)
        return;
    *added = person;
    (*count)++;
}

/* By his own hand too, whom no sitting names; and who was replaced after the first hour. */
void candidacy_read_cycle_person(struct exchange *x, struct row *row)
{
    struct candidacy_snapshot *s = snapshot_of(x, row);
    const struct person person = { .human_id = row_id(row, "id") };
    struct candidacy *c = s ? &s->candidacy : NULL;
    if (c && slice_is(row_text(row, "kind"), "TRAINED"))
        add_person(x, &c->trainers, &c->trainer_count, person);
    else if (c)
        add_person(x, &c->evaluators, &c->evaluator_count, person);
}

static void add_module(struct exchange *x, struct path *path, const struct module *module)
{
    struct module *added =
        exchange_more(x, &path->modules, (size_t)path->module_count, sizeof *added);
    if (!added)
        return;
    *added = *module;
    path->module_count++;
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
    module.status =
        (enum module_status)vocabulary_number(&module_status_words, row_text(row, "status"));
    module.closed_on = row_date(row, "closed_on");
    module.planned_minutes = (int)row_int(row, "planned_minutes");
    module.attended_minutes = (int)row_int(row, "attended_minutes");
    add_person(x, &s->candidacy.trainers, &s->candidacy.trainer_count, module.trainer);
    if (id_equals(path_id, s->path.id))
        add_module(x, &s->path, &module);
}

void candidacy_read_voiding(struct exchange *x, struct row *row)
{
    struct candidacy_snapshot *s = snapshot_of(x, row);
    if (!s)
        return;
    struct candidacy *c = &s->candidacy;
    struct voiding *voiding =
        exchange_more(x, &c->voidings, (size_t)c->voiding_count, sizeof *voiding);
    if (!voiding)
        return;
    c->voiding_count++;
    voiding->subdomains = (uint64_t)row_int(row, "scope_mask");
    voiding->after_evaluations = (int)row_int(row, "ordinal");
    voiding->decision_id = row_id(row, "decision_id");
    voiding->decided_on = row_date(row, "decided_on");
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
    s->file.moved_on = row_date(row, "ended_on");
    s->file.is_recalled = slice_is(row_text(row, "status"), "WITHDRAWN");
    s->file.live_session_id = row_id(row, "session_id");
    s->file.is_agenda_locked = row_bool(row, "is_agenda_locked");
    s->file_ordinal = (int)row_int(row, "ordinal");
    s->candidacy.file_count += is_of_owner(s, row);
    s->candidacy.file = &s->file;
}
