/* SPDX-License-Identifier: EUPL-1.2 */
/* What a decision writes, written back into the world, and the recount of what is validated. */
#include "world.h"

#include <string.h>

static void add_trainer(struct world *w, struct person trainer)
{
    if (person_is_set(trainer))
        w->trainers[w->now.trainer_count++] = trainer;
}

/* 2.2 rule 2, in other words than lib/: a sub-domain fails by one mandatory criterion or by too
 * few. */
static uint64_t recount(const struct referential *version, uint64_t scope, const char *results)
{
    uint64_t validated = 0;
    for (int s = 0; s < version->subdomain_count; s++) {
        int good = 0, all = 0;
        bool is_lost = scope != 0 && (scope >> s & 1) == 0;
        for (int i = 0; i < version->item_count; i++) {
            if (version->items[i].subdomain != s)
                continue;
            all++;
            good += results[i] == 'V';
            is_lost |= version->items[i].is_mandatory && results[i] != 'V';
        }
        const int least = version->subdomains[s].threshold_kind == THRESHOLD_COUNT
                              ? version->subdomains[s].threshold
                              : (version->subdomains[s].threshold * all + 99) / 100;
        if (!is_lost && good >= least)
            validated |= UINT64_C(1) << s;
    }
    return validated;
}

uint64_t world_validated(const struct world *w)
{
    uint64_t validated = 0;
    for (int i = 0; i < w->validation_count; i++) {
        const struct validation *change = &w->validations[i];
        if (change->validated != 0 && !w->evaluations[change->evaluation].is_annulled)
            validated |= change->validated;
        if (!change->is_lifted)
            validated &= ~change->voided;
    }
    return validated;
}

uint32_t world_missing(const struct world *w)
{
    uint32_t missing = 0;
    const struct referential *version = w->now.referential;
    for (int s = 0; version != NULL && s < version->subdomain_count; s++)
        if ((world_validated(w) >> s & 1) == 0)
            missing |= UINT32_C(1) << version->subdomains[s].domain;
    return missing;
}

static void create_evaluation(struct world *w, const struct decision *decision)
{
    const int e = w->now.evaluation_count++;
    strcpy(w->results[e], decision->results);
    w->evaluations[e] = (struct evaluation){ .id = world_id(w->next_id++),
                                             .kind = decision->evaluation_kind,
                                             .org_id = world_id(1),
                                             .scope = decision->scope,
                                             .results = w->results[e],
                                             .sittings = w->sittings[e] };
}

static void complete_evaluation(struct world *w, const struct decision *decision)
{
    const int e = decision->evaluation;
    strcpy(w->statuses[e], decision->subdomain_statuses);
    w->evaluations[e].statuses = w->statuses[e];
    w->evaluations[e].completed_on = w->asked.occurred_on;
    w->validations[w->validation_count++] =
        (struct validation){ .validated = recount(w->now.referential, w->evaluations[e].scope,
                                                  w->results[e]),
                             .evaluation = e };
}

static void create_path(struct world *w, const struct decision *decision)
{
    w->path = (struct path){ .id = world_id(w->next_id++),
                             .status = PATH_STATUS_PROPOSED,
                             .proposed_on = w->asked.occurred_on,
                             .planned_end = decision->planned_end,
                             .modules = w->modules };
    w->now.path = &w->path;
    memset(w->attended, 0, sizeof w->attended);
}

static void create_module(struct world *w, int index)
{
    const struct proposed_module *proposed = &w->proposed[index];
    w->modules[w->path.module_count++] =
        (struct module){ .id = world_id(w->next_id++),
                         .domain = proposed->domain,
                         .trainer = proposed->trainer,
                         .training_org_id = proposed->training_org_id,
                         .planned_minutes = proposed->planned_minutes };
    add_trainer(w, proposed->trainer);
}

static void void_subdomains(struct world *w, const struct decision *decision)
{
    struct voiding *voiding = &w->voidings[w->now.voiding_count++];
    *voiding = (struct voiding){ .subdomains = decision->voided,
                                 .after_evaluations = decision->voided_after };
    struct validation *change = &w->validations[w->validation_count++];
    *change = (struct validation){ 0 };
    for (int s = 0; s < w->now.referential->subdomain_count; s++)
        if ((w->asked.data.domains >> w->now.referential->subdomains[s].domain & 1) != 0)
            change->voided |= UINT64_C(1) << s;
#ifdef HAS_REEXAMINE
    change->decision_id = voiding->decision_id = w->asked.data.decision_id;
#endif
}

