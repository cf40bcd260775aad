/* SPDX-License-Identifier: EUPL-1.2 */
/* The end of a person's record: whoever left, or died. What was done stays; nobody comes in the
 * person's name any more. */
#include "api/operation.h"
#include "api/refusals.h"
#include "api/registry/registry.h"
#include "sql.h"

struct closure_body {
    struct given given;
    struct slice reason;
};

static const struct field closure_fields[] = {
    { "reason", FIELD_TEXT, FIELD_REQUIRED | FIELD_MULTILINE | FIELD_PERSONAL,
      offsetof(struct closure_body, reason), 1, 2000,
      .doc = "Why; read by the certifier and auditors as `closed_reason` of the person.",
      .example = "\"A quitté ses fonctions.\"" },
    { .name = NULL },
};
static const struct fields closure_body = { "PersonClosure", closure_fields,
                                            sizeof(struct closure_body) };

static const struct member closure_members[] = {
    { "person_id", MEMBER_ID, .doc = "The record that is closed." },
    { "closed_on", MEMBER_DATE, .doc = "The last day of every function." },
    { .name = NULL },
};
static const struct view closure_view = { "PersonClosed", "A record that was closed.",
                                          closure_members };

struct closure_snapshot {
    struct id id;
    bool is_active;
    bool is_operators;     /* an auditor or an administrator */
    bool is_colleagues;    /* another one of the certifier */
    struct id awaiting_id; /* the session whose minutes the person has yet to sign */
};

static void read_person(struct exchange *x, struct row *row)
{
    struct closure_snapshot *known = x->snapshot;
    known->id = row_id(row, "id");
    known->is_active = row_bool(row, "is_active");
    known->is_operators = row_bool(row, "is_operators");
    known->is_colleagues = row_bool(row, "is_colleagues");
    known->awaiting_id = row_id(row, "awaiting_session_id");
    x->version = row_int(row, "version");
}

static const struct load closure_loads[] = {
    { &SQL_person_closure_load, exchange_bind_path_id_and_caller, read_person,
      LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

enum { CLOSE_PERSON, CLOSURE_WRITES };
static const struct write closure_writes[CLOSURE_WRITES];

static void decide_closure(struct exchange *x)
{
    const struct closure_snapshot *known = x->snapshot;
    x->result_id = x->root_id = known->id;
    if (!known->is_active)
        exchange_refuse(x, REASON_PERSON_NOT_ACTIVE, SLICE_UNSET);
    else if (known->is_operators)
        refuse_whose(x, WHOSE_OPERATOR, NULL);
    else if (known->is_colleagues)
        refuse_whose(x, WHOSE_COLLEAGUE, NULL);
    registry_refuse_awaited(x, known->awaiting_id);
    exchange_effect(x, &closure_writes[CLOSE_PERSON], 0, NULL);
}

static void bind_closure(const struct exchange *x, const struct effect *effect,
                         struct params *params)
{
    const struct closure_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_int(params, "version", x->version);
    params_date(params, "closed_on", x->today);
    params_text(params, "reason", body->reason);
}

static const struct write closure_writes[CLOSURE_WRITES] = {
    [CLOSE_PERSON] = { &SQL_person_close, bind_closure, WRITE_EXACT },
};

static void render_closure(struct exchange *x, struct writer *writer)
{
    writer_open(writer, '{');
    writer_key(writer, "person_id");
    writer_id(writer, x->result_id);
    writer_key(writer, "closed_on");
    writer_date(writer, x->today);
    writer_close(writer, '}');
}

static const enum reason closure_reasons[] = { REASON_PERSON_NOT_ACTIVE, REASON_ACT_OF_ANOTHER,
                                               REASON_SIGNATURE_AWAITED, REASON_NONE };

const struct operation person_closure_operations[] = {
    {
        .id = "closePerson",
        .method = METHOD_POST,
        .path = "/v1/persons/{person_id}/closures",
        .tag = "People",
        .summary = "Close the record of a person.",
        .description =
            "For good, and with every other record of the same human being: whatever function, "
            "mandate or staff function runs ends today, and one to come on its first day; keys "
            "that rest on them and the login end within a second; invitations are revoked and "
            "requests for links lapse. An auditor, an administrator or another person of the "
            "certifier "
            "is the operator's to dismiss first (`clea-server keys end`); of who has minutes to "
            "sign "
            "somebody is named to sign in their place first (SIGNATURE_AWAITED). What the person "
            "did "
            "stays as it is, and nobody gives "
            "the "
            "record a function or a key again.",
        .roles = ROLE_CERTIFIER,
        .flags =
            OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_KEY_REQUIRED | OPERATION_IF_MATCH,
        .body = &closure_body,
        .loads = closure_loads,
        .snapshot_size = sizeof(struct closure_snapshot),
        .decide = decide_closure,
        .writes = { WRITES(closure_writes) },
        .reply = { 201, .view = &closure_view, .render = render_closure,
                   .location = "/v1/persons/%s" },
        .reasons = closure_reasons,
    },
    { .id = NULL },
};
