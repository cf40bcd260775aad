/* SPDX-License-Identifier: EUPL-1.2 */
#include "act_order.h"

#include "day_order.h"
#include "guard_predicates.h"

static const struct {
    enum day_bound bound;
    enum candidacy_event event;
} makers[] = {
#define MAKES(bound, event) { DAY_BOUND_##bound, EVENT_##event },
#include "act_order.def"
};

static const struct {
    enum candidacy_event act, what;
} takers[] = {
#define TAKES_BACK(act, what) { EVENT_##act, EVENT_##what },
#include "act_order.def"
};

enum { OF_NONE = -1, OF_COUNSELLOR = AFFILIATION_COUNSELLOR, OF_EVALUATOR = AFFILIATION_EVALUATOR };

static const struct {
    enum candidacy_event event;
    int function;
} dated[] = {
#define DATED(event, function) { EVENT_##event, OF_##function },
#include "act_order.def"
};

static const struct {
    enum candidacy_event act, event;
} corrected[] = {
#define CORRECTED_BY(act, event) { EVENT_##act, EVENT_##event },
#include "act_order.def"
};

static const enum candidacy_event notes[] = {
#define NOTE(event) EVENT_##event,
#include "act_order.def"
};

enum {
    MAKER_COUNT = sizeof makers / sizeof makers[0],
    TAKER_COUNT = sizeof takers / sizeof takers[0],
    DATED_COUNT = sizeof dated / sizeof dated[0],
    CORRECTED_COUNT = sizeof corrected / sizeof corrected[0],
    NOTE_COUNT = sizeof notes / sizeof notes[0],
};

const struct act *act_find(const struct facts *facts, struct id id)
{
    for (size_t i = 0; i < facts->act_count; i++)
        if (id_equals(facts->acts[i].id, id))
            return &facts->acts[i];
    return NULL;
}

static bool takes_back(const struct act *act, const struct act *what)
{
    for (size_t i = 0; i < TAKER_COUNT; i++)
        if (takers[i].act == act->event && takers[i].what == what->event)
            return id_equals(act->module_id, what->module_id);
    return false;
}

static const struct act *end_of(const struct facts *facts)
{
    return facts->acts + facts->act_count;
}

bool act_stands(const struct facts *facts, const struct act *act)
{
    for (const struct act *later = act + 1; later < end_of(facts); later++)
        if (takes_back(later, act))
            return false;
    return !act->is_fallen;
}

bool act_is_dated(enum candidacy_event event)
{
    for (size_t i = 0; i < DATED_COUNT; i++)
        if (dated[i].event == event)
            return true;
    return false;
}

enum candidacy_event act_corrected_by(enum candidacy_event event)
{
    for (size_t i = 0; i < CORRECTED_COUNT; i++)
        if (corrected[i].act == event)
            return corrected[i].event;
    return act_is_dated(event) ? EVENT_CORRECT_DATE : CANDIDACY_EVENT_COUNT;
}

bool act_is_note(enum candidacy_event event)
{
    for (size_t i = 0; i < NOTE_COUNT; i++)
        if (notes[i] == event)
            return true;
    return false;
}

struct date act_last_activity(const struct facts *facts, const struct act *corrected_act,
                              struct date day)
{
    struct date last = day;
    for (size_t i = 0; i < facts->act_count; i++)
        if (&facts->acts[i] != corrected_act && !act_is_note(facts->acts[i].event) &&
            date_is_after(facts->acts[i].day, last))
            last = facts->acts[i].day;
    return last;
}

bool act_is_decided_upon(const struct facts *facts, const struct act *act)
{
    for (const struct act *later = act + 1; later < end_of(facts); later++)
        switch (later->event) {
        case EVENT_CERTIFY:
        case EVENT_DEFER:
        case EVENT_REFUSE:
            return true;
        case EVENT_SUBMIT_FILE:
            if (act_stands(facts, later))
                return true;
            break;
        default:
            break;
        }
    return false;
}

bool act_person_was_there(const struct facts *facts, const struct act *act, struct date day)
{
    for (size_t i = 0; i < DATED_COUNT; i++)
        if (dated[i].event == act->event && dated[i].function != OF_NONE)
            return affiliations_allow(facts->affiliations, facts->affiliation_count, act->person,
                                      act->org_id, (enum affiliation_role)dated[i].function, day);
    return true;
}

static bool makes(enum day_bound bound, const struct act *act)
{
    for (size_t i = 0; i < MAKER_COUNT; i++)
        if (makers[i].bound == bound && makers[i].event == act->event)
            return true;
    return false;
}

/* Of one module: what bounds an act on it is an act on it. */
static bool is_about_same(enum day_bound bound, const struct act *a, const struct act *b)
{
    const bool is_of_module =
        bound == DAY_BOUND_CLOSING_OF_MODULE || bound == DAY_BOUND_ATTENDANCE_OF_MODULE;
    return !is_of_module || id_equals(a->module_id, b->module_id);
}

/* Which day of a later act does not precede that one; unset: none does not. */
static struct date day_behind(const struct act *later, const struct act *act)
{
    size_t count;
    const struct day_order *orders = day_orders(&count);
    struct date day = { 0 };
    for (size_t i = 0; i < count; i++) {
        if (orders[i].event != later->event || !makes(orders[i].bound, act) ||
            !is_about_same(orders[i].bound, later, act))
            continue;
        const struct date found = orders[i].day == ORDERED_DAY_SITTING ? later->sitting_day
                                  : orders[i].day == ORDERED_DAY_ACT   ? later->day
                                                                       : (struct date){ 0 };
        if (!date_is_set(day) || (date_is_set(found) && date_is_before(found, day)))
            day = found;
    }
    return day;
}

bool act_follows(const struct facts *facts, const struct act *act, struct date day,
                 struct reason_detail *detail)
{
    detail->which = ACT_DATE_OF_CORRECTION;
    for (const struct act *earlier = facts->acts; earlier < act; earlier++)
        if ((takes_back(act, earlier) || act_stands(facts, earlier)) &&
            date_is_set(day_behind(act, earlier)) && !is_from(day, earlier->day, detail)) {
            detail->behind = (int)earlier->event + 1;
            return false;
        }
    return is_from(day, act->rests_on, detail);
}

bool act_precedes(const struct facts *facts, const struct act *act, struct date day,
                  struct reason_detail *detail)
{
    detail->which = ACT_DATE_OF_CORRECTION;
    for (const struct act *later = act + 1; later < end_of(facts); later++)
        if (act_stands(facts, later) && !is_by(day, day_behind(later, act), detail)) {
            const bool is_of_sitting = date_compare(detail->limit, later->sitting_day) == 0;
            detail->behind = (int)(is_of_sitting ? EVENT_ADD_SITTING : later->event) + 1;
            return false;
        }
    return true;
}
