/* SPDX-License-Identifier: EUPL-1.2 */
/* The shapes of refusals, which no view describes: the problem document, what is wrong with a
 * value, a guard that does not hold, and what it tells beside its sentence. */
#include "contract/contract_problem.h"

#include "contract/contract_text.h"
#include "reason.h"

/* A bound is a number, or a date or an instant as text. */
static const char violation_schema[] =
    "{\"description\":\"What is wrong with one value: exactly one of pointer, parameter and header "
    "says where.\",\"type\":\"object\",\"required\":[\"code\",\"detail\",\"params\"],"
    "\"properties\":{\"pointer\":{\"type\":\"string\",\"description\":\"JSON Pointer into the body "
    "(RFC 6901), to the very item.\"},\"parameter\":{\"type\":\"string\",\"description\":\"Query "
    "parameter.\"},\"header\":{\"type\":\"string\",\"description\":\"Header "
    "field.\"},\"code\":{\"$ref\":\"#/components/schemas/ReasonCode\"},\"detail\":{\"type\":"
    "\"string\",\"description\":\"For people.\"},\"hint\":{\"type\":\"string\",\"description\":"
    "\"For developers, where there is something to add.\"},\"params\":{\"type\":\"object\","
    "\"description\":\"What was expected; what is not known is left "
    "out.\",\"properties\":{\"cause\":{\"$ref\":\"#/components/schemas/ReasonCode\"},"
    "\"type\":{\"type\":\"string\",\"description\":\"TEXT, IDENTIFIER, DATE, INSTANT, INTEGER, "
    "BOOLEAN, CODE, OBJECT or LIST.\"},\"values\":{\"type\":\"array\",\"description\":\"The codes "
    "that are taken.\",\"items\":{\"type\":\"string\"}},\"min\":{\"type\":[\"integer\",\"string\"],"
    "\"description\":\"The least value, or number of characters or items.\"},\"max\":{\"type\":"
    "[\"integer\",\"string\"],\"description\":\"The greatest of them.\"},\"limit\":{\"type\":"
    "[\"integer\",\"string\"],\"description\":\"The one of both that was passed.\"},"
    "\"time_zone\":{\"type\":\"string\",\"description\":\"In which zone the dates are "
    "reckoned (IANA).\"},"
    "\"line\":{\"type\":\"integer\",\"description\":\"Of a body that cannot be read: up to where "
    "it was.\"},\"column\":{\"type\":\"integer\",\"description\":\"In that line, from 1.\"},"
    "\"character\":{\"type\":\"string\",\"description\":\"The one at fault: U+5C71.\"},"
    "\"member\":{\"type\":\"string\",\"description\":\"Which member, of what is meant, holds "
    "it.\"},"
    "\"missing\":{\"type\":\"array\",\"description\":\"What a list has to hold and does "
    "not.\",\"items\":{\"type\":\"string\"}},"
    "\"suggestions\":{\"type\":\"array\",\"description\":\"What may be meant "
    "instead.\",\"items\":{\"type\":\"object\","
    "\"required\":[\"code\",\"label\"],\"properties\":{\"code\":{\"type\":\"string\"},\"label\":{"
    "\"type\":\"string\"}}}}}}}}";

static const char refusal_schema[] =
    "{\"description\":\"A guard that does not "
    "hold.\",\"type\":\"object\",\"required\":[\"code\",\"message\",\"details\",\"resolve_with\"],"
    "\"properties\":{\"code\":{\"$ref\":\"#/components/schemas/"
    "ReasonCode\"},\"message\":{\"type\":\"string\",\"description\":\"For "
    "people.\"},\"details\":{\"$ref\":\"#/components/schemas/"
    "RefusalDetails\"},\"resolve_with\":{\"description\":\"The call that would help, when there is "
    "one that the caller may "
    "make.\",\"anyOf\":[{\"type\":\"object\",\"required\":[\"method\",\"href\",\"event\"],"
    "\"properties\":{\"method\":{\"type\":\"string\"},\"href\":{\"type\":\"string\"},\"event\":{"
    "\"type\":[\"string\",\"null\"],\"description\":\"Which event to send "
    "there.\"}}},{\"type\":\"null\"}]}}}";

