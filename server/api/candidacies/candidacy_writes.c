/* SPDX-License-Identifier: EUPL-1.2 */
/* How the effects of a decision on a candidacy are written: a row of candidacy_writes each. */
#include "api/candidacies/candidacy_effects.h"
#include "api/candidacies/candidacy_event_data.h"
#include "api/candidacies/candidacy_history.h"
#include "api/candidacies/candidacy_restitutions.h"
#include "api/candidacies/candidacy_voidings.h"
#include "api/facts.h"
#include "sql.h"
#include "uuid.h"

#include <string.h>

static const struct candidacy_move *move_of(const struct effect *effect)
{
    return effect->item;
}

static void bind_agenda_hold(const struct exchange *x, const struct effect *effect,
                             struct params *params)
{
    (void)x;
    params_id(params, "file_ids", move_of(effect)->file_id);
}

/* With the identity that the record has. */
static void bind_state_distinct(const struct exchange *x, const struct effect *effect,
                                struct params *params)
{
    (void)x;
    params_id(params, "candidate_id", move_of(effect)->snapshot->candidacy.candidate_id);
    params_null(params, "identity_parts");
    params_null(params, "first_name_1");
}

static void bind_candidacy_insert(const struct exchange *x, const struct effect *effect,
                                  struct params *params)
{
    const struct candidacy_move *move = move_of(effect);
    params_id(params, "id", x->result_id);
    params_int(params, "year", move->command->today.year);
    params_id(params, "candidate_id", move->snapshot->candidacy.candidate_id);
    params_text(params, "referential_code", move->referential_code);
    params_id(params, "org_id", move->command->acting_org_id);
    params_date(params, "opened_on", move->command->occurred_on);
    params_id(params, "previous_id", x->other_id);
    params_date(params, "today", move->command->today);
    params_bool(params, "by_certifier", exchange_has_role(x, ROLE_CERTIFIER));
    facts_bind_most(params, BOUND_CANDIDACIES);
}

static void bind_candidacy_update(const struct exchange *x, const struct effect *effect,
                                  struct params *params)
{
    const struct candidacy_move *move = move_of(effect);
    const struct decision *decision = &move->decision;
    bool informs = move->command->event == EVENT_RECORD_INFORMATION;
    (void)x;
    params_id(params, "id", move->snapshot->candidacy.id);
    params_int(params, "version", move->snapshot->candidacy.version);
    params_text(params, "state", slice_of(candidacy_state_name(decision->to)));
    params_date(params, "information_on", decision->information_on);
    params_id(params, "counsellor_id",
              informs ? move->command->data.counsellor.id : (struct id){ { 0 } });
    params_date(params, "consent_on", informs ? move->command->occurred_on : (struct date){ 0 });
    params_id(params, "referential_version_id", decision->referential_version_id);
    params_date(params, "cycle_start_date", decision->cycle_start);
    params_date(params, "deadline_date", decision->deadline);
    params_date(params, "answer_by_date", decision->answer_by);
    params_date(params, "last_activity_on", decision->last_activity_on);
    params_text(params, "previous_state",
                decision->previous_state == CANDIDACY_NONE
                    ? SLICE_UNSET
                    : slice_of(candidacy_state_name(decision->previous_state)));
    params_text(params, "cancel_reason",
                move->command->event == EVENT_CANCEL ? move->reason : (struct slice){ 0 });
    params_date(params, "today", move->command->today);
    params_bool(params, "clears_cycle", decision->clears_cycle);
    params_bool(params, "annuls_certificate", decision->annuls_certificate);
    params_date(params, "opened_on", move->command->data.contact_on);
}

static void bind_evaluation_insert(const struct exchange *x, const struct effect *effect,
                                   struct params *params)
{
    const struct candidacy_move *move = move_of(effect);
    const struct candidacy *now = &move->snapshot->candidacy;
    bool is_final = move->decision.evaluation_kind == EVALUATION_FINAL;
    (void)x;
    params_id(params, "id", move->evaluation_id);
    params_id(params, "candidacy_id", now->id);
    params_text(params, "kind", slice_of(evaluation_kind_names[move->decision.evaluation_kind]));
    params_int(params, "ordinal", now->evaluation_count + 1);
    params_id(params, "org_id", move->command->acting_org_id);
    params_id(params, "method_id", move->input->method_id);
    params_id(params, "path_id", is_final && now->path ? now->path->id : (struct id){ { 0 } });
    params_int(params, "scope_mask", (int64_t)move->decision.scope);
    params_text(params, "results", slice_of(move->decision.results));
}

