/* SPDX-License-Identifier: EUPL-1.2 */
/* One value of a field, whether it came from a body or from a query: does the text fit the row? For
 * json/ only. */
#ifndef FIELD_VALUE_H
#define FIELD_VALUE_H

#include "json/field.h"

/* Why a value is refused, or REASON_NONE; and what was expected. */
struct field_verdict {
    enum reason code;
    struct expected expected;
    bool has_no_memory; /* nobody knows whether it fits */
};

/* Of a value of the row that is refused for this: its type, and what the reason is about. */
struct field_verdict field_value_refused(const struct field *field, enum reason code);

/* TEXT, ID, DATE, ENUM and INSTANT from valid UTF-8. ret_value is written only when it fits; the
 * slice of a TEXT points into `text`, or into the arena when it had to be composed. */
struct field_verdict field_value_from_text(const struct field *field, struct slice text,
                                           struct arena *arena, void *ret_value);
struct field_verdict field_value_from_int(const struct field *field, int64_t number,
                                          void *ret_value);
/* The years of a DATE, or of an INSTANT in Paris: of the row's min to max, else DATE_OUT_OF_RANGE.
 * What has no last year of its own is kept there until the present is known, and judged then. */
struct field_verdict field_value_years(const struct field *field, const void *value,
                                       struct dated place, struct violations *keep);
/* The number of items of a list field. */
struct field_verdict field_value_count(const struct field *field, size_t count);
/* The number of a word that the field takes, or -1. */
int field_value_index(const struct field *field, struct slice text);
/* The row that judges one item of TEXTS, IDS or ENUMS. */
struct field field_value_item(const struct field *list);
/* Whether items[index] of TEXTS or IDS repeats one before it. */
bool field_value_is_repeated(const struct field *list, const void *items, size_t index);
/* Bytes of one item of TEXTS, IDS or OBJECTS. */
size_t field_value_item_size(const struct field *list);

#endif
