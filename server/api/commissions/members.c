/* SPDX-License-Identifier: EUPL-1.2 */
/* The mandates of the members of commissions. */
#include "api/record.h"
#include "api/registry/link_requests.h"
#include "api/registry/registry.h"
#include "sql.h"

struct member_body {
    struct given given;
    struct id person_id;
    int college;
    struct date mandate_from, mandate_to;
    bool is_alternate;
    struct slice reason;
};

#define AT(member) offsetof(struct member_body, member)
static const struct field member_fields[] = {
    { "person_id", FIELD_ID, FIELD_REQUIRED, AT(person_id), .doc = "The juror.",
      .example = "\"01900000-0000-7000-8000-000000000001\"" },
    { "college", FIELD_ENUM, FIELD_REQUIRED, AT(college), .words = &college_words,
      .doc = "EMPLOYER or EMPLOYEE: parity is counted by college.", .example = "\"EMPLOYER\"" },
    { "mandate_from", FIELD_DATE, FIELD_REQUIRED, AT(mandate_from),
      .doc = "First day of the mandate.", .example = "\"2026-01-01\"" },
    { "mandate_to", FIELD_DATE, FIELD_NULLABLE, AT(mandate_to),
      .doc = "Last day of the mandate, included; null = open." },
    { "is_alternate", FIELD_BOOL, 0, AT(is_alternate), .doc = "Alternate member (suppléant)." },
    LINK_REASON_FIELD(AT(reason)),
    { "id", FIELD_ID, FIELD_READ_ONLY },
    { "version", FIELD_INT, FIELD_READ_ONLY },
    { .name = NULL },
};
static const struct field member_change_fields[] = {
    { "mandate_to", FIELD_DATE, FIELD_NULLABLE, AT(mandate_to),
      .doc = "Last day of the mandate, included; null opens it again." REGISTRY_END_DOC,
      .example = "\"2026-12-31\"" },
    { "is_alternate", FIELD_BOOL, 0, AT(is_alternate), .doc = "Alternate member (suppléant)." },
    { "person_id", FIELD_ID, FIELD_READ_ONLY },
    { "college", FIELD_TEXT, FIELD_READ_ONLY },
    { "mandate_from", FIELD_DATE, FIELD_READ_ONLY },
    { "id", FIELD_ID, FIELD_READ_ONLY },
    { "version", FIELD_INT, FIELD_READ_ONLY },
    { .name = NULL },
};
#undef AT
static const struct fields new_member = { "NewCommissionMember", member_fields,
                                          sizeof(struct member_body) };
static const struct fields member_change = { "CommissionMemberChange", member_change_fields,
                                             sizeof(struct member_body) };

