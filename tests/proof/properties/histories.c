/* Random histories of a candidacy through the decisions of the domain, and what must hold whatever
 * happens. A history that breaks a property is shrunk to the steps that matter.
 *
 *     histories STEPS [SEED]     prints the counts, or the shrunk history that fails */
#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_EVALUATIONS = 8, MAX_SITTINGS = 12, MAX_TRAINERS = 64, MAX_STEPS = 60, PEOPLE = 4 };

static const int people[PEOPLE] = { EVALUATOR, OTHER_EVALUATOR, TRAINER, OTHER_TRAINER };

/* What a database would hold; the snapshot of the world points into it. */
static struct {
    struct evaluation evaluations[MAX_EVALUATIONS];
    struct sitting sittings[MAX_EVALUATIONS][MAX_SITTINGS];
    char results[MAX_EVALUATIONS][REFERENTIAL_MAX_ITEMS + 1];
    char statuses[MAX_EVALUATIONS][REFERENTIAL_MAX_SUBDOMAINS + 1];
    struct voiding voidings[8];
    struct path path;
    struct module modules[8];
    struct person trainers[MAX_TRAINERS];
    struct file file;
    struct affiliation affiliations[2 * PEOPLE + 1];
    struct graded_item graded[REFERENTIAL_MAX_ITEMS];
    struct proposed_module proposed[8];
    int next_id;
} kept;

static struct world w;
static struct decision decision, twin;
static uint64_t state_of_chance;
static long accepted_count, refused_count;

static uint64_t chance(uint64_t below)
{
    state_of_chance ^= state_of_chance << 13;
    state_of_chance ^= state_of_chance >> 7;
    state_of_chance ^= state_of_chance << 17;
    return state_of_chance % below;
}

static struct person anybody(void)
{
    return a_person(people[chance(PEOPLE)]);
}

static void begin(void)
{
    const struct spell always = { day("1990-01-01"), { 0 } };
    world_at(&w, CANDIDACY_CONTACT);
    memset(&kept, 0, sizeof kept);
    kept.affiliations[0] =
        (struct affiliation){ a_person(COUNSELLOR), an_id(ORG), AFFILIATION_COUNSELLOR, always };
    for (int i = 0; i < PEOPLE;
         i++) { /* everybody may do both: only the separation keeps them apart */
        kept.affiliations[1 + 2 * i] =
            (struct affiliation){ a_person(people[i]), an_id(ORG), AFFILIATION_EVALUATOR, always };
        kept.affiliations[2 + 2 * i] =
            (struct affiliation){ a_person(people[i]), an_id(TRAINING_ORG), AFFILIATION_TRAINER,
                                  always };
    }
    w.facts.affiliations = kept.affiliations;
    w.facts.affiliation_count = COUNT(kept.affiliations);
    w.now.evaluations = kept.evaluations;
    w.now.voidings = kept.voidings;
    w.now.trainers = kept.trainers;
    w.now.evaluation_count = w.now.voiding_count = w.now.trainer_count = 0;
    kept.next_id = 1000;
}

/* --- asking --- */

static void ask_results_of_scope(void)
{
    const struct evaluation *open = candidacy_open_evaluation(&w.now);
    int count = 0;
    for (int i = 0; open != NULL && i < w.referential.item_count; i++)
        if ((evaluation_scope(open, &w.referential) >> w.referential.items[i].subdomain & 1) != 0)
            kept.graded[count++] = (struct graded_item){ i, chance(60) == 0 ? 'N' : 'V' };
    w.asked.data.results = kept.graded;
    w.asked.data.result_count = count;
    if (open != NULL && open->sitting_count > 0 && chance(8) != 0)
        w.asked.data.evaluator = open->sittings[0].evaluator;
}

static void ask_path_of_gaps(void)
{
    const uint32_t missing = candidacy_missing_domains(&w.now);
    int count = 0;
    for (int d = 0; d < w.referential.domain_count; d++)
        if ((missing >> d & 1) != 0)
            kept.proposed[count++] =
                (struct proposed_module){ .domain = d,
                                          .trainer = anybody(),
                                          .hours = 20,
                                          .training_org_id = an_id(TRAINING_ORG),
                                          .planned_start = w.asked.occurred_on,
                                          .planned_end = w.asked.occurred_on };
    w.asked.data.modules = kept.proposed;
    w.asked.data.module_count = count;
    w.asked.data.planned_end = w.asked.occurred_on;
}

