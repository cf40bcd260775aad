/* SPDX-License-Identifier: EUPL-1.2 */
/* Duplicates of certificates (duplicatas). */
#include "api/certificates/certificates.h"

#include "api/candidacies/candidacy_snapshot.h"
#include "api/operation.h"
#include "api/refusals.h"
#include "certificate.h"
#include "sql.h"

struct duplicate_snapshot {
    struct id certificate_id;
    bool is_annulled;
    unsigned not_drawn; /* of the identity of today; 0 = all of it is drawn */
    const char *not_drawn_of;
    const char *const *changed; /* members since the last paper */
    size_t changed_count;
    struct identity_standing standing;
};

static void read_root(struct exchange *x, struct row *row)
{
    struct duplicate_snapshot *known = x->snapshot;
    known->certificate_id = row_id(row, "id");
    known->is_annulled = slice_is(row_text(row, "status"), "ANNULLED");
    known->changed = facts_read_names(x, row, "changed_members", &known->changed_count);
    known->not_drawn = certificate_not_drawn(row_text(row, "printed"), &known->not_drawn_of);
    exchange_read_count(x, row);
    exchange_follow(x, row_date(row, "issued_on"));
}

struct duplicate_body {
    struct given given;
    int reason;
    struct slice note;
};
static const struct field duplicate_fields[] = {
    { "reason", FIELD_ENUM, FIELD_REQUIRED, offsetof(struct duplicate_body, reason),
      .words = &duplicate_reason_words, .doc = "Why it is issued.", .example = "\"LOST\"" },
    { "note", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PERSONAL,
      offsetof(struct duplicate_body, note), 1, 1000,
      .doc = "What else is to be known of it. Needed when the reason is OTHER, and when it is "
             "IDENTITY_CORRECTED: by what one sees it (an act of civil status, a judgment).",
      .example = "\"Déclaration de perte du 2 mars 2026\"" },
    { .name = NULL },
};
static const struct fields duplicate_table = { "NewDuplicate", duplicate_fields,
                                               sizeof(struct duplicate_body) };

static bool is_corrected(const struct duplicate_body *body)
{
    return body->reason == DUPLICATE_OF_IDENTITY_CORRECTED;
}

static void bind_standing(const struct exchange *x, struct params *params)
{
    if (!is_corrected(x->body))
        return;
    exchange_bind_path(x, params);
    params_null(params, "candidacy_id");
    identity_bind_asker(x, params);
}

static void read_standing(struct exchange *x, struct row *row)
{
    identity_read_standing(row, &((struct duplicate_snapshot *)x->snapshot)->standing);
}

static const struct load duplicate_loads[] = {
    { &SQL_certificate_root, NULL, read_root, LOAD_REQUIRED },
    { &SQL_identity_statement_load, bind_standing, read_standing, 0 },
    { .statement = NULL },
};

static void check_duplicate(struct exchange *x, const void *record)
{
    const struct duplicate_body *body = record;
    if ((body->reason == DUPLICATE_FOR_OTHER || is_corrected(body)) && !slice_is_set(body->note))
        exchange_violate(x, "/note", REASON_REQUIRED);
}

enum { INSERT_DUPLICATE, DUPLICATE_WRITES };
static const struct write duplicate_writes[DUPLICATE_WRITES];

/* The code of a paper that bears the identity of today. */
static char *correct_identity(struct exchange *x)
{
    const struct duplicate_snapshot *known = x->snapshot;
    char *code = exchange_alloc(x, VERIFICATION_CODE_SIZE);
    if (!known->changed_count)
        exchange_refuse(x, REASON_HOLDER_UNCHANGED, SLICE_UNSET);
    else if (known->not_drawn)
        certificate_refuse_undrawn(x, "/reason", known->not_drawn, known->not_drawn_of);
    else
        identity_refuse_unstated(x, &known->standing, known->changed, known->changed_count);
    return code && certificate_draw_code(x, code) ? code : NULL;
}

static void decide_duplicate(struct exchange *x)
{
    const struct duplicate_snapshot *known = x->snapshot;
    x->root_id = known->certificate_id;
    if (known->is_annulled) {
        exchange_refuse(x, REASON_CERTIFICATE_ANNULLED, (struct slice){ 0 });
        return;
    }
    refuse_beyond(x, BOUND_DUPLICATES);
    char *code = is_corrected(x->body) ? correct_identity(x) : NULL;
    x->result_id = exchange_new_id(x);
    exchange_effect(x, &duplicate_writes[INSERT_DUPLICATE], 0, code);
}

