/* SPDX-License-Identifier: EUPL-1.2 */
/* The order of days (9.5, invariant 25): which day of an act does not precede which day behind it.
 */
#ifndef DAY_ORDER_H
#define DAY_ORDER_H

#include "candidacy_guards.h"

#include <stddef.h>

enum ordered_day {
    ORDERED_DAY_ACT,         /* of the act itself */
    ORDERED_DAY_SITTING,     /* of the sitting that it plans or tells of */
    ORDERED_DAY_RESTITUTION, /* that it corrects to */
    ORDERED_DAY_WRITING,     /* of what the candidate wrote */
    ORDERED_DAY_SESSION,     /* on whose agenda it puts the file */
};

/* What a day does not precede. Unset where there is nothing of the kind: then nothing is asked. */
enum day_bound {
    DAY_BOUND_INFORMATION,
    DAY_BOUND_LAST_SITTING_HELD,    /* of the evaluation in progress; what is planned is not held */
    DAY_BOUND_SITTING_BEFORE_NAMED, /* the last one held before that which is corrected */
    DAY_BOUND_SITTING_OF_EVALUATOR, /* the first of whoever records results */
    DAY_BOUND_RESULTS,              /* the latest day of which results were recorded */
    DAY_BOUND_END_OF_EVALUATION,    /* its last sitting, and its completion */
    DAY_BOUND_END_OF_NAMED_EVALUATION, /* the same of the one that the act names, and so: */
    DAY_BOUND_NAMED_COMPLETION,
    DAY_BOUND_NAMED_RESTITUTION,
    DAY_BOUND_RESTITUTION, /* of the last completed evaluation */
    DAY_BOUND_REFUSAL,     /* by the commission, the last one */
    DAY_BOUND_PROPOSAL,    /* of the latest path, as all that follow */
    DAY_BOUND_ANSWER,
    DAY_BOUND_CLOSING_OF_MODULE, /* that the act names */
    DAY_BOUND_LAST_CLOSING_OF_MODULE,
    DAY_BOUND_PATH_CLOSING,
    DAY_BOUND_END_OF_PATH,          /* declined, closed or interrupted */
    DAY_BOUND_ATTENDANCE_OF_MODULE, /* the last one of the module that the act names */
    DAY_BOUND_LAST_ATTENDANCE,      /* of any module */
    /* What was done last with the latest file: sent, decided upon, answered, recalled, given back
     * to the commission; an agenda is no such act. */
    DAY_BOUND_MOVE_OF_FILE,
    /* Of the cycle, of those acts that stand: what was only planned or taken back is none. */
    DAY_BOUND_LAST_ACT,
    DAY_BOUND_ABANDONMENT, /* the one that RESUME takes back */
    DAY_BOUND_COUNT
};

struct day_order {
    enum candidacy_event event;
    enum ordered_day day;
    enum day_bound bound;
    enum guard guard;
    const char *day_name, *bound_name; /* as the table spells them */
};

/* Every pair. */
const struct day_order *day_orders(size_t *ret_count);

/* A day, and the act that set it. */
struct made_day {
    struct date day;
    enum candidacy_event made_by;
};

struct made_day day_bound_of(enum day_bound bound, const struct candidacy *now,
                             const struct candidacy_command *asked);

/* Whether every pair of that event and guard holds; *detail says the two days of the first that
 * does not. */
bool day_order_holds(enum guard guard, const struct candidacy *now,
                     const struct candidacy_command *asked, struct reason_detail *detail);

#endif
