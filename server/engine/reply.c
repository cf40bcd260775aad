/* Replies: rows become objects and pages by their view, without a tree; headers, log line and
 * counters are added once. */
#include "engine/flight.h"

#include "clock.h"
#include "engine/address.h"
#include "engine/cursor.h"
#include "log.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

enum { CELLS_MAX = 96, ROWS_MAX = 4096 };

/* The rows of one reply: those of the flight's items. */
struct rows {
    const struct segment *segment;
    struct item_range range;
    unsigned at[ROWS_MAX];
    unsigned count;
    unsigned char columns[CELLS_MAX]; /* of the members of the view */
    unsigned column_count;
};

static void find_columns(struct rows *rows, const struct view *view)
{
    rows->column_count = view_size(view);
    assert(rows->column_count <= CELLS_MAX);
    unsigned hint = 1; /* behind the item number */
    for (unsigned i = 0; i < rows->column_count; i++) {
        hint = segment_column(rows->segment, rows->range.execution, view->members[i].name, hint);
        rows->columns[i] = (unsigned char)hint++;
    }
}

static void find_rows(struct flight *flight, const struct segment *segment, unsigned place,
                      const struct view *view, struct rows *ret_rows)
{
    ret_rows->segment = segment;
    ret_rows->range = flight->replies[place];
    ret_rows->count = 0;
    if (!segment || ret_rows->range.count == 0)
        return;
    unsigned total = segment_row_count(segment, ret_rows->range.execution);
    for (unsigned i = 0; i < total && ret_rows->count < ROWS_MAX; i++) {
        struct row row = segment_row(segment, ret_rows->range.execution, i, flight->x.arena);
        int64_t item = row_int(&row, "item");
        if (item >= ret_rows->range.first &&
            item < (int64_t)ret_rows->range.first + ret_rows->range.count)
            ret_rows->at[ret_rows->count++] = i;
    }
    if (ret_rows->count)
        find_columns(ret_rows, view);
}

/* The cells of a row, one per member of the view. */
static const struct slice *cells_of(const struct rows *rows, unsigned i, struct slice *cells)
{
    for (unsigned k = 0; k < rows->column_count; k++)
        cells[k] =
            segment_cell(rows->segment, rows->range.execution, rows->at[i], rows->columns[k]);
    return cells;
}

/* A view depends on the reader's scope, so its letter is part of the tag (decision 23). */
static void print_etag(struct flight *flight, struct slice version)
{
    char letter = 'p';
    if (flight->x.principal.scope.size > 2)
        letter = (char)(flight->x.principal.scope.at[2] | 0x20);
    snprintf(flight->etag, sizeof flight->etag, "\"%.*s.%c\"", (int)version.size, version.at,
             letter);
}

static void print_etag_of_row(struct flight *flight, const struct view *view,
                              const struct slice *cells)
{
    int at = view_find(view, "row_version"); /* where `version` is a published label */
    if (at < 0)
        at = view_find(view, "version");
    if (at >= 0 && slice_is_set(cells[at]))
        print_etag(flight, cells[at]);
}

static void add_link(struct flight *flight, struct buffer *link, const char *cursor,
                     const char *relation)
{
    struct address_page page = { flight->page.limit, cursor };
    if (link->size)
        buffer_text(link, ", ");
    buffer_char(link, '<');
    buffer_slice(link, flight->call->path);
    address_add_pairs(link, flight->call, &page);
    buffer_text(link, ">; rel=\"");
    buffer_text(link, relation);
    buffer_char(link, '"');
}

