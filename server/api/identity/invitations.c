/* SPDX-License-Identifier: EUPL-1.2 */
/* Invitations: a code, shown once to who invites, by which a person, a candidate or a partner's
 * system binds the login it comes with. Nothing is bound by a name or an address. */
#include "api/identity/invitations.h"

#include "api/checks.h"
#include "api/consent.h"
#include "api/facts.h"
#include "api/identity/api_keys.h"
#include "api/one_time_code.h"
#include "api/refusals.h"
#include "sql.h"

enum { LABEL_MAX = 100 };

/* --- shapes --- */

struct invitation_body {
    struct given given;
    struct id person_id, candidate_id, partner_id;
    int partner_scope;
    uint64_t roles, permissions;
    struct slice label;
};

#define AT(member) offsetof(struct invitation_body, member)
static const struct field invitation_fields[] = {
    { "person_id", FIELD_ID, FIELD_NULLABLE, AT(person_id), .doc = "Who is invited: a person,",
      .example = "\"01900000-0000-7000-8000-000000000001\"" },
    { "candidate_id", FIELD_ID, FIELD_NULLABLE, AT(candidate_id), .doc = "or a candidate," },
    { "partner_scope", FIELD_ENUM, 0, AT(partner_scope), .words = &scope_words,
      .only = SCOPES_WITH_KEYS,
      .doc = "or a system (client credentials) of an organism, network or commission." },
    { "partner_id", FIELD_ID, 0, AT(partner_id),
      .doc = "Of a system: which organism, network or commission; by default the caller's." },
    { "roles", FIELD_ENUMS, 0, AT(roles), 1, .words = &role_words, .only = ROLES_WITH_KEYS,
      .doc = "Of a system, and required: the roles it may play.", .example = "[\"COUNSELLOR\"]" },
    { "permissions", FIELD_ENUMS, 0, AT(permissions), 1, .words = &permission_words,
      .doc = "Of a system: what it may do at all, none of which the caller lacks; READ and WRITE "
             "by default. A token may narrow it.",
      .example = "[\"READ\",\"WRITE\"]" },
    { "label", FIELD_TEXT, 0, AT(label), 1, LABEL_MAX,
      .doc = "Of a system, and required: what its owner calls it.",
      .example = "\"Logiciel de gestion\"" },
    { .name = NULL },
};
#undef AT
static const struct fields invitation_body = { "InvitationInput", invitation_fields,
                                               sizeof(struct invitation_body) };

