/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/record.h"

void record_read(struct exchange *x, struct row *row)
{
    const struct fields *fields = x->operation->record;
    if (!fields) /* the same root, of an operation that changes nothing */
        return;
    struct slice text = row_text(row, "record");
    if (!slice_is_set(text)) /* not the caller's to change: decide() refuses */
        return;
    x->record = exchange_alloc(x, fields->size);
    if (x->record && !fields_read_record(fields, text, x->arena, x->record))
        x->has_failed = true;
}

static void bind_body(const struct exchange *x, unsigned flags, struct params *params)
{
    struct buffer body = { 0 };
    struct writer writer;
    writer_init(&writer, &body);
    fields_write(&writer, x->operation->body, x->body, flags);
    /* Without memory: a text that is not sent (params.h). */
    params_text(params, "body", body.has_failed ? SLICE("\0") : buffer_as_slice(&body));
    buffer_release(&body);
}

void record_bind(const struct exchange *x, struct params *params)
{
    bind_body(x, x->operation->record ? 0 : FIELDS_WITH_DEFAULTS, params);
}

void record_bind_given(const struct exchange *x, struct params *params)
{
    bind_body(x, 0, params);
}

void record_bind_change(const struct exchange *x, const struct effect *effect,
                        struct params *params)
{
    (void)effect;
    params_id(params, "id", x->result_id);
    params_int(params, "version", x->version);
    record_bind(x, params);
}

void record_complete(struct exchange *x)
{
    if (x->operation->record && x->operation->body)
        fields_erase_leaning(x->operation->body, x->body);
    else if (x->operation->check)
        x->operation->check(x, x->body);
}

static struct slice print_record(struct exchange *x)
{
    struct buffer text = { 0 };
    struct writer writer;
    writer_init(&writer, &text);
    fields_write(&writer, x->operation->record, x->record, FIELDS_WITHOUT_NULLS);
    const struct slice copy = arena_copy(x->arena, buffer_as_slice(&text));
    x->has_failed |= text.has_failed || !slice_is_set(copy);
    buffer_release(&text);
    return copy;
}

void record_merge(struct exchange *x)
{
    const struct operation *operation = x->operation;
    if (!x->record || x->has_failed || x->is_missing)
        return;
    const struct slice before = print_record(x);
    fields_merge(operation->body, x->body, operation->record, x->record);
    x->is_unchanged = slice_equals(before, print_record(x));
    if (operation->check)
        operation->check(x, x->record);
}
