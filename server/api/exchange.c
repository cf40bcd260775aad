/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/exchange.h"

#include "api/operation.h"
#include "api/sentence.h"
#include "api/words.h"
#include "id_text.h"
#include "uuid.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

void exchange_refuse(struct exchange *x, enum reason reason, struct slice details)
{
    if (x->refusal_count == x->refusal_capacity) {
        unsigned capacity = x->refusal_capacity ? x->refusal_capacity * 2 : 4;
        struct refusal *refusals = exchange_alloc(x, capacity * sizeof *refusals);
        if (!refusals)
            return;
        if (x->refusal_count)
            memcpy(refusals, x->refusals, x->refusal_count * sizeof *refusals);
        x->refusals = refusals;
        x->refusal_capacity = capacity;
    }
    x->refusals[x->refusal_count++] = (struct refusal){ .reason = reason, .details = details };
}

void exchange_liken(struct exchange *x, struct slice birth_name, int birth_year)
{
    x->likened = arena_print(x->arena, "%.*s %d", (int)birth_name.size,
                             birth_name.size ? birth_name.at : "", birth_year);
}

void exchange_resolve(struct exchange *x, const char *method, struct slice href)
{
    if (x->refusal_count == 0)
        return;
    x->refusals[x->refusal_count - 1].resolve_method = method;
    x->refusals[x->refusal_count - 1].resolve_href = href;
}

void exchange_write_resolution(struct writer *writer, const char *method, struct slice href,
                               const char *event)
{
    if (!method) {
        writer_null(writer);
        return;
    }
    writer_open(writer, '{');
    writer_key(writer, "method");
    writer_text(writer, method);
    writer_key(writer, "href");
    writer_string(writer, href);
    writer_key(writer, "event");
    writer_string(writer, slice_of(event));
    writer_close(writer, '}');
}

/* The whole body without memory, which the exchange remembers. */
static struct slice kept(struct exchange *x, struct slice where)
{
    x->has_failed |= !slice_is_set(where);
    return slice_is_set(where) ? where : SLICE("");
}

static const char *data_of(const struct exchange *x)
{
    return x->data_pointer ? x->data_pointer : "";
}

static struct slice in_data(struct exchange *x, const char *pointer)
{
    return kept(x, arena_print(x->arena, "%s%s", data_of(x), pointer));
}

static void violate(struct exchange *x, struct slice where, enum reason code)
{
    x->has_said_it = !violations_spare(&x->violations, where);
    if (!x->has_said_it)
        violations_add(&x->violations, VIOLATION_BODY, where, code, NULL);
}

bool exchange_is_sound(const struct exchange *x, const char *pointer)
{
    return violations_spare(&x->violations, slice_of(pointer));
}

bool exchange_is_sound_data(struct exchange *x, const char *pointer)
{
    return violations_spare(&x->violations, in_data(x, pointer));
}

static struct slice in_item(struct exchange *x, const char *list, size_t index, const char *member)
{
    return kept(x, arena_print(x->arena, "%s%s/%zu%s", data_of(x), list, index, member));
}

bool exchange_is_sound_item(struct exchange *x, const char *list, size_t index, const char *member)
{
    return violations_spare(&x->violations, in_item(x, list, index, member));
}

void exchange_violate(struct exchange *x, const char *pointer, enum reason code)
{
    violate(x, slice_of(pointer), code);
}

void exchange_violate_data(struct exchange *x, const char *pointer, enum reason code)
{
    violate(x, in_data(x, pointer), code);
}

void exchange_violate_item(struct exchange *x, const char *list, size_t index, const char *member,
                           enum reason code)
{
    violate(x, in_item(x, list, index, member), code);
}

void exchange_expect(struct exchange *x, struct expected expected)
{
    struct violations *violations = &x->violations;
    if (!x->has_said_it && violations->count && violations->count < VIOLATIONS_MAX)
        violations->items[violations->count - 1].expected = expected;
}

void exchange_effect(struct exchange *x, const struct write *write, unsigned index,
                     const void *item)
{
    assert(write->statement && write->bind);
    if (x->effect_count == x->effect_capacity) {
        unsigned capacity = x->effect_capacity ? x->effect_capacity * 2 : 16;
        struct effect *effects = exchange_alloc(x, capacity * sizeof *effects);
        if (!effects)
            return;
        if (x->effect_count)
            memcpy(effects, x->effects, x->effect_count * sizeof *effects);
        x->effects = effects;
        x->effect_capacity = capacity;
    }
    x->effects[x->effect_count++] = (struct effect){ write, index, item };
}

void *exchange_alloc(struct exchange *x, size_t size)
{
    void *memory = arena_alloc(x->arena, size);
    if (!memory)
        x->has_failed = true;
    return memory;
}

void exchange_read_recorded(struct exchange *x, struct row *row)
{
    x->recorded_id = row_id(row, "recorded_id");
}

void exchange_read_count(struct exchange *x, struct row *row)
{
    x->present_count = (int)row_int(row, "present_count");
}

struct slice exchange_address(struct exchange *x, const char *kind, struct id id)
{
    char text[ID_TEXT_SIZE];
    id_print(id, text);
    return arena_print(x->arena, "%s%s", kind, text);
}

