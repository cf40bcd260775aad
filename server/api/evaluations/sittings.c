/* Sittings of an evaluation: when it is held, planned and recorded. */
#include "api/candidacies/candidacy_events.h"
#include "api/evaluations/evaluation_grid.h"
#include "sql.h"

static const struct member sitting_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "evaluation_id", MEMBER_ID, .doc = "The evaluation." },
    { "held_on", MEMBER_DATE, .doc = "Day." },
    { "starts_at", MEMBER_INSTANT, MEMBER_NULLABLE, .doc = "Beginning." },
    { "ends_at", MEMBER_INSTANT, MEMBER_NULLABLE, .doc = "End." },
    { "time_zone", MEMBER_ENUM, .words = &time_zone_words, .doc = "Zone in which it is told." },
    { "modality", MEMBER_ENUM, .words = &modality_words, .doc = "How it is held." },
    { "place", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Where." },
    { "site_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Site of the organism." },
    { "evaluator_id", MEMBER_ID, .doc = "The evaluator." },
    { "acting_org_id", MEMBER_ID, .doc = "Organism that holds it." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view sitting_view = { "Sitting", "A sitting of an evaluation (séance).",
                                          sitting_members };

static void prepare_sitting(struct exchange *x)
{
    event_prepare(x, EVENT_ADD_SITTING, (struct date){ 0 }, x->body, x->path_id[0]);
}

static void decide_sitting(struct exchange *x)
{
    grid_decide(x);
}

static const struct load evaluation_exists_loads[] = {
    { &SQL_evaluation_exists, exchange_bind_path_id, load_read_nothing, LOAD_REQUIRED },
    { .statement = NULL },
};

static const enum reason sitting_reasons[] = { REASON_ORGANISM_NOT_HABILITATED,
                                               REASON_EVALUATOR_NOT_AFFILIATED,
                                               REASON_EVALUATOR_IS_TRAINER,
                                               REASON_EVALUATION_AFTER_DEADLINE,
                                               REASON_SITTINGS_TOO_MANY,
                                               REASON_FINAL_BEFORE_TRAINING_END,
                                               REASON_INVALID_STATE,
                                               REASON_NONE };

const struct operation sitting_operations[] = {
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
        .reply = { 200, &SQL_sitting_list, exchange_bind_path_id, &sitting_view },
    },
    {
        .id = "addSitting",
        .method = METHOD_POST,
        .path = "/v1/evaluations/{evaluation_id}/sittings",
        .tag = "Evaluations",
        .summary = "Plan or record a further sitting of an evaluation in progress.",
        .description = "The same decision as the event ADD_SITTING. A planned sitting may "
                       "lie ahead; results on it may not.",
        .roles = ROLE_REFERENT | ROLE_EVALUATOR,
        .flags = OPERATION_COMMAND | OPERATION_BATCHED | OPERATION_PERSONAL,
        .body = &sitting_input_table,
        .loads = grid_loads,
        .snapshot_size = sizeof(struct grid_snapshot),
        .prepare = prepare_sitting,
        .decide = decide_sitting,
        .writes = { WRITES(candidacy_writes) },
        .reply = { 201, &SQL_evaluation_view, exchange_bind_path_id, &evaluation_view },
        .machine = &candidacy_machine,
        .reasons = sitting_reasons,
        .example = "{\"held_on\":\"2026-01-15\",\"modality\":\"ON_SITE\"}",
    },
    { .id = NULL },
};
