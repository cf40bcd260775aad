/* SPDX-License-Identifier: EUPL-1.2 */
/* Results of an evaluation: its grid, read and saved criterion by criterion. */
#include "api/candidacies/candidacy_events.h"
#include "api/evaluations/evaluation_grid.h"
#include "sql.h"

struct results_query {
    struct given given;
    int level;
};
static const struct field results_query_fields[] = {
    { "level", FIELD_ENUM, 0, offsetof(struct results_query, level), .words = &result_level_words,
      .doc = "How deep; criterion when absent.", .example = "\"subdomain\"" },
    { .name = NULL },
};
static const struct fields results_query = { "ResultsQuery", results_query_fields,
                                             sizeof(struct results_query) };

static void write_results(struct exchange *x, struct writer *writer, const struct candidacy *now,
                          const struct evaluation *evaluation, const char *results,
                          const struct grid_notes *notes, int64_t version, enum depth depth)
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
    grid_write(writer, referential, x->policy, evaluation, results, notes, depth);
    writer_close(writer, '}');
}

static void render_results(struct exchange *x, struct writer *writer)
{
    const struct candidacy_set *set = x->snapshot;
    const struct candidacy *now = &set->items[0]->candidacy;
    const struct evaluation *evaluation = grid_evaluation(x);
    const struct results_query *query = x->query;
    if (!evaluation || !now->referential) {
        x->is_missing = true;
        return;
    }
    /* Criterion results are for the evaluating organism, the commission, the certifier and the
     * candidate (6.4). */
    write_results(x, writer, now, evaluation, evaluation->results,
                  &((const struct grid_snapshot *)x->snapshot)->notes, now->version,
                  query->level == 0 ? DEPTH_CRITERIA : DEPTH_SUBDOMAINS);
}

