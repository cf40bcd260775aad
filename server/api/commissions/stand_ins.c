/* SPDX-License-Identifier: EUPL-1.2 */
/* Who signs the minutes of a session in the place of its chair or vice-chair, who cannot or does
 * not (3.4): both colleges still sign, each by a member of its own. */
#include "api/commissions/session_snapshot.h"
#include "api/refusals.h"
#include "sql.h"

struct stand_in_body {
    struct given given;
    struct id member_id;
    struct slice reason;
};
static const struct field stand_in_fields[] = {
    { "member_id", FIELD_ID, FIELD_REQUIRED, offsetof(struct stand_in_body, member_id),
      .doc = "Who signs: a member of the same college who was present; any other member of the day "
             "when nobody else of the college was.",
      .example = "\"01900000-0000-7000-8000-000000000003\"" },
    { "reason", FIELD_TEXT, FIELD_REQUIRED | FIELD_MULTILINE | FIELD_PERSONAL | FIELD_PRINTED,
      offsetof(struct stand_in_body, reason), 1, 2000,
      .doc = "Why the chair or vice-chair does not sign; printed with the signature.",
      .example = "\"Le président a quitté ses fonctions.\"" },
    { .name = NULL },
};
static const struct fields stand_in_table = { "NewStandIn", stand_in_fields,
                                              sizeof(struct stand_in_body) };

static const struct member stand_in_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "session_id", MEMBER_ID, .doc = "The session." },
    { "member_id", MEMBER_ID, .doc = "Who signs." },
    { "college", MEMBER_ENUM, .words = &college_words, .doc = "For which college." },
    { "edition", MEMBER_INT, .doc = "1, 2 …: the last one named for a college counts." },
    { "in_place_of_member_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The chair or vice-chair of that college." },
    { "reason", MEMBER_TEXT, .doc = "Why." },
    { "named_by", MEMBER_ID, MEMBER_NULLABLE, .doc = "Who named them; null when a system did." },
    { "named_on", MEMBER_DATE, .doc = "Day." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view stand_in_view = { "StandIn",
                                           "A member signs in the place of a chair or vice-chair.",
                                           stand_in_members };

enum { INSERT_STAND_IN, STAND_IN_WRITES };
static const struct write stand_in_writes[STAND_IN_WRITES];

static void decide_naming(struct exchange *x)
{
    const struct session_snapshot *now = x->snapshot;
    const struct stand_in_body *body = x->body;
    if (!session_check_member(x, body->member_id))
        return;
    const struct outcome outcome = session_name_stand_in(&now->session, body->member_id);
    session_refuse(x, now, &outcome, NULL);
    refuse_beyond(x, BOUND_STAND_INS);
    x->result_id = exchange_new_id(x);
    session_act(x, now->session.state);
    exchange_effect(x, &stand_in_writes[INSERT_STAND_IN], 0, NULL);
}

static void bind_naming(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    const struct stand_in_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_id(params, "session_id", x->root_id);
    params_id(params, "member_id", body->member_id);
    params_text(params, "reason", body->reason);
    params_id(params, "named_by", x->principal.person_id);
    params_date(params, "named_on", x->today);
}

static const struct write stand_in_writes[STAND_IN_WRITES] = {
    [INSERT_STAND_IN] = { &SQL_stand_in_insert, bind_naming, WRITE_EXACT },
};

static const struct load naming_loads[] = {
    SESSION_LOADS(session_bind_path),
    { &SQL_stand_in_facts, exchange_bind_path, exchange_read_count, 0 },
    { .statement = NULL },
};
static const struct load list_loads[] = {
    { &SQL_session_load, session_bind_path, session_read_root, LOAD_REQUIRED },
    { .statement = NULL },
};

static const enum reason naming_reasons[] = { REASON_SIGNATURE_NOT_AWAITED,
                                              REASON_SIGNER_NOT_ALLOWED, REASON_REFERENCE_UNKNOWN,
                                              REASON_RECORDS_TOO_MANY, REASON_NONE };

const struct operation stand_in_operations[] = {
    {
        .id = "nameStandIn",
        .method = METHOD_POST,
        .path = "/v1/sessions/{session_id}/stand-ins",
        .tag = "Minutes",
        .summary = "Name who signs the minutes in the place of the chair or vice-chair.",
        .description =
            "Of a closed session whose signature of that college is awaited, or of a signed one, "
            "for its rectifying minutes: when the chair or vice-chair cannot sign, or does not. "
            "The secretary or the certifier names another member of the same college, with the "
            "reason; that member signs in person (POST …/signatures), and so each college still "
            "has its own word. The minutes say who signed in whose place, and why. The last one "
            "named for a college counts; who is named may decline by not signing.",
        .roles = ROLE_SECRETARY | ROLE_CERTIFIER,
        .flags =
            OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_REFERENCE | OPERATION_KEY_REQUIRED,
        .body = &stand_in_table,
        .loads = naming_loads,
        .snapshot_size = sizeof(struct session_snapshot),
        .decide = decide_naming,
        .writes = { WRITES(session_claims), WRITES(session_writes), WRITES(stand_in_writes) },
        .reply = { 201, &SQL_stand_in_view, exchange_bind_result, &stand_in_view },
        .reasons = naming_reasons,
    },
    {
        .id = "listStandIns",
        .method = METHOD_GET,
        .path = "/v1/sessions/{session_id}/stand-ins",
        .tag = "Minutes",
        .summary = "List who was named to sign in the place of the chair or vice-chair.",
        .description = "By college, in their order.",
        .roles = ROLES_COMMISSION,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_REFERENCE | OPERATION_PERSONAL,
        .loads = list_loads,
        .snapshot_size = sizeof(struct session_snapshot),
        .reply = { 200, &SQL_stand_in_list, exchange_bind_path, &stand_in_view },
    },
    { .id = NULL },
};
