#include "api/record.h"

#include <assert.h>

void record_read(struct exchange *x, struct row *row)
{
    const struct fields *fields = x->operation->record;
    if (!fields) /* the same root, of an operation that changes nothing */
        return;
    x->record = exchange_alloc(x, fields->size);
    struct slice text = row_text(row, "record");
    if (x->record && !fields_read_record(fields, text, x->arena, x->record))
        x->has_failed = true;
}

void record_bind(const struct exchange *x, struct params *params)
{
    struct buffer body = { 0 };
    struct writer writer;
    writer_init(&writer, &body);
    fields_write(&writer, x->operation->body, x->body,
                 x->operation->record ? 0 : FIELDS_WITH_DEFAULTS);
    /* Without memory: a text that is not sent (params.h). */
    params_text(params, "body", body.has_failed ? SLICE("\0") : buffer_as_slice(&body));
    buffer_release(&body);
}

void record_check_new(struct exchange *x)
{
    if (x->operation->check && !x->operation->record)
        x->operation->check(x, x->body);
}

void record_merge(struct exchange *x)
{
    const struct operation *operation = x->operation;
    if (!operation->record || x->has_failed || x->is_missing)
        return;
    assert(x->record); /* a load of the operation has read it */
    fields_merge(operation->body, x->body, operation->record, x->record);
    if (operation->check)
        operation->check(x, x->record);
}
