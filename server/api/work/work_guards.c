/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/work/work_guards.h"

#include "api/candidacies/candidacy_possible.h"
#include "candidacy_machine.h"
#include "id_text.h"
#include "sql.h"

#include <assert.h>

struct work_candidacy {
    struct candidacy_set set; /* first: of this one alone */
    struct id id;
};
BEGINS_WITH_SET(work_candidacy);

static struct slice cell(const struct view *view, const struct slice *cells, const char *name)
{
    const int at = view_find(view, name);
    assert(at >= 0);
    return cells[at];
}

bool work_guards_ask(struct exchange *x, const struct view *view, const struct slice *cells)
{
    struct work_snapshot *known = x->snapshot;
    struct id id;
    if (!slice_is(cell(view, cells, "kind"), "CANDIDACY") ||
        !id_parse(cell(view, cells, "id"), &id))
        return false;
    struct work_candidacy *item =
        exchange_more(x, &known->items, known->count, sizeof *known->items);
    if (!item)
        return false;
    item->id = id;
    known->count++;
    return true;
}

static struct work_candidacy *find(const struct work_snapshot *known, struct id id)
{
    for (unsigned i = 0; i < known->count; i++) {
        if (id_equals(known->items[i].id, id))
            return &known->items[i];
    }
    return NULL;
}

/* --- loads --- */

static void bind_roots(const struct exchange *x, struct params *params)
{
    const struct work_snapshot *known = x->snapshot;
    for (unsigned i = 0; i < known->count; i++) {
        params_item(params);
        params_id(params, "id", known->items[i].id);
        params_null(params, "reference");
        params_bool(params, "brings_shape", true);
        params_bool(params, "brings_candidate", true);
    }
}

static void bind_parts(const struct exchange *x, struct params *params)
{
    const struct work_snapshot *known = x->snapshot;
    for (unsigned i = 0; i < known->count; i++) {
        params_item(params);
        params_id(params, "id", known->items[i].id);
        params_null(params, "reference");
    }
}

static void bind_organisms(const struct exchange *x, struct params *params)
{
    const struct work_snapshot *known = x->snapshot;
    for (unsigned i = 0; i < known->count; i++)
        facts_bind_organism(params, exchange_organism(x), known->items[i].id, SLICE_UNSET,
                            (struct id){ { 0 } }, SLICE_UNSET);
}

static void bind_referentials(const struct exchange *x, struct params *params)
{
    const struct work_snapshot *known = x->snapshot;
    for (unsigned i = 0; i < known->count; i++) {
        params_item(params);
        params_id(params, "candidacy_id", known->items[i].id);
        params_null(params, "candidacy_reference");
        params_null(params, "referential_code");
    }
}

static void bind_commissions(const struct exchange *x, struct params *params)
{
    const struct work_snapshot *known = x->snapshot;
    for (unsigned i = 0; i < known->count; i++) {
        params_item(params);
        params_id(params, "candidacy_id", known->items[i].id);
        params_null(params, "candidacy_reference");
        params_null(params, "commission_id");
    }
}

/* The readers of a snapshot find their set at the head of x->snapshot: that of their candidacy.
 * Answers what was there; NULL: it is none of the page. */
static struct work_snapshot *enter(struct exchange *x, struct id candidacy_id)
{
    struct work_snapshot *known = x->snapshot;
    struct work_candidacy *item = find(known, candidacy_id);
    if (item)
        x->snapshot = item;
    return item ? known : NULL;
}

#define WITHIN(name, column, reader)                                                               \
    static void name(struct exchange *x, struct row *row)                                          \
    {                                                                                              \
        struct work_snapshot *known = enter(x, row_id(row, column));                               \
        if (known) {                                                                               \
            reader(x, row);                                                                        \
            x->snapshot = known;                                                                   \
        }                                                                                          \
    }
WITHIN(read_root, "id", candidacy_read_root)
WITHIN(read_evaluation, "candidacy_id", candidacy_read_evaluation)
WITHIN(read_sitting, "candidacy_id", candidacy_read_sitting)
WITHIN(read_path, "candidacy_id", candidacy_read_path)
WITHIN(read_module, "candidacy_id", candidacy_read_module)
WITHIN(read_voiding, "candidacy_id", candidacy_read_voiding)
WITHIN(read_file, "candidacy_id", candidacy_read_file)
WITHIN(read_habilitation, "candidacy_id", facts_read_habilitation)
WITHIN(read_referential, "candidacy_id", facts_read_referential)
WITHIN(read_commission, "candidacy_id", facts_read_commission)
#undef WITHIN

