/* Invitations: a code, shown once to who invites, by which a person or a candidate binds the login
 * that he comes with. Nothing is bound by a name or an address. */
#include "api/identity/invitations.h"

#include "sql.h"

#include <sodium.h>
#include <string.h>

/* 128 bits, in letters and digits that are read aloud without a mistake (Crockford). */
enum { CODE_SIZE = 26, CODE_DAYS = 7, DAY_MS = 24 * 60 * 60 * 1000 };

static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* --- shapes --- */

struct invitation_body {
    struct given given;
    struct id person_id, candidate_id;
};

#define AT(member) offsetof(struct invitation_body, member)
static const struct field invitation_fields[] = {
    { "person_id", FIELD_ID, FIELD_NULLABLE, AT(person_id), .doc = "Who is invited: a person,",
      .example = "\"01900000-0000-7000-8000-000000000001\"" },
    { "candidate_id", FIELD_ID, FIELD_NULLABLE, AT(candidate_id), .doc = "or a candidate." },
    { .name = NULL },
};
#undef AT
static const struct fields invitation_body = { "InvitationInput", invitation_fields,
                                               sizeof(struct invitation_body) };

static const struct member invitation_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "person_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Who is invited, if a person." },
    { "candidate_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Who is invited, if a candidate." },
    { "invitation_code", MEMBER_TEXT, MEMBER_NULLABLE | MEMBER_SECRET | MEMBER_ONCE,
      .doc = "For the one who is invited, to be handed over and used once. Shown in this answer "
             "alone; null everywhere else." },
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
    struct id person_id, candidate_id;
};

static const struct field invitation_query_fields[] = {
    { "person_id", FIELD_ID, 0, offsetof(struct invitation_query, person_id),
      .doc = "Invitations of one person." },
    { "candidate_id", FIELD_ID, 0, offsetof(struct invitation_query, candidate_id),
      .doc = "Invitations of one candidate." },
    { .name = NULL },
};
static const struct fields invitation_query = { "InvitationQuery", invitation_query_fields,
                                                sizeof(struct invitation_query) };

static void bind_list(const struct exchange *x, struct params *params)
{
    const struct invitation_query *query = x->query;
    params_id(params, "person_id", query->person_id);
    params_id(params, "candidate_id", query->candidate_id);
}

/* --- the code --- */

static struct slice draw(struct exchange *x)
{
    char *text = exchange_alloc(x, CODE_SIZE + 1);
    for (unsigned i = 0; text && i < CODE_SIZE; i++)
        text[i] = digits[randombytes_uniform(32)];
    x->secret = (struct slice){ text, text ? CODE_SIZE : 0 };
    return x->secret;
}

/* As it is meant, however it was typed: no blanks or dashes, capitals, O for 0, I and L for 1. */
static size_t clean(struct slice typed, char ret_code[CODE_SIZE])
{
    size_t size = 0;
    for (size_t i = 0; i < typed.size; i++) {
        char c = typed.at[i];
        if (c == ' ' || c == '-')
            continue;
        c = c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
        c = c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
        if (size == CODE_SIZE || !strchr(digits, c))
            return 0;
        ret_code[size++] = c;
    }
    return size;
}

bool invitation_code_digest(struct slice typed, unsigned char ret_digest[INVITATION_DIGEST_SIZE])
{
    char code[CODE_SIZE];
    if (clean(typed, code) != CODE_SIZE)
        return false;
    crypto_hash_sha256(ret_digest, (const unsigned char *)code, CODE_SIZE);
    return true;
}

/* --- who is invited --- */

struct invitation_snapshot {
    struct id id;
    bool is_there, has_login, is_open;
    struct login_guest guest;
};

static void bind_guest(const struct exchange *x, struct params *params)
{
    const struct invitation_body *body = x->body;
    params_item(params);
    params_id(params, "person_id", body->person_id);
    params_id(params, "candidate_id", body->candidate_id);
}

static void read_guest(struct exchange *x, struct row *row)
{
    struct invitation_snapshot *known = x->snapshot;
    known->is_there = true;
    login_read_guest(row, &known->guest);
    known->has_login = row_bool(row, "has_login");
}

static const struct load guest_loads[] = {
    { &SQL_invitation_guest, bind_guest, read_guest, 0 },
    { .statement = NULL },
};

