/* SPDX-License-Identifier: EUPL-1.2 */
#include "sandbox/mark.h"

#include "clock.h"
#include "time_zone.h"
#include "json/document.h"
#include "json/writer.h"

#include <stdio.h>

static struct date date_of(struct slice text)
{
    struct date date = { 0 };
    if (!slice_is_set(text) || !date_parse(text.at, text.size, &date))
        return (struct date){ 0 };
    return date;
}

static struct seed_mark mark_of(const struct document *document)
{
    return (struct seed_mark){
        .is_there = true,
        .is_complete = document_bool(document_member(document, "is_complete"), false),
        .candidacies = (unsigned)document_int(document_member(document, "candidacies"), 0),
        .more_organisms = (unsigned)document_int(document_member(document, "more_organisms"), 0),
        .today = date_of(document_text(document_member(document, "today"))),
        .clock = date_of(document_text(document_member(document, "clock"))),
    };
}

bool seed_mark_read(struct store *store, struct seed_mark *ret_mark, char *ret_why, size_t why_size)
{
    struct buffer text = { 0 };
    struct document *document = NULL;
    enum status status = STATUS_OK;
    bool is_read = store_read(store, "select value::text from setting where name = 'demo'", &text,
                              ret_why, why_size);
    if (is_read)
        *ret_mark = (struct seed_mark){ 0 };
    if (is_read && text.size &&
        document_parse(buffer_as_slice(&text), &document, &status) == REASON_NONE &&
        status == STATUS_OK)
        *ret_mark = mark_of(document);
    document_free(document);
    buffer_release(&text);
    return is_read;
}

bool seed_mark_write(struct store *store, const struct seed_mark *mark, char *ret_why,
                     size_t why_size)
{
    struct params params;
    struct arena arena;
    struct store_statement insert;
    store_statement_init(
        &insert, "insert into setting (name, value) select 'demo', x.value::jsonb"
                 " from unnest($1::text[]) as x(value)"
                 " on conflict on constraint setting_pk do update set value = excluded.value");
    arena_init(&arena, 0);
    params_init(&params, &insert.statement, &arena);
    struct buffer value = { 0 };
    struct writer writer;
    writer_init(&writer, &value);
    writer_open(&writer, '{');
    writer_key(&writer, "today");
    writer_date(&writer, mark->today);
    writer_key(&writer, "clock");
    writer_date(&writer, mark->clock);
    writer_key(&writer, "candidacies");
    writer_int(&writer, mark->candidacies);
    writer_key(&writer, "more_organisms");
    writer_int(&writer, mark->more_organisms);
    writer_key(&writer, "is_complete");
    writer_bool(&writer, mark->is_complete);
    writer_close(&writer, '}');
    params_item(&params);
    params_text(&params, "value", buffer_as_slice(&value));
    buffer_release(&value);
    return store_run(store, insert.statement.text, &params, ret_why, why_size);
}

bool seed_clock_read(struct store *store, struct date *ret_clock, char *ret_why, size_t why_size)
{
    struct buffer text = { 0 };
    bool is_read = store_read(store,
                              "select coalesce(today, (instant at time zone "
                              "'Europe/Paris')::date)::text from sandbox_clock",
                              &text, ret_why, why_size);
    if (is_read)
        *ret_clock = date_of(buffer_as_slice(&text));
    buffer_release(&text);
    return is_read;
}

struct date seed_clock_day(struct date clock)
{
    return date_is_set(clock) ? clock : date_in_paris(clock_unix_ms() / 1000);
}

bool sandbox_mark(struct store *store, char *ret_why, size_t why_size)
{
    struct buffer text = { 0 };
    bool is_sandbox =
        store_run(store,
                  "update sandbox_clock set is_sandbox = true"
                  " where not is_sandbox and not exists (select from candidate)",
                  NULL, ret_why, why_size) &&
        store_read(store, "select is_sandbox from sandbox_clock", &text, ret_why, why_size);
    if (is_sandbox && !slice_is(buffer_as_slice(&text), "t")) {
        is_sandbox = false;
        snprintf(ret_why, why_size,
                 "the database cannot become a sandbox: it holds candidates already; use a "
                 "database of its own");
    }
    buffer_release(&text);
    return is_sandbox;
}
