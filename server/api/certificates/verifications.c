/* SPDX-License-Identifier: EUPL-1.2 */
/* The public verification of a certificate by its code. */
#include "api/certificates/certificates.h"

#include "api/certificates/verification_page.h"
#include "api/operation.h"
#include "certificate.h"
#include "sql.h"

static const struct member verification_members[] = {
    { "number", MEMBER_TEXT, .doc = "Number of the certificate." },
    { "status", MEMBER_ENUM, .words = &verification_status_words,
      .only =
          1u << VERIFICATION_VALID | 1u << VERIFICATION_ANNULLED | 1u << VERIFICATION_SUPERSEDED,
      .doc = "VALID, ANNULLED, or SUPERSEDED: a later duplicate of it bears another identity." },
    { "title", MEMBER_TEXT, .doc = "Title of the certification." },
    { "referential_code", MEMBER_TEXT, .doc = "Certification." },
    { "decision_on", MEMBER_DATE, .doc = "Day of the decision." },
    { "annulled_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day of annulment." },
    { "holder_initials", MEMBER_TEXT,
      .doc = "Initials of the holder; nothing else of the person is told." },
    { .name = NULL },
};
static const struct view verification_view = { "Verification", "What a verification code proves.",
                                               verification_members };

/* As a human types it; what is no code finds nothing. */
static void bind_code(const struct exchange *x, struct params *params)
{
    char code[VERIFICATION_CODE_SIZE];
    params_item(params);
    const struct slice asked = verification_code(x);
    const bool is_code =
        slice_is_set(asked) && verification_code_normalise(asked.at, asked.size, code);
    params_text(params, "code", is_code ? slice_of(code) : (struct slice){ 0 });
}

static const enum reason verify_reasons[] = { REASON_CERTIFICATE_CODE_UNKNOWN, REASON_NONE };

const struct operation verification_operations[] = {
    {
        .id = "verifyCertificate",
        .method = METHOD_GET,
        .path = "/v1/verifications/{code}",
        .tag = "Certificates",
        .summary = "Verify a certificate by its code.",
        .description = "Public. Case, spaces and dashes do not count. An unknown code answers 404. "
                       "A browser is shown a page.",
        .roles = 0,
        .query = &page_query_table,
        .reply = { 200, &SQL_verification_view, bind_code, &verification_view,
                   .missing = REASON_CERTIFICATE_CODE_UNKNOWN, .page = &verification_page },
        .reasons = verify_reasons,
    },
    {
        .id = "openVerification",
        .method = METHOD_GET,
        .path = "/v/{code}",
        .tag = "Certificates",
        .summary = "The same at an address that is short enough for a small code.",
        .description = "Public: what certificates print.",
        .roles = 0,
        .query = &page_query_table,
        .reply = { 200, &SQL_verification_view, bind_code, &verification_view,
                   .missing = REASON_CERTIFICATE_CODE_UNKNOWN, .page = &verification_page },
        .reasons = verify_reasons,
    },
    {
        .id = "typeVerification",
        .method = METHOD_GET,
        .path = "/v1/verifications",
        .tag = "Certificates",
        .summary = "Verify a certificate by the code that was typed.",
        .description =
            "Public. The same as of a code in the path. A browser is shown a page, which "
            "asks for the code where there is none.",
        .roles = 0,
        .query = &verification_query_table,
        .reply = { 200, &SQL_verification_view, bind_code, &verification_view,
                   .missing = REASON_CERTIFICATE_CODE_UNKNOWN, .page = &verification_page },
        .reasons = verify_reasons,
    },
    {
        .id = "openVerificationForm",
        .method = METHOD_GET,
        .path = "/v",
        .tag = "Certificates",
        .summary = "The same at the address whose beginning certificates print.",
        .description = "Public: who has the paper in hand, and no reader of its small code, types "
                       "the code here.",
        .roles = 0,
        .query = &verification_query_table,
        .reply = { 200, &SQL_verification_view, bind_code, &verification_view,
                   .missing = REASON_CERTIFICATE_CODE_UNKNOWN, .page = &verification_page },
        .reasons = verify_reasons,
    },
    { .id = NULL },
};
