/* SPDX-License-Identifier: EUPL-1.2 */
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

struct id world_id(int number)
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
        persons[i].id = world_id(100 + i);
        if (i >= HUMANS)
            persons[i].human_id = world_id(100 + i - HUMANS);
        for (int r = 0; r < 3; r++)
            affiliations[3 * i + r] =
                (struct affiliation){ persons[i], world_id(1), roles[r], always };
    }
    for (int i = 0; i < 3; i++)
        habilitations[i] = (struct habilitation){
            .org_id = world_id(i == 2 ? 2 : 1),
            .activity = i == 1 ? ACTIVITY_TRAINING : ACTIVITY_EVALUATION,
            .spell = always,
        };
    for (int v = 0; v < VERSIONS; v++) {
        referential_parse(shapes[v], strlen(shapes[v]), &versions[v]);
        active[v] = (struct active_referential){ world_id(10 + v), &versions[v], always };
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
    w->now.owner_org_id = world_id(1);
}

bool world_is_full(const struct world *w)
{
    bool is_full = w->now.evaluation_count == EVALUATIONS || w->now.voiding_count == VOIDINGS ||
                   w->now.trainer_count > TRAINERS - MODULES ||
                   w->validation_count == VALIDATIONS || w->today.year > 9900 ||
                   w->history_count == HISTORY;
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

int world_open_evaluation(const struct world *w)
{
    for (int i = w->now.evaluation_count - 1; i >= 0; i--)
        if (!date_is_set(w->evaluations[i].completed_on) && !w->evaluations[i].is_annulled)
            return i;
    return -1;
}

static void ask_results(struct world *w, const uint16_t *dice)
{
    struct event_data *data = &w->asked.data;
    const int open = world_open_evaluation(w);
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
                .training_org_id = world_id(1),
                .planned_end = date_add_days(w->asked.occurred_on, 30),
                .planned_minutes = 10,
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
    data->recorded =
        w->asked.event == EVENT_CORRECT_ATTENDANCE ? w->attended[m] : (struct attendance){ 0 };
    data->attended_minutes = dice[5] % 8 + (w->asked.event == EVENT_RECORD_ATTENDANCE);
    data->module_status = dice[5] % 8 == 7 ? MODULE_WAIVED : MODULE_DONE;
    if (w->asked.event == EVENT_CHANGE_TRAINER || dice[4] % 4 == 3)
        data->trainer = *pick_person(dice[4] / 16, 1);
}

static void ask_session(struct world *w, const uint16_t *dice)
{
    const enum candidacy_event event = w->asked.event;
    const bool is_verdict = event == EVENT_CERTIFY || event == EVENT_DEFER || event == EVENT_REFUSE;
    w->session = (struct session_facts){ .id = world_id(4),
                                         .state = is_verdict ? SESSION_CLOSED : SESSION_PLANNED,
                                         .commission_id = world_id(3),
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
                               .session = &w->session,
                               .acts = w->history,
                               .act_count = (size_t)w->history_count };
    w->asked = (struct candidacy_command){ .event = (enum candidacy_event)step->event,
                                           .today = w->today,
                                           .deadline_day = w->today,
                                           .acting_org_id = world_id(1),
                                           .facts = &w->facts };
    const int back = dice[2] % 8 == 7 ? dice[2] / 8 % 40 : 0;
    w->asked.occurred_on = date_add_days(w->today, dice[2] % 64 == 1 ? 1 : -back);
    const bool is_kept = dice[5] % 32 != 31;
    data->has_consent = data->has_proof = data->has_reason = data->has_answer = is_kept;
    data->is_agreed = dice[4] % 32 != 31;
    data->written_on = is_kept ? w->asked.occurred_on : (struct date){ 0 };
    data->counsellor = persons[0];
    data->evaluator = *pick_person(dice[4], 0);
    data->sitting_date =
        date_add_days(w->asked.occurred_on, dice[3] % 16 == 1   ? dice[3] / 16 % 90
                                            : dice[3] % 16 == 2 ? -(dice[3] / 16 % 90)
                                                                : 0);
    if (step->event == EVENT_CORRECT_DATE && w->history_count > 0) {
        data->act_id = w->history[dice[4] % w->history_count].id;
        data->happened_on = date_add_days(w->asked.occurred_on, -(dice[3] / 16 % 4));
    }
    const int open = world_open_evaluation(w);
    if (open >= 0 && w->evaluations[open].sitting_count > 0)
        data->sitting_id = w->sittings[open][dice[4] % w->evaluations[open].sitting_count].id;
    data->commission_id = world_id(3);
    data->to_org_id = world_id(2);
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
        data->decision_id = world_id(w->next_id++);
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
