/* SPDX-License-Identifier: EUPL-1.2 */
/* The minutes of a session (procès-verbal): attendance by college, quorum, votes and decisions,
 * signatures (domain page, 3.4). */
#include "documents/french.h"
#include "documents/minutes_text.h"
#include "documents/paper_kind.h"

struct minutes {
    struct certification certification;
    struct slice reference, sha256;
    struct date closed_on;
    struct told_list signatures;
    struct minutes_beside beside;
    struct minutes_text content;
};

#define AT(field) offsetof(struct minutes, field)

static const struct told_member members[] = {
    CERTIFICATION_MEMBERS(struct minutes),
    { "reference", TOLD_TEXT, true, AT(reference) },
    { "sha256", TOLD_TEXT, true, AT(sha256) },
    { "closed_on", TOLD_DAY, true, AT(closed_on) },
    MINUTES_BESIDE_MEMBERS(struct minutes, beside),
    { "signatures", TOLD_LIST, true, AT(signatures), &minutes_signature_shape },
    { "content", TOLD_OBJECT, true, AT(content), &minutes_text_shape },
};
static const struct told_shape shape = TOLD_SHAPE(members, struct minutes);

static enum status lay_out(const struct paper_desk *desk, const void *read,
                           struct layout *ret_layout, const char **ret_missing)
{
    const struct minutes *told = read;
    struct arena *arena = desk->arena;
    struct sheaf s;
    (void)ret_missing;
    sheaf_begin(&s, arena, desk->livery);
    sheaf_title(&s, SLICE("Procès-verbal de séance"), told->reference);
    minutes_write(&s, &told->content, &told->beside);
    minutes_write_signatures(&s, &told->signatures, told->sha256);
    const struct sheaf_about about = {
        .title = FRENCH_SAY(arena, "Procès-verbal %", told->reference),
        .reference = FRENCH_SAY(arena, "Procès-verbal %, séance %", told->reference,
                                told->content.session_reference),
        .made_on = told->closed_on,
    };
    return sheaf_layout(&s, &about, desk->mark, ret_layout);
}

const struct paper_kind minutes_kind = { "MINUTES", &shape, lay_out };
