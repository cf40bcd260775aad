/* SPDX-License-Identifier: EUPL-1.2 */
/* What each event of a candidacy has to know besides the candidacy: which statements, and whom they
 * ask about. */
#include "api/candidacies/candidacy_event_loads.h"

#include "api/candidacies/candidacy_event_data.h"
#include "api/schedule.h"
#include "sql.h"

static const struct event_input *input_of(const struct exchange *x)
{
    return ((const struct event_request *)x->plan)->input;
}

static void bind_organism(const struct event_request *request, struct params *params,
                          struct id org_id)
{
    facts_bind_organism(params, org_id, request->candidacy_id, request->candidacy_reference,
                        request->evaluation_id, (struct slice){ 0 });
}

static void bind_organisms(const struct exchange *x, struct params *params)
{
    const struct event_request *request = x->plan;
    const struct event_input *input = input_of(x);
    struct event_reference named;
    bind_organism(request, params, exchange_organism(x));
    for (size_t i = 0; input && event_reference_at(input, i, &named); i++) {
        if (id_is_set(named.id) && !named.is_commission)
            bind_organism(request, params, named.id);
    }
}

/* Nothing is asked when none is named. */
static void bind_references(const struct exchange *x, struct params *params)
{
    struct event_reference named;
    for (size_t i = 0; event_reference_at(input_of(x), i, &named); i++) {
        if (!id_is_set(named.id))
            continue;
        params_item(params);
        params_text(params, "kind", named.is_commission ? SLICE("COMMISSION") : SLICE("ORGANISM"));
        params_id(params, "id", named.id);
    }
}

/* org_id: where the person's functions matter; those of the candidacy's training organisms do
 * anyway. */
static void bind_person(const struct event_request *request, struct params *params, struct id id,
                        struct id org_id)
{
    if (!id_is_set(id))
        return;
    params_item(params);
    params_id(params, "id", id);
    params_id(params, "org_id", org_id);
    params_id(params, "candidacy_id", request->candidacy_id);
    params_text(params, "candidacy_reference", request->candidacy_reference);
}

static void bind_persons(const struct exchange *x, struct params *params)
{
    const struct event_request *request = x->plan;
    const struct event_input *input = request->input;
    const struct module_input *modules = input ? input->modules.items : NULL;
    const struct id own = exchange_organism(x);
    bind_person(request, params, request->person_id, own);
    if (!input)
        return;
    bind_person(request, params, input->trainer_id, own);
    const struct id trains = id_is_set(input->training_org_id) ? input->training_org_id : own;
    for (size_t i = 0; modules && i < input->modules.count; i++) {
        const struct id named = modules[i].training_org_id;
        bind_person(request, params, modules[i].trainer_id, id_is_set(named) ? named : trains);
    }
}

static void bind_candidacy(const struct exchange *x, struct params *params)
{
    const struct event_request *request = x->plan;
    params_item(params);
    params_id(params, "candidacy_id", request->candidacy_id);
    params_text(params, "candidacy_reference", request->candidacy_reference);
    params_null(params, "referential_code");
}

static void bind_commission(const struct exchange *x, struct params *params)
{
    const struct event_request *request = x->plan;
    params_item(params);
    params_id(params, "candidacy_id", request->candidacy_id);
    params_text(params, "candidacy_reference", request->candidacy_reference);
    params_id(params, "commission_id",
              request->input ? request->input->commission_id : (struct id){ { 0 } });
}

/* Nothing is asked when no method is named. */
static void bind_method(const struct exchange *x, struct params *params)
{
    const struct event_request *request = x->plan;
    const struct event_input *input = request->input;
    if (!id_is_set(input->method_id))
        return;
    params_item(params);
    params_id(params, "method_id", input->method_id);
    params_id(params, "candidacy_id", request->candidacy_id);
    params_text(params, "candidacy_reference", request->candidacy_reference);
    params_id(params, "org_id", exchange_organism(x));
    const enum time_zone zone = event_zone(x, request->event, input);
    params_date(params, "on_day",
                date_is_set(input->held_on) ? input->held_on
                : input->starts_at          ? schedule_start_day(input->starts_at, zone)
                                            : request->occurred_on); /* unset: today, there */
    params_text(params, "time_zone", slice_of(time_zone_names[x->principal.time_zone]));
}

/* Nothing is asked when no site is named. */
static void bind_site(const struct exchange *x, struct params *params)
{
    const struct event_input *input = input_of(x);
    if (!id_is_set(input->site_id))
        return;
    params_item(params);
    params_id(params, "id", input->site_id);
    params_id(params, "organism_id", exchange_organism(x));
}

static void bind_agreement(const struct exchange *x, struct params *params)
{
    const struct event_request *request = x->plan;
    params_item(params);
    params_id(params, "id", request->candidacy_id);
    params_text(params, "reference", request->candidacy_reference);
    params_id(params, "to_org_id", input_of(x)->to_org_id);
    params_id(params, "caller_id", x->principal.person_id);
    params_id(params, "credential_id", x->principal.credential_id);
}

