/* SPDX-License-Identifier: EUPL-1.2 */
#include "engine/layout.h"

#include "engine/sheet.h"
#include "json/scan.h"

const char *const layout_format_names[FORMATS + 1] = {
    [FORMAT_JSON] = "json",
    [FORMAT_CSV] = "csv",
    [FORMAT_NDJSON] = "ndjson",
    [FORMAT_TEXT] = "text",
};

const char *const layout_media_types[FORMATS + 1] = {
    [FORMAT_JSON] = "application/json",
    [FORMAT_CSV] = "text/csv",
    [FORMAT_NDJSON] = "application/x-ndjson",
    [FORMAT_TEXT] = "text/plain",
};

static const char redacted[] = "redacted_fields";

/* --- which members --- */

bool layout_has_formats(const struct operation *operation)
{
    return (operation->flags & OPERATION_LIST) && !(operation->flags & OPERATION_COMMAND) &&
           !operation_is_endless(operation) && !operation_is_fixed(operation);
}

bool layout_has_members(const struct operation *operation)
{
    const struct reply *reply = &operation->reply;
    return !(operation->flags & (OPERATION_COMMAND | OPERATION_PROBE)) && reply->view &&
           !reply->content_type && !reply->types[0] && !reply->page && !reply->feed &&
           !reply->embedded.view && !operation_is_fixed(operation);
}

unsigned layout_pointers(const struct operation *operation,
                         const struct pointer *ret_pointers[INCLUDES_MAX])
{
    const bool has_any = layout_has_formats(operation) && operation->reply.statement;
    return has_any ? pointers_of(operation->reply.view, ret_pointers, INCLUDES_MAX) : 0;
}

bool layout_has_pointers(const struct operation *operation)
{
    const struct pointer *pointers[INCLUDES_MAX];
    return layout_pointers(operation, pointers) > 0;
}

bool layout_is_plain(const struct layout *layout)
{
    return layout->format == FORMAT_JSON && !layout->is_of_members;
}

static const struct member *member_at(const struct laid_out *out, unsigned i)
{
    const struct layout *layout = out->layout;
    return &out->view->members[layout->is_of_members ? layout->members[i] : i];
}

bool layout_names_hidden(const struct view *view, const struct layout *layout)
{
    const struct laid_out out = { .layout = layout, .view = view };
    const unsigned count = layout->is_of_members ? layout->member_count : view_size(view);
    for (unsigned i = 0; i < count; i++) {
        if (view_may_hide(view, member_at(&out, i)))
            return true;
    }
    return false;
}

/* Of a table the columns are those that were asked for, and no other. */
static bool has_columns_asked(const struct layout *layout)
{
    return layout->is_of_members && (layout->format == FORMAT_CSV || layout->format == FORMAT_TEXT);
}

static bool sheet_init(struct sheet *sheet, struct laid_out *out, struct arena *arena,
                       struct buffer *buffer)
{
    const unsigned members =
        out->layout->is_of_members ? out->layout->member_count : view_size(out->view);
    const unsigned most = members + 1 + sheet_aside_columns(out->layout);
    *sheet = (struct sheet){ .out = out, .buffer = buffer };
    sheet->columns = arena_alloc(arena, most * sizeof *sheet->columns);
    sheet->cells = arena_alloc(arena, most * sizeof *sheet->cells);
    if (!sheet->columns || !sheet->cells)
        return false;
    for (unsigned i = 0; i < members; i++) {
        const struct member *member = member_at(out, i);
        if (!(member->flags & MEMBER_WITHHOLDS))
            sheet->columns[sheet->count++].name = member->name;
    }
    sheet->names_hidden =
        layout_names_hidden(out->view, out->layout) && !has_columns_asked(out->layout);
    if (sheet->names_hidden)
        sheet->columns[sheet->count++].name = redacted;
    sheet->own = sheet->count;
    return sheet_add_asides(sheet, arena);
}

/* --- the rows --- */

/* Members come in the order of the columns, or nearly so. */
static unsigned find_column(const struct sheet *sheet, struct slice name, unsigned near)
{
    for (unsigned i = 0; i < sheet->own; i++) {
        const unsigned at = (near + i) % sheet->own;
        if (slice_is(name, sheet->columns[at].name))
            return at;
    }
    return sheet->own;
}

static void read_row(struct sheet *sheet, struct slice row)
{
    unsigned near = 0;
    memset(sheet->cells, 0, sheet->count * sizeof *sheet->cells);
    sheet_point(sheet, row);
    if (!scan_open(&row, '{'))
        return;
    while (scan_more(&row)) {
        const struct slice name = scan_key(&row);
        const struct slice value = scan_value(&row);
        const unsigned at = find_column(sheet, name, near);
        if (at == sheet->own)
            continue;
        sheet->cells[at] = value;
        near = at + 1;
    }
}

/* Of the members that are hidden those that were asked for. */
static void write_hidden(struct sheet *sheet, struct slice names)
{
    char separator = '[';
    (void)scan_open(&names, '[');
    while (scan_more(&names)) {
        const struct slice name = scan_value(&names);
        const struct slice bare = { name.at + 1, name.size < 2 ? 0 : name.size - 2 };
        if (find_column(sheet, bare, 0) == sheet->own)
            continue;
        buffer_char(sheet->buffer, separator);
        buffer_slice(sheet->buffer, name);
        separator = ',';
    }
    if (separator == '[')
        buffer_char(sheet->buffer, '[');
    buffer_char(sheet->buffer, ']');
}

static bool hides_any(struct sheet *sheet, struct slice names)
{
    (void)scan_open(&names, '[');
    while (slice_is_set(names) && scan_more(&names)) {
        const struct slice name = scan_value(&names);
        if (name.size > 2 &&
            find_column(sheet, (struct slice){ name.at + 1, name.size - 2 }, 0) < sheet->own)
            return true;
    }
    return false;
}

