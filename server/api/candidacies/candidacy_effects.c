/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/candidacies/candidacy_effects.h"

#include "act_order.h"
#include "api/candidacies/candidacy_possible.h"
#include "api/refusals.h"
#include "sql.h"

/* Which statement an effect of the domain is; several effects may be one statement. */
static const int write_of_effect[CANDIDACY_EFFECT_KIND_COUNT] = {
    [CANDIDACY_EFFECT_CREATE] = WRITE_CANDIDACY_INSERT,
    [CANDIDACY_EFFECT_UPDATE] = WRITE_CANDIDACY_UPDATE,
    [CANDIDACY_EFFECT_CREATE_EVALUATION] = WRITE_EVALUATION_INSERT,
    [CANDIDACY_EFFECT_ADD_SITTING] = WRITE_SITTING_INSERT,
    [CANDIDACY_EFFECT_CORRECT_SITTING] = WRITE_SITTING_CORRECT,
    [CANDIDACY_EFFECT_CANCEL_SITTING] = WRITE_SITTING_DELETE,
    [CANDIDACY_EFFECT_SAVE_RESULTS] = WRITE_RESULTS_SAVE,
    [CANDIDACY_EFFECT_COMPLETE_EVALUATION] = WRITE_EVALUATION_COMPLETE,
    [CANDIDACY_EFFECT_RECORD_RESTITUTION] = WRITE_RESTITUTION_INSERT,
    [CANDIDACY_EFFECT_CORRECT_RESTITUTION] = WRITE_RESTITUTION_CORRECT,
    [CANDIDACY_EFFECT_CORRECT_DATE] = WRITE_ACT_DAY_CORRECT,
    [CANDIDACY_EFFECT_CREATE_PATH] = WRITE_PATH_INSERT,
    [CANDIDACY_EFFECT_CREATE_MODULE] = WRITE_MODULE_INSERT,
    [CANDIDACY_EFFECT_ACCEPT_PATH] = WRITE_PATH_ANSWER,
    [CANDIDACY_EFFECT_DECLINE_PATH] = WRITE_PATH_ANSWER,
    [CANDIDACY_EFFECT_REOPEN_PATH] = WRITE_PATH_REOPEN,
    [CANDIDACY_EFFECT_RECORD_ATTENDANCE] = WRITE_MODULE_UPDATE,
    [CANDIDACY_EFFECT_CORRECT_ATTENDANCE] = WRITE_MODULE_UPDATE,
    [CANDIDACY_EFFECT_CLOSE_MODULE] = WRITE_MODULE_UPDATE,
    [CANDIDACY_EFFECT_REOPEN_MODULE] = WRITE_MODULE_UPDATE,
    [CANDIDACY_EFFECT_CHANGE_TRAINER] = WRITE_MODULE_UPDATE,
    [CANDIDACY_EFFECT_CLOSE_PATH] = WRITE_PATH_CLOSE,
    [CANDIDACY_EFFECT_CREATE_FILE] = WRITE_FILE_INSERT,
    [CANDIDACY_EFFECT_PUT_ON_AGENDA] = WRITE_FILE_STATUS,
    [CANDIDACY_EFFECT_REMOVE_FROM_AGENDA] = WRITE_FILE_STATUS,
    [CANDIDACY_EFFECT_DECIDE_FILE] = WRITE_FILE_STATUS,
    [CANDIDACY_EFFECT_DEFER_FILE] = WRITE_FILE_STATUS,
    [CANDIDACY_EFFECT_VOID_SUBDOMAINS] = WRITE_VOIDING_INSERT,
    [CANDIDACY_EFFECT_ANSWER_COMPLEMENT] = WRITE_FILE_STATUS,
    [CANDIDACY_EFFECT_STOP_PATH] = WRITE_PATH_STOP,
    [CANDIDACY_EFFECT_WITHDRAW_FILE] = WRITE_FILE_STATUS,
    [CANDIDACY_EFFECT_CLEAR_AGENDA] = WRITE_AGENDA_CLEAR,
    [CANDIDACY_EFFECT_TRANSFER] = WRITE_CANDIDACY_TRANSFER,
    [CANDIDACY_EFFECT_ANNUL_EVALUATION] = WRITE_EVALUATION_ANNUL,
    [CANDIDACY_EFFECT_LIFT_VOIDING] = WRITE_VOIDING_LIFT,
    [CANDIDACY_EFFECT_REOPEN_FILE] = WRITE_FILE_STATUS,
    [CANDIDACY_EFFECT_REVOID_SUBDOMAINS] = WRITE_VOIDING_REPLACE,
    [CANDIDACY_EFFECT_PIN_REFERENTIAL] = -1, /* part of the update of the candidacy */
};