static void read_invitation(struct exchange *x, struct row *row)
{
    struct invitation_snapshot *known = x->snapshot;
    known->id = row_id(row, "id");
    known->is_open = row_bool(row, "is_open");
    x->version = row_int(row, "version");
}

static const struct load invitation_loads[] = {
    { &SQL_invitation_load, exchange_bind_path_id, read_invitation, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

/* --- decisions --- */

static void prepare_invitation(struct exchange *x)
{
    const struct invitation_body *body = x->body;
    const bool has_person = id_is_set(body->person_id),
               has_candidate = id_is_set(body->candidate_id);
    if (!has_person && !has_candidate)
        exchange_violate(x, "/person_id", REASON_ONE_REQUIRED);
    else if (has_person && has_candidate)
        exchange_violate(x, "/candidate_id", REASON_ONLY_ONE_ALLOWED);
}

enum { CLOSE_EARLIER, INSERT_INVITATION, REVOKE_INVITATION, INVITATION_WRITES };
static const struct write invitation_writes[INVITATION_WRITES];

static void decide_invitation(struct exchange *x)
{
    const struct invitation_snapshot *known = x->snapshot;
    const struct invitation_body *body = x->body;
    const bool is_person = id_is_set(body->person_id);
    if (!known->is_there) {
        exchange_violate(x, is_person ? "/person_id" : "/candidate_id", REASON_REFERENCE_UNKNOWN);
        return;
    }
    login_giver_guard(x, &known->guest);
    if (known->has_login)
        exchange_refuse(x, REASON_LOGIN_BOUND, SLICE_UNSET);
    x->result_id = x->root_id = exchange_new_id(x);
    exchange_effect(x, &invitation_writes[CLOSE_EARLIER], 0, NULL);
    if (slice_is_set(draw(x)))
        exchange_effect(x, &invitation_writes[INSERT_INVITATION], 0, NULL);
}

static void decide_revocation(struct exchange *x)
{
    const struct invitation_snapshot *known = x->snapshot;
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
    unsigned char digest[INVITATION_DIGEST_SIZE];
    (void)effect;
    crypto_hash_sha256(digest, (const unsigned char *)x->secret.at, x->secret.size);
    params_id(params, "id", x->result_id);
    params_bytes(params, "code_digest", digest, sizeof digest);
    params_id(params, "person_id", body->person_id);
    params_id(params, "candidate_id", body->candidate_id);
    params_id(params, "invited_by_id", x->principal.person_id);
    params_int(params, "expires_ms", x->now_ms + (int64_t)CODE_DAYS * DAY_MS);
}

static void bind_revoke(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    (void)effect;
    params_id(params, "id", x->result_id);
    params_int(params, "version", x->version);
}

static const struct write invitation_writes[INVITATION_WRITES] = {
    [CLOSE_EARLIER] = { &SQL_invitation_close, bind_earlier, 0 },
    [INSERT_INVITATION] = { &SQL_invitation_insert, bind_insert, WRITE_EXACT },
    [REVOKE_INVITATION] = { &SQL_invitation_revoke, bind_revoke, WRITE_EXACT },
};

static const enum reason invitation_reasons[] = { LOGIN_GIVER_REASONS, REASON_LOGIN_BOUND,
                                                  REASON_NONE };
static const enum reason revocation_reasons[] = { REASON_INVITATION_OVER, REASON_NONE };

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
        .summary = "Invite a person or a candidate to bind a login.",
        .description =
            "The member `invitation_code` of the answer is the only place where it is ever shown: "
            "a retry "
            "with "
            "the same Idempotency-Key answers it as null. Hand it over in person or by a way that "
            "is safe; whoever accepts it with a token of an identity provider is that person from "
            "then on. It lives seven days and is used once; an earlier one that is still open ends "
            "with it.\n\nTo invite a person is to give a credential: it takes the permission KEYS, "
            "and is for who may make a key of each function that the person has (a juror's is the "
            "certifier's to make); those who act for others too are invited by the certifier. The "
            "login opens these functions and no others. A candidate is invited by the organism "
            "that holds the candidacy, as long as no other organism does with the candidate's "
            "consent.",
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
        .example = "{\"person_id\":\"01900000-0000-7000-8000-000000000001\"}",
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