/* No twin is looked for of what is stated to be another one. */
static void bind_attendance(const struct exchange *x, struct params *params)
{
    const struct event_request *request = x->plan;
    const struct event_input *input = request->input;
    params_item(params);
    params_id(params, "candidacy_id", request->candidacy_id);
    params_text(params, "candidacy_reference", request->candidacy_reference);
    params_id(params, "module_id", input->module_id);
    params_bool(params, "is_distinct", input->is_distinct);
    params_int(params, "attended_minutes", input->attended_minutes);
    params_date(params, "on_day", request->occurred_on); /* unset: today, there */
    params_text(params, "time_zone", slice_of(time_zone_names[x->principal.time_zone]));
}

static void bind_recorded(const struct exchange *x, struct params *params)
{
    const struct event_request *request = x->plan;
    params_item(params);
    params_id(params, "candidacy_id", request->candidacy_id);
    params_text(params, "candidacy_reference", request->candidacy_reference);
    params_id(params, "attendance_id", request->input->attendance_id);
    params_int(params, "attended_minutes", request->input->attended_minutes);
}

static void bind_recorded_sitting(const struct exchange *x, struct params *params)
{
    const struct event_request *request = x->plan;
    params_item(params);
    params_id(params, "candidacy_id", request->candidacy_id);
    params_text(params, "candidacy_reference", request->candidacy_reference);
    params_id(params, "sitting_id", request->input->sitting_id);
    const struct event_input *input = request->input;
    const bool is_zone_told =
        field_is_given(event_data_fields(EVENT_CORRECT_SITTING), input, "time_zone");
    event_bind_sitting_told(
        input, is_zone_told ? slice_of(time_zone_names[input->time_zone]) : SLICE_UNSET, params);
}

static void read_recorded_sitting(struct exchange *x, struct row *row)
{
    struct candidacy_set *set = x->snapshot;
    facts_read_told(x, row);
    set->sitting_zone = exchange_read_zone(row, "time_zone");
}

static void bind_recorded_restitution(const struct exchange *x, struct params *params)
{
    const struct event_request *request = x->plan;
    params_item(params);
    params_id(params, "candidacy_id", request->candidacy_id);
    params_text(params, "candidacy_reference", request->candidacy_reference);
    params_id(params, "evaluation_id", request->input->evaluation_id);
    event_bind_restitution_told(request->input, params);
}

static void bind_act(const struct exchange *x, struct params *params)
{
    const struct event_request *request = x->plan;
    params_item(params);
    params_id(params, "id", request->candidacy_id);
    params_text(params, "reference", request->candidacy_reference);
}

/* Whom a correction names; nobody otherwise. */
static void bind_giver(const struct exchange *x, struct params *params)
{
    const struct event_request *request = x->plan;
    bind_person(request, params, request->input->person_id, exchange_organism(x));
}

static void bind_sitting_person(const struct exchange *x, struct params *params)
{
    bind_act(x, params);
    params_id(params, "sitting_id", input_of(x)->sitting_id);
}

static const struct load sitting_correction_loads[] = {
    { &SQL_habilitations_load, bind_organisms, facts_read_habilitation, 0 },
    { &SQL_sitting_person, bind_sitting_person, facts_read_person, 0 },
    { &SQL_site_facts, bind_site, facts_read_site, 0 },
    { &SQL_sitting_recorded, bind_recorded_sitting, read_recorded_sitting, 0 },
    { &SQL_candidacy_acts, bind_act, facts_read_act, 0 },
    { .statement = NULL },
};
static const struct load restitution_correction_loads[] = {
    { &SQL_persons_load, bind_giver, facts_read_person, 0 },
    { &SQL_restitution_recorded, bind_recorded_restitution, facts_read_told, 0 },
    { .statement = NULL },
};
static const struct load correction_loads[] = {
    { &SQL_attendance_recorded, bind_recorded, facts_read_recorded, 0 },
    { .statement = NULL },
};
static const struct load attendance_loads[] = {
    { &SQL_attendance_twin, bind_attendance, facts_read_attendance, 0 },
    { .statement = NULL },
};
static const struct load person_loads[] = {
    { &SQL_persons_load, bind_persons, facts_read_person, 0 },
    { .statement = NULL },
};
static const struct load path_loads[] = {
    { &SQL_references_known, bind_references, facts_read_reference, 0 },
    { &SQL_habilitations_load, bind_organisms, facts_read_habilitation, 0 },
    { &SQL_persons_load, bind_persons, facts_read_person, 0 },
    { .statement = NULL },
};
static const struct load sitting_loads[] = {
    { &SQL_habilitations_load, bind_organisms, facts_read_habilitation, 0 },
    { &SQL_persons_load, bind_persons, facts_read_person, 0 },
    { &SQL_site_facts, bind_site, facts_read_site, 0 },
    { .statement = NULL },
};
static const struct load start_loads[] = {
    { &SQL_habilitations_load, bind_organisms, facts_read_habilitation, 0 },
    { &SQL_persons_load, bind_persons, facts_read_person, 0 },
    { &SQL_referentials_load, bind_candidacy, facts_read_referential, 0 },
    { &SQL_method_facts, bind_method, facts_read_method, 0 },
    { &SQL_site_facts, bind_site, facts_read_site, 0 },
    { .statement = NULL },
};
static const struct load final_loads[] = {
    { &SQL_habilitations_load, bind_organisms, facts_read_habilitation, 0 },
    { &SQL_persons_load, bind_persons, facts_read_person, 0 },
    { &SQL_method_facts, bind_method, facts_read_method, 0 },
    { &SQL_site_facts, bind_site, facts_read_site, 0 },
    { .statement = NULL },
};
/* What ends something asks when it went on last. */
#define ATTENDED                                                                                   \
    {                                                                                              \
        &SQL_module_attended, bind_act, candidacy_read_attended, 0                                 \
    }
