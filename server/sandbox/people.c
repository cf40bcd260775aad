/* SPDX-License-Identifier: EUPL-1.2 */
#include "sandbox/people.h"

#include "sandbox/people_story.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Persons who belong to no organism come first; an organism's people follow, ten numbers an
 * organism. */
enum { PERSON_OUTSIDE = 100, PERSONS_AN_ORGANISM = 10, KEYS_OUTSIDE = 20 };

const char *const demo_networks[DEMO_NETWORKS] = { "Réseau Passerelle des Hauts",
                                                   "Réseau Tremplin des Deux Caps" };

/* One evaluates and trains, one only trains, one only evaluates, one does both by its network's
 * habilitation (A28). */
const struct demo_story_organism demo_story[DEMO_ORGANISMS] = {
    { "Atelier des Compétences du Beffroi", "Lille", "59000", 1, true, true, false },
    { "L'Établi des Savoirs", "Arras", "62000", 1, false, true, false },
    { "Point d'Étape Évaluation", "Douai", "59500", 1, true, false, false },
    { "Escale Formation Picarde", "Amiens", "80000", 0, true, true, true },
    { "Maison Tremplin de l'Oise", "Beauvais", "60000", 1, true, true, false },
};

const struct demo_seat_kind demo_seats[SEAT_COUNT] = {
    [SEAT_COUNSELLOR] = { "COUNSELLOR", "{COUNSELLOR}", "COUNSELLOR" },
    [SEAT_REFERENT] = { "REFERENT", "{REFERENT}", "REFERENT" },
    [SEAT_EVALUATOR] = { "EVALUATOR", "{EVALUATOR}", "EVALUATOR" },
    [SEAT_EVALUATOR_2] = { "EVALUATOR", "{EVALUATOR}", "EVALUATOR" },
    [SEAT_TRAINER] = { "TRAINER", "{TRAINER}", "TRAINER" },
    [SEAT_TRAINER_2] = { "TRAINER", "{TRAINER}", "TRAINER" },
};

const struct demo_juror demo_members[DEMO_MEMBERS] = {
    { "CHAIR", "{JUROR,CHAIR}", "EMPLOYER" },
    { "VICE_CHAIR", "{JUROR,CHAIR}", "EMPLOYEE" },
    { "JUROR", "{JUROR}", "EMPLOYER" },
    { "JUROR", "{JUROR}", "EMPLOYEE" },
};

/* A UUIDv7 of the last days of 2024 whose other digits say what it is. */
struct id demo_id(enum kind kind, unsigned number)
{
    return (struct id){ { 0x01, 0x94, 0x00, 0x00, 0x00, 0x00, 0x70, (unsigned char)kind, 0x80, 0x00,
                          0x00, 0x00, (unsigned char)(number >> 24), (unsigned char)(number >> 16),
                          (unsigned char)(number >> 8), (unsigned char)number } };
}

unsigned demo_person_number(unsigned organism, enum demo_seat seat)
{
    return PERSON_OUTSIDE + organism * PERSONS_AN_ORGANISM + seat;
}

/* --- who is who --- */

static void add_key(struct demo *demo, const char *title, const char *roles, const char *scope,
                    struct id scope_id, struct demo_person *holder)
{
    demo->keys[demo->key_count++] =
        (struct demo_key){ title,    roles,  scope,
                           scope_id, holder, .is_nameless = !id_is_set(holder->id) };
}

static bool has_seat(const struct demo_organism *organism, bool is_story, enum demo_seat seat)
{
    if ((seat == SEAT_EVALUATOR_2 || seat == SEAT_TRAINER_2) && !is_story)
        return false;
    if (seat == SEAT_TRAINER || seat == SEAT_TRAINER_2)
        return organism->trains;
    return seat == SEAT_REFERENT || organism->evaluates;
}

