/* SPDX-License-Identifier: EUPL-1.2 */
#include "operator/place.h"

#include "api/checks.h"
#include "json/utf8.h"
#include "name.h"
#include "operator/csv.h"

#include <stdio.h>
#include <stdlib.h>

const char *const place_kind_names[] = {
    [PLACE_COMMUNE] = "COMMUNE", [PLACE_DISTRICT] = "DISTRICT",   [PLACE_OVERSEAS] = "OVERSEAS",
    [PLACE_COUNTRY] = "COUNTRY", [PLACE_TERRITORY] = "TERRITORY", NULL,
};
NAMES_END_WITH(place_kind_names, PLACE_KINDS);

enum { LABEL_MAX = 100 };

/* Where the register begins: what it has from this day on was so before, too. */
static const struct date beginning = { 1943, 1, 1 };

/* The columns of one file; -1 = it has none of this name. */
struct source {
    struct csv csv;
    enum place_kind kind;
    int code, label, name, from, to, type, owner;
};

static bool refuse(struct place_fault *ret_fault, const struct csv *csv, int column,
                   const char *why)
{
    ret_fault->line = csv->line;
    if (column < 0)
        snprintf(ret_fault->text, sizeof ret_fault->text, "%s", why);
    else
        snprintf(ret_fault->text, sizeof ret_fault->text, "column %.*s: %s",
                 (int)csv->names[column].size, csv->names[column].at, why);
    return false;
}

static bool refuse_text(struct place_fault *ret_fault, const struct csv *csv)
{
    ret_fault->line = csv->line;
    snprintf(ret_fault->text, sizeof ret_fault->text, "value %u: %s", csv->bad_column, csv->fault);
    return false;
}

/* What the file is, by the first of these columns that it has. */
static bool find_columns(struct source *source, struct place_fault *ret_fault)
{
    static const struct {
        const char *code, *label;
        enum place_kind kind;
    } files[] = {
        { "COM", "LIBELLE", PLACE_COMMUNE },
        { "COM_COMER", "LIBELLE", PLACE_OVERSEAS },
        { "COG", "LIBCOG", PLACE_COUNTRY },
    };
    const struct csv *csv = &source->csv;
    size_t i = 0;
    while (i < sizeof files / sizeof files[0] && csv_column(csv, files[i].code) < 0)
        i++;
    if (i == sizeof files / sizeof files[0])
        return refuse(ret_fault, csv, -1,
                      "no column is called COM, COM_COMER or COG: it is none of the files of the "
                      "geographical code");
    source->kind = files[i].kind;
    source->code = csv_column(csv, files[i].code);
    source->label = csv_column(csv, files[i].label);
    source->name = csv_column(csv, "NCCENR");
    source->from = csv_column(csv, "DATE_DEBUT");
    source->to = csv_column(csv, "DATE_FIN");
    source->type = csv_column(csv, "TYPECOM");
    source->owner = csv_column(csv, "CRPAY");
    if (source->label < 0)
        return refuse(ret_fault, csv, source->code, "there is no name (LIBELLE, LIBCOG) beside it");
    if ((source->from < 0) != (source->to < 0))
        return refuse(ret_fault, csv, source->code,
                      "of DATE_DEBUT and DATE_FIN one is there and the other is not");
    return true;
}

/* Of communes that are parts of others (COMD, COMA) nobody is born there by the civil register. */
static bool find_kind(const struct source *source, enum place_kind *ret_kind)
{
    const struct slice *values = source->csv.values;
    *ret_kind = source->kind;
    if (source->kind == PLACE_COUNTRY && source->owner >= 0 && values[source->owner].size > 0)
        *ret_kind = PLACE_TERRITORY;
    if (source->kind == PLACE_COMMUNE && source->type >= 0) {
        if (slice_is(values[source->type], "ARM"))
            *ret_kind = PLACE_DISTRICT;
        return slice_is(values[source->type], "COM") || slice_is(values[source->type], "ARM");
    }
    return true;
}

/* "99109" is country 109; France is 99100, or XXXXX in older files. */
static bool read_code(const struct source *source, struct slice *ret_code)
{
    const struct slice code = source->csv.values[source->code];
    *ret_code = code;
    if (source->kind != PLACE_COUNTRY)
        return check_insee_code(&code) == REASON_NONE && !slice_starts_with(code, SLICE("99"));
    if (slice_is(code, "XXXXX")) {
        *ret_code = SLICE("100");
        return true;
    }
    *ret_code = (struct slice){ code.at + 2, code.size > 2 ? code.size - 2 : 0 };
    return code.size == 5 && slice_starts_with(code, SLICE("99")) &&
           check_digits(ret_code) == REASON_NONE;
}

