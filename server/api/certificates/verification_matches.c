/* SPDX-License-Identifier: EUPL-1.2 */
/* The public verification that confirms without disclosing: whoever holds the code of a certificate
 * asks whether what was told of its holder is what the certificate says. Nothing of the holder is
 * ever shown, and a code that nobody has is answered in the same shape and after the same work. */
#include "api/certificates/certificates.h"

#include "api/checks.h"
#include "api/operation.h"
#include "certificate.h"
#include "identity.h"
#include "sql.h"
#include "text/folded.h"

#include <sodium.h>

/* What may be compared. */
enum told {
    TOLD_NUMBER,
    TOLD_BIRTH_NAME,
    TOLD_USAGE_NAME,
    TOLD_FIRST_NAME,
    TOLD_BIRTH_DATE,
    TOLD_COUNT,
};

struct match_body {
    struct given given;
    struct slice code, number, birth_name, usage_name, first_name_1;
    int64_t birth_year, birth_month, birth_day;
};
#define AT(member) offsetof(struct match_body, member)
#define PRINTED                                                                                    \
    (FIELD_PERSONAL | FIELD_NULLABLE) /* as the certificate has it, which may be nothing */
#define NAME (PRINTED | FIELD_NAME)

static const struct field match_fields[] = {
    { "code", FIELD_TEXT, FIELD_REQUIRED | FIELD_PERSONAL | FIELD_TYPED, AT(code), 1, 100,
      .check = check_verification_code,
      .doc = "The verification code of the certificate. Case, spaces and dashes of every kind do "
             "not count.",
      .example = "\"3ZQ4T0K7M2X8W5V1C6R3J0H4E8\"" },
    REFERENCE_FIELD("number", PRINTED, AT(number), "The number, as it was told.",
                    "\"CLEA-2026-000001-90\""),
    { "birth_name", FIELD_TEXT, NAME, AT(birth_name), 1, 60,
      .doc = "The name at birth. Accents, case, hyphens and blanks do not count.",
      .example = "\"Lefèvre\"" },
    { "usage_name", FIELD_TEXT, NAME, AT(usage_name), 1, 60,
      .doc = "The name in use, compared in the same way." },
    { "first_name_1", FIELD_TEXT, NAME, AT(first_name_1), 1, 60,
      .doc = "The first given name, compared in the same way.", .example = "\"Anaïs\"" },
    { "birth_year", FIELD_INT, PRINTED, AT(birth_year), 1900, 2100,
      .doc = "Year of birth. The date is compared whole, as it is printed.", .example = "1988" },
    { "birth_month", FIELD_INT, PRINTED, AT(birth_month), 1, 12,
      .doc = "Month of birth; absent or null when none is printed.", .example = "4" },
    { "birth_day", FIELD_INT, PRINTED, AT(birth_day), 1, 31,
      .doc = "Day of birth; absent or null when none is printed.", .example = "12" },
    { .name = NULL },
};
static const struct fields match_table = { "VerificationQuestion", match_fields,
                                           sizeof(struct match_body) };

static const struct member matches_members[] = {
    { "number", MEMBER_BOOL, MEMBER_NULLABLE, .doc = "Is this the number?" },
    { "birth_name", MEMBER_BOOL, MEMBER_NULLABLE, .doc = "Is this the name at birth?" },
    { "usage_name", MEMBER_BOOL, MEMBER_NULLABLE, .doc = "Is this the name in use?" },
    { "first_name_1", MEMBER_BOOL, MEMBER_NULLABLE, .doc = "Is this the first given name?" },
    { "birth_date", MEMBER_BOOL, MEMBER_NULLABLE, .doc = "Is this the whole date of birth?" },
    { .name = NULL },
};
static const struct view matches_view = { "VerificationMatches",
                                          "What was told beside what the certificate says, member "
                                          "by member; null: it was not told.",
                                          matches_members };

