/* SPDX-License-Identifier: EUPL-1.2 */
#include "sandbox/step.h"

#include <stdio.h>
#include <time.h>

/* --- bodies --- */

static void add_text(struct writer *writer, const char *name, const char *text)
{
    writer_key(writer, name);
    writer_text(writer, text);
}

static void add_int(struct writer *writer, const char *name, int number)
{
    writer_key(writer, name);
    writer_int(writer, number);
}

static void add_date(struct writer *writer, const char *name, struct date date)
{
    writer_key(writer, name);
    writer_date(writer, date);
}

static void add_id(struct writer *writer, const char *name, struct id id)
{
    writer_key(writer, name);
    writer_id(writer, id);
}

/* The body of an event; its data is open and may be filled. */
static struct writer *event_body(struct worker *worker, const char *event, struct date day)
{
    struct writer *writer = seed_caller_body(&worker->caller);
    add_text(writer, "event", event);
    add_date(writer, "occurred_on", day);
    writer_key(writer, "data");
    writer_open(writer, '{');
    return writer;
}

static bool send_event(struct worker *worker, const struct journey *journey,
                       const struct demo_person *who)
{
    char path[PATH_SIZE + 8];
    snprintf(path, sizeof path, "%s/events", journey->path);
    writer_close(&worker->caller.writer, '}');
    return seed_caller_send(&worker->caller, "POST", path, who->token);
}

/* The event whose data is empty. */
static bool send_plain(struct worker *worker, const struct journey *journey, const char *event,
                       struct date day, const struct demo_person *who)
{
    event_body(worker, event, day);
    return send_event(worker, journey, who);
}

/* --- opening --- */

/* At the first contact not everything is known yet (A35). */
static void write_candidate(struct writer *writer, struct journey *journey)
{
    struct seed_identity identity = seed_identity_of(journey->number, &journey->random);
    char phone[24], email[60];
    add_text(writer, "birth_name", identity.birth_name);
    add_text(writer, "first_name_1", identity.first_name);
    add_int(writer, "birth_year", identity.birth.year);
    add_text(writer, "region", "Hauts-de-France");
    if (journey->plan->last == STEP_CONTACT)
        return;
    /* 06 39 98 is kept for works of fiction. */
    snprintf(phone, sizeof phone, "06 39 98 %02u %02u", journey->number / 100 % 100,
             journey->number % 100);
    snprintf(email, sizeof email, "candidat-%u@exemple.invalid", journey->number);
    add_text(writer, "sex", identity.sex);
    add_int(writer, "birth_month", identity.birth.month);
    add_int(writer, "birth_day", identity.birth.day);
    add_text(writer, "birth_commune_insee", identity.insee_code);
    add_text(writer, "birth_commune_label", identity.commune);
    add_text(writer, "birth_country_code", "100");
    add_text(writer, "birth_country_label", "France");
    add_text(writer, "phone", phone);
    add_text(writer, "email", email);
    add_text(writer, "postal_code", identity.postal_code);
    add_text(writer, "city", identity.commune);
    add_text(writer, "employment_status", journey->number % 3 == 0 ? "EMPLOYEE" : "JOB_SEEKER");
}

static bool step_contact(struct worker *worker, struct journey *journey)
{
    const char *token = journey->owner->seats[SEAT_COUNSELLOR].token;
    struct id candidate_id = worker->demo->candidate_id;
    if (journey->number > 0) {
        write_candidate(seed_caller_body(&worker->caller), journey);
        if (!seed_caller_send(&worker->caller, "POST", "/v1/candidates", token) ||
            !id_parse(document_text(document_member(worker->caller.answer, "id")), &candidate_id))
            return false;
    }
    struct writer *writer = seed_caller_body(&worker->caller);
    add_id(writer, "candidate_id", candidate_id);
    add_date(writer, "occurred_on", journey->days[STEP_CONTACT]);
    if (!seed_caller_send(&worker->caller, "POST", "/v1/candidacies", token))
        return false;
    struct slice id = document_text(document_member(worker->caller.answer, "id"));
    snprintf(journey->path, sizeof journey->path, CANDIDACY_PATH "%.*s", (int)id.size,
             id.size ? id.at : "");
    return id.size > 0;
}