/* Those of evaluations; false: of something else. */
static bool write_evaluation(struct world *w, const struct decision *decision,
                             enum candidacy_effect_kind kind, int index)
{
    const struct event_data *data = &w->asked.data;
    switch (kind) {
    case CANDIDACY_EFFECT_CREATE_EVALUATION:
        create_evaluation(w, decision);
        return true;
    case CANDIDACY_EFFECT_ADD_SITTING: {
        struct evaluation *evaluation = &w->evaluations[world_open_evaluation(w)];
        w->sittings[world_open_evaluation(w)][evaluation->sitting_count++] =
            (struct sitting){ world_id(w->next_id++), data->sitting_date, data->evaluator,
                              world_id(1), data->starts_at };
        return true;
    }
    case CANDIDACY_EFFECT_CANCEL_SITTING: {
        struct evaluation *evaluation = &w->evaluations[world_open_evaluation(w)];
        struct sitting *sittings = w->sittings[world_open_evaluation(w)];
        int i = 0;
        while (!id_equals(sittings[i].id, data->sitting_id))
            i++;
        evaluation->sitting_count--;
        memmove(&sittings[i], &sittings[i + 1],
                (size_t)(evaluation->sitting_count - i) * sizeof sittings[0]);
        return true;
    }
    case CANDIDACY_EFFECT_SAVE_RESULTS:
        strcpy(w->results[decision->evaluation], decision->results);
        return true;
    case CANDIDACY_EFFECT_COMPLETE_EVALUATION:
        complete_evaluation(w, decision);
        return true;
    case CANDIDACY_EFFECT_CORRECT_SITTING: {
        const int open = world_open_evaluation(w);
        for (int i = 0; date_is_set(data->sitting_date) && i < w->evaluations[open].sitting_count;
             i++)
            if (id_equals(w->sittings[open][i].id, data->sitting_id))
                w->sittings[open][i].date = data->sitting_date;
        return true;
    }
    case CANDIDACY_EFFECT_CORRECT_RESTITUTION: /* nothing that a rule reads */
        return true;
    case CANDIDACY_EFFECT_RECORD_RESTITUTION:
        w->evaluations[decision->evaluation].restituted_on = w->asked.occurred_on;
        return true;
#ifdef HAS_ANNUL_EVALUATION
    case CANDIDACY_EFFECT_ANNUL_EVALUATION:
        w->evaluations[index].is_annulled = true;
        return true;
#endif
    default:
        (void)index;
        return false;
    }
}

/* Those of a training path; false: of something else. */
static bool write_path(struct world *w, const struct decision *decision,
                       enum candidacy_effect_kind kind, int index)
{
    const struct event_data *data = &w->asked.data;
    switch (kind) {
    case CANDIDACY_EFFECT_CREATE_PATH:
        create_path(w, decision);
        return true;
    case CANDIDACY_EFFECT_CREATE_MODULE:
        create_module(w, index);
        return true;
    case CANDIDACY_EFFECT_ACCEPT_PATH:
        w->path.status = PATH_STATUS_ACCEPTED;
        w->path.accepted_on = w->asked.occurred_on;
        return true;
    case CANDIDACY_EFFECT_DECLINE_PATH: /* nobody trained in it */
        w->path.status = PATH_STATUS_DECLINED;
        w->path.ended_on = w->asked.occurred_on;
        w->now.trainer_count -= w->path.module_count;
        return true;
    case CANDIDACY_EFFECT_REOPEN_PATH:
        w->path.status = PATH_STATUS_PROPOSED;
        w->path.accepted_on = w->path.ended_on = (struct date){ 0 };
        w->now.trainer_count += w->path.module_count;
        return true;
    case CANDIDACY_EFFECT_RECORD_ATTENDANCE:
        w->modules[index].attended_minutes += data->attended_minutes;
        w->attended[index] = (struct attendance){ world_id(w->next_id++), w->modules[index].id,
                                                  data->attended_minutes };
        add_trainer(w, data->trainer);
        return true;
    case CANDIDACY_EFFECT_CORRECT_ATTENDANCE:
        w->modules[index].attended_minutes +=
            data->attended_minutes - data->recorded.attended_minutes;
        w->attended[index].attended_minutes = data->attended_minutes;
        return true;
    case CANDIDACY_EFFECT_CLOSE_MODULE:
        w->modules[index].status = data->module_status;
        w->modules[index].closed_on = w->asked.occurred_on;
        return true;
    case CANDIDACY_EFFECT_REOPEN_MODULE:
        w->modules[index].status = MODULE_OPEN;
        w->modules[index].closed_on = (struct date){ 0 };
        return true;
    case CANDIDACY_EFFECT_CHANGE_TRAINER:
        w->modules[index].trainer = data->trainer;
        add_trainer(w, data->trainer);
        return true;
    case CANDIDACY_EFFECT_CLOSE_PATH:
        w->path.status = PATH_STATUS_CLOSED;
        w->path.closed_on = w->asked.occurred_on;
        return true;
    case CANDIDACY_EFFECT_STOP_PATH:
        w->path.status = PATH_STATUS_INTERRUPTED;
        return true;
    default:
        return false;
    }
}

#ifdef HAS_REEXAMINE
static void lift_voiding(struct world *w, struct id decision_id)
{
    for (int i = 0; i < w->now.voiding_count; i++)
        w->voidings[i].is_lifted |= id_equals(w->voidings[i].decision_id, decision_id);
    for (int i = 0; i < w->validation_count; i++)
        w->validations[i].is_lifted |=
            w->validations[i].voided != 0 && id_equals(w->validations[i].decision_id, decision_id);
}
#endif

