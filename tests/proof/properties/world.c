/* The world of the histories: who may act, what is asked, what is written. */
#include "world.h"

#include <stdio.h>
#include <string.h>

static const char *const shapes[VERSIONS] = {
    "D 1\nS 1.1 P 50\nC 1.1.1\nC 1.1.2\nS 1.2 C 1\nC 1.2.1\nC 1.2.2 M\nD 2\nS 2.1 P 100\nC "
    "2.1.1\nD 3\n",
    "D 1\nS 1.1 P 66\nC 1.1.1\nC 1.1.2\nC 1.1.3\nD 2\nS 2.1 P 75\nC 2.1.1\nC 2.1.2\nD 3\nD 4\n",
};
static struct referential versions[VERSIONS];
static struct active_referential active[VERSIONS];
static struct person persons[PERSONS];
static struct affiliation affiliations[3 * PERSONS];
static struct habilitation habilitations[3];

static struct id id_of(int number)
{
    struct id id = { { 0 } };
    id.bytes[0] = 1;
    memcpy(id.bytes + 8, &number, sizeof number);
    return id;
}

/* Two records of one human twice, so that separation is of humans. */
static void prepare_facts(void)
{
    static const enum affiliation_role roles[] = { AFFILIATION_COUNSELLOR, AFFILIATION_EVALUATOR,
                                                   AFFILIATION_TRAINER };
    const struct spell always = { { 2010, 1, 1 }, { 0 } };
    for (int i = 0; i < PERSONS; i++) {
        persons[i].id = id_of(100 + i);
        if (i >= HUMANS)
            persons[i].human_id = id_of(100 + i - HUMANS);
        for (int r = 0; r < 3; r++)
            affiliations[3 * i + r] =
                (struct affiliation){ persons[i], id_of(1), roles[r], always };
    }
    for (int i = 0; i < 3; i++)
        habilitations[i] = (struct habilitation){
            .org_id = id_of(i == 2 ? 2 : 1),
            .activity = i == 1 ? ACTIVITY_TRAINING : ACTIVITY_EVALUATION,
            .spell = always,
        };
    for (int v = 0; v < VERSIONS; v++) {
        referential_parse(shapes[v], strlen(shapes[v]), &versions[v]);
        active[v] = (struct active_referential){ id_of(10 + v), &versions[v], always };
    }
    active[0].spell.to = (struct date){ 2022, 12, 31 };
    active[1].spell.from = (struct date){ 2023, 1, 1 };
}

const struct referential *world_version(int number)
{
    return &versions[number];
}

void world_start(struct world *w, struct date today)
{
    if (versions[0].domain_count == 0)
        prepare_facts();
    memset(w, 0, sizeof *w);
    w->today = today;
    w->next_id = 1000;
    w->policy = POLICY_DEFAULT;
    w->now.evaluations = w->evaluations;
    w->now.voidings = w->voidings;
    w->now.trainers = w->trainers;
    w->now.owner_org_id = id_of(1);
}

bool world_is_full(const struct world *w)
{
    bool is_full = w->now.evaluation_count == EVALUATIONS || w->now.voiding_count == VOIDINGS ||
                   w->now.trainer_count > TRAINERS - MODULES || w->act_count == ACTS ||
                   w->today.year > 9900;
    for (int i = 0; i < w->now.evaluation_count; i++)
        is_full |= w->evaluations[i].sitting_count == SITTINGS;
    return is_full;
}

/* Commands */

static void pass_time(struct world *w, const uint16_t *dice)
{
    const struct date deadline = w->now.deadline;
    const int beside = dice[1] % 3 - 1;
    struct date day = w->today;
    switch (dice[0] % 16) {
    case 8:
    case 9:
    case 10:
    case 11:
        day = date_add_days(day, 1 + dice[1] % 20);
        break;
    case 12:
    case 13:
        day = date_add_days(day, 30 + dice[1] % 400);
        break;
    case 14:
        day = date_is_set(deadline) ? date_add_days(deadline, beside) : day;
        break;
    case 15:
        day = date_is_set(deadline) ? date_add_days(deadline, w->policy.entry_grace_days + beside)
                                    : day;
        break;
    default:
        break;
    }
    if (date_is_after(day, w->today))
        w->today = day;
}

static const struct person *pick_person(int dice, int in_charge)
{
    return &persons[dice % 16 < 11 ? in_charge : dice % PERSONS];
}