static void ask(enum candidacy_event event, struct date today)
{
    w.asked = (struct candidacy_command){ .event = event,
                                          .occurred_on = today,
                                          .today = today,
                                          .acting_org_id = an_id(ORG),
                                          .facts = &w.facts };
    struct event_data *data = &w.asked.data;
    data->counsellor = a_person(COUNSELLOR);
    data->has_consent = data->has_proof = data->has_answer = true;
    data->has_reason = chance(10) != 0;
    data->sitting_date = chance(6) == 0 ? date_add_days(today, (int)chance(9) - 4) : today;
    data->evaluator = data->trainer = anybody();
    data->written_on = today;
    data->to_org_id = an_id(OTHER_ORG);
    data->commission_id = an_id(COMMISSION);
    data->hours = 3;
    if (w.now.path != NULL && w.now.path->module_count > 0)
        data->module_id = w.now.path->modules[chance((uint64_t)w.now.path->module_count)].id;
    if (w.now.evaluation_count > 0)
        data->evaluation_id = kept.evaluations[chance((uint64_t)w.now.evaluation_count)].id;
    if (event == EVENT_REFUSE)
        data->domains = (uint32_t)(1 + chance(3));
    if (event == EVENT_RECORD_RESULTS)
        ask_results_of_scope();
    if (event == EVENT_PROPOSE_PATH)
        ask_path_of_gaps();
    w.session.state = event == EVENT_PUT_ON_AGENDA || event == EVENT_REMOVE_FROM_AGENDA
                          ? SESSION_PLANNED
                          : SESSION_CLOSED;
    w.session.tally = (struct tally){ .voters = { 1, 1 }, .min_per_college = 1 };
    w.session.tally.votes[event == EVENT_CERTIFY  ? VOTE_FOR
                          : event == EVENT_REFUSE ? VOTE_AGAINST
                                                  : VOTE_ABSTAIN] = 2;
}

/* --- what a database would do with the decision --- */

static void add_sitting(struct evaluation *evaluation)
{
    const int e = (int)(evaluation - kept.evaluations);
    kept.sittings[e][evaluation->sitting_count++] =
        (struct sitting){ an_id(kept.next_id++), w.asked.data.sitting_date, w.asked.data.evaluator,
                          an_id(ORG) };
    evaluation->sittings = kept.sittings[e];
}

static void create_evaluation(void)
{
    const int e = w.now.evaluation_count++;
    memcpy(kept.results[e], decision.results, sizeof kept.results[e]);
    kept.evaluations[e] = (struct evaluation){ .id = an_id(kept.next_id++),
                                               .kind = decision.evaluation_kind,
                                               .org_id = an_id(ORG),
                                               .scope = decision.scope,
                                               .results = kept.results[e] };
    add_sitting(&kept.evaluations[e]);
}

static void complete_evaluation(void)
{
    const int e = decision.evaluation;
    memcpy(kept.statuses[e], decision.subdomain_statuses, sizeof kept.statuses[e]);
    kept.evaluations[e].statuses = kept.statuses[e];
    kept.evaluations[e].completed_on = w.asked.occurred_on;
}

static void create_path(void)
{
    kept.path = (struct path){ .id = an_id(kept.next_id++),
                               .status = PATH_STATUS_PROPOSED,
                               .proposed_on = w.asked.occurred_on,
                               .planned_end = decision.planned_end,
                               .modules = kept.modules,
                               .module_count = w.asked.data.module_count };
    for (int m = 0; m < w.asked.data.module_count; m++) {
        kept.modules[m] = (struct module){ .id = an_id(kept.next_id++),
                                           .domain = kept.proposed[m].domain,
                                           .trainer = kept.proposed[m].trainer,
                                           .training_org_id = an_id(TRAINING_ORG) };
        kept.trainers[w.now.trainer_count++] = kept.proposed[m].trainer;
    }
    w.now.path = &kept.path;
}

