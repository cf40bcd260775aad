/* SPDX-License-Identifier: EUPL-1.2 */
/* What the two sides of a request or an offer of a transfer answer, the certifier in place of one
 * that is silent, and what is allowed now. */
#include "api/candidacies/transfer_requests.h"

#include "api/consent.h"
#include "api/events.h"
#include "api/refusals.h"
#include "name.h"
#include "sql.h"
#include "transfer_request.h"

struct event_sent {
    struct given given;
    struct slice reason;
};
/* clang-format off */
#define REASON_FIELD(why)                                                                          \
    { "reason", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PERSONAL,                     \
      offsetof(struct event_sent, reason), 1, 2000, .doc = why,                                    \
      .example = "\"Le candidat souhaite terminer chez nous.\"" }
/* clang-format on */
static const struct field accept_fields[] = { { .name = NULL } };
static const struct field grant_fields[] = {
    REASON_FIELD("Why, in place of the side that does not answer; needed, read by both sides."),
    { .name = NULL },
};
static const struct field decline_fields[] = {
    REASON_FIELD("Why; needed, read by both sides."),
    { .name = NULL },
};
static const struct field retract_fields[] = {
    REASON_FIELD("Why; read by both sides."),
    { .name = NULL },
};
static const struct fields *const data_tables[TRANSFER_REQUEST_EVENT_COUNT] = {
    [TRANSFER_REQUEST_EVENT_ACCEPT] =
        EVENT_DATA("TransferRequestAccept", accept_fields, event_sent),
    [TRANSFER_REQUEST_EVENT_GRANT] = EVENT_DATA("TransferRequestGrant", grant_fields, event_sent),
    [TRANSFER_REQUEST_EVENT_DECLINE] =
        EVENT_DATA("TransferRequestDecline", decline_fields, event_sent),
    [TRANSFER_REQUEST_EVENT_RETRACT] =
        EVENT_DATA("TransferRequestRetract", retract_fields, event_sent),
};

struct event_body {
    struct given given;
    int event;
    int64_t expected_version;
    struct event_sent data;
};
/* It ends on the day on which it is recorded: none is given. */
static const struct field event_fields[] = {
    EVENT_FIELD(event_body, transfer_request_event_words, 0,
                "ACCEPT by the organism that a file is offered to; DECLINE by the side that "
                "received it, RETRACT by the one that sent it; GRANT by the certifier.",
                "\"DECLINE\""),
    EVENT_DATA_FIELD(event_body, data_tables),
    EVENT_VERSION_FIELD(event_body),
    { .name = NULL },
};
static const struct fields event_table = { "TransferRequestEventBody", event_fields,
                                           sizeof(struct event_body) };

struct event_snapshot {
    struct id id, candidacy_id; /* of the file that would move; unset for who does not see it */
    struct transfer_standing now;
    enum transfer_request_state to; /* decided */
    enum transfer_party party;
    bool is_asker; /* the person who sent it, or one whose access comes from the same hands */
};

static void read_request(struct exchange *x, struct row *row)
{
    struct event_snapshot *known = x->snapshot;
    known->id = row_id(row, "id");
    known->candidacy_id = row_id(row, "candidacy_id");
    const struct slice state = row_text(row, "state");
    const int found = name_find(transfer_request_state_names, state.at, state.size);
    row->has_failed |= found < 0;
    known->now.state = (enum transfer_request_state)found;
    known->now.kind =
        slice_is(row_text(row, "kind"), "OFFER") ? TRANSFER_KIND_OFFER : TRANSFER_KIND_REQUEST;
    x->version = row_int(row, "version");
    const struct slice party = row_text(row, "party");
    known->party = slice_is(party, "SENT")       ? TRANSFER_PARTY_SENT
                   : slice_is(party, "RECEIVED") ? TRANSFER_PARTY_RECEIVED
                                                 : TRANSFER_PARTY_NONE;
    known->is_asker = row_bool(row, "is_asker");
}

static void bind_request(const struct exchange *x, struct params *params)
{
    exchange_bind_path_id(x, params);
    params_id(params, "caller_id", x->principal.person_id);
    params_id(params, "credential_id", x->principal.credential_id);
}

