/* SPDX-License-Identifier: EUPL-1.2 */
/* Sight of a candidate whom others entered (decision 34): the contact of an organism asks for it,
 * the candidate opens the record by a login or by a code (sight_codes.c), or the certifier grants
 * it with a reason. */
#include "api/consent.h"
#include "api/operation.h"
#include "sql.h"

static const struct member sight_members[] = {
    { "candidacy_id", MEMBER_ID, .doc = "The contact that asked." },
    { "candidate_id", MEMBER_ID, .doc = "The candidate." },
    { "organism_id", MEMBER_ID,
      .doc = "The organism that may now record the candidate's consent." },
    { "accepted_on", MEMBER_DATE, .doc = "Day on which it was opened." },
    { "is_granted", MEMBER_BOOL, .doc = "True: by the certifier, in the place of the candidate." },
    { "is_by_code", MEMBER_BOOL, .doc = "True: by the candidate, with a code (sight-codes)." },
    { "reason", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Why; the certifier gives one." },
    { .name = NULL },
};
static const struct view sight_view = { "CandidateSight",
                                        "The record of a candidate, opened to an organism.",
                                        sight_members };

struct sight_body {
    struct given given;
    struct slice reason;
};
static const struct field sight_fields[] = {
    { "reason", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PERSONAL,
      offsetof(struct sight_body, reason), 1, 2000, .doc = "Why; the certifier has to say it.",
      .example = "\"Accord écrit du candidat.\"" },
    { .name = NULL },
};
static const struct fields sight_table = { "CandidateSightInput", sight_fields,
                                           sizeof(struct sight_body) };

struct sight_snapshot {
    struct id candidacy_id, candidate_id, organism_id;
    bool is_needed, is_given_by_asker;
};

static void bind_asked(const struct exchange *x, struct params *params)
{
    exchange_bind_path(x, params);
    params_id(params, "credential_id", x->principal.credential_id);
}

static void read_asked(struct exchange *x, struct row *row)
{
    struct sight_snapshot *known = x->snapshot;
    known->candidacy_id = row_id(row, "id");
    known->candidate_id = row_id(row, "candidate_id");
    known->organism_id = row_id(row, "owner_org_id");
    known->is_needed = row_bool(row, "is_needed");
    known->is_given_by_asker = row_bool(row, "is_given_by_asker");
    x->version = row_int(row, "version");
    exchange_act_in(x, exchange_read_zone(row, "time_zone")); /* done where the file is held */
}

static const struct load sight_loads[] = {
    { &SQL_sight_load, bind_asked, read_asked, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

enum { INSERT_SIGHT, SIGHT_WRITES };
static const struct write sight_writes[SIGHT_WRITES];

static void decide_sight(struct exchange *x)
{
    const struct sight_snapshot *known = x->snapshot;
    const struct sight_body *body = x->body;
    x->result_id = x->root_id = known->candidacy_id;
    if (!known->is_needed)
        x->recorded_id = known->candidate_id; /* their record is open already */
    exchange_refuse_recorded(x, "/v1/candidates/", NULL);
    if (!known->is_needed)
        consent_say_open(x);
    consent_needs_person(x);
    consent_needs_other_login(x, known->is_given_by_asker);
    if (exchange_has_role(x, ROLE_CERTIFIER) && !slice_is_set(body->reason))
        exchange_refuse(x, REASON_REASON_REQUIRED, SLICE("{\"pointer\":\"/reason\"}"));
    exchange_effect(x, &sight_writes[INSERT_SIGHT], 0, NULL);
}

static void bind_sight(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct sight_snapshot *known = x->snapshot;
    const struct sight_body *body = x->body;
    (void)effect;
    params_id(params, "candidate_id", known->candidate_id);
    params_id(params, "organism_id", known->organism_id);
    params_date(params, "accepted_on", x->today);
    params_bool(params, "is_granted", exchange_has_role(x, ROLE_CERTIFIER));
    params_id(params, "settled_by", x->principal.person_id);
    params_text(params, "reason", body->reason);
}

static const struct write sight_writes[SIGHT_WRITES] = {
    [INSERT_SIGHT] = { &SQL_sight_insert, bind_sight, WRITE_EXACT },
};

static const enum reason sight_reasons[] = { REASON_ALREADY_RECORDED, REASON_PERSON_REQUIRED,
                                             REASON_LOGIN_OF_ASKER, REASON_REASON_REQUIRED,
                                             REASON_NONE };

const struct operation sight_operations[] = {
    {
        .id = "openSight",
        .method = METHOD_POST,
        .path = "/v1/candidacies/{candidacy_id}/sights",
        .tag = "Consent",
        .summary = "Open the record of a candidate to the organism of a contact.",
        .description =
            "An organism that opened a contact on a candidate whom others entered knows the "
            "reference alone, and cannot record a consent (SIGHT_NOT_ACCEPTED) before the "
            "candidate opens the record to it, or the certifier does with a reason. A login that "
            "the organism itself gave the candidate opens nothing to it. A candidate without a "
            "login opens it by a code (sight-answers). Opened, it lets the organism record the "
            "consent, which allowed-events of the contact tells it; the organism reads the record "
            "from that consent on.",
        .roles = ROLE_CANDIDATE | ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_REFERENCE,
        .body = &sight_table,
        .loads = sight_loads,
        .snapshot_size = sizeof(struct sight_snapshot),
        .decide = decide_sight,
        .writes = { WRITES(sight_writes) },
        .reply = { 201, &SQL_sight_view, exchange_bind_result, &sight_view },
        .reasons = sight_reasons,
    },
    { .id = NULL },
};
