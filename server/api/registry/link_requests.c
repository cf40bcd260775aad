/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests for links: asked for where the link would be made, read by both sides. */
#include "api/registry/link_requests.h"

#include "api/events.h"
#include "api/refusals.h"
#include "sql.h"
#include "transfer_request.h"

static const struct member asker_members[] = {
    { "scope", MEMBER_ENUM, .words = &scope_words, .doc = "What it is." },
    { "id", MEMBER_ID, MEMBER_NULLABLE, .doc = "Which; null for the certifier." },
    { "name", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Its public name; null for the certifier." },
    { "reference", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "Its reference, by which organisms and commissions of one name are told apart." },
    { "siret", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "SIRET, of an organism." },
    { "city", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Town, of an organism." },
    { .name = NULL },
};
static const struct view asker_view = { "LinkRequestAsker", "The side that asks.", asker_members };

static const struct member request_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "kind", MEMBER_ENUM, .words = &link_kind_words,
      .doc = "MEMBERSHIP of an organism in a network; FUNCTION of a person." },
    { "direction", MEMBER_ENUM, MEMBER_NULLABLE, .words = &transfer_party_words,
      .doc = "Whether the caller's side SENT or RECEIVED it; null for the certifier." },
    { "asked_by", MEMBER_OBJECT, .of = &asker_view, .doc = "Who asks." },
    { "network_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The network of a membership, or of its manager." },
    { "organism_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The organism of a membership, or in which the function would be." },
    { "commission_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The commission in which the mandate or the secretariat would be." },
    { "funder_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "The funder for whom somebody would act." },
    { "person_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "The person of a function." },
    { "role", MEMBER_ENUM, MEMBER_NULLABLE, .words = &link_function_words,
      .doc = "The function; JUROR is a mandate." },
    { "college", MEMBER_ENUM, MEMBER_NULLABLE, .words = &college_words, .doc = "Of a mandate." },
    { "is_alternate", MEMBER_BOOL, MEMBER_NULLABLE, .doc = "Of a mandate." },
    { "valid_from", MEMBER_DATE,
      .doc = "First day asked for. A link begins on the day on which it is accepted when that is "
             "later." },
    { "valid_to", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Last day, included; null = open." },
    { "asked_on", MEMBER_DATE, .doc = "Day of the request." },
    { "answer_until", MEMBER_DATE, .doc = "Last day to answer; the day after, it lapses." },
    { "message", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "From who asks to the other side." },
    { "state", MEMBER_ENUM, .words = &link_request_state_words,
      .doc = "PENDING; ACCEPTED by the other side, or at once where nobody else is bound, or "
             "GRANTED by the certifier: the link is made; "
             "DECLINED by the other side; RETRACTED by who asked; LAPSED: nobody answered." },
    { "settled_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day of the end." },
    { "reason", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Why it ended so; both sides read it." },
    { "link_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The membership, affiliation, mandate or staff function that came of it." },
    { "version", MEMBER_INT, .doc = "For If-Match and expected_version." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
const struct view link_request_view = { "LinkRequest", "What one side asks of the other.",
                                        request_members };

/* --- asking --- */

void link_bind_wanted(const struct exchange *x, struct params *params, const struct link_wish *wish)
{
    params_item(params);
    params_id(params, "network_id", wish->network_id);
    params_id(params, "organism_id", wish->organism_id);
    params_id(params, "commission_id", wish->commission_id);
    params_id(params, "funder_id", wish->funder_id);
    params_id(params, "person_id", wish->person_id);
    params_text(params, "role", wish->role);
    params_date(params, "valid_from", wish->valid_from);
    params_date(params, "valid_to", wish->valid_to);
    params_int(params, "days", x->policy->consent_days);
}

void link_read_standing(struct exchange *x, struct row *row, struct link_standing *ret_standing)
{
    const struct date there = moment_day(x->moment, exchange_read_zone(row, "time_zone"));
    if (date_is_before(there, x->today))
        x->today = there;
    ret_standing->needs_consent = row_bool(row, "needs_consent");
    ret_standing->pending_id = row_id(row, "pending_id");
    ret_standing->is_closed = row_bool(row, "is_closed");
    ret_standing->overlapping_id = row_id(row, "overlapping_id");
    ret_standing->is_excluded = row_bool(row, "is_excluded");
    ret_standing->meets_session = !row_is_null(row, "meets_session_id");
    ret_standing->asked_count = (int)row_int(row, "asked_count");
}

/* What the write needs to know of the decision. */
struct link_asked {
    const struct link_wish *wish;
    enum link_request_state state;
};

void link_decide(struct exchange *x, const struct link_wish *wish,
                 const struct link_standing *standing)
{
    const bool is_certifier = exchange_has_role(x, ROLE_CERTIFIER);
    const struct link_question question = {
        .valid_from = wish->valid_from,
        .valid_to = wish->valid_to,
        .today = x->today,
        .overlapping_id = standing->overlapping_id,
        .is_excluded = standing->is_excluded,
        .meets_session = standing->meets_session,
        .needs_consent = standing->needs_consent,
        .repetition = { standing->asked_count, x->policy->requests_per_matter },
    };
    struct link_asked *asked = exchange_alloc(x, sizeof *asked);
    if (!asked)
        return;
    if (standing->is_closed)
        exchange_refuse(x, REASON_PERSON_NOT_ACTIVE, SLICE_UNSET);
    *asked = (struct link_asked){ wish, link_request_first_state(&question, is_certifier) };
    struct outcome outcome = link_request_ask(&question, asked->state);
    if (asked->state == LINK_REQUEST_PENDING && id_is_set(standing->pending_id))
        outcome_add(&outcome, REASON_LINK_ALREADY_REQUESTED,
                    &(struct reason_detail){ .id = standing->pending_id });
    if (asked->state == LINK_REQUEST_GRANTED && !slice_is_set(wish->reason))
        outcome_add(&outcome, REASON_REASON_REQUIRED, NULL);
    refuse_outcome(x, &outcome, NULL);
    x->result_id = exchange_new_id(x); /* of the request, or of the link that is made */
    x->other_id = exchange_new_id(x);
    x->root_id = x->result_id;
    x->is_other = asked->state == LINK_REQUEST_PENDING;
    exchange_effect(x, &link_request_writes[LINK_INSERT_REQUEST], 0, asked);
}

static void bind_wish(const struct link_wish *wish, struct params *params)
{
    params_text(params, "kind", slice_of(link_kind_names[wish->kind]));
    params_id(params, "network_id", wish->network_id);
    params_id(params, "organism_id", wish->organism_id);
    params_id(params, "commission_id", wish->commission_id);
    params_id(params, "funder_id", wish->funder_id);
    params_id(params, "person_id", wish->person_id);
    params_text(params, "role", wish->role);
    params_text(params, "college", wish->college);
    if (slice_is_set(wish->college))
        params_bool(params, "is_alternate", wish->is_alternate);
    else
        params_null(params, "is_alternate");
    params_date(params, "valid_from", wish->valid_from);
    params_date(params, "valid_to", wish->valid_to);
}

static void bind_request(const struct exchange *x, const struct effect *effect,
                         struct params *params)
{
    const struct link_asked *asked = effect->item;
    const bool is_settled = asked->state != LINK_REQUEST_PENDING;
    const struct id nobody = { { 0 } };
    const struct date never = { 0 };
    params_id(params, "id", is_settled ? x->other_id : x->result_id);
    bind_wish(asked->wish, params);
    params_id(params, "asked_by", x->principal.person_id);
    params_id(params, "asked_with", x->principal.credential_id);
    params_date(params, "asked_on", x->today);
    params_date(params, "answer_until", date_add_days(x->today, x->policy->consent_days));
    params_text(params, "message", is_settled ? SLICE_UNSET : asked->wish->reason);
    params_text(params, "state", slice_of(link_request_state_names[asked->state]));
    params_date(params, "settled_on", is_settled ? x->today : never);
    params_id(params, "settled_by", is_settled ? x->principal.person_id : nobody);
    params_text(params, "reason", is_settled ? asked->wish->reason : SLICE_UNSET);
    params_id(params, "link_id", is_settled ? x->result_id : nobody);
}

const struct write link_request_writes[LINK_REQUEST_WRITES] = {
    [LINK_INSERT_REQUEST] = { &SQL_link_request_insert, bind_request, WRITE_EXACT },
};

/* --- reading --- */

static void bind_who_reads(const struct exchange *x, struct params *params)
{
    params_id(params, "caller_id", x->principal.person_id);
    params_id(params, "credential_id", x->principal.credential_id);
    params_bool(params, "acts_for_scope", exchange_has_role(x, LINK_AGENTS));
}

void link_bind_reader(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "id", x->path_id[0]);
    params_id(params, "caller_id", x->principal.person_id);
    params_id(params, "credential_id", x->principal.credential_id);
    params_bool(params, "acts_for_scope", exchange_has_role(x, LINK_AGENTS));
}

static void bind_asked(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "id", x->result_id);
    params_id(params, "caller_id", x->principal.person_id);
    params_id(params, "credential_id", x->principal.credential_id);
    params_bool(params, "acts_for_scope", exchange_has_role(x, LINK_AGENTS));
}

const struct reply link_asked_reply = { 202, &SQL_link_request_view, bind_asked, &link_request_view,
                                        .location = "/v1/link-requests/%s" };

struct filter {
    struct given given;
    uint64_t state, direction, kind;
    struct id person_id;
};
#define AT(member) offsetof(struct filter, member)
static const struct field filter_fields[] = {
    { "state", FIELD_ENUMS, 0, AT(state), .words = &link_request_state_words,
      .doc = "One or several states.", .example = "\"PENDING\"" },
    { "direction", FIELD_ENUMS, 0, AT(direction), .words = &transfer_party_words,
      .doc = "Sent or received by the caller's side.", .example = "\"RECEIVED\"" },
    { "kind", FIELD_ENUMS, 0, AT(kind), .words = &link_kind_words, .doc = "One or both kinds." },
    { "person_id", FIELD_ID, 0, AT(person_id), .doc = "Functions of one person." },
    { .name = NULL },
};
#undef AT
static const struct fields filter_table = { "LinkRequestFilter", filter_fields,
                                            sizeof(struct filter) };

static void bind_filter(const struct exchange *x, struct params *params)
{
    const struct filter *query = x->query;
    bind_who_reads(x, params);
    params_names(params, "states", query->state, link_request_state_names);
    params_names(params, "directions", query->direction, transfer_party_names);
    params_names(params, "kinds", query->kind, link_kind_names);
    params_id(params, "person_id", query->person_id);
}

const struct operation link_request_operations[] = {
    {
        .id = "listLinkRequests",
        .method = METHOD_GET,
        .path = "/v1/link-requests",
        .tag = "Consent",
        .summary = "List the requests for links, sent and received.",
        .description = "Newest first: those of the organism, network or commission for which the "
                       "caller acts, and those that ask the caller in person. Those that wait for "
                       "an answer of the caller: `?direction=RECEIVED&state=PENDING`.",
        .roles = LINK_READERS,
        .flags = OPERATION_LIST | OPERATION_PERSONAL,
        .query = &filter_table,
        .reply = { 200, &SQL_link_request_list, bind_filter, &link_request_view },
    },
    {
        .id = "getLinkRequest",
        .method = METHOD_GET,
        .path = "/v1/link-requests/{request_id}",
        .tag = "Consent",
        .summary = "Read a request for a link.",
        .description = "For both its sides. A person who is asked reads it in any function.",
        .roles = LINK_READERS,
        .flags = OPERATION_PERSONAL,
        .reply = { 200, &SQL_link_request_view, link_bind_reader, &link_request_view },
    },
    { .id = NULL },
};
