/* SPDX-License-Identifier: EUPL-1.2 */
#include "documents/sheaf.h"

#include "documents/french.h"

/* --- how it looks --- */

/* clang-format off */
static const struct text_style
    issuer =    { FACE_SANS_BOLD, 11, 6, 2, 1.3, 15, ALIGN_LEFT, INK_ACCENT, .breaks_words = true },
    address =   { FACE_SANS, 7.4, 4, 2, 1.45, 5, ALIGN_LEFT, INK_QUIET, .breaks_words = true },
    recipient = { FACE_ROMAN, 12.5, 5, 9, 1.3, 0, ALIGN_LEFT, INK_TEXT, .breaks_words = true, .features = "clig=0,lnum=1" },
    day =       { FACE_ROMAN, 11.5, 0, 1, 1.3, 0, ALIGN_LEFT, INK_QUIET, .features = "lnum=1" },
    title =     { FACE_ROMAN, 25, 13, 2, 1.15, 0, ALIGN_LEFT, INK_ACCENT, .breaks_words = true },
    subtitle =  { FACE_ITALIC, 14, 9, 6, 1.3, 0, ALIGN_LEFT, INK_TEXT, .breaks_words = true, .features = "clig=0,lnum=1" },
    part =      { FACE_ROMAN, 18, 12, 2, 1.2, 0, ALIGN_LEFT, INK_ACCENT, .breaks_words = true },
    heading =   { FACE_SANS_BOLD, 10, 0, 0, 1.5, 5, ALIGN_LEFT, INK_TEXT, .breaks_words = true },
    paragraph = { FACE_ROMAN, 12.5, 0, 0, 1.36, 0, ALIGN_LEFT, INK_TEXT, .breaks_words = true, .features = "clig=0,lnum=1" },
    quote =     { FACE_ITALIC, 12.5, 0, 0, 1.36, 0, ALIGN_LEFT, INK_TEXT, .breaks_words = true, .features = "clig=0,lnum=1" },
    small =     { FACE_SANS_BOLD, 8.6, 0, 0, 1.5, 0, ALIGN_LEFT, INK_TEXT, .breaks_words = true },
    warning =   { FACE_SANS_BOLD, 10, 0, 0, 1.45, 0, ALIGN_LEFT, INK_ACCENT, .breaks_words = true },
    note =      { FACE_SANS, 7.4, 0, 0, 1.5, 5, ALIGN_LEFT, INK_QUIET, .breaks_words = true },
    label =     { FACE_SANS, 8, 0, 0, 1.8, 10, ALIGN_LEFT, INK_QUIET, .breaks_words = true },
    value =     { FACE_ROMAN, 12, 0, 0, 1.25, 0, ALIGN_LEFT, INK_TEXT, .breaks_words = true, .features = "clig=0,lnum=1" },
    head =      { FACE_SANS_BOLD, 7.6, 0, 0, 1.4, 10, ALIGN_LEFT, INK_TEXT, .breaks_words = true },
    cell =      { FACE_SANS, 8.6, 0, 0, 1.4, 0, ALIGN_LEFT, INK_TEXT, .breaks_words = true, .features = "tnum=1" },
    group =     { FACE_SANS_BOLD, 8.6, 0, 0, 1.4, 0, ALIGN_LEFT, INK_TEXT, .breaks_words = true },
    signature = { FACE_ITALIC, 15, 6, 6, 1.2, 0, ALIGN_LEFT, INK_TEXT, .breaks_words = true },
    role =      { FACE_SANS, 7.4, 4, 3, 1.45, 5, ALIGN_LEFT, INK_QUIET, .breaks_words = true },
    running =   { FACE_SANS, 7.4, 4, 1, 1.4, 5, ALIGN_LEFT, INK_QUIET, .breaks_words = true },
    foot =      { FACE_SANS, 7, 4, 3, 1.45, 5, ALIGN_CENTER, INK_QUIET, .breaks_words = true };
/* clang-format on */

#define MARGIN 72.0
/* Where a folded letter shows who it is for, in a window on the right. */
#define WINDOW_LEFT 318.0
#define LABEL_WIDTH 118.0
/* The text ends here on every sheet. */
#define BOTTOM         778.0
#define SIGNING_HEIGHT 62.0

enum { FIRST_AREAS = 3 };

/* --- what it is made of --- */

void sheaf_begin(struct sheaf *sheaf, struct arena *arena, const struct livery *livery)
{
    *sheaf = (struct sheaf){ arena, livery, { arena }, false };
}

