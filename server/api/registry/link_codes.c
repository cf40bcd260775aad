/* SPDX-License-Identifier: EUPL-1.2 */
/* Codes by which a person without a login answers a request: shown once to whoever hands it over,
 * who is never the side that asks. */
#include "api/registry/link_requests.h"

#include "api/consent.h"
#include "api/one_time_code.h"
#include "api/refusals.h"
#include "name.h"
#include "sql.h"

/* --- giving one --- */

static const struct member code_members[] = {
    { "answer_code", MEMBER_TEXT, MEMBER_NULLABLE | MEMBER_SECRET | MEMBER_ONCE,
      .doc = "The code, to be handed to the person; one that was given before is worth nothing any "
             "more. Case, spaces and dashes do not count." },
    { "request_id", MEMBER_ID, .doc = "The request that it answers." },
    { .name = NULL },
};
static const struct view code_view = { "LinkCode", "A code to answer a request with.",
                                       code_members };

struct code_snapshot {
    struct id id;
    bool is_pending, may_give;
};

static void read_request(struct exchange *x, struct row *row)
{
    struct code_snapshot *known = x->snapshot;
    known->id = row_id(row, "id");
    known->is_pending = slice_is(row_text(row, "state"), "PENDING");
    known->may_give = row_bool(row, "may_give");
    x->version = row_int(row, "version");
}

