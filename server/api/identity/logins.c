/* SPDX-License-Identifier: EUPL-1.2 */
/* Logins: a subject of an identity provider, bound once to one person or candidate. */
#include "api/identity/invitations.h"

#include "api/identity/api_keys.h"
#include "api/one_time_code.h"
#include "sql.h"

/* Everybody who acts for somebody, for the sake of the own login. */
#define LOGIN_READERS (INVITERS | ROLES_ORGANISM | ROLES_COMMISSION | ROLE_CANDIDATE)

/* --- shapes --- */

static const struct member login_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier, as the logs name it." },
    { "person_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Whose it is, if a person's." },
    { "candidate_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Whose it is, if a candidate's." },
    { "partner_scope", MEMBER_ENUM, MEMBER_NULLABLE, .words = &scope_words,
      .only = SCOPES_WITH_KEYS, .doc = "Whose system it is, if a partner's." },
    { "partner_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Which organism, network or commission." },
    { "roles", MEMBER_TEXTS, MEMBER_NULLABLE, .doc = "Of a system: what it may be there." },
    { "permissions", MEMBER_TEXTS, MEMBER_NULLABLE,
      .doc = "Of a system: what it may do at all: READ, WRITE, KEYS." },
    { "label", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Of a system: what its owner calls it." },
    { "issuer", MEMBER_TEXT, .doc = "The identity provider." },
    { "invitation_id", MEMBER_ID, .doc = "The invitation that was accepted." },
    { "ended_at", MEMBER_INSTANT, MEMBER_NULLABLE,
      .doc = "When it was unbound; null = it is bound." },
    { "version", MEMBER_INT, .doc = "For If-Match." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was bound." },
    { .name = NULL },
};
static const struct view login_view = { "Login",
                                        "What somebody signs in with, bound to one person, or a "
                                        "partner's system.",
                                        login_members };

struct login_query {
    struct given given;
    struct id person_id, candidate_id, partner_id;
};

static const struct field login_query_fields[] = {
    { "person_id", FIELD_ID, 0, offsetof(struct login_query, person_id),
      .doc = "Logins of one person." },
    { "candidate_id", FIELD_ID, 0, offsetof(struct login_query, candidate_id),
      .doc = "Logins of one candidate." },
    { "partner_id", FIELD_ID, 0, offsetof(struct login_query, partner_id),
      .doc = "Logins of the systems of one organism, network or commission." },
    { .name = NULL },
};
static const struct fields login_query = { "LoginQuery", login_query_fields,
                                           sizeof(struct login_query) };

static void bind_list(const struct exchange *x, struct params *params)
{
    const struct login_query *query = x->query;
    params_id(params, "caller_id", x->principal.person_id);
    params_bool(params, "is_inviter", exchange_has_role(x, INVITERS | ROLE_AUDITOR));
    params_id(params, "person_id", query->person_id);
    params_id(params, "candidate_id", query->candidate_id);
    params_id(params, "partner_id", query->partner_id);
}

/* --- acceptance --- */

struct acceptance_body {
    struct given given;
    struct slice code;
};

static const struct field acceptance_fields[] = {
    ONE_TIME_CODE_FIELD("invitation_code", offsetof(struct acceptance_body, code), "invited one"),
    { .name = NULL },
};
static const struct fields acceptance_body = { "AcceptanceInput", acceptance_fields,
                                               sizeof(struct acceptance_body) };

struct acceptance_snapshot {
    struct id invitation_id;
    bool is_open, is_of_partner;
    bool is_of_inviter; /* this login is or was that of somebody who acts for who invited */
    bool has_other;     /* the invited one has a login, or this login has a holder already */
};

static void bind_code(const struct exchange *x, struct params *params)
{
    const struct acceptance_body *body = x->body;
    unsigned char digest[ONE_TIME_CODE_DIGEST_SIZE];
    one_time_code_digest(body->code, digest);
    params_item(params);
    params_bytes(params, "code_digest", digest, sizeof digest);
    params_bytes(params, "digest", x->login.digest, sizeof x->login.digest);
}

static void read_invitation(struct exchange *x, struct row *row)
{
    struct acceptance_snapshot *known = x->snapshot;
    known->invitation_id = row_id(row, "invitation_id");
    known->is_open = row_bool(row, "is_open");
    known->has_other = row_bool(row, "has_other");
    known->is_of_inviter = row_bool(row, "is_of_inviter");
    known->is_of_partner = row_bool(row, "is_of_partner");
}

static const struct load acceptance_loads[] = {
    { &SQL_invitation_by_code, bind_code, read_invitation, 0 },
    { .statement = NULL },
};

enum { BIND_LOGIN, END_LOGIN, LOGIN_WRITES };
static const struct write login_writes[LOGIN_WRITES];

static void decide_acceptance(struct exchange *x)
{
    const struct acceptance_snapshot *known = x->snapshot;
    /* Where a token tells that it is a system's, it is no person's. One that does not tell may be.
     */
    if (!known->is_open || (x->login.is_client && !known->is_of_partner))
        exchange_refuse(x, REASON_INVITATION_INVALID, SLICE_UNSET);
    else if (known->is_of_inviter)
        exchange_refuse(x, REASON_LOGIN_OF_INVITER, SLICE_UNSET);
    else if (known->has_other)
        exchange_refuse(x, REASON_LOGIN_BOUND, SLICE_UNSET);
    x->result_id = exchange_new_id(x);
    x->root_id = known->invitation_id;
    exchange_effect(x, &login_writes[BIND_LOGIN], 0, NULL);
}

static void bind_login(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct acceptance_snapshot *known = x->snapshot;
    const struct acceptance_body *body = x->body;
    unsigned char digest[ONE_TIME_CODE_DIGEST_SIZE];
    (void)effect;
    one_time_code_digest(body->code, digest);
    params_id(params, "id", x->result_id);
    params_id(params, "invitation_id", known->invitation_id);
    params_bytes(params, "code_digest", digest, sizeof digest);
    params_text(params, "issuer", x->login.issuer);
    params_text(params, "subject", x->login.subject);
    params_bytes(params, "digest", x->login.digest, sizeof x->login.digest);
}

/* --- the end --- */

struct login_snapshot {
    struct id id;
    bool is_bound, is_own, is_of_partner;
    struct login_guest guest;
};

/* Whoever reads: the logins of the person are shown in every function. */
static void bind_reader(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "id", x->path_id[0]);
    params_id(params, "caller_id", x->principal.person_id);
    params_bool(params, "is_inviter", exchange_has_role(x, INVITERS | ROLE_AUDITOR));
}