static void put_text(struct sheaf *sheaf, const char *tag, const struct text_style *style,
                     struct slice text, bool keeps_next)
{
    filling_put(&sheaf->body, (struct block){ BLOCK_TEXT, .tag = tag, .style = style, .text = text,
                                              .keeps_next = keeps_next });
}

static void put_space(struct sheaf *sheaf, double height, bool keeps_next)
{
    filling_put(&sheaf->body,
                (struct block){ BLOCK_SPACE, .height = height, .keeps_next = keeps_next });
}

void sheaf_title(struct sheaf *sheaf, struct slice text, struct slice below)
{
    put_text(sheaf, "H1", &title, text, true);
    if (slice_is_set(below)) {
        put_space(sheaf, 2, true);
        put_text(sheaf, "P", &subtitle, below, true);
    }
    put_space(sheaf, 12, true);
}

void sheaf_part(struct sheaf *sheaf, struct slice text)
{
    put_space(sheaf, 14, true);
    put_text(sheaf, "H2", &part, text, true);
    put_space(sheaf, 8, true);
}

void sheaf_heading(struct sheaf *sheaf, struct slice text)
{
    put_space(sheaf, 8, true);
    put_text(sheaf, "H2", &heading, text, true);
    put_space(sheaf, 3, true);
}

void sheaf_subheading(struct sheaf *sheaf, struct slice text)
{
    put_space(sheaf, 4, true);
    put_text(sheaf, "H3", &small, text, true);
    put_space(sheaf, 2, true);
}

/* A paragraph stands farther from a list than its lines from one another. */
static void leave_list(struct sheaf *sheaf)
{
    const size_t count = sheaf->body.count;
    if (count > 1 && sheaf->body.blocks[count - 2].marker != MARKER_NONE)
        put_space(sheaf, 3, false);
}

void sheaf_paragraph(struct sheaf *sheaf, struct slice text)
{
    leave_list(sheaf);
    put_text(sheaf, "P", &paragraph, text, false);
    put_space(sheaf, 6, false);
}

void sheaf_quote(struct sheaf *sheaf, struct slice text)
{
    filling_put(&sheaf->body, (struct block){ BLOCK_TEXT, .tag = "BlockQuote", .style = &quote,
                                              .text = text, .indent = 18 });
    put_space(sheaf, 6, false);
}

void sheaf_lead(struct sheaf *sheaf, struct slice text)
{
    leave_list(sheaf);
    put_text(sheaf, "P", &paragraph, text, true);
    put_space(sheaf, 5, true);
}

void sheaf_warning(struct sheaf *sheaf, struct slice text)
{
    put_text(sheaf, "P", &warning, text, false);
    put_space(sheaf, 8, false);
}

static void put_marked(struct sheaf *sheaf, enum marker marker, struct slice text, double below,
                       bool keeps_next)
{
    filling_put(&sheaf->body,
                (struct block){ BLOCK_TEXT, .tag = "P", .style = &paragraph, .text = text,
                                .marker = marker, .keeps_next = keeps_next });
    put_space(sheaf, below, keeps_next);
}

void sheaf_item(struct sheaf *sheaf, struct slice text)
{
    put_marked(sheaf, MARKER_DOT, text, 3, false);
}

void sheaf_choice(struct sheaf *sheaf, struct slice text)
{
    put_marked(sheaf, MARKER_BOX, text, 6, true);
}

void sheaf_note(struct sheaf *sheaf, struct slice text)
{
    put_text(sheaf, "P", &note, text, false);
    put_space(sheaf, 4, false);
}

/* --- together --- */

/* What was written last stays on one sheet with what comes. */
static void keep_last(struct sheaf *sheaf)
{
    for (size_t i = sheaf->body.count; i > 0; i--) {
        struct block *block = &sheaf->body.blocks[i - 1];
        block->keeps_next = true;
        if (block->kind != BLOCK_SPACE)
            return;
    }
}

size_t sheaf_begin_together(const struct sheaf *sheaf)
{
    return sheaf->body.count;
}

void sheaf_end_together(struct sheaf *sheaf, size_t from)
{
    size_t last = sheaf->body.count;
    while (last > from && sheaf->body.blocks[last - 1].kind == BLOCK_SPACE)
        last--;
    for (size_t i = from; i + 1 < last; i++)
        sheaf->body.blocks[i].keeps_next = true;
}

/* --- tables --- */

static struct table *new_table(struct sheaf *sheaf, const double *widths, size_t count)
{
    struct table *table = arena_alloc(sheaf->arena, sizeof *table);
    double left = SHEAF_WIDTH;
    sheaf->body.has_failed |= !table;
    if (!table)
        return NULL;
    for (size_t i = 0; i < count; i++)
        left -= widths[i];
    for (size_t i = 0; i < count; i++)
        table->widths[i] = widths[i] > 0 ? widths[i] : left;
    table->count = count;
    table->above = 3;
    sheaf->is_in_group = false;
    return table;
}

