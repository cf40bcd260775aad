/* SPDX-License-Identifier: EUPL-1.2 */
/* Evidence is removed by the side that put it there, by the organism in charge what a former one
 * did, by the certifier; and what is allowed now. */
#include "api/evidences/evidences.h"

#include "api/candidacies/candidacy_snapshot.h"
#include "api/events.h"
#include "api/refusals.h"
#include "evidence.h"
#include "name.h"
#include "sql.h"

struct event_sent {
    struct given given;
    struct slice reason;
};
static const struct field remove_fields[] = {
    { "reason", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PERSONAL,
      offsetof(struct event_sent, reason), 1, 1000, .doc = "Why; needed.",
      .example = "\"Fichier d’une autre personne\"" },
    { .name = NULL },
};
static const struct fields *const data_tables[EVIDENCE_EVENT_COUNT] = {
    [EVIDENCE_EVENT_REMOVE] = EVENT_DATA("EvidenceRemove", remove_fields, event_sent),
};

struct evidence_event_body {
    struct given given;
    int event;
    int64_t expected_version;
    struct event_sent data;
};
/* It is removed on the day on which it is recorded: none is given. */
static const struct field event_fields[] = {
    EVENT_FIELD(evidence_event_body, evidence_event_words, 0,
                "REMOVE, by the side that put it there, or the certifier.", "\"REMOVE\""),
    EVENT_DATA_FIELD(evidence_event_body, data_tables),
    EVENT_VERSION_FIELD(evidence_event_body),
    { .name = NULL },
};
static const struct fields event_table = { "EvidenceEventBody", event_fields,
                                           sizeof(struct evidence_event_body) };

struct event_snapshot {
    struct id id, candidacy_id;
    int64_t candidacy_version;
    struct evidence_act act;
    bool is_side;
};

static void read_evidence(struct exchange *x, struct row *row)
{
    struct event_snapshot *known = x->snapshot;
    const struct slice state = row_text(row, "state");
    const struct slice candidacy_state = row_text(row, "candidacy_state");
    const int found = name_find(evidence_state_names, state.at, state.size);
    known->id = row_id(row, "id");
    known->candidacy_id = row_id(row, "candidacy_id");
    known->candidacy_version = row_int(row, "candidacy_version");
    known->act.state = (enum evidence_state)found;
    known->act.was_sent = row_bool(row, "was_sent");
    known->is_side = row_bool(row, "is_side");
    x->version = row_int(row, "version");
    row->has_failed |=
        found < 0 || !candidacy_state_from_name(candidacy_state.at, candidacy_state.size,
                                                &known->act.candidacy_state);
}

static const struct load event_loads[] = {
    { &SQL_evidence_load, exchange_bind_path_id, read_evidence, LOAD_REQUIRED | LOAD_ROOT },
    { .statement = NULL },
};

enum { TOUCH_CANDIDACY, REMOVE_EVIDENCE, EVENT_WRITES };
static const struct write event_writes[EVENT_WRITES];

static void decide_event(struct exchange *x)
{
    const struct event_snapshot *known = x->snapshot;
    const struct evidence_event_body *body = x->body;
    struct evidence_act act = known->act;
    x->root_id = known->candidacy_id;
    x->result_id = known->id;
    if (!events_admit(x, (unsigned)body->event))
        return;
    act.has_reason = slice_is_set(body->data.reason);
    const struct outcome outcome = evidence_decide(&act, (enum evidence_event)body->event);
    refuse_outcome(x, &outcome, NULL);
    for (unsigned row = 0; row < EVENT_WRITES; row++)
        exchange_effect(x, &event_writes[row], 0, NULL);
}

static void bind_touch(const struct exchange *x, const struct effect *effect, struct params *params)
{
    const struct event_snapshot *known = x->snapshot;
    (void)effect;
    params_id(params, "id", known->candidacy_id);
    params_int(params, "version", known->candidacy_version);
    params_date(params, "occurred_on", x->today);
}