static int open_number(const struct world *w)
{
    for (int i = w->now.evaluation_count - 1; i >= 0; i--)
        if (!date_is_set(w->evaluations[i].completed_on) && !w->evaluations[i].is_annulled)
            return i;
    return -1;
}

static void ask_results(struct world *w, const uint16_t *dice)
{
    struct event_data *data = &w->asked.data;
    const int open = open_number(w);
    const struct referential *version = w->now.referential;
    if (open < 0 || version == NULL)
        return;
    if (w->evaluations[open].sitting_count > 0 && dice[4] % 16 < 14)
        data->evaluator = w->sittings[open][0].evaluator;
    const int failed = dice[5] / 4 % version->domain_count;
    for (int i = 0; i < version->item_count; i++) {
        const int s = version->items[i].subdomain, d = version->subdomains[s].domain;
        const unsigned chance = (dice[5] * 2654435761u >> (i % 16)) & 3;
        const uint64_t scope = w->evaluations[open].scope;
        const bool is_asked = scope == 0 || (scope >> s & 1) != 0 || dice[3] % 64 == 63;
        char result = 'V';
        if (dice[5] % 4 == 1 && d == failed)
            result = 'N';
        if (dice[5] % 4 >= 2)
            result = "VVNE"[chance];
        if (is_asked && !(dice[5] % 4 == 3 && chance == 1))
            w->graded[data->result_count++] = (struct graded_item){ i, result };
    }
    if (dice[3] % 64 == 62)
        w->graded[0].item = -1;
    data->results = w->graded;
}

static void ask_path(struct world *w, const uint16_t *dice)
{
    struct event_data *data = &w->asked.data;
    const struct referential *version = w->now.referential;
    const uint32_t missing = world_missing(w);
    for (int d = 0; version != NULL && d < version->domain_count; d++) {
        const bool is_taken = dice[3] % 16 == 5 ? d != 0 : (missing >> d & 1) != 0;
        if (is_taken)
            w->proposed[data->module_count++] = (struct proposed_module){
                .domain = d,
                .trainer = *pick_person(dice[4] / 16 + d * (dice[4] & 1), 1),
                .training_org_id = id_of(1),
                .planned_end = date_add_days(w->asked.occurred_on, 30),
                .hours = 10,
            };
    }
    data->modules = w->proposed;
    if (dice[3] % 16 == 6 && date_is_set(w->now.deadline))
        data->planned_end = date_add_days(w->now.deadline, 1);
}

static void ask_module(struct world *w, const uint16_t *dice)
{
    struct event_data *data = &w->asked.data;
    int m = 0;
    while (m + 1 < w->path.module_count && w->modules[m].status != MODULE_OPEN)
        m++;
    if (dice[3] % 8 == 7 && w->path.module_count > 0)
        m = dice[3] / 8 % w->path.module_count;
    data->module_id = w->modules[m].id;
    data->module_status = dice[5] % 8 == 7 ? MODULE_WAIVED : MODULE_DONE;
    if (w->asked.event == EVENT_CHANGE_TRAINER || dice[4] % 4 == 3)
        data->trainer = *pick_person(dice[4] / 16, 1);
}

static void ask_session(struct world *w, const uint16_t *dice)
{
    const enum candidacy_event event = w->asked.event;
    const bool is_verdict = event == EVENT_CERTIFY || event == EVENT_DEFER || event == EVENT_REFUSE;
    w->session = (struct session_facts){ .id = id_of(4),
                                         .state = is_verdict ? SESSION_CLOSED : SESSION_PLANNED,
                                         .commission_id = id_of(3),
                                         .tally = { .voters = { 1, 1 }, .min_per_college = 1 } };
    if (event == EVENT_DEFER) {
        w->session.tally.votes[VOTE_FOR] = w->session.tally.votes[VOTE_AGAINST] = 1;
    } else {
        w->session.tally.votes[event == EVENT_REFUSE ? VOTE_AGAINST : VOTE_FOR] = 2;
    }
    if (dice[3] % 16 == 9)
        w->session.tally.voters[dice[3] / 16 % 2] = dice[3] / 32 % 4;
    if (dice[3] % 16 == 10)
        w->session.state = (enum session_state)(dice[3] / 16 % SESSION_STATE_COUNT);
    if (dice[3] % 16 == 11)
        w->session.dependent_jurors = 1;
}