static const struct load code_loads[] = {
    { &SQL_link_code_load, link_bind_reader, read_request, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

enum { GIVE_CODE, CODE_WRITES };
static const struct write code_writes[CODE_WRITES];

static void decide_code(struct exchange *x)
{
    const struct code_snapshot *known = x->snapshot;
    x->root_id = known->id;
    consent_needs_person(x);
    if (!known->may_give)
        refuse_whose(x, WHOSE_RECORDER, NULL);
    else if (!known->is_pending)
        exchange_refuse(x, REASON_LINK_REQUEST_SETTLED, SLICE_UNSET);
    if (slice_is_set(one_time_code_draw(x)))
        exchange_effect(x, &code_writes[GIVE_CODE], 0, NULL);
}

static void bind_code(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct code_snapshot *known = x->snapshot;
    unsigned char hash[ONE_TIME_CODE_DIGEST_SIZE];
    (void)effect;
    one_time_code_digest(x->secret, hash);
    params_id(params, "id", known->id);
    params_int(params, "version", x->version);
    params_bytes(params, "hash", hash, sizeof hash);
}

static const struct write code_writes[CODE_WRITES] = {
    [GIVE_CODE] = { &SQL_link_code_give, bind_code, WRITE_EXACT },
};

static void render_code(struct exchange *x, struct writer *writer)
{
    const struct code_snapshot *known = x->snapshot;
    writer_open(writer, '{');
    writer_key(writer, "answer_code");
    writer_string(writer, x->secret);
    writer_key(writer, "request_id");
    writer_id(writer, known->id);
    writer_close(writer, '}');
}

/* --- answering with one --- */

struct answer_body {
    struct given given;
    struct slice code, reason;
    int event;
};
#define AT(member) offsetof(struct answer_body, member)
static const struct field answer_fields[] = {
    ONE_TIME_CODE_FIELD("answer_code", AT(code), "person"),
    { "event", FIELD_ENUM, FIELD_REQUIRED, AT(event), .words = &link_request_event_words,
      .only = 1 << LINK_REQUEST_EVENT_ACCEPT | 1 << LINK_REQUEST_EVENT_DECLINE,
      .doc = "ACCEPT or DECLINE. With dry_run=true the answer tells what is asked, and changes "
             "nothing.",
      .example = "\"ACCEPT\"" },
    { "reason", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PERSONAL, AT(reason), 1, 2000,
      .doc = "Why; read by both sides.", .example = "\"Entendu.\"" },
    { .name = NULL },
};
#undef AT
static const struct fields answer_table = { "LinkAnswer", answer_fields,
                                            sizeof(struct answer_body) };

static const struct member answer_members[] = {
    { "role", MEMBER_ENUM, .words = &link_function_words,
      .doc = "The function; JUROR is a mandate." },
    { "body_name", MEMBER_TEXT, .doc = "The organism or commission in which it is." },
    { "begins_on", MEMBER_DATE, .doc = "Its first day, accepted today." },
    { "valid_to", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Its last day, included; null = open." },
    { "state", MEMBER_ENUM, .words = &link_request_state_words, .doc = "ACCEPTED or DECLINED." },
    { "reason", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "As it was given." },
    { .name = NULL },
};
static const struct view answer_view = { "LinkAnswerReply", "What was answered.", answer_members };

struct answer_snapshot {
    struct id id;
    enum link_request_state state, to;
    struct slice role, body_name;
    struct link_question question;
};

static void bind_typed(const struct exchange *x, struct params *params)
{
    unsigned char hash[ONE_TIME_CODE_DIGEST_SIZE];
    one_time_code_digest(((const struct answer_body *)x->body)->code, hash);
    params_item(params);
    params_bytes(params, "hash", hash, sizeof hash);
}

static void read_asked(struct exchange *x, struct row *row)
{
    struct answer_snapshot *known = x->snapshot;
    const struct slice state = row_text(row, "state");
    const int found = name_find(link_request_state_names, state.at, state.size);
    row->has_failed |= found < 0;
    known->id = row_id(row, "id");
    known->state = (enum link_request_state)found;
    known->role = row_text(row, "role");
    known->body_name = row_text(row, "asked_name");
    known->question.valid_from = row_date(row, "valid_from");
    known->question.valid_to = row_date(row, "valid_to");
    known->question.answer_until = row_date(row, "answer_until");
    known->question.overlapping_id = row_id(row, "overlapping_id");
    known->question.is_excluded = row_bool(row, "is_excluded");
    known->question.meets_session = !row_is_null(row, "meets_session_id");
    x->version = row_int(row, "version");
}

static const struct load answer_loads[] = {
    { &SQL_link_answer_load, bind_typed, read_asked, LOAD_ROOT },
    { .statement = NULL },
};

enum { WRITE_ANSWER, ANSWER_WRITES };
static const struct write answer_writes[ANSWER_WRITES];

static void decide_answer(struct exchange *x)
{
    struct answer_snapshot *known = x->snapshot;
    const struct answer_body *body = x->body;
    if (!id_is_set(known->id)) {
        exchange_violate(x, "/answer_code", REASON_REFERENCE_UNKNOWN);
        return;
    }
    const struct link_request_transition *transition =
        link_request_transition_find(known->state, (enum link_request_event)body->event);
    x->root_id = known->id;
    known->question.today = x->today;
    known->question.deadline_day = moment_deadline_day(x->moment, TIME_ZONE_PARIS);
    if (!transition) {
        exchange_refuse(x, REASON_LINK_REQUEST_SETTLED, SLICE_UNSET);
        return;
    }
    known->to = transition->to;
    if (transition->makes_link) {
        const struct outcome outcome = link_request_accept(&known->question);
        refuse_outcome(x, &outcome, NULL);
        x->other_id = exchange_new_id(x);
    }
    exchange_effect(x, &answer_writes[WRITE_ANSWER], 0, NULL);
}

static void bind_answer(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    const struct answer_snapshot *known = x->snapshot;
    const struct answer_body *body = x->body;
    unsigned char hash[ONE_TIME_CODE_DIGEST_SIZE];
    (void)effect;
    one_time_code_digest(body->code, hash);
    params_bytes(params, "hash", hash, sizeof hash);
    params_int(params, "version", x->version);
    params_text(params, "state", slice_of(link_request_state_names[known->to]));
    params_date(params, "settled_on", x->today);
    params_text(params, "reason", body->reason);
    params_id(params, "link_id", x->other_id);
}

static const struct write answer_writes[ANSWER_WRITES] = {
    [WRITE_ANSWER] = { &SQL_link_answer_write, bind_answer, WRITE_EXACT },
};

static void render_answer(struct exchange *x, struct writer *writer)
{
    const struct answer_snapshot *known = x->snapshot;
    const struct answer_body *body = x->body;
    writer_open(writer, '{');
    writer_key(writer, "role");
    writer_string(writer, known->role);
    writer_key(writer, "body_name");
    writer_string(writer, known->body_name);
    writer_key(writer, "begins_on");
    writer_date(writer, link_begins(&known->question));
    writer_key(writer, "valid_to");
    writer_date(writer, known->question.valid_to);
    writer_key(writer, "state");
    writer_text(writer, link_request_state_names[known->to]);
    writer_key(writer, "reason");
    writer_string(writer, body->reason);
    writer_close(writer, '}');
}

static const enum reason code_reasons[] = { REASON_LINK_REQUEST_SETTLED, REASON_ROLE_NOT_ALLOWED,
                                            REASON_ACT_OF_ANOTHER, REASON_PERSON_REQUIRED,
                                            REASON_NONE };
static const enum reason answer_reasons[] = {
    REASON_REFERENCE_UNKNOWN,
    REASON_LINK_REQUEST_SETTLED,
    REASON_ANSWER_TOO_LATE,
    REASON_LINK_PERIOD_OVER,
    REASON_PERIOD_OVERLAP,
    REASON_LINK_MEETS_SESSION,
    REASON_JUROR_IS_SECRETARY,
    REASON_PERSON_NOT_ACTIVE,
    REASON_SCOPE_NOT_ACTIVE,
    REASON_TOO_MANY_ATTEMPTS,
    REASON_NONE,
};

const struct operation link_code_operations[] = {
    {
        .id = "giveLinkCode",
        .method = METHOD_POST,
        .path = "/v1/link-requests/{request_id}/codes",
        .tag = "Consent",
        .limit = LIMIT_GRANTS,
        .summary = "Give the person who is asked a code to answer with.",
        .description = "For a person without a login: by the certifier, or by the side that "
                       "recorded the person and has them among its people, never by the side that "
                       "asks, nor by somebody who acts for it too. The code is shown once, to be "
                       "handed over.",
        .roles = LINK_AGENTS | ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL,
        .loads = code_loads,
        .snapshot_size = sizeof(struct code_snapshot),
        .decide = decide_code,
        .writes = { WRITES(code_writes) },
        .reply = { 201, .render = render_code, .view = &code_view },
        .reasons = code_reasons,
    },
    {
        .id = "answerByLinkCode",
        .method = METHOD_POST,
        .path = "/v1/link-answers",
        .tag = "Consent",
        .limit = LIMIT_CODES,
        .summary = "Answer a request with the code that the person was given.",
        .description = "Public: the code is the credential. It answers once.",
        .roles = 0,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL,
        .body = &answer_table,
        .loads = answer_loads,
        .snapshot_size = sizeof(struct answer_snapshot),
        .decide = decide_answer,
        .writes = { WRITES(answer_writes) },
        .reply = { 201, .render = render_answer, .view = &answer_view },
        .reasons = answer_reasons,
    },
    { .id = NULL },
};