static void queue_notes(struct exchange *x, const struct candidacy_move *move)
{
    for (size_t i = 0; move->input && i < move->input->results.count; i++) {
        const struct result_input *results = move->input->results.items;
        if (slice_is_set(results[i].note))
            exchange_effect(x, &candidacy_writes[WRITE_NOTE_SAVE], (unsigned)i, move);
        else if (field_is_null(&result_input_table, &results[i], "note"))
            exchange_effect(x, &candidacy_writes[WRITE_NOTE_ERASE], (unsigned)i, move);
    }
}

/* Who trains for an organism that does not hold the candidacy writes through one door, whatever the
 * rules make of it. */
static int write_of(const struct candidacy_move *move, enum candidacy_effect_kind kind)
{
    const int write = write_of_effect[kind];
    if (!move->is_for_other)
        return write;
    return write == WRITE_MODULE_UPDATE ? WRITE_ATTENDANCE_FOR_OTHER : -1;
}

static void queue(struct exchange *x, struct candidacy_set *set, struct candidacy_move *move)
{
    unsigned reads = transition_reads(move->decision.transition);
    for (unsigned i = 0; i < set->check_count; i++) {
        if (set->checks[i].reads & reads)
            exchange_effect(x, &candidacy_writes[WRITE_FACTS], i, &set->checks[i]);
    }
    if (move->command->event == EVENT_RECORD_INFORMATION && move->command->data.is_distinct)
        exchange_effect(x, &candidacy_writes[WRITE_STATE_DISTINCT], 0, move);
    for (int i = 0; i < move->decision.effect_count; i++) {
        const struct candidacy_effect *effect = &move->decision.effects[i];
        const struct candidacy *now = &move->snapshot->candidacy;
        int kind = write_of(move, effect->kind);
        if (kind == WRITE_AGENDA_CLEAR)
            exchange_effect(x, &candidacy_writes[WRITE_AGENDA_HOLD], 0, move);
        int index = kind >= 0 ? candidacy_effect_next(effect, now, -1) : -1;
        for (; index >= 0; index = candidacy_effect_next(effect, now, index))
            exchange_effect(x, &candidacy_writes[kind], (unsigned)index, move);
    }
    if (move->command->event == EVENT_RECORD_RESULTS)
        queue_notes(x, move);
    exchange_effect(x, &candidacy_writes[WRITE_EVENT_INSERT], 0, move);
    if (slice_is_set(move->texts))
        exchange_effect(x, &candidacy_writes[WRITE_EVENT_TEXT_INSERT], 0, move);
}

static void make_ids(struct exchange *x, struct candidacy_move *move)
{
    const struct candidacy *now = &move->snapshot->candidacy;
    move->event_id = exchange_new_id(x);
    move->sitting_id = exchange_new_id(x);
    move->evaluation_id = move->decision.evaluation >= 0
                              ? now->evaluations[move->decision.evaluation].id
                              : exchange_new_id(x);
    move->path_id = move->command->event == EVENT_PROPOSE_PATH || !now->path ? exchange_new_id(x)
                                                                             : now->path->id;
    move->file_id = move->command->event == EVENT_SUBMIT_FILE || !now->file ? exchange_new_id(x)
                                                                            : now->file->id;
    const int modules = move->command->data.module_count;
    move->module_ids = exchange_alloc(x, (size_t)modules * sizeof *move->module_ids);
    for (int i = 0; move->module_ids && i < modules; i++)
        move->module_ids[i] = exchange_new_id(x);
}

/* The first of the proposed modules that are at fault. */
static int module_at_fault(const struct event_data *data, const struct reason_detail *detail)
{
    int i = 0;
    while (i < data->module_count - 1 && !(detail->modules >> i & 1))
        i++;
    return i;
}

/* Functions are given in one's own organism: nothing of that sort helps a trainer of another one.
 * And who named nobody of his own, and no organism, may have meant another one. Whose trainer the
 * person is, is not said: it is asked of no stranger to the caller. */
static void tell_trainer(struct exchange *x, const struct candidacy_set *set,
                         const struct candidacy_command *command, const struct event_input *input,
                         const struct unmet *unmet, struct refusal *refusal)
{
    const struct event_data *data = &command->data;
    const bool is_proposal = command->event == EVENT_PROPOSE_PATH;
    const int at = is_proposal ? module_at_fault(data, &unmet->detail)
                               : path_find_module(set->items[0]->candidacy.path, data->module_id);
    const struct module_input *given = input ? input->modules.items : NULL;
    const struct id organism = is_proposal
                                   ? data->modules[at].training_org_id
                                   : set->items[0]->candidacy.path->modules[at].training_org_id;
    const bool is_unsaid = is_proposal && given && !id_is_set(given[at].training_org_id) &&
                           !id_is_set(input->training_org_id) &&
                           !candidacy_set_recorded_person(set, unmet->detail.id);
    if (!is_unsaid && id_equals(organism, exchange_organism(x)))
        return;
    refusal->resolve_method = NULL;
    refusal->resolve_href = SLICE_UNSET;
    if (!is_unsaid)
        return;
    const struct slice details = detail_print(x, &unmet->detail, NULL);
    refusal->details =
        arena_print(x->arena, "%.*s,\"pointer\":\"/data/modules/%d/training_org_id\"}",
                    (int)details.size - 1, details.at, at);
    refusal->message =
        x->is_english
            ? SLICE("On that date the person is no trainer of your organism. If they train for "
                    "another one, name it as the training organism of the module; if they are "
                    "yours, the referent records their affiliation.")
            : SLICE(
                  "À cette date, la personne n’est pas formateur dans votre organisme. Si elle "
                  "forme pour un autre, indiquez-le comme organisme de formation du module\u00a0; "
                  "si elle est des vôtres, le référent enregistre son rattachement.");
}