void world_ask(struct world *w, const struct step *step)
{
    const uint16_t *dice = step->dice;
    struct event_data *data = &w->asked.data;
    pass_time(w, dice);
    w->facts = (struct facts){ .habilitations = habilitations,
                               .habilitation_count = 3,
                               .affiliations = affiliations,
                               .affiliation_count = 3 * PERSONS,
                               .referentials = active,
                               .referential_count = VERSIONS,
                               .is_commission_competent = dice[5] % 64 != 63,
                               .session = &w->session };
    w->asked = (struct candidacy_command){ .event = (enum candidacy_event)step->event,
                                           .today = w->today,
                                           .deadline_day = w->today,
                                           .acting_org_id = id_of(1),
                                           .facts = &w->facts };
    const int back = dice[2] % 8 == 7 ? dice[2] / 8 % 40 : 0;
    w->asked.occurred_on = date_add_days(w->today, dice[2] % 64 == 1 ? 1 : -back);
    const bool is_kept = dice[5] % 32 != 31;
    data->has_consent = data->has_proof = data->has_reason = data->has_answer = is_kept;
    data->written_on = is_kept ? w->asked.occurred_on : (struct date){ 0 };
    data->counsellor = persons[0];
    data->evaluator = *pick_person(dice[4], 0);
    data->sitting_date =
        date_add_days(w->asked.occurred_on, dice[3] % 16 == 1   ? dice[3] / 16 % 90
                                            : dice[3] % 16 == 2 ? -(dice[3] / 16 % 90)
                                                                : 0);
    data->commission_id = id_of(3);
    data->to_org_id = id_of(2);
    const int count = w->now.referential != NULL ? w->now.referential->domain_count : 1;
    const bool is_chosen = step->event == EVENT_REFUSE || dice[3] % 8 == 3;
    data->domains = is_chosen ? UINT32_C(1) << dice[5] % count : 0;
#ifdef HAS_ANNUL_EVALUATION
    if (w->now.evaluation_count > 0)
        data->evaluation_id =
            w->evaluations[(w->now.evaluation_count - 1 + dice[3]) % w->now.evaluation_count].id;
#endif
#ifdef HAS_REEXAMINE
    if (step->event == EVENT_REFUSE) /* the decision that is being taken */
        data->decision_id = id_of(w->next_id++);
    else if (w->now.voiding_count > 0)
        data->decision_id = w->voidings[w->now.voiding_count - 1].decision_id;
#endif
    ask_session(w, dice);
    if (step->event == EVENT_RECORD_RESULTS)
        ask_results(w, dice);
    else if (step->event == EVENT_PROPOSE_PATH)
        ask_path(w, dice);
    else
        ask_module(w, dice);
}

