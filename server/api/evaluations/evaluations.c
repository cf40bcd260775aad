/* SPDX-License-Identifier: EUPL-1.2 */
/* Evaluations (évaluations préalable et finale): data under the candidacy. They are started and
 * completed by candidacy events; their sittings, results and attestations are beside this file. */
#include "api/candidacies/candidacy_events.h"
#include "api/evaluations/evaluation_grid.h"
#include "sql.h"

static const struct member sitting_short_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "held_on", MEMBER_DATE, .doc = "Day." },
    { "starts_at", MEMBER_INSTANT, MEMBER_NULLABLE, .doc = "Beginning." },
    { "ends_at", MEMBER_INSTANT, MEMBER_NULLABLE, .doc = "End." },
    { "time_zone", MEMBER_ENUM, .words = &time_zone_words, .doc = "Zone in which it is told." },
    { "modality", MEMBER_ENUM, .words = &modality_words, .doc = "How it is held." },
    { "place", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Where." },
    { "site_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Site of the organism." },
    { "evaluator_id", MEMBER_ID, .doc = "The evaluator (évaluateur)." },
    { "evaluator_name", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "Their first name and name; null for the commission, the network and the funder." },
    { "acting_org_id", MEMBER_ID, .doc = "Organism that holds it." },
    { .name = NULL },
};
static const struct view sitting_short_view = { "SittingSummary", "A sitting in an evaluation.",
                                                sitting_short_members };

static const struct member evaluation_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "candidacy_id", MEMBER_ID, .doc = "The candidacy." },
    { "kind", MEMBER_ENUM, .words = &evaluation_kind_words, .doc = "PRIOR or FINAL." },
    { "ordinal", MEMBER_INT, .doc = "1, 2 … in the cycle." },
    { "org_id", MEMBER_ID, .doc = "Evaluating organism (organisme évaluateur)." },
    { "method_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Method of evaluation." },
    { "path_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Path that came before a final evaluation." },
    { "status", MEMBER_ENUM, .words = &evaluation_status_words, .doc = "Where it stands." },
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
    { "annul_reason", MEMBER_ENUM, MEMBER_NULLABLE, .words = &annul_reason_words,
      .doc = "Why it was annulled." },
    { "sittings", MEMBER_OBJECTS, .of = &sitting_short_view,
      .doc = "Its sittings (séances), by day." },
    { "version", MEMBER_INT, .doc = "Version of the candidacy." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
const struct view evaluation_view = { "Evaluation", "An evaluation of a cycle.",
                                      evaluation_members };

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
        .reply = { 200, &SQL_evaluation_view, exchange_bind_path_id, &evaluation_view },
    },
    { .id = NULL },
};
