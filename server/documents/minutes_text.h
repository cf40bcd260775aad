/* SPDX-License-Identifier: EUPL-1.2 */
/* What minutes say, in the first ones and as rectifying ones have them: `content` of Minutes in the
 * API, and who signed. */
#ifndef MINUTES_TEXT_H
#define MINUTES_TEXT_H

#include "documents/sheaf.h"
#include "documents/told_parts.h"

struct minutes_text {
    struct slice commission_name, session_reference, modality, place, chair_member_id,
        vice_chair_member_id, opened_at;
    struct date held_on;
    int min_per_college;
    struct told_list replaces; /* struct slice: references of minutes that fell before */
    struct told_list jurors, files;
};

struct minutes_signature {
    struct slice member_id, college;
    struct person person;
    struct date signed_on;
    struct person in_place_of; /* unset: the signer is chair or vice-chair */
    struct slice stand_in_reason;
};

extern const struct told_shape minutes_text_shape, minutes_signature_shape;

/* Beside the content: when it was to begin, when it did and ended, who left when, and the titles of
 * the domains that refusals name. */
struct minutes_beside {
    struct slice starts_at_local, opened_at_local, closed_at_local;
    struct told_list departures, domains; /* struct minutes_departure, struct domain */
};
extern const struct told_shape minutes_departure_shape;
#define MINUTES_BESIDE_MEMBERS(type, field)                                                        \
    { "starts_at_local", TOLD_TEXT, false, offsetof(type, field.starts_at_local) },                \
        { "opened_at_local", TOLD_TEXT, false, offsetof(type, field.opened_at_local) },            \
        { "closed_at_local", TOLD_TEXT, false, offsetof(type, field.closed_at_local) },            \
        { "departures", TOLD_LIST, false, offsetof(type, field.departures),                        \
          &minutes_departure_shape },                                                              \
    {                                                                                              \
        "domains", TOLD_LIST, true, offsetof(type, field.domains), &domain_shape                   \
    }

/* Where and when, who was there, what was decided and why. */
void minutes_write(struct sheaf *sheaf, const struct minutes_text *minutes,
                   const struct minutes_beside *beside);
/* Who has signed, or lines for both colleges while nobody has; the digest of what is signed. */
void minutes_write_signatures(struct sheaf *sheaf, const struct told_list *signatures,
                              struct slice sha256);

#endif
