/* SPDX-License-Identifier: EUPL-1.2 */
/* Candidacies (dossiers): one certification, one candidate, one cycle of five years. Opening,
 * reading, listing. */
#include "api/candidacies/candidacy_effects.h"
#include "api/candidacies/candidacy_events.h"
#include "api/candidacies/candidacy_summary.h"
#include "api/candidacies/candidacy_views.h"
#include "sql.h"

#define CANDIDACY_READERS                                                                          \
    (ROLES_ORGANISM | ROLE_CANDIDATE | ROLE_NETWORK_MANAGER | ROLES_COMMISSION)

/* --- opening --- */

struct open_body {
    struct given given;
    struct id candidate_id;
    struct slice referential_code;
    struct date occurred_on;
    struct id organism_id;
};
static const struct field open_fields[] = {
    { "candidate_id", FIELD_ID, FIELD_REQUIRED, offsetof(struct open_body, candidate_id),
      .doc = "The candidate, by the id: a reference stands in addresses alone, and GET "
             "/v1/candidates/{reference} tells the id of one.",
      .example = "\"01980000-0000-7000-8000-000000000001\"" },
    { "referential_code", FIELD_TEXT, 0, offsetof(struct open_body, referential_code), 1, 40,
      .doc = "The certification; CLEA-SOCLE when absent.", .example = "\"CLEA-SOCLE\"" },
    { "occurred_on", FIELD_DATE, 0, offsetof(struct open_body, occurred_on),
      .doc = "Day of the contact; today when absent.", .example = "\"2026-01-05\"" },
    { "organism_id", FIELD_ID, 0, offsetof(struct open_body, organism_id),
      .doc = "The habilitated organism for which the certifier opens; the certifier's alone." },
    { .name = NULL },
};
static const struct fields open_table = { "NewCandidacy", open_fields, sizeof(struct open_body) };

struct open_snapshot {
    struct candidacy_set set; /* first */
    bool has_organism, has_referential;
    struct id previous_id;
    struct id contact_id; /* a contact of the candidate that the organism has already */
    struct date contact_on;
};
BEGINS_WITH_SET(open_snapshot);

/* T30: the certifier acts for no organism and names one; everybody else opens for his own. */
static void prepare_open(struct exchange *x)
{
    const struct open_body *body = x->body;
    bool is_certifier = exchange_has_role(x, ROLE_CERTIFIER);
    if (is_certifier && !id_is_set(body->organism_id))
        exchange_violate(x, "/organism_id", REASON_REQUIRED);
    if (!is_certifier && id_is_set(body->organism_id))
        exchange_violate(x, "/organism_id", REASON_FIELD_RESERVED);
}

static struct id opening_organism(const struct exchange *x)
{
    const struct open_body *body = x->body;
    return id_is_set(body->organism_id) ? body->organism_id : exchange_organism(x);
}

static struct slice code_of(const struct exchange *x)
{
    const struct open_body *body = x->body;
    return slice_is_set(body->referential_code) ? body->referential_code : SLICE("CLEA-SOCLE");
}

static void bind_standing(const struct exchange *x, struct params *params)
{
    const struct open_body *body = x->body;
    params_item(params);
    params_id(params, "candidate_id", body->candidate_id);
    params_text(params, "referential_code", code_of(x));
}

static void read_standing(struct exchange *x, struct row *row)
{
    struct open_snapshot *known = x->snapshot;
    known->previous_id = row_id(row, "previous_candidacy_id");
}

static void bind_open_organism(const struct exchange *x, struct params *params)
{
    const struct id none = { { 0 } };
    facts_bind_organism(params, opening_organism(x), none, (struct slice){ 0 }, none, code_of(x));
}

static void bind_holder(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "organism_id", opening_organism(x));
    params_null(params, "network_id");
    params_text(params, "referential_code", code_of(x));
}

static void read_holder(struct exchange *x, struct row *row)
{
    struct open_snapshot *known = x->snapshot;
    known->has_organism = row_bool(row, "has_organism");
    known->has_referential = row_bool(row, "has_referential");
}

static void bind_contact(const struct exchange *x, struct params *params)
{
    const struct open_body *body = x->body;
    params_item(params);
    params_id(params, "candidate_id", body->candidate_id);
    params_text(params, "referential_code", code_of(x));
    params_id(params, "org_id", opening_organism(x));
    params_bool(params, "by_certifier", exchange_has_role(x, ROLE_CERTIFIER));
}

