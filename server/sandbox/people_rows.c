/* SPDX-License-Identifier: EUPL-1.2 */
/* The rows of the people of a demonstration: written in bulk, since no operation makes them all. */
#include "api/folded.h"
#include "identity.h"
#include "sandbox/names.h"
#include "sandbox/people_story.h"
#include "text/compared.h"

#include <stdio.h>

#define REGION "Hauts-de-France"
#define CODE   "CLEA-SOCLE"
#define BEGINNING                                                                                  \
    {                                                                                              \
        2018, 1, 1                                                                                 \
    } /* of the référentiel in force */
#define HABILITATED                                                                                \
    {                                                                                              \
        2040, 12, 31                                                                               \
    }

enum { HABILITATED_NETWORK = 0 };

struct writing {
    struct store *store;
    const struct demo *demo;
    struct store_statement statement;
    struct params params;
    struct arena arena;
    char *why;
    size_t why_size;
};

/* The parameters of the statement are given until run(). */
static void begin(struct writing *writing, const char *statement)
{
    store_statement_init(&writing->statement, statement);
    arena_init(&writing->arena, 0);
    params_init(&writing->params, &writing->statement.statement, &writing->arena);
}

static bool run(struct writing *writing)
{
    return store_run(writing->store, writing->statement.statement.text, &writing->params,
                     writing->why, writing->why_size);
}

static void add_text(struct params *params, const char *name, const char *text)
{
    params_text(params, name, slice_of(text));
}

static bool write_networks(struct writing *writing)
{
    begin(writing, "insert into network (id, name, search_name, name_rule)"
                   " select * from unnest($1::uuid[], $2::text[], $3::text[], $4::int[])"
                   "     as x(id, name, search_name, name_rule)");
    for (unsigned i = 0; i < DEMO_NETWORKS; i++) {
        params_item(&writing->params);
        params_id(&writing->params, "id", demo_id(KIND_NETWORK, i + 1));
        add_text(&writing->params, "name", demo_networks[i]);
        params_folded(&writing->params, "search_name", slice_of(demo_networks[i]));
        params_int(&writing->params, "name_rule", IDENTITY_RULE);
    }
    return run(writing);
}

static bool write_organisms(struct writing *writing)
{
    begin(writing, "insert into organism (id, reference, siret, name, search_name, name_rule, "
                   "region, address, postal_code, city, email)"
                   " select x.id, next_reference('ORG', x.year), x.siret, x.name, x.search_name, "
                   "x.name_rule, '" REGION "', '1 place de la Demi-Lune',"
                   "        x.postal_code, x.city, x.email"
                   " from unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::text[], "
                   "$6::text[], $7::text[], $8::text[], $9::int[])"
                   "      as x(id, year, siret, name, postal_code, city, email, search_name, "
                   "name_rule)");
    struct params *params = &writing->params;
    for (unsigned i = 0; i < writing->demo->organism_count; i++) {
        const struct demo_organism *organism = &writing->demo->organisms[i];
        char siret[SEED_SIRET_TEXT_SIZE], email[60];
        seed_siret_print(i + 1, siret);
        snprintf(email, sizeof email, "contact@organisme-%u.example", i + 1);
        params_item(params);
        params_id(params, "id", organism->id);
        params_int(params, "year", writing->demo->today.year);
        add_text(params, "siret", siret);
        add_text(params, "name", organism->name);
        params_folded(params, "search_name", slice_of(organism->name));
        params_int(params, "name_rule", IDENTITY_RULE);
        add_text(params, "postal_code", organism->postal_code);
        add_text(params, "city", organism->city);
        add_text(params, "email", email);
    }
    return run(writing);
}

