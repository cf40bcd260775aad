/* SPDX-License-Identifier: EUPL-1.2 */
/* What the predicates of the candidacy machine share: the question asked of each, and small
 * comparisons. Private to the guards; everybody else calls guard_holds(). */
#ifndef GUARD_PREDICATES_H
#define GUARD_PREDICATES_H

#include "candidacy_guards.h"

/* What every predicate looks at. */
struct question {
    const struct candidacy *now;
    const struct candidacy_command *asked;
    const struct event_data *data;
    const struct facts *facts;
    const struct session_facts *session; /* may be NULL */
    const struct policy *policy;
};

static inline struct question question_of(const struct candidacy *now,
                                          const struct candidacy_command *asked,
                                          const struct policy *policy)
{
    return (struct question){
        .now = now,
        .asked = asked,
        .data = &asked->data,
        .facts = asked->facts,
        .session = asked->facts->session,
        .policy = policy,
    };
}

/* True when date <= limit, or the limit is not known; says both dates otherwise. */
static inline bool is_by(struct date date, struct date limit, struct reason_detail *detail)
{
    if (!date_is_set(limit) || !date_is_after(date, limit))
        return true;
    detail->date = date;
    detail->limit = limit;
    return false;
}

/* True when date >= limit, or either is not known. */
static inline bool is_from(struct date date, struct date limit, struct reason_detail *detail)
{
    if (!date_is_set(date) || !date_is_set(limit) || !date_is_before(date, limit))
        return true;
    detail->date = date;
    detail->limit = limit;
    return false;
}

static inline bool names_are_empty(const char *const *names, size_t count,
                                   struct reason_detail *detail)
{
    detail->names = names;
    detail->name_count = count;
    return count == 0;
}

/* In a detail's set of modules. The last bit stands for its module and for every later one, so that
 * the set is empty only when no module is meant. */
static inline uint64_t module_bit(int module)
{
    return UINT64_C(1) << (module < PATH_MAX_MODULES ? module : PATH_MAX_MODULES - 1);
}

/* Of the evaluation in progress; NULL = none is named, or none of it. */
static inline const struct sitting *named_sitting(const struct question *q)
{
    return evaluation_find_sitting(candidacy_open_evaluation(q->now), q->data->sitting_id);
}

/* Whether no sitting gets another day: what is corrected of it is something else, or there is none
 * (SITTING_NOT_IN_EVALUATION says so). */
static inline bool sitting_keeps_day(const struct question *q)
{
    return q->asked->event == EVENT_CORRECT_SITTING &&
           (!date_is_set(q->data->sitting_date) || named_sitting(q) == NULL);
}

static inline const struct module *named_module(const struct question *q)
{
    const int found = path_find_module(q->now->path, q->data->module_id);
    return found < 0 ? NULL : &q->now->path->modules[found];
}

/* Each is true when there is nothing to object; *detail is zeroed before. One signature for all, so
 * that the list of guards can declare and call them: many have no detail to say. */
#define GUARD(name, predicate, reason, kind, reads)                                                \
    bool guard_##predicate(const struct question *q, struct reason_detail *detail);
#include "candidacy_guards.def"
#undef GUARD

#endif