static void read_contact(struct exchange *x, struct row *row)
{
    struct open_snapshot *known = x->snapshot;
    known->contact_id = row_id(row, "contact_id");
    known->contact_on = row_date(row, "opened_on");
    exchange_read_count(x, row);
}

static void bind_survivor(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "candidate_id", ((const struct open_body *)x->body)->candidate_id);
}

static const struct load open_loads[] = {
    { &SQL_candidate_survivor, bind_survivor, exchange_read_survivor, 0 },
    { &SQL_candidate_standing, bind_standing, read_standing, 0 },
    { &SQL_habilitations_load, bind_open_organism, facts_read_habilitation, 0 },
    { &SQL_holder_load, bind_holder, read_holder, 0 },
    { &SQL_candidacy_contact, bind_contact, read_contact, 0 },
    { .statement = NULL },
};

/* Said twice, it is the one that there is; of another day it is not the same said twice. */
static void answer_contact(struct exchange *x, const struct open_snapshot *known, struct date day)
{
    if (!date_is_set(day) || date_compare(day, known->contact_on) == 0) {
        x->result_id = x->root_id = known->contact_id;
        x->status = 200;
        return;
    }
    x->recorded_id = known->contact_id;
    exchange_refuse_recorded(x, "/v1/candidacies/", "occurred_on");
    exchange_say(x,
                 "Un premier contact avec ce candidat est déjà enregistré, à une autre date. "
                 "Reprenez cette candidature, sans indiquer de date.",
                 "A first contact with this candidate is recorded already, on another day. Go on "
                 "with that candidacy, and give no date.");
}

/* T1. That a live candidacy or a certificate exists is told after consent only (decision 16). */
static void decide_open(struct exchange *x)
{
    struct open_snapshot *known = x->snapshot;
    const struct open_body *body = x->body;
    struct candidacy_snapshot *snapshot = exchange_alloc(x, sizeof *snapshot);
    struct candidacy_command *command = exchange_alloc(x, sizeof *command);
    struct facts *facts = exchange_alloc(x, sizeof *facts);
    if (!snapshot || !command || !facts)
        return;
    if (!known->has_organism)
        exchange_violate(x, "/organism_id", REASON_REFERENCE_UNKNOWN);
    if (!known->has_referential)
        exchange_violate(x, "/referential_code", REASON_REFERENCE_UNKNOWN);
    if (x->violations.count)
        return;
    refuse_merged(x, body->candidate_id);
    if (x->refusal_count)
        return;
    if (id_is_set(known->contact_id)) {
        answer_contact(x, known, body->occurred_on);
        return;
    }
    refuse_beyond(x, BOUND_CANDIDACIES);
    facts_lock(x, &candidacy_writes[WRITE_FACTS], body->candidate_id);
    snapshot->candidacy.candidate_id = body->candidate_id;
    snapshot->candidacy.owner_org_id = opening_organism(x);
    *facts = candidacy_set_facts(&known->set, NULL);
    *command = (struct candidacy_command){
        .event = EVENT_OPEN_CONTACT,
        .actors = x->principal.roles,
        .acting_org_id = opening_organism(x),
        .facts = facts,
    };
    candidacy_set_days(x, x->principal.time_zone, &snapshot->candidacy, command);
    command->occurred_on = date_is_set(body->occurred_on) ? body->occurred_on : command->today;
    x->result_id = x->root_id = exchange_new_id(x);
    x->other_id = known->previous_id;
    struct candidacy_move *move =
        candidacy_move(x, &known->set, snapshot, command, NULL, x->principal.person_id);
    if (move)
        move->referential_code = code_of(x);
}

/* --- reading, now or as of a day --- */

struct past_query {
    struct given given;
    struct date at;
};
static const struct field past_fields[] = {
    { "at", FIELD_DATE, 0, offsetof(struct past_query, at),
      .doc = "A civil day in Europe/Paris: the candidacy as known at its end, that is with what "
             "had been entered by then. Before its opening: 404.",
      .example = "\"2026-02-10\"" },
    { .name = NULL },
};
static const struct fields past_query = { "CandidacyPast", past_fields, sizeof(struct past_query) };

static void prepare_past(struct exchange *x)
{
    const struct past_query *query = x->query;
    x->is_other = date_is_set(query->at);
}

