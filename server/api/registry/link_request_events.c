/* SPDX-License-Identifier: EUPL-1.2 */
/* How a request for a link ends, and what is allowed now. */
#include "api/registry/link_requests.h"

#include "api/consent.h"
#include "api/events.h"
#include "api/refusals.h"
#include "name.h"
#include "sql.h"

struct event_sent {
    struct given given;
    struct slice reason;
};
/* clang-format off */
#define REASON_FIELD(why)                                                                          \
    { "reason", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PERSONAL,                     \
      offsetof(struct event_sent, reason), 1, 2000, .doc = why,                                    \
      .example = "\"Convention signée ce jour.\"" }
/* clang-format on */
static const struct field said_fields[] = {
    REASON_FIELD("Why; read by both sides."),
    { .name = NULL },
};
static const struct field grant_fields[] = {
    REASON_FIELD("Why the link begins without the other side; needed, read by both."),
    { .name = NULL },
};
static const struct fields *const data_tables[LINK_REQUEST_EVENT_COUNT] = {
    [LINK_REQUEST_EVENT_ACCEPT] = EVENT_DATA("LinkRequestAccept", said_fields, event_sent),
    [LINK_REQUEST_EVENT_GRANT] = EVENT_DATA("LinkRequestGrant", grant_fields, event_sent),
    [LINK_REQUEST_EVENT_DECLINE] = EVENT_DATA("LinkRequestDecline", said_fields, event_sent),
    [LINK_REQUEST_EVENT_RETRACT] = EVENT_DATA("LinkRequestRetract", said_fields, event_sent),
};

struct event_body {
    struct given given;
    int event;
    int64_t expected_version;
    struct event_sent data;
};
/* It ends on the day on which it is recorded: none is given. LAPSE comes by itself. */
static const struct field event_fields[] = {
    EVENT_FIELD(event_body, link_request_event_words,
                1 << LINK_REQUEST_EVENT_ACCEPT | 1 << LINK_REQUEST_EVENT_GRANT |
                    1 << LINK_REQUEST_EVENT_DECLINE | 1 << LINK_REQUEST_EVENT_RETRACT,
                "ACCEPT, DECLINE by the other side; GRANT by the certifier; RETRACT by who asked.",
                "\"ACCEPT\""),
    EVENT_DATA_FIELD(event_body, data_tables),
    EVENT_VERSION_FIELD(event_body),
    { .name = NULL },
};
static const struct fields event_table = { "LinkRequestEventBody", event_fields,
                                           sizeof(struct event_body) };

struct event_snapshot {
    struct id id;
    enum link_request_state state;
    struct link_question question;
    bool is_asked, is_other; /* the sides on which the caller stands */
    bool is_asker; /* the person who asked, or one whose access comes from the same hands */
    const struct link_request_transition *transition; /* decided */
};

static void read_request(struct exchange *x, struct row *row)
{
    struct event_snapshot *known = x->snapshot;
    known->id = row_id(row, "id");
    const struct slice state = row_text(row, "state");
    const int found = name_find(link_request_state_names, state.at, state.size);
    row->has_failed |= found < 0;
    known->state = (enum link_request_state)found;
    x->version = row_int(row, "version");
    known->question.valid_from = row_date(row, "valid_from");
    known->question.valid_to = row_date(row, "valid_to");
    known->question.answer_until = row_date(row, "answer_until");
    known->question.overlapping_id = row_id(row, "overlapping_id");
    known->question.is_excluded = row_bool(row, "is_excluded");
    known->question.meets_session = !row_is_null(row, "meets_session_id");
    known->is_asked = row_bool(row, "is_asked");
    known->is_other = row_bool(row, "is_other");
    known->is_asker = row_bool(row, "is_asker");
}

