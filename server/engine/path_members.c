/* SPDX-License-Identifier: EUPL-1.2 */
/* The members of a path: ids, references and codes, as they were pasted. */
#include "engine/flight.h"

#include "api/checks.h"
#include "certificate.h"
#include "engine/route.h"
#include "typed_code.h"

/* What is pasted brings blanks: around anything, and inside what has none of its own. Unset when
 * memory is short. */
static struct slice without_blanks(struct flight *flight, struct slice text, bool has_none_inside)
{
    if (!memchr(text.at, ' ', text.size))
        return text;
    char *copy = arena_alloc(flight->x.arena, text.size + 1);
    size_t size = 0;
    flight->x.has_failed |= !copy;
    text = header_trim(text);
    for (size_t i = 0; copy && i < text.size; i++) {
        if (text.at[i] != ' ' || !has_none_inside)
            copy[size++] = text.at[i];
    }
    return (struct slice){ copy, size };
}

/* "dos–2026–000123–52" as it is meant. */
static struct slice as_typed(struct flight *flight, struct slice text)
{
    char *copy = arena_alloc(flight->x.arena, text.size + TYPED_REFERENCE_DASHES + 1);
    flight->x.has_failed |= !copy;
    return (struct slice){ copy, copy ? typed_reference_fold(text.at, text.size, copy) : 0 };
}

/* A member named …_id is a UUID, or, where the operation says so, a reference with its check
 * digits. */
static enum reason read_member(struct flight *flight, unsigned i, bool is_id)
{
    const struct operation *operation = flight->x.operation;
    struct slice *text = &flight->x.path_text[i];
    *text = without_blanks(flight, flight->route.members[i], is_id);
    if (text->size == 0)
        return REASON_PATH_INVALID;
    if (!is_id || id_parse(*text, &flight->x.path_id[i]))
        return REASON_NONE;
    *text = as_typed(flight, *text);
    if (id_parse(*text, &flight->x.path_id[i]))
        return REASON_NONE;
    if (i > 0 || !(operation->flags & OPERATION_REFERENCE))
        return REASON_PATH_INVALID;
    if (reference_is_valid(text->at, text->size))
        return REASON_NONE;
    return looks_like_reference(*text) ? REASON_REFERENCE_INVALID : REASON_PATH_INVALID;
}

void flight_read_path(struct flight *flight)
{
    const struct route_match *match = &flight->route;
    for (unsigned i = 0; i < EXCHANGE_PATH_MEMBERS && slice_is_set(match->members[i]); i++) {
        const struct slice name = route_member_name(match->operation, i);
        const bool is_id = name.size > 3 && memcmp(name.at + name.size - 3, "_id", 3) == 0;
        const enum reason reason = read_member(flight, i, is_id);
        if (reason != REASON_NONE)
            violations_add(&flight->x.violations, VIOLATION_PARAMETER, name, reason, NULL);
    }
}
