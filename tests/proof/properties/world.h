/* SPDX-License-Identifier: EUPL-1.2 */
/* One candidacy in memory, moved by what candidacy_decide() answers: the choices of a step become a
 * command, the effects of a decision are written back as the server writes them to the database. */
#ifndef WORLD_H
#define WORLD_H

#include "history.h"

#include "candidacy_decide.h"

enum {
    EVALUATIONS = 24,
    SITTINGS = 16,
    MODULES = 8,
    TRAINERS = 128,
    VOIDINGS = 16,
    VALIDATIONS = 64
};
enum { HISTORY = 256 };
enum { PERSONS = 6, HUMANS = 4, VERSIONS = 2 };
enum { NEW_CYCLE = CANDIDACY_EVENT_COUNT }; /* a step that is no event: the candidate starts over */

/* What happened to validations, in order; the expectation is recounted from it. */
struct validation {
    uint64_t validated, voided;
    int evaluation;        /* of `validated` */
    struct id decision_id; /* of `voided` */
    bool is_lifted;
};

struct world {
    struct date today;
    int next_id;
    struct policy policy;
    struct candidacy now;
    struct evaluation evaluations[EVALUATIONS];
    struct sitting sittings[EVALUATIONS][SITTINGS];
    char results[EVALUATIONS][REFERENTIAL_MAX_ITEMS + 1];
    char statuses[EVALUATIONS][REFERENTIAL_MAX_SUBDOMAINS + 1];
    struct path path;
    struct module modules[MODULES];
    struct attendance attended[MODULES]; /* the last one of each, as it stands */
    struct person trainers[TRAINERS];
    struct voiding voidings[VOIDINGS];
    struct file file;
    struct validation validations[VALIDATIONS];
    int validation_count;
    struct act history[HISTORY]; /* what was done in this cycle, oldest first */
    int history_count;
    struct session_facts session;
    struct facts facts;
    struct candidacy_command asked;
    struct graded_item graded[REFERENTIAL_MAX_ITEMS];
    struct proposed_module proposed[MODULES];
};

void world_start(struct world *w, struct date today); /* a candidate without a candidacy */
bool world_is_full(const struct world *w);            /* the arrays above end the history */
struct id world_id(int number);
int world_open_evaluation(const struct world *w); /* its place, -1 = none is open */
/* Lets the time of the step pass and fills w->asked. */
void world_ask(struct world *w, const struct step *step);
void world_apply(struct world *w, const struct decision *decision);
/* Recounted from the results themselves: nothing of lib/ is asked. */
uint64_t world_validated(const struct world *w);
uint32_t world_missing(const struct world *w);
const struct referential *world_version(int number);

#endif