static const struct member answer_members[] = {
    { "status", MEMBER_ENUM, .words = &verification_status_words,
      .doc = "VALID; ANNULLED; SUPERSEDED: a later duplicate of it bears another identity; or "
             "UNKNOWN: no certificate has this code." },
    { "title", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Title of the certification." },
    { "referential_code", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Certification." },
    { "decision_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day of the decision." },
    { "annulled_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day of annulment." },
    { "is_match", MEMBER_BOOL, MEMBER_NULLABLE,
      .doc =
          "Whether all that was told is right and the paper is VALID; null when nothing was told "
          "but the code." },
    { "matches", MEMBER_OBJECT, .of = &matches_view, .doc = "The same, member by member." },
    { .name = NULL },
};
static const struct view answer_view = { "VerificationAnswer",
                                         "What a verification code proves, and whether what was "
                                         "told of its holder is right. Nothing of the holder is "
                                         "shown.",
                                         answer_members };

/* As the certificate has it; all unset when no certificate has the code. */
struct match_snapshot {
    bool is_known, is_annulled, is_superseded;
    struct slice title, referential_code;
    struct date decision_on, annulled_on;
    struct slice number, birth_name, usage_name, first_name_1;
    int64_t birth_year, birth_month, birth_day;
};

/* Rules of a birth, as for a candidate: a date that cannot be is a slip of who typed it. */
static void prepare_match(struct exchange *x)
{
    const struct match_body *told = x->body;
    const struct civil_identity identity = { .birth_year = (int)told->birth_year,
                                             .birth_month = (int)told->birth_month,
                                             .birth_day = (int)told->birth_day };
    const unsigned faults = birth_check(&identity);
    if (faults & BIRTH_MONTH_MISSING)
        exchange_violate(x, "/birth_month", REASON_BIRTH_DATE_INCOMPLETE);
    if (faults & BIRTH_YEAR_MISSING)
        exchange_violate(x, "/birth_year", REASON_BIRTH_DATE_INCOMPLETE);
    if (faults & BIRTH_DATE_INVALID)
        exchange_violate(x, "/birth_day", REASON_DATE_INVALID);
}

static void print_code(const struct exchange *x, char ret_code[VERIFICATION_CODE_SIZE])
{
    const struct match_body *told = x->body;
    if (!verification_code_normalise(told->code.at, told->code.size, ret_code))
        ret_code[0] = '\0';
}

/* At one certificate somebody guesses so often and no more, and all together (engine/guess.h). */
static struct slice guessed(const struct exchange *x)
{
    const struct match_body *told = x->body;
    char code[VERIFICATION_CODE_SIZE];
    bool is_told = false;
    for (const struct field *field = match_fields + 1; field->name; field++)
        is_told |= field_is_given(&match_table, told, field->name) &&
                   !field_is_null(&match_table, told, field->name);
    print_code(x, code);
    return is_told ? arena_copy(x->arena, slice_of(code)) : SLICE_UNSET;
}

static void bind_code(const struct exchange *x, struct params *params)
{
    char code[VERIFICATION_CODE_SIZE];
    print_code(x, code);
    params_item(params);
    params_text(params, "code", slice_of(code));
}

static void read_holder(struct exchange *x, struct row *row)
{
    *(struct match_snapshot *)x->snapshot = (struct match_snapshot){
        .is_known = true,
        .is_annulled = row_bool(row, "is_annulled"),
        .is_superseded = row_bool(row, "is_superseded"),
        .title = row_text(row, "title"),
        .referential_code = row_text(row, "referential_code"),
        .decision_on = row_date(row, "decision_on"),
        .annulled_on = row_date(row, "annulled_on"),
        .number = row_text(row, "number"),
        .birth_name = row_text(row, "birth_name"),
        .usage_name = row_text(row, "usage_name"),
        .first_name_1 = row_text(row, "first_name_1"),
        .birth_year = row_int(row, "birth_year"),
        .birth_month = row_int(row, "birth_month"),
        .birth_day = row_int(row, "birth_day"),
    };
}

static const struct load match_loads[] = {
    { &SQL_verification_holder_load, bind_code, read_holder },
    { .statement = NULL },
};

/* As names are compared everywhere, and in a time that does not tell how much of it is alike: what
 * is compared are digests. */
static void digest(struct exchange *x, struct slice text,
                   unsigned char ret_digest[crypto_hash_sha256_BYTES])
{
    struct buffer folded = { 0 };
    text_fold(text, &folded);
    x->has_failed |= folded.has_failed;
    crypto_hash_sha256(ret_digest, (const unsigned char *)buffer_as_slice(&folded).at, folded.size);
    buffer_release(&folded);
}

static bool is_alike(struct exchange *x, struct slice told, struct slice written)
{
    unsigned char digests[2][crypto_hash_sha256_BYTES];
    digest(x, told, digests[0]);
    digest(x, written, digests[1]);
    return (sodium_memcmp(digests[0], digests[1], sizeof digests[0]) == 0) & (written.size > 0);
}

struct comparison {
    bool is_told, matches;
};

static void compare(struct exchange *x, struct comparison ret_comparisons[TOLD_COUNT])
{
    const struct match_snapshot *known = x->snapshot;
    const struct match_body *told = x->body;
    const struct {
        struct slice told, written;
    } texts[TOLD_BIRTH_DATE] = {
        [TOLD_NUMBER] = { told->number, known->number },
        [TOLD_BIRTH_NAME] = { told->birth_name, known->birth_name },
        [TOLD_USAGE_NAME] = { told->usage_name, known->usage_name },
        [TOLD_FIRST_NAME] = { told->first_name_1, known->first_name_1 },
    };
    for (enum told i = 0; i < TOLD_BIRTH_DATE; i++) {
        ret_comparisons[i].is_told = slice_is_set(texts[i].told);
        ret_comparisons[i].matches = is_alike(x, texts[i].told, texts[i].written);
    }
    ret_comparisons[TOLD_BIRTH_DATE] = (struct comparison){
        .is_told = told->birth_year != 0,
        .matches = (told->birth_year == known->birth_year) &
                   (told->birth_month == known->birth_month) &
                   (told->birth_day == known->birth_day) & (known->birth_year != 0),
    };
}

static void write_comparison(struct writer *writer, const char *name, struct comparison comparison)
{
    writer_key(writer, name);
    if (comparison.is_told)
        writer_bool(writer, comparison.matches);
    else
        writer_null(writer);
}

static enum verification_status_word status_of(const struct match_snapshot *known)
{
    if (!known->is_known)
        return VERIFICATION_UNKNOWN;
    if (known->is_annulled)
        return VERIFICATION_ANNULLED;
    return known->is_superseded ? VERIFICATION_SUPERSEDED : VERIFICATION_VALID;
}

static void render_match(struct exchange *x, struct writer *writer)
{
    const struct match_snapshot *known = x->snapshot;
    struct comparison comparisons[TOLD_COUNT];
    struct comparison all = { false, true };
    compare(x, comparisons);
    for (enum told i = 0; i < TOLD_COUNT; i++) {
        all.is_told |= comparisons[i].is_told;
        all.matches &= comparisons[i].matches | !comparisons[i].is_told;
    }
    x->was_right = all.is_told & all.matches; /* of an annulled one, too */
    all.matches &= status_of(known) == VERIFICATION_VALID;
    writer_open(writer, '{');
    writer_key(writer, "status");
    writer_text(writer, verification_status_words.codes[status_of(known)]);
    writer_key(writer, "title");
    writer_string(writer, known->title);
    writer_key(writer, "referential_code");
    writer_string(writer, known->referential_code);
    writer_key(writer, "decision_on");
    writer_date(writer, known->decision_on);
    writer_key(writer, "annulled_on");
    writer_date(writer, known->annulled_on);
    write_comparison(writer, "is_match", all);
    writer_key(writer, "matches");
    writer_open(writer, '{');
    for (enum told i = 0; i < TOLD_COUNT; i++)
        write_comparison(writer, matches_members[i].name, comparisons[i]);
    writer_close(writer, '}');
    writer_close(writer, '}');
}

static const enum reason match_reasons[] = { REASON_BIRTH_DATE_INCOMPLETE, REASON_DATE_INVALID,
                                             REASON_TOO_MANY_ATTEMPTS, REASON_NONE };

const struct operation verification_match_operations[] = {
    {
        .id = "confirmCertificate",
        .method = METHOD_POST,
        .path = "/v1/verifications",
        .tag = "Certificates",
        .limit = LIMIT_CODES,
        .guessed = guessed,
        .summary = "Confirm what was told of a certificate and its holder.",
        .description = "Public. An employer who was shown a certificate asks whether the name, the "
                       "date of birth and the number on it are those of the register. Nothing of "
                       "the holder is shown. An unknown code answers in the same shape: UNKNOWN, "
                       "and nothing matches; what has not the 26 letters and digits of a code is "
                       "a slip of typing (422). What is right counts nowhere; what is wrong is "
                       "counted of each address and of each certificate. When too much was wrong, "
                       "429 tells nothing of what was asked, and Retry-After when to ask again: at "
                       "that time, or within an hour of it, that address is answered whatever "
                       "others have asked meanwhile.",
        .roles = 0,
        .body = &match_table,
        .loads = match_loads,
        .snapshot_size = sizeof(struct match_snapshot),
        .prepare = prepare_match,
        .reply = { 200, .render = render_match, .view = &answer_view },
        .reasons = match_reasons,
    },
    { .id = NULL },
};