static void bind_duplicate(const struct exchange *x, const struct effect *effect,
                           struct params *params)
{
    const struct duplicate_body *body = x->body;
    const struct duplicate_snapshot *known = x->snapshot;
    const char *code = effect->item;
    params_id(params, "id", x->result_id);
    params_id(params, "certificate_id", known->certificate_id);
    params_date(params, "issued_on", x->today);
    params_id(params, "person_id", x->principal.person_id);
    params_text(params, "reason", slice_of(duplicate_reason_names[body->reason]));
    params_text(params, "note", body->note);
    params_id(params, "statement_id", code ? known->standing.id : (struct id){ { 0 } });
    params_text(params, "verification_code", code ? slice_of(code) : SLICE_UNSET);
}

static const struct write duplicate_writes[DUPLICATE_WRITES] = {
    [INSERT_DUPLICATE] = { &SQL_duplicate_insert, bind_duplicate, WRITE_EXACT },
};

static const struct member duplicate_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "certificate_id", MEMBER_ID, .doc = "The certificate." },
    { "candidate_id", MEMBER_ID, .doc = "Who holds it." },
    { "number", MEMBER_TEXT, .doc = "The same number." },
    { "mark", MEMBER_TEXT, .doc = "DUPLICATA n° k." },
    { "ordinal", MEMBER_INT, .doc = "k." },
    { "reason", MEMBER_ENUM, MEMBER_NULLABLE, .words = &duplicate_reason_words,
      .doc = "Why it was issued; null of those from before it was asked." },
    { "note", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "What else is to be known of it." },
    { "decision_on", MEMBER_DATE, .doc = "The same decision date." },
    { "certificate_issued_on", MEMBER_DATE, .doc = "Day the certificate was issued." },
    { "issued_on", MEMBER_DATE, .doc = "Day of this duplicate." },
    { "holder", MEMBER_OBJECT, .of = &certificate_holder_view,
      .doc = "Identity as printed on it." },
    { "verification_code", MEMBER_TEXT, MEMBER_NULLABLE | MEMBER_SECRET,
      .doc = "What whoever holds it may verify publicly: the code of the certificate, unless it "
             "bears another identity." },
    { .name = NULL },
};
static const struct view duplicate_view = { "CertificateDuplicate",
                                            "A duplicate (duplicata) of a certificate.",
                                            duplicate_members };

static const enum reason duplicate_reasons[] = { REASON_CERTIFICATE_ANNULLED,
                                                 REASON_RECORDS_TOO_MANY,
                                                 REASON_HOLDER_UNCHANGED,
                                                 REASON_IDENTITY_UNCONFIRMED,
                                                 REASON_CONFIRMER_IS_ASKER,
                                                 REASON_CHARACTER_NOT_DRAWN,
                                                 REASON_NONE };

const struct operation duplicate_operations[] = {
    {
        .id = "issueDuplicate",
        .method = METHOD_POST,
        .path = "/v1/certificates/{certificate_id}/duplicates",
        .tag = "Certificates",
        .summary = "Issue a duplicate of a certificate.",
        .description =
            "The same number and decision date, marked DUPLICATA n° k and dated, with the reason: "
            "k counts without a gap. None of an annulled certificate. It bears the identity of the "
            "paper before it. When the reason is IDENTITY_CORRECTED it bears the one that its "
            "holder's record has now, which another person of the certifier has stated "
            "(`identity-statements` of the candidate), and a verification code of its own: what is "
            "known of that code is what this paper says. The papers before it stay what they were; "
            "their codes say SUPERSEDED, and by them nobody is the holder any more.",
        .roles = ROLE_CERTIFIER,
        .flags =
            OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_REFERENCE | OPERATION_PERSONAL,
        .body = &duplicate_table,
        .check = check_duplicate,
        .loads = duplicate_loads,
        .snapshot_size = sizeof(struct duplicate_snapshot),
        .decide = decide_duplicate,
        .writes = { WRITES(duplicate_writes) },
        .reply = { 201, &SQL_duplicate_view, exchange_bind_result, &duplicate_view },
        .reasons = duplicate_reasons,
    },
    { .id = NULL },
};
