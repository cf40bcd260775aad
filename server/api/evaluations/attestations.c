/* SPDX-License-Identifier: EUPL-1.2 */
/* What the candidate receives of an evaluation: the restitution of its results, and the
 * attestation. */
#include "api/candidacies/candidacy_views.h"
#include "api/evaluations/evaluation_grid.h"
#include "sql.h"

static const struct member restitution_members[] = {
    { "evaluation_id", MEMBER_ID, .doc = "The evaluation." },
    { "candidacy_id", MEMBER_ID, .doc = "The candidacy." },
    { "given_on", MEMBER_DATE, .doc = "Day." },
    { "given_by", MEMBER_ID, .doc = "Who gave the results back." },
    { "acting_org_id", MEMBER_ID, .doc = "Organism." },
    { "modality", MEMBER_ENUM, MEMBER_NULLABLE, .words = &modality_words, .doc = "How." },
    { "synthesis", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "Synthesis for the candidate and the commission." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view restitution_view = { "Restitution", "Results given back to the candidate.",
                                              restitution_members };

static void render_attestation(struct exchange *x, struct writer *writer)
{
    const struct candidacy_set *set = x->snapshot;
    const struct candidacy_snapshot *snapshot = set->items[0];
    const struct candidacy *now = &snapshot->candidacy;
    const struct evaluation *evaluation = grid_evaluation(x);
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
    grid_write(writer, now->referential, x->policy, evaluation, evaluation->results, NULL,
               DEPTH_STATUSES);
    writer_close(writer, '}');
}

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
    { "kind", MEMBER_ENUM, .words = &evaluation_kind_words, .doc = "PRIOR or FINAL." },
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

const struct operation attestation_operations[] = {
    {
        .id = "readRestitution",
        .method = METHOD_GET,
        .path = "/v1/evaluations/{evaluation_id}/restitution",
        .tag = "Evaluations",
        .summary = "Read how the results were given back.",
        .description = "404 until the event RECORD_RESTITUTION.",
        .roles = RESULT_READERS,
        .flags = OPERATION_PERSONAL,
        .reply = { 200, &SQL_restitution_view, exchange_bind_path_id, &restitution_view },
    },
    {
        .id = "readAttestation",
        .method = METHOD_GET,
        .path = "/v1/evaluations/{evaluation_id}/attestation",
        .tag = "Evaluations",
        .summary = "Read the attestation of an evaluation.",
        .description = "Results by domain and sub-domain, evaluators, organism and dates; "
                       "available once the results were given back.",
        .roles = EVALUATION_READERS,
        .flags = OPERATION_PERSONAL,
        .loads = grid_loads,
        .snapshot_size = sizeof(struct grid_snapshot),
        .reply = { 200, .render = render_attestation, .view = &attestation_view },
    },
    { .id = NULL },
};
