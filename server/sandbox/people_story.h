/* SPDX-License-Identifier: EUPL-1.2 */
/* Who there is in the story of a demonstration: what people.c tells and people_rows.c writes down.
 * Private to the two. */
#ifndef SEED_PEOPLE_STORY_H
#define SEED_PEOPLE_STORY_H

#include "sandbox/people.h"

enum kind {
    KIND_NETWORK = 1,
    KIND_ORGANISM,
    KIND_SITE,
    KIND_MEMBERSHIP,
    KIND_PERSON,
    KIND_AFFILIATION,
    KIND_HABILITATION,
    KIND_METHOD,
    KIND_COMMISSION,
    KIND_MEMBER,
    KIND_CANDIDATE,
    KIND_LINK_REQUEST,
};

struct demo_story_organism {
    const char *name, *city, *postal_code;
    int network;
    bool evaluates, trains, is_habilitated_by_network;
};

struct demo_seat_kind {
    const char *title, *roles, *affiliation;
};

struct demo_juror {
    const char *title, *roles, *college;
};

extern const char *const demo_networks[DEMO_NETWORKS];
extern const struct demo_story_organism demo_story[DEMO_ORGANISMS];
extern const struct demo_seat_kind demo_seats[SEAT_COUNT];
extern const struct demo_juror demo_members[DEMO_MEMBERS];

struct id demo_id(enum kind kind, unsigned number);
unsigned demo_person_number(unsigned organism, enum demo_seat seat);

#endif
