/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/candidacies/candidacy_event_data.h"

#include "api/schedule.h"
#include "certificate.h"

bool event_reference_at(const struct event_input *input, size_t n,
                        struct event_reference *ret_reference)
{
    const struct event_reference of_act[] = {
        { input->training_org_id, "/training_org_id", false },
        { input->to_org_id, "/to_org_id", false },
        { input->commission_id, "/commission_id", true },
    };
    enum { OF_ACT = sizeof of_act / sizeof of_act[0] };
    const struct module_input *modules = input->modules.items;
    if (n >= OF_ACT + input->modules.count)
        return false;
    *ret_reference = n < OF_ACT ? of_act[n]
                                : (struct event_reference){ modules[n - OF_ACT].training_org_id,
                                                            "/training_org_id", false };
    ret_reference->is_of_module = n >= OF_ACT;
    ret_reference->module = n < OF_ACT ? 0 : n - OF_ACT;
    return true;
}

void event_check_references(struct exchange *x, const struct candidacy_set *set,
                            const struct event_input *input)
{
    struct event_reference named;
    for (size_t i = 0; event_reference_at(input, i, &named); i++) {
        if (!id_is_set(named.id) || candidacy_set_knows_reference(set, named.id))
            continue;
        if (named.is_of_module)
            exchange_violate_item(x, "/modules", named.module, named.pointer,
                                  REASON_REFERENCE_UNKNOWN);
        else
            exchange_violate_data(x, named.pointer, REASON_REFERENCE_UNKNOWN);
    }
}

static void fill_results(struct exchange *x, const struct candidacy *now,
                         const struct event_input *input, struct event_data *data)
{
    size_t count = input->results.count;
    const struct result_input *results = input->results.items;
    struct graded_item *items = exchange_alloc(x, (count + 1) * sizeof *items);
    const char **unknown = exchange_alloc(x, (count + 1) * sizeof *unknown);
    if (!items || !unknown)
        return;
    for (size_t i = 0; i < count; i++) {
        struct slice code = results[i].criterion_code;
        items[i].result = result_characters[results[i].status];
        items[i].item =
            now->referential ? referential_find_item(now->referential, code.at, code.size) : -1;
        if (items[i].item < 0)
            unknown[data->unknown_code_count++] = arena_copy(x->arena, code).at;
    }
    data->results = items;
    data->result_count = (int)count;
    data->unknown_codes = unknown;
}

/* -1 = the pinned version has no such domain, which is told. Before a version is pinned no code is
 * wrong: it is the state that refuses the event. */
static int find_domain(struct exchange *x, const struct candidacy *now, struct slice code,
                       const char *list, size_t index, const char *member)
{
    if (!now->referential)
        return -1;
    const int domain = referential_find_domain(now->referential, code.at, code.size);
    if (domain < 0)
        exchange_violate_item(x, list, index, member, REASON_REFERENCE_UNKNOWN);
    return domain;
}

static void fill_modules(struct exchange *x, const struct candidacy_set *set,
                         const struct candidacy *now, const struct event_input *input,
                         struct event_data *data)
{
    size_t count = input->modules.count;
    const struct module_input *modules = input->modules.items;
    struct proposed_module *proposed = exchange_alloc(x, (count + 1) * sizeof *proposed);
    struct id organism =
        id_is_set(input->training_org_id) ? input->training_org_id : exchange_organism(x);
    for (size_t i = 0; proposed && i < count; i++) {
        proposed[i].domain =
            find_domain(x, now, modules[i].domain_code, "/modules", i, "/domain_code");
        proposed[i].trainer = candidacy_set_person(set, modules[i].trainer_id);
        proposed[i].training_org_id =
            id_is_set(modules[i].training_org_id) ? modules[i].training_org_id : organism;
        proposed[i].planned_start = date_is_set(modules[i].planned_start_date)
                                        ? modules[i].planned_start_date
                                        : input->planned_start_date;
        proposed[i].planned_end = date_is_set(modules[i].planned_end_date)
                                      ? modules[i].planned_end_date
                                      : input->planned_end_date;
        proposed[i].planned_minutes = (int)modules[i].planned_minutes;
    }
    data->modules = proposed;
    data->module_count = (int)count;
    data->planned_start = input->planned_start_date;
    data->planned_end = input->planned_end_date;
}

