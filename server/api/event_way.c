/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/event_way.h"

#include "api/resolution.h"
#include "api/words.h"

struct way {
    const char *event; /* NULL: there is none */
    struct slice href; /* unset: not for the caller */
};

static struct way find_way(struct exchange *x, const struct machine *machine)
{
    struct way way = { 0 };
    struct slice href;
    if (!machine->way || !machine->way(x, &href, &way.event))
        return (struct way){ 0 };
    if (exchange_has_role(x, resolution_event_roles(way.event)))
        way.href = href;
    return way;
}

static struct slice add_words(struct exchange *x, const struct machine *machine,
                              struct slice message, const char *event)
{
    const unsigned roles =
        resolution_event_roles(event) & machine->roles & ~(unsigned)ROLE_CERTIFIER;
    struct slice names = SLICE("");
    for (unsigned i = 0; role_names[i]; i++) {
        const struct label *label = &role_words.labels[i];
        if (roles & 1u << i)
            names = arena_print(x->arena, "%.*s%s%s", (int)names.size, names.at,
                                names.size ? ", " : "", x->is_english ? label->en : label->fr);
    }
    return arena_print(
        x->arena,
        x->is_english
            ? "%.*s It is concluded on the candidacy: “%s”, by: %.*s."
            : "%.*s Elle se conclut sur la candidature\u00a0: «\u00a0%s\u00a0», par\u00a0: %.*s.",
        (int)message.size, message.at,
        vocabulary_label(&candidacy_event_words, slice_of(event), x->is_english), (int)names.size,
        names.at);
}

bool event_way_tell(struct exchange *x, const struct machine *machine, struct refusal *refusal)
{
    const struct way way = find_way(x, machine);
    if (way.event)
        refusal->message = add_words(x, machine, refusal->message, way.event);
    if (!slice_is_set(way.href))
        return false;
    refusal->resolve_method = method_names[METHOD_POST];
    refusal->resolve_href = way.href;
    refusal->resolve_event = way.event;
    return true;
}

void event_way_write(struct exchange *x, const struct machine *machine, struct writer *writer)
{
    const struct way way = find_way(x, machine);
    exchange_write_resolution(writer, slice_is_set(way.href) ? method_names[METHOD_POST] : NULL,
                              way.href, way.event);
}
