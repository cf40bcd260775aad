/* SPDX-License-Identifier: EUPL-1.2 */
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
    { "evaluator_name", MEMBER_TEXT, MEMBER_NULLABLE, .hidden_from = ROLES_WITHOUT_NAMES,
      .doc = "Their first name and name." },
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

/* The new sitting, and those that differ from it in nothing but, perhaps, day, hour and evaluator.
 */
struct sitting_snapshot {
    struct grid_snapshot grid; /* first */
    struct id *twins;
    size_t twin_count;
};

static void bind_twins(const struct exchange *x, struct params *params)
{
    const struct event_input *input = x->body;
    params_item(params);
    params_id(params, "evaluation_id", x->path_id[0]);
    params_int_or_null(params, "ends_at", input->ends_at != 0, input->ends_at);
    params_text(params, "modality", slice_of(modality_words.codes[input->modality]));
    params_text(params, "place", input->place);
    params_id(params, "site_id", input->site_id);
}

static void read_twin(struct exchange *x, struct row *row)
{
    struct sitting_snapshot *known = x->snapshot;
    struct id *twin = exchange_more(x, &known->twins, known->twin_count, sizeof *twin);
    if (!twin)
        return;
    known->twin_count++;
    *twin = row_id(row, "id");
}

/* It was recorded already, and nothing of what was sent is new. */
static bool is_answered_by_the_first(const struct exchange *x)
{
    const struct sitting_snapshot *known = x->snapshot;
    const struct slice named = x->refusals[0].details;
    bool is_first = false;
    for (size_t i = 0; i < known->twin_count; i++) {
        char id[ID_TEXT_SIZE];
        id_print(known->twins[i], id);
        is_first = is_first || memmem(named.at, named.size, id, strlen(id));
    }
    return is_first;
}

static void decide_sitting(struct exchange *x)
{
    grid_decide(x);
    if (x->refusal_count != 1 || x->refusals[0].reason != REASON_SITTING_ALREADY_RECORDED ||
        !is_answered_by_the_first(x))
        return;
    x->refusal_count = 0;
    x->status = 200;
}

static const struct load sitting_loads[] = {
    CANDIDACY_LOADS(candidacy_bind_evaluation_path, LOAD_REQUIRED | LOAD_ROOT),
    { &SQL_sitting_twins, bind_twins, read_twin, 0 },
    { .statement = NULL },
};

static const struct load evaluation_exists_loads[] = {
    { &SQL_evaluation_exists, exchange_bind_path_id, load_read_nothing, LOAD_REQUIRED },
    { .statement = NULL },
};

/* Beside what the machine raises. */
static const enum reason sitting_reasons[] = { REASON_INVALID_STATE, REASON_RESULTS_FROZEN,
                                               REASON_SITE_CLOSED, REASON_OUT_OF_SCOPE,
                                               REASON_NONE };

static bool is_raised(enum reason reason)
{
    return candidacy_event_raises(EVENT_ADD_SITTING, reason);
}

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
                       "lie ahead; results on it may not. The same sitting, recorded already, "
                       "answers 200 with the evaluation as it is. The event CANCEL_SITTING takes "
                       "a mistaken one away.",
        .roles = ROLE_REFERENT | ROLE_EVALUATOR,
        .flags = OPERATION_COMMAND | OPERATION_BATCHED | OPERATION_PERSONAL,
        .body = &sitting_input_table,
        .loads = sitting_loads,
        .snapshot_size = sizeof(struct sitting_snapshot),
        .prepare = prepare_sitting,
        .decide = decide_sitting,
        .writes = { WRITES(candidacy_writes) },
        .reply = { 201, &SQL_evaluation_view, exchange_bind_path_id, &evaluation_view,
                   .other_status = 200 },
        .machine = &candidacy_machine,
        .reasons = sitting_reasons,
        .raises = is_raised,
    },
    { .id = NULL },
};
