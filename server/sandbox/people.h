/* SPDX-License-Identifier: EUPL-1.2 */
/* The reference data of a demonstration: two networks, their organisms, the people in them and a
 * commission. Ids are fixed, so that two demonstrations are alike. */
#ifndef SEED_PEOPLE_H
#define SEED_PEOPLE_H

#include "api/api_key.h"
#include "calendar.h"
#include "db/store.h"
#include "id.h"

#include <stdbool.h>

enum { DEMO_ORGANISMS = 5, DEMO_NETWORKS = 2, DEMO_MEMBERS = 4 };

struct demo_person {
    struct id id; /* unset: nobody holds that seat */
    char token[API_KEY_TEXT_SIZE];
};

enum demo_seat {
    SEAT_COUNSELLOR,
    SEAT_REFERENT,
    SEAT_EVALUATOR,
    SEAT_EVALUATOR_2,
    SEAT_TRAINER,
    SEAT_TRAINER_2,
    SEAT_COUNT,
};

struct demo_organism {
    struct id id;
    char name[80];
    const char *city, *postal_code;
    bool evaluates, trains;
    struct demo_person seats[SEAT_COUNT];
};

struct demo_key {
    const char *title; /* how the file of tokens calls it */
    const char *roles; /* array literal */
    const char *scope;
    struct id scope_id;
    struct demo_person *holder;
    bool is_nameless; /* a key without a person */
};

struct demo {
    struct date today; /* the day everything is told from */
    struct demo_organism
        *organisms; /* the first DEMO_ORGANISMS are the story, the others are for load */
    unsigned organism_count;
    struct demo_person managers[DEMO_NETWORKS];
    struct demo_person
        members[DEMO_MEMBERS]; /* chair, vice-chair of the other college, a juror of each */
    struct demo_person secretary, certifier, auditor, administrator, candidate;
    struct demo_person second_certifier; /* who confirms what the first one asks for */
    struct id member_ids[DEMO_MEMBERS];
    struct id commission_id, candidate_id, method_id;
    struct demo_key *keys;
    unsigned key_count;
};

/* Who is who, without their keys. False when memory is short. */
bool demo_init(struct demo *demo, unsigned more_organisms, struct date today) NODISCARD;
void demo_release(struct demo *demo);
/* Writes everything but the keys. */
bool demo_write_people(struct store *store, const struct demo *demo, char *ret_why,
                       size_t why_size) NODISCARD;

#endif
