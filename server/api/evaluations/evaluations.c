/* Evaluations (évaluations préalable et finale): data under the candidacy. Reading them, planning
 * sittings, saving grids; they are started and completed by candidacy events. */
#include "api/candidacies/candidacy_effects.h"
#include "api/candidacies/candidacy_events.h"
#include "api/candidacies/candidacy_views.h"
#include "sql.h"

#define EVALUATION_READERS (ROLES_ORGANISM | ROLE_CANDIDATE | ROLES_COMMISSION)

static const char *const statuses[] = { "IN_PROGRESS", "COMPLETED", "RESTITUTED", NULL };
static const char *const outcome_names[] = { "VALIDATED", "NOT_VALIDATED", NULL };

static const struct member sitting_short_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "held_on", MEMBER_DATE, .doc = "Day." },
    { "modality", MEMBER_ENUM, .names = modality_names, .doc = "How it is held." },
    { "place", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Where." },
    { "site_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Site of the organism." },
    { "evaluator_id", MEMBER_ID, .doc = "The evaluator (évaluateur)." },
    { "acting_org_id", MEMBER_ID, .doc = "Organism that holds it." },
    { .name = NULL },
};
static const struct view sitting_short_view = { "SittingSummary", "A sitting in an evaluation.",
                                                sitting_short_members };