static void bind_sitting_insert(const struct exchange *x, const struct effect *effect,
                                struct params *params)
{
    const struct candidacy_move *move = move_of(effect);
    const struct event_input *input = move->input;
    params_id(params, "id", move->sitting_id);
    params_id(params, "evaluation_id", move->evaluation_id);
    params_id(params, "candidacy_id", move->snapshot->candidacy.id);
    params_date(params, "held_on", move->command->data.sitting_date);
    params_int_or_null(params, "starts_at", input->starts_at != 0, input->starts_at);
    params_int_or_null(params, "ends_at", input->ends_at != 0, input->ends_at);
    params_text(params, "modality", slice_of(modality_words.codes[input->modality]));
    params_text(params, "place", input->place);
    params_id(params, "site_id", input->site_id);
    params_id(params, "evaluator_id", move->command->data.evaluator.id);
    params_id(params, "org_id", move->command->acting_org_id);
    params_text(params, "time_zone",
                slice_of(time_zone_names[event_zone(x, move->command->event, input)]));
}

static void bind_sitting_correct(const struct exchange *x, const struct effect *effect,
                                 struct params *params)
{
    const struct candidacy_move *move = move_of(effect);
    params_id(params, "id", move->input->sitting_id);
    params_id(params, "candidacy_id", move->snapshot->candidacy.id);
    const enum time_zone zone = event_zone(x, EVENT_CORRECT_SITTING, move->input);
    event_bind_sitting_told(move->input, slice_of(time_zone_names[zone]), params);
}

static void bind_sitting_delete(const struct exchange *x, const struct effect *effect,
                                struct params *params)
{
    const struct candidacy_move *move = move_of(effect);
    (void)x;
    params_id(params, "id", move->command->data.sitting_id);
    params_id(params, "candidacy_id", move->snapshot->candidacy.id);
}

static void bind_results_save(const struct exchange *x, const struct effect *effect,
                              struct params *params)
{
    const struct candidacy_move *move = move_of(effect);
    (void)x;
    params_id(params, "id", move->evaluation_id);
    params_text(params, "results", slice_of(move->decision.results));
    params_date(params, "occurred_on", move->command->occurred_on);
}

static void bind_note_save(const struct exchange *x, const struct effect *effect,
                           struct params *params)
{
    const struct candidacy_move *move = move_of(effect);
    const struct result_input *results = move->input->results.items;
    (void)x;
    params_id(params, "evaluation_id", move->evaluation_id);
    params_id(params, "candidacy_id", move->snapshot->candidacy.id);
    params_text(params, "item_code", results[effect->index].criterion_code);
    params_text(params, "note", results[effect->index].note);
    params_id(params, "person_id", move->person_id);
}

static void bind_note_erase(const struct exchange *x, const struct effect *effect,
                            struct params *params)
{
    const struct candidacy_move *move = move_of(effect);
    const struct result_input *results = move->input->results.items;
    (void)x;
    params_id(params, "evaluation_id", move->evaluation_id);
    params_id(params, "candidacy_id", move->snapshot->candidacy.id);
    params_text(params, "item_code", results[effect->index].criterion_code);
}

static void bind_evaluation_complete(const struct exchange *x, const struct effect *effect,
                                     struct params *params)
{
    const struct candidacy_move *move = move_of(effect);
    params_id(params, "id", move->evaluation_id);
    params_text(params, "statuses", slice_of(move->decision.subdomain_statuses));
    params_date(params, "completed_on", move->command->occurred_on);
    params_id(params, "person_id", move->person_id);
    if (x->policy->is_stricter)
        params_int(params, "stricter_min_pct", x->policy->stricter_min_pct);
    else
        params_null(params, "stricter_min_pct");
}

static void bind_evaluation_annul(const struct exchange *x, const struct effect *effect,
                                  struct params *params)
{
    const struct candidacy_move *move = move_of(effect);
    (void)x;
    params_id(params, "id", move->snapshot->candidacy.evaluations[effect->index].id);
    params_date(params, "annulled_on", move->command->occurred_on);
    params_id(params, "person_id", move->person_id);
    params_text(params, "reason", move->reason);
}

static struct id path_organism(const struct candidacy_move *move)
{
    struct id named = move->input->training_org_id;
    return id_is_set(named) ? named : move->command->acting_org_id;
}

