/* What minutes say, in the first ones and as rectifying ones have them: `content` of Minutes in the
 * API, and who signed. */
#ifndef MINUTES_TEXT_H
#define MINUTES_TEXT_H

#include "documents/sheaf.h"
#include "documents/told_parts.h"

struct minutes_text {
    struct slice commission_name, session_reference, modality, place, chair_member_id,
        vice_chair_member_id;
    struct date held_on;
    int min_per_college;
    struct told_list replaces; /* struct slice: references of minutes that fell before */
    struct told_list jurors, files;
};

struct minutes_signature {
    struct slice member_id, college;
    struct person person;
    struct date signed_on;
};

extern const struct told_shape minutes_text_shape, minutes_signature_shape;

/* Beside the content: when it began, and the titles of the domains that refusals name. */
struct minutes_beside {
    struct slice starts_at_local;
    const struct told_list *domains; /* struct domain */
};

/* Where and when, who was there, what was decided and why. */
void minutes_write(struct sheaf *sheaf, const struct minutes_text *minutes,
                   const struct minutes_beside *beside);
/* Who has signed, or lines for both colleges while nobody has; the digest of what is signed. */
void minutes_write_signatures(struct sheaf *sheaf, const struct told_list *signatures,
                              struct slice sha256);

#endif