static void fill_domains(struct exchange *x, const struct candidacy *now,
                         const struct event_input *input, struct event_data *data)
{
    const struct slice *codes = input->domain_codes.items;
    for (size_t i = 0; i < input->domain_codes.count; i++) {
        int domain = find_domain(x, now, codes[i], "/domain_codes", i, "");
        if (domain >= 0)
            data->domains |= 1u << domain;
    }
}

static bool has_reason_code(enum candidacy_event event)
{
    return event == EVENT_CANCEL || event == EVENT_ANNUL_EVALUATION;
}

struct slice event_reason_code(const struct event_request *request)
{
    const struct event_input *input = request->input;
    if (!has_reason_code(request->event) ||
        !field_is_given(event_data_fields(request->event), input, "reason"))
        return (struct slice){ 0 };
    return slice_of(request->event == EVENT_CANCEL ? cancel_reason_words.codes[input->cancel_reason]
                                                   : annul_reason_names[input->annul_reason]);
}

enum time_zone event_zone(const struct exchange *x, enum candidacy_event event,
                          const struct event_input *input)
{
    const struct candidacy_set *set = x->snapshot;
    const struct fields *fields = event_data_fields(event);
    if (input->starts_at && field_is_given(fields, input, "time_zone"))
        return (enum time_zone)input->time_zone;
    if (set && id_is_set(input->site_id) && set->is_site_known)
        return set->site_zone;
    return set && event == EVENT_CORRECT_SITTING ? set->sitting_zone : x->principal.time_zone;
}

static struct schedule schedule_of(const struct exchange *x, const struct event_request *request,
                                   struct date occurred_on)
{
    const struct event_input *input = request->input;
    const bool is_given = date_is_set(input->held_on);
    return (struct schedule){
        .is_day_given = is_given,
        .held_on = is_given ? input->held_on : occurred_on,
        .starts_at = input->starts_at,
        .ends_at = input->ends_at,
        .zone = event_zone(x, request->event, input),
    };
}

/* Of a sitting; every other event has none, and its day is that of the act. */
static struct date sitting_day(struct exchange *x, const struct event_request *request,
                               struct date occurred_on)
{
    const struct schedule schedule = schedule_of(x, request, occurred_on);
    return schedule_day(x, &schedule);
}

/* Else the zone is that of what is read: a site, or the sitting that is corrected. */
static bool tells_its_zone(const struct event_request *request)
{
    const struct event_input *input = request->input;
    return input->starts_at == 0 ||
           field_is_given(event_data_fields(request->event), input, "time_zone") ||
           (!id_is_set(input->site_id) && request->event != EVENT_CORRECT_SITTING);
}

/* Hours that are corrected alone are those of the day that stands. */
static void check_hours(struct exchange *x, const struct candidacy *now,
                        const struct event_request *request)
{
    const struct event_input *input = request->input;
    const struct evaluation *evaluation = candidacy_open_evaluation(now);
    if (date_is_set(input->held_on)) /* sitting_day() has compared the two */
        return;
    for (int i = 0; evaluation && input->starts_at && i < evaluation->sitting_count; i++) {
        const enum time_zone zone = event_zone(x, request->event, input);
        const struct date day = schedule_start_day(input->starts_at, zone);
        if (id_equals(evaluation->sittings[i].id, input->sitting_id) &&
            date_compare(evaluation->sittings[i].date, day) != 0)
            schedule_differs(x, "/starts_at", day, zone);
    }
}

/* What a correction tells of a list that has no default: unset = it stands. */
static struct slice modality_told(enum candidacy_event event, const struct event_input *input)
{
    return field_is_given(event_data_fields(event), input, "modality")
               ? slice_of(modality_words.codes[input->modality])
               : SLICE_UNSET;
}

