/* SPDX-License-Identifier: EUPL-1.2 */
/* What the tests of the domain share: a world in which every transition is accepted. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include "command_fixture.h"

/* Copies of exactly so many items, so that the sanitizer sees whoever reads one more. They live
 * until the next exact world. */
static void *exact_blocks[1024];
static size_t exact_block_count;

static inline void *exactly(const void *items, int count, size_t size)
{
    if (items == NULL)
        return NULL;
    void *block = malloc((size_t)count * size);
    assert_true(exact_block_count < COUNT(exact_blocks) && (block != NULL || count == 0));
    exact_blocks[exact_block_count++] = block;
    return count == 0 ? block : memcpy(block, items, (size_t)count * size);
}

static inline void exact_release(void)
{
    while (exact_block_count > 0)
        free(exact_blocks[--exact_block_count]);
}

static inline void exact_evaluations(const struct world *w, struct candidacy *now)
{
    struct evaluation *evaluations =
        exactly(now->evaluations, now->evaluation_count, sizeof *evaluations);
    for (int i = 0; i < now->evaluation_count; i++) {
        struct evaluation *e = &evaluations[i];
        e->sittings = exactly(e->sittings, e->sitting_count, sizeof *e->sittings);
        e->results = exactly(e->results, w->referential.item_count, 1);
        e->statuses = exactly(e->statuses, w->referential.subdomain_count, 1);
    }
    now->evaluations = evaluations;
}

struct exact_world {
    struct candidacy now;
    struct path path;
    struct facts facts;
    struct candidacy_command asked;
};

/* The same world without room to spare; released by the next one. */
static inline const struct exact_world *world_exact(const struct world *w)
{
    static struct exact_world exact;
    exact_release();
    exact = (struct exact_world){ .now = w->now, .facts = w->facts, .asked = w->asked };
    exact_evaluations(w, &exact.now);
    exact.now.voidings =
        exactly(exact.now.voidings, exact.now.voiding_count, sizeof *exact.now.voidings);
    exact.now.trainers =
        exactly(exact.now.trainers, exact.now.trainer_count, sizeof *exact.now.trainers);
    if (w->now.path != NULL) {
        exact.path = *w->now.path;
        exact.path.modules =
            exactly(exact.path.modules, exact.path.module_count, sizeof *exact.path.modules);
        exact.now.path = &exact.path;
    }
    if (w->asked.facts != NULL) {
        struct facts *f = &exact.facts;
        f->habilitations =
            exactly(f->habilitations, (int)f->habilitation_count, sizeof *f->habilitations);
        f->affiliations =
            exactly(f->affiliations, (int)f->affiliation_count, sizeof *f->affiliations);
        f->referentials =
            exactly(f->referentials, (int)f->referential_count, sizeof *f->referentials);
        f->acts = exactly(f->acts, (int)f->act_count, sizeof *f->acts);
        exact.asked.facts = f;
    }
    struct event_data *data = &exact.asked.data;
    data->results = exactly(data->results, data->result_count, sizeof *data->results);
    data->modules = exactly(data->modules, data->module_count, sizeof *data->modules);
    return &exact;
}

static inline struct outcome world_decide(struct world *w, struct decision *ret_decision)
{
    const struct exact_world *exact = world_exact(w);
    return candidacy_decide(&exact->now, &exact->asked, &w->policy, ret_decision);
}

#define assert_accepted(answered)                                                                  \
    do {                                                                                           \
        const struct outcome outcome_ = (answered);                                                \
        if (outcome_.count != 0)                                                                   \
            fail_msg("refused: %s", reason_info(outcome_.unmet[0].reason)->code);                  \
    } while (0)

/* Refused for this reason and no other. */
#define assert_refused(answered, expected)                                                         \
    do {                                                                                           \
        const struct outcome outcome_ = (answered);                                                \
        if (outcome_.count == 0)                                                                   \
            fail_msg("accepted, not %s", reason_info(expected)->code);                             \
        assert_string_equal(reason_info(outcome_.unmet[0].reason)->code,                           \
                            reason_info(expected)->code);                                          \
        if (outcome_.count > 1)                                                                    \
            fail_msg("also refused: %s", reason_info(outcome_.unmet[1].reason)->code);             \
    } while (0)

#endif
