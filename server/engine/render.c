/* SPDX-License-Identifier: EUPL-1.2 */
/* Replies of a success: rows become objects and pages by their view, without a tree. */
#include "engine/flight.h"

#include "engine/address.h"
#include "engine/list.h"
#include "engine/tenant.h"

#include <assert.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

/* Most bodies fit into FIRST_BODY_BYTES; a page of a list grows beyond. */
enum { CELLS_MAX = 96, FIRST_BODY_BYTES = 4096 };
/* Who has read a list without an end as far as it goes asks again after so many seconds. */
#define ENDLESS_PAUSE_S "10"

/* Where the rows have the members of a view. */
struct columns {
    unsigned count;
    unsigned char at[CELLS_MAX];
};

static void find_columns(const struct rows *rows, const struct view *view,
                         struct columns *ret_columns)
{
    unsigned hint = 1; /* behind the item number */
    ret_columns->count = view_size(view);
    assert(ret_columns->count <= CELLS_MAX);
    for (unsigned i = 0; i < ret_columns->count; i++) {
        hint = segment_column(rows->segment, rows->execution, view->members[i].name, hint);
        ret_columns->at[i] = (unsigned char)hint++;
    }
}

static void read_cells(const struct rows *rows, unsigned i, const struct columns *columns,
                       struct slice *ret_cells)
{
    for (unsigned k = 0; k < columns->count; k++)
        ret_cells[k] =
            segment_cell(rows->segment, rows->execution, rows_number(rows, i), columns->at[k]);
}

void render_object(const struct rows *rows, unsigned row, const struct view *view, unsigned roles,
                   struct writer *writer)
{
    struct columns columns;
    struct slice cells[CELLS_MAX];
    find_columns(rows, view, &columns);
    read_cells(rows, row, &columns, cells);
    view_write(view, cells, roles, writer, false);
}

/* What opens something opens nothing after a dry run: it is not shown. */
static void show_secrets(const struct flight *flight, const struct view *view, struct slice *cells)
{
    for (unsigned i = 0; view->members[i].name; i++) {
        const unsigned flags = view->members[i].flags;
        if (flags & MEMBER_ONCE)
            cells[i] = flight->x.secret;
        if ((flags & MEMBER_SECRET) && flight->is_dry_run)
            cells[i] = SLICE_UNSET;
    }
}

/* The version, which If-Match compares, and a digest of what is shown: much of that moves without
 * the version of its root (appointments, appeals, who pays, what a day or a role makes of it), and
 * a tag that stood still would keep an old page alive. */
void render_print_etag(struct flight *flight, struct slice version, struct slice shown)
{
    static const unsigned char key[crypto_shorthash_KEYBYTES];
    unsigned char digest[crypto_shorthash_BYTES];
    char hex[2 * sizeof digest + 1];
    crypto_shorthash(digest, (const unsigned char *)shown.at, shown.size, key);
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    snprintf(flight->etag, sizeof flight->etag, "\"%.*s.%s\"", (int)version.size, version.at, hex);
}

/* What was written since the body had `from` bytes. */
static struct slice shown_since(const struct flight *flight, size_t from)
{
    const struct slice body = buffer_as_slice(&flight->body);
    return (struct slice){ body.at + from, body.size - from };
}

static void print_etag_of_row(struct flight *flight, const struct view *view,
                              const struct slice *cells, size_t from)
{
    int at = view_find(view, "row_version"); /* where `version` is a published label */
    if (at < 0)
        at = view_find(view, "version");
    if (at >= 0 && slice_is_set(cells[at]) && !flight->body.has_failed)
        render_print_etag(flight, cells[at], shown_since(flight, from));
}

static void add_link(struct flight *flight, struct buffer *link, const char *cursor,
                     const char *relation)
{
    const bool is_endless = operation_is_endless(flight->x.operation);
    struct address_page page = { flight->page.limit, is_endless ? "after" : "cursor", cursor };
    if (link->size)
        buffer_text(link, ", ");
    buffer_char(link, '<');
    address_add_path(link, flight->call->path);
    address_add_pairs(link, flight->call, &page);
    buffer_text(link, ">; rel=\"");
    buffer_text(link, relation);
    buffer_char(link, '"');
}

/* Where a page begins and ends in its list. */
struct page_ends {
    struct cursor first, last; /* without an id: the page is empty */
    bool has_more;             /* behind its last entry, in the direction that was read in */
    bool is_partial;           /* the walk ended before the page was full */
};