static void bind_path_insert(const struct exchange *x, const struct effect *effect,
                             struct params *params)
{
    const struct candidacy_move *move = move_of(effect);
    (void)x;
    params_id(params, "id", move->path_id);
    params_id(params, "candidacy_id", move->snapshot->candidacy.id);
    params_int(params, "ordinal", move->snapshot->path_ordinal + 1);
    params_id(params, "training_org_id", path_organism(move));
    params_date(params, "proposed_on", move->command->occurred_on);
    params_id(params, "person_id", move->person_id);
    params_id(params, "org_id", move->command->acting_org_id);
    params_date(params, "planned_start_date", move->input->planned_start_date);
    params_date(params, "planned_end_date", move->decision.planned_end);
}

static void bind_module_insert(const struct exchange *x, const struct effect *effect,
                               struct params *params)
{
    const struct candidacy_move *move = move_of(effect);
    const struct module_input *input =
        (const struct module_input *)move->input->modules.items + effect->index;
    (void)x;
    params_id(params, "id", move->module_ids[effect->index]);
    params_id(params, "path_id", move->path_id);
    params_id(params, "candidacy_id", move->snapshot->candidacy.id);
    params_text(params, "domain_code", input->domain_code);
    params_text(params, "title", input->title);
    params_int(params, "planned_minutes", input->planned_minutes);
    params_id(params, "trainer_id", input->trainer_id);
    params_id(params, "training_org_id",
              move->command->data.modules[effect->index].training_org_id);
    params_date(params, "planned_start_date", input->planned_start_date);
    params_date(params, "planned_end_date", input->planned_end_date);
}

static void bind_path_answer(const struct exchange *x, const struct effect *effect,
                             struct params *params)
{
    const struct candidacy_move *move = move_of(effect);
    bool is_accepted = move->command->event == EVENT_ACCEPT_PATH;
    (void)x;
    params_id(params, "id", move->path_id);
    params_text(params, "status", is_accepted ? SLICE("ACCEPTED") : SLICE("DECLINED"));
    params_date(params, "answered_on", move->command->occurred_on);
    params_id(params, "person_id", move->person_id);
    params_text(params, "proof", is_accepted ? move->input->proof : move->input->reason);
}

static void bind_path_reopen(const struct exchange *x, const struct effect *effect,
                             struct params *params)
{
    (void)x;
    params_id(params, "id", move_of(effect)->path_id);
}

#define ADDED_MINUTES(data) ((data)->attended_minutes - (data)->recorded.attended_minutes)

static void bind_module_update(const struct exchange *x, const struct effect *effect,
                               struct params *params)
{
    const struct candidacy_move *move = move_of(effect);
    const struct event_data *data = &move->command->data;
    bool attends = event_is_of_attendance(move->command->event);
    bool closes = move->command->event == EVENT_CLOSE_MODULE;
    bool reopens = move->command->event == EVENT_REOPEN_MODULE;
    bool waives = closes && data->module_status == MODULE_WAIVED;
    (void)x;
    params_id(params, "id", move->snapshot->candidacy.path->modules[effect->index].id);
    params_id(params, "candidacy_id", move->snapshot->candidacy.id);
    params_int(params, "attended_minutes", attends ? ADDED_MINUTES(data) : 0);
    params_text(params, "status",
                closes    ? slice_of(module_status_names[data->module_status])
                : reopens ? slice_of(module_status_names[MODULE_OPEN])
                          : SLICE_UNSET);
    params_text(params, "waive_reason", waives ? move->input->reason : (struct slice){ 0 });
    params_date(params, "closed_on", closes ? move->command->occurred_on : (struct date){ 0 });
    params_id(params, "closed_by", closes ? move->person_id : (struct id){ { 0 } });
    params_id(params, "trainer_id",
              move->command->event == EVENT_CHANGE_TRAINER ? data->trainer.id
                                                           : (struct id){ { 0 } });
    params_text(params, "overrun_reason", attends ? move->input->overrun_reason : SLICE_UNSET);
}

static void bind_attendance_for_other(const struct exchange *x, const struct effect *effect,
                                      struct params *params)
{
    const struct candidacy_move *move = move_of(effect);
    (void)x;
    params_id(params, "candidacy_id", move->snapshot->candidacy.id);
    params_int(params, "version", move->snapshot->candidacy.version);
    params_id(params, "module_id", move->snapshot->candidacy.path->modules[effect->index].id);
    params_int(params, "attended_minutes", ADDED_MINUTES(&move->command->data));
    params_id(params, "corrected_id", move->command->data.recorded.id);
    params_text(params, "overrun_reason", move->input->overrun_reason);
    params_date(params, "occurred_on", move->command->occurred_on);
    params_date(params, "today", move->command->today);
}