void event_bind_sitting_told(const struct event_input *input, struct slice zone,
                             struct params *params)
{
    const struct fields *fields = event_data_fields(EVENT_CORRECT_SITTING);
    params_text(params, "modality", modality_told(EVENT_CORRECT_SITTING, input));
    params_bool(params, "tells_place", field_is_given(fields, input, "place"));
    params_text(params, "place", input->place);
    params_bool(params, "tells_site", field_is_given(fields, input, "site_id"));
    params_id(params, "site_id", input->site_id);
    params_date(params, "held_on", input->held_on);
    params_bool(params, "tells_hours",
                date_is_set(input->held_on) || field_is_given(fields, input, "starts_at") ||
                    field_is_given(fields, input, "ends_at"));
    params_int_or_null(params, "starts_at", input->starts_at != 0, input->starts_at);
    params_int_or_null(params, "ends_at", input->ends_at != 0, input->ends_at);
    params_text(params, "time_zone", zone);
}

void event_bind_restitution_told(const struct event_input *input, struct params *params)
{
    params_text(params, "modality", modality_told(EVENT_CORRECT_RESTITUTION, input));
    params_text(params, "synthesis", input->synthesis);
    params_date(params, "given_on", input->given_on);
    params_id(params, "person_id", input->person_id);
}

void event_check_schedule(struct exchange *x, const struct event_request *request)
{
    struct schedule schedule = schedule_of(x, request, request->occurred_on);
    if (!exchange_is_sound_data(x, "/time_zone"))
        return;
    schedule.is_day_given &= tells_its_zone(request);
    schedule_day(x, &schedule);
}

struct event_data event_data_of(struct exchange *x, const struct candidacy_set *set,
                                const struct candidacy *now, const struct event_request *request,
                                struct date occurred_on)
{
    const struct event_input *input = request->input;
    struct person person = candidacy_set_person(set, request->person_id);
    struct event_data data = {
        .counsellor = person,
        .evaluator = person,
        .has_consent = input->has_consent,
        .is_distinct = input->is_distinct,
        .sitting_date = sitting_day(x, request, occurred_on),
        .starts_at = input->starts_at,
        .sitting_id = input->sitting_id,
        .has_proof = slice_is_set(input->proof),
        .module_id = input->module_id,
        .module_status = input->status == MODULE_WAIVED ? MODULE_WAIVED : MODULE_DONE,
        .attended_minutes = (int)input->attended_minutes,
        .has_overrun_reason = slice_is_set(input->overrun_reason),
        .has_reason = slice_is_set(input->reason),
        .has_answer = slice_is_set(input->answer),
        .has_results = input->results.count > 0,
        .commission_id =
            id_is_set(input->commission_id) ? input->commission_id : set->competent_commission_id,
    };
    data.written_on = request->event == EVENT_WITHDRAW  ? input->requested_on
                      : request->event == EVENT_ABANDON ? input->written_proof_on
                                                        : input->consent_on;
    data.contact_on = input->opened_on;
    data.act_id = input->corrects_id;
    data.happened_on = input->happened_on;
    data.first_act_on = set->first_act_on;
    data.to_org_id = input->to_org_id;
    data.attendance_id = set->attendance_id;
    data.day_minutes = set->day_minutes;
    if (request->event == EVENT_CORRECT_ATTENDANCE) {
        data.recorded = set->recorded;
        data.module_id = set->recorded.module_id;
    }
    if (request->event == EVENT_CORRECT_SITTING) {
        data.sitting_date = input->held_on; /* unset: as it stands */
        check_hours(x, now, request);
    }
    data.is_unchanged = set->is_told_unchanged;
    if (request->event == EVENT_CORRECT_RESTITUTION) {
        data.given_on = input->given_on;
        data.evaluator = candidacy_set_person(set, input->person_id);
    }
    data.is_agreed = set->is_transfer_agreed;
    data.evaluation_id = input->evaluation_id;
    if (has_reason_code(request->event))
        data.has_reason = slice_is_set(event_reason_code(request));
    if (request->event == EVENT_CHANGE_TRAINER)
        data.trainer = candidacy_set_person(set, input->trainer_id);
    fill_results(x, now, input, &data);
    fill_modules(x, set, now, input, &data);
    fill_domains(x, now, input, &data);
    return data;
}