/* A row of these texts; `last` is how the cell in the last column looks. */
static struct block row_of(struct sheaf *sheaf, const struct table *table,
                           const struct text_style *first, const struct text_style *others,
                           const struct slice *texts)
{
    struct cell *cells = arena_alloc(sheaf->arena, table->count * sizeof *cells);
    struct block block = { BLOCK_SPACE };
    sheaf->body.has_failed |= !cells;
    if (!cells)
        return block;
    for (size_t i = 0; i < table->count; i++)
        cells[i] = (struct cell){ i == 0 ? first : others, texts[i] };
    block.kind = BLOCK_ROW;
    block.table = table;
    block.cells = cells;
    return block;
}

const struct table *sheaf_table(struct sheaf *sheaf, const double *widths, const char *const *heads,
                                size_t count)
{
    struct slice texts[TABLE_COLUMNS];
    struct table *table = new_table(sheaf, widths, count);
    struct block *copy = arena_alloc(sheaf->arena, sizeof *copy);
    sheaf->body.has_failed |= !copy;
    if (!table || !copy)
        return NULL;
    for (size_t i = 0; i < count; i++)
        texts[i] = slice_of(heads[i]);
    *copy = row_of(sheaf, table, &head, &head, texts);
    copy->is_head = copy->keeps_next = true;
    table->head = copy;
    filling_put(&sheaf->body, *copy);
    return table;
}

void sheaf_row(struct sheaf *sheaf, const struct table *table, const struct slice *texts)
{
    if (!table)
        return;
    if (sheaf->is_in_group)
        keep_last(sheaf);
    filling_put(&sheaf->body, row_of(sheaf, table, &cell, &cell, texts));
}

void sheaf_group(struct sheaf *sheaf, const struct table *table, const struct slice *texts)
{
    if (!table)
        return;
    struct block block = row_of(sheaf, table, &group, &group, texts);
    block.is_group = block.keeps_next = true;
    filling_put(&sheaf->body, block);
    sheaf->is_in_group = true;
}

void sheaf_end_table(struct sheaf *sheaf)
{
    put_space(sheaf, 10, false);
}

/* The table that the last block is a row of, when it is one of facts; NULL = it is not. */
static const struct table *facts_of(const struct sheaf *sheaf)
{
    const struct block *last =
        sheaf->body.count ? &sheaf->body.blocks[sheaf->body.count - 1] : NULL;
    return last && last->kind == BLOCK_ROW && !last->table->head ? last->table : NULL;
}

void sheaf_fact(struct sheaf *sheaf, const char *name, struct slice text)
{
    const double widths[] = { LABEL_WIDTH, 0 };
    const struct slice texts[] = { slice_of(name), text };
    const struct table *table = facts_of(sheaf);
    if (text.size == 0)
        return;
    if (!table) {
        struct table *made = new_table(sheaf, widths, 2);
        if (!made)
            return;
        made->is_named = true;
        table = made;
    }
    filling_put(&sheaf->body, row_of(sheaf, table, &label, &value, texts));
}

void sheaf_end_facts(struct sheaf *sheaf)
{
    const struct table *table = facts_of(sheaf);
    for (size_t i = sheaf->body.count; i > 1 && sheaf->body.blocks[i - 2].table == table; i--)
        sheaf->body.blocks[i - 2].keeps_next = table != NULL;
    put_space(sheaf, 12, false);
}

/* --- signatures --- */

void sheaf_signature_lines(struct sheaf *sheaf, const struct slice *labels, size_t count)
{
    const double widths[] = { 190, 0 };
    struct table *table = new_table(sheaf, widths, 2);
    if (!table)
        return;
    table->least_height = SIGNING_HEIGHT;
    table->is_named = true;
    for (size_t i = 0; i < count; i++) {
        const struct slice texts[] = { labels[i], SLICE("Date et signature") };
        struct block block = row_of(sheaf, table, &group, &note, texts);
        block.keeps_next = i + 1 < count;
        filling_put(&sheaf->body, block);
    }
}

void sheaf_signature(struct sheaf *sheaf, struct slice name, struct slice as)
{
    const double indent = WINDOW_LEFT - MARGIN;
    if (name.size == 0)
        return;
    keep_last(sheaf);
    put_space(sheaf, 22, true);
    filling_put(&sheaf->body,
                (struct block){ BLOCK_TEXT, .tag = "P", .style = &signature, .text = name,
                                .indent = indent, .keeps_next = as.size > 0 });
    if (as.size > 0)
        filling_put(&sheaf->body, (struct block){ BLOCK_TEXT, .tag = "P", .style = &role,
                                                  .text = as, .indent = indent });
}