static bool write_sites(struct writing *writing)
{
    begin(writing,
          "insert into site (id, organism_id, name, postal_code, city)"
          " select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[])"
          "     as x(id, organism_id, name, postal_code, city)");
    struct params *params = &writing->params;
    for (unsigned i = 0; i < writing->demo->organism_count; i++) {
        const struct demo_organism *organism = &writing->demo->organisms[i];
        char name[60];
        snprintf(name, sizeof name, "Site de %s", organism->city);
        params_item(params);
        params_id(params, "id", demo_id(KIND_SITE, i + 1));
        params_id(params, "organism_id", organism->id);
        add_text(params, "name", name);
        add_text(params, "postal_code", organism->postal_code);
        add_text(params, "city", organism->city);
    }
    return run(writing);
}

static bool write_memberships(struct writing *writing)
{
    /* A membership is made by a request that was answered: here by the certifier. */
    begin(writing,
          "insert into link_request (id, kind, network_id, organism_id, valid_from, asked_scope, "
          "asked_on, answer_until, state, settled_on, reason, link_id)"
          " select x.request_id, 'MEMBERSHIP', x.network_id, x.organism_id, x.valid_from, "
          "'CERTIFIER', x.valid_from, x.valid_from, 'GRANTED', x.valid_from, 'Membre fondateur du "
          "réseau', x.id"
          " from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::date[])"
          "      as x(request_id, id, network_id, organism_id, valid_from)");
    struct params *params = &writing->params;
    for (unsigned i = 0; i < writing->demo->organism_count; i++) {
        unsigned network = i < DEMO_ORGANISMS ? (unsigned)demo_story[i].network : i % DEMO_NETWORKS;
        params_item(params);
        params_id(params, "request_id", demo_id(KIND_LINK_REQUEST, i + 1));
        params_id(params, "id", demo_id(KIND_MEMBERSHIP, i + 1));
        params_id(params, "network_id", demo_id(KIND_NETWORK, network + 1));
        params_id(params, "organism_id", writing->demo->organisms[i].id);
        params_date(params, "valid_from", (struct date)BEGINNING);
    }
    return run(writing);
}

static void add_habilitation(struct params *params, unsigned *number, struct id network_id,
                             struct id organism_id, const char *activity)
{
    params_item(params);
    params_id(params, "id", demo_id(KIND_HABILITATION, ++*number));
    params_id(params, "network_id", network_id);
    params_id(params, "organism_id", organism_id);
    add_text(params, "activity", activity);
    params_date(params, "valid_from", (struct date)BEGINNING);
    params_date(params, "valid_to", (struct date)HABILITATED);
}

static bool write_habilitations(struct writing *writing)
{
    begin(writing,
          "insert into habilitation (id, network_id, organism_id, activity, referential_code, "
          "valid_from, valid_to,"
          "                          state, requested_on, granted_on)"
          " select x.id, x.network_id, x.organism_id, x.activity, '" CODE
          "', x.valid_from, x.valid_to, 'GRANTED',"
          "        x.valid_from, x.valid_from"
          " from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::date[], $6::date[])"
          "      as x(id, network_id, organism_id, activity, valid_from, valid_to)");
    struct params *params = &writing->params;
    const struct id none = { { 0 } };
    unsigned number = 0;
    add_habilitation(params, &number, demo_id(KIND_NETWORK, HABILITATED_NETWORK + 1), none,
                     "EVALUATION");
    add_habilitation(params, &number, demo_id(KIND_NETWORK, HABILITATED_NETWORK + 1), none,
                     "TRAINING");
    for (unsigned i = 0; i < writing->demo->organism_count; i++) {
        const struct demo_organism *organism = &writing->demo->organisms[i];
        if (i < DEMO_ORGANISMS && demo_story[i].is_habilitated_by_network)
            continue;
        if (organism->evaluates)
            add_habilitation(params, &number, none, organism->id, "EVALUATION");
        if (organism->trains)
            add_habilitation(params, &number, none, organism->id, "TRAINING");
    }
    return run(writing);
}