static void apply_effect(const struct candidacy_effect *effect)
{
    switch (effect->kind) {
    case CANDIDACY_EFFECT_CREATE_EVALUATION:
        create_evaluation();
        break;
    case CANDIDACY_EFFECT_ADD_SITTING:
        if (w.asked.event == EVENT_ADD_SITTING)
            add_sitting(&kept.evaluations[decision.evaluation]);
        break;
    case CANDIDACY_EFFECT_SAVE_RESULTS:
        memcpy(kept.results[decision.evaluation], decision.results, sizeof kept.results[0]);
        break;
    case CANDIDACY_EFFECT_COMPLETE_EVALUATION:
        complete_evaluation();
        break;
    case CANDIDACY_EFFECT_RECORD_RESTITUTION:
        kept.evaluations[w.now.evaluation_count - 1].restituted_on = w.asked.occurred_on;
        break;
    case CANDIDACY_EFFECT_CREATE_PATH:
        create_path();
        break;
    case CANDIDACY_EFFECT_ACCEPT_PATH:
        kept.path.status = PATH_STATUS_ACCEPTED;
        kept.path.accepted_on = w.asked.occurred_on;
        break;
    case CANDIDACY_EFFECT_DECLINE_PATH:
        kept.path.status = PATH_STATUS_DECLINED;
        break;
    case CANDIDACY_EFFECT_STOP_PATH:
        kept.path.status = PATH_STATUS_INTERRUPTED;
        break;
    case CANDIDACY_EFFECT_CLOSE_PATH:
        kept.path.status = PATH_STATUS_CLOSED;
        kept.path.closed_on = w.asked.occurred_on;
        break;
    case CANDIDACY_EFFECT_CLOSE_MODULE:
        kept.modules[effect->index].status = MODULE_DONE;
        kept.modules[effect->index].closed_on = w.asked.occurred_on;
        break;
    case CANDIDACY_EFFECT_CHANGE_TRAINER:
        kept.modules[effect->index].trainer = w.asked.data.trainer;
        kept.trainers[w.now.trainer_count++] = w.asked.data.trainer;
        break;
    case CANDIDACY_EFFECT_CREATE_FILE:
        kept.file = (struct file){ .id = an_id(kept.next_id++),
                                   .commission_id = an_id(COMMISSION),
                                   .submitted_on = w.asked.occurred_on };
        w.now.file = &kept.file;
        break;
    case CANDIDACY_EFFECT_PUT_ON_AGENDA:
        kept.file.live_session_id = an_id(SESSION);
        break;
    case CANDIDACY_EFFECT_VOID_SUBDOMAINS:
        kept.voidings[w.now.voiding_count++] =
            (struct voiding){ .subdomains = decision.voided,
                              .after_evaluations = decision.voided_after,
                              .decision_id = an_id(kept.next_id++) };
        break;
    case CANDIDACY_EFFECT_ANNUL_EVALUATION:
        kept.evaluations[effect->index].is_annulled = true;
        break;
    default:
        break;
    }
}

static void apply(void)
{
    for (int i = 0; i < decision.effect_count; i++)
        apply_effect(&decision.effects[i]);
    if (decision.to != CANDIDACY_ON_AGENDA)
        kept.file.live_session_id = (struct id){ { 0 } };
    if (date_is_set(decision.information_on))
        w.now.information_on = decision.information_on;
    if (date_is_set(decision.cycle_start)) {
        w.now.cycle_start = decision.cycle_start;
        w.now.deadline = decision.deadline;
    }
    if (decision.clears_cycle)
        w.now.cycle_start = w.now.deadline = (struct date){ 0 };
    if (decision.referential != NULL) {
        w.now.referential = decision.referential;
        w.now.referential_version_id = decision.referential_version_id;
    }
    w.now.previous_state = decision.previous_state;
    w.now.state = decision.to;
    w.now.last_activity_on = w.now.entered_on = w.asked.occurred_on;
}

/* --- properties --- */

static bool has_trained(struct person person)
{
    for (int i = 0; i < w.now.trainer_count; i++)
        if (id_equals(kept.trainers[i].id, person.id))
            return true;
    return false;
}

