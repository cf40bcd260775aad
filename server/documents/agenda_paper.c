/* SPDX-License-Identifier: EUPL-1.2 */
/* The agenda of a session (ordre du jour): order and times, files by their reference alone, and who
 * does not vote on which (domain page, section 4). */
#include "documents/french.h"
#include "documents/paper_kind.h"
#include "documents/sheaf.h"
#include "documents/told_parts.h"

struct item {
    int position;
    struct slice candidacy_reference, starts_at_local, ends_at_local;
    struct told_list recusals; /* struct person */
};

struct agenda {
    struct certification certification;
    struct commission commission;
    struct session session;
    struct date established_on;
    struct told_list items; /* struct item */
};

#define AT(field) offsetof(struct agenda, field)

static const struct told_member of_item[] = {
    { "position", TOLD_INT, true, offsetof(struct item, position) },
    { "candidacy_reference", TOLD_TEXT, true, offsetof(struct item, candidacy_reference) },
    { "starts_at_local", TOLD_TEXT, false, offsetof(struct item, starts_at_local) },
    { "ends_at_local", TOLD_TEXT, false, offsetof(struct item, ends_at_local) },
    { "recusals", TOLD_LIST, false, offsetof(struct item, recusals), &person_shape },
};
static const struct told_shape item_shape = TOLD_SHAPE(of_item, struct item);

static const struct told_member members[] = {
    CERTIFICATION_MEMBERS(struct agenda),
    { "commission", TOLD_OBJECT, true, AT(commission), &commission_shape },
    { "session", TOLD_OBJECT, true, AT(session), &session_shape },
    { "established_on", TOLD_DAY, true, AT(established_on) },
    { "items", TOLD_LIST, true, AT(items), &item_shape },
};
static const struct told_shape shape = TOLD_SHAPE(members, struct agenda);

/* --- what it says --- */

static void write_facts(struct sheaf *s, const struct agenda *told)
{
    struct arena *arena = s->arena;
    const struct slice hours = told_hours(arena, &told->session),
                       day = french_weekday(arena, told->session.held_on);
    sheaf_fact(s, "Séance", told->session.reference);
    sheaf_fact(s, "Date", hours.size ? FRENCH_SAY(arena, "%, %", day, hours) : day);
    if (told->session.place.size)
        sheaf_fact(s, "Lieu", french_words(arena, told->session.place));
    sheaf_fact(s, "Participation", told_modality(told->session.modality));
    sheaf_fact(s, "Dossiers", arena_print(arena, "%zu", told->items.count));
    sheaf_fact(s, "Certification", french_text(arena, told->certification.title));
    sheaf_fact(s, "Établi le", french_date(arena, told->established_on));
    sheaf_end_facts(s);
}

static struct slice span_of(struct arena *arena, struct slice from, struct slice to)
{
    if (!from.size || !to.size)
        return from.size ? french_time(arena, from) : SLICE("");
    return FRENCH_SAY(arena, "% – %", french_time(arena, from), french_time(arena, to));
}

static struct slice recusals_of(struct arena *arena, const struct item *item)
{
    const struct person *people = item->recusals.items;
    struct slice all = SLICE("");
    for (size_t i = 0; i < item->recusals.count; i++) {
        const struct slice one = told_person(arena, &people[i]);
        all = i ? FRENCH_SAY(arena, "%\n%", all, one) : one;
    }
    return all;
}

/* Between two files whose times do not meet. */
static void write_pause(struct sheaf *s, const struct table *table, const struct item *before,
                        const struct item *item)
{
    const struct slice from = before->ends_at_local, to = item->starts_at_local;
    if (from.size && to.size && !slice_equals(from, to))
        SHEAF_ROW(s, table, SLICE(""), span_of(s->arena, from, to), SLICE("Pause"), SLICE(""));
}

static void write_items(struct sheaf *s, const struct agenda *told)
{
    static const double widths[] = { 38, 108, 0, 140 };
    static const char *const heads[] = { "Ordre", "Heure", "Dossier", "Ne votent pas" };
    const struct item *items = told->items.items;
    sheaf_heading(s, SLICE("Dossiers, dans leur ordre"));
    if (told->items.count == 0) {
        sheaf_paragraph(s, SLICE("Aucun dossier n’est inscrit."));
        return;
    }
    const struct table *table = sheaf_table(s, widths, heads, 4);
    for (size_t i = 0; i < told->items.count; i++) {
        if (i > 0)
            write_pause(s, table, &items[i - 1], &items[i]);
        SHEAF_ROW(s, table, arena_print(s->arena, "%d", items[i].position),
                  span_of(s->arena, items[i].starts_at_local, items[i].ends_at_local),
                  items[i].candidacy_reference, recusals_of(s->arena, &items[i]));
    }
    sheaf_end_table(s);
    sheaf_note(s,
               SLICE("Les dossiers sont désignés par leur référence. Ne votent pas sur un dossier "
                     "les membres qui ont un lien avec une personne ou un organisme de ce "
                     "dossier."));
}

static enum status lay_out(const struct paper_desk *desk, const void *read,
                           struct layout *ret_layout, const char **ret_missing)
{
    const struct agenda *told = read;
    struct arena *arena = desk->arena;
    struct sheaf s;
    (void)ret_missing;
    sheaf_begin(&s, arena, desk->livery);
    sheaf_title(&s, SLICE("Ordre du jour"), french_words(arena, told->commission.name));
    write_facts(&s, told);
    write_items(&s, told);
    const struct sheaf_about about = {
        .title = SLICE("Ordre du jour"),
        .reference = FRENCH_SAY(arena, "Ordre du jour de la séance %", told->session.reference),
        .made_on = told->established_on,
    };
    return sheaf_layout(&s, &about, desk->mark, ret_layout);
}

const struct paper_kind agenda_kind = { "AGENDA", &shape, lay_out };
