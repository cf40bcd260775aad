/* SPDX-License-Identifier: EUPL-1.2 */
#include "contract/texts.h"

#include "api/events.h"
#include "api/operation.h"
#include "api/refusals.h"
#include "api/words.h"
#include "bound.h"
#include "json/spoken.h"
#include "reason.h"
#include "wording.h"

#include <stdbool.h>

static void open_table(FILE *out, const char *title)
{
    fprintf(out, "\n## %s\n\n| Which | French | English |\n|---|---|---|\n", title);
}

/* No text holds a pipe; a test reads this page. */
static void print_row(FILE *out, const char *which, const char *fr, const char *en)
{
    fprintf(out, "| %s | %s | %s |\n", which, fr, en);
}

static void print_reasons(FILE *out)
{
    open_table(out, "Reasons: titles");
    for (int i = REASON_NONE + 1; i < REASON_COUNT; i++) {
        const struct reason_info *info = reason_info((enum reason)i);
        print_row(out, info->code, info->title_fr, info->title_en);
    }
    open_table(out, "Reasons: what is wrong, and what to do");
    for (int i = REASON_NONE + 1; i < REASON_COUNT; i++) {
        const struct reason_info *info = reason_info((enum reason)i);
        print_row(out, info->code, info->detail_fr, info->detail_en);
    }
}

static void print_by_reason(FILE *out, const char *title,
                            const char *(*text)(enum reason reason, bool is_english))
{
    open_table(out, title);
    for (int i = REASON_NONE + 1; i < REASON_COUNT; i++) {
        const enum reason reason = (enum reason)i;
        if (text(reason, false))
            print_row(out, reason_info(reason)->code, text(reason, false), text(reason, true));
    }
}

static void print_wordings(FILE *out)
{
    size_t count;
    const struct wording *rows = wordings(&count);
    open_table(out, "Reasons: sentences that hold what they speak of");
    for (size_t i = 0; i < count; i++)
        print_row(out, reason_info(rows[i].reason)->code, rows[i].fr, rows[i].en);
    open_table(out, "Types of values");
    for (int type = VALUE_UNSAID + 1; type < VALUE_TYPE_COUNT; type++)
        print_row(out, value_type_names[type - 1], spoken_type((enum value_type)type, false),
                  spoken_type((enum value_type)type, true));
}

static void print_bounds(FILE *out)
{
    open_table(out, "Bounds: of what, where, and what makes room");
    for (int i = 0; i < BOUND_COUNT; i++) {
        const struct bound_text *text = bound_text((enum bound)i);
        print_row(out, text->name, text->fr, text->en);
    }
}

static void print_owners(FILE *out)
{
    open_table(out, "Whose act it is");
    for (int i = WHOSE_NOBODY + 1; i < WHOSE_COUNT; i++) {
        const struct label *text = whose_label((enum whose)i);
        print_row(out, whose_code((enum whose)i), text->fr, text->en);
    }
}

static void print_vocabulary(FILE *out, const struct vocabulary *words)
{
    open_table(out, words->name);
    print_row(out, "(title)", words->title.fr, words->title.en);
    for (int i = 0; words->codes[i]; i++)
        print_row(out, words->codes[i], words->labels[i].fr, words->labels[i].en);
}

/* How a sentence about a thing with events begins; a machine may serve several operations. */
static void print_nouns(FILE *out)
{
    const struct machine *last = NULL;
    open_table(out, "Things with events");
    for (unsigned table = 0; operation_tables[table]; table++) {
        for (const struct operation *o = operation_tables[table]; o->id; o++) {
            if (o->machine && o->machine != last)
                print_row(out, o->id, o->machine->noun.fr, o->machine->noun.en);
            last = o->machine ? o->machine : last;
        }
    }
}

int texts_print(FILE *out)
{
    fprintf(out, "# Texts of the service\n\nPrinted by `clea-server texts`.\n");
    print_reasons(out);
    print_wordings(out);
    print_by_reason(out, "Guards: what holds", reason_holds);
    print_by_reason(out, "Hints for developers", reason_hint);
    print_bounds(out);
    print_owners(out);
    print_nouns(out);
    for (unsigned i = 0; vocabularies[i]; i++)
        print_vocabulary(out, vocabularies[i]);
    return ferror(out) ? 1 : 0;
}