static const char problem_schema[] =
    "{\"description\":\"Why a request was refused (RFC "
    "9457).\",\"type\":\"object\",\"required\":[\"type\",\"title\",\"status\",\"detail\",\"code\","
    "\"request_id\"],\"properties\":{\"type\":{\"type\":\"string\",\"description\":\"urn:problem-"
    "type:clea: and the code in "
    "kebab-case.\"},\"title\":{\"type\":\"string\",\"description\":\"The same for every problem of "
    "the type.\"},\"hint\":{\"type\":\"string\",\"description\":\"For developers, where there is "
    "something to add to the detail.\"},\"status\":{\"type\":\"integer\",\"description\":\"HTTP "
    "status.\"},\"detail\":{\"type\":\"string\",\"description\":\"What is wrong and what to do "
    "about "
    "it.\"},\"code\":{\"$ref\":\"#/components/schemas/"
    "ReasonCode\"},\"request_id\":{\"type\":[\"string\",\"null\"],\"description\":\"X-Request-Id "
    "of this request.\"},\"errors\":{\"type\":\"array\",\"description\":\"Every violation (400, "
    "422).\",\"items\":{\"$ref\":\"#/components/schemas/"
    "Violation\"}},\"is_truncated\":{\"type\":\"boolean\",\"description\":\"Beside `errors`: "
    "there are more than the first hundred, which are "
    "listed.\"},\"reasons\":{\"type\":\"array\",\"description\":\"Every guard that does not "
    "hold.\",\"items\":{\"$ref\":\"#/components/schemas/"
    "Refusal\"}},\"allowed_events\":{\"type\":\"array\",\"description\":\"Events that the state "
    "allows, beside INVALID_STATE.\",\"items\":{\"type\":\"string\"}}}}";

/* --- what a guard tells --- */

#define ID_SHAPE     "{\"type\":\"string\",\"format\":\"uuid\"}"
#define IDS_SHAPE    "{\"type\":\"array\",\"items\":" ID_SHAPE "}"
#define DATE_SHAPE   "{\"type\":\"string\",\"format\":\"date\"}"
#define TEXT_SHAPE   "{\"type\":\"string\"}"
#define TEXTS_SHAPE  "{\"type\":\"array\",\"items\":" TEXT_SHAPE "}"
#define NUMBER_SHAPE "{\"type\":\"integer\"}"

