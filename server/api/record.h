/* SPDX-License-Identifier: EUPL-1.2 */
/* Records: what a body says goes to the database by the names of its fields, and a merge patch is
 * judged on the record that it makes (RFC 7396).
 *
 * An operation that changes a record names the table of the whole one (.record), reads it with its
 * root (record_read) and binds its body (record_bind); the engine lays the body over the record,
 * asks .check about the result and hands it to decide() as x->record. The statement writes
 *
 *     set ({{candidate_fields}}) = (select {{r.candidate_fields}} from jsonb_populate_record(c,
 * x.body) r)
 *
 * so that an absent member stays and a null erases. What is made new is asked the same .check. */
#ifndef RECORD_H
#define RECORD_H

#include "api/operation.h"

/* Of a row with a column `record` = to_jsonb() of the stored row: x->record. */
void record_read(struct exchange *x, struct row *row);
/* The parameter `body`: the members that were given, as one JSON object per item. Of something new,
 * what is absent and stands for a value too (FIELDS_WITH_DEFAULTS). */
void record_bind(const struct exchange *x, struct params *params);
/* The same of something new that is itself a change of something else: what is absent stays there
 * as it is, and stands for nothing. */
void record_bind_given(const struct exchange *x, struct params *params);
/* The binder of a change: `id` of the result, `version` that was read, `body`. */
void record_bind_change(const struct exchange *x, const struct effect *effect,
                        struct params *params);
/* Of a change: what is erased with what it leans on. Of something new, asks .check about it. */
void record_complete(struct exchange *x);
/* Lays the body over x->record and asks .check about it; nothing when no record was read. Sets
 * x->is_unchanged when the record stays as it was: nothing is written then. */
void record_merge(struct exchange *x);

#endif