static void write_page(struct flight *flight, struct writer *writer, struct id first,
                       struct id last, bool has_more)
{
    const struct operation *operation = flight->x.operation;
    const struct http_call *call = flight->call;
    bool is_paged = !(operation->flags & OPERATION_UNPAGED);
    bool has_next = is_paged && id_is_set(last) && (flight->page.is_backward || has_more);
    bool has_previous = is_paged && id_is_set(first) && flight->page.is_set &&
                        (!flight->page.is_backward || has_more);
    char next[CURSOR_TEXT_SIZE] = "", previous[CURSOR_TEXT_SIZE] = "";
    if (has_next)
        cursor_print(operation->id, call->pairs, call->pair_count, last, false, next);
    if (has_previous)
        cursor_print(operation->id, call->pairs, call->pair_count, first, true, previous);
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
    writer_close(writer, '}');
    struct buffer link = { 0 };
    if (has_next)
        add_link(flight, &link, next, "next");
    if (has_previous)
        add_link(flight, &link, previous, "prev");
    if (link.size)
        http_reply_header(&flight->reply, "Link",
                          arena_copy(flight->x.arena, buffer_as_slice(&link)));
    buffer_release(&link);
}

static struct id id_of_row(const struct view *view, const struct slice *cells)
{
    struct id id = { { 0 } };
    int at = view_find(view, "id");
    if (at >= 0 && slice_is_set(cells[at]) && !id_parse(cells[at], &id))
        return (struct id){ { 0 } };
    return id;
}

static void render_list(struct flight *flight, const struct rows *rows, struct writer *writer)
{
    const struct operation *operation = flight->x.operation;
    bool is_paged = !(operation->flags & OPERATION_UNPAGED);
    unsigned shown = rows->count;
    bool has_more = is_paged && shown > (unsigned)flight->page.limit;
    struct slice cells[CELLS_MAX];
    struct id first = { { 0 } }, last = { { 0 } };
    if (has_more)
        shown = (unsigned)flight->page.limit;
    writer_open(writer, '{');
    writer_key(writer, "data");
    writer_open(writer, '[');
    for (unsigned i = 0; i < shown; i++) {
        /* Backward pages come nearest first and are turned round. */
        unsigned at = flight->page.is_backward ? shown - 1 - i : i;
        const struct slice *row = cells_of(rows, at, cells);
        view_write(operation->reply.view, row, flight->x.principal.roles, writer, false);
        if (i == 0)
            first = id_of_row(operation->reply.view, row);
        last = id_of_row(operation->reply.view, row);
    }
    writer_close(writer, ']');
    write_page(flight, writer, first, last, has_more);
    writer_close(writer, '}');
}

static void render_embedded(struct flight *flight, const struct segment *segment,
                            struct writer *writer)
{
    const struct reply *reply = &flight->x.operation->reply;
    struct rows *rows = arena_alloc(flight->x.arena, sizeof *rows);
    struct slice cells[CELLS_MAX];
    if (!rows)
        return;
    find_rows(flight, segment, 1, reply->embedded.view, rows);
    writer_key(writer, reply->embedded.name);
    if (rows->count == 0) {
        writer_null(writer);
        return;
    }
    const struct slice *row = cells_of(rows, 0, cells);
    print_etag_of_row(flight, reply->embedded.view, row);
    view_write(reply->embedded.view, row, flight->x.principal.roles, writer, false);
}

static void add_cache_headers(struct flight *flight)
{
    unsigned flags = flight->x.operation->flags;
    struct slice rule = SLICE("private, no-cache");
    if (flags & (OPERATION_PERSONAL | OPERATION_COMMAND))
        rule = SLICE("no-store");
    else if (flags & OPERATION_PUBLIC_CACHE)
        rule = SLICE("public, max-age=300");
    http_reply_header(&flight->reply, "Cache-Control", rule);
}

static void add_location(struct flight *flight)
{
    const struct reply *reply = &flight->x.operation->reply;
    char id[ID_TEXT_SIZE];
    if (!reply->location || !id_is_set(flight->x.result_id))
        return;
    id_print(flight->x.result_id, id);
    const char *place = strstr(reply->location, "%s");
    if (!place)
        return;
    http_reply_header(&flight->reply, "Location",
                      arena_print(flight->x.arena, "%.*s%s%s", (int)(place - reply->location),
                                  reply->location, id, place + 2));
}