static void write_page(struct flight *flight, struct writer *writer, struct page_ends *ends)
{
    const struct operation *operation = flight->x.operation;
    const bool is_paged = operation_is_paged(operation);
    const bool is_endless = operation_is_endless(operation);
    const bool is_backward = flight->page.is_set && flight->page.cursor.is_backward;
    const bool has_next =
        is_paged && id_is_set(ends->last.id) && (is_backward || ends->has_more || is_endless);
    const bool has_previous = is_paged && !is_endless && id_is_set(ends->first.id) &&
                              flight->page.is_set && (!is_backward || ends->has_more);
    const struct cursor_list list = list_cursor_of(flight);
    char next[CURSOR_TEXT_SIZE] = "", previous[CURSOR_TEXT_SIZE] = "";
    ends->first.is_backward = true;
    stream_keep(flight, has_next ? &ends->last : NULL);
    if (has_next)
        cursor_print(&list, &ends->last, next);
    if (has_previous)
        cursor_print(&list, &ends->first, previous);
    writer_key(writer, "page");
    writer_open(writer, '{');
    writer_key(writer, "limit");
    if (is_paged)
        writer_int(writer, flight->page.limit);
    else
        writer_null(writer);
    writer_key(writer, "next_cursor");
    writer_string(writer, has_next ? slice_of(next) : (struct slice){ 0 });
    writer_key(writer, "prev_cursor");
    writer_string(writer, has_previous ? slice_of(previous) : (struct slice){ 0 });
    writer_key(writer, "is_partial");
    writer_bool(writer, ends->is_partial);
    writer_close(writer, '}');
    struct buffer link = { 0 };
    if (has_next)
        add_link(flight, &link, next, "next");
    if (has_previous)
        add_link(flight, &link, previous, "prev");
    /* The last line of NDJSON says it; and what goes whole has no next page. */
    if (link.size && flight->layout.format != FORMAT_NDJSON && !flight->stream)
        http_reply_header(&flight->reply, "Link",
                          arena_copy(flight->x.arena, buffer_as_slice(&link)));
    buffer_release(&link);
    if (is_endless && !ends->has_more)
        http_reply_header(&flight->reply, "Retry-After", SLICE(ENDLESS_PAUSE_S));
}

/* --- lists --- */

/* The two columns of a walk (db/statement.h); a list without ways has none of them. */
struct walk_columns {
    bool is_walked;
    unsigned mark, key;
};

static struct walk_columns find_walk(const struct rows *rows)
{
    struct walk_columns columns = { 0 };
    columns.is_walked =
        rows->count > 0 &&
        segment_find_column(rows->segment, rows->execution, "walk_mark", &columns.mark) &&
        segment_find_column(rows->segment, rows->execution, "walk_key", &columns.key);
    return columns;
}

static enum walk_mark mark_of(const struct rows *rows, const struct walk_columns *walk, unsigned i)
{
    if (!walk->is_walked)
        return WALK_ENTRY;
    const struct slice mark =
        segment_cell(rows->segment, rows->execution, rows_number(rows, i), walk->mark);
    return mark.size == 1 && mark.at[0] >= '0' && mark.at[0] <= '4'
               ? (enum walk_mark)(mark.at[0] - '0')
               : WALK_END;
}

static struct cursor cursor_at(const struct rows *rows, const struct view *view,
                               const struct walk_columns *walk, unsigned i)
{
    struct cursor cursor = { 0 };
    unsigned id;
    const unsigned row = rows_number(rows, i);
    if (view_find(view, "id") >= 0 &&
        segment_find_column(rows->segment, rows->execution, "id", &id) &&
        !id_parse(segment_cell(rows->segment, rows->execution, row, id), &cursor.id))
        return (struct cursor){ 0 };
    const struct slice key = walk->is_walked
                                 ? segment_cell(rows->segment, rows->execution, row, walk->key)
                                 : SLICE_UNSET;
    assert(key.size <= CURSOR_KEY_SIZE);
    if (key.size)
        memcpy(cursor.key, key.at, key.size);
    cursor.key_size = (unsigned char)key.size;
    return cursor;
}

/* How many of the rows are on the page, as far as it goes: up to its limit, or to where the walk
 * ended. */