static const struct member invitation_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "person_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Who is invited, if a person." },
    { "candidate_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Who is invited, if a candidate." },
    { "partner_scope", MEMBER_ENUM, MEMBER_NULLABLE, .words = &scope_words,
      .only = SCOPES_WITH_KEYS, .doc = "Whose system is invited, if a partner's." },
    { "partner_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Which organism, network or commission." },
    { "roles", MEMBER_TEXTS, MEMBER_NULLABLE, .doc = "Of a system: what it may be there." },
    { "permissions", MEMBER_TEXTS, MEMBER_NULLABLE,
      .doc = "Of a system: what it may do at all: READ, WRITE, KEYS." },
    { "label", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Of a system: what its owner calls it." },
    { "invitation_code", MEMBER_TEXT, MEMBER_NULLABLE | MEMBER_SECRET | MEMBER_ONCE,
      .doc = "For the one who is invited, to be handed over and used once." },
    { "scope", MEMBER_ENUM, .words = &scope_words, .doc = "Who invited." },
    { "scope_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Which organism, network or commission." },
    { "status", MEMBER_ENUM, .words = &invitation_status_words,
      .doc = "OPEN, ACCEPTED, REVOKED, or EXPIRED once it is past its end." },
    { "expires_at", MEMBER_INSTANT, .doc = "Its end, in real time." },
    { "settled_at", MEMBER_INSTANT, MEMBER_NULLABLE, .doc = "When it was accepted or revoked." },
    { "version", MEMBER_INT, .doc = "For If-Match." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was made." },
    { .name = NULL },
};
static const struct view invitation_view = { "Invitation",
                                             "A code by which somebody binds a login, once.",
                                             invitation_members };

struct invitation_query {
    struct given given;
    struct id person_id, candidate_id, partner_id;
};

static const struct field invitation_query_fields[] = {
    { "person_id", FIELD_ID, 0, offsetof(struct invitation_query, person_id),
      .doc = "Invitations of one person." },
    { "candidate_id", FIELD_ID, 0, offsetof(struct invitation_query, candidate_id),
      .doc = "Invitations of one candidate." },
    { "partner_id", FIELD_ID, 0, offsetof(struct invitation_query, partner_id),
      .doc = "Invitations of the systems of one organism, network or commission." },
    { .name = NULL },
};
static const struct fields invitation_query = { "InvitationQuery", invitation_query_fields,
                                                sizeof(struct invitation_query) };

static void bind_list(const struct exchange *x, struct params *params)
{
    const struct invitation_query *query = x->query;
    params_id(params, "person_id", query->person_id);
    params_id(params, "candidate_id", query->candidate_id);
    params_id(params, "partner_id", query->partner_id);
}

/* --- who is invited --- */

struct invitation_snapshot {
    struct id id;
    bool is_there, has_login, is_open, is_of_partner;
    struct slice excess; /* in what the login goes beyond the caller's key; unset: nothing */
    struct login_guest guest;
};

static bool is_of_partner(const struct invitation_body *body)
{
    return field_is_given(&invitation_body, body, "partner_scope");
}

static struct slice partner_scope(const struct invitation_body *body)
{
    return enum_text(&invitation_body, body, "partner_scope", scope_words.codes,
                     body->partner_scope);
}

static struct id partner_id(const struct exchange *x)
{
    const struct invitation_body *body = x->body;
    const struct id nobody = { { 0 } };
    if (!is_of_partner(body))
        return nobody;
    return id_is_set(body->partner_id) ? body->partner_id : x->principal.scope_id;
}

static unsigned permissions_of(const struct invitation_body *body)
{
    return body->permissions ? (unsigned)body->permissions : PERMISSION_READ | PERMISSION_WRITE;
}

static void bind_guest(const struct exchange *x, struct params *params)
{
    const struct invitation_body *body = x->body;
    params_item(params);
    params_id(params, "person_id", body->person_id);
    params_id(params, "candidate_id", body->candidate_id);
    params_text(params, "partner_scope", partner_scope(body));
    params_id(params, "partner_id", partner_id(x));
    params_id(params, "made_with", x->principal.credential_id);
    params_names(params, "roles", is_of_partner(body) ? body->roles : 0, role_names);
    params_id(params, "caller_id", x->principal.person_id);
}

static void read_guest(struct exchange *x, struct row *row)
{
    struct invitation_snapshot *known = x->snapshot;
    known->is_there = true;
    login_read_guest(row, &known->guest);
    known->has_login = row_bool(row, "has_login");
    known->is_open = row_bool(row, "is_open");
    known->excess = arena_copy(x->arena, row_text(row, "excess"));
}

/* Nothing is asked where no candidate is invited. */
static void bind_survivor(const struct exchange *x, struct params *params)
{
    const struct invitation_body *body = x->body;
    if (!id_is_set(body->candidate_id))
        return;
    params_item(params);
    params_id(params, "candidate_id", body->candidate_id);
}

static const struct load guest_loads[] = {
    { &SQL_candidate_survivor, bind_survivor, exchange_read_survivor, 0 },
    { &SQL_invitation_guest, bind_guest, read_guest, 0 },
    { .statement = NULL },
};

static void read_invitation(struct exchange *x, struct row *row)
{
    struct invitation_snapshot *known = x->snapshot;
    known->id = row_id(row, "id");
    known->is_open = row_bool(row, "is_open");
    known->is_of_partner = row_bool(row, "is_of_partner");
    x->version = row_int(row, "version");
}

static const struct load invitation_loads[] = {
    { &SQL_invitation_load, exchange_bind_path_id, read_invitation, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

/* --- decisions --- */

/* What a system has and people have not. */
static const struct {
    const char *pointer;
} partner_members[] = { { "/partner_id" }, { "/roles" }, { "/permissions" }, { "/label" } };

static void prepare_partner(struct exchange *x)
{
    const struct invitation_body *body = x->body;
    const unsigned takes = api_key_roles_of_scope(partner_scope(body), false);
    if (!id_is_set(partner_id(x)))
        exchange_violate(x, "/partner_id", REASON_REQUIRED);
    if (body->roles == 0)
        exchange_violate(x, "/roles", REASON_REQUIRED);
    if (exchange_is_sound(x, "/partner_scope") && (body->roles & ~(uint64_t)takes)) {
        exchange_violate(x, "/roles", REASON_ENUM);
        exchange_expect(x, (struct expected){ .words = &role_words, .only = takes });
    }
    if (!slice_is_set(body->label))
        exchange_violate(x, "/label", REASON_REQUIRED);
}

static void prepare_invitation(struct exchange *x)
{
    const struct invitation_body *body = x->body;
    const bool has_person = id_is_set(body->person_id),
               has_candidate = id_is_set(body->candidate_id), has_partner = is_of_partner(body);
    if (!exchange_is_sound(x, "/person_id") || !exchange_is_sound(x, "/candidate_id") ||
        !exchange_is_sound(x, "/partner_scope"))
        return;
    if (!has_person && !has_candidate && !has_partner)
        exchange_violate(x, "/person_id", REASON_ONE_REQUIRED);
    else if (has_person + has_candidate + has_partner > 1)
        exchange_violate(x, has_partner ? "/partner_scope" : "/candidate_id",
                         REASON_ONLY_ONE_ALLOWED);
    if (has_partner) {
        prepare_partner(x);
        return;
    }
    for (size_t i = 0; i < sizeof partner_members / sizeof *partner_members; i++) {
        if (field_is_given(&invitation_body, body, partner_members[i].pointer + 1))
            exchange_violate(x, partner_members[i].pointer, REASON_FIELD_NOT_APPLICABLE);
    }
}

enum { HOLD_CANDIDATE, CLOSE_EARLIER, INSERT_INVITATION, REVOKE_INVITATION, INVITATION_WRITES };
static const struct write invitation_writes[INVITATION_WRITES];

static void check_guest(struct exchange *x)
{
    const struct invitation_snapshot *known = x->snapshot;
    const struct invitation_body *body = x->body;
    const bool is_person = id_is_set(body->person_id);
    refuse_merged(x, body->candidate_id);
    if (x->refusal_count)
        return;
    if (!known->is_there) {
        exchange_violate(x, is_person ? "/person_id" : "/candidate_id", REASON_REFERENCE_UNKNOWN);
        return;
    }
    if (login_giver_guard(x, &known->guest) && known->has_login)
        exchange_refuse(x, REASON_LOGIN_BOUND, SLICE_UNSET);
}

/* What its login opens, a key would: who may not make the key does not invite the system. */
static void check_partner(struct exchange *x)
{
    const struct invitation_snapshot *known = x->snapshot;
    const struct invitation_body *body = x->body;
    const unsigned needed = permissions_of(body) | PERMISSION_KEYS;
    if (!exchange_has_role(x, KEY_MANAGERS) ||
        !api_key_is_managed(x, partner_scope(body), partner_id(x), (unsigned)body->roles)) {
        api_key_refuse_manager(x, partner_scope(body), (unsigned)body->roles, "/partner_id");
        return;
    }
    if (!known->is_there) {
        exchange_violate(x, "/partner_id", REASON_REFERENCE_UNKNOWN);
        return;
    }
    if (needed & ~x->principal.permissions)
        exchange_refuse_permission(x, needed & ~x->principal.permissions);
    if (!known->is_open)
        exchange_refuse(x, REASON_SCOPE_NOT_ACTIVE, SLICE("{\"pointer\":\"/partner_id\"}"));
}

static void decide_invitation(struct exchange *x)
{
    const struct invitation_snapshot *known = x->snapshot;
    const struct invitation_body *body = x->body;
    const bool has_partner = is_of_partner(body);
    consent_needs_person(x);
    if (has_partner)
        check_partner(x);
    else
        check_guest(x);
    if (slice_is_set(known->excess))
        refuse_of_member(x, REASON_KEY_EXCEEDS_YOURS, known->excess);
    x->result_id = x->root_id = exchange_new_id(x);
    if (id_is_set(body->candidate_id))
        facts_lock(x, &invitation_writes[HOLD_CANDIDATE], body->candidate_id);
    if (!has_partner)
        exchange_effect(x, &invitation_writes[CLOSE_EARLIER], 0, NULL);
    if (slice_is_set(one_time_code_draw(x)))
        exchange_effect(x, &invitation_writes[INSERT_INVITATION], 0, NULL);
}

static void decide_revocation(struct exchange *x)
{
    const struct invitation_snapshot *known = x->snapshot;
    if (known->is_of_partner)
        api_key_manager_guard(x);
    if (!known->is_open)
        exchange_refuse(x, REASON_INVITATION_OVER, SLICE_UNSET);
    x->result_id = x->root_id = known->id;
    exchange_effect(x, &invitation_writes[REVOKE_INVITATION], 0, NULL);
}

static void bind_earlier(const struct exchange *x, const struct effect *effect,
                         struct params *params)
{
    const struct invitation_body *body = x->body;
    (void)effect;
    params_id(params, "person_id", body->person_id);
    params_id(params, "candidate_id", body->candidate_id);
}

static void bind_insert(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    const struct invitation_body *body = x->body;
    const bool has_partner = is_of_partner(body);
    unsigned char digest[ONE_TIME_CODE_DIGEST_SIZE];
    (void)effect;
    one_time_code_digest(x->secret, digest);
    params_id(params, "id", x->result_id);
    params_bytes(params, "code_digest", digest, sizeof digest);
    params_id(params, "person_id", body->person_id);
    params_id(params, "candidate_id", body->candidate_id);
    params_text(params, "partner_scope", partner_scope(body));
    params_id(params, "partner_id", partner_id(x));
    params_names(params, "roles", has_partner ? body->roles : 0, role_names);
    params_names(params, "permissions", has_partner ? permissions_of(body) : 0, permission_names);
    params_text(params, "label", body->label);
    params_id(params, "invited_by_id", x->principal.person_id);
    params_int(params, "expires_ms", one_time_code_expires_ms(x));
}

static void bind_revoke(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    (void)effect;
    params_id(params, "id", x->result_id);
    params_int(params, "version", x->version);
}

static const struct write invitation_writes[INVITATION_WRITES] = {
    [HOLD_CANDIDATE] = FACTS_WRITE,
    [CLOSE_EARLIER] = { &SQL_invitation_close, bind_earlier, 0 },
    [INSERT_INVITATION] = { &SQL_invitation_insert, bind_insert, WRITE_EXACT },
    [REVOKE_INVITATION] = { &SQL_invitation_revoke, bind_revoke, WRITE_EXACT },
};

static const enum reason invitation_reasons[] = {
    LOGIN_GIVER_REASONS,      REASON_CANDIDATE_NOT_ACTIVE,
    REASON_LOGIN_BOUND,       REASON_SCOPE_NOT_ACTIVE,
    REASON_PERSON_NOT_ACTIVE, REASON_PERSON_REQUIRED,
    REASON_KEY_EXCEEDS_YOURS, REASON_NONE
};
static const enum reason revocation_reasons[] = { REASON_INVITATION_OVER, REASON_ROLE_NOT_ALLOWED,
                                                  REASON_PERMISSION_MISSING, REASON_NONE };

const struct operation invitation_operations[] = {
    {
        .id = "listInvitations",
        .method = METHOD_GET,
        .path = "/v1/invitations",
        .tag = "Logins",
        .summary = "List invitations.",
        .description = "Those of the caller's organism, network or commission, newest first; the "
                       "certifier sees all of them.",
        .roles = INVITERS,
        .flags = OPERATION_LIST | OPERATION_PERSONAL,
        .query = &invitation_query,
        .reply = { 200, &SQL_invitation_list, bind_list, &invitation_view },
    },
    {
        .id = "createInvitation",
        .method = METHOD_POST,
        .path = "/v1/invitations",
        .tag = "Logins",
        .limit = LIMIT_GRANTS,
        .summary = "Invite a person, a candidate or a partner's system to bind a login.",
        .description =
            "The member `invitation_code` of the answer is the only place where it is ever shown: "
            "a retry "
            "with "
            "the same Idempotency-Key answers it as null. Hand it over in person or by a way that "
            "is safe; whoever accepts it with a token of an identity provider is that person from "
            "then on. It lives seven days and is used once; an earlier one that is still open ends "
            "with it.\n\nTo invite a person is to give a credential: it takes the permission KEYS, "
            "and is for who may make a key of each function that the person has (a juror's is the "
            "certifier's to make); those who act for others too are invited by the certifier, and "
            "a "
            "person of the certifier who has a key by the operator (`clea-server keys invite`). "
            "The "
            "login opens these functions and no others. A candidate is invited by the organism "
            "that holds the candidacy, as long as no other organism does with the candidate's "
            "consent.\n\nA system that signs in at the identity provider by client credentials "
            "is invited by who may make a key for it, with the permission KEYS: its login opens "
            "what a key of that organism, network or commission with these roles and permissions "
            "would. Several invitations of systems may be open at once. A system invites nobody "
            "(PERSON_REQUIRED), and a key with an end or with addresses neither a person nor a "
            "system, whose login would have none (KEY_EXCEEDS_YOURS).",
        .roles = INVITERS,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_KEY_REQUIRED,
        .body = &invitation_body,
        .loads = guest_loads,
        .snapshot_size = sizeof(struct invitation_snapshot),
        .prepare = prepare_invitation,
        .decide = decide_invitation,
        .writes = { WRITES(invitation_writes) },
        .reply = { 201, &SQL_invitation_view, exchange_bind_result, &invitation_view,
                   .location = "/v1/invitations/%s" },
        .reasons = invitation_reasons,
    },
    {
        .id = "getInvitation",
        .method = METHOD_GET,
        .path = "/v1/invitations/{invitation_id}",
        .tag = "Logins",
        .summary = "Read an invitation.",
        .description = "Never its code.",
        .roles = INVITERS,
        .flags = OPERATION_PERSONAL,
        .reply = { 200, &SQL_invitation_view, exchange_bind_path_id, &invitation_view },
    },
    {
        .id = "revokeInvitation",
        .method = METHOD_DELETE,
        .path = "/v1/invitations/{invitation_id}",
        .tag = "Logins",
        .summary = "Revoke an invitation.",
        .description = "Its code opens nothing from then on. The invitation stays, as REVOKED.",
        .roles = INVITERS,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_IF_MATCH | OPERATION_NO_CONTENT,
        .loads = invitation_loads,
        .snapshot_size = sizeof(struct invitation_snapshot),
        .decide = decide_revocation,
        .writes = { WRITES(invitation_writes) },
        .reply = { .status = 204 },
        .reasons = revocation_reasons,
    },
    { .id = NULL },
};