/* The rule would lead elsewhere: it is the certifier's naming that holds, and says where to. */
static void tell_naming(struct exchange *x, const struct candidacy *candidacy,
                        struct refusal *refusal)
{
    char id[ID_TEXT_SIZE];
    id_print(candidacy->id, id);
    refusal->resolve_method = "GET";
    refusal->resolve_href = arena_print(x->arena, "/v1/candidacies/%s/commission-overrides", id);
    refusal->message =
        x->is_english
            ? SLICE("The certifier has named the commission that examines the files of this "
                    "candidacy, and it is another one. Name that one, or none: the file then goes "
                    "to it.")
            : SLICE("Le certificateur a désigné la commission qui examine les dossiers de cette "
                    "candidature, et c’en est une autre. Indiquez celle-là, ou n’en indiquez "
                    "aucune\u00a0: le dossier ira à elle.");
}

/* What is at fault in a proposed module is its own: whose trainer, which organism, when. */
static void tell_module(const struct event_data *data, int at, struct unmet *unmet)
{
    const struct proposed_module *module = &data->modules[at];
    struct reason_detail *detail = &unmet->detail;
    detail->modules = UINT64_C(1) << at;
    detail->id = unmet->reason == REASON_TRAINING_ORGANISM_NOT_ALLOWED ? module->training_org_id
                                                                       : module->trainer.id;
    if (date_is_set(detail->date) && date_is_set(module->planned_start))
        detail->date = module->planned_start;
}

/* Of several proposed modules that are at fault each is refused by itself, as long as there is room
 * for it: one of them, named with the trainer of another, sends people to the wrong one. */
static struct outcome module_by_module(const struct outcome *outcome,
                                       const struct candidacy_command *command)
{
    struct outcome apart = { 0 };
    for (int i = 0; i < outcome->count; i++) {
        const struct unmet *unmet = &outcome->unmet[i];
        const int left = outcome->count - i - 1;
        const bool is_of_module = command->event == EVENT_PROPOSE_PATH &&
                                  (unmet->reason == REASON_TRAINER_IS_EVALUATOR ||
                                   unmet->reason == REASON_TRAINER_NOT_AFFILIATED ||
                                   unmet->reason == REASON_TRAINING_ORGANISM_NOT_ALLOWED);
        if (!is_of_module)
            apart.unmet[apart.count++] = *unmet;
        for (int k = 0; is_of_module && k < command->data.module_count; k++) {
            if (!(unmet->detail.modules >> k & 1) || apart.count + left >= OUTCOME_MAX_REASONS)
                continue;
            apart.unmet[apart.count] = *unmet;
            tell_module(&command->data, k, &apart.unmet[apart.count++]);
        }
    }
    return apart;
}

/* Also of an act on something else: it is the state of the candidacy that is in the way. */
static void refuse(struct exchange *x, const struct outcome *whole, const struct candidacy_set *set,
                   const struct candidacy_snapshot *snapshot,
                   const struct candidacy_command *command, const struct event_input *input)
{
    const unsigned first = x->refusal_count;
    const struct outcome apart = module_by_module(whole, command), *outcome = &apart;
    refuse_candidacy(x, outcome, &snapshot->candidacy, snapshot->referential_code);
    for (unsigned i = first; i < x->refusal_count; i++)
        x->refusals[i].of = &candidacy_machine;
    for (int i = 0; i < outcome->count && first + (unsigned)i < x->refusal_count; i++) {
        if (outcome->unmet[i].reason == REASON_COMMISSION_NOT_COMPETENT && set->is_commission_named)
            tell_naming(x, &snapshot->candidacy, &x->refusals[first + (unsigned)i]);
        if (outcome->unmet[i].reason == REASON_TRAINER_NOT_AFFILIATED)
            tell_trainer(x, set, command, input, &outcome->unmet[i],
                         &x->refusals[first + (unsigned)i]);
    }
}

