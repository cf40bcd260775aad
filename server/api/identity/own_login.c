/* SPDX-License-Identifier: EUPL-1.2 */
/* What one comes with oneself: everybody sees every key and login that is bound to the own person,
 * and unbinds the own login, in whatever function, or in none. */
#include "api/operation.h"
#include "api/role.h"
#include "api/words.h"
#include "sql.h"

/* --- the list --- */

static const struct member own_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier, as the logs name it." },
    { "credential", MEMBER_ENUM, .words = &credential_words, .doc = "A key or a login." },
    { "is_this", MEMBER_BOOL, .doc = "Whether this request comes with it." },
    { "label", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Of a key: what its owner calls it." },
    { "prefix", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Of a key: how it begins." },
    { "issuer", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Of a login: the identity provider." },
    { "person_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "The record that it is bound to." },
    { "scope", MEMBER_ENUM, MEMBER_NULLABLE, .words = &scope_words, .doc = "Of a key: for whom." },
    { "scope_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Of a key: for which one." },
    { "roles", MEMBER_TEXTS, MEMBER_NULLABLE, .doc = "Of a key: what it may play." },
    { "permissions", MEMBER_TEXTS, MEMBER_NULLABLE, .doc = "Of a key: what it may do at all." },
    { "status", MEMBER_ENUM, .words = &api_key_state_words, .doc = "Whether it works." },
    { "given_by_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "Who made the key, or invited to the login; null = a system, or the operator." },
    { "given_by_name", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Their name." },
    { "last_used_at", MEMBER_INSTANT, MEMBER_NULLABLE,
      .doc = "Of a key: when it was used last, to the minute; null = never, or a login." },
    { "ends_at", MEMBER_INSTANT, MEMBER_NULLABLE,
      .doc = "When it ended or will end; null = not by itself." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was made or bound." },
    { .name = NULL },
};
static const struct view own_view = { "OwnCredential",
                                      "A key or login that is bound to the caller.", own_members };

static void bind_own(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "person_id", x->principal.person_id);
    params_id(params, "candidate_id",
              slice_is(x->principal.scope, "CANDIDATE") ? x->principal.scope_id
                                                        : (struct id){ { 0 } });
    params_id(params, "credential_id", x->principal.credential_id);
}

/* --- leaving --- */

static void bind_caller(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "credential_id", x->principal.credential_id);
}

static void read_login(struct exchange *x, struct row *row)
{
    x->root_id = row_id(row, "id");
    x->version = row_int(row, "version");
}

/* Whoever comes with a key has no login here: 404. */
static const struct load own_login_loads[] = {
    { &SQL_own_login_load, bind_caller, read_login, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

enum { LEAVE_LOGIN, OWN_LOGIN_WRITES };
static const struct write own_login_writes[OWN_LOGIN_WRITES];

static void decide_leave(struct exchange *x)
{
    x->result_id = x->root_id = x->principal.credential_id;
    exchange_effect(x, &own_login_writes[LEAVE_LOGIN], 0, NULL);
}

static void bind_leave(const struct exchange *x, const struct effect *effect, struct params *params)
{
    (void)effect;
    params_id(params, "id", x->result_id);
    params_int(params, "version", x->version);
}

static const struct write own_login_writes[OWN_LOGIN_WRITES] = {
    [LEAVE_LOGIN] = { &SQL_own_login_leave, bind_leave, WRITE_EXACT },
};

const struct operation own_login_operations[] = {
    {
        .id = "listOwnCredentials",
        .method = METHOD_GET,
        .path = "/v1/me/credentials",
        .tag = "Logins",
        .summary = "List the keys and logins that are bound to oneself.",
        .description = "Every one with which somebody may act in the caller's name, wherever, and "
                       "whatever the caller's role: who made it, when, and when it was used last. "
                       "Newest first, those that work no more included. What is not yours to have "
                       "is ended by who made it, the certifier, or the operator. A system sees "
                       "none here.",
        .roles = ROLES_ANY,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_PERSONAL,
        .reply = { 200, &SQL_own_credential_list, bind_own, &own_view },
    },
    {
        .id = "leaveLogin",
        .method = METHOD_DELETE,
        .path = "/v1/me/login",
        .tag = "Logins",
        .summary = "Unbind one's own login.",
        .description = "The login that this request comes with is nobody's from then on, within a "
                       "second; as a person and as a candidate, when it was both. No function has "
                       "to be named. Who comes with a key has no login: 404.",
        .roles = ROLES_ANY,
        .flags =
            OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_NO_CONTENT | OPERATION_ANY_FUNCTION,
        .loads = own_login_loads,
        .decide = decide_leave,
        .writes = { WRITES(own_login_writes) },
        .reply = { .status = 204 },
    },
    { .id = NULL },
};
