/* SPDX-License-Identifier: EUPL-1.2 */
/* Codes by which a candidate without a login opens the own record (decision 34). A code is for the
 * record, not for one who asks: who hands it over, and holds the record, learns nothing of who
 * that is. The candidate, who has the code, says it by the reference of the contact. */
#include "api/checks.h"
#include "api/consent.h"
#include "api/one_time_code.h"
#include "api/operation.h"
#include "api/refusals.h"
#include "sql.h"

/* --- giving one --- */

static const struct member code_members[] = {
    { "answer_code", MEMBER_TEXT, MEMBER_NULLABLE | MEMBER_SECRET | MEMBER_ONCE,
      .doc = "The code, to be handed to the candidate, and to nobody else. Case, spaces and dashes "
             "do not count." },
    { "candidate_id", MEMBER_ID, .doc = "Whose record it opens." },
    { "expires_at", MEMBER_INSTANT, .doc = "Its end, in real time." },
    { .name = NULL },
};
static const struct view code_view = { "SightCode", "A code by which a candidate opens the record.",
                                       code_members };

struct code_snapshot {
    struct id candidate_id;
    struct slice status;
    bool may_give;
    bool is_spent; /* codes of the caller's were tried in vain too often */
};

static void read_moved(struct exchange *x, struct row *row)
{
    x->moved_to = row_id(row, "survivor_id");
}

static void read_candidate(struct exchange *x, struct row *row)
{
    struct code_snapshot *known = x->snapshot;
    known->candidate_id = row_id(row, "id");
    known->may_give = row_bool(row, "may_give");
    known->status = row_text(row, "status");
    known->is_spent = row_bool(row, "is_spent");
}

static const struct load code_loads[] = {
    { &SQL_candidate_moved, NULL, read_moved, 0 },
    { &SQL_sight_code_load, NULL, read_candidate, LOAD_REQUIRED },
    { .statement = NULL },
};

enum { GIVE_CODE, CODE_WRITES };
static const struct write code_writes[CODE_WRITES];

static void decide_code(struct exchange *x)
{
    const struct code_snapshot *known = x->snapshot;
    x->result_id = x->root_id = known->candidate_id;
    consent_needs_person(x);
    if (!known->may_give)
        exchange_refuse(x, REASON_RECORD_NOT_HELD, SLICE_UNSET);
    else if (!slice_is(known->status, "ACTIVE"))
        refuse_inactive(x, NULL, known->candidate_id, known->status, (struct id){ { 0 } });
    else if (known->is_spent)
        exchange_refuse(x, REASON_CODES_SPENT, SLICE_UNSET);
    if (slice_is_set(one_time_code_draw(x)))
        exchange_effect(x, &code_writes[GIVE_CODE], 0, NULL);
}

static void bind_code(const struct exchange *x, const struct effect *effect, struct params *params)
{
    unsigned char digest[ONE_TIME_CODE_DIGEST_SIZE];
    (void)effect;
    one_time_code_digest(x->secret, digest);
    params_id(params, "id", x->result_id);
    params_bytes(params, "digest", digest, sizeof digest);
    params_id(params, "given_by", x->principal.person_id);
    params_int(params, "expires_ms", one_time_code_expires_ms(x));
}

static const struct write code_writes[CODE_WRITES] = {
    [GIVE_CODE] = { &SQL_sight_code_give, bind_code, WRITE_EXACT },
};

static void render_code(struct exchange *x, struct writer *writer)
{
    writer_open(writer, '{');
    writer_key(writer, "answer_code");
    writer_string(writer, x->secret);
    writer_key(writer, "candidate_id");
    writer_id(writer, x->result_id);
    writer_key(writer, "expires_at");
    writer_instant(writer, one_time_code_expires_ms(x));
    writer_close(writer, '}');
}

/* --- opening with one --- */