/* False: there is no such row, hence nothing for this caller. */
static bool render_body(struct flight *flight, const struct segment *segment)
{
    const struct operation *operation = flight->x.operation;
    struct writer writer;
    writer_init(&writer, &flight->body);
    if (!operation->reply.statement) {
        if (operation->reply.render)
            operation->reply.render(&flight->x, &writer);
        if (flight->x.reply_version)
            print_etag(flight,
                       arena_print(flight->x.arena, "%lld", (long long)flight->x.reply_version));
        return true;
    }
    struct rows *rows = arena_alloc(flight->x.arena, sizeof *rows);
    if (!rows) {
        flight->x.has_failed = true;
        return true;
    }
    find_rows(flight, segment, 0, operation->reply.view, rows);
    if (operation->flags & OPERATION_LIST) {
        render_list(flight, rows, &writer);
        return true;
    }
    if (rows->count == 0)
        return false;
    struct slice cells[CELLS_MAX];
    const struct slice *row = cells_of(rows, 0, cells);
    bool has_more = operation->reply.embedded.statement || operation->reply.render;
    print_etag_of_row(flight, operation->reply.view, row);
    view_write(operation->reply.view, row, flight->x.principal.roles, &writer, has_more);
    if (operation->reply.embedded.statement)
        render_embedded(flight, segment, &writer);
    if (operation->reply.render)
        operation->reply.render(&flight->x, &writer);
    if (has_more)
        writer_close(&writer, '}');
    return true;
}

/* If-None-Match: the tag stands alone or in a list, weak or not. */
static bool is_unchanged(const struct flight *flight)
{
    struct slice asked = flight->if_none_match;
    return flight->etag[0] && asked.size && !(flight->x.operation->flags & OPERATION_COMMAND) &&
           memmem(asked.at, asked.size, flight->etag, strlen(flight->etag)) != NULL;
}

void flight_render(struct flight *flight, const struct segment *segment)
{
    const struct operation *operation = flight->x.operation;
    buffer_clear(&flight->body);
    flight->reply.header_count = 0;
    flight->etag[0] = '\0';
    flight->reason = REASON_NONE;
    flight->reply.status = flight->x.status          ? flight->x.status
                           : operation->reply.status ? operation->reply.status
                                                     : 200;
    if (!(operation->flags & OPERATION_NO_CONTENT) && !render_body(flight, segment)) {
        flight_render_problem(flight, REASON_NOT_FOUND);
        return;
    }
    if (flight->x.has_failed || flight->body.has_failed) {
        flight_render_problem(flight, REASON_TEMPORARY_REDUCED_CAPACITY);
        return;
    }
    if (flight->x.is_missing) {
        flight_render_problem(flight, REASON_NOT_FOUND);
        return;
    }
    if (operation->flags & OPERATION_NO_CONTENT)
        flight->reply.status = 204;
    if (flight->etag[0])
        http_reply_header(&flight->reply, "ETag", slice_of(flight->etag));
    add_cache_headers(flight);
    add_location(flight);
    if (is_unchanged(flight)) {
        buffer_clear(&flight->body);
        flight->reply.status = 304;
    } else if (flight->reply.status != 204) {
        const char *type = operation->reply.content_type;
        http_reply_header(&flight->reply, "Content-Type",
                          type ? slice_of(type) : SLICE("application/json"));
    }
    flight->has_reply = true;
}

void flight_answer_not_found(struct flight *flight)
{
    flight_refuse(flight, REASON_NOT_FOUND);
}

/* The operation's own path with the new id in the place of its first member, and the parameters as
 * they came: a dry run stays one. */
