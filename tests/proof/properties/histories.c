/* SPDX-License-Identifier: EUPL-1.2 */
/* Random histories of a candidacy through candidacy_decide(), what must hold after every step, and
 * the smallest history that breaks it.
 *
 *   histories [--seed N] [--steps N]      exit status 1 and a history when a property does not hold
 */
#include "world.h"

#include "certificate.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *event_name(int event)
{
    return event == NEW_CYCLE ? "(a new cycle)" : candidacy_event_name((enum candidacy_event)event);
}

/* Properties: each is the text that is printed when it does not hold; NULL = they all hold. */

static bool allows(const struct world *w, const char *names)
{
    char name[64];
    snprintf(name, sizeof name, " %s ", event_name((int)w->asked.event));
    return strstr(names, name) != NULL;
}

static struct date five_years_later(struct date d)
{
    d.year = (int16_t)(d.year + 5);
    const bool is_leap = (d.year % 4 == 0 && d.year % 100 != 0) || d.year % 400 == 0;
    if (d.month == 2 && d.day == 29 && !is_leap)
        d.day = 28;
    return d;
}

static const char *check_deadline(const struct world *w, const struct candidacy *before)
{
    const bool is_first = !date_is_set(before->deadline) && w->asked.event == EVENT_COMPLETE_PRIOR;
    const bool is_cleared = !date_is_set(w->now.deadline) && allows(w, " ANNUL_EVALUATION ");
    if (date_compare(before->deadline, w->now.deadline) != 0 && !is_first && !is_cleared)
        return "the deadline moves";
    struct date last = { 0 };
    for (int e = 0; e < w->now.evaluation_count; e++)
        for (int s = 0; s < w->evaluations[e].sitting_count; s++) {
            const struct evaluation *evaluation = &w->evaluations[e];
            const struct date day = w->sittings[e][s].date;
            if (evaluation->is_annulled || !date_is_set(w->now.deadline))
                continue;
            if (evaluation->kind == EVALUATION_PRIOR && date_is_after(day, last))
                last = day;
            if (evaluation->kind == EVALUATION_FINAL && date_is_after(day, w->now.deadline))
                return "a final sitting after the deadline";
        }
    if (date_is_set(w->now.deadline) && date_compare(five_years_later(last), w->now.deadline) != 0)
        return "the deadline is not five years after the last sitting of the prior evaluation";
    return NULL;
}

static const char *check_validated(const struct world *w, uint64_t before,
                                   const struct decision *decision)
{
    const uint64_t after = candidacy_validated_subdomains(&w->now);
    uint64_t lost = before & ~after;
    if (lost != 0 && allows(w, " REFUSE  RECTIFY_DECISION "))
        lost &= ~referential_subdomains_of(w->now.referential, w->asked.data.domains);
    if (lost != 0 && !allows(w, " ANNUL_EVALUATION "))
        return "a validated domain is lost";
    if (after != world_validated(w))
        return "what is validated is not what the results of this cycle say";
    if (w->now.referential != NULL && decision->missing_domains != world_missing(w))
        return "the decision tells other missing domains than the results";
    if (w->asked.event == EVENT_CERTIFY && world_missing(w) != 0)
        return "certified with a domain missing";
    return NULL;
}

/* Whoever cancels a sitting takes none away that results rest on. */
static const char *check_sittings(const struct world *w)
{
    const int open = world_open_evaluation(w);
    if (open < 0 || w->now.referential == NULL ||
        strspn(w->results[open], "-") == strlen(w->results[open]))
        return NULL;
    for (int s = 0; s < w->evaluations[open].sitting_count; s++)
        if (!date_is_after(w->sittings[open][s].date, w->today))
            return NULL;
    return "results rest on no sitting";
}

static bool are_of_one_human(struct person a, struct person b)
{
    return memcmp(id_is_set(a.human_id) ? &a.human_id : &a.id,
                  id_is_set(b.human_id) ? &b.human_id : &b.id, sizeof a.id) == 0;
}

