/* SPDX-License-Identifier: EUPL-1.2 */
/* Many certificates in one request: those of a session, or of the candidacies that are named. Each
 * is decided as the act of one decides it (certificates.c), and told with the same problem. */
#include "api/certificates/certificates.h"

#include "api/events.h"
#include "api/problem.h"
#include "sql.h"

/* One commit, which holds back every other number of the year until it is over. */
enum { BATCH_MAX = 200 };
enum { OUTCOME_COUNT = CERTIFICATE_OUTCOME_REFUSED + 1 };

struct batch_body {
    struct given given;
    struct id session_id;
    struct field_list candidacy_ids;
    bool is_atomic;
};
#define AT(member) offsetof(struct batch_body, member)
static const struct field batch_fields[] = {
    { "session_id", FIELD_ID, FIELD_NULLABLE, AT(session_id),
      .doc = "All whom this session decided to certify; this or `candidacy_ids`.",
      .example = "\"01900000-0000-7000-8000-000000000006\"" },
    { "candidacy_ids", FIELD_IDS, FIELD_NULLABLE, AT(candidacy_ids), 1, BATCH_MAX,
      .doc = "Certified candidacies.", .example = "[\"01900000-0000-7000-8000-000000000004\"]" },
    { "is_atomic", FIELD_BOOL, 0, AT(is_atomic),
      .doc = "All of them or none: when one is refused, so is the request, for every reason of "
             "each; ids of nobody are told before any. False when absent: each for itself.",
      .example = "false" },
    { .name = NULL },
};
#undef AT
static const struct fields batch_table = { "NewCertificateBatch", batch_fields,
                                           sizeof(struct batch_body) };

static void check_batch(struct exchange *x, const void *record)
{
    const struct batch_body *body = record;
    const bool has_session = field_is_given(&batch_table, body, "session_id") &&
                             !field_is_null(&batch_table, body, "session_id");
    const bool has_ids = field_is_given(&batch_table, body, "candidacy_ids") &&
                         !field_is_null(&batch_table, body, "candidacy_ids");
    if (has_session && has_ids)
        exchange_violate(x, "/candidacy_ids", REASON_FIELD_NOT_APPLICABLE);
    if (!has_session && !has_ids && exchange_is_sound(x, "/candidacy_ids"))
        exchange_violate(x, "/session_id", REASON_ONE_REQUIRED);
}

struct batch_item {
    struct certificate_snapshot known; /* no candidacy: none of that id */
    struct id candidacy_id;            /* as it was asked for */
};
struct batch_snapshot {
    bool is_session_known;
    struct batch_item *items; /* in the arena */
    size_t count;
    int64_t counts[OUTCOME_COUNT];
    struct slice outcomes; /* JSON, decided */
};

static void bind_candidacies(const struct exchange *x, struct params *params)
{
    const struct field_list *ids = &((const struct batch_body *)x->body)->candidacy_ids;
    for (size_t i = 0; i < ids->count; i++) {
        params_item(params);
        params_id(params, "id", ((const struct id *)ids->items)[i]);
    }
}

static void bind_session(const struct exchange *x, struct params *params)
{
    const struct batch_body *body = x->body;
    if (!id_is_set(body->session_id))
        return;
    params_item(params);
    params_id(params, "id", body->session_id);
}

static void bind_session_facts(const struct exchange *x, struct params *params)
{
    const struct batch_body *body = x->body;
    if (!id_is_set(body->session_id))
        return;
    params_item(params);
    params_id(params, "session_id", body->session_id);
    params_int(params, "row_limit", BATCH_MAX + 1);
}

static void read_session(struct exchange *x, struct row *row)
{
    (void)row;
    ((struct batch_snapshot *)x->snapshot)->is_session_known = true;
}

static void read_item(struct exchange *x, struct row *row)
{
    struct batch_snapshot *known = x->snapshot;
    struct batch_item *item = exchange_more(x, &known->items, known->count, sizeof *item);
    if (!item)
        return;
    certificate_read_facts(x, row, &item->known);
    item->candidacy_id = item->known.candidacy_id;
    known->count++;
}

static const struct load batch_loads[] = {
    { &SQL_certificate_facts, bind_candidacies, read_item, 0 },
    { &SQL_certificate_session, bind_session, read_session, 0 },
    { &SQL_certificate_session_facts, bind_session_facts, read_item, 0 },
    { .statement = NULL },
};

/* Those that were named, in that order, with those of them that are not there. */
static bool order_items(struct exchange *x, const struct field_list *ids)
{
    struct batch_snapshot *known = x->snapshot;
    struct batch_item *items = exchange_alloc(x, ids->count * sizeof *items);
    if (!items)
        return false;
    for (size_t i = 0; i < ids->count; i++) {
        items[i].candidacy_id = ((const struct id *)ids->items)[i];
        for (size_t k = 0; k < known->count; k++) {
            if (id_equals(known->items[k].candidacy_id, items[i].candidacy_id))
                items[i] = known->items[k];
        }
    }
    known->items = items;
    known->count = ids->count;
    return true;
}