static unsigned measure(const struct flight *flight, const struct rows *rows,
                        const struct walk_columns *walk, struct page_ends *ret_ends)
{
    const struct view *view = flight->x.operation->reply.view;
    const bool is_paged = operation_is_paged(flight->x.operation);
    unsigned shown = 0;
    *ret_ends = (struct page_ends){ 0 };
    while (shown < rows->count && !ret_ends->has_more) {
        if (is_paged && shown == (unsigned)flight->page.limit) {
            ret_ends->has_more = true;
            break;
        }
        const enum walk_mark mark = mark_of(rows, walk, shown);
        ret_ends->last = cursor_at(rows, view, walk, shown);
        if (shown == 0)
            ret_ends->first = ret_ends->last;
        if (mark == WALK_NOTHING_YET)
            break;
        ret_ends->is_partial = ret_ends->has_more = mark != WALK_ENTRY;
        shown += mark != WALK_END;
    }
    return shown;
}

static void render_embedded(struct flight *flight, struct writer *writer)
{
    const struct reply *reply = exchange_reply(&flight->x);
    const struct rows *rows = &flight->reply_rows[1];
    struct columns columns;
    struct slice row[CELLS_MAX];
    writer_key(writer, reply->embedded.name);
    if (rows->count == 0) {
        writer_null(writer);
        return;
    }
    find_columns(rows, reply->embedded.view, &columns);
    read_cells(rows, 0, &columns, row);
    show_secrets(flight, reply->embedded.view, row);
    const size_t from = flight->body.size;
    view_write(reply->embedded.view, row, flight->x.principal.roles, writer, false);
    print_etag_of_row(flight, reply->embedded.view, row, from);
}

bool render_asks_beside(struct flight *flight)
{
    const struct beside *beside = flight->x.operation->beside;
    const struct rows *rows = &flight->reply_rows[0];
    struct columns columns;
    struct slice row[CELLS_MAX];
    struct page_ends ends;
    bool asks = false;
    if (!beside || rows->count == 0)
        return false;
    const struct walk_columns walk = find_walk(rows);
    const unsigned shown = measure(flight, rows, &walk, &ends);
    find_columns(rows, flight->x.operation->reply.view, &columns);
    for (unsigned i = 0; i < shown; i++) {
        read_cells(rows, i, &columns, row);
        asks |= beside->rows(&flight->x, row);
    }
    return asks;
}

static void render_list(struct flight *flight, const struct rows *rows, struct writer *writer)
{
    const struct view *view = flight->x.operation->reply.view;
    const bool is_backward = flight->page.is_set && flight->page.cursor.is_backward;
    const struct walk_columns walk = find_walk(rows);
    struct columns columns;
    struct slice row[CELLS_MAX];
    struct page_ends ends;
    const unsigned shown = measure(flight, rows, &walk, &ends);
    if (shown > 0)
        find_columns(rows, view, &columns);
    writer_open(writer, '{');
    writer_key(writer, "data");
    writer_open(writer, '[');
    for (unsigned i = 0; i < shown; i++) {
        /* Backward pages come nearest first and are turned round. */
        read_cells(rows, is_backward ? shown - 1 - i : i, &columns, row);
        if (flight->listed)
            flight->x.operation->beside->cells(&flight->x, row);
        view_write(view, row, flight->x.principal.roles, writer, false);
    }
    writer_close(writer, ']');
    if (is_backward) {
        const struct cursor nearest = ends.first;
        ends.first = ends.last;
        ends.last = nearest;
    }
    write_page(flight, writer, &ends);
    if (exchange_reply(&flight->x)->embedded.statement)
        render_embedded(flight, writer);
    writer_close(writer, '}');
    if (operation_is_endless(flight->x.operation) && !flight->body.has_failed)
        render_print_etag(flight, SLICE("page"), buffer_as_slice(&flight->body));
}

static bool has_expired(const struct rows *rows)
{
    const struct walk_columns walk = find_walk(rows);
    return rows->count > 0 && mark_of(rows, &walk, 0) == WALK_EXPIRED;
}

static void render_page(struct flight *flight, const struct page_told *told)
{
    page_write(flight, told);
    render_print_etag(flight, SLICE("page"), buffer_as_slice(&flight->body));
}

/* Without a statement: what the process knows, or what the snapshot says. */
static void render_without_rows(struct flight *flight, struct writer *writer)
{
    const struct operation *operation = flight->x.operation;
    if (operation->reply.render)
        operation->reply.render(&flight->x, writer);
    if (operation->reply.embedded.statement) {
        render_embedded(flight, writer);
        writer_close(writer, '}');
    }
    if (flight->x.reply_version)
        render_print_etag(
            flight, arena_print(flight->x.arena, "%lld", (long long)flight->x.reply_version),
            slice_is_set(flight->x.digest) ? flight->x.digest : shown_since(flight, 0));
    else if (operation_is_fixed(operation))
        prepared_print_etag(buffer_as_slice(&flight->body), flight->etag);
}