static bool step_information(struct worker *worker, struct journey *journey)
{
    struct writer *writer =
        event_body(worker, "RECORD_INFORMATION", journey->days[STEP_INFORMATION]);
    writer_key(writer, "has_consent");
    writer_bool(writer, true);
    return send_event(worker, journey, &journey->owner->seats[SEAT_COUNSELLOR]);
}

/* --- evaluating --- */

static bool record_results(struct worker *worker, struct journey *journey, struct date day,
                           uint64_t scope, uint64_t gaps, enum grid_part part,
                           const struct demo_person *evaluator)
{
    struct writer *writer = event_body(worker, "RECORD_RESULTS", day);
    writer_key(writer, "results");
    seed_grid_write(worker->grid, writer, scope, gaps, part, journey->number);
    return send_event(worker, journey, evaluator);
}

static void write_sitting(struct writer *writer, const struct journey *journey, struct date day)
{
    char place[80];
    snprintf(place, sizeof place, "Site de %s", journey->owner->city);
    add_date(writer, "held_on", day);
    add_text(writer, "place", place);
}

static uint64_t whole(const struct worker *worker)
{
    return (UINT64_C(1) << worker->grid->subdomain_count) - 1;
}

static bool step_prior(struct worker *worker, struct journey *journey)
{
    struct date day = journey->days[STEP_PRIOR], held_on = day;
    bool is_ahead = (journey->plan->flags & PLAN_AHEAD) != 0;
    if (is_ahead)
        held_on =
            date_add_days(worker->demo->today, (int)seed_random_between(&journey->random, 3, 20));
    write_sitting(event_body(worker, "START_PRIOR", day), journey, held_on);
    if (!send_event(worker, journey, journey->evaluator))
        return false;
    return is_ahead || record_results(worker, journey, day, whole(worker), journey->gaps,
                                      GRID_FIRST_HALF, journey->evaluator);
}

static bool add_sitting(struct worker *worker, struct journey *journey, struct date day,
                        const struct demo_person *evaluator)
{
    write_sitting(event_body(worker, "ADD_SITTING", day), journey, day);
    return send_event(worker, journey, evaluator);
}

static bool step_prior_end(struct worker *worker, struct journey *journey)
{
    struct date day = journey->days[STEP_PRIOR_END];
    bool is_same_day = date_compare(day, journey->days[STEP_PRIOR]) == 0;
    return (is_same_day || add_sitting(worker, journey, day, journey->evaluator)) &&
           record_results(worker, journey, day, whole(worker), journey->gaps, GRID_SECOND_HALF,
                          journey->evaluator) &&
           send_plain(worker, journey, "COMPLETE_PRIOR", day, journey->evaluator);
}

static bool give_back(struct worker *worker, struct journey *journey, struct date day,
                      const struct demo_person *who)
{
    struct writer *writer = event_body(worker, "RECORD_RESTITUTION", day);
    add_text(writer, "synthesis", "Points forts et points à travailler passés en revue ensemble.");
    return send_event(worker, journey, who);
}

static bool step_restitution(struct worker *worker, struct journey *journey)
{
    return give_back(worker, journey, journey->days[STEP_RESTITUTION], journey->evaluator);
}

/* A12: sub-domains that are validated already are kept, unless the policy takes the whole domain
 * again. */
static uint64_t final_scope(const struct worker *worker, const struct journey *journey)
{
    return worker->policy->retest_granularity == RETEST_DOMAIN
               ? seed_grid_widen(worker->grid, journey->gaps)
               : journey->gaps;
}

static bool record_final(struct worker *worker, struct journey *journey, enum demo_step step,
                         enum grid_part part)
{
    return record_results(worker, journey, journey->days[step], final_scope(worker, journey),
                          journey->gaps_again, part, journey->final_evaluator);
}

static bool step_final(struct worker *worker, struct journey *journey)
{
    struct date day = journey->days[STEP_FINAL];
    write_sitting(event_body(worker, "START_FINAL", day), journey, day);
    return send_event(worker, journey, journey->final_evaluator) &&
           record_final(worker, journey, STEP_FINAL, GRID_FIRST_HALF);
}

static bool step_final_end(struct worker *worker, struct journey *journey)
{
    struct date day = journey->days[STEP_FINAL_END];
    bool is_same_day = date_compare(day, journey->days[STEP_FINAL]) == 0;
    return (is_same_day || add_sitting(worker, journey, day, journey->final_evaluator)) &&
           record_final(worker, journey, STEP_FINAL_END, GRID_WHOLE) &&
           send_plain(worker, journey, "COMPLETE_FINAL", day, journey->final_evaluator);
}