/* A sitting that was cancelled stands nowhere else any more: the history tells which it was. */
static struct slice cancelled_sitting(struct exchange *x, const struct candidacy *now,
                                      struct id sitting_id)
{
    const struct evaluation *evaluation = candidacy_open_evaluation(now);
    char id[ID_TEXT_SIZE], evaluator_id[ID_TEXT_SIZE], day[DATE_TEXT_SIZE];
    int i = 0;
    while (!id_equals(evaluation->sittings[i].id, sitting_id)) /* SITTING_NOT_IN_EVALUATION */
        i++;
    id_print(sitting_id, id);
    id_print(evaluation->sittings[i].evaluator.id, evaluator_id);
    date_print(evaluation->sittings[i].date, day);
    return arena_print(x->arena,
                       "{\"sitting_id\":\"%s\",\"held_on\":\"%s\",\"evaluator_id\":\"%s\"}", id,
                       day, evaluator_id);
}

/* With what it was before: the event that recorded it stands as it was written, and others may have
 * corrected it since. */
static struct slice corrected_attendance(struct exchange *x, const struct event_data *data)
{
    char id[ID_TEXT_SIZE], module_id[ID_TEXT_SIZE];
    id_print(data->recorded.id, id);
    id_print(data->module_id, module_id);
    return arena_print(x->arena,
                       "{\"attendance_id\":\"%s\",\"module_id\":\"%s\","
                       "\"previous_minutes\":%d,\"attended_minutes\":%d}",
                       id, module_id, data->recorded.attended_minutes, data->attended_minutes);
}

/* With what it was before, which no event tells of one sitting, and of a restitution none that was
 * corrected since. */
static struct slice corrected(struct exchange *x, const struct candidacy_set *set,
                              enum candidacy_event event, const struct event_input *input)
{
    const struct slice told = event_history(x, event, input);
    return arena_print(x->arena, "%.*s,\"previous\":%.*s}", (int)told.size - 1, told.at,
                       (int)set->recorded_told.size, set->recorded_told.at);
}

static struct slice corrected_contact(struct exchange *x, struct date before, struct date after)
{
    char days[2][DATE_TEXT_SIZE];
    date_print(before, days[0]);
    date_print(after, days[1]);
    return arena_print(x->arena, "{\"previous_opened_on\":\"%s\",\"opened_on\":\"%s\"}", days[0],
                       days[1]);
}

/* Which act it was, and the day that it had before: others may have corrected it since. */
static struct slice corrected_date(struct exchange *x, const struct candidacy_command *command)
{
    const struct act *act = act_find(command->facts, command->data.act_id);
    char id[ID_TEXT_SIZE], days[2][DATE_TEXT_SIZE];
    id_print(act->id, id);
    date_print(act->day, days[0]);
    date_print(command->data.happened_on, days[1]);
    return arena_print(x->arena,
                       "{\"corrects_id\":\"%s\",\"event\":\"%s\",\"previous_on\":\"%s\","
                       "\"happened_on\":\"%s\"}",
                       id, candidacy_event_name(act->event), days[0], days[1]);
}

struct candidacy_move *candidacy_move(struct exchange *x, struct candidacy_set *set,
                                      const struct candidacy_snapshot *snapshot,
                                      const struct candidacy_command *command,
                                      const struct event_input *input, struct id person_id)
{
    struct candidacy_move *move = exchange_alloc(x, sizeof *move);
    if (!move)
        return NULL;
    struct outcome outcome =
        candidacy_decide(&snapshot->candidacy, command, x->policy, &move->decision);
    if (!outcome_is_accepted(&outcome)) {
        refuse(x, &outcome, set, snapshot, command, input);
        return NULL;
    }
    move->snapshot = snapshot;
    move->command = command;
    move->input = input;
    move->person_id = person_id;
    move->is_for_other = event_is_of_attendance(command->event) &&
                         candidacy_is_held_elsewhere(x, &snapshot->candidacy);
    if (command->event == EVENT_CANCEL_SITTING)
        move->history = cancelled_sitting(x, &snapshot->candidacy, command->data.sitting_id);
    else if (command->event == EVENT_CORRECT_DATE)
        move->history = corrected_date(x, command);
    else if (command->event == EVENT_CORRECT_CONTACT)
        move->history =
            corrected_contact(x, snapshot->candidacy.contact_on, command->data.contact_on);
    else if (command->event == EVENT_CORRECT_SITTING || command->event == EVENT_CORRECT_RESTITUTION)
        move->history = corrected(x, set, command->event, input);
    else if (command->event == EVENT_CORRECT_ATTENDANCE)
        move->history = corrected_attendance(x, &command->data);
    else
        move->history = event_history(x, command->event, input);
    move->texts = event_texts(x, command->event, input);
    make_ids(x, move);
    queue(x, set, move);
    return move;
}
