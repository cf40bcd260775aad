/* SPDX-License-Identifier: EUPL-1.2 */
/* Appeals (recours) of candidates against a refusal of the commission, and what the certifier makes
 * of them (3.4, 9.3). */
#include "api/commissions/appeals.h"

#include "api/candidacies/candidacy_effects.h"
#include "api/candidacies/candidacy_events.h"
#include "api/operation.h"
#include "sql.h"
#include "api/refusals.h"
#include "appeal.h"

static const struct member appeal_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "candidacy_id", MEMBER_ID, .doc = "The candidacy." },
    { "decision_id", MEMBER_ID, .doc = "The refusal that is appealed." },
    { "state", MEMBER_ENUM, .words = &appeal_state_words,
      .doc =
          "FILED, ADMISSIBLE; UPHELD: the commission's decision is upheld and the refusal stands: "
          "the appeal has failed; REEXAMINE: the appeal has succeeded, the refusal counts no "
          "more and other jurors examine the file again; REJECTED: the appeal was inadmissible "
          "or unfounded, and the refusal stands; WITHDRAWN: by the candidate, or by the "
          "organism that filed it, and the refusal stands." },
    { "filed_on", MEMBER_DATE, .doc = "Day of the appeal." },
    { "filed_by", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "Staff member who filed it; null when the candidate did." },
    { "acting_org_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "Organism that filed it; null when the candidate did." },
    { "grounds", MEMBER_TEXT, .hidden_from = ROLES_WITHOUT_RESULTS,
      .doc = "What the candidate says." },
    { "proof", MEMBER_TEXT, MEMBER_NULLABLE, .hidden_from = ROLES_WITHOUT_RESULTS,
      .doc = "By what one sees that the candidate wants it; null when the candidate filed it." },
    { "admissible_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day it was declared admissible." },
    { "admissible_reason", MEMBER_TEXT, MEMBER_NULLABLE, .hidden_from = ROLES_WITHOUT_RESULTS,
      .doc = "What was told then." },
    { "settled_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day it was settled, or withdrawn." },
    { "reason", MEMBER_TEXT, MEMBER_NULLABLE, .hidden_from = ROLES_WITHOUT_RESULTS,
      .doc = "Why it was settled so, or withdrawn." },
    { "withdraw_proof", MEMBER_TEXT, MEMBER_NULLABLE, .hidden_from = ROLES_WITHOUT_RESULTS,
      .doc = "By what one sees that the candidate wanted it withdrawn; null when the candidate "
             "withdrew it." },
    { "version", MEMBER_INT, .doc = "For If-Match and expected_version." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
const struct view appeal_view = { "Appeal", "An appeal (recours) to the certifier.",
                                  appeal_members };

/* --- filing --- */

struct filing_body {
    struct given given;
    struct id decision_id;
    struct date filed_on;
    struct slice grounds, proof;
};
#define AT(member) offsetof(struct filing_body, member)
static const struct field filing_fields[] = {
    { "decision_id", FIELD_ID, FIELD_REQUIRED, AT(decision_id),
      .doc = "The refusal: `data.decision_id` of the REFUSE event of the candidacy.",
      .example = "\"01980000-0000-7000-8000-000000000001\"" },
    { "filed_on", FIELD_DATE, 0, AT(filed_on),
      .doc =
          "Day of the appeal, as the letter proves it; today when absent. Who files an appeal of "
          "their own files it today.",
      .example = "\"2026-03-02\"" },
    { "grounds", FIELD_TEXT, FIELD_REQUIRED | FIELD_MULTILINE | FIELD_PERSONAL, AT(grounds), 1,
      10000, .doc = "What the candidate says.", .example = "\"Le domaine 3 a été mal apprécié.\"" },
    { "proof", FIELD_TEXT, FIELD_NULLABLE | FIELD_PERSONAL, AT(proof), 1, 200,
      .doc = "By what one sees that the candidate wants it: a signed letter, say. Needed when "
             "somebody else files it, since a refusal is appealed once.",
      .example = "\"Lettre signée du 2 mars 2026\"" },
    { "state", FIELD_TEXT, FIELD_READ_ONLY },
    { .name = NULL },
};
#undef AT
static const struct fields filing_table = { "NewAppeal", filing_fields,
                                            sizeof(struct filing_body) };

struct filing_snapshot {
    struct candidacy candidacy; /* its id and owner */
    struct id decision_id;      /* unset = none of this candidacy */
    struct appealed_decision decision;
};

static void bind_facts(const struct exchange *x, struct params *params)
{
    exchange_bind_path(x, params);
    params_id(params, "decision_id", ((const struct filing_body *)x->body)->decision_id);
}

static void read_facts(struct exchange *x, struct row *row)
{
    struct filing_snapshot *known = x->snapshot;
    known->candidacy.id = row_id(row, "id");
    known->candidacy.owner_org_id = row_id(row, "owner_org_id");
    known->decision_id = row_id(row, "decision_id");
    struct slice outcome = row_text(row, "outcome");
    if (slice_is_set(outcome) &&
        !verdict_from_name(outcome.at, outcome.size, &known->decision.verdict))
        row->has_failed = true;
    known->decision.effective_on = row_date(row, "effective_on");
    known->decision.appeal_by = row_date(row, "appeal_by_date");
    known->decision.appeal_id = row_id(row, "appeal_id");
    exchange_read_count(x, row);
    candidacy_act_there(x, exchange_read_zone(row, "owner_time_zone"));
    exchange_follow(x, known->decision.effective_on); /* where the session was held */
}

static const struct load filing_loads[] = {
    { &SQL_appeal_facts, bind_facts, read_facts, LOAD_REQUIRED },
    { .statement = NULL },
};

static struct date filed_on(const struct exchange *x)
{
    const struct filing_body *body = x->body;
    return date_is_set(body->filed_on) ? body->filed_on : x->today;
}

enum { INSERT_APPEAL, FILING_WRITES };
static const struct write filing_writes[FILING_WRITES];

static void decide_filing(struct exchange *x)
{
    const struct filing_snapshot *known = x->snapshot;
    x->root_id = known->candidacy.id;
    if (candidacy_is_held_elsewhere(x, &known->candidacy)) {
        exchange_refuse(x, REASON_OUT_OF_SCOPE, (struct slice){ 0 });
        return;
    }
    if (!id_is_set(known->decision_id)) {
        exchange_violate(x, "/decision_id", REASON_REFERENCE_UNKNOWN);
        return;
    }
    const struct filing_body *body = x->body;
    if (id_is_set(exchange_organism(x)) && !slice_is_set(body->proof))
        exchange_violate(x, "/proof", REASON_REQUIRED);
    /* A letter has a day of its own; who speaks here speaks today. */
    if (!id_is_set(exchange_organism(x)) && date_compare(filed_on(x), x->today) != 0)
        exchange_violate(x, "/filed_on", REASON_FIELD_NOT_APPLICABLE);
    struct outcome outcome = appeal_file(&known->decision, filed_on(x), x->latest_day);
    refuse_outcome(x, &outcome, NULL);
    refuse_beyond(x, BOUND_APPEALS);
    x->result_id = exchange_new_id(x);
    exchange_effect(x, &filing_writes[INSERT_APPEAL], 0, NULL);
}

static void bind_filing(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    const struct filing_snapshot *known = x->snapshot;
    const struct filing_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_id(params, "candidacy_id", known->candidacy.id);
    params_id(params, "decision_id", known->decision_id);
    params_date(params, "filed_on", filed_on(x));
    params_id(params, "person_id", x->principal.person_id);
    params_id(params, "org_id", exchange_organism(x));
    params_text(params, "grounds", body->grounds);
    params_text(params, "proof", body->proof);
}

static const struct write filing_writes[FILING_WRITES] = {
    [INSERT_APPEAL] = { &SQL_appeal_insert, bind_filing, WRITE_EXACT },
};

static const enum reason filing_reasons[] = { REASON_DECISION_NOT_APPEALABLE,
                                              REASON_APPEAL_EXISTS,
                                              REASON_APPEAL_TOO_LATE,
                                              REASON_RECORDS_TOO_MANY,
                                              REASON_DATE_IN_FUTURE,
                                              REASON_DATE_BEFORE_PREVIOUS_ACT,
                                              REASON_OUT_OF_SCOPE,
                                              REASON_NONE };

const struct operation appeal_operations[] = {
    {
        .id = "fileAppeal",
        .method = METHOD_POST,
        .path = "/v1/candidacies/{candidacy_id}/appeals",
        .tag = "Appeals",
        .summary = "File an appeal against a refusal of the commission.",
        .description =
            "Once a decision, within the time to appeal, which runs from the day on which "
            "the candidate was told of the refusal; also when the "
            "candidacy has expired since. Whoever heard of the refusal before may appeal at once.",
        .roles = ROLE_CANDIDATE | ROLE_REFERENT,
        .flags =
            OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_REFERENCE | OPERATION_PERSONAL,
        .body = &filing_table,
        .loads = filing_loads,
        .snapshot_size = sizeof(struct filing_snapshot),
        .decide = decide_filing,
        .writes = { WRITES(filing_writes) },
        .reply = { 201, &SQL_appeal_view, exchange_bind_result, &appeal_view,
                   .location = "/v1/appeals/%s" },
        .reasons = filing_reasons,
    },
    {
        .id = "listAppeals",
        .method = METHOD_GET,
        .path = "/v1/candidacies/{candidacy_id}/appeals",
        .tag = "Appeals",
        .summary = "List the appeals of a candidacy, oldest first.",
        .description = "Pending and settled ones.",
        .roles = APPEAL_READERS,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_PERSONAL | OPERATION_REFERENCE,
        .loads = candidacy_exists_loads,
        .reply = { 200, &SQL_appeal_list, exchange_bind_path, &appeal_view },
    },
    {
        .id = "getAppeal",
        .method = METHOD_GET,
        .path = "/v1/appeals/{appeal_id}",
        .tag = "Appeals",
        .summary = "Read an appeal.",
        .description = "For whoever sees its candidacy.",
        .roles = APPEAL_READERS,
        .flags = OPERATION_PERSONAL,
        .reply = { 200, &SQL_appeal_view, exchange_bind_path_id, &appeal_view },
    },
    { .id = NULL },
};