/* The act of one, on an exchange of its own: its effect, its refusals and its violations. */
static struct exchange decide_one(const struct exchange *x, struct batch_item *item)
{
    struct exchange one = *x;
    one.operation = &certificate_operations[0];
    if (((const struct batch_body *)x->body)->is_atomic) /* no pointer into a body of the one */
        one.body = NULL;
    one.snapshot = &item->known;
    one.refusals = NULL;
    one.effects = NULL;
    one.refusal_count = one.refusal_capacity = one.effect_count = one.effect_capacity = 0;
    one.status = 0;
    violations_begin(&one.violations, x->arena);
    certificate_decide_issue(&one);
    events_complete(&one);
    return one;
}

static enum certificate_outcome_word outcome_of(const struct exchange *one)
{
    if (one->violations.count || one->refusal_count)
        return CERTIFICATE_OUTCOME_REFUSED;
    return one->effect_count ? CERTIFICATE_OUTCOME_ISSUED : CERTIFICATE_OUTCOME_EXISTING;
}

static void write_outcome(struct writer *writer, const struct exchange *one,
                          const struct batch_item *item)
{
    const enum certificate_outcome_word outcome = outcome_of(one);
    writer_open(writer, '{');
    writer_key(writer, "candidacy_id");
    writer_id(writer, item->candidacy_id);
    writer_key(writer, "outcome");
    writer_text(writer, certificate_outcome_words.codes[outcome]);
    writer_key(writer, "certificate_id");
    if (outcome == CERTIFICATE_OUTCOME_REFUSED)
        writer_null(writer);
    else
        writer_id(writer, one->result_id);
    writer_key(writer, "problem");
    if (one->violations.count)
        problem_write_reason(writer, problem_of_violations(&one->violations), &one->violations,
                             one->is_english, one->request_id);
    else if (one->refusal_count)
        problem_write_refusals(writer, one, one->request_id);
    else
        writer_null(writer);
    writer_close(writer, '}');
}

/* Which of them it is, before what else is said of it. */
static struct slice details_of(struct exchange *x, const struct refusal *said,
                               struct id candidacy_id, size_t place)
{
    const struct slice details = said->details;
    const struct batch_body *body = x->body;
    const bool has_more = slice_is_set(details) && details.size > 2;
    struct slice pointer = SLICE(""); /* where the act of one would say more, none does so here */
    char id[ID_TEXT_SIZE];
    id_print(candidacy_id, id);
    if (reason_wants(said->reason))
        pointer = id_is_set(body->session_id)
                      ? SLICE(",\"pointer\":\"/session_id\"")
                      : arena_print(x->arena, ",\"pointer\":\"/candidacy_ids/%zu\"", place);
    return arena_print(x->arena, "{\"candidacy_id\":\"%s\"%.*s%s%.*s", id, (int)pointer.size,
                       pointer.at, has_more ? "," : "}", has_more ? (int)details.size - 1 : 0,
                       has_more ? details.at + 1 : "");
}

/* All or none: what is wrong with one is wrong with the request. */
static void refuse_whole(struct exchange *x, const struct exchange *one, size_t place)
{
    const struct batch_snapshot *known = x->snapshot;
    if (one->violations.count)
        exchange_violate_item(x, "/candidacy_ids", place, "", one->violations.items[0].code);
    for (unsigned i = 0; i < one->refusal_count; i++) {
        const struct refusal *said = &one->refusals[i];
        exchange_refuse(x, said->reason,
                        details_of(x, said, known->items[place].candidacy_id, place));
        if (x->has_failed)
            return;
        struct refusal *added = &x->refusals[x->refusal_count - 1];
        added->message = said->message;
        added->resolve_method = said->resolve_method;
        added->resolve_href = said->resolve_href;
        added->resolve_event = said->resolve_event;
    }
}

static bool has_more(const struct exchange *x)
{
    return ((const struct batch_snapshot *)x->snapshot)->count > BATCH_MAX;
}

static size_t item_count(const struct batch_snapshot *known)
{
    return known->count > BATCH_MAX ? BATCH_MAX : known->count;
}