/* By name: a member is the same thing whichever reason tells it. */
static const struct {
    const char *name, *shape, *doc;
} details[] = {
    { "pointer", TEXT_SHAPE, "JSON Pointer to the member of the body that is at fault." },
    { "member", TEXT_SHAPE, "The member that is at fault, where no pointer leads to it." },
    { "id", ID_SHAPE, "The thing that is at fault, or that is there already." },
    { "agenda_item_id", ID_SHAPE, "A line of an agenda." },
    { "appeal_id", ID_SHAPE, "An appeal." },
    { "appointment_ids", IDS_SHAPE, "Appointments." },
    { "candidacy_id", ID_SHAPE, "A candidacy." },
    { "candidacy_ids", IDS_SHAPE, "Candidacies." },
    { "candidate_id", ID_SHAPE, "A candidate." },
    { "candidate_ids", IDS_SHAPE, "Candidates." },
    { "certificate_id", ID_SHAPE, "A certificate." },
    { "commission_id", ID_SHAPE, "A commission." },
    { "decision_id", ID_SHAPE, "A decision." },
    { "file_id", ID_SHAPE, "A file." },
    { "member_ids", IDS_SHAPE, "Members of a commission." },
    { "override_id", ID_SHAPE, "The naming of a commission in place of the competent one." },
    { "session_id", ID_SHAPE, "A session." },
    { "survivor_id", ID_SHAPE, "The record that was kept of two that were merged." },
    { "code", TEXT_SHAPE, "A code that is not taken." },
    { "criterion_codes", TEXTS_SHAPE, "Criteria of the référentiel." },
    { "domain_codes", TEXTS_SHAPE, "Domains of the référentiel." },
    { "referential_code", TEXT_SHAPE, "The certification." },
    { "names", TEXTS_SHAPE, "What is missing or at fault, by name." },
    { "missing", TEXT_SHAPE, "What has to come first." },
    { "date", DATE_SHAPE, "The day that is at fault." },
    { "limit_date", DATE_SHAPE, "The day that bounds it." },
    { "limit", NUMBER_SHAPE, "How many there may be." },
    { "bound", TEXT_SHAPE, "Which bound was met (vocabulary bounds)." },
    { "limit_bytes", NUMBER_SHAPE, "How long a body may be." },
    { "expected_count", NUMBER_SHAPE, "How many are needed." },
    { "found_count", NUMBER_SHAPE, "How many there are." },
    { "recused_count", NUMBER_SHAPE, "How many of them do not vote on the file." },
    { "attended_minutes", NUMBER_SHAPE, "Minutes that would be attended." },
    { "limit_minutes", NUMBER_SHAPE, "Minutes that may be." },
    { "left_minutes", NUMBER_SHAPE, "Minutes that are left of them." },
    { "permission", TEXT_SHAPE, "The permission that the key lacks." },
    { "role", TEXT_SHAPE, "The role that is at fault." },
    { "roles", TEXTS_SHAPE, "Whose act it is (vocabulary roles)." },
    { "whose", TEXT_SHAPE, "Whose act it is, beyond the role (vocabulary act-owners)." },
    { "status", TEXT_SHAPE, "What has become of a record." },
    { "state", TEXT_SHAPE, "The state that a thing is in." },
    { "state_label", TEXT_SHAPE, "What to show for it, in the language asked for." },
    { "attempts", NUMBER_SHAPE, "How often it was tried." },
    { "created_at", "{\"type\":\"string\",\"format\":\"date-time\"}", "Since when it waits." },
    { "functions", "{\"type\":\"array\",\"items\":{\"type\":\"object\"}}",
      "Functions that the caller has, as GET /v1/me lists them." },
    { "conflicts", "{\"type\":\"array\",\"items\":{\"type\":\"object\"}}",
      "What keeps two records apart (vocabulary merge-conflicts)." },
    { "claimed", TEXT_SHAPE, "The type that a file was said to have." },
    { "found", "{\"type\":[\"string\",\"null\"]}",
      "The type that it has; null when it is none that is taken." },
};

static void write_details(struct writer *writer)
{
    writer_open(writer, '{');
    write_text(writer, "type", "object");
    write_text(writer, "description",
               "What is at fault, by the reason: members of these, and perhaps others of its own. "
               "Words in capitals are those of a vocabulary.");
    write_bool(writer, "additionalProperties", true);
    writer_key(writer, "properties");
    writer_open(writer, '{');
    for (unsigned i = 0; i < sizeof details / sizeof details[0]; i++) {
        writer_key(writer, details[i].name);
        struct slice shape = slice_of(details[i].shape);
        writer_raw(writer, (struct slice){ shape.at, shape.size - 1 });
        writer->has_member[++writer->depth] = true; /* the shape is open behind its members */
        write_text(writer, "description", details[i].doc);
        writer_close(writer, '}');
    }
    writer_close(writer, '}');
    writer_close(writer, '}');
}

static void write_reason_codes(struct writer *writer)
{
    writer_open(writer, '{');
    write_text(writer, "description",
               "Every reason of a refusal or a failure; texts under /v1/problems.");
    write_text(writer, "type", "string");
    writer_key(writer, "enum");
    writer_open(writer, '[');
    for (int reason = REASON_NONE + 1; reason < REASON_COUNT; reason++)
        writer_text(writer, reason_info((enum reason)reason)->code);
    writer_close(writer, ']');
    writer_close(writer, '}');
}

void contract_write_problem_schemas(struct writer *writer)
{
    writer_key(writer, "Problem");
    writer_raw(writer, slice_of(problem_schema));
    writer_key(writer, "Refusal");
    writer_raw(writer, slice_of(refusal_schema));
    writer_key(writer, "RefusalDetails");
    write_details(writer);
    writer_key(writer, "Violation");
    writer_raw(writer, slice_of(violation_schema));
    writer_key(writer, "ReasonCode");
    write_reason_codes(writer);
}