static const struct member member_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier of the mandate: the member_id of sessions." },
    { "commission_id", MEMBER_ID, .doc = "The commission." },
    { "person_id", MEMBER_ID, .doc = "The juror." },
    { "last_name", MEMBER_TEXT, .doc = "Name." },
    { "first_name", MEMBER_TEXT, .doc = "First name." },
    { "college", MEMBER_ENUM, .words = &college_words, .doc = "EMPLOYER or EMPLOYEE." },
    { "mandate_from", MEMBER_DATE, .doc = "First day." },
    { "mandate_to", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Last day, included." },
    { "is_alternate", MEMBER_BOOL, .doc = "Alternate member." },
    { "version", MEMBER_INT, .doc = "For If-Match." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view member_view = { "CommissionMember",
                                         "A juror with a mandate in a commission.",
                                         member_members };

struct member_snapshot {
    struct id root_id; /* commission, or member */
    bool is_person_known;
    struct date mandate_to;   /* as it stands */
    struct exercise exercise; /* the last session of the mandate */
    struct id awaiting_id;    /* the session whose minutes the member has yet to sign */
    struct link_wish wish;
    struct link_standing standing;
};

static void read_commission_root(struct exchange *x, struct row *row)
{
    ((struct member_snapshot *)x->snapshot)->root_id = row_id(row, "id");
}

static void bind_member_person(const struct exchange *x, struct params *params)
{
    const struct member_body *body = x->body;
    params_item(params);
    params_id(params, "person_id", body->person_id);
    params_id(params, "commission_id", x->path_id[0]);
    params_text(params, "commission_reference",
                id_is_set(x->path_id[0]) ? SLICE_UNSET : x->path_text[0]);
    params_date(params, "mandate_from", body->mandate_from);
    params_date(params, "mandate_to", body->mandate_to);
    params_int(params, "days", x->policy->consent_days);
}

static void read_member_person(struct exchange *x, struct row *row)
{
    struct member_snapshot *known = x->snapshot;
    known->is_person_known = id_is_set(row_id(row, "id"));
    known->standing.needs_consent = row_bool(row, "needs_consent");
    known->standing.pending_id = row_id(row, "pending_id");
    known->standing.overlapping_id = row_id(row, "overlapping_id");
    known->standing.is_excluded = row_bool(row, "is_excluded");
    known->standing.asked_count = (int)row_int(row, "asked_count");
}

static const struct load member_list_loads[] = {
    { &SQL_commission_root, NULL, read_commission_root, LOAD_REQUIRED },
    { .statement = NULL },
};
static const struct load new_member_loads[] = {
    { &SQL_commission_root, NULL, read_commission_root, LOAD_REQUIRED },
    { &SQL_member_person, bind_member_person, read_member_person, 0 },
    { .statement = NULL },
};

static void read_member_root(struct exchange *x, struct row *row)
{
    struct member_snapshot *known = x->snapshot;
    known->root_id = row_id(row, "id");
    known->mandate_to = row_date(row, "mandate_to");
    known->exercise = (struct exercise){ .pointer = "/mandate_to",
                                         .member = "session_id",
                                         .address = "/v1/sessions/" };
    registry_read_exercise(row, &known->exercise);
    known->awaiting_id = row_id(row, "awaiting_session_id");
    known->standing.needs_consent = row_bool(row, "needs_consent");
    x->version = row_int(row, "version");
    record_read(x, row);
}

static const struct load member_loads[] = {
    { &SQL_member_root, exchange_bind_path_id, read_member_root, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

static void check_member(struct exchange *x, const void *record)
{
    const struct member_body *member = record;
    if (!date_is_set(member->mandate_to) ||
        !date_is_before(member->mandate_to, member->mandate_from))
        return;
    exchange_violate(x, "/mandate_to", REASON_RANGE);
    exchange_expect(x, expected_dates(member->mandate_from, (struct date){ 0 }));
}

static void check_member_end(struct exchange *x, const void *record)
{
    const struct member_body *member = record;
    registry_check_end(x, "/mandate_to", member->mandate_from, member->mandate_to);
}

enum { UPDATE_MEMBER, MEMBER_WRITES };
static const struct write member_writes[MEMBER_WRITES];

static void decide_member(struct exchange *x)
{
    struct member_snapshot *known = x->snapshot;
    const struct member_body *body = x->body;
    known->wish = (struct link_wish){
        .kind = LINK_FUNCTION,
        .commission_id = known->root_id,
        .person_id = body->person_id,
        .role = SLICE("JUROR"),
        .college = slice_of(college_words.codes[body->college]),
        .is_alternate = body->is_alternate,
        .valid_from = body->mandate_from,
        .valid_to = body->mandate_to,
        .reason = body->reason,
    };
    if (!known->is_person_known)
        exchange_violate(x, "/person_id", REASON_REFERENCE_UNKNOWN);
    else
        link_decide(x, &known->wish, &known->standing);
}

static void decide_member_change(struct exchange *x)
{
    const struct member_snapshot *known = x->snapshot;
    const struct member_body *after = x->record;
    if (known->standing.needs_consent && registry_is_longer(known->mandate_to, after->mandate_to))
        exchange_refuse(x, REASON_LINK_LONGER, (struct slice){ 0 });
    registry_refuse_in_use(x, after->mandate_to, &known->exercise);
    if (registry_is_longer(after->mandate_to, known->mandate_to))
        registry_refuse_awaited(x, known->awaiting_id);
    x->result_id = x->root_id = known->root_id;
    exchange_effect(x, &member_writes[UPDATE_MEMBER], 0, NULL);
}

static const struct write member_writes[MEMBER_WRITES] = {
    [UPDATE_MEMBER] = { &SQL_member_update, record_bind_change, WRITE_EXACT },
};

static const enum reason member_reasons[] = { REASON_REFERENCE_UNKNOWN, LINK_REASONS, REASON_NONE };
static const enum reason member_change_reasons[] = { REASON_PERIOD_OVERLAP,
                                                     REASON_LINK_LONGER,
                                                     REASON_PERSON_NOT_ACTIVE,
                                                     REASON_JUROR_IS_SECRETARY,
                                                     REASON_FUNCTION_IN_USE,
                                                     REASON_SIGNATURE_AWAITED,
                                                     REASON_NONE };

const struct operation commission_member_operations[] = {
    {
        .id = "listCommissionMembers",
        .method = METHOD_GET,
        .path = "/v1/commissions/{commission_id}/members",
        .tag = "Commissions",
        .summary = "Read the members of a commission with their mandates.",
        .description = "Past mandates too, by college and name.",
        .roles = ROLES_COMMISSION,
        .flags = OPERATION_LIST | OPERATION_PERSONAL | OPERATION_UNPAGED | OPERATION_REFERENCE,
        .loads = member_list_loads,
        .snapshot_size = sizeof(struct member_snapshot),
        .reply = { 200, &SQL_member_list, exchange_bind_path, &member_view },
    },
    {
        .id = "addCommissionMember",
        .method = METHOD_POST,
        .path = "/v1/commissions/{commission_id}/members",
        .tag = "Commissions",
        .limit = LIMIT_GRANTS,
        .summary = "Give a person a mandate in a commission.",
        .description =
            "Mandates of one human in one commission do not overlap, under whichever "
            "accounts: 409 PERIOD_OVERLAP. A secretary always asks: 202 with the request, "
            "which the person accepts, or the certifier grants. The certifier gives it "
            "at once, of people who act for others too with a reason: 201 with the "
            "mandate. Nobody is a juror and a secretary of one commission on one day "
            "(JUROR_IS_SECRETARY).",
        .roles = ROLE_CERTIFIER | ROLE_SECRETARY,
        .flags =
            OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_KEY_REQUIRED | OPERATION_REFERENCE,
        .body = &new_member,
        .loads = new_member_loads,
        .snapshot_size = sizeof(struct member_snapshot),
        .check = check_member,
        .decide = decide_member,
        .writes = { WRITES(link_request_writes) },
        .reply = { 201, &SQL_member_view, exchange_bind_result, &member_view,
                   .other = &link_asked_reply },
        .reasons = member_reasons,
    },
    {
        .id = "changeCommissionMember",
        .method = METHOD_PATCH,
        .path = "/v1/members/{member_id}",
        .tag = "Commissions",
        .summary = "End or change a mandate.",
        .description =
            "A merge patch. It ends no earlier than the last session in "
            "which the member is recorded as present (FUNCTION_IN_USE), and is not cut short while "
            "minutes await the member's signature (SIGNATURE_AWAITED). The "
            "certifier alone makes a mandate longer; a secretary asks for another.",
        .roles = ROLE_CERTIFIER | ROLE_SECRETARY,
        .flags = OPERATION_COMMAND | OPERATION_PERSONAL | OPERATION_IF_MATCH,
        .body = &member_change,
        .record = &new_member,
        .check = check_member_end,
        .loads = member_loads,
        .snapshot_size = sizeof(struct member_snapshot),
        .decide = decide_member_change,
        .writes = { WRITES(member_writes) },
        .reply = { 200, &SQL_member_view, exchange_bind_result, &member_view },
        .reasons = member_change_reasons,
    },
    { .id = NULL },
};