static void bind_path_close(const struct exchange *x, const struct effect *effect,
                            struct params *params)
{
    const struct candidacy_move *move = move_of(effect);
    (void)x;
    params_id(params, "id", move->path_id);
    params_date(params, "closed_on", move->command->occurred_on);
    params_id(params, "person_id", move->person_id);
}

/* Why a path stopped: the words of who interrupted it, that its ground was annulled, or what ended
 * the candidacy. */
static void bind_path_stop(const struct exchange *x, const struct effect *effect,
                           struct params *params)
{
    const struct candidacy_move *move = move_of(effect);
    bool interrupts = move->command->event == EVENT_INTERRUPT_PATH;
    bool annuls = move->command->event == EVENT_ANNUL_EVALUATION;
    (void)x;
    params_id(params, "id", move->path_id);
    params_date(params, "interrupted_on", move->command->occurred_on);
    params_text(params, "reason",
                interrupts ? move->input->reason
                : annuls   ? slice_of(candidacy_event_name(EVENT_ANNUL_EVALUATION))
                           : slice_of(candidacy_state_name(move->decision.to)));
}

static void bind_agenda_clear(const struct exchange *x, const struct effect *effect,
                              struct params *params)
{
    const struct candidacy_move *move = move_of(effect);
    (void)x;
    params_id(params, "file_id", move->file_id);
    params_date(params, "removed_on", move->command->occurred_on);
    params_text(params, "reason", slice_of(candidacy_state_name(move->decision.to)));
}

/* The version was moved by the update that is written before this one. */
static void bind_candidacy_transfer(const struct exchange *x, const struct effect *effect,
                                    struct params *params)
{
    const struct candidacy_move *move = move_of(effect);
    (void)x;
    params_id(params, "id", move->snapshot->candidacy.id);
    params_int(params, "version", move->snapshot->candidacy.version + 1);
    params_id(params, "owner_org_id", move->decision.owner_org_id);
}

static void bind_file_insert(const struct exchange *x, const struct effect *effect,
                             struct params *params)
{
    const struct candidacy_move *move = move_of(effect);
    (void)x;
    params_id(params, "id", move->file_id);
    params_id(params, "candidacy_id", move->snapshot->candidacy.id);
    params_id(params, "commission_id", move->command->data.commission_id);
    params_int(params, "ordinal", move->snapshot->file_ordinal + 1);
    params_date(params, "submitted_on", move->command->occurred_on);
    params_id(params, "person_id", move->person_id);
    params_id(params, "org_id", move->command->acting_org_id);
    params_bool(params, "is_direct_route", move->decision.is_direct_route);
}

/* Where a file stands after each event that touches it. */
static struct slice file_status(enum candidacy_event event)
{
    switch (event) {
    case EVENT_PUT_ON_AGENDA:
        return SLICE("ON_AGENDA");
    case EVENT_DEFER:
        return SLICE("DEFERRED");
    case EVENT_CERTIFY:
    case EVENT_REFUSE:
        return SLICE("DECIDED");
    case EVENT_RECALL_FILE:
    case EVENT_WITHDRAW:
    case EVENT_CANCEL:
        return SLICE("WITHDRAWN");
    default:
        return SLICE("SUBMITTED");
    }
}

static void bind_file_status(const struct exchange *x, const struct effect *effect,
                             struct params *params)
{
    const struct candidacy_move *move = move_of(effect);
    const enum candidacy_event event = move->command->event;
    const bool answers = event == EVENT_ANSWER_COMPLEMENT;
    const bool is_of_agenda = event == EVENT_PUT_ON_AGENDA || event == EVENT_REMOVE_FROM_AGENDA;
    (void)x;
    params_id(params, "id", move->file_id);
    params_text(params, "status", file_status(event));
    params_text(params, "answer", answers ? move->input->answer : (struct slice){ 0 });
    params_date(params, "answered_on", answers ? move->command->occurred_on : (struct date){ 0 });
    const struct date moved_on = move->command->occurred_on, unset = { 0 };
    params_date(params, "moved_on", is_of_agenda ? unset : moved_on);
}