/* Effects */

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
    for (int i = 0; i < w->act_count; i++) {
        const struct act *act = &w->acts[i];
        if (act->validated != 0 && !w->evaluations[act->evaluation].is_annulled)
            validated |= act->validated;
        if (!act->is_lifted)
            validated &= ~act->voided;
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
    w->evaluations[e] = (struct evaluation){ .id = id_of(w->next_id++),
                                             .kind = decision->evaluation_kind,
                                             .org_id = id_of(1),
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
    w->acts[w->act_count++] =
        (struct act){ .validated =
                          recount(w->now.referential, w->evaluations[e].scope, w->results[e]),
                      .evaluation = e };
}

static void create_path(struct world *w, const struct decision *decision)
{
    w->path = (struct path){ .id = id_of(w->next_id++),
                             .status = PATH_STATUS_PROPOSED,
                             .proposed_on = w->asked.occurred_on,
                             .planned_end = decision->planned_end,
                             .modules = w->modules };
    w->now.path = &w->path;
}

static void create_module(struct world *w, int index)
{
    const struct proposed_module *proposed = &w->proposed[index];
    w->modules[w->path.module_count++] =
        (struct module){ .id = id_of(w->next_id++),
                         .domain = proposed->domain,
                         .trainer = proposed->trainer,
                         .training_org_id = proposed->training_org_id,
                         .hours = proposed->hours };
    add_trainer(w, proposed->trainer);
}

static void void_subdomains(struct world *w, const struct decision *decision)
{
    struct voiding *voiding = &w->voidings[w->now.voiding_count++];
    *voiding = (struct voiding){ .subdomains = decision->voided,
                                 .after_evaluations = decision->voided_after };
    struct act *act = &w->acts[w->act_count++];
    *act = (struct act){ 0 };
    for (int s = 0; s < w->now.referential->subdomain_count; s++)
        if ((w->asked.data.domains >> w->now.referential->subdomains[s].domain & 1) != 0)
            act->voided |= UINT64_C(1) << s;
#ifdef HAS_REEXAMINE
    act->decision_id = voiding->decision_id = w->asked.data.decision_id;
#endif
}

static void write_effect(struct world *w, const struct decision *decision,
                         enum candidacy_effect_kind kind, int index)
{
    const struct event_data *data = &w->asked.data;
    switch (kind) {
    case CANDIDACY_EFFECT_PIN_REFERENTIAL:
        w->now.referential_version_id = decision->referential_version_id;
        w->now.referential = decision->referential;
        break;
    case CANDIDACY_EFFECT_CREATE_EVALUATION:
        create_evaluation(w, decision);
        break;
    case CANDIDACY_EFFECT_ADD_SITTING: {
        struct evaluation *evaluation = &w->evaluations[open_number(w)];
        w->sittings[open_number(w)][evaluation->sitting_count++] =
            (struct sitting){ id_of(w->next_id++), data->sitting_date, data->evaluator, id_of(1) };
        break;
    }
    case CANDIDACY_EFFECT_SAVE_RESULTS:
        strcpy(w->results[decision->evaluation], decision->results);
        break;
    case CANDIDACY_EFFECT_COMPLETE_EVALUATION:
        complete_evaluation(w, decision);
        break;
    case CANDIDACY_EFFECT_RECORD_RESTITUTION:
        w->evaluations[decision->evaluation].restituted_on = w->asked.occurred_on;
        break;
    case CANDIDACY_EFFECT_CREATE_PATH:
        create_path(w, decision);
        break;
    case CANDIDACY_EFFECT_CREATE_MODULE:
        create_module(w, index);
        break;
    case CANDIDACY_EFFECT_ACCEPT_PATH:
        w->path.status = PATH_STATUS_ACCEPTED;
        w->path.accepted_on = w->asked.occurred_on;
        break;
    case CANDIDACY_EFFECT_DECLINE_PATH: /* nobody trained in it */
        w->path.status = PATH_STATUS_DECLINED;
        w->now.trainer_count -= w->path.module_count;
        break;
    case CANDIDACY_EFFECT_RECORD_ATTENDANCE:
        w->modules[index].attended_hours += data->hours;
        add_trainer(w, data->trainer);
        break;
    case CANDIDACY_EFFECT_CLOSE_MODULE:
        w->modules[index].status = data->module_status;
        w->modules[index].closed_on = w->asked.occurred_on;
        break;
    case CANDIDACY_EFFECT_CHANGE_TRAINER:
        w->modules[index].trainer = data->trainer;
        add_trainer(w, data->trainer);
        break;
    case CANDIDACY_EFFECT_CLOSE_PATH:
        w->path.status = PATH_STATUS_CLOSED;
        w->path.closed_on = w->asked.occurred_on;
        break;
    case CANDIDACY_EFFECT_STOP_PATH:
        w->path.status = PATH_STATUS_INTERRUPTED;
        break;
    case CANDIDACY_EFFECT_CREATE_FILE:
        w->file = (struct file){
            id_of(w->next_id++), data->commission_id, w->asked.occurred_on, { { 0 } }
        };
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
#ifdef HAS_ANNUL_EVALUATION
    case CANDIDACY_EFFECT_ANNUL_EVALUATION:
        w->evaluations[index].is_annulled = true;
        break;
#endif
#ifdef HAS_REEXAMINE
    case CANDIDACY_EFFECT_LIFT_VOIDING:
        for (int i = 0; i < w->now.voiding_count; i++)
            w->voidings[i].is_lifted |= id_equals(w->voidings[i].decision_id, data->decision_id);
        for (int i = 0; i < w->act_count; i++)
            w->acts[i].is_lifted |=
                w->acts[i].voided != 0 && id_equals(w->acts[i].decision_id, data->decision_id);
        break;
#endif
    default: /* UPDATE below; the file's own status is not of the snapshot */
        break;
    }
}

void world_apply(struct world *w, const struct decision *decision)
{
    for (int i = 0; i < decision->effect_count; i++)
        for (int index = candidacy_effect_next(&decision->effects[i], &w->now, -1); index >= 0;
             index = candidacy_effect_next(&decision->effects[i], &w->now, index))
            write_effect(w, decision, decision->effects[i].kind, index);
    w->now.state = decision->to;
    w->now.version++;
    w->now.previous_state = decision->previous_state;
    w->now.answer_by = decision->answer_by;
    w->now.last_activity_on = w->asked.occurred_on;
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
