/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements on who a candidate is: that the identity of a record is right, that two records are of
 * one person, or that they are of two. What one of the certifier states, another one acts on: the
 * identity that is printed on a certificate is no longer that decided on, or on its last paper; two
 * records that contradict each other become one. Nobody does either alone.
 *
 * There is no machine here as of requests to annul: the act itself is the confirmation, and whoever
 * does it says in the same call by what he sees it. A statement lapses as a request does. */
#include "annulment_request.h"
#include "api/certificates/certificates.h"
#include "api/refusals.h"
#include "sql.h"

static const struct member statement_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "candidate_id", MEMBER_ID, .doc = "The candidate." },
    { "other_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The other record that it speaks of; null: it is said that the identity is right." },
    { "is_distinct", MEMBER_BOOL,
      .doc = "The two records are of two persons; false: of one, where there is another one." },
    { "holder", MEMBER_OBJECT, .of = &certificate_holder_view,
      .doc = "The identity on the record that day. Of another one nothing is said." },
    { "note", MEMBER_TEXT, .doc = "By what one sees it." },
    { "stated_on", MEMBER_DATE, .doc = "Day of the statement." },
    { "stated_by", MEMBER_ID, .doc = "Who said it, and never acts on it." },
    { "stands_until", MEMBER_DATE, .doc = "Last day to act on it (`policy.annulment_days`)." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view statement_view = { "IdentityStatement",
                                            "What one of the certifier says of who a candidate is.",
                                            statement_members };

/* --- stating --- */

struct statement_body {
    struct given given;
    struct id other_id;
    bool is_distinct;
    struct slice note;
};
static const struct field statement_fields[] = {
    { "other_id", FIELD_ID, FIELD_NULLABLE, offsetof(struct statement_body, other_id),
      .doc = "The other record of the same person, before a merge of two that contradict each "
             "other; or, with is_distinct, that of another one. Absent: the identity of the record "
             "is right as it stands.",
      .example = "\"01980000-0000-7000-8000-000000000002\"" },
    { "is_distinct", FIELD_BOOL, 0, offsetof(struct statement_body, is_distinct),
      .doc = "True: the other record is of another person, though no part of their identities may "
             "differ. Both may then be whole (DUPLICATE_CANDIDATE)." },
    { "note", FIELD_TEXT, FIELD_REQUIRED | FIELD_MULTILINE | FIELD_PERSONAL,
      offsetof(struct statement_body, note), 1, 1000,
      .doc = "By what one sees it (an act of civil status, a judgment).",
      .example = "\"Acte de naissance rectifié, mairie de Lille, 3 mars 2026\"" },
    { "stated_on", FIELD_DATE, FIELD_READ_ONLY },
    { "stated_by", FIELD_ID, FIELD_READ_ONLY },
    { .name = NULL },
};
static const struct fields statement_table = { "NewIdentityStatement", statement_fields,
                                               sizeof(struct statement_body) };

struct record {
    struct id id, survivor_id;
    struct slice status;
};

struct statement_snapshot {
    struct record candidate, other;
};

static void bind_facts(const struct exchange *x, struct params *params)
{
    const struct statement_body *body = x->body;
    exchange_bind_path(x, params);
    params_id(params, "other_id", body->other_id);
    params_id(params, "person_id", x->principal.person_id);
}

static void read_facts(struct exchange *x, struct row *row)
{
    struct statement_snapshot *known = x->snapshot;
    known->candidate = (struct record){ row_id(row, "id"), row_id(row, "merged_into_id"),
                                        row_text(row, "status") };
    known->other = (struct record){ row_id(row, "other_id"), row_id(row, "other_merged_into_id"),
                                    row_text(row, "other_status") };
    exchange_read_count(x, row);
}

static const struct load statement_loads[] = {
    { &SQL_identity_statement_facts, bind_facts, read_facts, LOAD_REQUIRED },
    { .statement = NULL },
};

enum { INSERT_STATEMENT, STATEMENT_WRITES };
static const struct write statement_writes[STATEMENT_WRITES];

static void refuse_ended(struct exchange *x, const char *pointer, const struct record *record)
{
    if (!slice_is(record->status, "ACTIVE"))
        refuse_inactive(x, pointer, record->id, record->status, record->survivor_id);
}

static void decide_statement(struct exchange *x)
{
    const struct statement_snapshot *known = x->snapshot;
    const struct statement_body *body = x->body;
    x->root_id = known->candidate.id;
    if (body->is_distinct && !id_is_set(body->other_id))
        exchange_violate(x, "/other_id", REASON_REQUIRED);
    else if (id_is_set(body->other_id) && !id_is_set(known->other.id))
        exchange_violate(x, "/other_id", REASON_REFERENCE_UNKNOWN);
    else if (id_equals(known->candidate.id, known->other.id))
        exchange_violate(x, "/other_id", REASON_SAME_RECORD);
    else if (id_is_set(known->other.id))
        refuse_ended(x, NULL, &known->other);
    refuse_ended(x, NULL, &known->candidate);
    refuse_beyond(x, BOUND_IDENTITY_STATEMENTS);
    x->result_id = exchange_new_id(x);
    exchange_effect(x, &statement_writes[INSERT_STATEMENT], 0, NULL);
}

static void bind_statement(const struct exchange *x, const struct effect *effect,
                           struct params *params)
{
    const struct statement_snapshot *known = x->snapshot;
    const struct statement_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_id(params, "candidate_id", known->candidate.id);
    params_id(params, "other_id", known->other.id);
    params_bool(params, "is_distinct", body->is_distinct);
    params_text(params, "note", body->note);
    params_date(params, "stated_on", x->today);
    params_id(params, "person_id", x->principal.person_id);
    params_id(params, "credential_id", x->principal.credential_id);
    params_date(params, "stands_until", annulment_confirm_until(x->today, x->policy));
}

static const struct load statements_exist_loads[] = {
    { &SQL_candidate_record, NULL, load_read_nothing, LOAD_REQUIRED },
    { .statement = NULL },
};

static const struct write statement_writes[STATEMENT_WRITES] = {
    [INSERT_STATEMENT] = { &SQL_identity_statement_insert, bind_statement, WRITE_EXACT },
};

static const enum reason statement_reasons[] = { REASON_CANDIDATE_NOT_ACTIVE,
                                                 REASON_RECORDS_TOO_MANY, REASON_NONE };

const struct operation identity_statement_operations[] = {
    {
        .id = "stateIdentity",
        .method = METHOD_POST,
        .path = "/v1/candidates/{candidate_id}/identity-statements",
        .tag = "Candidates",
        .summary = "State that the identity of a candidate is right, or whose two records are.",
        .description =
            "What another person of the certifier then rests on, for `policy.annulment_days`: a "
            "certificate or a duplicate that bears another identity than was evaluated and decided "
            "on, or than the paper before it, the decision on a file of another identity than was "
            "evaluated, and a merge of two records that contradict each other. That two records "
            "are "
            "of two persons (`is_distinct`) is rested on for good, by whoever makes them whole. It "
            "holds for the identity that the record has now. Whoever states it does "
            "neither of these, nor one whose access comes from the same hands "
            "(CONFIRMER_IS_ASKER).",
        .roles = ROLE_CERTIFIER,
        .flags =
            OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_KEY_REQUIRED | OPERATION_REFERENCE,
        .body = &statement_table,
        .loads = statement_loads,
        .snapshot_size = sizeof(struct statement_snapshot),
        .decide = decide_statement,
        .writes = { WRITES(statement_writes) },
        .reply = { 201, &SQL_identity_statement_view, exchange_bind_result, &statement_view },
        .reasons = statement_reasons,
    },
    {
        .id = "listIdentityStatements",
        .method = METHOD_GET,
        .path = "/v1/candidates/{candidate_id}/identity-statements",
        .tag = "Candidates",
        .summary = "List what was stated of who a candidate is.",
        .description = "Of the record, and of those it was said to be the same person as; the last "
                       "first.",
        .roles = ROLE_CERTIFIER,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_PERSONAL | OPERATION_REFERENCE,
        .loads = statements_exist_loads,
        .reply = { 200, &SQL_identity_statement_list, exchange_bind_path, &statement_view },
    },
    { .id = NULL },
};