static const char *check_separation(const struct world *w)
{
    for (int e = 0; e < w->now.evaluation_count; e++)
        for (int s = 0; s < w->evaluations[e].sitting_count; s++)
            for (int t = 0; t < w->now.trainer_count; t++)
                if (are_of_one_human(w->sittings[e][s].evaluator, w->trainers[t]))
                    return "an evaluator is a trainer";
    return NULL;
}

/* Nobody gives a reason for more than was planned. */
static const char *check_hours(const struct world *w)
{
    for (int m = 0; m < w->path.module_count; m++)
        if (w->modules[m].attended_minutes < 0 ||
            w->modules[m].attended_minutes > w->modules[m].planned_minutes)
            return "the hours of a module are more than were planned, or less than none";
    return NULL;
}

/* Expired is expired; only the certifier cancels, only an appeal against the refusal re-examines,
 * and minutes that are rectified leave it so. */
static const char *check_endings(const struct world *w, const struct candidacy *before)
{
    const bool is_rectified = w->now.state == CANDIDACY_EXPIRED && allows(w, " RECTIFY_DECISION ");
    if (before->state == CANDIDACY_EXPIRED && !is_rectified && !allows(w, " CANCEL  REEXAMINE "))
        return "an expired candidacy goes on";
    if (candidacy_state_is_terminal(before->state) &&
        allows(w, " ADD_SITTING  RECORD_RESULTS  COMPLETE_PRIOR  COMPLETE_FINAL "))
        return "an ended candidacy takes a result";
    if (w->asked.event == EVENT_TRANSFER && !w->asked.data.is_agreed)
        return "a file goes where nobody agreed to take it";
    if (w->asked.event == EVENT_EXPIRE && !date_is_after(w->today, before->deadline))
        return "expired before the day after the deadline";
    if (before->referential != NULL && w->now.referential != before->referential)
        return "the version of the référentiel changes";
    return w->now.state == CANDIDACY_NONE ? "a candidacy without state" : NULL;
}

static const char *check_again(const struct world *w, const struct outcome *outcome,
                               const struct decision *decision)
{
    struct decision again;
    memset(&again, 0xa5, sizeof again);
    const struct outcome second = candidacy_decide(&w->now, &w->asked, &w->policy, &again);
    bool is_same = second.count == outcome->count;
    for (int i = 0; is_same && i < second.count; i++)
        is_same = second.unmet[i].reason == outcome->unmet[i].reason;
    if (!is_same)
        return "decided twice, answered twice";
    for (int i = 0; i < outcome->count; i++)
        for (int j = 0; j < i; j++)
            if (outcome->unmet[i].reason == outcome->unmet[j].reason)
                return "one reason twice";
    if (outcome->count > 0) {
        for (size_t i = 0; i < sizeof again; i++)
            if (((unsigned char *)&again)[i] != 0xa5)
                return "a refusal writes into the decision";
        return NULL;
    }
    is_same = again.to == decision->to && again.effect_count == decision->effect_count &&
              again.missing_domains == decision->missing_domains &&
              again.scope == decision->scope && again.voided == decision->voided &&
              date_compare(again.deadline, decision->deadline) == 0 &&
              strcmp(again.results, decision->results) == 0;
    for (int i = 0; is_same && i < again.effect_count; i++)
        is_same = again.effects[i].kind == decision->effects[i].kind &&
                  again.effects[i].index == decision->effects[i].index &&
                  again.effects[i].count == decision->effects[i].count;
    return is_same ? NULL : "decided twice, answered twice";
}

static const char *check_dates(struct date date)
{
    char text[DATE_TEXT_SIZE];
    struct date again = { 0 };
    date_print(date, text);
    return date_is_set(date) &&
                   (!date_parse(text, strlen(text), &again) || date_compare(date, again) != 0)
               ? "a date is not read as it was written"
               : NULL;
}

