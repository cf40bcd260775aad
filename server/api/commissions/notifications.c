/* SPDX-License-Identifier: EUPL-1.2 */
/* Notifications of decisions: who told the candidate, when, how, with which document (3.4, decision
 * 48). */
#include "api/commissions/appeals.h"

#include "api/candidacies/candidacy_effects.h"
#include "api/candidacies/candidacy_events.h"
#include "api/operation.h"
#include "api/refusals.h"
#include "notification.h"
#include "sql.h"

static const struct member notification_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "candidacy_id", MEMBER_ID, .doc = "The candidacy." },
    { "decision_id", MEMBER_ID, .doc = "The decision of which the candidate was told." },
    { "outcome", MEMBER_ENUM, .words = &verdict_words, .doc = "What was decided." },
    { "notified_on", MEMBER_DATE, .doc = "Day on which the candidate was told." },
    { "channel", MEMBER_ENUM, .words = &notification_channel_words, .doc = "How." },
    { "document", MEMBER_TEXT, .hidden_from = ROLES_WITHOUT_RESULTS,
      .doc = "The document that was sent: its reference, or what it is." },
    { "appeal_by_date", MEMBER_DATE, MEMBER_NULLABLE,
      .doc = "Last day to appeal; null unless the decision is a refusal." },
    { "corrects_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "The record that this one corrects and takes the place of; null for the first." },
    { "correction_reason", MEMBER_TEXT, MEMBER_NULLABLE, .hidden_from = ROLES_WITHOUT_RESULTS,
      .doc = "Why it was corrected." },
    { "rectification_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc =
          "Whose words the candidate was told: those of these rectifying minutes; null: those of "
          "the minutes as they were signed." },
    { "notified_by", MEMBER_ID, MEMBER_NULLABLE, .doc = "Who recorded it." },
    { "acting_org_id", MEMBER_ID, MEMBER_NULLABLE,
      .doc = "Organism that told the candidate; null when the commission did." },
    { "created_at", MEMBER_INSTANT, .doc = "When it was recorded." },
    { .name = NULL },
};
static const struct view notification_view = { "Notification",
                                               "A candidate is told what a commission decided.",
                                               notification_members };

struct notification_body {
    struct given given;
    struct id decision_id, corrects_id;
    struct date notified_on;
    int channel;
    struct slice document, correction_reason;
};
#define AT(member) offsetof(struct notification_body, member)
static const struct field notification_fields[] = {
    { "decision_id", FIELD_ID, FIELD_REQUIRED, AT(decision_id),
      .doc = "A decision of signed minutes: `data.decision_id` of the history, or that of the "
             "minutes.",
      .example = "\"01980000-0000-7000-8000-000000000001\"" },
    { "notified_on", FIELD_DATE, 0, AT(notified_on),
      .doc = "Day on which the candidate was told; today when absent.",
      .example = "\"2026-02-20\"" },
    { "channel", FIELD_ENUM, FIELD_REQUIRED, AT(channel), .words = &notification_channel_words,
      .doc = "How.", .example = "\"REGISTERED_LETTER\"" },
    { "document", FIELD_TEXT, FIELD_REQUIRED | FIELD_PERSONAL, AT(document), 1, 200,
      .doc = "The document that was sent: its reference, or what it is.",
      .example = "\"Lettre de décision du 20 février 2026\"" },
    { "corrects_id", FIELD_ID, FIELD_NULLABLE, AT(corrects_id),
      .doc = "The notification that stands, when this one corrects it." },
    { "correction_reason", FIELD_TEXT, FIELD_NULLABLE | FIELD_MULTILINE | FIELD_PERSONAL,
      AT(correction_reason), 1, 1000, .doc = "Why it is corrected; needed then." },
    { "appeal_by_date", FIELD_DATE, FIELD_READ_ONLY },
    { .name = NULL },
};
#undef AT
static const struct fields notification_table = { "NewNotification", notification_fields,
                                                  sizeof(struct notification_body) };

