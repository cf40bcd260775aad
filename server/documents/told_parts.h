/* SPDX-License-Identifier: EUPL-1.2 */
/* What several kinds of documents are told alike, and how it is said. The names are those of the
 * API; texts are unset where they are not known. */
#ifndef TOLD_PARTS_H
#define TOLD_PARTS_H

#include "calendar.h"
#include "documents/told.h"

struct certification {
    struct slice title, referential_code, referential_version;
};
#define CERTIFICATION_MEMBERS(type)                                                                \
    { "title", TOLD_TEXT, true, offsetof(type, certification.title) },                             \
        { "referential_code", TOLD_TEXT, true, offsetof(type, certification.referential_code) },   \
    {                                                                                              \
        "referential_version", TOLD_TEXT, true, offsetof(type, certification.referential_version)  \
    }

struct person {
    struct slice last_name, first_name;
};
struct organism {
    struct slice name, email, phone;
};
struct commission {
    struct slice name;
};
struct session {
    struct slice reference, modality, starts_at_local, ends_at_local, place;
    struct date held_on;
};
/* A domain or a sub-domain. */
struct domain {
    struct slice code, title;
};

extern const struct told_shape person_shape, organism_shape, commission_shape, session_shape,
    domain_shape;

/* "CLEA-SOCLE, version 2018". */
struct slice told_referential(struct arena *arena, const struct certification *certification);
/* "Inès Barbier"; unset where there is nobody. */
struct slice told_person(struct arena *arena, const struct person *person);
/* "Greta (clea@greta.example, 03 20 00 00 00)". */
struct slice told_organism(struct arena *arena, const struct organism *organism);
/* "2 – L’utilisation des règles de base…". */
struct slice told_domain(struct arena *arena, const struct domain *domain);
/* The domain of a list that has this code, or one that has no title. */
/* The domains of these codes, in the order of the list; one that it does not have comes last, with
 * its code alone. */
struct told_list told_domains_of(struct arena *arena, const struct told_list *domains,
                                 const struct told_list *codes);
struct domain told_domain_of(const struct told_list *domains, struct slice code);
/* A code in the words of a table that an empty row ends; unset when it is none of them. */
struct told_word {
    const char *code, *word;
};
struct slice told_word(const struct told_word *words, struct slice code);
/* "sur place", "à distance", "sur place et à distance". */
struct slice told_modality(struct slice code);
/* "des employeurs", "des salariés". */
struct slice told_college(struct slice code);
/* "14 h – 16 h 10", "à partir de 14 h"; unset where it is not known. */
struct slice told_hours(struct arena *arena, const struct session *session);

#endif