static bool step_final_restitution(struct worker *worker, struct journey *journey)
{
    return give_back(worker, journey, journey->days[STEP_FINAL_RESTITUTION],
                     journey->final_evaluator);
}

/* --- training --- */

static void write_module(struct writer *writer, const struct journey *journey, const char *domain)
{
    char title[40];
    snprintf(title, sizeof title, "Module du domaine %s", domain);
    writer_open(writer, '{');
    add_text(writer, "domain_code", domain);
    add_text(writer, "title", title);
    add_int(writer, "planned_minutes", 60 * (14 + 7 * (int)(journey->number % 5)));
    add_id(writer, "trainer_id", journey->trainer->id);
    writer_close(writer, '}');
}

static bool step_proposal(struct worker *worker, struct journey *journey)
{
    struct date day = journey->days[STEP_PROPOSAL];
    uint64_t domains = seed_grid_domains(worker->grid, journey->gaps);
    struct writer *writer = event_body(worker, "PROPOSE_PATH", day);
    add_id(writer, "training_org_id", journey->training->id);
    add_date(writer, "planned_start_date", date_add_days(day, 10));
    add_date(writer, "planned_end_date", date_add_days(day, 110));
    writer_key(writer, "modules");
    writer_open(writer, '[');
    for (unsigned d = 0; d < worker->grid->domain_count; d++) {
        if (domains >> d & 1)
            write_module(writer, journey, worker->grid->domain_codes[d]);
    }
    writer_close(writer, ']');
    return send_event(worker, journey, &journey->owner->seats[SEAT_REFERENT]);
}

/* The modules of the path, in the answer of the caller. */
static const struct document *read_modules(struct worker *worker, const struct journey *journey)
{
    char path[PATH_SIZE + 8];
    snprintf(path, sizeof path, "%s/paths", journey->path);
    if (!seed_caller_get(&worker->caller, path, journey->owner->seats[SEAT_REFERENT].token))
        return NULL;
    const struct document *paths = document_member(worker->caller.answer, "data");
    const struct document *last = document_item(paths, document_count(paths) - 1);
    return document_member(last, "modules");
}

/* A trainer of another organism does not see the file: the referent records what he reports. */
static const struct demo_person *recorder(const struct journey *journey)
{
    return journey->training == journey->owner ? journey->trainer
                                               : &journey->owner->seats[SEAT_REFERENT];
}

/* Of each module: those of all domains make no day longer than it is. */
enum { MODULES_MAX = 16, ATTENDED_MINUTES = 3 * 60 };

static unsigned copy_modules(struct worker *worker, struct journey *journey,
                             struct id ret_modules[MODULES_MAX])
{
    const struct document *modules = read_modules(worker, journey);
    unsigned count = 0;
    while (count < MODULES_MAX &&
           id_parse(document_text(document_member(document_item(modules, count), "id")),
                    &ret_modules[count]))
        count++;
    return count;
}

static bool attend(struct worker *worker, struct journey *journey, struct id module_id, int minutes,
                   struct date day)
{
    struct writer *writer = event_body(worker, "RECORD_ATTENDANCE", day);
    add_id(writer, "module_id", module_id);
    add_int(writer, "attended_minutes", minutes);
    return send_event(worker, journey, recorder(journey));
}

static bool step_answer(struct worker *worker, struct journey *journey)
{
    const struct demo_person *referent = &journey->owner->seats[SEAT_REFERENT];
    struct date day = journey->days[STEP_ANSWER];
    struct id modules[MODULES_MAX];
    if (journey->plan->flags & PLAN_DECLINES) {
        add_text(event_body(worker, "DECLINE_PATH", day), "reason",
                 "Ne peut pas se libérer avant plusieurs mois.");
        return send_event(worker, journey, referent);
    }
    struct writer *writer = event_body(worker, "ACCEPT_PATH", day);
    if (journey->number > 0)
        add_text(writer, "proof", "Accord signé, classé au dossier.");
    if (!send_event(worker, journey, journey->number > 0 ? referent : &worker->demo->candidate))
        return false;
    if (journey->plan->last != STEP_ANSWER)
        return true;
    return copy_modules(worker, journey, modules) > 0 &&
           attend(worker, journey, modules[0], 7 * 60, worker->demo->today);
}

