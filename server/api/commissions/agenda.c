/* SPDX-License-Identifier: EUPL-1.2 */
/* The agenda of a session (ordre du jour): files are put on it (T19) and taken off it (T20) until
 * the session opens. */
#include "api/candidacies/candidacy_possible.h"
#include "api/commissions/session_snapshot.h"
#include "api/refusals.h"
#include "sql.h"

#include "api/commissions/session_views.h"

static const struct member item_step_down_members[] = {
    { "member_id", MEMBER_ID, .doc = "The juror." },
    { "reason", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Why." },
    { .name = NULL },
};
static const struct view item_step_down_view = { "AgendaStepDown",
                                                 "Who does not vote on the file, and why.",
                                                 item_step_down_members };

static const struct member recusal_link_members[] = {
    { "kind", MEMBER_ENUM, .words = &juror_link_words, .doc = "What links the juror to the file." },
    { "organism_id", MEMBER_ID, MEMBER_NULLABLE, .doc = "The organism, of AFFILIATED." },
    { .name = NULL },
};
static const struct view recusal_link_view = { "RecusalLink", "A link of a juror with a file.",
                                               recusal_link_members };

static const struct member item_recusal_members[] = {
    { "member_id", MEMBER_ID, .doc = "The juror." },
    { "is_declared", MEMBER_BOOL, .doc = "The juror declared it; false: it follows from links." },
    { "links", MEMBER_OBJECTS, .of = &recusal_link_view,
      .doc = "What links the juror to the file; told to the secretary, the chairs, the certifier, "
             "the auditor and the juror, empty for others." },
    { "reason", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "Why, in the words of who declared it; told to the same." },
    { .name = NULL },
};
static const struct view item_recusal_view = { "AgendaRecusal",
                                               "Who may not vote on the file, and why.",
                                               item_recusal_members };

static const struct member agenda_item_members[] = {
    { "id", MEMBER_ID, .doc = "Identifier." },
    { "session_id", MEMBER_ID, .doc = "The session." },
    { "position", MEMBER_INT,
      .doc = "Place on the agenda, from 1 without gaps; of what was taken off, where it was." },
    { "starts_at", MEMBER_INSTANT, MEMBER_NULLABLE,
      .doc = "When it is taken, by the beginning of the session, the files before it and the "
             "breaks; null without a beginning, and of what was taken off." },
    { "ends_at", MEMBER_INSTANT, MEMBER_NULLABLE, .doc = "When it would be done." },
    { "starts_at_local", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "The time of starts_at in the zone of the session, HH:MM." },
    { "file_id", MEMBER_ID, .doc = "The file." },
    { "candidacy_id", MEMBER_ID, .doc = "Its candidacy." },
    { "candidacy_reference", MEMBER_TEXT, .doc = "DOS-YYYY-NNNNNN-KK." },
    { "override_reason", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc =
          "Why the certifier sent the file to this commission instead of that of the rule; null: "
          "it went by the rule." },
    { "identity_changes", MEMBER_TEXTS,
      .doc = "Members by which the record of the candidate is no longer of the person who was "
             "evaluated; empty: it is. Somebody of the certifier states first that it is right." },
    { "outcome", MEMBER_ENUM, MEMBER_NULLABLE, .words = &verdict_words,
      .doc = "What was decided; null until then." },
    { "is_proposal_to_defer", MEMBER_BOOL, .doc = "The vote was on a proposal to defer." },
    { "added_on", MEMBER_DATE, .doc = "Day it was put on the agenda." },
    { "removed_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day it was taken off." },
    { "removed_reason", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Why." },
    { "settled_on", MEMBER_DATE, MEMBER_NULLABLE,
      .doc = "Set once the session is signed or cancelled." },
    { "outcome_reasons", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "Reasons of the decision." },
    { "reopened_reason", MEMBER_TEXT, MEMBER_NULLABLE,
      .doc = "Why it was taken back, last, that the file was not examined; null: it never was." },
    { "domain_codes", MEMBER_TEXTS, .doc = "Domains that a refusal names." },
    { "request_text", MEMBER_TEXT, MEMBER_NULLABLE, .doc = "What a deferral asks for." },
    { "answer_by_date", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Last day to answer it." },
    { "decided_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day of the decision." },
    { "effective_on", MEMBER_DATE, MEMBER_NULLABLE, .doc = "Day of the second signature." },
    { "rectified_on", MEMBER_DATE, MEMBER_NULLABLE,
      .doc = "Day on which rectifying minutes changed what is said here of the decision; null: it "
             "reads as it was signed." },
    { "step_downs", MEMBER_OBJECTS, .of = &item_step_down_view,
      .doc = "Jurors who gave up their vote on the file, for parity or leaving early." },
    { "recusals", MEMBER_OBJECTS, .of = &item_recusal_view,
      .doc =
          "Jurors who may not vote on it, told as soon as it is on the agenda: by every link with "
          "an organism or a person of the file, and by their own word." },
    { .name = NULL },
};
const struct view agenda_item_view = { "AgendaItem", "A file on the agenda of a session.",
                                       agenda_item_members };

struct agenda_query {
    struct given given;
    bool with_removed;
};
static const struct field agenda_query_fields[] = {
    { "with_removed", FIELD_BOOL, 0, offsetof(struct agenda_query, with_removed),
      .doc = "Files that were taken off it too, each with its reason.", .example = "true" },
    { .name = NULL },
};
static const struct fields agenda_query = { "AgendaQuery", agenda_query_fields,
                                            sizeof(struct agenda_query) };

/* Why a juror is recused is told to who runs the session or looks over it, and to the juror. */
static void bind_asker(const struct exchange *x, struct params *params)
{
    params_id(params, "asker_id", x->principal.person_id);
    params_bool(params, "may_know",
                exchange_has_role(x, ROLE_SECRETARY | ROLE_CHAIR | ROLE_CERTIFIER | ROLE_AUDITOR));
}

static void bind_agenda(const struct exchange *x, struct params *params)
{
    exchange_bind_path(x, params);
    params_bool(params, "with_removed", ((const struct agenda_query *)x->query)->with_removed);
    bind_asker(x, params);
}

void agenda_bind_item_reply(const struct exchange *x, struct params *params)
{
    exchange_bind_result(x, params);
    bind_asker(x, params);
}

/* --- T19 --- */

struct agenda_body {
    struct given given;
    struct id file_id;
};
static const struct field agenda_fields[] = {
    { "file_id", FIELD_ID, FIELD_REQUIRED, offsetof(struct agenda_body, file_id),
      .doc = "A file that was sent to the commission of the session.",
      .example = "\"01900000-0000-7000-8000-000000000002\"" },
    { .name = NULL },
};
static const struct fields new_agenda_item = { "NewAgendaItem", agenda_fields,
                                               sizeof(struct agenda_body) };

static void bind_file_candidacy(const struct exchange *x, struct params *params)
{
    const struct agenda_body *body = x->body;
    candidacy_bind_named(params, BY_FILE, body->file_id, (struct slice){ 0 });
}

static void bind_count(const struct exchange *x, struct params *params)
{
    exchange_bind_path(x, params);
    params_id(params, "file_id", ((const struct agenda_body *)x->body)->file_id);
}

static void read_count(struct exchange *x, struct row *row)
{
    exchange_read_count(x, row);
    ((struct session_snapshot *)x->snapshot)->file_entry_count = (int)row_int(row, "file_count");
}

static const struct load put_loads[] = {
    CANDIDACY_LOADS(bind_file_candidacy, 0),
    SESSION_LOADS(session_bind_path),
    { &SQL_agenda_count, bind_count, read_count, 0 },
    { .statement = NULL },
};

static struct session_facts *facts_of(struct exchange *x, const struct session_snapshot *now)
{
    struct session_facts *facts = exchange_alloc(x, sizeof *facts);
    if (!facts)
        return NULL;
    facts->id = now->session.id;
    facts->state = now->session.state;
    facts->commission_id = now->session.commission_id;
    facts->held_on = now->session.held_on;
    facts->capacity = now->session.capacity ? now->session.capacity : SESSION_MAX_ITEMS;
    facts->agenda_count = now->session.item_count;
    return facts;
}

static const struct candidacy_command *command_of(struct exchange *x, enum candidacy_event event,
                                                  const struct candidacy_snapshot *snapshot,
                                                  bool has_reason)
{
    struct session_snapshot *now = x->snapshot;
    struct candidacy_command *command = exchange_alloc(x, sizeof *command);
    struct facts *facts = exchange_alloc(x, sizeof *facts);
    if (!command || !facts)
        return NULL;
    *facts = candidacy_set_facts(&now->set, snapshot);
    facts->session = facts_of(x, now);
    /* T19: the same commission, which the walk compares, and the same certification. */
    facts->is_commission_competent =
        now->is_commission_active &&
        slice_equals(now->referential_code, snapshot->referential_code);
    command->event = event;
    candidacy_set_days(x, snapshot->owner_time_zone, &snapshot->candidacy, command);
    command->occurred_on = command->today;
    command->actors = x->principal.roles;
    command->facts = facts;
    command->data.has_reason = has_reason;
    return command;
}

static void write_history(struct exchange *x, struct candidacy_move *move, struct id item_id)
{
    const struct session_snapshot *now = x->snapshot;
    char session_text[ID_TEXT_SIZE], item_text[ID_TEXT_SIZE];
    id_print(now->session.id, session_text);
    id_print(item_id, item_text);
    move->history = arena_print(x->arena, "{\"session_id\":\"%s\",\"agenda_item_id\":\"%s\"}",
                                session_text, item_text);
}

static void decide_put(struct exchange *x)
{
    struct session_snapshot *now = x->snapshot;
    const struct agenda_body *body = x->body;
    const struct candidacy_snapshot *snapshot = now->set.count ? now->set.items[0] : NULL;
    x->root_id = now->session.id;
    if (!snapshot || !snapshot->candidacy.file) {
        exchange_violate(x, "/file_id", REASON_REFERENCE_UNKNOWN);
        return;
    }
    const struct file *file = snapshot->candidacy.file;
    if (!id_equals(file->id,
                   body->file_id)) /* an earlier file of the candidacy: decided long ago */
        exchange_refuse(x, REASON_FILE_SUPERSEDED, (struct slice){ 0 });
    refuse_beyond(x, BOUND_AGENDA_ENTRIES);
    refuse_counted(x, BOUND_FILE_ENTRIES, now->file_entry_count);
    const struct candidacy_command *command = command_of(x, EVENT_PUT_ON_AGENDA, snapshot, false);
    if (!command)
        return;
    struct candidacy_move *move =
        candidacy_move(x, &now->set, snapshot, command, NULL, x->principal.person_id);
    struct agenda_act *act = exchange_alloc(x, sizeof *act);
    if (!move || !act || x->refusal_count)
        return;
    act->id = exchange_new_id(x);
    act->session = &now->session;
    act->candidacy_id = snapshot->candidacy.id;
    act->file_id = file->id;
    write_history(x, move, act->id);
    session_act(x, now->session.state);
    exchange_effect(x, &session_writes[WRITE_AGENDA_INSERT], 0, act);
    x->result_id = act->id;
}

/* --- T20 --- */

struct removal_body {
    struct given given;
    struct slice reason;
};
static const struct field removal_fields[] = {
    { "reason", FIELD_TEXT, FIELD_MULTILINE | FIELD_PERSONAL, offsetof(struct removal_body, reason),
      1, 2000, .doc = "Why the file leaves the agenda; needed." },
    { .name = NULL },
};
static const struct fields removal_body = { "AgendaRemoval", removal_fields,
                                            sizeof(struct removal_body) };

static const struct load remove_loads[] = {
    CANDIDACY_LOADS(session_bind_item_candidacy, 0),
    SESSION_LOADS(session_bind_item_path),
    { .statement = NULL },
};

static void decide_remove(struct exchange *x)
{
    struct session_snapshot *now = x->snapshot;
    const struct removal_body *body = x->body;
    int item = session_path_item(x);
    const struct candidacy_snapshot *snapshot = now->set.count ? now->set.items[0] : NULL;
    if (item < 0 || !snapshot) {
        x->is_missing = true;
        return;
    }
    x->root_id = now->session.id;
    const struct candidacy_command *command =
        command_of(x, EVENT_REMOVE_FROM_AGENDA, snapshot, slice_is_set(body->reason));
    if (!command)
        return;
    struct candidacy_move *move =
        candidacy_move(x, &now->set, snapshot, command, NULL, x->principal.person_id);
    struct agenda_act *act = exchange_alloc(x, sizeof *act);
    if (!move || !act)
        return;
    act->id = now->items[item].id;
    act->session = &now->session;
    act->reason = body->reason;
    move->reason = slice_of(act_reason_words.codes[ACT_FOR_REMOVED]);
    write_history(x, move, act->id);
    session_act(x, now->session.state);
    exchange_effect(x, &session_writes[WRITE_AGENDA_REMOVE], 0, act);
    x->result_id = act->id;
}

static const enum reason put_reasons[] = {
    REASON_INVALID_STATE,
    REASON_SESSION_LOCKED,
    REASON_COMMISSION_NOT_COMPETENT,
    REASON_FILE_ALREADY_ON_AGENDA,
    REASON_SESSION_FULL,
    REASON_DATE_BEFORE_PREVIOUS_ACT,
    REASON_FILE_SUPERSEDED,
    REASON_REFERENCE_UNKNOWN,
    REASON_RECORDS_TOO_MANY,
    REASON_NONE,
};
static const enum reason remove_reasons[] = { REASON_INVALID_STATE, REASON_SESSION_LOCKED,
                                              REASON_REASON_REQUIRED, REASON_NONE };

const struct operation agenda_operations[] = {
    {
        .id = "listAgenda",
        .method = METHOD_GET,
        .path = "/v1/sessions/{session_id}/agenda",
        .tag = "Agenda",
        .summary = "Read the agenda of a session.",
        .description =
            "In its order, with what was decided, and with the jurors who may not vote on "
            "each file.",
        .roles = ROLES_COMMISSION,
        .flags = OPERATION_LIST | OPERATION_UNPAGED | OPERATION_REFERENCE,
        .query = &agenda_query,
        .loads = session_loads,
        .snapshot_size = sizeof(struct session_snapshot),
        .reply = { 200, &SQL_agenda_list, bind_agenda, &agenda_item_view },
    },
    {
        .id = "putFileOnAgenda",
        .method = METHOD_POST,
        .path = "/v1/sessions/{session_id}/agenda",
        .tag = "Agenda",
        .summary = "Put a file on the agenda of a session.",
        .description =
            "The session is PLANNED or CONVENED and has room; the file was sent to its commission "
            "and is on no other live agenda. The candidacy becomes ON_AGENDA.",
        .roles = ROLE_SECRETARY,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED | OPERATION_REFERENCE,
        .body = &new_agenda_item,
        .loads = put_loads,
        .snapshot_size = sizeof(struct session_snapshot),
        .decide = decide_put,
        .writes = { SESSION_WRITE_TABLES },
        .reply = { 201, &SQL_agenda_item_view, agenda_bind_item_reply, &agenda_item_view },
        .machine = &candidacy_machine,
        .reasons = put_reasons,
    },
    {
        .id = "removeFileFromAgenda",
        .method = METHOD_POST,
        .path = "/v1/agenda-items/{agenda_item_id}/removals",
        .tag = "Agenda",
        .summary = "Take a file off an agenda.",
        .description = "Until the session opens, with a reason. The candidacy is SUBMITTED again.",
        .roles = ROLE_SECRETARY,
        .flags = OPERATION_COMMAND | OPERATION_KEY_REQUIRED,
        .body = &removal_body,
        .loads = remove_loads,
        .snapshot_size = sizeof(struct session_snapshot),
        .decide = decide_remove,
        .writes = { SESSION_WRITE_TABLES },
        .reply = { 201, &SQL_agenda_item_view, agenda_bind_item_reply, &agenda_item_view },
        .machine = &candidacy_machine,
        .reasons = remove_reasons,
    },
    { .id = NULL },
};
