/* SPDX-License-Identifier: EUPL-1.2 */
/* Certificates (parchemins): issued from a signed favourable decision, never changed, only annulled
 * (annulment_requests.c). */
#include "api/certificates/certificates.h"

#include "api/candidacies/candidacy_effects.h"
#include "api/candidacies/candidacy_snapshot.h"
#include "api/checks.h"
#include "api/events.h"
#include "api/refusals.h"
#include "certificate.h"
#include "handover.h"
#include "sql.h"
#include "text/drawn.h"

#include <sys/random.h>

static const struct member holder_members[] = {
    { "birth_name", MEMBER_TEXT, .doc = "Name at birth." },
    { "usage_name", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Name in use." },
    { "first_name_1", MEMBER_TEXT, .doc = "First given name." },
    { "first_name_2", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Second given name." },
    { "first_name_3", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Third given name." },
    { "birth_year", MEMBER_INT, MEMBER_NULLABLE, .doc = "Year of birth." },
    { "birth_month", MEMBER_INT, MEMBER_NULLABLE, .doc = "Month of birth." },
    { "birth_day", MEMBER_INT, MEMBER_NULLABLE, .doc = "Day of birth." },
    { "birth_commune_insee", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "INSEE code of the commune of birth." },
    { "birth_commune_label", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Commune of birth." },
    { "birth_country_code", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Country of birth." },
    { "birth_country_label", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Country of birth." },
    { .name = NULL },
};
const struct view certificate_holder_view = { "CertificateHolder",
                                              "The holder's identity as printed that day.",
                                              holder_members };

static const struct member mark_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "mark", MEMBER_TEXT, .doc = "DUPLICATA n° k." },
    { "issued_on", MEMBER_DATE, .doc = "Day of issue." },
    { "reason", MEMBER_ENUM, MEMBER_NULLABLE, .words = &duplicate_reason_words,
      .doc = "Why; null of those from before it was asked." },
    { "note", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "What else is to be known of it." },
    { "holder", MEMBER_OBJECT, MEMBER_NULLABLE, .of = &certificate_holder_view,
      .doc = "Identity as printed on it; null when it is that of the certificate." },
    { "statement_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "By whose statement it is another one than on the paper before it." },
    { .name = NULL },
};
static const struct view mark_view = { "DuplicateMark", "A duplicate that was issued.",
                                       mark_members };

static const struct member certificate_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "number", MEMBER_TEXT, .doc = "CLEA-YYYY-NNNNNN-KK, without gaps, never reused." },
    { "status", MEMBER_ENUM, .words = &certificate_state_words, .doc = "ISSUED or ANNULLED." },
    { "verification_code", MEMBER_TEXT, MEMBER_NULLABLE | MEMBER_SECRET,
      .doc = "What whoever holds it may verify publicly; unrelated to the number. A duplicate with "
             "another identity has another code." },
    { "candidacy_id", MEMBER_ID, .doc = "The candidacy that it crowns." },
    { "candidate_id", MEMBER_ID, .doc = "The holder." },
    { "title", MEMBER_TEXT, .doc = "Title of the certification." },
    { "referential_code", MEMBER_TEXT, .doc = "Certification." },
    { "referential_version", MEMBER_TEXT, .doc = "Version that it was judged by." },
    { "referential_version_id", MEMBER_ID, .doc = "The same as an identifier." },
    { "issued_on", MEMBER_DATE, .doc = "Day of issue." },
    { "issued_by", MEMBER_ID, MEMBER_NULLABLE, .doc = "Who issued it." },
    { "decision_on", MEMBER_DATE, .doc = "Day of the session." },
    { "decision_id", MEMBER_ID, .doc = "The decision." },
    { "session_id", MEMBER_ID, .doc = "The session." },
    { "commission_id", MEMBER_ID, .doc = "The commission." },
    { "commission_name", MEMBER_TEXT, .doc = "Its name." },
    { "holder", MEMBER_OBJECT, .of = &certificate_holder_view,
      .doc = "Identity as printed; a duplicate may bear another one." },
    { "note", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "By what the certifier saw that it is rightly another one than that decided on." },
    { "statement_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "And the statement of another person of the certifier on it." },
    { "handed_over_on", MEMBER_DATE, MEMBER_NULLABLE,
      .doc = "Day on which it was handed over to its holder; null until that is recorded." },
    { "handover_due_on", MEMBER_DATE, MEMBER_NULLABLE,
      .doc = "Last day to hand it over; null once that was done, or it was annulled." },
    { "annulled_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day of annulment." },
    { "annul_reason", MEMBER_ENUM, MEMBER_NULLABLE, .words = &annul_reason_words,
      .doc = "Why it was annulled." },
    { "duplicates", MEMBER_OBJECTS, .of = &mark_view, .doc = "Duplicates in their order." },
    { "version", MEMBER_INT, .doc = "For If-Match." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
const struct view certificate_view = { "Certificate", "A certificate (parchemin).",
                                       certificate_members };

static const struct member short_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "number", MEMBER_TEXT, .doc = "CLEA-YYYY-NNNNNN-KK." },
    { "status", MEMBER_ENUM, .words = &certificate_state_words, .doc = "ISSUED or ANNULLED." },
    { "candidacy_id", MEMBER_ID, .doc = "The candidacy that it crowns." },
    { "referential_code", MEMBER_TEXT, .doc = "Certification." },
    { "decision_on", MEMBER_DATE, .doc = "Day of the session." },
    { "issued_on", MEMBER_DATE, .doc = "Day of issue." },
    { "commission_id", MEMBER_ID, .doc = "The commission." },
    { "handed_over_on", MEMBER_DATE, MEMBER_NULLABLE,
      .doc = "Day on which it was handed over to its holder; null until that is recorded." },
    { "handover_due_on", MEMBER_DATE, MEMBER_NULLABLE,
      .doc = "Last day to hand it over; null once that was done, or it was annulled." },
    { "version", MEMBER_INT, .doc = "For If-Match." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view certificate_short_view = { "CertificateSummary",
                                                    "A certificate in a list.", short_members };

/* --- issuing --- */

struct certificate_body {
    struct given given;
    struct id candidacy_id;
    struct slice note;
};
static const struct field certificate_fields[] = {
    { "candidacy_id", FIELD_ID, FIELD_REQUIRED, offsetof(struct certificate_body, candidacy_id),
      .doc = "A certified candidacy.", .example = "\"01900000-0000-7000-8000-000000000004\"" },
    { "note", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PERSONAL,
      offsetof(struct certificate_body, note), 1, 1000,
      .doc = "Needed when the identity that the certificate prints is no longer the one that the "
             "commission decided on (IDENTITY_CHANGED): by what one sees that it is still the same "
             "person (an act of civil status, a judgment). Another person of the certifier has "
             "stated it before (`identity-statements` of the candidate).",
      .example = "\"Acte de naissance rectifié, mairie de Lille, 3 mars 2026\"" },
    { "number", FIELD_TEXT, FIELD_READ_ONLY },
    { "verification_code", FIELD_TEXT, FIELD_READ_ONLY },
    { "issued_on", FIELD_DATE, FIELD_READ_ONLY },
    { .name = NULL },
};
static const struct fields new_certificate = { "NewCertificate", certificate_fields,
                                               sizeof(struct certificate_body) };

/* The texts that its document prints, in the order of the lines of the column `printed`. */
static const char *const printed_members[] = {
    "birth_name",          "usage_name",   "first_name_1",
    "first_name_2",        "first_name_3", "birth_commune_label",
    "birth_country_label", "title",        "commission_name",
    "signatories",         NULL,
};

/* Asked before anything is issued: what is not drawn has burnt its number. */
unsigned certificate_not_drawn(struct slice lines, const char **ret_member)
{
    const char *const *member = printed_members;
    unsigned character = 0;
    while (*member && !character && slice_is_set(lines)) {
        const char *end = memchr(lines.at, '\n', lines.size);
        const size_t size = end ? (size_t)(end - lines.at) : lines.size;
        character = text_not_drawn((struct slice){ lines.at, size }, false);
        *ret_member = *member++;
        lines = end ? (struct slice){ end + 1, lines.size - size - 1 } : SLICE_UNSET;
    }
    return character;
}

void certificate_refuse_undrawn(struct exchange *x, const char *pointer, unsigned character,
                                const char *member)
{
    exchange_violate(x, pointer, REASON_CHARACTER_NOT_DRAWN);
    exchange_expect(x, (struct expected){ .character = character, .character_of = member });
}

bool certificate_draw_code(struct exchange *x, char ret_code[VERIFICATION_CODE_SIZE])
{
    unsigned char random[16];
    const bool is_drawn = getrandom(random, sizeof random, 0) == (ssize_t)sizeof random;
    if (is_drawn)
        verification_code_print(random, ret_code);
    x->has_failed |= !is_drawn;
    return is_drawn;
}

static void bind_facts(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "id", ((const struct certificate_body *)x->body)->candidacy_id);
}

void certificate_read_facts(struct exchange *x, struct row *row, struct certificate_snapshot *known)
{
    known->candidacy_id = row_id(row, "id");
    struct slice state = row_text(row, "state");
    if (!candidacy_state_from_name(state.at, state.size, &known->facts.candidacy_state))
        row->has_failed = true;
    known->decision_id = row_id(row, "decision_id");
    if (id_is_set(known->decision_id))
        known->facts.verdict = VERDICT_CERTIFIED;
    struct slice session_state = row_text(row, "session_state");
    if (slice_is_set(session_state) &&
        !session_state_from_name(session_state.at, session_state.size, &known->facts.session_state))
        row->has_failed = true;
    known->existing_id = row_id(row, "existing_id");
    known->facts.live_certificate_id = row_id(row, "live_certificate_id");
    known->facts.is_decided_otherwise = row_bool(row, "is_decided_otherwise");
    known->facts.is_annulled = row_bool(row, "is_certificate_annulled");
    exchange_follow(x, row_date(row, "effective_on")); /* where the session was held */
    known->not_drawn = certificate_not_drawn(row_text(row, "printed"), &known->not_drawn_of);
    known->changed = facts_read_names(x, row, "changed_members", &known->changed_count);
}

static void read_facts(struct exchange *x, struct row *row)
{
    struct certificate_snapshot *known = x->snapshot;
    certificate_read_facts(x, row, known);
    known->note = ((const struct certificate_body *)x->body)->note;
}

/* Without a note nothing else is printed than what was decided on. */
static void bind_standing(const struct exchange *x, struct params *params)
{
    const struct certificate_body *body = x->body;
    if (!slice_is_set(body->note))
        return;
    params_item(params);
    params_null(params, "id");
    params_null(params, "reference");
    params_id(params, "candidacy_id", body->candidacy_id);
    identity_bind_asker(x, params);
}

static void read_standing(struct exchange *x, struct row *row)
{
    identity_read_standing(row, &((struct certificate_snapshot *)x->snapshot)->standing);
}

static const struct load issue_loads[] = {
    { &SQL_certificate_facts, bind_facts, read_facts, 0 },
    { &SQL_identity_statement_load, bind_standing, read_standing, 0 },
    { .statement = NULL },
};

struct issue {
    struct id id, candidacy_id, decision_id, statement_id;
    struct slice note;
    char code[VERIFICATION_CODE_SIZE];
};

/* Whoever issues says by what he sees that it is right, and somebody else has said it before. */
static void refuse_changed(struct exchange *x, const struct certificate_snapshot *known)
{
    if (!slice_is_set(known->note))
        refuse_with(
            x, REASON_IDENTITY_CHANGED,
            (struct reason_detail){ .names = known->changed, .name_count = known->changed_count });
    else
        identity_refuse_unstated(x, &known->standing, known->changed, known->changed_count);
}

void certificate_decide_issue(struct exchange *x)
{
    const struct certificate_snapshot *known = x->snapshot;
    x->root_id = known->candidacy_id;
    if (!id_is_set(known->candidacy_id)) {
        exchange_violate(x, "/candidacy_id", REASON_REFERENCE_UNKNOWN);
        return;
    }
    if (id_is_set(known->existing_id)) { /* asked twice: one certificate, and the same answer */
        x->result_id = known->existing_id;
        x->status = 200;
        return;
    }
    struct outcome outcome = certificate_issue(&known->facts);
    refuse_outcome(x, &outcome, NULL);
    if (!x->refusal_count && known->changed_count)
        refuse_changed(x, known);
    if (!x->refusal_count && known->not_drawn) {
        certificate_refuse_undrawn(x, "/candidacy_id", known->not_drawn, known->not_drawn_of);
        return;
    }
    struct issue *issue = exchange_alloc(x, sizeof *issue);
    if (!issue || x->refusal_count || !certificate_draw_code(x, issue->code))
        return;
    x->result_id = exchange_new_id(x);
    issue->id = x->result_id;
    issue->candidacy_id = known->candidacy_id;
    issue->decision_id = known->decision_id;
    issue->note = known->note;
    if (known->changed_count)
        issue->statement_id = known->standing.id;
    exchange_effect(x, &certificate_writes[INSERT_CERTIFICATE], 0, issue);
}

static void bind_certificate(const struct exchange *x, const struct effect *effect,
                             struct params *params)
{
    const struct issue *issue = effect->item;
    params_id(params, "id", issue->id);
    params_id(params, "candidacy_id", issue->candidacy_id);
    params_id(params, "decision_id", issue->decision_id);
    params_text(params, "verification_code", slice_of(issue->code));
    params_date(params, "issued_on", x->today);
    params_id(params, "person_id", x->principal.person_id);
    params_text(params, "note", issue->note);
    params_id(params, "statement_id", issue->statement_id);
    params_date(params, "handover_due_on", handover_due(x->today, x->policy));
}

const struct write certificate_writes[CERTIFICATE_WRITES] = {
    [INSERT_CERTIFICATE] = { &SQL_certificate_insert, bind_certificate, WRITE_EXACT },
};

/* --- reading --- */

struct certificate_query {
    struct given given;
    int status;
    struct id candidacy_id, commission_id;
    struct date handover_due_to;
};
#define AT(member) offsetof(struct certificate_query, member)
static const struct field query_fields[] = {
    { "status", FIELD_ENUM, 0, AT(status), .words = &certificate_state_words,
      .doc = "Only these." },
    { "candidacy_id", FIELD_ID, 0, AT(candidacy_id), .doc = "Only of this candidacy." },
    { "commission_id", FIELD_ID, 0, AT(commission_id), .doc = "Only decided by this commission." },
    { "handover_due_to", FIELD_DATE, 0, AT(handover_due_to),
      .doc = "Only those still to be handed over, by this day at the latest: yesterday's are late.",
      .example = "\"2026-03-12\"" },
    { .name = NULL },
};
#undef AT
static const struct fields certificate_query = { "CertificateQuery", query_fields,
                                                 sizeof(struct certificate_query) };

static void bind_query(const struct exchange *x, struct params *params)
{
    const struct certificate_query *q = x->query;
    params_text(params, "status",
                enum_text(&certificate_query, q, "status", certificate_state_names, q->status));
    params_id(params, "candidacy_id", q->candidacy_id);
    params_id(params, "commission_id", q->commission_id);
    params_date(params, "handover_due_to", q->handover_due_to);
}

static const enum reason issue_reasons[] = {
    REASON_INVALID_STATE,       REASON_SESSION_NOT_SIGNED,
    REASON_CERTIFICATE_EXISTS,  REASON_CERTIFICATE_ANNULLED,
    REASON_IDENTITY_CHANGED,    REASON_IDENTITY_UNCONFIRMED,
    REASON_CONFIRMER_IS_ASKER,  REASON_REFERENCE_UNKNOWN,
    REASON_CHARACTER_NOT_DRAWN, REASON_NONE
};

/* Only the state of the candidacy is known here: its events are asked for there. */
static unsigned state_of_candidacy(const struct exchange *x)
{
    return (unsigned)((const struct certificate_snapshot *)x->snapshot)->facts.candidacy_state - 1;
}

static struct slice address_of_candidacy(struct exchange *x)
{
    return exchange_address(x, "/v1/candidacies/",
                            ((const struct certificate_snapshot *)x->snapshot)->candidacy_id);
}

static const struct machine candidacy_state_machine = {
    .states = &candidacy_state_words,
    .noun = { "La candidature", "The candidacy" },
    .state = state_of_candidacy,
    .address = address_of_candidacy,
};

const struct operation certificate_operations[] = {
    {
        .id = "issueCertificate",
        .method = METHOD_POST,
        .path = "/v1/certificates",
        .tag = "Certificates",
        .summary = "Issue the certificate of a certified candidacy.",
        .description =
            "Once, from a favourable decision in signed minutes. Asked again, the same "
            "certificate comes back with 200. It bears the identity that its holder's "
            "record has now; where that is no longer the one that the commission decided "
            "on, `note` says by what one sees that it is right.",
        .roles = ROLE_CERTIFIER,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_PERSONAL,
        .body = &new_certificate,
        .loads = issue_loads,
        .snapshot_size = sizeof(struct certificate_snapshot),
        .decide = certificate_decide_issue,
        .writes = { WRITES(certificate_writes) },
        .reply = { 201, &SQL_certificate_view, exchange_bind_result_row, &certificate_view,
                   .location = "/v1/certificates/%s", .other_status = 200 },
        .machine = &candidacy_state_machine,
        .reasons = issue_reasons,
    },
    {
        .id = "listCertificates",
        .method = METHOD_GET,
        .path = "/v1/certificates",
        .tag = "Certificates",
        .summary = "List certificates.",
        .description = "Newest first: the register for the certifier, their own for the others.",
        .roles = CERTIFICATE_READERS,
        .flags = OPERATION_LIST,
        .query = &certificate_query,
        .reply = { 200, &SQL_certificate_list, bind_query, &certificate_short_view },
    },
    {
        .id = "getCertificate",
        .method = METHOD_GET,
        .path = "/v1/certificates/{certificate_id}",
        .tag = "Certificates",
        .summary = "Read a certificate.",
        .description = "By identifier or number.",
        .roles = CERTIFICATE_READERS,
        .flags = OPERATION_REFERENCE | OPERATION_PERSONAL,
        .reply = { 200, &SQL_certificate_view, NULL, &certificate_view },
    },
    { .id = NULL },
};
