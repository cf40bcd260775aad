/* SPDX-License-Identifier: EUPL-1.2 */
/* Deciding a candidacy event, for the operations through which one may come. */
#ifndef CANDIDACY_EVENTS_H
#define CANDIDACY_EVENTS_H

#include "api/candidacies/candidacy_effects.h"
#include "api/candidacies/candidacy_possible.h"

/* What prepare() leaves for loads and decision; x->plan. */
struct event_request {
    enum candidacy_event event;
    struct date occurred_on; /* unset = today */
    const struct event_input *input;
    /* The candidacy of the path; both unset where it is named otherwise. */
    struct id candidacy_id;
    struct slice candidacy_reference;
    struct id evaluation_id; /* of the path, where the act comes through an evaluation */
    struct id person_id;     /* who acts */
};

/* Names the candidacy of the path in the request. */
void event_take_path(const struct exchange *x, struct event_request *request);
/* Sets x->plan and x->extra_loads. The data of the act are the body, unless x->data_pointer says
 * where in it they are. evaluation_id: through which evaluation the act comes; unset = none. */
void event_prepare(struct exchange *x, enum candidacy_event event, struct date occurred_on,
                   const struct event_input *input, struct id evaluation_id);
/* On the single candidacy of the set: effects queued, or refusals. */
struct candidacy_move *event_decide(struct exchange *x);

/* Whether an event may be refused for that: a guard of one of its transitions, or why it has none
 * from some state. What an operation through which it comes lists in the contract. */
bool candidacy_event_raises(enum candidacy_event event, enum reason reason);

/* The candidacy of the path exists for the caller, or 404: for lists of its children. */
extern const struct load candidacy_exists_loads[];
/* Or for who trains him for another organism: of lists that are OPERATION_TRAINING. */
extern const struct load candidacy_training_loads[];

#endif