struct save_body {
    struct given given;
    struct id evaluator_id;
    struct field_list results;
};
static const struct field save_fields[] = {
    { "evaluator_id", FIELD_ID, 0, offsetof(struct save_body, evaluator_id),
      .doc = "Who evaluates; the caller when absent." },
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

/* The grid as it is, and no evidence to note: no version moves, and no event is kept. */
static bool changes_nothing(struct exchange *x)
{
    const struct candidacy_move *move = ((const struct grid_snapshot *)x->snapshot)->move;
    const struct save_body *body = x->body;
    const struct result_input *results = body->results.items;
    if (!move || x->refusal_count || x->violations.count)
        return false;
    for (size_t i = 0; i < body->results.count; i++) {
        if (field_is_given(&result_input_table, &results[i], "note"))
            return false;
    }
    return strcmp(move->decision.results, grid_evaluation(x)->results) == 0;
}

static void decide_save(struct exchange *x)
{
    ((struct grid_snapshot *)x->snapshot)->move = grid_decide(x);
    if (changes_nothing(x))
        x->effect_count = 0;
}

static void render_saved(struct exchange *x, struct writer *writer)
{
    const struct grid_snapshot *known = x->snapshot;
    const struct candidacy_move *move = known->move;
    const struct candidacy *now = &move->snapshot->candidacy;
    struct grid_notes notes = known->notes;
    notes.saved = &move->input->results;
    write_results(x, writer, now, grid_evaluation(x), move->decision.results, &notes,
                  now->version + (x->effect_count ? 1 : 0), DEPTH_CRITERIA);
}

static const struct member criterion_members[] = {
    { "criterion_code", MEMBER_TEXT, .doc = "Code of the criterion (critère).",
      .example = "\"2.3.4\"" },
    { "is_mandatory", MEMBER_BOOL, .doc = "Without it the sub-domain is not validated." },
    { "status", MEMBER_ENUM, MEMBER_NULLABLE, .words = &result_words,
      .doc = "Null while it has no result." },
    { "note", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "What the evaluator noted on it." },
    { .name = NULL },
};
static const struct view criterion_view = { "CriterionResult", "The result of a criterion.",
                                            criterion_members };
static const struct member subdomain_members[] = {
    { "code", MEMBER_TEXT, .doc = "Code of the sub-domain (sous-domaine)." },
    { "status", MEMBER_ENUM, .words = &result_words, .only = RESULTS_DECIDED,
      .doc = "Computed from its criteria." },
    { "criteria", MEMBER_OBJECTS, .of = &criterion_view,
      .doc = "Empty when only statuses were asked for." },
    { .name = NULL },
};
static const struct view subdomain_view = { "SubdomainResult", "A sub-domain of the grid.",
                                            subdomain_members };
static const struct member domain_members[] = {
    { "code", MEMBER_TEXT, .doc = "Code of the domain (domaine)." },
    { "status", MEMBER_ENUM, .words = &result_words, .only = RESULTS_DECIDED,
      .doc = "Validated when all its sub-domains in the scope are: the others of it were before." },
    { "subdomains", MEMBER_OBJECTS, .of = &subdomain_view, .doc = "Sub-domains in the scope." },
    { .name = NULL },
};
static const struct view domain_view = { "DomainResult", "A domain of the grid.", domain_members };
static const struct member results_members[] = {
    { "evaluation_id", MEMBER_ID, .doc = "The evaluation." },
    { "kind", MEMBER_ENUM, .words = &evaluation_kind_words, .doc = "PRIOR or FINAL." },
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

static void bind_grid(const struct exchange *x, struct params *params)
{
    exchange_bind_path_id(x, params);
    params_bool(params, "brings_shape", x->brings & BRINGS_SHAPE);
}

static const struct load result_loads[] = {
    { &SQL_grid_load, bind_grid, grid_read, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};
static const struct load result_kept_loads[] = {
    CANDIDACY_LOADS(candidacy_bind_evaluation_path, LOAD_REQUIRED | LOAD_ROOT),
    { &SQL_note_kept_list, exchange_bind_path_id, grid_read_note, 0 },
    { .statement = NULL },
};

/* Beside what the machine raises. */
static const enum reason save_reasons[] = { REASON_INVALID_STATE, REASON_RESULTS_FROZEN,
                                            REASON_OUT_OF_SCOPE, REASON_NONE };

static bool is_raised(enum reason reason)
{
    return candidacy_event_raises(EVENT_RECORD_RESULTS, reason);
}

const struct operation result_operations[] = {
    {
        .id = "readResults",
        .method = METHOD_GET,
        .path = "/v1/evaluations/{evaluation_id}/results",
        .tag = "Evaluations",
        .summary = "Read the grid of an evaluation and what it comes to.",
        .description = "Sub-domain and domain statuses are computed by the server, never sent.",
        .roles = RESULT_READERS,
        .flags = OPERATION_PERSONAL,
        .query = &results_query,
        .loads = result_loads,
        .kept_loads = result_kept_loads,
        .snapshot_size = sizeof(struct grid_snapshot),
        .reply = { 200, .render = render_results, .view = &results_view },
    },
    {
        .id = "saveResults",
        .method = METHOD_PATCH,
        .path = "/v1/evaluations/{evaluation_id}/results",
        .tag = "Evaluations",
        .summary = "Save results of criteria, all or none.",
        .description = "Results that are not named stay. Two evaluators who save from the same "
                       "version: one succeeds, the other reads 412 and nothing is half-written.",
        .roles = ROLE_EVALUATOR,
        .flags = OPERATION_COMMAND | OPERATION_BATCHED | OPERATION_PERSONAL | OPERATION_IF_MATCH |
                 OPERATION_LARGE_BODY,
        .body = &save_table,
        .loads = result_kept_loads,
        .snapshot_size = sizeof(struct grid_snapshot),
        .prepare = prepare_save,
        .decide = decide_save,
        .writes = { WRITES(candidacy_writes) },
        .reply = { 200, .render = render_saved, .view = &results_view },
        .machine = &candidacy_machine,
        .reasons = save_reasons,
        .raises = is_raised,
    },
    { .id = NULL },
};