struct notification_snapshot {
    struct candidacy candidacy; /* its id and owner */
    struct id decision_id;      /* unset = none of this candidacy */
    struct id commission_id;    /* of the decision */
    struct id standing_id;      /* unset = not notified yet */
    bool is_of_decision;        /* the one that is to be corrected */
    struct notified_decision decision;
    struct date appeal_by; /* decided */
};

static void bind_facts(const struct exchange *x, struct params *params)
{
    const struct notification_body *body = x->body;
    exchange_bind_path(x, params);
    params_id(params, "decision_id", body->decision_id);
    params_id(params, "corrects_id", body->corrects_id);
}

static void read_facts(struct exchange *x, struct row *row)
{
    struct notification_snapshot *known = x->snapshot;
    known->candidacy.id = row_id(row, "id");
    known->candidacy.owner_org_id = row_id(row, "owner_org_id");
    known->decision_id = row_id(row, "decision_id");
    known->commission_id = row_id(row, "commission_id");
    const struct slice outcome = row_text(row, "outcome");
    if (slice_is_set(outcome) &&
        !verdict_from_name(outcome.at, outcome.size, &known->decision.verdict))
        row->has_failed = true;
    known->decision.effective_on = row_date(row, "effective_on");
    known->decision.rectified_on = row_date(row, "rectified_on");
    known->standing_id = row_id(row, "standing_id");
    known->decision.is_notified = id_is_set(known->standing_id);
    known->decision.notification_id = known->standing_id;
    known->decision.notified_on = row_date(row, "notified_on");
    known->decision.appeal_by = row_date(row, "appeal_by_date");
    known->is_of_decision = row_bool(row, "is_of_decision");
    exchange_read_count(x, row);
    exchange_follow(x, known->decision.effective_on); /* where the session was held */
}

static const struct load notification_loads[] = {
    { &SQL_notification_facts, bind_facts, read_facts, LOAD_REQUIRED },
    { .statement = NULL },
};

static struct date notified_on(const struct exchange *x)
{
    const struct notification_body *body = x->body;
    return date_is_set(body->notified_on) ? body->notified_on : x->today;
}

enum { INSERT_NOTIFICATION, NOTIFICATION_WRITES };
static const struct write notification_writes[NOTIFICATION_WRITES];

/* A commission sees what others decided on the same candidacy, and tells what it decided itself. */
static bool is_of_another_commission(const struct exchange *x,
                                     const struct notification_snapshot *known)
{
    return slice_is(x->principal.scope, "COMMISSION") &&
           !id_equals(known->commission_id, x->principal.scope_id);
}

static bool names_records(struct exchange *x, const struct notification_snapshot *known,
                          const struct notification_body *body)
{
    if (!id_is_set(known->decision_id) || is_of_another_commission(x, known))
        exchange_violate(x, "/decision_id", REASON_REFERENCE_UNKNOWN);
    else if (id_is_set(body->corrects_id) && !known->is_of_decision)
        exchange_violate(x, "/corrects_id", REASON_REFERENCE_UNKNOWN);
    else if (id_is_set(body->corrects_id) != slice_is_set(body->correction_reason))
        exchange_violate(x, id_is_set(body->corrects_id) ? "/correction_reason" : "/corrects_id",
                         REASON_REQUIRED);
    else
        return true;
    return false;
}

static void decide_notification(struct exchange *x)
{
    struct notification_snapshot *known = x->snapshot;
    const struct notification_body *body = x->body;
    const bool is_correction = id_is_set(body->corrects_id);
    x->root_id = known->candidacy.id;
    if (!names_records(x, known, body))
        return;
    if (candidacy_is_held_elsewhere(x, &known->candidacy)) {
        exchange_refuse(x, REASON_OUT_OF_SCOPE, (struct slice){ 0 });
        return;
    }
    const struct notification_command asked = {
        .notified_on = notified_on(x),
        .today = x->latest_day,
        .is_correction = is_correction && id_equals(body->corrects_id, known->standing_id),
    };
    struct outcome outcome =
        notification_record(&known->decision, &asked, x->policy, &known->appeal_by);
    refuse_outcome(x, &outcome, NULL);
    refuse_beyond(x, BOUND_NOTIFICATIONS);
    x->result_id = exchange_new_id(x);
    exchange_effect(x, &notification_writes[INSERT_NOTIFICATION], 0, NULL);
}

