/* SPDX-License-Identifier: EUPL-1.2 */
/* Guards about the training path and its modules. */
#include "day_order.h"
#include "guard_predicates.h"

/* None for a domain that the version does not have. */
static uint32_t domain_bit(int domain)
{
    return domain >= 0 && domain < REFERENTIAL_MAX_DOMAINS ? UINT32_C(1) << domain : 0;
}

static uint32_t proposed_domains(const struct question *q)
{
    uint32_t domains = 0;
    for (int i = 0; i < q->data->module_count; i++)
        domains |= domain_bit(q->data->modules[i].domain);
    return domains;
}

/* T7: a path bears on missing domains only; a domain that the version does not have is not missing
 * either */
bool guard_path_domain_already_validated(const struct question *q, struct reason_detail *detail)
{
    const uint32_t missing = candidacy_missing_domains(q->now);
    for (int i = 0; i < q->data->module_count; i++)
        if ((missing & domain_bit(q->data->modules[i].domain)) == 0)
            detail->modules |= module_bit(i);
    detail->domains = proposed_domains(q) & ~missing;
    return detail->modules == 0;
}

/* T7 */
bool guard_path_empty(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    return q->data->module_count > 0;
}

/* T7, decision 36: proposing and declining ends somewhere */
bool guard_paths_too_many(const struct question *q, struct reason_detail *detail)
{
    detail->bound = CYCLE_MAX_PATHS;
    return q->now->path_count < CYCLE_MAX_PATHS;
}

/* T7, A13 */
bool guard_path_incomplete(const struct question *q, struct reason_detail *detail)
{
    if (!q->policy->path_must_cover_gaps)
        return true;
    detail->domains = candidacy_missing_domains(q->now) & ~proposed_domains(q);
    return detail->domains == 0;
}

/* T7: a module that has no days of its own ends with the path */
bool guard_path_beyond_deadline(const struct question *q, struct reason_detail *detail)
{
    const struct date end = q->data->planned_end;
    for (int i = 0; i < q->data->module_count; i++)
        if (date_compare(q->data->modules[i].planned_end, end) != 0 &&
            !is_by(q->data->modules[i].planned_end, q->now->deadline, detail))
            detail->modules |= module_bit(i);
    return is_by(q->data->planned_end, q->now->deadline, detail) && detail->modules == 0;
}

/* T9: what was declined by mistake, and nothing was proposed since */
bool guard_path_not_declined(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    return q->now->path != NULL && q->now->path->status == PATH_STATUS_DECLINED;
}

/* T10 */
bool guard_module_not_in_path(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    return named_module(q) != NULL;
}

bool guard_module_closed(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    const struct module *module = named_module(q);
    return module == NULL || module->status == MODULE_OPEN;
}

/* T10: what was closed by mistake is opened again while the path goes on */
bool guard_module_not_closed(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    const struct module *module = named_module(q);
    return module == NULL || module->status != MODULE_OPEN;
}

/* Who trains for the organism in charge, and is of another one. */
static bool is_of_another(const struct question *q)
{
    return id_is_set(q->asked->acting_org_id) &&
           !id_equals(q->asked->acting_org_id, q->now->owner_org_id);
}

/* T10: what is corrected is there, in the latest path; what was corrected to nothing is there no
 * more
 */
bool guard_attendance_not_in_path(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    return id_is_set(q->data->recorded.id) && q->data->recorded.attended_minutes > 0 &&
           named_module(q) != NULL;
}

/* T10, invariant 16: a refusal was decided upon the training as it was told. Since then nothing was
 * evaluated, so that a path which is closed lies before it; one begun since is not closed yet, or
 * was interrupted. */
bool guard_training_decided_upon(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    const struct candidacy *now = q->now;
    return now->path == NULL || now->path->status != PATH_STATUS_CLOSED ||
           now->voiding_count == 0 ||
           now->voidings[now->voiding_count - 1].after_evaluations != now->evaluation_count;
}

/* T10: time beyond that of the module is accounted for, and by the organism that planned it:
 * nobody else takes the room of what is still to come. A correction to less needs no room. */
bool guard_hours_beyond_module(const struct question *q, struct reason_detail *detail)
{
    const struct module *module = named_module(q);
    const int recorded = q->data->recorded.attended_minutes;
    if (module == NULL || q->data->attended_minutes <= recorded)
        return true;
    const int limit = q->data->has_overrun_reason && !is_of_another(q) ? MODULE_MAX_MINUTES
                                                                       : module->planned_minutes;
    detail->has_minutes = true;
    detail->limit_minutes = limit;
    detail->attended_minutes = module->attended_minutes - recorded;
    return detail->attended_minutes + q->data->attended_minutes <= limit;
}

/* T10: whatever the reason, a candidate attends no more than a day has, in all modules together. A
 * correction to less needs no room. */
bool guard_hours_beyond_day(const struct question *q, struct reason_detail *detail)
{
    if (q->data->attended_minutes <= q->data->recorded.attended_minutes)
        return true;
    detail->has_minutes = true;
    detail->limit_minutes = DAY_MAX_MINUTES;
    detail->attended_minutes = q->data->day_minutes;
    return q->data->day_minutes + q->data->attended_minutes <= DAY_MAX_MINUTES;
}

/* T10: a second one of that day and as long is stated to be another one, or was sent twice */
bool guard_attendance_already_recorded(const struct question *q, struct reason_detail *detail)
{
    detail->id = q->data->attendance_id;
    return q->data->is_distinct || !id_is_set(q->data->attendance_id);
}

/* T11, A11: waiving needs a reason */
bool guard_waiver_reason_required(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    return q->data->module_status != MODULE_WAIVED || q->data->has_reason;
}

static uint64_t modules_with_status(const struct path *path, enum module_status status)
{
    uint64_t modules = 0;
    for (int i = 0; path != NULL && i < path->module_count; i++)
        if (path->modules[i].status == status)
            modules |= module_bit(i);
    return modules;
}

/* T11 */
bool guard_modules_open(const struct question *q, struct reason_detail *detail)
{
    const struct path *path = q->now->path;
    detail->modules = modules_with_status(path, MODULE_OPEN);
    for (int i = 0; path != NULL && i < path->module_count; i++)
        if (path->modules[i].status == MODULE_OPEN)
            detail->domains |= domain_bit(path->modules[i].domain);
    return path != NULL && detail->modules == 0;
}

/* A11 */
bool guard_path_wholly_waived(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    const struct path *path = q->now->path;
    return q->policy->whole_path_may_be_waived || modules_with_status(path, MODULE_WAIVED) == 0 ||
           (modules_with_status(path, MODULE_OPEN) | modules_with_status(path, MODULE_DONE)) != 0;
}

/* T13, S10 */
bool guard_path_not_closed(const struct question *q, struct reason_detail *detail)
{
    (void)detail;
    return q->now->path != NULL && q->now->path->status == PATH_STATUS_CLOSED;
}

/* T13, T14 */
bool guard_final_before_training_end(const struct question *q, struct reason_detail *detail)
{
    return day_order_holds(GUARD_FINAL_BEFORE_TRAINING_END, q->now, q->asked, detail);
}