/* Those of the file, and of the candidacy itself. */
static void write_file(struct world *w, const struct decision *decision,
                       enum candidacy_effect_kind kind)
{
    switch (kind) {
    case CANDIDACY_EFFECT_PIN_REFERENTIAL:
        w->now.referential_version_id = decision->referential_version_id;
        w->now.referential = decision->referential;
        break;
    case CANDIDACY_EFFECT_CREATE_FILE:
        w->file = (struct file){ .id = world_id(w->next_id++),
                                 .commission_id = w->asked.data.commission_id,
                                 .submitted_on = w->asked.occurred_on };
        w->now.file = &w->file;
        break;
    case CANDIDACY_EFFECT_PUT_ON_AGENDA:
        w->file.live_session_id = w->session.id;
        break;
    case CANDIDACY_EFFECT_REMOVE_FROM_AGENDA:
    case CANDIDACY_EFFECT_CLEAR_AGENDA:
    case CANDIDACY_EFFECT_DECIDE_FILE:
    case CANDIDACY_EFFECT_DEFER_FILE:
        w->file.live_session_id = (struct id){ { 0 } };
        break;
    case CANDIDACY_EFFECT_VOID_SUBDOMAINS:
        void_subdomains(w, decision);
        break;
    case CANDIDACY_EFFECT_TRANSFER:
        w->now.owner_org_id = decision->owner_org_id;
        break;
#ifdef HAS_REEXAMINE
    case CANDIDACY_EFFECT_LIFT_VOIDING:
        lift_voiding(w, w->asked.data.decision_id);
        break;
#endif
#ifdef HAS_RECTIFY_DECISION
    case CANDIDACY_EFFECT_REVOID_SUBDOMAINS:
        lift_voiding(w, w->asked.data.decision_id);
        void_subdomains(w, decision);
        break;
#endif
    default: /* UPDATE below; the file's own status is not of the snapshot */
        break;
    }
}

/* Before anything is written: of what is open now. */
static void remember(struct world *w)
{
    const struct event_data *data = &w->asked.data;
    const int open = world_open_evaluation(w);
    const bool has_sitting = open >= 0 && w->evaluations[open].sitting_count > 0;
    if (w->asked.event == EVENT_CORRECT_DATE) {
        for (int i = 0; i < w->history_count; i++)
            if (id_equals(w->history[i].id, data->act_id))
                w->history[i].day = data->happened_on;
        return;
    }
    struct act *act = &w->history[w->history_count++];
    *act = (struct act){ .id = world_id(w->next_id++),
                         .event = w->asked.event,
                         .day = w->asked.occurred_on,
                         .module_id = data->module_id,
                         .person = data->evaluator,
                         .org_id = world_id(1) };
    if (open >= 0)
        act->evaluation_id = w->evaluations[open].id;
    if (w->asked.event == EVENT_START_PRIOR || w->asked.event == EVENT_START_FINAL)
        act->sitting_day = data->sitting_date;
    if (w->asked.event == EVENT_RECORD_RESULTS && has_sitting)
        act->rests_on = w->sittings[open][0].date;
}

void world_apply(struct world *w, const struct decision *decision)
{
    remember(w);
    for (int i = 0; i < decision->effect_count; i++)
        for (int index = candidacy_effect_next(&decision->effects[i], &w->now, -1); index >= 0;
             index = candidacy_effect_next(&decision->effects[i], &w->now, index))
            if (!write_evaluation(w, decision, decision->effects[i].kind, index) &&
                !write_path(w, decision, decision->effects[i].kind, index))
                write_file(w, decision, decision->effects[i].kind);
    w->now.state = decision->to;
    w->now.version++;
    w->now.previous_state = decision->previous_state;
    w->now.answer_by = decision->answer_by;
    if (date_is_set(decision->last_activity_on))
        w->now.last_activity_on = decision->last_activity_on;
    if (w->asked.event == EVENT_OPEN_CONTACT)
        w->now.last_activity_on = w->asked.occurred_on;
    if (w->asked.event == EVENT_ABANDON)
        w->now.abandoned_on = w->asked.occurred_on;
    else if (decision->to != CANDIDACY_ABANDONED)
        w->now.abandoned_on = (struct date){ 0 };
    if (w->asked.event == EVENT_OPEN_CONTACT)
        w->now.contact_on = w->asked.occurred_on;
    w->now.entered_on = w->today;
    if (date_is_set(decision->information_on))
        w->now.information_on = decision->information_on;
    if (date_is_set(decision->deadline)) {
        w->now.cycle_start = decision->cycle_start;
        w->now.deadline = decision->deadline;
    }
#ifdef HAS_ANNUL_EVALUATION
    if (decision->clears_cycle)
        w->now.cycle_start = w->now.deadline = (struct date){ 0 };
#endif
}