static void read_login(struct exchange *x, struct row *row)
{
    struct login_snapshot *known = x->snapshot;
    known->id = row_id(row, "id");
    known->is_bound = row_bool(row, "is_bound");
    known->is_own = row_bool(row, "is_own");
    login_read_guest(row, &known->guest);
    known->is_of_partner = row_bool(row, "is_of_partner");
    x->version = row_int(row, "version");
}

static const struct load login_loads[] = {
    { &SQL_login_load, bind_reader, read_login, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

static void decide_end(struct exchange *x)
{
    const struct login_snapshot *known = x->snapshot;
    bool may_know = true;
    if (known->is_of_partner)
        api_key_manager_guard(x);
    else if (!known->is_own)
        may_know = login_giver_guard(x, &known->guest);
    if (may_know && !known->is_bound)
        exchange_refuse(x, REASON_LOGIN_ENDED, SLICE_UNSET);
    x->result_id = x->root_id = known->id;
    exchange_effect(x, &login_writes[END_LOGIN], 0, NULL);
}

static void bind_end(const struct exchange *x, const struct effect *effect, struct params *params)
{
    (void)effect;
    params_id(params, "id", x->result_id);
    params_int(params, "version", x->version);
    params_id(params, "caller_id", x->principal.person_id);
}

static const struct write login_writes[LOGIN_WRITES] = {
    [BIND_LOGIN] = { &SQL_login_bind, bind_login, WRITE_EXACT },
    [END_LOGIN] = { &SQL_login_end, bind_end, WRITE_EXACT },
};

static const enum reason acceptance_reasons[] = {
    REASON_INVITATION_INVALID, REASON_LOGIN_OF_INVITER,  REASON_LOGIN_BOUND,
    REASON_PERSON_NOT_ACTIVE,  REASON_TOO_MANY_ATTEMPTS, REASON_NONE,
};
static const enum reason end_reasons[] = { LOGIN_GIVER_REASONS, REASON_LOGIN_ENDED, REASON_NONE };

const struct operation login_operations[] = {
    {
        .id = "acceptInvitation",
        .method = METHOD_POST,
        .path = "/v1/invitations/acceptances",
        .tag = "Logins",
        .limit = LIMIT_CODES,
        .summary = "Bind one's login by the code of an invitation.",
        .description =
            "Asked with a token of an identity provider, whose subject nobody has to know yet. "
            "From "
            "then on that subject is the person, the candidate or the partner's system that was "
            "invited, and nobody else. "
            "A code works once; wrong ones are answered slower and slower.",
        .flags = OPERATION_COMMAND | OPERATION_LOGIN | OPERATION_PERSONAL,
        .body = &acceptance_body,
        .loads = acceptance_loads,
        .snapshot_size = sizeof(struct acceptance_snapshot),
        .decide = decide_acceptance,
        .writes = { WRITES(login_writes) },
        .reply = { 201, &SQL_login_bound, exchange_bind_result, &login_view,
                   .location = "/v1/logins/%s" },
        .reasons = acceptance_reasons,
    },
    {
        .id = "listLogins",
        .method = METHOD_GET,
        .path = "/v1/logins",
        .tag = "Logins",
        .summary = "List logins.",
        .description = "The caller's own, in whatever function, and those that came of the "
                       "caller's invitations or are of the caller's systems; past ones included, "
                       "newest first. The certifier sees all of them. A login that one did not "
                       "bind oneself is to be told to the certifier.",
        .roles = LOGIN_READERS,
        .flags = OPERATION_LIST | OPERATION_PERSONAL,
        .query = &login_query,
        .reply = { 200, &SQL_login_list, bind_list, &login_view },
    },
    {
        .id = "getLogin",
        .method = METHOD_GET,
        .path = "/v1/logins/{login_id}",
        .tag = "Logins",
        .summary = "Read a login.",
        .description = "Never its subject.",
        .roles = LOGIN_READERS,
        .flags = OPERATION_PERSONAL,
        .reply = { 200, &SQL_login_view, bind_reader, &login_view },
    },
    {
        .id = "endLogin",
        .method = METHOD_DELETE,
        .path = "/v1/logins/{login_id}",
        .tag = "Logins",
        .summary = "Unbind a login.",
        .description = "The own one, or that of somebody whom the caller may invite: to take a "
                       "login is to give another; that of another person of the certifier, "
                       "who comes in with it, is the operator's to end. Whoever comes with it is "
                       "nobody here within a "
                       "second. Another invitation binds the same login again, or another one.",
        .roles = LOGIN_READERS,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_IF_MATCH | OPERATION_NO_CONTENT,
        .loads = login_loads,
        .snapshot_size = sizeof(struct login_snapshot),
        .decide = decide_end,
        .writes = { WRITES(login_writes) },
        .reply = { .status = 204 },
        .reasons = end_reasons,
    },
    { .id = NULL },
};
