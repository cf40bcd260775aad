/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/deprecation.h"

#include <inttypes.h>
#include <stdio.h>

enum { NOTICE_MONTHS = 12, VIEW_DEPTH_MAX = 8 };

bool deprecation_is_sound(const struct deprecation *deprecation)
{
    return date_is_valid(deprecation->since) && date_is_valid(deprecation->sunset) &&
           !date_is_before(deprecation->sunset,
                           date_add_months(deprecation->since, NOTICE_MONTHS)) &&
           deprecation->instead != NULL;
}

/* The one of two that ends first; either may be NULL. */
static const struct deprecation *first(const struct deprecation *a, const struct deprecation *b)
{
    if (!a || !b)
        return a ? a : b;
    return date_is_before(b->sunset, a->sunset) ? b : a;
}

static const struct deprecation *of_fields(const struct fields *fields, unsigned depth)
{
    const struct deprecation *found = NULL;
    for (const struct field *f = fields ? fields->fields : NULL; f && f->name; f++) {
        found = first(found, f->deprecation);
        if (f->of && depth < VIEW_DEPTH_MAX)
            found = first(found, of_fields(f->of, depth + 1));
        if (!f->variants || depth == VIEW_DEPTH_MAX)
            continue;
        for (const struct field *selector = fields->fields; selector->name; selector++) {
            if (strcmp(selector->name, f->variants->selector) != 0)
                continue;
            for (unsigned i = 0; selector->words->codes[i]; i++)
                found = first(found, of_fields(f->variants->of[i], depth + 1));
        }
    }
    return found;
}

static const struct deprecation *of_view(const struct view *view, unsigned depth)
{
    const struct deprecation *found = NULL;
    for (const struct member *m = view ? view->members : NULL; m && m->name; m++) {
        found = first(found, m->deprecation);
        if (m->of && depth < VIEW_DEPTH_MAX)
            found = first(found, of_view(m->of, depth + 1));
    }
    return found;
}

const struct deprecation *operation_deprecation(const struct operation *operation)
{
    const struct reply *other = operation->reply.other;
    const struct deprecation *found = operation->deprecation;
    found = first(found, of_fields(operation->query, 0));
    found = first(found, of_fields(operation->body, 0));
    found = first(found, of_view(operation->reply.view, 0));
    found = first(found, of_view(operation->reply.embedded.view, 0));
    return first(found, of_view(other ? other->view : NULL, 0));
}

void deprecation_print(const struct deprecation *deprecation, char ret_since[DEPRECATION_TEXT_SIZE],
                       char ret_sunset[SUNSET_TEXT_SIZE])
{
    static const struct date epoch = { 1970, 1, 1 }; /* a Thursday */
    static const char days[7][4] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" };
    static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    const struct date end = deprecation->sunset;
    snprintf(ret_since, DEPRECATION_TEXT_SIZE, "@%" PRId64,
             (int64_t)date_days_between(epoch, deprecation->since) * 24 * 60 * 60);
    snprintf(ret_sunset, SUNSET_TEXT_SIZE, "%s, %02d %s %04d 00:00:00 GMT",
             days[date_days_between(epoch, end) % 7], end.day, months[end.month - 1], end.year);
}