/* Holders of keys are all there is of people: a person has one key. */
static bool write_persons(struct writing *writing)
{
    begin(writing, "insert into person (id, human_id, last_name, first_name, created_by_scope, "
                   "created_by_scope_id)"
                   " select x.id, x.id, x.last_name, x.first_name, x.scope, x.scope_id"
                   " from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[])"
                   "      as x(id, last_name, first_name, scope, scope_id)");
    struct params *params = &writing->params;
    for (unsigned i = 0; i < writing->demo->key_count; i++) {
        const struct demo_key *key = &writing->demo->keys[i];
        struct seed_random random = seed_random_of(i + 1);
        struct seed_identity identity = seed_identity_of(i, &random);
        if (key->is_nameless)
            continue;
        params_item(params);
        params_id(params, "id", key->holder->id);
        add_text(params, "last_name", identity.birth_name);
        add_text(params, "first_name", identity.first_name);
        add_text(params, "scope", key->scope);
        params_id(params, "scope_id", key->scope_id);
    }
    return run(writing);
}

static bool write_affiliations(struct writing *writing)
{
    begin(writing,
          "insert into affiliation (id, person_id, organism_id, role, valid_from)"
          " select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::date[])"
          "     as x(id, person_id, organism_id, role, valid_from)");
    struct params *params = &writing->params;
    for (unsigned i = 0; i < writing->demo->organism_count; i++) {
        const struct demo_organism *organism = &writing->demo->organisms[i];
        for (enum demo_seat seat = 0; seat < SEAT_COUNT; seat++) {
            if (!id_is_set(organism->seats[seat].id))
                continue;
            params_item(params);
            params_id(params, "id", demo_id(KIND_AFFILIATION, demo_person_number(i, seat)));
            params_id(params, "person_id", organism->seats[seat].id);
            params_id(params, "organism_id", organism->id);
            add_text(params, "role", demo_seats[seat].affiliation);
            params_date(params, "valid_from", (struct date)BEGINNING);
        }
    }
    return run(writing);
}

static bool write_method(struct writing *writing)
{
    begin(writing,
          "insert into evaluation_method (id, network_id, name, referential_code, "
          "modality, sitting_count, instruments)"
          " select x.id, x.network_id, 'Mises en situation et entretien', '" CODE "', 'ON_SITE', 2,"
          "        array['mise en situation', 'questionnaire', 'entretien']"
          " from unnest($1::uuid[], $2::uuid[]) as x(id, network_id)");
    params_item(&writing->params);
    params_id(&writing->params, "id", writing->demo->method_id);
    params_id(&writing->params, "network_id", demo_id(KIND_NETWORK, HABILITATED_NETWORK + 1));
    return run(writing);
}

static bool write_commission(struct writing *writing)
{
    begin(writing,
          "insert into commission (id, reference, kind, name, region, referential_code)"
          " select x.id, next_reference('COM', x.year), 'REGIONAL', 'Commission paritaire de "
          "démonstration',"
          "        '" REGION "', '" CODE "'"
          " from unnest($1::uuid[], $2::int[]) as x(id, year)");
    params_item(&writing->params);
    params_id(&writing->params, "id", writing->demo->commission_id);
    params_int(&writing->params, "year", writing->demo->today.year);
    return run(writing);
}

static bool write_members(struct writing *writing)
{
    begin(writing,
          "insert into commission_member (id, commission_id, person_id, college, mandate_from)"
          " select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::date[])"
          "     as x(id, commission_id, person_id, college, mandate_from)");
    struct params *params = &writing->params;
    for (unsigned i = 0; i < DEMO_MEMBERS; i++) {
        params_item(params);
        params_id(params, "id", writing->demo->member_ids[i]);
        params_id(params, "commission_id", writing->demo->commission_id);
        params_id(params, "person_id", writing->demo->members[i].id);
        add_text(params, "college", demo_members[i].college);
        params_date(params, "mandate_from", (struct date)BEGINNING);
    }
    return run(writing);
}