static void bind_notification(const struct exchange *x, const struct effect *effect,
                              struct params *params)
{
    const struct notification_snapshot *known = x->snapshot;
    const struct notification_body *body = x->body;
    (void)effect;
    params_id(params, "id", x->result_id);
    params_id(params, "decision_id", known->decision_id);
    params_id(params, "candidacy_id", known->candidacy.id);
    params_date(params, "notified_on", notified_on(x));
    params_text(params, "channel", slice_of(notification_channel_names[body->channel]));
    params_text(params, "document", body->document);
    params_date(params, "appeal_by_date", known->appeal_by);
    params_id(params, "corrects_id", body->corrects_id);
    params_text(params, "correction_reason", body->correction_reason);
    params_id(params, "person_id", x->principal.person_id);
    params_id(params, "org_id", exchange_organism(x));
}

static const struct write notification_writes[NOTIFICATION_WRITES] = {
    [INSERT_NOTIFICATION] = { &SQL_notification_insert, bind_notification, WRITE_EXACT },
};

static const enum reason notification_reasons[] = { REASON_DECISION_NOT_IN_EFFECT,
                                                    REASON_ALREADY_NOTIFIED,
                                                    REASON_RECORDS_TOO_MANY,
                                                    REASON_DATE_IN_FUTURE,
                                                    REASON_DATE_BEFORE_PREVIOUS_ACT,
                                                    REASON_NOTIFIED_EARLIER,
                                                    REASON_OUT_OF_SCOPE,
                                                    REASON_NONE };

const struct operation notification_operations[] = {
    {
        .id = "recordNotification",
        .method = METHOD_POST,
        .path = "/v1/candidacies/{candidacy_id}/notifications",
        .tag = "Notifications",
        .summary = "Record that the candidate was told of a decision.",
        .description =
            "Once a decision, by the commission or by the organism in charge. The time to appeal "
            "runs from that day; until it is recorded it does not run. A mistake is corrected by "
            "another record that names the one that stands and says why: both stay, and no "
            "correction brings a day forward, so that nobody has less time to appeal than was "
            "told. When the words of a decision were rectified (`rectified_on`), the candidate is "
            "told once more, of the words as they are now: until that is recorded the time to "
            "appeal does not run, then it runs anew and in full, and never ends before the last "
            "day that was told before.",
        .roles = NOTIFICATION_ROLES,
        .flags =
            OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_REFERENCE | OPERATION_PERSONAL,
        .body = &notification_table,
        .loads = notification_loads,
        .snapshot_size = sizeof(struct notification_snapshot),
        .decide = decide_notification,
        .writes = { WRITES(notification_writes) },
        .reply = { 201, &SQL_notification_view, exchange_bind_result, &notification_view },
        .reasons = notification_reasons,
    },
    {
        .id = "listNotifications",
        .method = METHOD_GET,
        .path = "/v1/candidacies/{candidacy_id}/notifications",
        .tag = "Notifications",
        .summary = "List what a candidate was told of, oldest first.",
        .description = "Records that were corrected too. Files whose decision is still to be told: "
                       "`notification_due_to` of `GET /v1/files`.",
        .roles = ROLES_FOLLOWING | ROLE_CANDIDATE | ROLE_SECRETARY,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_PERSONAL | OPERATION_REFERENCE,
        .loads = candidacy_exists_loads,
        .reply = { 200, &SQL_notification_list, exchange_bind_path, &notification_view },
    },
    { .id = NULL },
};