static const struct load event_loads[] = {
    { &SQL_transfer_request_load, bind_request, read_request, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

enum { UPDATE_REQUEST, EVENT_WRITES };
static const struct write event_writes[EVENT_WRITES];

/* What agrees is a consent, and two sides are two persons; declining and taking back is none. */
static void judge(struct exchange *x, unsigned event, struct outcome *outcome)
{
    const struct event_snapshot *known = x->snapshot;
    const bool agrees =
        event == TRANSFER_REQUEST_EVENT_ACCEPT || event == TRANSFER_REQUEST_EVENT_GRANT;
    if (agrees && consent_is_of_system(x))
        outcome_add(outcome, REASON_PERSON_REQUIRED, NULL);
    if (event == TRANSFER_REQUEST_EVENT_ACCEPT && known->is_asker)
        outcome_add(outcome, REASON_ANSWERER_IS_ASKER, NULL);
}

static void decide_event(struct exchange *x)
{
    struct event_snapshot *known = x->snapshot;
    const struct event_body *body = x->body;
    x->root_id = x->result_id = known->id;
    if (!events_admit(x, (unsigned)body->event))
        return;
    struct outcome outcome =
        transfer_request_decide(known->now, known->party, (enum transfer_request_event)body->event,
                                slice_is_set(body->data.reason), &known->to);
    if (outcome_is_accepted(&outcome))
        judge(x, (unsigned)body->event, &outcome);
    refuse_outcome(x, &outcome, NULL);
    exchange_effect(x, &event_writes[UPDATE_REQUEST], 0, NULL);
}

static void bind_update(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    const struct event_snapshot *known = x->snapshot;
    const struct event_body *body = x->body;
    (void)effect;
    params_id(params, "id", known->id);
    params_int(params, "version", x->version);
    params_text(params, "state", slice_of(transfer_request_state_names[known->to]));
    const struct date none = { 0 };
    const bool is_agreed = known->to == TRANSFER_REQUEST_AGREED;
    params_date(params, "settled_on", is_agreed ? none : x->today);
    params_date(params, "agreed_on", is_agreed ? x->today : none);
    params_text(params, "reason", body->data.reason);
}

static const struct write event_writes[EVENT_WRITES] = {
    [UPDATE_REQUEST] = { &SQL_transfer_request_update, bind_update, WRITE_EXACT },
};

/* --- allowed events --- */

#define PENDING (UINT64_C(1) << TRANSFER_REQUEST_PENDING)
#define OPEN    (PENDING | UINT64_C(1) << TRANSFER_REQUEST_AGREED)
static const struct event_rule rules[] = {
    { TRANSFER_REQUEST_EVENT_ACCEPT,
      PENDING,
      TRANSFER_REQUEST_ROLES,
      { REASON_PERSON_REQUIRED, REASON_ANSWERER_IS_ASKER },
      { 0 } },
    { TRANSFER_REQUEST_EVENT_GRANT,
      PENDING,
      ROLE_CERTIFIER,
      { REASON_PERSON_REQUIRED },
      { REASON_REASON_REQUIRED } },
    { TRANSFER_REQUEST_EVENT_DECLINE,
      OPEN,
      TRANSFER_REQUEST_ROLES,
      { REASON_NONE },
      { REASON_REASON_REQUIRED } },
    { TRANSFER_REQUEST_EVENT_RETRACT, OPEN, TRANSFER_REQUEST_ROLES, { REASON_NONE }, { 0 } },
};
#undef OPEN
#undef PENDING

static unsigned state_of(const struct exchange *x)
{
    return ((const struct event_snapshot *)x->snapshot)->now.state;
}

static struct slice address_of(struct exchange *x)
{
    return exchange_address(x, "/v1/transfer-requests/",
                            ((const struct event_snapshot *)x->snapshot)->id);
}

static bool is_side(const struct exchange *x, unsigned event)
{
    const struct event_snapshot *known = x->snapshot;
    return transfer_request_transition_find(known->now, known->party,
                                            (enum transfer_request_event)event) != NULL;
}

static enum whose whose_event(const struct exchange *x, unsigned event)
{
    static const enum whose sides[TRANSFER_PARTY_COUNT + 1] = {
        [TRANSFER_PARTY_NONE] = WHOSE_CERTIFIER,
        [TRANSFER_PARTY_SENT] = WHOSE_ASKING_SIDE,
        [TRANSFER_PARTY_RECEIVED] = WHOSE_OTHER_SIDE,
    };
    const struct event_snapshot *known = x->snapshot;
    for (int party = 0; party <= TRANSFER_PARTY_COUNT; party++)
        if (transfer_request_transition_find(known->now, (enum transfer_party)party,
                                             (enum transfer_request_event)event))
            return sides[party];
    return WHOSE_NOBODY;
}

/* Whoever holds the file that is asked for, or has been agreed, does not accept here: the file
 * moves by its own TRANSFER. */
static bool leads_to_transfer(struct exchange *x, struct slice *ret_href, const char **ret_event)
{
    const struct event_snapshot *known = x->snapshot;
    const bool is_offer = known->now.kind == TRANSFER_KIND_OFFER;
    const bool is_open = known->now.state == TRANSFER_REQUEST_AGREED ||
                         (known->now.state == TRANSFER_REQUEST_PENDING && !is_offer);
    const bool is_holder =
        known->party == (is_offer ? TRANSFER_PARTY_SENT : TRANSFER_PARTY_RECEIVED);
    char id[ID_TEXT_SIZE];
    if (!is_open || !is_holder || !id_is_set(known->candidacy_id))
        return false;
    id_print(known->candidacy_id, id);
    *ret_href = arena_print(x->arena, "/v1/candidacies/%s/events", id);
    *ret_event = "TRANSFER";
    return true;
}

const struct machine transfer_request_machine = {
    .states = &transfer_request_state_words,
    .events = &transfer_request_event_words,
    .noun = { "La demande de transfert", "The transfer request" },
    .roles = TRANSFER_REQUEST_ROLES | ROLE_CERTIFIER,
    .state = state_of,
    .address = address_of,
    .is_side = is_side,
    .whose = whose_event,
    .way = leads_to_transfer,
    .judge = judge,
    .rules = rules,
    .rule_count = sizeof rules / sizeof rules[0],
};

ALLOWED_EVENTS_VIEW(transfer_request, "TransferRequest", transfer_request_state_words,
                    transfer_request_event_words);
EVENT_REPLY_VIEW(transfer_request, "TransferRequestEvent", transfer_request_event_words);

static const enum reason event_reasons[] = { REASON_INVALID_STATE,
                                             REASON_REASON_REQUIRED,
                                             REASON_PERSON_REQUIRED,
                                             REASON_ROLE_NOT_ALLOWED,
                                             REASON_ACT_OF_ANOTHER,
                                             REASON_ANSWERER_IS_ASKER,
                                             REASON_NONE };

const struct operation transfer_request_event_operations[] = {
    {
        EVENTS_OF(transfer_request_machine, transfer_request_event_reply,
                  "/v1/transfer-requests/%s", SQL_transfer_request_view, exchange_bind_result,
                  transfer_request_view),
        .id = "recordTransferRequestEvent",
        .path = "/v1/transfer-requests/{request_id}/events",
        .tag = "Transfers",
        .summary = "Answer a request or an offer of a transfer, or take it back.",
        .description = "DECLINE, with a reason, by the organism that received it; RETRACT by the "
                       "one that sent it; ACCEPT by the one that a file is offered to. The "
                       "certifier may GRANT, with a reason, what is not answered. The file moves "
                       "with its TRANSFER, by the organism that holds it.",
        .roles = TRANSFER_REQUEST_ROLES | ROLE_CERTIFIER,
        .flags =
            OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_IF_MATCH | OPERATION_PERSONAL,
        .body = &event_table,
        .loads = event_loads,
        .snapshot_size = sizeof(struct event_snapshot),
        .prepare = events_prepare,
        .decide = decide_event,
        .writes = { WRITES(event_writes) },
        .reasons = event_reasons,
    },
    {
        ALLOWED_EVENTS_OF(transfer_request_machine, transfer_request_allowed_events_view),
        .id = "readAllowedTransferRequestEvents",
        .path = "/v1/transfer-requests/{request_id}/allowed-events",
        .tag = "Transfers",
        .summary = "Ask what may become of a transfer request now, and if not, why not.",
        .roles = TRANSFER_REQUEST_READERS,
        .loads = event_loads,
        .snapshot_size = sizeof(struct event_snapshot),
    },
    { .id = NULL },
};