static const struct member evaluation_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "candidacy_id", MEMBER_ID, .doc = "The candidacy." },
    { "kind", MEMBER_ENUM, .names = evaluation_kind_names, .doc = "PRIOR or FINAL." },
    { "ordinal", MEMBER_INT, .doc = "1, 2 … in the cycle." },
    { "org_id", MEMBER_ID, .doc = "Evaluating organism (organisme évaluateur)." },
    { "method_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Method of evaluation." },
    { "path_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Path that came before a final evaluation." },
    { "status", MEMBER_ENUM, .names = statuses, .doc = "Where it stands." },
    { "completed_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "From then on its results are frozen." },
    { "completed_by", MEMBER_ID, MEMBER_NULLABLE, .doc = "Evaluator who completed it." },
    { "stricter_min_pct", MEMBER_INT, MEMBER_NULLABLE,
      .doc = "Percentage that every sub-domain had to reach, where a stricter policy was in force "
             "at the completion; null = the thresholds of the version." },
    { "restituted_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Results given back." },
    { "restituted_by", MEMBER_ID, MEMBER_NULLABLE, .doc = "Who gave them back." },
    { "is_annulled", MEMBER_BOOL,
      .doc = "Annulled by the certifier: its validations no longer count." },
    { "annulled_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day of annulment." },
    { "annul_reason", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "ERROR or FRAUD." },
    { "sittings", MEMBER_OBJECTS, .of = &sitting_short_view,
      .doc = "Its sittings (séances), by day." },
    { "version", MEMBER_INT, .doc = "Version of the candidacy." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view evaluation_view = { "Evaluation", "An evaluation of a cycle.",
                                             evaluation_members };

static const struct member sitting_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "evaluation_id", MEMBER_ID, .doc = "The evaluation." },
    { "held_on", MEMBER_DATE, .doc = "Day." },
    { "starts_at", MEMBER_INSTANT, MEMBER_NULLABLE, .doc = "Beginning." },
    { "ends_at", MEMBER_INSTANT, MEMBER_NULLABLE, .doc = "End." },
    { "modality", MEMBER_ENUM, .names = modality_names, .doc = "How it is held." },
    { "place", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Where." },
    { "site_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Site of the organism." },
    { "evaluator_id", MEMBER_ID, .doc = "The evaluator." },
    { "acting_org_id", MEMBER_ID, .doc = "Organism that holds it." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view sitting_view = { "Sitting", "A sitting of an evaluation (séance).",
                                          sitting_members };

static const struct member restitution_members[] = {
    { "evaluation_id", MEMBER_ID, .doc = "The evaluation." },
    { "candidacy_id", MEMBER_ID, .doc = "The candidacy." },
    { "given_on", MEMBER_DATE, .doc = "Day." },
    { "given_by", MEMBER_ID, .doc = "Who gave the results back." },
    { "acting_org_id", MEMBER_ID, .doc = "Organism." },
    { "modality", MEMBER_ENUM, MEMBER_NULLABLE, .names = modality_names, .doc = "How." },
    { "synthesis", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "Synthesis for the candidate and the commission." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view restitution_view = { "Restitution", "Results given back to the candidate.",
                                              restitution_members };

/* --- the grid --- */

struct grid_snapshot {
    struct candidacy_set set; /* first */
    const struct candidacy_move
        *move; /* of a save: gone with a stale snapshot, as the plan is not */
};
BEGINS_WITH_SET(grid_snapshot);

static const struct load grid_loads[] = {
    CANDIDACY_LOADS(candidacy_bind_evaluation_path, LOAD_REQUIRED | LOAD_ROOT),
    { .statement = NULL },
};

static const struct evaluation *evaluation_of(const struct exchange *x)
{
    const struct candidacy_set *set = x->snapshot;
    const struct candidacy *now = &set->items[0]->candidacy;
    for (int i = 0; i < now->evaluation_count; i++) {
        if (id_equals(now->evaluations[i].id, x->path_id[0]))
            return &now->evaluations[i];
    }
    return NULL;
}

static void write_status(struct writer *writer, char status)
{
    writer_key(writer, "status");
    writer_string(writer, slice_of(result_name(status)));
}

/* How deep a grid is written. */
enum depth {
    DEPTH_CRITERIA,
    DEPTH_SUBDOMAINS, /* of the same shape: its criteria are left out */
    DEPTH_STATUSES,   /* of a document: there are no criteria at all  */
};

static void write_items(struct writer *writer, const struct referential *referential, int subdomain,
                        const char *results, enum depth depth)
{
    const struct subdomain *s = &referential->subdomains[subdomain];
    int count = depth == DEPTH_CRITERIA ? s->item_count : 0;
    writer_key(writer, "criteria");
    writer_open(writer, '[');
    for (int i = s->first_item; i < s->first_item + count; i++) {
        writer_open(writer, '{');
        writer_key(writer, "criterion_code");
        writer_text(writer, referential->items[i].code);
        writer_key(writer, "is_mandatory");
        writer_bool(writer, referential->items[i].is_mandatory);
        write_status(writer, results[i]);
        writer_close(writer, '}');
    }
    writer_close(writer, ']');
}

/* Domains, their sub-domains in scope, and, where asked for, their criteria. Once completed the
 * statuses are those of the completion, whatever the policy has become; before, those of now. */
static void write_grid(struct writer *writer, const struct referential *referential,
                       const struct policy *policy, const struct evaluation *evaluation,
                       const char *results, enum depth depth)
{
    const uint64_t scope = evaluation_scope(evaluation, referential);
    char scored[REFERENTIAL_MAX_SUBDOMAINS + 1], domains[REFERENTIAL_MAX_DOMAINS + 1];
    const char *subdomains = evaluation->statuses;
    if (!subdomains) {
        referential_score_subdomains(referential, policy, scope, results, scored);
        subdomains = scored;
    }
    referential_score_domains(referential, subdomains, domains);
    writer_key(writer, "domains");
    writer_open(writer, '[');
    for (int d = 0; d < referential->domain_count; d++) {
        const struct domain *domain = &referential->domains[d];
        if (domains[d] == RESULT_NONE)
            continue;
        writer_open(writer, '{');
        writer_key(writer, "code");
        writer_text(writer, domain->code);
        write_status(writer, domains[d]);
        writer_key(writer, "subdomains");
        writer_open(writer, '[');
        for (int s = domain->first_subdomain; s < domain->first_subdomain + domain->subdomain_count;
             s++) {
            if (!(scope & (1ull << s)))
                continue;
            writer_open(writer, '{');
            writer_key(writer, "code");
            writer_text(writer, referential->subdomains[s].code);
            write_status(writer, subdomains[s]);
            if (depth != DEPTH_STATUSES)
                write_items(writer, referential, s, results, depth);
            writer_close(writer, '}');
        }
        writer_close(writer, ']');
        writer_close(writer, '}');
    }
    writer_close(writer, ']');
}

struct results_query {
    struct given given;
    int level;
};
static const char *const levels[] = { "criterion", "subdomain", "domain", NULL };
static const struct field results_query_fields[] = {
    { "level", FIELD_ENUM, 0, offsetof(struct results_query, level), .names = levels,
      .doc = "How deep; criterion when absent.", .example = "\"subdomain\"" },
    { .name = NULL },
};
static const struct fields results_query = { "ResultsQuery", results_query_fields,
                                             sizeof(struct results_query) };

static void write_results(struct exchange *x, struct writer *writer, const struct candidacy *now,
                          const struct evaluation *evaluation, const char *results, int64_t version,
                          enum depth depth)
{
    const struct referential *referential = now->referential;
    uint64_t scope = evaluation_scope(evaluation, referential);
    struct item_set missing = referential_missing_items(referential, scope, results);
    struct item_set items = referential_items_of(referential, scope);
    x->reply_version = version;
    writer_open(writer, '{');
    writer_key(writer, "evaluation_id");
    writer_id(writer, evaluation->id);
    writer_key(writer, "kind");
    writer_text(writer, evaluation_kind_names[evaluation->kind]);
    writer_key(writer, "is_frozen");
    writer_bool(writer, date_is_set(evaluation->completed_on));
    writer_key(writer, "item_count");
    writer_int(writer, item_set_count(&items));
    writer_key(writer, "missing_count");
    writer_int(writer, item_set_count(&missing));
    writer_key(writer, "version");
    writer_int(writer, version);
    write_grid(writer, referential, x->policy, evaluation, results, depth);
    writer_close(writer, '}');
}

static void render_results(struct exchange *x, struct writer *writer)
{
    const struct candidacy_set *set = x->snapshot;
    const struct candidacy *now = &set->items[0]->candidacy;
    const struct evaluation *evaluation = evaluation_of(x);
    const struct results_query *query = x->query;
    if (!evaluation || !now->referential) {
        x->is_missing = true;
        return;
    }
    /* Criterion results are for the evaluating organism, the commission, the certifier and the
     * candidate (6.4). */
    write_results(x, writer, now, evaluation, evaluation->results, now->version,
                  query->level == 0 ? DEPTH_CRITERIA : DEPTH_SUBDOMAINS);
}

struct save_body {
    struct given given;
    struct id evaluator_id;
    struct field_list results;
};
static const struct field save_fields[] = {
    { "evaluator_id", FIELD_ID, 0, offsetof(struct save_body, evaluator_id),
      .doc = "Who evaluates; the caller when absent (A38)." },
    { "results", FIELD_OBJECTS, FIELD_REQUIRED, offsetof(struct save_body, results), 1,
      REFERENTIAL_MAX_ITEMS, .of = &result_input_table,
      .doc = "Results to save: all of them or none." },
    { "domains", FIELD_JSON, FIELD_READ_ONLY },
    { "status", FIELD_TEXT, FIELD_READ_ONLY },
    { .name = NULL },
};
static const struct fields save_table = { "ResultsSave", save_fields, sizeof(struct save_body) };

static void prepare_save(struct exchange *x)
{
    const struct save_body *body = x->body;
    struct event_input *input = exchange_alloc(x, sizeof *input);
    if (!input)
        return;
    /* The history prints what was given: bits in the order of the event's own table (evaluator_id,
     * results). */
    input->given.present = body->given.present & 3;
    input->evaluator_id = body->evaluator_id;
    input->results = body->results;
    event_prepare(x, EVENT_RECORD_RESULTS, (struct date){ 0 }, input, x->path_id[0]);
}

static void decide_save(struct exchange *x)
{
    const struct candidacy_set *set = x->snapshot;
    const struct candidacy *now = &set->items[0]->candidacy;
    const struct evaluation *asked = evaluation_of(x), *open = candidacy_open_evaluation(now);
    if (!asked) {
        x->is_missing = true;
    } else if (open && open != asked) {
        exchange_refuse(x, REASON_RESULTS_FROZEN, (struct slice){ 0 });
    } else {
        ((struct grid_snapshot *)x->snapshot)->move = event_decide(x);
    }
}

static void render_saved(struct exchange *x, struct writer *writer)
{
    const struct candidacy_move *move = ((const struct grid_snapshot *)x->snapshot)->move;
    const struct candidacy *now = &move->snapshot->candidacy;
    write_results(x, writer, now, evaluation_of(x), move->decision.results, now->version + 1,
                  DEPTH_CRITERIA);
}

/* --- sittings --- */

static const struct field plan_fields[] = {
    { "evaluator_id", FIELD_ID, 0, offsetof(struct event_input, evaluator_id),
      .doc = "Who evaluates; the caller when absent (A38)." },
    { "held_on", FIELD_DATE, FIELD_REQUIRED, offsetof(struct event_input, held_on),
      .doc = "Day of the sitting; it may lie ahead.", .example = "\"2026-01-15\"" },
    { "modality", FIELD_ENUM, 0, offsetof(struct event_input, modality), .names = modality_names,
      .doc = "On site unless said otherwise." },
    { "place", FIELD_TEXT, FIELD_NULLABLE, offsetof(struct event_input, place), 1, 200,
      .doc = "Where." },
    { "site_id", FIELD_ID, FIELD_NULLABLE, offsetof(struct event_input, site_id),
      .doc = "Site of the organism." },
    { "starts_at", FIELD_INSTANT, FIELD_NULLABLE, offsetof(struct event_input, starts_at),
      .doc = "Beginning." },
    { "ends_at", FIELD_INSTANT, FIELD_NULLABLE, offsetof(struct event_input, ends_at),
      .doc = "End." },
    { .name = NULL },
};
static const struct fields plan_table = { "NewSitting", plan_fields, sizeof(struct event_input) };

static void prepare_sitting(struct exchange *x)
{
    event_prepare(x, EVENT_ADD_SITTING, (struct date){ 0 }, x->body, x->path_id[0]);
}

static void decide_sitting(struct exchange *x)
{
    const struct candidacy_set *set = x->snapshot;
    const struct candidacy *now = &set->items[0]->candidacy;
    const struct evaluation *asked = evaluation_of(x), *open = candidacy_open_evaluation(now);
    if (!asked) {
        x->is_missing = true;
    } else if (open && open != asked) {
        exchange_refuse(x, REASON_RESULTS_FROZEN, (struct slice){ 0 });
    } else {
        event_decide(x);
    }
}

static void bind_evaluation(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "id", x->path_id[0]);
}

static const struct load evaluation_exists_loads[] = {
    { &SQL_evaluation_exists, bind_evaluation, load_read_nothing, LOAD_REQUIRED },
    { .statement = NULL },
};

/* --- attestation --- */

static void render_attestation(struct exchange *x, struct writer *writer)
{
    const struct candidacy_set *set = x->snapshot;
    const struct candidacy_snapshot *snapshot = set->items[0];
    const struct candidacy *now = &snapshot->candidacy;
    const struct evaluation *evaluation = evaluation_of(x);
    if (!evaluation || !date_is_set(evaluation->restituted_on)) {
        x->is_missing = true; /* it exists once the results were given back */
        return;
    }
    writer_open(writer, '{');
    writer_key(writer, "evaluation_id");
    writer_id(writer, evaluation->id);
    writer_key(writer, "candidacy_reference");
    writer_string(writer, snapshot->reference);
    writer_key(writer, "candidate_id");
    writer_id(writer, now->candidate_id);
    writer_key(writer, "referential_code");
    writer_string(writer, snapshot->referential_code);
    writer_key(writer, "kind");
    writer_text(writer, evaluation_kind_names[evaluation->kind]);
    writer_key(writer, "org_id");
    writer_id(writer, evaluation->org_id);
    writer_key(writer, "completed_on");
    writer_date(writer, evaluation->completed_on);
    writer_key(writer, "restituted_on");
    writer_date(writer, evaluation->restituted_on);
    writer_key(writer, "deadline_date");
    writer_date(writer, now->deadline);
    writer_key(writer, "is_annulled");
    writer_bool(writer, evaluation->is_annulled);
    writer_key(writer, "sittings");
    writer_open(writer, '[');
    for (int i = 0; i < evaluation->sitting_count; i++) {
        writer_open(writer, '{');
        writer_key(writer, "held_on");
        writer_date(writer, evaluation->sittings[i].date);
        writer_key(writer, "evaluator_id");
        writer_id(writer, evaluation->sittings[i].evaluator.id);
        writer_close(writer, '}');
    }
    writer_close(writer, ']');
    write_grid(writer, now->referential, x->policy, evaluation, evaluation->results,
               DEPTH_STATUSES);
    writer_close(writer, '}');
}

static const struct member criterion_members[] = {
    { "criterion_code", MEMBER_TEXT, .doc = "Code of the criterion (critère).",
      .example = "\"2.3.4\"" },
    { "is_mandatory", MEMBER_BOOL, .doc = "Without it the sub-domain is not validated." },
    { "status", MEMBER_ENUM, MEMBER_NULLABLE, .names = result_names,
      .doc = "Null while it has no result." },
    { .name = NULL },
};
static const struct view criterion_view = { "CriterionResult", "The result of a criterion.",
                                            criterion_members };
static const struct member subdomain_members[] = {
    { "code", MEMBER_TEXT, .doc = "Code of the sub-domain (sous-domaine)." },
    { "status", MEMBER_ENUM, .names = outcome_names, .doc = "Computed from its criteria." },
    { "criteria", MEMBER_OBJECTS, .of = &criterion_view,
      .doc = "Empty when only statuses were asked for." },
    { .name = NULL },
};
static const struct view subdomain_view = { "SubdomainResult", "A sub-domain of the grid.",
                                            subdomain_members };
static const struct member domain_members[] = {
    { "code", MEMBER_TEXT, .doc = "Code of the domain (domaine)." },
    { "status", MEMBER_ENUM, .names = outcome_names,
      .doc = "Validated when all its sub-domains in scope are." },
    { "subdomains", MEMBER_OBJECTS, .of = &subdomain_view, .doc = "Sub-domains in the scope." },
    { .name = NULL },
};
static const struct view domain_view = { "DomainResult", "A domain of the grid.", domain_members };
static const struct member results_members[] = {
    { "evaluation_id", MEMBER_ID, .doc = "The evaluation." },
    { "kind", MEMBER_ENUM, .names = evaluation_kind_names, .doc = "PRIOR or FINAL." },
    { "is_frozen", MEMBER_BOOL, .doc = "Completed: no result changes any more." },
    { "item_count", MEMBER_INT, .doc = "Criteria in the scope." },
    { "missing_count", MEMBER_INT, .doc = "Criteria still without a result." },
    { "version", MEMBER_INT, .doc = "Version of the candidacy, for If-Match." },
    { "domains", MEMBER_OBJECTS, .of = &domain_view, .doc = "Domains in the scope." },
    { .name = NULL },
};
static const struct view results_view = { "Results",
                                          "The grid of an evaluation and what it comes to.",
                                          results_members };
static const struct member attested_members[] = {
    { "held_on", MEMBER_DATE, .doc = "Day." },
    { "evaluator_id", MEMBER_ID, .doc = "The evaluator." },
    { .name = NULL },
};
static const struct view attested_view = { "AttestedSitting", "A sitting in an attestation.",
                                           attested_members };
static const struct member attestation_members[] = {
    { "evaluation_id", MEMBER_ID, .doc = "The evaluation." },
    { "candidacy_reference", MEMBER_TEXT, .doc = "The file." },
    { "candidate_id", MEMBER_ID, .doc = "The candidate." },
    { "referential_code", MEMBER_TEXT, .doc = "The certification." },
    { "kind", MEMBER_ENUM, .names = evaluation_kind_names, .doc = "PRIOR or FINAL." },
    { "org_id", MEMBER_ID, .doc = "Evaluating organism." },
    { "completed_on", MEMBER_DATE, .doc = "Day of completion." },
    { "restituted_on", MEMBER_DATE, .doc = "Day of the restitution." },
    { "deadline_date", MEMBER_DATE, MEMBER_NULLABLE,
      .doc = "End of the five years; null once the prior evaluation was annulled." },
    { "is_annulled", MEMBER_BOOL, .doc = "It attests what no longer counts." },
    { "sittings", MEMBER_OBJECTS, .of = &attested_view, .doc = "When it was held." },
    { "domains", MEMBER_OBJECTS, .of = &domain_status_view,
      .doc = "Results by domain and sub-domain." },
    { .name = NULL },
};
static const struct view attestation_view = { "Attestation",
                                              "What the candidate receives after an evaluation.",
                                              attestation_members };

static const enum reason save_reasons[] = { REASON_RESULTS_FROZEN,
                                            REASON_RESULT_BEFORE_SITTING,
                                            REASON_CRITERION_NOT_IN_REFERENTIAL,
                                            REASON_CRITERION_OUT_OF_SCOPE,
                                            REASON_NOT_ASSIGNED_EVALUATOR,
                                            REASON_INVALID_STATE,
                                            REASON_NONE };
static const enum reason sitting_reasons[] = { REASON_ORGANISM_NOT_HABILITATED,
                                               REASON_EVALUATOR_NOT_AFFILIATED,
                                               REASON_EVALUATOR_IS_TRAINER,
                                               REASON_EVALUATION_AFTER_DEADLINE,
                                               REASON_SITTINGS_TOO_MANY,
                                               REASON_FINAL_BEFORE_TRAINING_END,
                                               REASON_INVALID_STATE,
                                               REASON_NONE };

const struct operation evaluation_operations[] = {
    {
        .id = "listEvaluations",
        .method = METHOD_GET,
        .path = "/v1/candidacies/{candidacy_id}/evaluations",
        .tag = "Evaluations",
        .summary = "List the evaluations of a candidacy, oldest first.",
        .description = "Prior and final ones, with their sittings.",
        .roles = EVALUATION_READERS | ROLE_NETWORK_MANAGER,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_PERSONAL | OPERATION_REFERENCE,
        .loads = candidacy_exists_loads,
        .reply = { 200, &SQL_evaluation_list, exchange_bind_path, &evaluation_view },
    },
    {
        .id = "getEvaluation",
        .method = METHOD_GET,
        .path = "/v1/evaluations/{evaluation_id}",
        .tag = "Evaluations",
        .summary = "Read an evaluation.",
        .description = "With its sittings; results have a resource of their own.",
        .roles = EVALUATION_READERS | ROLE_NETWORK_MANAGER,
        .flags = OPERATION_PERSONAL,
        .reply = { 200, &SQL_evaluation_view, bind_evaluation, &evaluation_view },
    },
    {
        .id = "listSittings",
        .method = METHOD_GET,
        .path = "/v1/evaluations/{evaluation_id}/sittings",
        .tag = "Evaluations",
        .summary = "List the sittings of an evaluation by day.",
        .description = "Those held and those planned.",
        .roles = EVALUATION_READERS,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_PERSONAL,
        .loads = evaluation_exists_loads,
        .reply = { 200, &SQL_sitting_list, bind_evaluation, &sitting_view },
    },
    {
        .id = "addSitting",
        .method = METHOD_POST,
        .path = "/v1/evaluations/{evaluation_id}/sittings",
        .tag = "Evaluations",
        .summary = "Plan or record a further sitting of an evaluation in progress.",
        .description = "T4, T14. The same decision as the event ADD_SITTING. A planned sitting may "
                       "lie ahead; results on "
                       "it may not.",
        .roles = ROLE_REFERENT | ROLE_EVALUATOR,
        .flags = OPERATION_COMMAND | OPERATION_BATCHED | OPERATION_PERSONAL,
        .body = &plan_table,
        .loads = grid_loads,
        .snapshot_size = sizeof(struct grid_snapshot),
        .prepare = prepare_sitting,
        .decide = decide_sitting,
        .writes = { WRITES(candidacy_writes) },
        .reply = { 201, &SQL_evaluation_view, bind_evaluation, &evaluation_view },
        .reasons = sitting_reasons,
        .example = "{\"held_on\":\"2026-01-15\",\"modality\":\"ON_SITE\"}",
    },
    {
        .id = "readResults",
        .method = METHOD_GET,
        .path = "/v1/evaluations/{evaluation_id}/results",
        .tag = "Evaluations",
        .summary = "Read the grid of an evaluation and what it comes to.",
        .description = "Sub-domain and domain statuses are computed by the server, never sent.",
        .roles = EVALUATION_READERS,
        .flags = OPERATION_PERSONAL,
        .query = &results_query,
        .loads = grid_loads,
        .snapshot_size = sizeof(struct grid_snapshot),
        .reply = { 200, .render = render_results, .view = &results_view },
    },
    {
        .id = "saveResults",
        .method = METHOD_PATCH,
        .path = "/v1/evaluations/{evaluation_id}/results",
        .tag = "Evaluations",
        .summary = "Save results of criteria, all or none.",
        .description = "T4, T14. Results that are not named stay. Two evaluators who save from the "
                       "same version: one "
                       "succeeds, the other reads 412 and nothing is half-written.",
        .roles = ROLE_EVALUATOR,
        .flags = OPERATION_COMMAND | OPERATION_BATCHED | OPERATION_PERSONAL | OPERATION_IF_MATCH |
                 OPERATION_LARGE_BODY,
        .body = &save_table,
        .loads = grid_loads,
        .snapshot_size = sizeof(struct grid_snapshot),
        .prepare = prepare_save,
        .decide = decide_save,
        .writes = { WRITES(candidacy_writes) },
        .reply = { 200, .render = render_saved, .view = &results_view },
        .reasons = save_reasons,
        .example = "{\"results\":[{\"criterion_code\":\"2.3.4\",\"status\":\"VALIDATED\"}]}",
    },
    {
        .id = "readRestitution",
        .method = METHOD_GET,
        .path = "/v1/evaluations/{evaluation_id}/restitution",
        .tag = "Evaluations",
        .summary = "Read how the results were given back.",
        .description = "404 until the event RECORD_RESTITUTION.",
        .roles = EVALUATION_READERS,
        .flags = OPERATION_PERSONAL,
        .reply = { 200, &SQL_restitution_view, bind_evaluation, &restitution_view },
    },
    {
        .id = "readAttestation",
        .method = METHOD_GET,
        .path = "/v1/evaluations/{evaluation_id}/attestation",
        .tag = "Evaluations",
        .summary = "Read the attestation of an evaluation.",
        .description = "Results by domain and sub-domain, evaluators, organism and dates; "
                       "available once the results were "
                       "given back.",
        .roles = EVALUATION_READERS,
        .flags = OPERATION_PERSONAL,
        .loads = grid_loads,
        .snapshot_size = sizeof(struct grid_snapshot),
        .reply = { 200, .render = render_attestation, .view = &attestation_view },
    },
    { .id = NULL },
};