static const char *broken_property(const struct candidacy *before, uint64_t validated_before)
{
    const enum candidacy_event event = w.asked.event;
    const uint64_t validated = candidacy_validated_subdomains(&w.now);
    if (date_is_set(before->deadline) && date_compare(before->deadline, w.now.deadline) != 0 &&
        !decision.clears_cycle)
        return "the deadline moved";
    if (date_is_set(w.now.cycle_start) != date_is_set(w.now.deadline) ||
        (date_is_set(w.now.cycle_start) &&
         date_compare(w.now.deadline, date_add_years(w.now.cycle_start, 5)) != 0))
        return "the deadline is not five years";
    if ((validated_before & ~validated) != 0 && event != EVENT_REFUSE &&
        event != EVENT_ANNUL_EVALUATION)
        return "what was validated is lost";
    if (decision.clears_cycle && validated != 0)
        return "what was validated before the new cycle counts";
    for (int e = 0; e < w.now.evaluation_count; e++)
        for (int s = 0; s < kept.evaluations[e].sitting_count; s++) {
            if (has_trained(kept.sittings[e][s].evaluator))
                return "an evaluator trains";
            if (kept.evaluations[e].kind == EVALUATION_FINAL && !kept.evaluations[e].is_annulled &&
                date_is_set(w.now.deadline) &&
                date_is_after(kept.sittings[e][s].date, w.now.deadline))
                return "a final sitting after the deadline";
        }
    if (w.now.state == CANDIDACY_CERTIFIED && candidacy_missing_domains(&w.now) != 0)
        return "certified with a missing domain";
    if (candidacy_state_is_terminal(before->state) && before->state != CANDIDACY_ABANDONED &&
        event == EVENT_RECORD_RESULTS)
        return "a closed candidacy took a result";
    if (before->state == CANDIDACY_EXPIRED && w.now.state != CANDIDACY_CANCELLED &&
        w.now.state != CANDIDACY_SUBMITTED)
        return "what expired lives again";
    if (before->referential != NULL &&
        !id_equals(before->referential_version_id, w.now.referential_version_id))
        return "the pinned version changed";
    if (w.now.referential != NULL &&
        decision.missing_domains != candidacy_missing_domains(&w.now) && event != EVENT_START_PRIOR)
        return "the decision and the snapshot disagree on what is missing";
    return NULL;
}

/* Printed and read again, nothing changes. */
static const char *broken_round_trip(void)
{
    char text[DATE_TEXT_SIZE];
    struct date read;
    enum candidacy_state state;
    enum candidacy_event event;
    date_print(w.asked.occurred_on, text);
    if (!date_parse(text, strlen(text), &read) || date_compare(read, w.asked.occurred_on) != 0)
        return "a date does not survive its text";
    const char *name = candidacy_state_name(w.now.state);
    if (!candidacy_state_from_name(name, strlen(name), &state) || state != w.now.state)
        return "a state does not survive its name";
    name = candidacy_event_name(w.asked.event);
    if (!candidacy_event_from_name(name, strlen(name), &event) || event != w.asked.event)
        return "an event does not survive its name";
    return NULL;
}

/* --- histories --- */

static enum candidacy_event choose_event(void)
{
    size_t count, fitting = 0;
    const struct transition *table = transitions(&count);
    enum candidacy_event found[CANDIDACY_EVENT_COUNT];
    for (size_t i = 0; i < count; i++)
        if (table[i].from == w.now.state)
            found[fitting++] = table[i].event;
    enum candidacy_event event = fitting == 0 || chance(12) == 0
                                     ? (enum candidacy_event)chance(CANDIDACY_EVENT_COUNT)
                                     : found[chance(fitting)];
    /* What ends a candidacy is asked for seldom, or no history would be long. */
    const bool is_ending = event == EVENT_WITHDRAW || event == EVENT_CANCEL ||
                           event == EVENT_ABANDON || event == EVENT_EXPIRE ||
                           event == EVENT_INTERRUPT_PATH || event == EVENT_ANNUL_EVALUATION ||
                           event == EVENT_DECLINE_PATH;
    return is_ending && fitting > 0 && chance(6) != 0 ? found[chance(fitting)] : event;
}

static bool is_full(void)
{
    return w.now.evaluation_count == MAX_EVALUATIONS || w.now.trainer_count > MAX_TRAINERS - 8 ||
           w.now.voiding_count == (int)COUNT(kept.voidings);
}

