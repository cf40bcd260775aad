/* SPDX-License-Identifier: EUPL-1.2 */
/* What stands above the body of a success: its version, where it is, how long it holds, what it is.
 */
#include "engine/flight.h"

#include <string.h>

struct slice render_cache_rule(const struct operation *operation)
{
    if (operation->flags & (OPERATION_PERSONAL | OPERATION_COMMAND))
        return SLICE("no-store");
    if (operation->flags & OPERATION_PUBLIC_CACHE)
        return SLICE("public, max-age=300");
    return SLICE("private, no-cache");
}

/* The text with what stands between `from` and `to` replaced. */
static struct slice replace(struct arena *arena, struct slice text, const char *from,
                            const char *to, struct slice by)
{
    return arena_print(arena, "%.*s%.*s%.*s", (int)(from - text.at), text.at, (int)by.size, by.at,
                       (int)(text.at + text.size - to), to);
}

static void add_location(struct flight *flight)
{
    const struct reply *reply = exchange_reply(&flight->x);
    struct slice location = slice_of(reply->location);
    char id[ID_TEXT_SIZE];
    if (!reply->location || !id_is_set(flight->x.result_id))
        return;
    const char *place = strstr(location.at, "%s");
    id_print(flight->x.result_id, id);
    if (place)
        location = replace(flight->x.arena, location, place, place + 2, slice_of(id));
    for (unsigned i = 0; i < EXCHANGE_PATH_MEMBERS && slice_is_set(location); i++) {
        const char *open = memchr(location.at, '{', location.size);
        const char *close = open ? strchr(open, '}') : NULL;
        if (close)
            location = replace(flight->x.arena, location, open, close + 1, flight->x.path_text[i]);
    }
    http_reply_header(&flight->reply, "Location", location);
}

/* A text says how its signs are written (RFC 6657); JSON and YAML are UTF-8 by themselves. */
static struct slice content_type_of(struct flight *flight)
{
    const struct reply *reply = &flight->x.operation->reply;
    const char *type = reply->types[0] ? reply->types[flight->x.type] : reply->content_type;
    if (flight->layout.format != FORMAT_JSON)
        type = layout_media_types[flight->layout.format];
    if (slice_is_set(flight->x.media_type))
        return flight->x.media_type;
    if (!type)
        return SLICE("application/json");
    return strncmp(type, "text/", 5) == 0 ? arena_print(flight->x.arena, "%s; charset=utf-8", type)
                                          : slice_of(type);
}

enum reason render_headers(struct flight *flight)
{
    const struct operation *operation = flight->x.operation;
    const bool is_read = !(operation->flags & OPERATION_COMMAND);
    layout_mark_etag(flight);
    if (is_read && !condition_allows_read(flight))
        return REASON_VERSION_MISMATCH;
    if (flight->etag[0])
        http_reply_header(&flight->reply, "ETag", slice_of(flight->etag));
    /* A page is looked at by people, who must see at once what has become of a thing; unless it is
     * nothing else, and about nobody. */
    const bool is_live = page_is_wanted(flight) && !operation->reply.page->is_all;
    http_reply_header(&flight->reply, "Cache-Control",
                      is_live ? SLICE("private, no-cache") : render_cache_rule(operation));
    http_reply_header(&flight->reply, "Link", slice_of(operation->reply.link));
    add_location(flight);
    http_reply_header(&flight->reply, "Content-Disposition", flight->x.disposition);
    http_reply_header(&flight->reply, "Repr-Digest", flight->x.digest);
    if (is_read && condition_is_unchanged(flight)) {
        /* The body stays: http says its length and does not send it (9110, 8.6). */
        flight->reply.status = 304;
    } else if (flight->reply.status != 204 && !page_is_wanted(flight)) {
        const struct slice type = content_type_of(flight);
        if (!slice_is_set(type))
            return REASON_TEMPORARY_REDUCED_CAPACITY;
        http_reply_header(&flight->reply, "Content-Type", type);
    }
    return REASON_NONE;
}