static bool step_training_end(struct worker *worker, struct journey *journey)
{
    struct date day = journey->days[STEP_TRAINING_END];
    struct id modules[MODULES_MAX];
    unsigned count = copy_modules(worker, journey, modules);
    for (unsigned i = 0; i < count; i++) {
        struct date held = date_add_days(day, -5 - (int)i);
        if (date_is_before(held, journey->days[STEP_ANSWER]))
            held = journey->days[STEP_ANSWER];
        if (!attend(worker, journey, modules[i], ATTENDED_MINUTES, held))
            return false;
    }
    for (unsigned i = 0; i < count; i++) {
        add_id(event_body(worker, "CLOSE_MODULE", day), "module_id", modules[i]);
        if (!send_event(worker, journey, recorder(journey)))
            return false;
    }
    return count > 0 &&
           send_plain(worker, journey, "CLOSE_PATH", day, &journey->owner->seats[SEAT_REFERENT]);
}

static bool step_submission(struct worker *worker, struct journey *journey)
{
    return send_plain(worker, journey, "SUBMIT_FILE", journey->days[STEP_SUBMISSION],
                      &journey->owner->seats[SEAT_REFERENT]);
}

static bool (*const steps[STEP_COUNT])(struct worker *, struct journey *) = {
    [STEP_CONTACT] = step_contact,
    [STEP_INFORMATION] = step_information,
    [STEP_PRIOR] = step_prior,
    [STEP_PRIOR_END] = step_prior_end,
    [STEP_RESTITUTION] = step_restitution,
    [STEP_PROPOSAL] = step_proposal,
    [STEP_ANSWER] = step_answer,
    [STEP_TRAINING_END] = step_training_end,
    [STEP_FINAL] = step_final,
    [STEP_FINAL_END] = step_final_end,
    [STEP_FINAL_RESTITUTION] = step_final_restitution,
    [STEP_SUBMISSION] = step_submission,
};

bool seed_step(struct worker *worker, struct journey *journey, enum demo_step step)
{
    return steps[step](worker, journey);
}

/* --- ending by an act of its own --- */

static bool withdraw(struct worker *worker, struct journey *journey)
{
    struct date today = worker->demo->today;
    add_date(event_body(worker, "WITHDRAW", today), "requested_on", today);
    return send_event(worker, journey, &journey->owner->seats[SEAT_REFERENT]);
}

static bool abandon(struct worker *worker, struct journey *journey)
{
    struct date today = worker->demo->today;
    add_date(event_body(worker, "ABANDON", today), "written_proof_on", today);
    return send_event(worker, journey, &journey->owner->seats[SEAT_COUNSELLOR]);
}

static bool cancel(struct worker *worker, struct journey *journey)
{
    add_text(event_body(worker, "CANCEL", worker->demo->today), "reason", "ERROR");
    return send_event(worker, journey, &worker->demo->certifier);
}

/* A run closes the longest overdue first, some at a time: ours is among them when nothing is left.
 */
static bool sweep(struct worker *worker, struct journey *journey)
{
    const struct timespec pause = { .tv_nsec = 200000000 };
    bool is_done = false;
    (void)journey;
    while (!is_done) {
        seed_caller_body(&worker->caller);
        if (seed_caller_send(&worker->caller, "POST", "/v1/jobs/expiry/runs",
                             worker->demo->administrator.token))
            is_done = !document_bool(document_member(worker->caller.answer, "has_more"), false);
        else if (slice_is(document_text(document_member(worker->caller.answer, "code")),
                          "JOB_RUNNING"))
            nanosleep(&pause, NULL); /* another worker's run, or that of the server itself */
        else
            return false;
    }
    return true;
}

static const struct {
    enum demo_plan_flags flag;
    bool (*close)(struct worker *, struct journey *);
} closings[] = {
    { PLAN_IS_WITHDRAWN, withdraw },
    { PLAN_IS_ABANDONED, abandon },
    { PLAN_IS_CANCELLED, cancel },
    { PLAN_IS_SWEPT, sweep },
};

bool seed_close(struct worker *worker, struct journey *journey)
{
    for (unsigned i = 0; i < sizeof closings / sizeof closings[0]; i++) {
        if ((journey->plan->flags & closings[i].flag) && !closings[i].close(worker, journey))
            return false;
    }
    return true;
}