const struct write candidacy_writes[CANDIDACY_WRITES] = {
    [WRITE_FACTS] = FACTS_WRITE,
    [WRITE_AGENDA_HOLD] = { &SQL_agenda_hold, bind_agenda_hold, WRITE_FIRST },
    [WRITE_STATE_DISTINCT] = { &SQL_candidate_distinct, bind_state_distinct, 0 },
    [WRITE_CANDIDACY_INSERT] = { &SQL_candidacy_insert, bind_candidacy_insert, WRITE_EXACT },
    [WRITE_CANDIDACY_UPDATE] = { &SQL_candidacy_update, bind_candidacy_update, WRITE_EXACT },
    [WRITE_ATTENDANCE_FOR_OTHER] = { &SQL_attendance_for_other, bind_attendance_for_other,
                                     WRITE_EXACT },
    [WRITE_EVALUATION_INSERT] = { &SQL_evaluation_insert, bind_evaluation_insert, WRITE_EXACT },
    [WRITE_SITTING_INSERT] = { &SQL_sitting_insert, bind_sitting_insert, WRITE_EXACT },
    [WRITE_SITTING_CORRECT] = { &SQL_sitting_correct, bind_sitting_correct, WRITE_EXACT },
    [WRITE_SITTING_DELETE] = { &SQL_sitting_delete, bind_sitting_delete, WRITE_EXACT },
    [WRITE_RESULTS_SAVE] = { &SQL_results_save, bind_results_save, WRITE_EXACT },
    [WRITE_NOTE_ERASE] = { &SQL_note_erase, bind_note_erase, 0 },
    [WRITE_NOTE_SAVE] = { &SQL_note_save, bind_note_save, WRITE_EXACT },
    [WRITE_EVALUATION_COMPLETE] = { &SQL_evaluation_complete, bind_evaluation_complete,
                                    WRITE_EXACT },
    [WRITE_EVALUATION_ANNUL] = { &SQL_evaluation_annul, bind_evaluation_annul, WRITE_EXACT },
    [WRITE_RESTITUTION_INSERT] = { &SQL_restitution_insert, candidacy_bind_restitution_insert,
                                   WRITE_EXACT },
    [WRITE_RESTITUTION_CORRECT] = { &SQL_restitution_correct, candidacy_bind_restitution_correct,
                                    WRITE_EXACT },
    [WRITE_ACT_DAY_CORRECT] = { &SQL_act_day_correct, history_bind_act_day, WRITE_EXACT },
    [WRITE_PATH_INSERT] = { &SQL_path_insert, bind_path_insert, WRITE_EXACT },
    [WRITE_MODULE_INSERT] = { &SQL_module_insert, bind_module_insert, WRITE_EXACT },
    [WRITE_PATH_ANSWER] = { &SQL_path_answer, bind_path_answer, WRITE_EXACT },
    [WRITE_PATH_REOPEN] = { &SQL_path_reopen, bind_path_reopen, WRITE_EXACT },
    [WRITE_MODULE_UPDATE] = { &SQL_module_update, bind_module_update, WRITE_EXACT },
    [WRITE_PATH_CLOSE] = { &SQL_path_close, bind_path_close, WRITE_EXACT },
    [WRITE_PATH_STOP] = { &SQL_path_stop, bind_path_stop, WRITE_EXACT },
    [WRITE_AGENDA_CLEAR] = { &SQL_agenda_item_clear, bind_agenda_clear, WRITE_EXACT },
    [WRITE_FILE_INSERT] = { &SQL_file_insert, bind_file_insert, WRITE_EXACT },
    [WRITE_FILE_STATUS] = { &SQL_file_status, bind_file_status, WRITE_EXACT },
    [WRITE_VOIDING_INSERT] = { &SQL_voiding_insert, candidacy_bind_voiding_insert, WRITE_EXACT },
    [WRITE_VOIDING_LIFT] = { &SQL_voiding_lift, candidacy_bind_voiding_lift, WRITE_EXACT },
    [WRITE_VOIDING_REPLACE] = { &SQL_voiding_replace, candidacy_bind_voiding_replace, WRITE_EXACT },
    [WRITE_EVENT_INSERT] = { &SQL_event_insert, history_bind_event, WRITE_EXACT },
    [WRITE_EVENT_TEXT_INSERT] = { &SQL_event_text_insert, history_bind_text, WRITE_EXACT },
    [WRITE_CANDIDACY_TRANSFER] = { &SQL_candidacy_transfer, bind_candidacy_transfer, WRITE_EXACT },
};