/* A character for each item: V, N, E, and '-' where nothing is asked. */
static bool results_are_valid(const struct referential *referential, uint64_t scope,
                              const char *results)
{
    if (strspn(results, "VNE-") != (size_t)referential->item_count)
        return false;
    for (int i = 0; i < referential->item_count; i++)
        if (results[i] != '-' && (scope >> referential->items[i].subdomain & 1) == 0)
            return false;
    return results[referential->item_count] == '\0';
}

static const char *check_texts(const struct world *w, const struct step *step)
{
    static struct referential again;
    char text[REFERENTIAL_TEXT_SIZE], code[VERIFICATION_CODE_SIZE], read[VERIFICATION_CODE_SIZE];
    enum candidacy_state state = CANDIDACY_NONE;
    const char *name = candidacy_state_name(w->now.state);
    if (w->now.state != CANDIDACY_NONE &&
        (!candidacy_state_from_name(name, strlen(name), &state) || state != w->now.state))
        return "a state is not read as it was written";
    for (int e = 0; e < w->now.evaluation_count; e++) {
        const uint64_t scope = evaluation_scope(&w->evaluations[e], w->now.referential);
        if (!results_are_valid(w->now.referential, scope, w->results[e]))
            return "results are stored that cannot be read";
    }
    if (w->asked.event == EVENT_START_PRIOR && w->now.referential != NULL) {
        const size_t size = referential_print(w->now.referential, text, sizeof text);
        memset(&again, 0, sizeof again);
        if (!referential_parse(text, size, &again) ||
            again.item_count != w->now.referential->item_count ||
            memcmp(again.subdomains, w->now.referential->subdomains, sizeof again.subdomains) !=
                0 ||
            memcmp(again.items, w->now.referential->items, sizeof again.items) != 0)
            return "a référentiel is not read as it was written";
    }
    unsigned char bytes[16];
    for (int i = 0; i < 16; i++)
        bytes[i] = (unsigned char)(step->dice[i % DICE] >> (i / DICE * 4));
    verification_code_print(bytes, code);
    if (!verification_code_normalise(code, strlen(code), read) || strcmp(code, read) != 0)
        return "the text of an id is not read as it was written";
    const char *broken = check_dates(w->today);
    if (broken == NULL)
        broken = check_dates(w->asked.occurred_on);
    return broken != NULL ? broken : check_dates(w->now.deadline);
}

/* One step. Counts acceptance in *ret_is_accepted. */
static const char *take(struct world *w, const struct step *step, bool *ret_is_accepted)
{
    struct decision decision;
    *ret_is_accepted = false;
    if (step->event == NEW_CYCLE) {
        const enum candidacy_state state = w->now.state;
        if (candidacy_state_is_terminal(state) && state != CANDIDACY_ABANDONED)
            world_start(w, w->today);
        return NULL;
    }
    world_ask(w, step);
    const struct candidacy before = w->now;
    const uint64_t validated = candidacy_validated_subdomains(&w->now);
    const struct outcome outcome = candidacy_decide(&w->now, &w->asked, &w->policy, &decision);
    const char *broken = check_again(w, &outcome, &decision);
    if (broken != NULL || outcome.count > 0)
        return broken;
    *ret_is_accepted = true;
    world_apply(w, &decision);
    if ((broken = check_deadline(w, &before)) != NULL ||
        (broken = check_validated(w, validated, &decision)) != NULL ||
        (broken = check_sittings(w)) != NULL || (broken = check_separation(w)) != NULL ||
        (broken = check_hours(w)) != NULL || (broken = check_endings(w, &before)) != NULL)
        return broken;
    return check_texts(w, step);
}

/* Histories */

static const struct date first_day = { 2019, 2, 28 };

