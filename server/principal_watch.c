/* SPDX-License-Identifier: EUPL-1.2 */
#include "principal_watch.h"

#include "db/listener.h"
#include "id_text.h"
#include "process.h"

#include <stdlib.h>

struct principal_watch {
    struct principal_news *news;
    struct listener *listener;
};

static int digit_of(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The first eight bytes of the digest of a key, as hexadecimal digits. */
static void admit(void *owner, struct slice head)
{
    struct principal_watch *watch = owner;
    uint64_t number = 0;
    for (size_t i = 0; i < head.size && i < 16; i++)
        number = number << 4 | (uint64_t)(digit_of(head.at[i]) & 15);
    principal_news_admit(watch->news, number);
}

/* READ_ONLY: the jobs of this process rest; DRAIN: its readiness is red. */
static void hear_mode(struct slice mode)
{
    atomic_store(&process.is_read_only, slice_is(mode, "READ_ONLY"));
    atomic_store(&process.is_drained, slice_is(mode, "DRAIN"));
}

static bool told_of(struct slice told, struct slice kind, struct slice *ret_rest)
{
    *ret_rest = (struct slice){ told.at + kind.size, told.size - kind.size };
    return slice_starts_with(told, kind);
}

/* What there is when it listens: keys and the mode, in the words of later notices. */
static void on_row(void *owner, struct slice told)
{
    struct slice rest;
    if (told_of(told, SLICE("mode "), &rest))
        hear_mode(rest);
    else
        admit(owner, told);
}

/* "key 0123456789abcdef": a new one. "mode DRAIN": that of the service. An id: whatever is that, or
 * belongs to it. Anything else, and nothing: everybody. */
static void on_notice(void *owner, struct slice payload)
{
    struct principal_watch *watch = owner;
    struct id about = { { 0 } };
    struct slice rest;
    if (told_of(payload, SLICE("mode "), &rest)) {
        hear_mode(rest);
        return;
    }
    if (told_of(payload, SLICE("key "), &rest)) {
        admit(owner, rest);
        return;
    }
    if (!id_parse(payload, &about))
        about = (struct id){ { 0 } };
    principal_news_tell(watch->news, about);
}

/* What was told while nobody listened is not known. */
static void on_listening(void *owner)
{
    struct principal_watch *watch = owner;
    principal_news_tell(watch->news, (struct id){ { 0 } });
}

static void on_rows_end(void *owner)
{
    struct principal_watch *watch = owner;
    principal_news_complete(watch->news);
}

static void on_heard(void *owner, int64_t asked_ms)
{
    struct principal_watch *watch = owner;
    principal_news_hold(watch->news, asked_ms);
}

static void on_lost(void *owner)
{
    struct principal_watch *watch = owner;
    principal_news_drop(watch->news);
}

struct principal_watch *principal_watch_start(const char *conninfo, char *ret_why, size_t why_size)
{
    struct principal_watch *watch = calloc(1, sizeof *watch);
    if (!watch)
        return NULL;
    const struct listener_options options = {
        .conninfo = conninfo,
        .channel = "clea_principal",
        .query = "select told from api_key_heads() as told "
                 "union all select 'mode ' || mode from service_mode",
        .owner = watch,
        .on_listening = on_listening,
        .on_row = on_row,
        .on_rows_end = on_rows_end,
        .on_notice = on_notice,
        .on_heard = on_heard,
        .on_lost = on_lost,
    };
    watch->news = principal_news_new();
    watch->listener = watch->news ? listener_start(&options, ret_why, why_size) : NULL;
    if (watch->listener)
        return watch;
    principal_news_free(watch->news);
    free(watch);
    return NULL;
}

struct principal_news *principal_watch_news(const struct principal_watch *watch)
{
    return watch->news;
}

void principal_watch_stop(struct principal_watch *watch)
{
    if (!watch)
        return;
    listener_stop(watch->listener);
    principal_news_free(watch->news);
    free(watch);
}
