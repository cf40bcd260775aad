/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/candidacies/candidacy_event_days.h"

static bool is_backwards(struct date start, struct date end)
{
    return date_is_set(start) && date_is_set(end) && date_compare(end, start) < 0;
}

/* A date that was refused is not that of the path. */
static bool is_module_sound(struct exchange *x, size_t index)
{
    return exchange_is_sound_item(x, "/modules", index, "/planned_start_date") &&
           exchange_is_sound_item(x, "/modules", index, "/planned_end_date");
}

/* The days of a module lie within those of its path, where these are told. */
static void check_within(struct exchange *x, size_t index, const struct module_input *module,
                         struct date first, struct date last)
{
    const bool is_early = is_backwards(first, module->planned_start_date);
    if (is_backwards(first, last) || (!is_early && !is_backwards(module->planned_end_date, last)))
        return;
    exchange_violate_item(x, "/modules", index,
                          is_early ? "/planned_start_date" : "/planned_end_date", REASON_RANGE);
    exchange_expect(x, expected_dates(first, last));
}

/* What ends does so after it began: a path, and a module by its own dates or those of the path. */
static void check_periods(struct exchange *x, const struct event_input *input)
{
    const struct module_input *modules = input->modules.items;
    const struct date first = input->planned_start_date, last = input->planned_end_date;
    if (is_backwards(first, last)) {
        exchange_violate_data(x, "/planned_end_date", REASON_RANGE);
        exchange_expect(x, expected_dates(first, (struct date){ 0 }));
    }
    for (size_t i = 0; i < input->modules.count; i++) {
        const struct date start = modules[i].planned_start_date, end = modules[i].planned_end_date;
        const struct date begins = date_is_set(start) ? start : first;
        const struct date ends = date_is_set(end) ? end : last;
        if ((!date_is_set(start) && !date_is_set(end)) || !is_module_sound(x, i))
            continue;
        check_within(x, i, &modules[i], first, last);
        if (!is_backwards(begins, ends))
            continue;
        exchange_violate_item(x, "/modules", i,
                              date_is_set(end) ? "/planned_end_date" : "/planned_start_date",
                              REASON_RANGE);
        exchange_expect(x, date_is_set(end) ? expected_dates(begins, (struct date){ 0 })
                                            : expected_dates((struct date){ 0 }, ends));
    }
}

/* Whoever gave it held the function on that day: the two are told together. */
static void check_giver(struct exchange *x, enum candidacy_event event,
                        const struct event_input *input)
{
    if (event == EVENT_CORRECT_RESTITUTION && date_is_set(input->given_on) &&
        !id_is_set(input->person_id))
        exchange_violate_data(x, "/person_id", REASON_REQUIRED);
}

void event_check_days(struct exchange *x, enum candidacy_event event,
                      const struct event_input *input)
{
    check_periods(x, input);
    check_giver(x, event, input);
}