/* Without its closing brace. */
static void write_members(struct sheet *sheet)
{
    const unsigned hidden = sheet->own - 1;
    char separator = '{';
    for (unsigned i = 0; i < sheet->own; i++) {
        const bool is_hidden_list = sheet->names_hidden && i == hidden;
        if (!slice_is_set(sheet->cells[i]) ||
            (is_hidden_list && !hides_any(sheet, sheet->cells[i])))
            continue;
        buffer_char(sheet->buffer, separator);
        buffer_char(sheet->buffer, '"');
        buffer_text(sheet->buffer, sheet->columns[i].name);
        buffer_append(sheet->buffer, "\":", 2);
        if (is_hidden_list)
            write_hidden(sheet, sheet->cells[i]);
        else
            scan_compact(sheet->cells[i], sheet->buffer);
        separator = ',';
    }
    if (separator == '{')
        buffer_char(sheet->buffer, '{');
}

static void write_object(struct sheet *sheet)
{
    write_members(sheet);
    buffer_char(sheet->buffer, '}');
}

/* --- JSON, of chosen members --- */

static void begin_json(struct sheet *sheet)
{
    buffer_text(sheet->buffer, "{\"data\":[");
}

static void write_json(struct sheet *sheet)
{
    if (sheet->row_count > 0)
        buffer_char(sheet->buffer, ',');
    write_object(sheet);
}

static void end_json(struct sheet *sheet)
{
    buffer_text(sheet->buffer, "],\"page\":");
    buffer_slice(sheet->buffer, sheet->page);
    if (slice_is_set(sheet->included)) {
        buffer_text(sheet->buffer, ",\"included\":");
        buffer_slice(sheet->buffer, sheet->included);
    }
    buffer_char(sheet->buffer, '}');
}

/* --- NDJSON --- */

static void write_line(struct sheet *sheet)
{
    write_members(sheet);
    sheet_write_pointed(sheet);
    buffer_text(sheet->buffer, "}\n");
}

/* Whoever does not read this line has not read the whole. */
static void end_lines(struct sheet *sheet)
{
    const struct slice cursor = sheet_next_cursor(sheet->page), code = sheet->out->end_code;
    const bool is_complete = slice_is(cursor, "null") && !slice_is_set(code);
    struct buffer *buffer = sheet->buffer;
    buffer_text(buffer, "{\"end\":true,\"count\":");
    buffer_int(buffer, (int64_t)(sheet->out->row_count + sheet->row_count));
    buffer_text(buffer, ",\"is_complete\":");
    buffer_text(buffer, is_complete ? "true" : "false");
    buffer_text(buffer, ",\"next_cursor\":");
    buffer_slice(buffer, cursor);
    buffer_text(buffer, ",\"code\":");
    if (slice_is_set(code)) {
        buffer_char(buffer, '"');
        buffer_slice(buffer, code);
        buffer_char(buffer, '"');
    } else {
        buffer_text(buffer, "null");
    }
    buffer_text(buffer, "}\n");
}

/* --- all of them --- */

static const struct {
    void (*measure)(struct sheet *sheet); /* each row, before anything is written */
    void (*begin)(struct sheet *sheet);
    void (*write)(struct sheet *sheet);
    void (*end)(struct sheet *sheet);
} writers[FORMATS] = {
    [FORMAT_JSON] = { NULL, begin_json, write_json, end_json },
    [FORMAT_CSV] = { NULL, sheet_begin_csv, sheet_write_csv_row, NULL },
    [FORMAT_NDJSON] = { NULL, NULL, write_line, end_lines },
    [FORMAT_TEXT] = { sheet_measure_text, sheet_begin_text, sheet_write_text_row, sheet_end_text },
};

static void for_rows(struct sheet *sheet, struct slice rows, void (*what)(struct sheet *sheet))
{
    sheet->row_count = 0;
    (void)scan_open(&rows, '[');
    while (scan_more(&rows)) {
        read_row(sheet, scan_value(&rows));
        what(sheet);
        sheet->row_count++;
    }
}

static void write_list(struct sheet *sheet, struct slice json, struct arena *arena)
{
    const struct laid_out *out = sheet->out;
    const enum format format = out->layout->format;
    struct slice rows = SLICE("[]");
    (void)scan_open(&json, '{');
    while (scan_more(&json)) {
        const struct slice name = scan_key(&json);
        const struct slice value = scan_value(&json);
        if (slice_is(name, "data"))
            rows = value;
        if (slice_is(name, "page"))
            sheet->page = value;
        if (slice_is(name, "included"))
            sheet->included = value;
    }
    if (!sheet_read_asides(sheet, arena)) {
        sheet->buffer->has_failed = true;
        return;
    }
    if (writers[format].measure)
        for_rows(sheet, rows, writers[format].measure);
    if (writers[format].begin && !out->is_begun)
        writers[format].begin(sheet);
    for_rows(sheet, rows, writers[format].write);
    if (writers[format].end && !out->goes_on)
        writers[format].end(sheet);
}

void layout_write(struct laid_out *out, struct slice json, struct arena *arena,
                  struct buffer *buffer)
{
    struct sheet sheet;
    if (!sheet_init(&sheet, out, arena, buffer)) {
        buffer->has_failed = true;
        return;
    }
    if (out->is_list) {
        write_list(&sheet, json, arena);
    } else {
        read_row(&sheet, json);
        write_object(&sheet);
    }
    out->row_count += sheet.row_count;
    buffer->has_failed |= sheet.cell.has_failed;
    buffer_release(&sheet.cell);
}