/* --- the sheets --- */

static struct area issuer_area(const struct sheaf *sheaf, struct filling *filling)
{
    const struct livery *livery = sheaf->livery;
    *filling = (struct filling){ sheaf->arena };
    if (livery->logo) {
        filling_put(filling, (struct block){ BLOCK_PICTURE, .tag = "Figure",
                                             .picture = livery->logo, .height = 40, .width = 180,
                                             .alt = french_text(sheaf->arena, livery->certifier) });
        filling_space(filling, 5);
    }
    filling_text(filling, "P", &issuer, french_text(sheaf->arena, livery->certifier));
    if (livery->address.size)
        filling_text(filling, "P", &address, french_text(sheaf->arena, livery->address));
    filling_space(filling, 5);
    filling_rule(filling, SHEAF_WIDTH, 2);
    return filling_area(filling, (struct area){ MARGIN, 44, SHEAF_WIDTH, 86, STAND_TOP, 0.55 });
}

static struct area recipient_area(const struct sheaf *sheaf, const struct sheaf_about *about,
                                  struct filling *filling)
{
    *filling = (struct filling){ sheaf->arena };
    filling_text(filling, "P", &recipient, about->recipient);
    filling_space(filling, 8);
    filling_text(filling, "P", &day, french_date(sheaf->arena, about->made_on));
    return filling_area(filling,
                        (struct area){ WINDOW_LEFT, 132, PAPER_A4_SHORT - MARGIN - WINDOW_LEFT, 96,
                                       STAND_TOP, 0.55 });
}

static struct slice foot_text(const struct sheaf *sheaf, struct slice reference)
{
    const struct slice foot_line = sheaf->livery->foot;
    return foot_line.size
               ? FRENCH_SAY(sheaf->arena, "%\n%", french_text(sheaf->arena, foot_line), reference)
               : reference;
}

/* Where things stand on the sheets of it. */
static struct flow flow_of(const struct sheaf *sheaf, const struct sheaf_about *about)
{
    const bool is_letter = slice_is_set(about->recipient);
    const double top = is_letter ? 240 : sheaf->livery->logo ? 142 : 106, next_top = 84;
    return (struct flow){
        .width = PAPER_A4_SHORT,
        .height = PAPER_A4_LONG,
        .body = { MARGIN, top, SHEAF_WIDTH, BOTTOM - top, STAND_TOP, 1 },
        .next_body = { MARGIN, next_top, SHEAF_WIDTH, BOTTOM - next_top, STAND_TOP, 1 },
        .blocks = sheaf->body.blocks,
        .count = sheaf->body.count,
        .head = { MARGIN, 48, SHEAF_WIDTH, 14, STAND_TOP, 0.6 },
        .foot = { MARGIN, 786, SHEAF_WIDTH, 32, STAND_BOTTOM, 0.6 },
        .head_style = &running,
        .foot_style = &foot,
        .head_text = about->title,
        .foot_text = foot_text(sheaf, about->reference),
    };
}

enum status sheaf_layout(const struct sheaf *sheaf, const struct sheaf_about *about,
                         struct slice mark, struct layout *ret_layout)
{
    struct arena *arena = sheaf->arena;
    struct flow *flow = arena_alloc(arena, sizeof *flow);
    struct area *first = arena_alloc(arena, FIRST_AREAS * sizeof *first);
    struct filling filled[FIRST_AREAS] = { { arena }, { arena }, { arena } };
    if (!flow || !first)
        return STATUS_NO_MEMORY;
    *flow = flow_of(sheaf, about);
    flow->first = first;
    first[flow->first_count++] = issuer_area(sheaf, &filled[0]);
    if (slice_is_set(about->recipient))
        first[flow->first_count++] = recipient_area(sheaf, about, &filled[1]);
    *ret_layout = (struct layout){
        .title = about->title,
        .author = french_text(arena, sheaf->livery->certifier),
        .subject = about->reference,
        .made_on = about->made_on,
        .accent = sheaf->livery->accent,
        .mark = mark,
        .flow = flow,
    };
    const bool has_all = slice_is_set(about->title) && slice_is_set(about->reference) &&
                         slice_is_set(ret_layout->author) && slice_is_set(flow->foot_text);
    return has_all && !sheaf->body.has_failed && !filled[0].has_failed && !filled[1].has_failed
               ? STATUS_OK
               : STATUS_NO_MEMORY;
}