static void init_organism(struct demo *demo, unsigned number)
{
    struct demo_organism *organism = &demo->organisms[number];
    bool is_story = number < DEMO_ORGANISMS;
    organism->id = demo_id(KIND_ORGANISM, number + 1);
    organism->city = is_story ? demo_story[number].city : "Laon";
    organism->postal_code = is_story ? demo_story[number].postal_code : "02000";
    organism->evaluates = !is_story || demo_story[number].evaluates;
    organism->trains = !is_story || demo_story[number].trains;
    if (is_story)
        snprintf(organism->name, sizeof organism->name, "%s", demo_story[number].name);
    else
        snprintf(organism->name, sizeof organism->name, "Organisme d'exemple n° %u", number + 1);
    for (enum demo_seat seat = 0; seat < SEAT_COUNT; seat++) {
        if (!has_seat(organism, is_story, seat))
            continue;
        organism->seats[seat].id = demo_id(KIND_PERSON, demo_person_number(number, seat));
        add_key(demo, demo_seats[seat].title, demo_seats[seat].roles, "ORGANISM", organism->id,
                &organism->seats[seat]);
    }
}

static void init_outsiders(struct demo *demo)
{
    const struct id none = { { 0 } };
    const struct {
        struct demo_person *person;
        const char *role, *scope;
        struct id scope_id;
    } rows[] = {
        { &demo->managers[0], "NETWORK_MANAGER", "NETWORK", demo_id(KIND_NETWORK, 1) },
        { &demo->managers[1], "NETWORK_MANAGER", "NETWORK", demo_id(KIND_NETWORK, 2) },
        { &demo->secretary, "SECRETARY", "COMMISSION", demo->commission_id },
        { &demo->certifier, "CERTIFIER", "CERTIFIER", none },
        { &demo->auditor, "AUDITOR", "AUDITOR", none },
        { &demo->administrator, "ADMINISTRATOR", "SYSTEM", none },
    };
    static const char *const roles[] = {
        "{NETWORK_MANAGER}", "{NETWORK_MANAGER}", "{SECRETARY}",
        "{CERTIFIER}",       "{AUDITOR}",         "{ADMINISTRATOR}"
    };
    unsigned person = 1;
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rows[i].person->id = demo_id(KIND_PERSON, person++);
        add_key(demo, rows[i].role, roles[i], rows[i].scope, rows[i].scope_id, rows[i].person);
    }
    for (unsigned i = 0; i < DEMO_MEMBERS; i++) {
        demo->member_ids[i] = demo_id(KIND_MEMBER, i + 1);
        demo->members[i].id = demo_id(KIND_PERSON, person++);
        add_key(demo, demo_members[i].title, demo_members[i].roles, "COMMISSION",
                demo->commission_id, &demo->members[i]);
    }
    demo->second_certifier.id = demo_id(KIND_PERSON, person++);
    add_key(demo, "CERTIFIER", "{CERTIFIER}", "CERTIFIER", none, &demo->second_certifier);
    add_key(demo, "CANDIDATE", "{CANDIDATE}", "CANDIDATE", demo->candidate_id, &demo->candidate);
}

bool demo_init(struct demo *demo, unsigned more_organisms, struct date today)
{
    unsigned count = DEMO_ORGANISMS + more_organisms;
    *demo = (struct demo){
        .today = today,
        .organisms = calloc(count, sizeof *demo->organisms),
        .organism_count = count,
        .commission_id = demo_id(KIND_COMMISSION, 1),
        .candidate_id = demo_id(KIND_CANDIDATE, 1),
        .method_id = demo_id(KIND_METHOD, 1),
        .keys = calloc(KEYS_OUTSIDE + (size_t)count * SEAT_COUNT, sizeof *demo->keys),
    };
    if (!demo->organisms || !demo->keys) {
        demo_release(demo);
        return false;
    }
    for (unsigned i = 0; i < count; i++)
        init_organism(demo, i);
    init_outsiders(demo);
    return true;
}

void demo_release(struct demo *demo)
{
    free(demo->organisms);
    free(demo->keys);
    *demo = (struct demo){ 0 };
}