#define TEXT(literal)                                                                              \
    {                                                                                              \
        literal, sizeof literal - 1                                                                \
    }

/* A whole identity. */
static void add_candidate(struct writing *writing, const struct civil_identity *identity,
                          const struct written_names *names, const struct compared *compared)
{
    begin(writing,
          "insert into candidate (id, reference, created_by_org_id, birth_name, first_name_1, sex, "
          "birth_year, birth_month, birth_day, birth_commune_insee, birth_commune_label, "
          "birth_country_code, birth_country_label, employment_status, region, identity_key, "
          "identity_parts, search_name, search_words, name_rule)"
          " select x.id, next_reference('CAN', x.year), x.org_id, x.birth_name, x.first_name_1, "
          "x.sex, x.birth_year, x.birth_month, x.birth_day, x.birth_commune_insee, 'Lille', "
          "x.birth_country_code, 'France', 'JOB_SEEKER', '" REGION
          "', x.identity_key, string_to_array(x.identity_parts, '|', ''), x.search_name, "
          "string_to_array(btrim(x.search_words), ' '), x.name_rule"
          " from unnest($1::uuid[], $2::int[], $3::uuid[], $4::text[], $5::text[], $6::text[], "
          "$7::int[], $8::int[], $9::int[], $10::text[], $11::text[], $12::text[], $13::text[], "
          "$14::text[], $15::text[], $16::int[])"
          "     as x(id, year, org_id, birth_name, first_name_1, sex, birth_year, birth_month, "
          "birth_day, birth_commune_insee, birth_country_code, identity_key, identity_parts, "
          "search_name, search_words, name_rule)");
    struct params *params = &writing->params;
    params_item(params);
    params_id(params, "id", writing->demo->candidate_id);
    params_int(params, "year", writing->demo->today.year);
    params_id(params, "org_id", writing->demo->organisms[0].id);
    params_text(params, "birth_name", names->birth_name);
    params_text(params, "first_name_1", names->first_names[0]);
    add_text(params, "sex", identity->sex.at);
    params_int(params, "birth_year", identity->birth_year);
    params_int(params, "birth_month", identity->birth_month);
    params_int(params, "birth_day", identity->birth_day);
    add_text(params, "birth_commune_insee", identity->birth_commune_insee.at);
    add_text(params, "birth_country_code", identity->birth_country_code.at);
    add_text(params, "identity_key", compared->key);
    add_text(params, "identity_parts", compared->parts);
    add_text(params, "search_name", compared->search_name);
    params_text(params, "search_words", buffer_as_slice(&compared->words));
    params_int(params, "name_rule", IDENTITY_RULE);
}

/* The one whose key is known; the others are recorded by the organisms. */
static bool write_candidate(struct writing *writing)
{
    static const struct civil_identity identity = {
        .sex = TEXT("F"),
        .birth_year = 1965,
        .birth_month = 4,
        .birth_day = 12,
        .birth_commune_insee = TEXT("59350"),
        .birth_country_code = TEXT("100"),
    };
    static const struct written_names names = { .birth_name = TEXT("Chanteclos"),
                                                .first_names = { TEXT("Maëlys") } };
    struct compared compared;
    const bool is_made = compared_make(&compared, &names, &identity);
    if (is_made)
        add_candidate(writing, &identity, &names, &compared);
    compared_release(&compared);
    return is_made && run(writing);
}

bool demo_write_people(struct store *store, const struct demo *demo, char *ret_why, size_t why_size)
{
    static bool (*const steps[])(struct writing *) = {
        write_networks,      write_organisms, write_sites,        write_memberships,
        write_habilitations, write_persons,   write_affiliations, write_method,
        write_commission,    write_members,   write_candidate,
    };
    struct writing writing = { .store = store, .demo = demo, .why = ret_why, .why_size = why_size };
    for (unsigned i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        if (!steps[i](&writing))
            return false;
    }
    return true;
}