static void bind_remove(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    const struct event_snapshot *known = x->snapshot;
    const struct evidence_event_body *body = x->body;
    (void)effect;
    params_id(params, "id", known->id);
    params_int(params, "version", x->version);
    params_id(params, "person_id", x->principal.person_id);
    params_text(params, "reason", body->data.reason);
}

static const struct write event_writes[EVENT_WRITES] = {
    [TOUCH_CANDIDACY] = { &SQL_candidacy_touch, bind_touch, WRITE_EXACT },
    [REMOVE_EVIDENCE] = { &SQL_evidence_remove, bind_remove, WRITE_EXACT },
};

/* --- allowed events --- */

static const struct event_rule rules[] = {
    { EVIDENCE_EVENT_REMOVE,
      UINT64_C(1) << EVIDENCE_PENDING_SCAN | UINT64_C(1) << EVIDENCE_CLEAN |
          UINT64_C(1) << EVIDENCE_UNSCANNED,
      EVIDENCE_REMOVERS,
      { REASON_EVIDENCE_SENT },
      { REASON_REASON_REQUIRED } },
};

static unsigned state_of(const struct exchange *x)
{
    return ((const struct event_snapshot *)x->snapshot)->act.state;
}

static struct slice address_of(struct exchange *x)
{
    return exchange_address(x, "/v1/evidences/", ((const struct event_snapshot *)x->snapshot)->id);
}

static bool is_side(const struct exchange *x, unsigned event)
{
    (void)event;
    return ((const struct event_snapshot *)x->snapshot)->is_side;
}

static enum whose whose(const struct exchange *x, unsigned event)
{
    (void)x;
    (void)event;
    return WHOSE_EVIDENCE_SIDE;
}

static void judge(struct exchange *x, unsigned event, struct outcome *outcome)
{
    struct evidence_act act = ((const struct event_snapshot *)x->snapshot)->act;
    act.has_reason = true;
    *outcome = evidence_decide(&act, (enum evidence_event)event);
}

static const struct machine evidence_machine = {
    .states = &evidence_state_words,
    .events = &evidence_event_words,
    .noun = { "La preuve", "The evidence" },
    .roles = EVIDENCE_REMOVERS,
    .state = state_of,
    .address = address_of,
    .is_side = is_side,
    .whose = whose,
    .rules = rules,
    .rule_count = sizeof rules / sizeof rules[0],
    .judge = judge,
};

ALLOWED_EVENTS_VIEW(evidence, "Evidence", evidence_state_words, evidence_event_words);
EVENT_REPLY_VIEW(evidence, "EvidenceEvent", evidence_event_words);

static const enum reason event_reasons[] = { REASON_INVALID_STATE, REASON_ACT_OF_ANOTHER,
                                             REASON_EVIDENCE_SENT, REASON_REASON_REQUIRED,
                                             REASON_NONE };

const struct operation evidence_event_operations[] = {
    {
        EVENTS_OF(evidence_machine, evidence_event_reply, "/v1/evidences/%s", SQL_evidence_view,
                  exchange_bind_result, evidence_view),
        .id = "recordEvidenceEvent",
        .path = "/v1/evidences/{evidence_id}/events",
        .tag = "Evidence",
        .summary = "Remove a piece of evidence.",
        .description =
            "By the side that put it there (what an organism did: the one in charge of "
            "the candidacy now), or the certifier; with a reason, and as long as no file was "
            "sent to a commission with it: what was judged stays. The record stays and "
            "says who removed it; no byte of the file does.",
        .roles = EVIDENCE_REMOVERS,
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
        ALLOWED_EVENTS_OF(evidence_machine, evidence_allowed_events_view),
        .id = "readAllowedEvidenceEvents",
        .path = "/v1/evidences/{evidence_id}/allowed-events",
        .tag = "Evidence",
        .summary = "Ask whether a piece of evidence may be removed now, and if not, why not.",
        .roles = EVIDENCE_REMOVERS,
        .loads = event_loads,
        .snapshot_size = sizeof(struct event_snapshot),
    },
    { .id = NULL },
};