static const struct load end_loads[] = {
    ATTENDED,
    { .statement = NULL },
};
static const struct load transfer_loads[] = {
    ATTENDED,
    { &SQL_references_known, bind_references, facts_read_reference, 0 },
    { &SQL_habilitations_load, bind_organisms, facts_read_habilitation, 0 },
    { &SQL_transfer_agreed, bind_agreement, facts_read_agreement, 0 },
    { .statement = NULL },
};
static const struct load submit_loads[] = {
    { &SQL_references_known, bind_references, facts_read_reference, 0 },
    { &SQL_commission_competent, bind_commission, facts_read_commission, 0 },
    { .statement = NULL },
};
const struct load candidacy_fact_loads[] = {
    { &SQL_habilitations_load, bind_organisms, facts_read_habilitation, 0 },
    { &SQL_referentials_load, bind_candidacy, facts_read_referential, 0 },
    { &SQL_commission_competent, bind_commission, facts_read_commission, 0 },
    { .statement = NULL },
};

static void read_first_act(struct exchange *x, struct row *row)
{
    ((struct candidacy_set *)x->snapshot)->first_act_on = row_date(row, "first_act_on");
}

static void bind_act_person(const struct exchange *x, struct params *params)
{
    bind_act(x, params);
    params_id(params, "act_id", input_of(x)->corrects_id);
}

static const struct load date_loads[] = {
    { &SQL_candidacy_acts, bind_act, facts_read_act, 0 },
    { &SQL_act_person, bind_act_person, facts_read_person, 0 },
    { .statement = NULL },
};
static const struct load contact_loads[] = {
    { &SQL_candidacy_first_act, bind_act, read_first_act, 0 },
    { &SQL_habilitations_load, bind_organisms, facts_read_habilitation, 0 },
    { .statement = NULL },
};

#define PERSON(member) offsetof(struct event_input, member), "/" #member
const struct event_plan event_plans[CANDIDACY_EVENT_COUNT] = {
    [EVENT_CORRECT_CONTACT] = { contact_loads },
    [EVENT_CORRECT_DATE] = { date_loads },
    [EVENT_RECORD_INFORMATION] = { person_loads, PERSON(counsellor_id) },
    [EVENT_START_PRIOR] = { start_loads, PERSON(evaluator_id) },
    [EVENT_ADD_SITTING] = { sitting_loads, PERSON(evaluator_id) },
    [EVENT_CORRECT_SITTING] = { sitting_correction_loads },
    [EVENT_RECORD_RESULTS] = { person_loads, PERSON(evaluator_id) },
    [EVENT_COMPLETE_PRIOR] = { person_loads, PERSON(evaluator_id) },
    [EVENT_RECORD_RESTITUTION] = { person_loads, PERSON(person_id) },
    [EVENT_CORRECT_RESTITUTION] = { restitution_correction_loads },
    [EVENT_PROPOSE_PATH] = { path_loads },
    [EVENT_RECORD_ATTENDANCE] = { attendance_loads },
    [EVENT_CORRECT_ATTENDANCE] = { correction_loads },
    [EVENT_CHANGE_TRAINER] = { person_loads },
    [EVENT_START_FINAL] = { final_loads, PERSON(evaluator_id) },
    [EVENT_COMPLETE_FINAL] = { person_loads, PERSON(evaluator_id) },
    [EVENT_SUBMIT_FILE] = { submit_loads },
    [EVENT_CLOSE_MODULE] = { end_loads },
    [EVENT_INTERRUPT_PATH] = { end_loads },
    [EVENT_WITHDRAW] = { end_loads },
    [EVENT_ABANDON] = { end_loads },
    [EVENT_CANCEL] = { end_loads },
    [EVENT_TRANSFER] = { transfer_loads },
};