/* What ends a history or sets it back would else come before anything long. */
static bool is_rare(int event)
{
    static const char *const rare[] = { "WITHDRAW",       "ABANDON",    "CANCEL",
                                        "TRANSFER",       "EXPIRE",     "ANNUL_EVALUATION",
                                        "INTERRUPT_PATH", "RECALL_FILE" };
    for (size_t i = 0; i < sizeof rare / sizeof rare[0]; i++)
        if (strcmp(rare[i], event_name(event)) == 0)
            return true;
    return false;
}

/* Mostly what the state allows, and mostly what leads on. */
static struct step draw(const struct world *w)
{
    struct step step;
    int fitting[CANDIDACY_EVENT_COUNT], count = 0;
    for (int event = 0; event < CANDIDACY_EVENT_COUNT; event++) {
        if (transition_find(w->now.state, (enum candidacy_event)event) != NULL &&
            (!is_rare(event) || chance() % 12 == 0))
            fitting[count++] = event;
    }
    chance_dice(&step);
    step.event =
        (uint8_t)(count > 0 && chance() % 8 != 0 ? (uint64_t)fitting[chance() % (uint64_t)count]
                                                 : chance() % (CANDIDACY_EVENT_COUNT + 1));
    return step;
}

static const char *replay(const struct step *steps, int count, bool is_told)
{
    static struct world w;
    world_start(&w, first_day);
    for (int i = 0; i < count && !world_is_full(&w); i++) {
        bool is_accepted;
        const char *broken = take(&w, &steps[i], &is_accepted);
        if (is_told) {
            char day[DATE_TEXT_SIZE], today[DATE_TEXT_SIZE];
            date_print(w.asked.occurred_on, day);
            date_print(w.today, today);
            printf("    %2d. %s, %s of %s: %s%s\n", i + 1, today, event_name(steps[i].event), day,
                   is_accepted ? "-> " : "refused",
                   is_accepted ? candidacy_state_name(w.now.state) : "");
        }
        if (broken != NULL)
            return broken;
    }
    return NULL;
}

int main(int argc, char **argv)
{
    uint64_t seed = 1, steps_wanted = 1000000, taken = 0, accepted = 0, histories = 0;
    static struct step steps[HISTORY_MAX];
    static struct world w;
    uint64_t seen[CANDIDACY_STATE_COUNT][CANDIDACY_EVENT_COUNT] = { 0 };
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--seed") == 0)
            seed = strtoull(argv[i + 1], NULL, 10);
        if (strcmp(argv[i], "--steps") == 0)
            steps_wanted = strtoull(argv[i + 1], NULL, 10);
    }
    printf("seed %" PRIu64 "\n", seed);
    while (taken < steps_wanted) {
        chance_begin(seed + histories++ * UINT64_C(0x2545f4914f6cdd1d));
        world_start(&w, first_day);
        for (int i = 0; i < HISTORY_MAX && !world_is_full(&w); i++, taken++) {
            bool is_accepted;
            steps[i] = draw(&w);
            const enum candidacy_state from = w.now.state;
            const char *broken = take(&w, &steps[i], &is_accepted);
            if (broken != NULL) {
                const int count = history_shrink(steps, i + 1, broken, replay);
                printf("broken after %" PRIu64 " steps: %s\nshrunk from %d to %d steps:\n",
                       taken + 1, broken, i + 1, count);
                replay(steps, count, true);
                return 1;
            }
            accepted += is_accepted;
            if (is_accepted)
                seen[from][steps[i].event]++;
        }
    }
    size_t rows;
    const struct transition *table = transitions(&rows);
    size_t walked = 0;
    for (size_t i = 0; i < rows; i++)
        walked += seen[table[i].from][table[i].event] > 0;
    printf("%" PRIu64 " histories, %" PRIu64 " steps, %" PRIu64
           " accepted, %zu of %zu transitions walked\n",
           histories, taken, accepted, walked, rows);
    for (size_t i = 0; i < rows; i++)
        if (seen[table[i].from][table[i].event] == 0)
            printf("# not walked: %s from %s\n", event_name((int)table[i].event),
                   candidacy_state_name(table[i].from));
    return 0;
}