static bool read_date(const struct source *source, int column, struct date *ret_date)
{
    const struct slice text = source->csv.values[column];
    *ret_date = (struct date){ 0 };
    return text.size == 0 || date_parse(text.at, text.size, ret_date);
}

static bool read_period(const struct source *source, struct place *place,
                        struct place_fault *ret_fault)
{
    struct date end = { 0 };
    if (source->from < 0)
        return true;
    if (!read_date(source, source->from, &place->from))
        return refuse(ret_fault, &source->csv, source->from, "it is no date (YYYY-MM-DD)");
    if (!read_date(source, source->to, &end))
        return refuse(ret_fault, &source->csv, source->to, "it is no date (YYYY-MM-DD)");
    if (date_is_set(end) && date_is_set(place->from) && date_is_before(end, place->from))
        return refuse(ret_fault, &source->csv, source->to, "it lies before DATE_DEBUT");
    place->is_dated = true;
    if (date_is_set(end))
        place->to = date_add_days(end, -1);
    return true;
}

static bool place_read(const struct source *source, struct place *place,
                       struct place_fault *ret_fault)
{
    const struct csv *csv = &source->csv;
    if (!read_code(source, &place->code))
        return refuse(ret_fault, csv, source->code,
                      source->kind == PLACE_COUNTRY
                          ? "it is no code of a country (99 and three digits)"
                          : "it is no INSEE code (five digits, 2A or 2B in Corsica)");
    place->label = csv->values[source->label];
    place->name = source->name >= 0 && csv->values[source->name].size > 0
                      ? csv->values[source->name]
                      : place->label;
    if (place->label.size == 0 || utf8_length(place->label) > LABEL_MAX)
        return refuse(ret_fault, csv, source->label, "a name has 1 to 100 characters");
    if (utf8_length(place->name) > LABEL_MAX)
        return refuse(ret_fault, csv, source->name, "a name has 100 characters at most");
    return read_period(source, place, ret_fault);
}

/* What began and ended on one day held on none. */
static bool never_held(const struct place *place)
{
    return date_is_set(place->to) &&
           (date_is_before(place->to, beginning) ||
            (date_is_set(place->from) && date_is_before(place->to, place->from)));
}

static bool add(struct place_list *list, const struct place *place)
{
    if (list->count == list->capacity) {
        const size_t capacity = list->capacity ? 2 * list->capacity : 1024;
        struct place *places = arena_grow(
            list->arena, list->places, list->capacity * sizeof *places, capacity * sizeof *places);
        if (!places)
            return false;
        list->places = places;
        list->capacity = capacity;
    }
    list->places[list->count++] = *place;
    return true;
}

bool place_list_read(struct place_list *list, struct slice text, struct place_fault *ret_fault)
{
    struct source source;
    if (!csv_begin(&source.csv, text, list->arena))
        return refuse_text(ret_fault, &source.csv);
    if (!find_columns(&source, ret_fault))
        return false;
    const size_t before = list->count;
    while (csv_next(&source.csv)) {
        struct place place = { 0 };
        if (!find_kind(&source, &place.kind))
            continue;
        if (!place_read(&source, &place, ret_fault))
            return false;
        if (!date_is_after(place.from, beginning))
            place.from = (struct date){ 0 };
        if (!never_held(&place) && !add(list, &place))
            return refuse(ret_fault, &source.csv, -1, "out of memory");
    }
    if (source.csv.fault)
        return refuse_text(ret_fault, &source.csv);
    return list->count > before || refuse(ret_fault, &source.csv, -1, "it holds no place");
}

static int compare(const void *a, const void *b)
{
    const struct place *one = a, *other = b;
    const int code = memcmp(one->code.at, other->code.at,
                            one->code.size < other->code.size ? one->code.size : other->code.size);
    if (one->code.size != other->code.size)
        return one->code.size < other->code.size ? -1 : 1; /* countries, then communes */
    return code != 0 ? code : other->is_dated - one->is_dated;
}

void place_list_settle(struct place_list *list)
{
    size_t kept = 0;
    if (list->count > 0)
        qsort(list->places, list->count, sizeof *list->places, compare);
    for (size_t i = 0; i < list->count; i++) {
        const struct place *before = kept > 0 ? &list->places[kept - 1] : NULL;
        const bool is_known = before && before->is_dated && !list->places[i].is_dated &&
                              slice_equals(before->code, list->places[i].code);
        if (!is_known)
            list->places[kept++] = list->places[i];
    }
    list->count = kept;
}

bool place_list_has(const struct place_list *list, enum place_kind kind, bool is_dated)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->places[i].kind == kind && (!is_dated || list->places[i].is_dated))
            return true;
    }
    return false;
}