static void bind_past(const struct exchange *x, struct params *params)
{
    const struct past_query *query = x->query;
    exchange_bind_path(x, params);
    params_date(params, "at_date", query->at);
}

static const struct reply past_reply = { 200, &SQL_candidacy_past, bind_past, &candidacy_view };

/* --- listing --- */

struct list_query {
    struct given given;
    uint64_t state;
    struct id candidate_id, owner_org_id;
    struct slice referential_code;
    struct date deadline_date_from, deadline_date_to;
};
#define AT(member) offsetof(struct list_query, member)
static const struct field list_fields[] = {
    { "state", FIELD_ENUMS, 0, AT(state), .words = &candidacy_state_words,
      .doc = "One or several states.", .example = "\"PARTIAL,IN_TRAINING\"" },
    { "candidate_id", FIELD_ID, 0, AT(candidate_id), .doc = "Of one candidate." },
    { "owner_org_id", FIELD_ID, 0, AT(owner_org_id), .doc = "Of one organism." },
    { "referential_code", FIELD_TEXT, 0, AT(referential_code), 1, 40,
      .doc = "Of one certification." },
    { "deadline_date_from", FIELD_DATE, 0, AT(deadline_date_from),
      .doc = "Deadline on that day or later." },
    { "deadline_date_to", FIELD_DATE, 0, AT(deadline_date_to),
      .doc = "Deadline on that day or earlier." },
    { .name = NULL },
};
static const struct fields list_table = { "CandidacyFilter", list_fields,
                                          sizeof(struct list_query) };

static void bind_list(const struct exchange *x, struct params *params)
{
    const struct list_query *query = x->query;
    params_names(params, "states", query->state, candidacy_state_words.codes);
    params_id(params, "candidate_id", query->candidate_id);
    params_id(params, "owner_org_id", query->owner_org_id);
    params_text(params, "referential_code", query->referential_code);
    params_date(params, "deadline_date_from", query->deadline_date_from);
    params_date(params, "deadline_date_to", query->deadline_date_to);
}

/* --- summary --- */

static const struct load summary_loads[] = {
    { &SQL_candidacy_judged_load, candidacy_bind_judged, candidacy_read_judged,
      LOAD_REQUIRED | LOAD_ROOT, "CANDIDACY" },
    { &SQL_candidacy_judged_load, candidacy_bind_judged, candidacy_read_judgement, 0,
      "EVALUATION" },
    { &SQL_candidacy_judged_load, candidacy_bind_judged, candidacy_read_voiding, 0, "VOIDING" },
    { .statement = NULL },
};
static const struct load summary_kept_loads[] = {
    CANDIDACY_LOADS(candidacy_bind_path, LOAD_REQUIRED | LOAD_ROOT),
    { .statement = NULL },
};

/* --- separation --- */

struct separation_query {
    struct given given;
    struct id person_id;
};
static const struct field separation_fields[] = {
    { "person_id", FIELD_ID, FIELD_REQUIRED, offsetof(struct separation_query, person_id),
      .doc = "The person who might evaluate or train.",
      .example = "\"01980000-0000-7000-8000-000000000001\"" },
    { .name = NULL },
};
static const struct fields separation_table = { "SeparationQuery", separation_fields,
                                                sizeof(struct separation_query) };

static void bind_separation(const struct exchange *x, struct params *params)
{
    const struct separation_query *query = x->query;
    exchange_bind_path(x, params);
    params_id(params, "person_id", query->person_id);
}

static const struct member separation_members[] = {
    { "person_id", MEMBER_ID, .doc = "The person." },
    { "cycle_role", MEMBER_ENUM, MEMBER_NULLABLE, .words = &affiliation_role_words,
      .only = 1 << AFFILIATION_EVALUATOR | 1 << AFFILIATION_TRAINER,
      .doc = "What this human already is in the cycle, under any account." },
    { "may_evaluate", MEMBER_BOOL, .doc = "False once the person trains this candidate." },
    { "may_train", MEMBER_BOOL, .doc = "False once the person evaluated this candidate." },
    { "version", MEMBER_INT, .doc = "Version of the candidacy." },
    { .name = NULL },
};
static const struct view separation_view = { "Separation",
                                             "Evaluator and trainer are never the same person.",
                                             separation_members };