static void decide_items(struct exchange *x)
{
    struct batch_snapshot *known = x->snapshot;
    const struct batch_body *body = x->body;
    struct buffer text = { 0 };
    struct writer writer;
    writer_init(&writer, &text);
    writer_open(&writer, '[');
    for (size_t i = 0; i < item_count(known) && !x->has_failed; i++) {
        const struct exchange one = decide_one(x, &known->items[i]);
        const enum certificate_outcome_word outcome = outcome_of(&one);
        x->has_failed |= one.has_failed;
        known->counts[outcome]++;
        if (outcome == CERTIFICATE_OUTCOME_ISSUED)
            exchange_effect(x, one.effects[0].write, (unsigned)i, one.effects[0].item);
        if (outcome == CERTIFICATE_OUTCOME_REFUSED && body->is_atomic)
            refuse_whole(x, &one, i);
        write_outcome(&writer, &one, &known->items[i]);
    }
    writer_close(&writer, ']');
    known->outcomes = arena_copy(x->arena, buffer_as_slice(&text));
    x->has_failed |= text.has_failed || !slice_is_set(known->outcomes);
    buffer_release(&text);
}

static void decide_batch(struct exchange *x)
{
    const struct batch_snapshot *known = x->snapshot;
    const struct batch_body *body = x->body;
    const bool is_of_session = id_is_set(body->session_id);
    if (is_of_session && !known->is_session_known) {
        exchange_violate(x, "/session_id", REASON_REFERENCE_UNKNOWN);
        return;
    }
    if (!is_of_session && !order_items(x, &body->candidacy_ids))
        return;
    if (has_more(x) && body->is_atomic) {
        exchange_violate(x, "/session_id", REASON_TOO_MANY_ITEMS);
        exchange_expect(x, (struct expected){ .type = VALUE_LIST,
                                              .has_max = true,
                                              .has_limit = true,
                                              .max = BATCH_MAX,
                                              .limit = BATCH_MAX });
        return;
    }
    x->root_id = is_of_session ? body->session_id : known->items[0].candidacy_id;
    decide_items(x);
}

static void bind_batch(const struct exchange *x, struct params *params)
{
    const struct batch_snapshot *known = x->snapshot;
    params_item(params);
    params_text(params, "outcomes", known->outcomes);
    params_int(params, "issued_count", known->counts[CERTIFICATE_OUTCOME_ISSUED]);
    params_int(params, "existing_count", known->counts[CERTIFICATE_OUTCOME_EXISTING]);
    params_int(params, "refused_count", known->counts[CERTIFICATE_OUTCOME_REFUSED]);
    params_bool(params, "has_more", has_more(x));
}

static const struct member item_members[] = {
    { "candidacy_id", MEMBER_ID, .doc = "The candidacy." },
    { "outcome", MEMBER_ENUM, .words = &certificate_outcome_words,
      .doc = "ISSUED by this request; EXISTING: there was one; REFUSED." },
    { "certificate_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "The certificate; null when refused." },
    { "number", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Its number." },
    { "problem", MEMBER_JSON, MEMBER_NULLABLE,
      .doc = "Why it was refused: the problem that the act of one answers; null otherwise." },
    { .name = NULL },
};
static const struct view item_view = { "CertificateBatchItem", "What became of one of several.",
                                       item_members };
static const struct member batch_members[] = {
    { "issued_count", MEMBER_INT, .doc = "Issued by this request." },
    { "existing_count", MEMBER_INT, .doc = "Those that there were." },
    { "refused_count", MEMBER_INT, .doc = "Refused; `problem` says why." },
    { "has_more", MEMBER_BOOL,
      .doc = "The session has more than one request issues: another one goes on." },
    { "data", MEMBER_OBJECTS, .of = &item_view,
      .doc = "Each of them, in the order in which they were named." },
    { .name = NULL },
};
static const struct view batch_view = { "CertificateBatch", "What became of several certificates.",
                                        batch_members };

static const enum reason batch_reasons[] = { REASON_INVALID_STATE,
                                             REASON_SESSION_NOT_SIGNED,
                                             REASON_CERTIFICATE_EXISTS,
                                             REASON_CERTIFICATE_ANNULLED,
                                             REASON_IDENTITY_CHANGED,
                                             REASON_REFERENCE_UNKNOWN,
                                             REASON_NONE };

const struct operation certificate_batch_operations[] = {
    {
        .id = "issueCertificates",
        .method = METHOD_POST,
        .path = "/v1/certificate-batches",
        .tag = "Certificates",
        .summary = "Issue many certificates.",
        .description =
            "Those of all whom a session decided to certify, or of candidacies by id; 200 at most. "
            "Each is issued as by the act of one, exactly once: asked again, what there is comes "
            "back. By itself each for itself, with its outcome; `is_atomic`: all or none. "
            "Whose identity changed since the decision is issued by the act of one, with its note.",
        .roles = ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_PERSONAL,
        .body = &batch_table,
        .check = check_batch,
        .loads = batch_loads,
        .snapshot_size = sizeof(struct batch_snapshot),
        .decide = decide_batch,
        .writes = { WRITES(certificate_writes) },
        .reply = { 200, &SQL_certificate_batch_view, bind_batch, &batch_view },
        .reasons = batch_reasons,
    },
    { .id = NULL },
};