void exchange_read_survivor(struct exchange *x, struct row *row)
{
    x->survivor_id = row_id(row, "survivor_id");
}

void exchange_refuse_recorded(struct exchange *x, const char *address, const char *member)
{
    char id[ID_TEXT_SIZE];
    const unsigned before = x->refusal_count;
    if (!id_is_set(x->recorded_id))
        return;
    id_print(x->recorded_id, id);
    exchange_refuse(x, REASON_ALREADY_RECORDED,
                    member
                        ? arena_print(x->arena, "{\"id\":\"%s\",\"pointer\":\"/%s\"}", id, member)
                        : arena_print(x->arena, "{\"id\":\"%s\"}", id));
    if (member && x->refusal_count > before)
        x->refusals[before].message =
            sentence_print(x, REASON_ALREADY_RECORDED,
                           &(struct reason_detail){ .names = &member, .name_count = 1 }, NULL);
    if (address)
        exchange_resolve(x, "GET", exchange_address(x, address, x->recorded_id));
}

void exchange_say(struct exchange *x, const char *fr, const char *en)
{
    if (x->refusal_count > 0)
        x->refusals[x->refusal_count - 1].message = slice_of(x->is_english ? en : fr);
}

void exchange_refuse_permission(struct exchange *x, unsigned permission)
{
    unsigned bit = 0;
    while (permission_names[bit] && !(permission >> bit & 1))
        bit++;
    exchange_refuse(x, REASON_PERMISSION_MISSING,
                    arena_print(x->arena, "{\"permission\":\"%s\"}", permission_names[bit]));
}

/* An array holds a power of two of items, so that it is full when its count is one. */
/* The list, or a larger copy of it when it is full. */
static void *room(struct exchange *x, const void *items, size_t count, size_t item_size)
{
    enum { FIRST_ITEMS = 4 };
    bool is_full = count == 0 || (count >= FIRST_ITEMS && (count & (count - 1)) == 0);
    if (!is_full)
        return (void *)(uintptr_t)items;
    void *moved = exchange_alloc(x, (count ? count * 2 : FIRST_ITEMS) * item_size);
    if (moved && count)
        memcpy(moved, items, count * item_size);
    return moved;
}

void *exchange_more(struct exchange *x, void *list, size_t count, size_t item_size)
{
    void *items;
    memcpy(&items, list, sizeof items);
    items = room(x, items, count, item_size);
    if (!items)
        return NULL;
    memcpy(list, &items, sizeof items);
    return (char *)items + count * item_size;
}

struct id exchange_new_id(struct exchange *x)
{
    (void)x;
    return uuid_v7_new();
}

void exchange_bind_path(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "id", x->path_id[0]);
    params_text(params, "reference", id_is_set(x->path_id[0]) ? SLICE_UNSET : x->path_text[0]);
}

void exchange_bind_path_id(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "id", x->path_id[0]);
}

void exchange_bind_path_id_and_caller(const struct exchange *x, struct params *params)
{
    exchange_bind_path_id(x, params);
    params_id(params, "caller_id", x->principal.person_id);
}

void exchange_bind_result(const struct exchange *x, struct params *params)
{
    params_item(params);
    params_id(params, "id", x->result_id);
}

void exchange_bind_result_row(const struct exchange *x, struct params *params)
{
    exchange_bind_result(x, params);
    params_null(params, "reference");
}

enum time_zone exchange_read_zone(struct row *row, const char *column)
{
    return (enum time_zone)vocabulary_number(&time_zone_words, row_text(row, column));
}

void exchange_reach(struct exchange *x, enum time_zone zone)
{
    const struct date there = moment_day(x->moment, zone);
    if (date_is_after(there, x->latest_day))
        x->latest_day = there;
}

void exchange_act_in(struct exchange *x, enum time_zone zone)
{
    x->today = moment_day(x->moment, zone);
    exchange_reach(x, zone);
}

struct date exchange_day_behind(const struct exchange *x, struct date day)
{
    const bool has_begun = !date_is_after(day, moment_latest_day(x->moment));
    return has_begun && date_is_after(day, x->today) ? day : x->today;
}

void exchange_follow(struct exchange *x, struct date day)
{
    x->today = exchange_day_behind(x, day);
    if (date_is_after(x->today, x->latest_day))
        x->latest_day = x->today;
}

struct id exchange_organism(const struct exchange *x)
{
    return slice_is(x->principal.scope, "ORGANISM") ? x->principal.scope_id : (struct id){ { 0 } };
}

bool exchange_has_role(const struct exchange *x, unsigned roles)
{
    return (x->principal.roles & roles) != 0;
}

void load_read_nothing(struct exchange *x, struct row *row)
{
    (void)x, (void)row;
}

const struct reply *exchange_reply(const struct exchange *x)
{
    const struct reply *reply = &x->operation->reply;
    return x->is_other ? reply->other : reply;
}

const struct load *exchange_loads(const struct exchange *x)
{
    if (x->brings & BRINGS_BESIDE)
        return x->operation->beside->loads;
    return x->brings & BRINGS_KEPT ? x->operation->kept_loads : x->operation->loads;
}