static const struct load event_loads[] = {
    { &SQL_link_request_load, link_bind_reader, read_request, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

static unsigned state_of(const struct exchange *x)
{
    return (unsigned)((const struct event_snapshot *)x->snapshot)->state;
}

static struct slice address_of(struct exchange *x)
{
    return exchange_address(x, "/v1/link-requests/",
                            ((const struct event_snapshot *)x->snapshot)->id);
}

static bool is_side(const struct exchange *x, unsigned event)
{
    const struct event_snapshot *known = x->snapshot;
    const struct link_request_transition *transition =
        link_request_transition_find(known->state, (enum link_request_event)event);
    switch (transition ? transition->party : LINK_PARTY_COUNT) {
    case LINK_PARTY_ASKED:
        return known->is_asked;
    case LINK_PARTY_OTHER:
        return known->is_other;
    case LINK_PARTY_CERTIFIER:
        return slice_is(x->principal.scope, "CERTIFIER");
    case LINK_PARTY_TIME:
    case LINK_PARTY_COUNT:
        break;
    }
    return false;
}

static enum whose whose_event(const struct exchange *x, unsigned event)
{
    const struct event_snapshot *known = x->snapshot;
    const struct link_request_transition *transition =
        link_request_transition_find(known->state, (enum link_request_event)event);
    switch (transition ? transition->party : LINK_PARTY_COUNT) {
    case LINK_PARTY_ASKED:
        return WHOSE_ASKING_SIDE;
    case LINK_PARTY_OTHER:
        return WHOSE_OTHER_SIDE;
    case LINK_PARTY_CERTIFIER:
        return WHOSE_CERTIFIER;
    case LINK_PARTY_TIME:
        return WHOSE_TIME;
    case LINK_PARTY_COUNT:
        break;
    }
    return WHOSE_NOBODY;
}

static void judge(struct exchange *x, unsigned event, struct outcome *outcome)
{
    struct event_snapshot *known = x->snapshot;
    const struct link_request_transition *transition =
        link_request_transition_find(known->state, (enum link_request_event)event);
    known->question.today = x->today;
    known->question.deadline_day = moment_deadline_day(x->moment, x->principal.time_zone);
    if (transition && transition->makes_link)
        *outcome = link_request_accept(&known->question);
    if (transition && transition->makes_link && consent_is_of_system(x))
        outcome_add(outcome, REASON_PERSON_REQUIRED, NULL);
    if (event == LINK_REQUEST_EVENT_ACCEPT && known->is_asker)
        outcome_add(outcome, REASON_ANSWERER_IS_ASKER, NULL);
}

#define FROM_PENDING (UINT64_C(1) << LINK_REQUEST_PENDING)
static const struct event_rule event_rules[] = {
    { LINK_REQUEST_EVENT_ACCEPT,
      FROM_PENDING,
      LINK_ANSWERERS,
      { REASON_ANSWER_TOO_LATE, REASON_LINK_PERIOD_OVER, REASON_PERIOD_OVERLAP,
        REASON_JUROR_IS_SECRETARY, REASON_LINK_MEETS_SESSION, REASON_PERSON_REQUIRED,
        REASON_ANSWERER_IS_ASKER },
      { REASON_NONE } },
    { LINK_REQUEST_EVENT_GRANT,
      FROM_PENDING,
      ROLE_CERTIFIER,
      { REASON_ANSWER_TOO_LATE, REASON_LINK_PERIOD_OVER, REASON_PERIOD_OVERLAP,
        REASON_JUROR_IS_SECRETARY, REASON_LINK_MEETS_SESSION, REASON_PERSON_REQUIRED },
      { REASON_REASON_REQUIRED } },
    { LINK_REQUEST_EVENT_DECLINE, FROM_PENDING, LINK_ANSWERERS, { REASON_NONE }, { REASON_NONE } },
    { LINK_REQUEST_EVENT_RETRACT, FROM_PENDING, LINK_AGENTS, { REASON_NONE }, { REASON_NONE } },
    { LINK_REQUEST_EVENT_LAPSE, FROM_PENDING, 0, { REASON_NONE }, { REASON_NONE } },
};

static const struct machine link_request_machine = {
    .states = &link_request_state_words,
    .events = &link_request_event_words,
    .noun = { "La demande", "The request" },
    .roles = LINK_ANSWERERS | ROLE_CERTIFIER,
    .state = state_of,
    .address = address_of,
    .is_side = is_side,
    .whose = whose_event,
    .rules = event_rules,
    .rule_count = sizeof event_rules / sizeof event_rules[0],
    .judge = judge,
};

enum { UPDATE_REQUEST, EVENT_WRITES };
static const struct write event_writes[EVENT_WRITES];

static void decide_event(struct exchange *x)
{
    struct event_snapshot *known = x->snapshot;
    const struct event_body *body = x->body;
    const unsigned event = (unsigned)body->event;
    x->root_id = x->result_id = known->id;
    if (!events_admit(x, event))
        return;
    struct outcome outcome = { 0 };
    judge(x, event, &outcome);
    known->transition =
        link_request_transition_find(known->state, (enum link_request_event)body->event);
    if (known->transition->needs_reason && !slice_is_set(body->data.reason))
        outcome_add(&outcome, REASON_REASON_REQUIRED, NULL);
    refuse_outcome(x, &outcome, NULL);
    if (known->transition->makes_link)
        x->other_id = exchange_new_id(x);
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
    params_text(params, "state", slice_of(link_request_state_names[known->transition->to]));
    params_date(params, "settled_on", x->today);
    params_id(params, "settled_by", x->principal.person_id);
    params_text(params, "reason", body->data.reason);
    params_id(params, "link_id", x->other_id);
    params_id(params, "credential_id", x->principal.credential_id);
}

static const struct write event_writes[EVENT_WRITES] = {
    [UPDATE_REQUEST] = { &SQL_link_request_update, bind_update, WRITE_EXACT },
};

EVENT_REPLY_VIEW(link_request, "LinkRequestEvent", link_request_event_words);
ALLOWED_EVENTS_VIEW(link_request, "LinkRequest", link_request_state_words,
                    link_request_event_words);

static const enum reason event_reasons[] = {
    REASON_INVALID_STATE,      REASON_ROLE_NOT_ALLOWED,  REASON_ACT_OF_ANOTHER,
    REASON_ANSWER_TOO_LATE,    REASON_LINK_PERIOD_OVER,  REASON_PERIOD_OVERLAP,
    REASON_LINK_MEETS_SESSION, REASON_REASON_REQUIRED,   REASON_ORGANISM_HAS_REFERENT,
    REASON_PERSON_REQUIRED,    REASON_PERSON_NOT_ACTIVE, REASON_SCOPE_NOT_ACTIVE,
    REASON_JUROR_IS_SECRETARY, REASON_ANSWERER_IS_ASKER, REASON_NONE,
};

const struct operation link_request_event_operations[] = {
    {
        EVENTS_OF(link_request_machine, link_request_event_reply, "/v1/link-requests/%s",
                  SQL_link_request_view, link_bind_reader, link_request_view),
        .id = "recordLinkRequestEvent",
        .path = "/v1/link-requests/{request_id}/events",
        .tag = "Consent",
        .summary = "Accept or decline a link, grant it, or take the request back.",
        .description =
            "ACCEPT and DECLINE by the other side: the referent of the organism, the manager of "
            "the network, or the person who is asked, in any function but one of the side that "
            "asks. GRANT by the certifier in the place of the other side, with a reason. RETRACT "
            "by who asked. The link begins on the day that was asked for, or today if that is "
            "later; it is made by this event, and link_id names it.",
        .roles = LINK_ANSWERERS | ROLE_CERTIFIER,
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
        ALLOWED_EVENTS_OF(link_request_machine, link_request_allowed_events_view),
        .id = "readAllowedLinkRequestEvents",
        .path = "/v1/link-requests/{request_id}/allowed-events",
        .tag = "Consent",
        .summary = "Ask what may become of a request for a link now, and if not, why not.",
        .roles = LINK_READERS,
        .loads = event_loads,
        .snapshot_size = sizeof(struct event_snapshot),
    },
    { .id = NULL },
};