/* One step has its own chance, so that leaving out another does not change it. */
static const char *take(uint64_t seed, struct date *today, bool is_told)
{
    state_of_chance = seed | 1;
    chance(2);
    *today = date_add_days(*today, (int)chance(chance(25) == 0 ? 700 : 20));
    const struct evaluation *open = candidacy_open_evaluation(&w.now);
    const enum candidacy_event event = choose_event();
    if (is_full() || today->year > 2090 ||
        (open != NULL && event == EVENT_ADD_SITTING && open->sitting_count == MAX_SITTINGS) ||
        event == EVENT_OPEN_CONTACT)
        return NULL;
    ask(event, *today);
    const struct candidacy before = w.now;
    const uint64_t validated = candidacy_validated_subdomains(&w.now);
    memset(&decision, 0, sizeof decision);
    memset(&twin, 0, sizeof twin);
    const struct outcome outcome = candidacy_decide(&w.now, &w.asked, &w.policy, &decision);
    const struct outcome again = candidacy_decide(&w.now, &w.asked, &w.policy, &twin);
    if (outcome.count != again.count || decision.to != twin.to ||
        decision.missing_domains != twin.missing_domains ||
        strcmp(decision.results, twin.results) != 0 || decision.effect_count != twin.effect_count)
        return "the same question has two answers";
    if (!outcome_is_accepted(&outcome)) {
        refused_count++;
        return NULL;
    }
    accepted_count++;
    apply();
    if (is_told)
        printf("    %04d-%02d-%02d %s -> %s\n", today->year, today->month, today->day,
               candidacy_event_name(event), candidacy_state_name(w.now.state));
    const char *broken = broken_property(&before, validated);
    return broken != NULL ? broken : broken_round_trip();
}

static const char *live(const uint64_t *steps, int count, bool is_told)
{
    enum { AFTERLIFE = 6 };
    struct date today = day("2020-01-06");
    int ended = 0; /* what ended is asked a few things more, then the history is over */
    begin();
    for (int i = 0; i < count && ended < AFTERLIFE; i++) {
        ended += candidacy_state_is_terminal(w.now.state) && w.now.state != CANDIDACY_ABANDONED;
        const char *broken = take(steps[i], &today, is_told);
        if (broken != NULL)
            return broken;
    }
    return NULL;
}

/* Leaves out what is not needed to break the same property: halves first, single steps last. */
static int shrink(uint64_t *steps, int count, const char *broken)
{
    for (int size = count / 2; size >= 1; size /= 2)
        for (int first = 0; first + size <= count;) {
            uint64_t fewer[MAX_STEPS];
            memcpy(fewer, steps, (size_t)first * sizeof *steps);
            memcpy(fewer + first, steps + first + size,
                   (size_t)(count - first - size) * sizeof *steps);
            const char *still = live(fewer, count - size, false);
            if (still != NULL && strcmp(still, broken) == 0) {
                count -= size;
                memcpy(steps, fewer, (size_t)count * sizeof *steps);
            } else {
                first += size;
            }
        }
    return count;
}

int main(int count, char **words)
{
    const long wanted = count > 1 ? atol(words[1]) : 100000;
    const uint64_t seed = count > 2 ? strtoull(words[2], NULL, 10) : 20260101;
    uint64_t chain = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
    long histories = 0;
    while (accepted_count + refused_count < wanted) {
        uint64_t steps[MAX_STEPS];
        for (int i = 0; i < MAX_STEPS; i++) {
            chain = chain * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            steps[i] = chain >> 11 ^ chain;
        }
        const char *broken = live(steps, MAX_STEPS, false);
        if (broken != NULL) {
            const int left = shrink(steps, MAX_STEPS, broken);
            printf("not ok %s (seed %llu, history %ld), shrunk from %d to %d steps:\n", broken,
                   (unsigned long long)seed, histories, MAX_STEPS, left);
            live(steps, left, true);
            return 1;
        }
        histories++;
    }
    printf(
        "ok %ld histories, %ld events accepted and %ld refused, every property holds (seed %llu)\n",
        histories, accepted_count, refused_count, (unsigned long long)seed);
    return 0;
}