const struct load work_guard_loads[] = {
    { &SQL_candidacy_root_load, bind_roots, read_root, 0 },
    { &SQL_candidacy_live_load, bind_parts, read_evaluation, 0, "EVALUATION" },
    { &SQL_candidacy_live_load, bind_parts, read_sitting, 0, "SITTING" },
    { &SQL_candidacy_live_load, bind_parts, read_path, 0, "PATH" },
    { &SQL_candidacy_live_load, bind_parts, read_module, 0, "MODULE" },
    { &SQL_candidacy_live_load, bind_parts, read_voiding, 0, "VOIDING" },
    { &SQL_candidacy_live_load, bind_parts, read_file, 0, "FILE" },
    { &SQL_habilitations_load, bind_organisms, read_habilitation, 0 },
    { &SQL_referentials_load, bind_referentials, read_referential, 0 },
    { &SQL_commission_competent, bind_commissions, read_commission, 0 },
    { .statement = NULL },
};

/* --- what they say --- */

static void write_guard(struct exchange *x, struct writer *writer, const struct event_guard *guard)
{
    const struct reason_info *info = reason_info(guard->reason);
    const unsigned roles = resolution_roles_of(guard->reason);
    writer_open(writer, '{');
    writer_key(writer, "code");
    writer_text(writer, info->code);
    writer_key(writer, "message");
    if (slice_is_set(guard->message))
        writer_string(writer, guard->message);
    else
        writer_text(writer, x->is_english ? info->detail_en : info->detail_fr);
    writer_key(writer, "waits_for");
    writer_open(writer, '[');
    for (unsigned i = 0; role_names[i]; i++) {
        if (roles & 1u << i)
            writer_text(writer, role_names[i]);
    }
    writer_close(writer, ']');
    writer_close(writer, '}');
}

/* As JSON; unset when memory is short. */
static struct slice print_guards(struct exchange *x, const struct event_answer *answer,
                                 unsigned *ret_count)
{
    struct buffer text = { 0 };
    struct writer writer;
    *ret_count = 0;
    writer_init(&writer, &text);
    writer_open(&writer, '[');
    for (unsigned i = 0; i < answer->guard_count; i++) {
        if (answer->guards[i].answer != GUARD_UNMET)
            continue;
        write_guard(x, &writer, &answer->guards[i]);
        ++*ret_count;
    }
    writer_close(&writer, ']');
    const struct slice printed = arena_copy(x->arena, buffer_as_slice(&text));
    x->has_failed |= text.has_failed || !slice_is_set(printed);
    buffer_release(&text);
    return printed;
}

/* What allowed-events answers about the next event of a candidacy; NULL: it has none, or it was
 * not shown. */
static const struct event_answer *ask(struct exchange *x, struct work_candidacy *item)
{
    struct event_answer *answers = exchange_alloc(x, EVENTS_MAX * sizeof *answers);
    struct work_snapshot *known = x->snapshot;
    if (!answers || item->set.count == 0)
        return NULL;
    const struct transition *next = transition_next(item->set.items[0]->candidacy.state);
    x->snapshot = item;
    const unsigned count = next ? candidacy_machine.ask(x, answers) : 0;
    x->snapshot = known;
    for (unsigned i = 0; i < count; i++) {
        if (answers[i].event == (unsigned)next->event)
            return &answers[i];
    }
    return NULL;
}

void work_guards_fill(struct exchange *x, const struct view *view, struct slice *cells)
{
    struct id id;
    struct work_candidacy *item =
        slice_is(cell(view, cells, "kind"), "CANDIDACY") && id_parse(cell(view, cells, "id"), &id)
            ? find(x->snapshot, id)
            : NULL;
    const struct event_answer *answer = item ? ask(x, item) : NULL;
    unsigned unmet;
    if (!answer)
        return;
    cells[view_find(view, "guards")] = print_guards(x, answer, &unmet);
    cells[view_find(view, "is_allowed")] = unmet ? SLICE("f") : SLICE("t");
}

static const struct member guard_members[] = {
    { "code", MEMBER_TEXT, .doc = "Reason that the guard raises.",
      .example = "\"GRID_INCOMPLETE\"" },
    { "message", MEMBER_TEXT, .doc = "What is wrong, in the language that was asked for." },
    { "waits_for", MEMBER_TEXTS,
      .doc = "Roles of those who may make the call that helps; empty when none does.",
      .example = "[\"EVALUATOR\"]" },
    { .name = NULL },
};
const struct view work_guard_view = { "WorkGuard", "A guard that is unmet.", guard_members };