static void render_row(struct flight *flight, struct writer *writer)
{
    const struct reply *reply = exchange_reply(&flight->x);
    bool has_more = reply->embedded.statement || reply->render;
    struct columns columns;
    struct slice row[CELLS_MAX];
    find_columns(&flight->reply_rows[0], reply->view, &columns);
    read_cells(&flight->reply_rows[0], 0, &columns, row);
    show_secrets(flight, reply->view, row);
    if (page_is_wanted(flight)) {
        render_page(flight, &(struct page_told){ reply->view, row, REASON_NONE });
        return;
    }
    view_write(reply->view, row, flight->x.principal.roles, writer, has_more);
    if (reply->embedded.statement)
        render_embedded(flight, writer);
    if (reply->render)
        reply->render(&flight->x, writer);
    if (has_more)
        writer_close(writer, '}');
    if (!flight->etag[0]) /* else it is that of the object in it */
        print_etag_of_row(flight, reply->view, row, 0);
}

static enum reason missing_of(const struct reply *reply)
{
    return reply->missing != REASON_NONE ? reply->missing : REASON_NOT_FOUND;
}

/* There is no such row, hence nothing for this caller; a page that was not told of which asks. */
static enum reason render_no_row(struct flight *flight)
{
    const struct reply *reply = exchange_reply(&flight->x);
    if (page_is_wanted(flight) && reply->page->is_asked && !reply->page->is_asked(&flight->x)) {
        render_page(flight, &(struct page_told){ .view = reply->view });
        return REASON_NONE;
    }
    return missing_of(reply);
}

static enum reason render_body(struct flight *flight)
{
    const struct operation *operation = flight->x.operation;
    const struct reply *reply = exchange_reply(&flight->x);
    struct writer writer;
    flight->prepared = prepared_find(operation);
    if (flight->prepared) {
        flight->reply.shared = flight->prepared->text;
        memcpy(flight->etag, flight->prepared->etag, ETAG_SIZE);
        return REASON_NONE;
    }
    if (reply->shared) {
        flight->reply.shared = *reply->shared;
        flight->x.is_missing = !slice_is_set(*reply->shared);
        return REASON_NONE;
    }
    for (unsigned place = 0; place < 2; place++) {
        if (flight->reply_rows[place].segment &&
            !tenant_may_see(flight, &flight->reply_rows[place]))
            return REASON_INTERNAL;
    }
    buffer_reserve(&flight->body, FIRST_BODY_BYTES);
    writer_init(&writer, &flight->body);
    if (reply->page && reply->page->is_all)
        render_page(flight, &(struct page_told){ .reason = REASON_NONE });
    else if (!reply->statement)
        render_without_rows(flight, &writer);
    else if (list_has_lost_its_place(flight, flight->reply_rows[0].count))
        return REASON_CURSOR_INVALID;
    else if (has_expired(&flight->reply_rows[0]))
        return REASON_CURSOR_EXPIRED;
    else if (operation->flags & OPERATION_LIST)
        render_list(flight, &flight->reply_rows[0], &writer);
    else if (flight->reply_rows[0].count == 0)
        return render_no_row(flight);
    else
        render_row(flight, &writer);
    return REASON_NONE;
}

enum reason flight_render(struct flight *flight)
{
    const struct operation *operation = flight->x.operation;
    const struct reply *reply = exchange_reply(&flight->x);
    const struct slice secret = flight->x.secret;
    enum reason reason = REASON_NONE;
    if (flight->is_dry_run) /* whoever writes the answer, by a view or by hand */
        flight->x.secret = SLICE_UNSET;
    buffer_clear(&flight->body);
    flight->reply.header_count = 0;
    flight->etag[0] = '\0';
    flight->reply.status = flight->x.status ? flight->x.status
                           : reply->status  ? reply->status
                                            : 200;
    if (operation->flags & OPERATION_NO_CONTENT)
        flight->reply.status = 204;
    else
        reason = render_body(flight);
    flight->x.secret = secret;
    if (reason == REASON_NONE && (flight->x.has_failed || flight->body.has_failed))
        reason = REASON_TEMPORARY_REDUCED_CAPACITY;
    if (reason == REASON_NONE && flight->x.is_missing)
        reason = missing_of(reply);
    return reason == REASON_NONE ? render_headers(flight) : reason;
}