void flight_answer_moved(struct flight *flight)
{
    const char *path = flight->x.operation->path;
    const char *begin = strchr(path, '{'), *end = begin ? strchr(begin, '}') : NULL;
    char id[ID_TEXT_SIZE];
    struct buffer address = { 0 };
    if (!end) {
        flight_refuse(flight, REASON_INTERNAL);
        return;
    }
    id_print(flight->x.moved_to, id);
    buffer_append(&address, path, (size_t)(begin - path));
    buffer_text(&address, id);
    buffer_text(&address, end + 1);
    address_add_pairs(&address, flight->call, NULL);
    flight->reply.status = 308;
    http_reply_header(&flight->reply, "Location",
                      arena_copy(flight->x.arena, buffer_as_slice(&address)));
    add_cache_headers(flight);
    buffer_release(&address);
    flight->has_reply = true;
    flight_answer(flight);
}

static void add_cors(struct flight *flight)
{
    struct slice origin = flight->call->headers[HTTP_ORIGIN];
    const char *const *origins = flight->engine->options.origins;
    if (!origins || !origins[0])
        return;
    http_reply_header(&flight->reply, "Vary", SLICE("Origin, Accept-Language"));
    for (unsigned i = 0; origins[i] && slice_is_set(origin); i++) {
        if (!slice_is(origin, origins[i]))
            continue;
        http_reply_header(&flight->reply, "Access-Control-Allow-Origin", origin);
        http_reply_header(&flight->reply, "Access-Control-Expose-Headers",
                          SLICE("ETag, Location, Link, Retry-After, X-Request-Id, "
                                "Idempotency-Replayed"));
    }
}

static void count_request(struct engine *engine, int status, int64_t ms)
{
    static const int64_t bounds[ENGINE_LATENCY_BUCKETS] = { 1,   2,   5,   10,   25,   50,
                                                            100, 250, 500, 1000, 2500, 10000 };
    unsigned bucket = 0;
    while (bucket < ENGINE_LATENCY_BUCKETS && ms > bounds[bucket])
        bucket++;
    atomic_fetch_add(&engine->counts.latency[bucket], 1);
    atomic_fetch_add(&engine->counts.latency_sum_ms, (unsigned long)ms);
    atomic_fetch_add(&engine->counts.requests[status / 100 % 6], 1);
}

void flight_answer(struct flight *flight)
{
    struct engine *engine = flight->engine;
    if (flight->reply.status >= 500)
        failure_log(&flight->failure, flight->request_id,
                    flight->x.operation ? flight->x.operation->id : NULL, flight->reply.status,
                    flight->reason);
    if (flight->is_errand) {
        errand_answer(flight);
        return;
    }
    int64_t ms = clock_monotonic_ms() - flight->call->started_ms;
    http_reply_header(&flight->reply, "X-Request-Id", flight->request_id);
    if (flight->is_dry_run)
        http_reply_header(&flight->reply, "Dry-Run", SLICE("true"));
    add_cors(flight);
    flight->reply.body = flight->body;
    flight->body = (struct buffer){ 0 };
    flight->reply.closes |= engine->is_draining;
    count_request(engine, flight->reply.status, ms);
    char key_id[ID_TEXT_SIZE], scope_id[ID_TEXT_SIZE];
    id_print(flight->x.principal.key_id, key_id);
    id_print(flight->x.principal.scope_id, scope_id);
    log_fields(
        LOG_INFO, "request", LOG_SLICE("request_id", flight->request_id),
        LOG_TEXT("operation", flight->x.operation ? flight->x.operation->id : "none"),
        LOG_NUMBER("status", flight->reply.status),
        LOG_TEXT("code", flight->reason != REASON_NONE ? reason_info(flight->reason)->code : NULL),
        LOG_NUMBER("ms", ms), LOG_NUMBER("bytes_in", (int64_t)flight->call->body.size),
        LOG_NUMBER("bytes_out", (int64_t)flight->reply.body.size), LOG_TEXT("key_id", key_id),
        LOG_TEXT("scope_id", scope_id));
    http_answer(flight->call, &flight->reply);
}