struct answer_body {
    struct given given;
    struct slice code, reference, reason;
};
#define AT(member) offsetof(struct answer_body, member)
static const struct field answer_fields[] = {
    ONE_TIME_CODE_FIELD("answer_code", AT(code), "candidate"),
    REFERENCE_FIELD("candidacy_reference", FIELD_REQUIRED, AT(reference),
                    "The contact to which the record is opened: its reference, as the organism "
                    "that asks tells it the candidate.",
                    "\"DOS-2026-000123-52\""),
    { "reason", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PERSONAL, AT(reason), 1, 2000,
      .doc = "Why.", .example = "\"Entendu.\"" },
    { .name = NULL },
};
#undef AT
static const struct fields answer_table = { "SightAnswer", answer_fields,
                                            sizeof(struct answer_body) };

static const struct member answer_members[] = {
    { "candidacy_reference", MEMBER_TEXT, .doc = "The contact that asked." },
    { "organism_name", MEMBER_TEXT,
      .doc = "The organism that may now record the candidate's consent; it reads the record from "
             "that consent on." },
    { "organism_reference", MEMBER_TEXT,
      .doc = "Its reference, by which organisms of one name are told apart." },
    { "organism_siret", MEMBER_TEXT, .doc = "Its SIRET." },
    { "organism_city", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Its town." },
    { "accepted_on", MEMBER_DATE, .doc = "Day on which it was opened." },
    { "reason", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "As it was given." },
    { .name = NULL },
};
static const struct view answer_view = { "SightAnswerReply", "To whom the record was opened.",
                                         answer_members };

struct answer_snapshot {
    struct id candidacy_id;
    struct slice organism_name, organism_reference, organism_siret, organism_city;
    bool is_open; /* the code: it opens something, once more */
    bool is_needed, is_of_asker;
};

static void bind_typed(const struct exchange *x, struct params *params)
{
    const struct answer_body *body = x->body;
    unsigned char digest[ONE_TIME_CODE_DIGEST_SIZE];
    one_time_code_digest(body->code, digest);
    params_item(params);
    params_bytes(params, "digest", digest, sizeof digest);
    params_text(params, "reference", body->reference);
}

static void read_asked(struct exchange *x, struct row *row)
{
    struct answer_snapshot *known = x->snapshot;
    known->candidacy_id = row_id(row, "candidacy_id");
    known->organism_name = row_text(row, "organism_name");
    known->organism_reference = row_text(row, "organism_reference");
    known->organism_siret = row_text(row, "organism_siret");
    known->organism_city = row_text(row, "organism_city");
    known->is_open = row_bool(row, "is_open");
    known->is_needed = row_bool(row, "is_needed");
    known->is_of_asker = row_bool(row, "is_of_asker");
    if (id_is_set(known->candidacy_id)) /* done where the file is held */
        exchange_act_in(x, exchange_read_zone(row, "time_zone"));
}

static const struct load answer_loads[] = {
    { &SQL_sight_answer_load, bind_typed, read_asked, 0 },
    { .statement = NULL },
};

enum { OPEN_RECORD, ANSWER_WRITES };
static const struct write answer_writes[ANSWER_WRITES];

/* A code that is used or over is unknown, but to who asks again for what it has opened. */
static void decide_answer(struct exchange *x)
{
    const struct answer_snapshot *known = x->snapshot;
    const bool is_his = id_is_set(known->candidacy_id);
    x->result_id = x->root_id = known->candidacy_id;
    if (is_his && !known->is_needed) {
        /* The record is open to it already; whoever has a code learns no id. */
        exchange_refuse(x, REASON_ALREADY_RECORDED, SLICE_UNSET);
        consent_say_open(x);
    } else if (!known->is_open)
        exchange_violate(x, "/answer_code", REASON_REFERENCE_UNKNOWN);
    else if (!is_his)
        exchange_violate(x, "/candidacy_reference", REASON_REFERENCE_UNKNOWN);
    else if (known->is_of_asker)
        exchange_refuse(x, REASON_CODE_OF_ASKER, SLICE_UNSET);
    exchange_effect(x, &answer_writes[OPEN_RECORD], 0, NULL);
}

static void bind_answer(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    const struct answer_body *body = x->body;
    unsigned char digest[ONE_TIME_CODE_DIGEST_SIZE];
    (void)effect;
    one_time_code_digest(body->code, digest);
    params_bytes(params, "digest", digest, sizeof digest);
    params_text(params, "reference", body->reference);
    params_date(params, "accepted_on", x->today);
    params_text(params, "reason", body->reason);
}

static const struct write answer_writes[ANSWER_WRITES] = {
    [OPEN_RECORD] = { &SQL_sight_answer_write, bind_answer, WRITE_EXACT },
};

static void render_answer(struct exchange *x, struct writer *writer)
{
    const struct answer_snapshot *known = x->snapshot;
    const struct answer_body *body = x->body;
    writer_open(writer, '{');
    writer_key(writer, "candidacy_reference");
    writer_string(writer, body->reference);
    writer_key(writer, "organism_name");
    writer_string(writer, known->organism_name);
    writer_key(writer, "organism_reference");
    writer_string(writer, known->organism_reference);
    writer_key(writer, "organism_siret");
    writer_string(writer, known->organism_siret);
    writer_key(writer, "organism_city");
    writer_string(writer, known->organism_city);
    writer_key(writer, "accepted_on");
    writer_date(writer, x->today);
    writer_key(writer, "reason");
    writer_string(writer, body->reason);
    writer_close(writer, '}');
}

static const enum reason code_reasons[] = { REASON_PERSON_REQUIRED, REASON_RECORD_NOT_HELD,
                                            REASON_CANDIDATE_NOT_ACTIVE, REASON_CODES_SPENT,
                                            REASON_NONE };
static const enum reason answer_reasons[] = { REASON_REFERENCE_UNKNOWN, REASON_ALREADY_RECORDED,
                                              REASON_CODE_OF_ASKER, REASON_TOO_MANY_ATTEMPTS,
                                              REASON_NONE };

const struct operation sight_code_operations[] = {
    {
        .id = "giveSightCode",
        .method = METHOD_POST,
        .path = "/v1/candidates/{candidate_id}/sight-codes",
        .tag = "Consent",
        .limit = LIMIT_GRANTS,
        .summary = "Give a candidate a code to open the own record with.",
        .description =
            "For a candidate whom another organism asks to see, and who has no login: by who holds "
            "the record, or by the certifier, never by the side that asks, which knows the "
            "reference alone. The code is for the record, whoever asks; it is shown once, to be "
            "handed over, lives seven days and opens once. The one that the same organism gave "
            "before is worth nothing any more; after one of the certifier, nobody's is. Codes of "
            "one giver that were tried five times with a reference that they do not open end, and "
            "for seven days that giver gives no other (CODES_SPENT).",
        .roles = ROLE_COUNSELLOR | ROLE_REFERENT | ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_REFERENCE | OPERATION_MOVES,
        .loads = code_loads,
        .snapshot_size = sizeof(struct code_snapshot),
        .decide = decide_code,
        .writes = { WRITES(code_writes) },
        .reply = { 201, .render = render_code, .view = &code_view },
        .reasons = code_reasons,
    },
    {
        .id = "openSightByCode",
        .method = METHOD_POST,
        .path = "/v1/sight-answers",
        .tag = "Consent",
        .limit = LIMIT_CODES,
        .summary = "Open one's record to the organism of a contact, with the code one was given.",
        .description =
            "Public: the code is the credential of the candidate, who names the contact by the "
            "reference that the organism tells. With dry_run=true the answer tells to whom the "
            "record would be opened, and changes nothing. A code opens once, and opens nothing to "
            "an organism for which acts whoever gave it. Opened, the record lets that organism "
            "record the candidate's consent, from which on the organism reads it. A reference "
            "that the code does not open counts, in a dry run too: after five the code is unknown.",
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