static const enum reason open_reasons[] = {
    REASON_ORGANISM_NOT_HABILITATED, REASON_DATE_IN_FUTURE,   REASON_CANDIDATE_NOT_ACTIVE,
    REASON_RECORDS_TOO_MANY,         REASON_ALREADY_RECORDED, REASON_NONE
};

const struct operation candidacy_operations[] = {
    {
        .id = "openCandidacy",
        .method = METHOD_POST,
        .path = "/v1/candidacies",
        .tag = "Candidacies",
        .summary = "Open a candidacy at the first contact.",
        .description =
            "The organism must be habilitated to evaluate on that day. A second contact of "
            "the same candidate for the same certification answers 200 with the first. Whether the "
            "candidate has a live candidacy or a certificate elsewhere is told once the "
            "information and the consent are recorded. After fraud only the certifier "
            "opens a new one, for the organism that it names.",
        .roles = ROLE_COUNSELLOR | ROLE_REFERENT | ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_PERSONAL,
        .limit = LIMIT_IDENTITY,
        .body = &open_table,
        .loads = open_loads,
        .snapshot_size = sizeof(struct open_snapshot),
        .prepare = prepare_open,
        .decide = decide_open,
        .writes = { WRITES(candidacy_writes) },
        .reply = { 201, &SQL_candidacy_view, exchange_bind_result_row, &candidacy_view,
                   .location = "/v1/candidacies/%s", .other_status = 200 },
        .reasons = open_reasons,
    },
    {
        .id = "listCandidacies",
        .method = METHOD_GET,
        .path = "/v1/candidacies",
        .tag = "Candidacies",
        .summary = "List candidacies.",
        .description =
            "Those the caller sees, newest first. A funder sees those whose funding "
            "names it and whose candidate consents; a trainer those of the candidates whom the "
            "caller trains, whichever organism holds them.",
        .roles = CANDIDACY_READERS | ROLE_FUNDER,
        .flags = OPERATION_LIST | OPERATION_PERSONAL | OPERATION_TRAINING,
        .query = &list_table,
        .reply = { 200, &SQL_candidacy_list, bind_list, &candidacy_view },
    },
    {
        .id = "getCandidacy",
        .method = METHOD_GET,
        .path = "/v1/candidacies/{candidacy_id}",
        .tag = "Candidacies",
        .summary = "Read a candidacy.",
        .description =
            "By identifier or reference; with `at`, as it was known at the end of that "
            "day, rebuilt from its events alone. A funder, and who trains the candidate of "
            "another organism, read it as it is now: with `at`, it does not exist.",
        .roles = CANDIDACY_READERS | ROLE_FUNDER,
        .flags = OPERATION_PERSONAL | OPERATION_REFERENCE | OPERATION_TRAINING,
        .query = &past_query,
        .prepare = prepare_past,
        .reply = { 200, &SQL_candidacy_view, NULL, &candidacy_view, .other = &past_reply },
    },
    {
        .id = "readCandidacySummary",
        .method = METHOD_GET,
        .path = "/v1/candidacies/{candidacy_id}/summary",
        .tag = "Candidacies",
        .summary = "Read where a candidacy stands, domain by domain.",
        .description = "Computed from the results of the cycle: a sub-domain stays validated "
                       "unless a refusal voids it.",
        .roles = ROLES_ORGANISM | ROLE_CANDIDATE | ROLES_COMMISSION,
        .flags = OPERATION_PERSONAL | OPERATION_REFERENCE,
        .loads = summary_loads,
        .kept_loads = summary_kept_loads,
        .snapshot_size = sizeof(struct open_snapshot),
        .reply = { 200, .render = candidacy_render_summary, .view = &candidacy_summary_view },
    },
    {
        .id = "checkSeparation",
        .method = METHOD_GET,
        .path = "/v1/candidacies/{candidacy_id}/separation-check",
        .tag = "Candidacies",
        .summary = "Ask whether a person may evaluate or train this candidate.",
        .description = "Persons are compared, not accounts: somebody who trains under another "
                       "account may not evaluate, and the reverse.",
        .roles = ROLE_REFERENT | ROLE_EVALUATOR | ROLES_COMMISSION,
        .flags = OPERATION_REFERENCE | OPERATION_PERSONAL,
        .query = &separation_table,
        .reply = { 200, &SQL_separation_view, bind_separation, &separation_view },
    },
    { .id = NULL },
};
